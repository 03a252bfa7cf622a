"""What the layers share: what goes in and comes out, how they are named, what they were made with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.messages import say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.model import UNKNOWN, Layer, Tensor
from ms_lint.semantics.wiring.sizes import Dim, Shape, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


AXES = {1: ("N", "C", "L"), 2: ("N", "C", "H", "W"), 3: ("N", "C", "D", "H", "W")}


def tensor_of(inputs: list[Any], keywords: dict[str, Any]) -> Optional[Tensor]:
    value = inputs[0] if inputs else next(iter(keywords.values()), UNKNOWN)
    return value if isinstance(value, Tensor) else None


def output_of(
    state: State,
    layer: Layer,
    node: ast.AST,
    tensor: Optional[Tensor],
    shape: Optional[Shape],
    dtype: str = "float",
    last: Dim = None,
) -> Tensor:
    inputs = (tensor,) if tensor is not None else ()
    (output,) = state.record(layer.kind, node, inputs, (shape,), layer, text_of(state, node), dtype, last)
    return output


def text_of(state: State, node: ast.AST) -> str:
    return state.text(node.func) if isinstance(node, ast.Call) else state.text(node)


def symbols(names: tuple[str, ...]) -> list[Dim]:
    return [sizes.symbol(name) for name in names]


def named(layer: Layer) -> str:
    leaf = layer.class_name
    return say("`{path}` ({leaf})", path=layer.path, leaf=leaf) if layer.path else f"`{leaf}`"


def argument(layer: Layer, *names: str) -> Any:
    """The argument that a layer was made with, by the names that it has in MindSpore, mint and torch."""
    return next((layer.arguments[name] for name in names if name in layer.arguments), UNKNOWN)


def takes_rank(state: State, layer: Layer, node: ast.AST, tensor: Tensor, shape: Shape, ranks: tuple[int, ...]) -> bool:
    if len(shape) in ranks:
        return True
    wanted = " or ".join(str(rank) for rank in ranks)
    state.report(
        "rank",
        node,
        say(
            "{layer} takes a tensor of {wanted} axes and gets {count}: {shape}.",
            layer=named(layer),
            wanted=wanted,
            count=len(shape),
            shape=show_shape(shape),
        ),
        tensor,
        layer,
    )
    return False


def meets(state: State, arrives: Dim, takes: Dim) -> bool:
    """Whether a size that arrives is the one that a layer was made for."""
    return state.same(arrives, takes) is not False


def unchanged(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    if tensor is None:
        return UNKNOWN
    return output_of(state, layer, node, tensor, state.shape(tensor), tensor.dtype or "float", state.last(tensor))


def not_modelled(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    """A layer that is not modelled: what comes out is not known."""
    tensors = tuple(value for value in (*inputs, *keywords.values()) if isinstance(value, Tensor))
    state.record(layer.kind, node, tensors, (None,), layer, text_of(state, node))
    return UNKNOWN
