"""Recurrent layers, attention and embeddings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from ms_lint.messages import say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.indexing import dim
from ms_lint.semantics.wiring.layers.features import features_hint
from ms_lint.semantics.wiring.layers.results import argument, meets, named, output_of, takes_rank, tensor_of, text_of
from ms_lint.semantics.wiring.model import Layer, Tensor
from ms_lint.semantics.wiring.sizes import Shape, mark_as_size, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


def recurrent(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    arguments = layer.arguments
    into, hidden = dim(arguments.get("input_size")), dim(arguments.get("hidden_size"))
    first, twice, count = (arguments.get(name) for name in ("batch_first", "bidirectional", "num_layers"))
    if layer.given is None:  # MindSpore's RNN and GRU take *args
        names = ("input_size", "hidden_size", "num_layers")
        positional = arguments.get("*", ())
        found = {**dict(zip(names, positional)), **arguments}
        into, hidden = dim(found.get("input_size")), dim(found.get("hidden_size"))
        first, twice = found.get("batch_first", False), found.get("bidirectional", False)
        count = found.get("num_layers", 1)
    mark_as_size(into)
    mark_as_size(hidden)
    state.force_last(tensor, into)
    arrives = state.last(tensor)
    ranks = (2, 3) if ".mint." in layer.kind or layer.kind.startswith("torch.") else (3,)
    has_rank = tensor is None or shape is None or takes_rank(state, layer, node, tensor, shape, ranks)
    if tensor is not None and has_rank and not meets(state, arrives, into):
        state.report(
            "recurrent",
            node,
            say(
                "{layer} takes input_size={size} and gets {other_size} in the last axis: {shape}.",
                layer=named(layer),
                size=show(into),
                other_size=show(arrives),
                shape=show_shape(shape, arrives),
            ),
            tensor,
            layer,
            features_hint(arrives, "input_size"),
        )
    directions = 2 if twice is True else 1 if twice is False else None
    width = sizes.multiply(hidden, directions)
    out: Shape = (None, None, width) if shape is None or len(shape) != 3 else (shape[0], shape[1], width)
    batch = out[0] if first is True else out[1] if first is False else None
    state_shape = (sizes.multiply(dim(count), directions), batch, hidden)
    inputs_ = (tensor,) if tensor is not None else ()
    made = state.record(
        layer.kind, node, inputs_, (out, state_shape, state_shape), layer, text_of(state, node), "float"
    )
    is_lstm = layer.class_name == "LSTM"
    return (made[0], (made[1], made[2])) if is_lstm else (made[0], made[1])


def attention(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    arguments = layer.arguments
    width = dim(arguments.get("embed_dim"))
    names = ("query", "key", "value")
    given = {**dict(zip(names, inputs)), **{name: keywords[name] for name in names if name in keywords}}
    mark_as_size(width)
    for name, other in zip(names, ("embed_dim", "kdim", "vdim")):
        tensor = given.get(name)
        takes = dim(arguments.get(other)) if arguments.get(other) is not None else width
        state.force_last(tensor, takes)
        shape, arrives = state.shape(tensor), state.last(tensor)
        if isinstance(tensor, Tensor) and not meets(state, arrives, takes):
            state.report(
                "attention",
                node,
                say(
                    "{layer} takes a {parameter} of {size} features and gets {other_size}: {shape}.",
                    layer=named(layer),
                    parameter=name,
                    size=show(takes),
                    other_size=show(arrives),
                    shape=show_shape(shape, arrives),
                ),
                tensor,
                layer,
            )
    query = given.get("query")
    shape = state.shape(query)
    out: Shape = (*shape[:-1], width) if shape is not None else (None, None, width)
    tensors = tuple(value for value in given.values() if isinstance(value, Tensor))
    made = state.record(layer.kind, node, tensors, (out, None), layer, text_of(state, node), "float")
    return (made[0], made[1])


def check_heads(state: State, layer: Layer) -> None:
    """Whether the heads of an attention divide its width, when it is made."""
    width, heads = dim(layer.arguments.get("embed_dim")), dim(layer.arguments.get("num_heads"))
    if isinstance(width, int) and isinstance(heads, int) and heads > 0 and width % heads:
        state.report(
            "groups",
            layer.place.node,
            say(
                "`{layer}` has embed_dim={width} in {heads} heads, which do not divide it.",
                layer=layer.class_name,
                width=width,
                heads=heads,
            ),
            None,
            layer,
        )


def embedding(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    width = dim(argument(layer, "embedding_size", "embedding_dim"))
    mark_as_size(width)
    return output_of(state, layer, node, tensor, None if shape is None else (*shape, width), last=width)
