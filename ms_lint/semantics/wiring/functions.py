"""What functions, operators and tensor methods make of shapes, and what they refuse.

One function for each, by the last part of its name, with a short signature that knows the names which the parameters
have in MindSpore, mint and torch. A tensor method is the function with the tensor in front.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, Optional

from ms_lint.messages import conjunction, say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.binding import assign_parameters
from ms_lint.semantics.wiring.broadcasting import broadcast, elementwise
from ms_lint.semantics.wiring.geometry import each, paddings, window
from ms_lint.semantics.wiring.indexing import ShapeOf, dim, known
from ms_lint.semantics.wiring.model import UNKNOWN, Layer, Tensor
from ms_lint.semantics.wiring.objects import Items
from ms_lint.semantics.wiring.sizes import Dim, Shape, Size, divide, equal, product, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State

_MAXIMUM_PARTS = 256


class Use(NamedTuple):
    """One call: where, what it is called as, and the operator object that it is a call of, if any."""

    node: ast.AST
    operation: str
    layer: Optional[Layer] = None


Arguments = dict[str, Any]


def _made(
    state: State, use: Use, tensors: Any, shape: Optional[Shape], dtype: Optional[str] = None, last: Dim = None
) -> Tensor:
    inputs = tuple(value for value in tensors if isinstance(value, Tensor))
    text = state.text(use.node.func) if isinstance(use.node, ast.Call) else state.text(use.node)
    if dtype is None and inputs:
        dtype = inputs[0].dtype
    (output,) = state.record(use.operation, use.node, inputs, (shape,), use.layer, text, dtype, last)
    return output


def _text(state: State, use: Use) -> str:
    return state.text(use.node)


def as_dims(value: Any) -> Optional[list[Dim]]:
    """A shape written in the code; None where it is not even known how long it is."""
    if isinstance(value, Items) and value.is_open:
        return None
    if isinstance(value, (tuple, list)):
        return [dim(item) for item in value]
    if isinstance(value, (int, Size)) and not isinstance(value, bool):
        return [value]
    return None


def _axis(value: Any, rank: int) -> Optional[int]:
    """An axis from 0; None where it is not known or out of range."""
    if isinstance(value, bool) or not isinstance(value, int) or not -rank <= value < rank:
        return None
    return value % rank


def flattened(shape: Optional[Shape], start: Any = 1, end: Any = -1) -> Optional[Shape]:
    """The shape after the axes from ``start`` to ``end`` became one."""
    if shape is None:
        return None
    first, last = _axis(start, len(shape)), _axis(end, len(shape))
    if first is None or last is None or first > last:
        return None
    return (*shape[:first], product(shape[first : last + 1]), *shape[last + 1 :])


def resized(shape: Optional[Shape], size: Any, scale: Any) -> Optional[Shape]:
    """The shape after the axes behind the channels were made larger or smaller."""
    if shape is None or len(shape) < 3:
        return None
    axes = len(shape) - 2
    if size is not None:
        wanted = as_dims(size) if not isinstance(size, ShapeOf) else None
        if wanted is None:
            return (*shape[:2], *[None] * axes)
        wanted = wanted * axes if len(wanted) == 1 else wanted
        return (*shape[:2], *(wanted if len(wanted) == axes else [None] * axes))
    factors: list[Any] = list(scale) if isinstance(scale, (tuple, list)) else [scale] * axes
    spatial: list[Dim] = []
    for old, factor in zip(shape[2:], factors):
        is_whole = isinstance(factor, (int, float)) and not isinstance(factor, bool) and float(factor).is_integer()
        if is_whole:
            spatial.append(sizes.multiply(old, int(factor)))
        elif isinstance(factor, float) and factor > 0 and (1 / factor).is_integer():
            spatial.append(divide(old, int(1 / factor)))
        else:
            spatial.append(None)
    return (*shape[:2], *spatial) if len(spatial) == axes else None


# ------------------------------------------------------------------ joining and splitting


def _concat(state: State, arguments: Arguments, use: Use) -> Any:
    given, axis = arguments["tensors"], arguments["axis"]
    if (isinstance(given, Items) and given.is_open) or not isinstance(given, (tuple, list)):
        return _made(state, use, (), None)
    tensors = list(given)
    shapes = [state.shape(tensor) for tensor in tensors]
    if not tensors or any(shape is None for shape in shapes) or not isinstance(axis, int):
        return _made(state, use, tensors, _concat_partly(tensors, shapes, axis))
    first = shapes[0]
    assert first is not None
    at = _axis(axis, len(first))
    if at is None:
        return _made(state, use, tensors, None)
    result: list[Dim] = list(first)
    for tensor, shape in zip(tensors[1:], shapes[1:]):
        assert shape is not None
        wrong = len(shape) != len(first)
        if not wrong:
            for index, size in enumerate(shape):
                if index == at:
                    result[at] = sizes.add(result[at], size)
                elif state.same(result[index], size) is False:
                    wrong = True
        if wrong:
            listed = conjunction([show_shape(tuple(state.resolve(size) for size in known)) for known in (first, shape)])
            what = (
                say("which have not the same number of axes")
                if len(shape) != len(first)
                else say("which differ in another")
            )
            other = say("; the other: {chain}", chain=state.chain(tensor)) if tensor.step is not None else ""
            state.report(
                "concat",
                use.node,
                say(
                    "`{text}` joins {listed} along axis {axis}, {what}{other}.",
                    text=_text(state, use),
                    listed=listed,
                    axis=axis,
                    what=what,
                    other=other,
                ),
                tensors[0],
            )
            return _made(state, use, tensors, None)
    return _made(state, use, tensors, tuple(result))


def _concat_partly(tensors: list[Any], shapes: list[Optional[Shape]], axis: Any) -> Optional[Shape]:
    """Where some shapes are known: the number of axes, and what is not joined."""
    some = next((shape for shape in shapes if shape is not None), None)
    at = _axis(axis, len(some)) if some is not None else None
    if some is None or at is None:
        return None
    return tuple(None if index == at else size for index, size in enumerate(some))


def _stack(state: State, arguments: Arguments, use: Use) -> Any:
    given, axis = arguments["tensors"], arguments["axis"]
    if (isinstance(given, Items) and given.is_open) or not isinstance(given, (tuple, list)) or not given:
        return _made(state, use, (), None)
    shapes = [state.shape(tensor) for tensor in given]
    first = shapes[0]
    if first is None or not isinstance(axis, int) or any(shape is None for shape in shapes):
        return _made(state, use, given, None)
    for shape in shapes[1:]:
        assert shape is not None
        if len(shape) != len(first) or any(state.same(*pair) is False for pair in zip(first, shape)):
            state.report(
                "concat",
                use.node,
                say(
                    "`{text}` stacks {shape} and {other_shape}, which have to be the same.",
                    text=_text(state, use),
                    shape=show_shape(first),
                    other_shape=show_shape(shape),
                ),
                given[0],
            )
            return _made(state, use, given, None)
    at = _axis(axis, len(first) + 1)
    shape = None if at is None else (*first[:at], len(given), *first[at:])
    return _made(state, use, given, shape)


def _split(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, size, axis = arguments["tensor"], arguments["size"], arguments["axis"]
    shape = state.shape(tensor)
    at = _axis(axis, len(shape)) if shape is not None else None
    parts: Optional[list[Dim]] = None
    if isinstance(size, (tuple, list)) and not (isinstance(size, Items) and size.is_open):
        parts = [dim(item) for item in size]
        if shape is not None and at is not None:
            total: Dim = 0
            for part in parts:
                total = sizes.add(total, part)
            if state.same(total, shape[at]) is False:
                state.report(
                    "split",
                    use.node,
                    say(
                        "`{text}` splits {size} into parts of {other_size} together: {shape}.",
                        text=_text(state, use),
                        size=show(shape[at]),
                        other_size=show(total),
                        shape=show_shape(shape),
                    ),
                    tensor,
                )
    elif shape is not None and at is not None and isinstance(size, int) and size > 0 and isinstance(shape[at], int):
        whole = shape[at]
        assert isinstance(whole, int)
        parts = [min(size, whole - start) for start in range(0, whole, size)]
    elif shape is not None and at is not None and isinstance(size, Size):
        count = sizes.exact(shape[at], size)
        parts = [size] * count if isinstance(count, int) and 0 < count <= _MAXIMUM_PARTS else None
    return _parts(state, use, tensor, shape, at, parts)


def _parts(
    state: State, use: Use, tensor: Any, shape: Optional[Shape], at: Optional[int], parts: Optional[list[Dim]]
) -> Any:
    if parts is None or len(parts) > _MAXIMUM_PARTS:
        return UNKNOWN
    made = []
    for part in parts:
        out = None if shape is None or at is None else (*shape[:at], part, *shape[at + 1 :])
        made.append(_made(state, use, (tensor,), out))
    return tuple(made)


def _chunk(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, count, axis = arguments["tensor"], arguments["count"], arguments["axis"]
    shape = state.shape(tensor)
    if not isinstance(count, int) or not 0 < count <= _MAXIMUM_PARTS:
        return UNKNOWN
    at = _axis(axis, len(shape)) if shape is not None else None
    if shape is None or at is None:
        return _parts(state, use, tensor, shape, None, [None] * count)
    whole = state.resolve(shape[at])
    if isinstance(whole, int):
        size = -(-whole // count)
        return _parts(state, use, tensor, shape, at, [min(size, whole - start) for start in range(0, whole, size or 1)])
    return _parts(state, use, tensor, shape, at, [divide(whole, count)] * count)


def _split_evenly(state: State, arguments: Arguments, use: Use) -> Any:
    """`ops.Split(axis, output_num)`."""
    tensor, count, axis = arguments["tensor"], arguments["count"], arguments["axis"]
    shape = state.shape(tensor)
    at = _axis(axis, len(shape)) if shape is not None else None
    if shape is not None and at is not None and isinstance(count, int) and count > 0:
        whole = state.resolve(shape[at])
        if isinstance(whole, int) and whole % count:
            state.report(
                "split",
                use.node,
                say(
                    "`{text}` splits {whole} into {count} parts, which do not divide it: {shape}.",
                    text=_text(state, use),
                    whole=whole,
                    count=count,
                    shape=show_shape(shape),
                ),
                tensor,
            )
            return UNKNOWN
    return _chunk(state, arguments, use)


def _unstack(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis = arguments["tensor"], arguments["axis"]
    shape = state.shape(tensor)
    at = _axis(axis, len(shape)) if shape is not None else None
    if shape is None or at is None:
        return UNKNOWN
    count = state.resolve(shape[at])
    if not isinstance(count, int) or count > _MAXIMUM_PARTS:
        return UNKNOWN
    return tuple(_made(state, use, (tensor,), (*shape[:at], *shape[at + 1 :])) for _ in range(count))


# ------------------------------------------------------------------ shapes


def _reshape(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, wanted = arguments["tensor"], arguments["shape"]
    if isinstance(wanted, tuple) and len(wanted) == 1 and not isinstance(wanted[0], (int, Size)):
        wanted = wanted[0]
    shape = state.shape(tensor)
    target = as_dims(wanted)
    if target is None:
        return _made(state, use, (tensor,), None)
    target = [state.resolve(size) for size in target]
    if shape is None:
        return _made(state, use, (tensor,), tuple(None if size == -1 else size for size in target))
    total = product(shape)
    at = [index for index, size in enumerate(target) if size == -1]
    rest: Dim = product(tuple(size for size in target if size != -1))
    if any(size == 0 for size in target):
        return _made(state, use, (tensor,), None)
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
                text=_text(state, use),
                size=show(total),
                shape=show_shape(shape),
                wanted_text=wanted_text,
            ),
            tensor,
        )
    return _made(state, use, (tensor,), tuple(target))


def _quotient(total: Dim, rest: Dim, quotient: Dim) -> Dim:
    """What -1 stands for: only where it is certain that nothing is left over."""
    if quotient is None:
        return None
    return quotient if equal(sizes.multiply(quotient, rest), total) is True else None


def _never_divides(total: Dim, rest: Dim) -> bool:
    return isinstance(total, int) and isinstance(rest, int) and rest > 0 and total % rest != 0


def _flatten(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    start, end = arguments["start"], arguments["end"]
    return _made(state, use, (tensor,), flattened(state.shape(tensor), start, end))


def _permute(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, order = arguments["tensor"], arguments["order"]
    if isinstance(order, tuple) and len(order) == 1 and isinstance(order[0], (tuple, list)):
        order = order[0]
    shape = state.shape(tensor)
    if not isinstance(order, (tuple, list)) or any(not isinstance(axis, int) for axis in order):
        return _made(state, use, (tensor,), None)
    if shape is None:
        return _made(state, use, (tensor,), (None,) * len(order) if order else None)
    if not order:
        return _made(state, use, (tensor,), tuple(reversed(shape)))
    if len(order) != len(shape):
        state.report(
            "rank",
            use.node,
            say(
                "`{text}` orders {count} axes of a tensor that has {axes}: {shape}.",
                text=_text(state, use),
                count=len(order),
                axes=len(shape),
                shape=show_shape(shape),
            ),
            tensor,
        )
        return _made(state, use, (tensor,), (None,) * len(order))
    axes = [_axis(axis, len(shape)) for axis in order]
    if any(axis is None for axis in axes):
        return _made(state, use, (tensor,), None)
    return _made(state, use, (tensor,), tuple(shape[axis] for axis in axes if axis is not None))


def _swap(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    shape = state.shape(tensor)
    if shape is None:
        return _made(state, use, (tensor,), None)
    one, two = _axis(arguments["first"], len(shape)), _axis(arguments["second"], len(shape))
    if one is None or two is None:
        return _made(state, use, (tensor,), None)
    result = list(shape)
    result[one], result[two] = result[two], result[one]
    return _made(state, use, (tensor,), tuple(result))


def _transpose(state: State, arguments: Arguments, use: Use) -> Any:
    """`ops.transpose(x, perm)`, `x.transpose(0, 2, 1)`, `x.transpose((0, 2, 1))`, and torch's `x.transpose(1, 2)`."""
    order = arguments["order"]
    if len(order) == 1 and isinstance(order[0], (tuple, list)):
        return _permute(state, {"tensor": arguments["tensor"], "order": order[0]}, use)
    if len(order) == 2:
        tensor = arguments["tensor"]
        return _swap(state, {"tensor": tensor, "first": order[0], "second": order[1]}, use)
    return _permute(state, {"tensor": arguments["tensor"], "order": order}, use)


