"""Dense layers, norms, and what goes by channels or features."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Callable

from ms_lint.messages import say
from ms_lint.semantics.wiring.functions.shapes import flattened
from ms_lint.semantics.wiring.indexing import dim
from ms_lint.semantics.wiring.layers.results import (
    AXES,
    argument,
    meets,
    named,
    output_of,
    symbols,
    takes_rank,
    tensor_of,
)
from ms_lint.semantics.wiring.model import UNKNOWN, Layer
from ms_lint.semantics.wiring.sizes import Dim, Size, divide, mark_as_size, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


def dense(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    into, out = (
        dim(argument(layer, "in_channels", "in_features")),
        dim(argument(layer, "out_channels", "out_features")),
    )
    mark_as_size(into)
    mark_as_size(out)
    state.force_last(tensor, into)
    shape, arrives = state.shape(tensor), state.last(tensor)
    if tensor is not None and not meets(state, arrives, into):
        name = "in_channels" if "in_channels" in layer.arguments else "in_features"
        state.report(
            "features",
            node,
            say(
                "{layer} takes {parameter}={size} and gets {other_size} in the last axis: {shape}.",
                layer=named(layer),
                parameter=name,
                size=show(state.resolve(into)),
                other_size=show(arrives),
                shape=show_shape(shape, arrives),
            ),
            tensor,
            layer,
            features_hint(arrives, name),
        )
    return output_of(state, layer, node, tensor, (*shape[:-1], out) if shape else None, last=out)


def features_hint(arrives: Dim, name: str) -> str:
    return (
        say("Write {name}={size}, or mend what comes before.", name=name, size=show(arrives))
        if isinstance(arrives, int)
        else ""
    )


def batch_norm(ranks: tuple[int, ...]) -> Callable[..., Any]:
    def normalize(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        tensor = tensor_of(inputs, keywords)
        features = dim(argument(layer, "num_features", "num_channels"))
        mark_as_size(features)
        shape = state.shape(tensor)
        if tensor is None:
            return output_of(state, layer, node, None, None)
        if layer.arguments.get("data_format", "NCHW") not in ("NCHW", "NCDHW", UNKNOWN):
            return output_of(state, layer, node, tensor, shape)
        if shape is None and len(ranks) == 1:
            state.force(tensor, tuple(symbols(AXES[ranks[0] - 2])))
            shape = state.shape(tensor)
        if shape is None or not takes_rank(state, layer, node, tensor, shape, ranks):
            return output_of(state, layer, node, tensor, shape)
        if not meets(state, shape[1], features):
            name = "num_channels" if "num_channels" in layer.arguments else "num_features"
            state.report(
                "norm",
                node,
                say(
                    "{layer} has {parameter}={size} and gets {other_size} channels: {shape}.",
                    layer=named(layer),
                    parameter=name,
                    size=show(state.resolve(features)),
                    other_size=show(state.resolve(shape[1])),
                    shape=show_shape(shape),
                ),
                tensor,
                layer,
                say("Write {name}={size}, or mend what comes before.", name=name, size=show(state.resolve(shape[1]))),
            )
            shape = (shape[0], None, *shape[2:])
        return output_of(state, layer, node, tensor, shape)

    return normalize


def check_norm_groups(state: State, layer: Layer) -> None:
    """Whether the groups of a GroupNorm divide its channels, when it is made."""
    groups, channels = dim(argument(layer, "num_groups")), dim(argument(layer, "num_channels"))
    if isinstance(groups, int) and isinstance(channels, int) and groups > 0 and channels % groups:
        state.report(
            "groups",
            layer.place.node,
            say(
                "`{layer}` has num_channels={channels} in {groups} groups, which do not divide it.",
                layer=layer.class_name,
                channels=channels,
                groups=groups,
            ),
            None,
            layer,
        )


def layer_norm(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    normalized = argument(layer, "normalized_shape")
    begin = layer.arguments.get("begin_norm_axis")
    is_torch_like = "begin_norm_axis" not in layer.arguments
    if isinstance(normalized, (int, Size)) and is_torch_like:
        normalized = (normalized,)
    if tensor is None or not isinstance(normalized, (tuple, list)):
        return output_of(state, layer, node, tensor, shape, last=state.last(tensor))
    wanted = [dim(size) for size in normalized]
    at = -len(wanted) if is_torch_like else begin
    if shape is None and at == -1 and len(wanted) == 1:
        state.force_last(tensor, wanted[0])
        shape = (state.last(tensor),)  # all that is known of it, and all that it takes
    if not isinstance(at, int) or shape is None:
        return output_of(state, layer, node, tensor, shape, last=state.last(tensor))
    if len(wanted) > 1 and "begin_norm_axis" not in (layer.given or ()) and not is_torch_like:
        return output_of(state, layer, node, tensor, state.shape(tensor))  # torch's form, which MSL324 is about
    actual = shape[at:] if -len(shape) <= at < len(shape) else None
    if actual is None or len(actual) != len(wanted) or not all(meets(state, *pair) for pair in zip(actual, wanted)):
        state.report(
            "layer-norm",
            node,
            say(
                "{layer} normalizes over {shape} and gets {other_shape} there: {whole_shape}.",
                layer=named(layer),
                shape=show_shape(tuple(wanted)),
                other_shape=show_shape(actual if actual is not None else shape),
                whole_shape=show_shape(state.shape(tensor), state.last(tensor)),
            ),
            tensor,
            layer,
        )
    return output_of(state, layer, node, tensor, state.shape(tensor), last=state.last(tensor))


def prelu(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    channels = dim(argument(layer, "channel", "num_parameters"))
    takes_each = tensor is not None and shape is not None and len(shape) > 1 and channels != 1
    if shape is not None and takes_each and not meets(state, shape[1], channels):
        state.report(
            "norm",
            node,
            say(
                "{layer} has {size} slopes and gets {other_size} channels: {shape}.",
                layer=named(layer),
                size=show(channels),
                other_size=show(state.resolve(shape[1])),
                shape=show_shape(shape),
            ),
            tensor,
            layer,
        )
    return output_of(state, layer, node, tensor, shape)


def flatten(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    start, end = layer.arguments.get("start_dim", 1), layer.arguments.get("end_dim", -1)
    return output_of(state, layer, node, tensor, flattened(shape, start, end))


def glu(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    axis = argument(layer, "axis", "dim")
    if shape is None or not isinstance(axis, int) or not -len(shape) <= axis < len(shape):
        return output_of(state, layer, node, tensor, None)
    out = list(shape)
    out[axis] = divide(shape[axis], 2)
    return output_of(state, layer, node, tensor, tuple(out))
