"""What the functions share: one call, its result, and shapes and axes as the code writes them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from ms_lint.semantics.wiring.indexing import dim
from ms_lint.semantics.wiring.model import Layer, Tensor
from ms_lint.semantics.wiring.objects import Items
from ms_lint.semantics.wiring.sizes import Dim, Shape, Size

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


class Use(NamedTuple):
    """One call: where, what it is called as, and the operator object that it is a call of, if any."""

    node: ast.AST
    operation: str
    layer: Optional[Layer] = None


Arguments = dict[str, Any]


def output(
    state: State, use: Use, tensors: Any, shape: Optional[Shape], dtype: Optional[str] = None, last: Dim = None
) -> Tensor:
    inputs = tuple(value for value in tensors if isinstance(value, Tensor))
    text = _called(state, use.node)
    if dtype is None and inputs:
        dtype = inputs[0].dtype
    (output,) = state.record(use.operation, use.node, inputs, (shape,), use.layer, text, dtype, last)
    return output


def _called(state: State, node: ast.AST) -> str:
    """What is called, for a chain: of `x.reshape(2, 3).transpose` only `.transpose`, since `.reshape` comes before."""
    if not isinstance(node, ast.Call):
        return state.text(node)
    is_chained = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, (ast.Call, ast.Subscript))
    return f".{node.func.attr}" if is_chained and isinstance(node.func, ast.Attribute) else state.text(node.func)


def text_of(state: State, use: Use) -> str:
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


def axis_of(value: Any, rank: int) -> Optional[int]:
    """An axis from 0; None where it is not known or out of range."""
    if isinstance(value, bool) or not isinstance(value, int) or not -rank <= value < rank:
        return None
    return value % rank
