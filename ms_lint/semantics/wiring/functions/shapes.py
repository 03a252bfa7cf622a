"""Other shapes for the same elements: reshape, transpose, squeeze, tile; and shapes that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from ms_lint.messages import say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.functions.results import Arguments, Use, as_dims, axis_of, output, text_of
from ms_lint.semantics.wiring.indexing import ShapeOf, known
from ms_lint.semantics.wiring.model import UNKNOWN, Tensor
from ms_lint.semantics.wiring.sizes import Dim, Shape, Size, divide, equal, product, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


def flattened(shape: Optional[Shape], start: Any = 1, end: Any = -1) -> Optional[Shape]:
    """The shape after the axes from ``start`` to ``end`` became one."""
    if shape is None:
        return None
    first, last = axis_of(start, len(shape)), axis_of(end, len(shape))
    if first is None or last is None or first > last:
        return None
    return (*shape[:first], product(shape[first : last + 1]), *shape[last + 1 :])


def _spread(sizes: Any) -> Any:
    """Sizes that are given one by one, or as one tuple: what is no size may be such a tuple."""
    if isinstance(sizes, tuple) and len(sizes) == 1 and not isinstance(sizes[0], (int, Size)):
        return sizes[0]
    return sizes


def reshape(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, wanted = arguments["tensor"], arguments["shape"]
    shape, target = state.shape(tensor), as_dims(_spread(wanted))
    if target is None:
        return output(state, use, (tensor,), None)
    target = [state.resolve(size) for size in target]
    if shape is None:
        return output(state, use, (tensor,), tuple(None if size == -1 else size for size in target))
    total = product(shape)
    at = [index for index, size in enumerate(target) if size == -1]
    rest: Dim = product(tuple(size for size in target if size != -1))
    if any(size == 0 for size in target):
        return output(state, use, (tensor,), None)
    if not at:
        wrong = state.same(total, rest) is False
    else:
        quotient = divide(total, rest) if isinstance(rest, int) else sizes.exact(total, rest)
        wrong = _never_divides(total, rest)
        target[at[0]] = None if wrong else _quotient(total, rest, quotient)
    if wrong:
        wanted_text = show_shape(tuple(-1 if size == -1 or index in at else size for index, size in enumerate(target)))
        state.report(
            "reshape",
            use.node,
            say(
                "`{text}` gives the {size} elements of {shape} the shape {wanted_text}.",
                text=text_of(state, use),
                size=show(total),
                shape=show_shape(shape),
                wanted_text=wanted_text,
            ),
            tensor,
        )
    return output(state, use, (tensor,), tuple(target))


def _quotient(total: Dim, rest: Dim, quotient: Dim) -> Dim:
    """What -1 stands for: only where it is certain that nothing is left over."""
    if quotient is None:
        return None
    return quotient if equal(sizes.multiply(quotient, rest), total) is True else None


def _never_divides(total: Dim, rest: Dim) -> bool:
    return isinstance(total, int) and isinstance(rest, int) and rest > 0 and total % rest != 0


def flatten(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    start, end = arguments["start"], arguments["end"]
    return output(state, use, (tensor,), flattened(state.shape(tensor), start, end))


def permute(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, order = arguments["tensor"], arguments["order"]
    if isinstance(order, tuple) and len(order) == 1 and isinstance(order[0], (tuple, list)):
        order = order[0]
    shape = state.shape(tensor)
    if not isinstance(order, (tuple, list)) or any(not isinstance(axis, int) for axis in order):
        return output(state, use, (tensor,), None)
    if shape is None:
        return output(state, use, (tensor,), (None,) * len(order) if order else None)
    if not order:
        return output(state, use, (tensor,), tuple(reversed(shape)))
    if len(order) != len(shape):
        state.report(
            "rank",
            use.node,
            say(
                "`{text}` orders {count} axes of a tensor that has {axes}: {shape}.",
                text=text_of(state, use),
                count=len(order),
                axes=len(shape),
                shape=show_shape(shape),
            ),
            tensor,
        )
        return output(state, use, (tensor,), (None,) * len(order))
    axes = [axis_of(axis, len(shape)) for axis in order]
    if any(axis is None for axis in axes):
        return output(state, use, (tensor,), None)
    return output(state, use, (tensor,), tuple(shape[axis] for axis in axes if axis is not None))


def swap(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    shape = state.shape(tensor)
    if shape is None:
        return output(state, use, (tensor,), None)
    one, two = axis_of(arguments["first"], len(shape)), axis_of(arguments["second"], len(shape))
    if one is None or two is None:
        return output(state, use, (tensor,), None)
    result = list(shape)
    result[one], result[two] = result[two], result[one]
    return output(state, use, (tensor,), tuple(result))


def transpose(state: State, arguments: Arguments, use: Use) -> Any:
    """`ops.transpose(x, perm)`, `x.transpose(0, 2, 1)`, `x.transpose((0, 2, 1))`, and torch's `x.transpose(1, 2)`."""
    order = arguments["order"]
    if len(order) == 1 and isinstance(order[0], (tuple, list)):
        return permute(state, {"tensor": arguments["tensor"], "order": order[0]}, use)
    if len(order) == 2:
        tensor = arguments["tensor"]
        return swap(state, {"tensor": tensor, "first": order[0], "second": order[1]}, use)
    return permute(state, {"tensor": arguments["tensor"], "order": order}, use)