def _expand_dims(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis = arguments["tensor"], arguments["axis"]
    shape = state.shape(tensor)
    at = _axis(axis, len(shape) + 1) if shape is not None else None
    if shape is None or at is None:
        return _made(state, use, (tensor,), None)
    return _made(state, use, (tensor,), (*shape[:at], 1, *shape[at:]))


def _squeeze(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis = arguments["tensor"], arguments["axis"]
    shape = state.shape(tensor)
    if axis == ():
        axis = None
    wanted = [axis] if isinstance(axis, int) else axis
    if shape is None or (wanted is not None and not isinstance(wanted, (tuple, list))):
        return _made(state, use, (tensor,), None)
    if wanted is None:
        if any(not isinstance(state.resolve(size), int) for size in shape[1:]):
            return _made(state, use, (tensor,), None)
        return _made(state, use, (tensor,), (shape[0], *(size for size in shape[1:] if state.resolve(size) != 1)))
    axes = {_axis(item, len(shape)) for item in wanted}
    if None in axes:
        return _made(state, use, (tensor,), None)
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
                return _made(state, use, (tensor,), None)
    return _made(state, use, (tensor,), tuple(result))


def _tile(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, counts = arguments["tensor"], arguments["counts"]
    if isinstance(counts, tuple) and len(counts) == 1 and isinstance(counts[0], (tuple, list)):
        counts = counts[0]
    shape, by = state.shape(tensor), as_dims(counts)
    if shape is None or by is None or len(by) < len(shape):
        return _made(state, use, (tensor,), None)
    padded = (1,) * (len(by) - len(shape)) + shape
    return _made(state, use, (tensor,), tuple(sizes.multiply(*pair) for pair in zip(padded, by)))


def _broadcast_to(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, wanted = arguments["tensor"], arguments["shape"]
    if isinstance(wanted, tuple) and len(wanted) == 1 and isinstance(wanted[0], (tuple, list)):
        wanted = wanted[0]
    shape, target = state.shape(tensor), as_dims(wanted)
    if target is None:
        return _made(state, use, (tensor,), None)
    if shape is not None and len(shape) <= len(target):
        start = len(target) - len(shape)
        target = [
            (shape[index - start] if index >= start else None) if size == -1 else size
            for index, size in enumerate(target)
        ]
    return _made(state, use, (tensor,), tuple(None if size == -1 else size for size in target))


# ------------------------------------------------------------------ reductions and element by element


def _reduce(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis, keep = arguments["tensor"], arguments["axis"], arguments["keep"]
    return _made(state, use, (tensor,), _reduced(state, tensor, axis, keep, use))


def _reduced(state: State, tensor: Any, axis: Any, keep: Any, use: Use) -> Optional[Shape]:
    shape = state.shape(tensor)
    if shape is None or axis is UNKNOWN or not isinstance(keep, bool):
        return None
    if axis is None or axis == ():
        return (1,) * len(shape) if keep else ()
    axes = [axis] if isinstance(axis, int) else axis
    if not isinstance(axes, (tuple, list)) or any(not isinstance(item, int) for item in axes):
        return None
    if any(not -len(shape) <= item < len(shape) for item in axes):
        wrong = next(item for item in axes if not -len(shape) <= item < len(shape))
        state.report(
            "rank",
            use.node,
            say(
                "`{text}` reduces axis {wrong} of a tensor that has {count}: {shape}.",
                text=_text(state, use),
                wrong=wrong,
                count=len(shape),
                shape=show_shape(shape),
            ),
            tensor,
        )
        return None
    taken = {item % len(shape) for item in axes}
    if keep:
        return tuple(1 if index in taken else size for index, size in enumerate(shape))
    return tuple(size for index, size in enumerate(shape) if index not in taken)


def _extreme(state: State, arguments: Arguments, use: Use) -> Any:
    """`max` and `min`: with an axis some of them give the indices as well."""
    if arguments["axis"] is None and use.operation.startswith(("mindspore.Tensor.", "torch.")):
        return _made(state, use, (arguments["tensor"],), ())
    return UNKNOWN


def _index(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis, keep = arguments["tensor"], arguments["axis"], arguments["keep"]
    return _made(state, use, (tensor,), _reduced(state, tensor, axis, keep, use), "int")


def _same(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    if not isinstance(tensor, Tensor):
        return UNKNOWN
    return _made(state, use, (tensor,), state.shape(tensor), last=state.last(tensor))


def _cast(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    return tensor if isinstance(tensor, Tensor) else UNKNOWN


def _both(state: State, arguments: Arguments, use: Use) -> Any:
    operands = (arguments["first"], arguments["second"])
    if not any(isinstance(operand, Tensor) for operand in operands):
        return UNKNOWN
    return elementwise(state, operands, use.node, use.operation, use.layer)


def _where(state: State, arguments: Arguments, use: Use) -> Any:
    return elementwise(
        state, (arguments["first"], arguments["second"], arguments["condition"]), use.node, use.operation, use.layer
    )


def _masked_fill(state: State, arguments: Arguments, use: Use) -> Any:
    return elementwise(state, (arguments["tensor"], arguments["mask"]), use.node, use.operation, use.layer)


# ------------------------------------------------------------------ products


def matmul(
    state: State,
    first: Any,
    second: Any,
    node: ast.AST,
    operation: str = "@",
    layer: Optional[Layer] = None,
    transpose: tuple[Any, Any] = (False, False),
) -> Any:
    """The matrix product, of stacks of matrices as well."""
    use = Use(node, operation, layer)
    tensors = (first, second)
    left, right = state.shape(first), state.shape(second)
    if left is None or right is None or not all(isinstance(flag, bool) for flag in transpose):
        return _made(state, use, tensors, None)
    if transpose[0] and len(left) > 1:
        left = (*left[:-2], left[-1], left[-2])
    if transpose[1] and len(right) > 1:
        right = (*right[:-2], right[-1], right[-2])
    if not left or not right:
        return _made(state, use, tensors, None)
    inner = right[-2] if len(right) > 1 else right[0]
    if state.same(left[-1], inner) is False:
        other = say("; the other: {chain}", chain=state.chain(second)) if second.step is not None else ""
        turned = say(" (transposed as it says)") if any(transpose) else ""
        state.report(
            "matmul",
            node,
            say(
                "`{text}` multiplies {shape} by {other_shape}{turned}: {size} and {other_size} have to be the "
                "same{other}.",
                text=state.text(node),
                shape=show_shape(left),
                other_shape=show_shape(right),
                turned=turned,
                size=show(state.resolve(left[-1])),
                other_size=show(state.resolve(inner)),
                other=other,
            ),
            first,
        )
        return _made(state, use, tensors, None)
    if len(right) == 1 or len(left) == 1:
        out = (*left[:-1], *(right[:-2] + right[-1:] if len(right) > 1 else ()))
        return _made(state, use, tensors, out)
    batch = broadcast(state, Tensor(left[:-2]), left[:-2], Tensor(right[:-2]), right[:-2], node, operation)
    if batch is None:
        batch = (None,) * max(len(left) - 2, len(right) - 2)
    return _made(state, use, tensors, (*batch, left[-2], right[-1]))


def _matmul(state: State, arguments: Arguments, use: Use) -> Any:
    flags = (arguments.get("transpose_a", False), arguments.get("transpose_b", False))
    return matmul(state, arguments["first"], arguments["second"], use.node, use.operation, use.layer, flags)


# ------------------------------------------------------------------ images


def _interpolate(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    return _made(state, use, (tensor,), resized(state.shape(tensor), arguments["size"], arguments["scale"]))


def _resize(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    return _made(state, use, (tensor,), resized(state.shape(tensor), arguments["size"], None))


def _pool(state: State, arguments: Arguments, use: Use) -> Any:
    """`ops.max_pool2d`, `ops.avg_pool2d` and those of mint and torch."""
    tensor = arguments["tensor"]
    shape = state.shape(tensor)
    if shape is None or len(shape) not in (3, 4):
        return _made(state, use, (tensor,), None)
    kernel = each(arguments["kernel"], 2)
    stride = kernel if arguments["stride"] is None else each(arguments["stride"], 2)
    if use.operation == "mindspore.ops.avg_pool2d" and arguments["stride"] == "1":
        stride = [1, 1]
    added = paddings("pad", arguments["padding"], 2)
    ceil = arguments["ceil"]
    if added is None or not isinstance(ceil, bool):
        return _made(state, use, (tensor,), (*shape[:-2], None, None))
    spatial = [window(size, kernel[at], stride[at], added[at], 1, False, ceil) for at, size in enumerate(shape[-2:])]
    return _made(state, use, (tensor,), (*shape[:-2], *spatial))


def _adaptive_pool(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, wanted = arguments["tensor"], arguments["size"]
    shape = state.shape(tensor)
    if shape is None or len(shape) not in (3, 4):
        return _made(state, use, (tensor,), None)
    parts = list(wanted) if isinstance(wanted, (tuple, list)) else [wanted] * 2
    if len(parts) != 2:
        return _made(state, use, (tensor,), None)
    spatial = [size if part is None else dim(part) for size, part in zip(shape[-2:], parts)]
    return _made(state, use, (tensor,), (*shape[:-2], *spatial))


# ------------------------------------------------------------------ made from nothing


def _shape(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    if not isinstance(tensor, Tensor):
        return UNKNOWN
    shape = state.shape(tensor)
    return ShapeOf(tensor) if shape is None else tuple(known(size) for size in shape)


def _size(state: State, arguments: Arguments, use: Use) -> Any:
    shape, axis = _shape(state, arguments, use), arguments["axis"]
    if axis is None or not isinstance(shape, tuple):
        return shape if axis is None else UNKNOWN
    return shape[axis] if isinstance(axis, int) and -len(shape) <= axis < len(shape) else UNKNOWN


def _rank(state: State, arguments: Arguments, use: Use) -> Any:
    shape = state.shape(arguments["tensor"])
    return UNKNOWN if shape is None else len(shape)


def _filled(state: State, arguments: Arguments, use: Use) -> Any:
    """`zeros((2, 3), dtype)`, and torch's `zeros(2, 3)`."""
    wanted = arguments["shape"]
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    if not wanted or not isinstance(wanted[0], (int, Size)):
        target = as_dims(wanted[0]) if wanted else None
    else:
        at = next((at for at, size in enumerate(wanted) if not isinstance(size, (int, Size))), len(wanted))
        target = None if UNKNOWN in wanted[at : at + 1] else list(wanted[:at])
    return Tensor(None if target is None else tuple(target))


def _arange(state: State, arguments: Arguments, use: Use) -> Any:
    start, stop, step = arguments["start"], arguments["stop"], arguments["step"]
    if stop is None:
        start, stop = 0, start
    if isinstance(start, int) and isinstance(stop, (int, Size)) and step == 1:
        return Tensor((sizes.add(stop, -start),), dtype="int")
    return Tensor((None,), dtype="int")


_ELEMENTWISE = (
    "abs acos asin atan ceil celu clamp clip clip_by_value contiguous copy cos cosh deepcopy detach dropout elu erf "
    "erfinv exp expm1 fast_gelu floor gelu hardshrink hardsigmoid hardswish hardtanh isfinite isinf isnan leaky_relu "
    "log log1p log2 log10 log_sigmoid log_softmax logical_not logsigmoid mish neg negative normalize nan_to_num "
    "ones_like prelu rand_like randn_like reciprocal relu relu6 rint round rrelu rsqrt selu sigmoid sign silu sin sinh "
    "softmax softmin softplus softshrink softsign sqrt square stop_gradient tan tanh tanhshrink tril triu trunc "
    "zeros_like zero_like cumsum cumprod roll flip sort_values l2_normalize dropout1d dropout2d dropout3d threshold "
    "alpha_dropout hard_swish hard_sigmoid swish full_like identity"
).split()
_REDUCTIONS = "mean sum prod any all std var logsumexp amax amin median_values nanmean nansum reduce_mean".split()
_TWO = (
    "add sub subtract mul multiply div divide true_divide floor_divide maximum minimum pow remainder fmod atan2 "
    "equal not_equal ne eq gt ge lt le greater greater_equal less less_equal logical_and logical_or logical_xor "
    "bitwise_and bitwise_or floor_div real_div floormod squared_difference xlogy"
).split()

Function = Callable[[Any, Arguments, Use], Any]
FUNCTIONS: dict[str, tuple[str, Function]] = {
    **dict.fromkeys(_ELEMENTWISE, ("tensor|input|x|input_x|self|logits, *rest", _same)),
    **dict.fromkeys(
        _REDUCTIONS, ("tensor|input|x|input_x|a, axis|dim=None, keep|keep_dims|keepdim|keepdims=False, *rest", _reduce)
    ),
    **dict.fromkeys(_TWO, ("first|input|x|x1|dividend, second|other|y|x2|exponent, *rest", _both)),
    "max": ("tensor|input|x, axis|dim=None, *rest", _extreme),
    "min": ("tensor|input|x, axis|dim=None, *rest", _extreme),
    "argmax": ("tensor|input|x, axis|dim=-1, keep|keep_dims|keepdim=False, *rest", _index),
    "argmin": ("tensor|input|x, axis|dim=-1, keep|keep_dims|keepdim=False, *rest", _index),
    "concat": ("tensors|input_x, axis|dim=0", _concat),
    "cat": ("tensors|input_x, axis|dim=0", _concat),
    "stack": ("tensors|input_x, axis|dim=0", _stack),
    "split": ("tensor|input|x, size|split_size_or_sections|split_size, axis|dim=0", _split),
    "chunk": ("tensor|input|x, count|chunks, axis|dim=0", _chunk),
    "tensor_split": ("tensor|input|x, count|indices_or_sections, axis|dim=0", _chunk),
    "split_evenly": ("tensor|input_x, axis=0, count=1", _split_evenly),
    "unstack": ("tensor|input_x, axis=0", _unstack),
    "unbind": ("tensor|input, axis|dim=0", _unstack),
    "reshape": ("tensor|input|input_x|x, *shape", _reshape),
    "view": ("tensor|input|x, *shape", _reshape),
    "flatten": ("tensor|input|x, start|start_dim=1, end|end_dim=-1", _flatten),
    "permute": ("tensor|input|x, *order", _permute),
    "transpose": ("tensor|input|input_x|x, *order", _transpose),
    "swapaxes": ("tensor|input|x, first|axis0|axis1|dim0, second|axis1|axis2|dim1", _swap),
    "swapdims": ("tensor|input|x, first|dim0|axis0, second|dim1|axis1", _swap),
    "expand_dims": ("tensor|input_x|input|x, axis|dim", _expand_dims),
    "unsqueeze": ("tensor|input, axis|dim", _expand_dims),
    "squeeze": ("tensor|input|input_x|x, axis|dim=None", _squeeze),
    "tile": ("tensor|input|input_x|x, *counts", _tile),
    "repeat": ("tensor|input, *counts", _tile),
    "broadcast_to": ("tensor|input|x, *shape", _broadcast_to),
    "expand": ("tensor|input|x, *shape", _broadcast_to),
    "cast": ("tensor|input|input_x|x, *rest", _cast),
    "astype": ("tensor, *rest", _cast),
    "to": ("tensor, *rest", _cast),
    "float": ("tensor", _cast),
    "half": ("tensor", _cast),
    "where": ("condition, first|input|x, second|other|y", _where),
    "select": ("condition, first|input|x, second|other|y", _where),
    "masked_fill": ("tensor|input|input_x, mask, value", _masked_fill),
    "matmul": ("first|input|x|x1, second|other|y|x2|mat2|tensor2", _matmul),
    "mm": ("first|input, second|mat2", _matmul),
    "bmm": ("first|input|input_x, second|mat2", _matmul),
    "batch_matmul": ("first|x, second|y, transpose_a=False, transpose_b=False", _matmul),
    "interpolate": ("tensor|input|x, size=None, scale|scale_factor=None, *rest", _interpolate),
    "resize": ("tensor|input_x|x, size, *rest", _resize),
    "max_pool2d": (
        "tensor|input|x, kernel|kernel_size, stride=None, padding=0, dilation=1, ceil|ceil_mode=False, *rest",
        _pool,
    ),
    "adaptive_avg_pool2d": ("tensor|input, size|output_size", _adaptive_pool),
    "adaptive_max_pool2d": ("tensor|input, size|output_size", _adaptive_pool),
    "shape": ("tensor|input_x|input", _shape),
    "size": ("tensor|input, axis|dim=None", _size),
    "rank": ("tensor|input_x", _rank),
    "dim": ("tensor", _rank),
    "zeros": ("*shape", _filled),
    "ones": ("*shape", _filled),
    "randn": ("*shape", _filled),
    "rand": ("*shape", _filled),
    "standard_normal": ("*shape", _filled),
    "full": ("shape|size, *rest", _filled),
    "arange": ("start, stop|end=None, step=1", _arange),
}

#: Operator classes of MindSpore: the function, and the parameters of it that the operator is made with.
OPERATORS: dict[str, tuple[str, dict[str, str]]] = {
    "Concat": ("concat", {"axis": "axis"}),
    "Stack": ("stack", {"axis": "axis"}),
    "Unstack": ("unstack", {"axis": "axis"}),
    "Split": ("split_evenly", {"axis": "axis", "output_num": "count"}),
    "Reshape": ("reshape", {}),
    "Flatten": ("flatten", {}),
    "Transpose": ("transpose", {}),
    "ExpandDims": ("expand_dims", {}),
    "Squeeze": ("squeeze", {"axis": "axis"}),
    "Tile": ("tile", {}),
    "BroadcastTo": ("broadcast_to", {"shape": "shape"}),
    "Shape": ("shape", {}),
    "Rank": ("rank", {}),
    "Cast": ("cast", {}),
    "Select": ("where", {}),
    "MaskedFill": ("masked_fill", {}),
    "MatMul": ("batch_matmul", {"transpose_a": "transpose_a", "transpose_b": "transpose_b"}),
    "BatchMatMul": ("batch_matmul", {"transpose_a": "transpose_a", "transpose_b": "transpose_b"}),
    "ReduceMean": ("mean", {"keep_dims": "keep"}),
    "ReduceSum": ("sum", {"keep_dims": "keep"}),
    "ReduceMax": ("amax", {"keep_dims": "keep"}),
    "ReduceMin": ("amin", {"keep_dims": "keep"}),
    "ReduceProd": ("prod", {"keep_dims": "keep"}),
    "ReduceAny": ("any", {"keep_dims": "keep"}),
    "ReduceAll": ("all", {"keep_dims": "keep"}),
    "ResizeNearestNeighbor": ("resize", {"size": "size"}),
    "Zeros": ("zeros", {}),
    "Ones": ("ones", {}),
    "StandardNormal": ("standard_normal", {}),
    **{
        name: (function, {})
        for name, function in (
            pair.split()
            for pair in (
                "Abs abs,Exp exp,Log log,Neg neg,ReLU relu,ReLU6 relu6,Sigmoid sigmoid,Tanh tanh,Softmax softmax,"
                "LogSoftmax log_softmax,GeLU gelu,Sqrt sqrt,Rsqrt rsqrt,Square square,Elu elu,HSwish hardswish,"
                "HSigmoid hardsigmoid,Softplus softplus,Softsign softsign,Mish mish,SeLU selu,OnesLike ones_like,"
                "ZerosLike zeros_like,Sin sin,Cos cos,Erf erf,Floor floor,Round round,Sign sign,PReLU prelu,"
                "LogicalNot logical_not,CumSum cumsum,L2Normalize l2_normalize,Identity identity,TensorAdd add,"
                "Add add,Sub sub,Mul mul,Div div,RealDiv div,FloorDiv floor_divide,Maximum maximum,Minimum minimum,"
                "Equal equal,NotEqual not_equal,Greater greater,GreaterEqual greater_equal,Less less,Pow pow,"
                "LogicalAnd logical_and,LogicalOr logical_or,SquaredDifference squared_difference,LessEqual less_equal"
            ).split(",")
        )
    },
}


def call_function(
    state: State, leaf: str, operation: str, positional: list[Any], keywords: dict[str, Any], use: Use
) -> Any:
    """The result of a function by its last name; UNKNOWN for one that is not modelled."""
    found = FUNCTIONS.get(leaf)
    if found is None:
        return UNKNOWN
    spec, function = found
    if "*" in spec and spec.endswith(("*shape", "*order", "*counts")):
        positional, keywords = _spread(spec, positional, keywords)
    if spec.endswith("*rest"):
        keywords = dict(keywords)
    arguments = assign_parameters(spec, positional, keywords)
    return UNKNOWN if arguments is None else function(state, arguments, use)


#: Keywords of what may also be given one by one.
_SPREAD = {
    "shape": ("shape", "newshape", "size"),
    "order": ("input_perm", "perm", "axes", "axis", "dims", "dim"),
    "counts": ("multiples", "dims", "reps", "repeats"),
}


def _spread(spec: str, positional: list[Any], keywords: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    for name in _SPREAD[spec.rpartition("*")[2]]:
        if name in keywords:
            rest = {key: value for key, value in keywords.items() if key != name}
            return [*positional, keywords[name]], rest
    if spec.startswith("tensor") and "dim0" in keywords and "dim1" in keywords:
        return [*positional, keywords["dim0"], keywords["dim1"]], {}
    return positional, keywords
