"""Operators on tensors: shapes that are stretched to fit one another."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.messages import say
from ms_lint.semantics.operators import symbol
from ms_lint.semantics.wiring.model import Layer, Tensor
from ms_lint.semantics.wiring.objects import is_plain
from ms_lint.semantics.wiring.sizes import Dim, Shape, Size, equal, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


def arithmetic(state: State, operation: ast.operator, left: Any, right: Any, node: ast.AST) -> Any:
    """``left + right`` with a tensor on one side at least."""
    sign = symbol(operation)
    if isinstance(operation, ast.MatMult):
        from ms_lint.semantics.wiring.functions.computing import matmul

        return matmul(state, left, right, node)
    return elementwise(state, (left, right), node, sign)


def elementwise(
    state: State,
    operands: tuple[Any, ...],
    node: ast.AST,
    operation: str,
    layer: Optional[Layer] = None,
    dtype: Optional[str] = None,
) -> Tensor:
    """The result of an operation on each element of some tensors and numbers."""
    tensors = tuple(operand for operand in operands if isinstance(operand, Tensor))
    is_known = all(isinstance(operand, (Tensor, Size)) or is_plain(operand) for operand in operands)
    shape: Optional[Shape] = None
    last: Dim = None
    if is_known and tensors:
        last = _last(state, tensors, node)
        shape = state.shape(tensors[0])
        for other in tensors[1:]:
            shape = broadcast(state, tensors[0], shape, other, state.shape(other), node, operation)
    kinds = {tensor.dtype for tensor in tensors}
    kind = dtype or (kinds.pop() if len(kinds) == 1 else None)
    (output,) = state.record(operation, node, tensors, (shape,), layer, state.text(node), kind, last)
    return output


def _last(state: State, tensors: tuple[Tensor, ...], node: ast.AST) -> Dim:
    """The last axis of the result where only that of the operands is known."""
    result = state.last(tensors[0])
    for tensor in tensors[1:]:
        size = state.last(tensor)
        if tensor.shape is not None and tensors[0].shape is not None:
            continue
        if result == 1 or size == 1:
            result = size if result == 1 else result
        elif isinstance(result, int) and isinstance(size, int) and result != size:
            one, other = (show_shape(state.shape(part), state.last(part)) for part in (tensors[0], tensor))
            state.report(
                "broadcast",
                node,
                say(
                    "`{text}` puts {one} and {other} together, which differ in axis -1: {result} and {size}.",
                    text=state.text(node),
                    one=one,
                    other=other,
                    result=result,
                    size=size,
                ),
                tensors[0],
            )
            return None
        else:
            result = result if isinstance(result, int) else size if isinstance(size, int) else None
    return result


def broadcast(
    state: State,
    first: Tensor,
    shape: Optional[Shape],
    second: Tensor,
    other: Optional[Shape],
    node: ast.AST,
    operation: str,
) -> Optional[Shape]:
    """The shape that two shapes are stretched to; None where one is not known, or where they do not fit."""
    if shape is None or other is None:
        return None
    rank = max(len(shape), len(other))
    padded = (1,) * (rank - len(shape)) + shape, (1,) * (rank - len(other)) + other
    result: list[Dim] = []
    for axis, (one, two) in enumerate(zip(*padded)):
        if one == 1 or two == 1:
            result.append(two if one == 1 else one)
            continue
        fits = equal(state.resolve(one), state.resolve(two))
        if fits is False:
            place = axis - rank
            chain = say("; the other: {chain}", chain=state.chain(second)) if second.step is not None else ""
            state.report(
                "broadcast",
                node,
                say(
                    "`{text}` puts {shape} and {other_shape} together, which differ in axis {place}: "
                    "{size} and {other_size}{chain}.",
                    text=state.text(node),
                    shape=show_shape(shape),
                    other_shape=show_shape(other),
                    place=place,
                    size=show(state.resolve(one)),
                    other_size=show(state.resolve(two)),
                    chain=chain,
                ),
                first,
            )
            return None
        result.append(one if isinstance(one, int) else two if isinstance(two, int) else one if fits else None)
    return tuple(result)