def expand_dims(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis = arguments["tensor"], arguments["axis"]
    shape = state.shape(tensor)
    at = axis_of(axis, len(shape) + 1) if shape is not None else None
    if shape is None or at is None:
        return output(state, use, (tensor,), None)
    return output(state, use, (tensor,), (*shape[:at], 1, *shape[at:]))


def squeeze(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis = arguments["tensor"], arguments["axis"]
    shape = state.shape(tensor)
    if axis == ():
        axis = None
    wanted = [axis] if isinstance(axis, int) else axis
    if shape is None or (wanted is not None and not isinstance(wanted, (tuple, list))):
        return output(state, use, (tensor,), None)
    if wanted is None:
        if any(not isinstance(state.resolve(size), int) for size in shape[1:]):
            return output(state, use, (tensor,), None)
        return output(state, use, (tensor,), (shape[0], *(size for size in shape[1:] if state.resolve(size) != 1)))
    axes = {axis_of(item, len(shape)) for item in wanted}
    if None in axes:
        return output(state, use, (tensor,), None)
    result: list[Dim] = []
    for index, size in enumerate(shape):
        resolved = state.resolve(size)
        if index not in axes:
            result.append(size)
        elif resolved != 1:
            if isinstance(resolved, int):
                result.append(size)
            else:
                # it is squeezed where it is 1: that is what the code counts on, and not certain
                return output(state, use, (tensor,), None)
    return output(state, use, (tensor,), tuple(result))


def tile(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, counts = arguments["tensor"], arguments["counts"]
    shape, by = state.shape(tensor), as_dims(_spread(counts))
    if shape is None or by is None or len(by) < len(shape):
        return output(state, use, (tensor,), None)
    padded = (1,) * (len(by) - len(shape)) + shape
    return output(state, use, (tensor,), tuple(sizes.multiply(*pair) for pair in zip(padded, by)))


def broadcast_to(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, wanted = arguments["tensor"], arguments["shape"]
    shape, target = state.shape(tensor), as_dims(_spread(wanted))
    if target is None:
        return output(state, use, (tensor,), None)
    if shape is not None and len(shape) <= len(target):
        start = len(target) - len(shape)
        target = [
            (shape[index - start] if index >= start else None) if size == -1 else size
            for index, size in enumerate(target)
        ]
    return output(state, use, (tensor,), tuple(None if size == -1 else size for size in target))


def shape_of(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    if not isinstance(tensor, Tensor):
        return UNKNOWN
    shape = state.shape(tensor)
    return ShapeOf(tensor) if shape is None else tuple(known(size) for size in shape)


def size_of(state: State, arguments: Arguments, use: Use) -> Any:
    shape, axis = shape_of(state, arguments, use), arguments["axis"]
    if axis is None or not isinstance(shape, tuple):
        return shape if axis is None else UNKNOWN
    return shape[axis] if isinstance(axis, int) and -len(shape) <= axis < len(shape) else UNKNOWN


def rank_of(state: State, arguments: Arguments, use: Use) -> Any:
    shape = state.shape(arguments["tensor"])
    return UNKNOWN if shape is None else len(shape)
