"""Reductions, operations element by element, matrix products, and tensors made from nothing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.messages import say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.broadcasting import broadcast, elementwise
from ms_lint.semantics.wiring.functions.results import Arguments, Use, as_dims, output, text_of
from ms_lint.semantics.wiring.model import UNKNOWN, Layer, Tensor
from ms_lint.semantics.wiring.sizes import Shape, Size, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


def reduced_by(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis, keep = arguments["tensor"], arguments["axis"], arguments["keep"]
    return output(state, use, (tensor,), _reduced(state, tensor, axis, keep, use))


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
                text=text_of(state, use),
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


def extreme(state: State, arguments: Arguments, use: Use) -> Any:
    """`max` and `min`: with an axis some of them give the indices as well."""
    if arguments["axis"] is None and use.operation.startswith(("mindspore.Tensor.", "torch.")):
        return output(state, use, (arguments["tensor"],), ())
    return UNKNOWN


def index_of(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis, keep = arguments["tensor"], arguments["axis"], arguments["keep"]
    return output(state, use, (tensor,), _reduced(state, tensor, axis, keep, use), "int")


def unchanged(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    if not isinstance(tensor, Tensor):
        return UNKNOWN
    return output(state, use, (tensor,), state.shape(tensor), last=state.last(tensor))


def cast(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    return tensor if isinstance(tensor, Tensor) else UNKNOWN


def both(state: State, arguments: Arguments, use: Use) -> Any:
    operands = (arguments["first"], arguments["second"])
    if not any(isinstance(operand, Tensor) for operand in operands):
        return UNKNOWN
    return elementwise(state, operands, use.node, use.operation, use.layer)


def where(state: State, arguments: Arguments, use: Use) -> Any:
    return elementwise(
        state, (arguments["first"], arguments["second"], arguments["condition"]), use.node, use.operation, use.layer
    )


def masked_fill(state: State, arguments: Arguments, use: Use) -> Any:
    return elementwise(state, (arguments["tensor"], arguments["mask"]), use.node, use.operation, use.layer)


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
        return output(state, use, tensors, None)
    if transpose[0] and len(left) > 1:
        left = (*left[:-2], left[-1], left[-2])
    if transpose[1] and len(right) > 1:
        right = (*right[:-2], right[-1], right[-2])
    if not left or not right:
        return output(state, use, tensors, None)
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
        return output(state, use, tensors, None)
    if len(right) == 1 or len(left) == 1:
        out = (*left[:-1], *(right[:-2] + right[-1:] if len(right) > 1 else ()))
        return output(state, use, tensors, out)
    batch = broadcast(state, Tensor(left[:-2]), left[:-2], Tensor(right[:-2]), right[:-2], node, operation)
    if batch is None:
        batch = (None,) * max(len(left) - 2, len(right) - 2)
    return output(state, use, tensors, (*batch, left[-2], right[-1]))


def batch_matmul(state: State, arguments: Arguments, use: Use) -> Any:
    flags = (arguments.get("transpose_a", False), arguments.get("transpose_b", False))
    return matmul(state, arguments["first"], arguments["second"], use.node, use.operation, use.layer, flags)


def filled(state: State, arguments: Arguments, use: Use) -> Any:
    """`zeros((2, 3), dtype)`, and torch's `zeros(2, 3)`."""
    wanted = arguments["shape"]
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    if not wanted or not isinstance(wanted[0], (int, Size)):
        target = as_dims(wanted[0]) if wanted else None
    else:
        at = next((at for at, size in enumerate(wanted) if not isinstance(size, (int, Size))), len(wanted))
        target = None if UNKNOWN in wanted[at : at + 1] else list(wanted[:at])
    return Tensor(None if target is None else tuple(target))


def arange(state: State, arguments: Arguments, use: Use) -> Any:
    start, stop, step = arguments["start"], arguments["stop"], arguments["step"]
    if stop is None:
        start, stop = 0, start
    if isinstance(start, int) and isinstance(stop, (int, Size)) and step == 1:
        return Tensor((sizes.add(stop, -start),), dtype="int")
    return Tensor((None,), dtype="int")
