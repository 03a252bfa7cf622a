"""Convolutions, pooling, and images padded and made larger."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Callable

from ms_lint.messages import say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.functions.images import resized
from ms_lint.semantics.wiring.geometry import each, paddings, transposed, window
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
from ms_lint.semantics.wiring.model import UNKNOWN, Layer, Tensor
from ms_lint.semantics.wiring.sizes import Dim, Shape, divide, mark_as_size, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


def check_groups(state: State, layer: Layer) -> None:
    """Whether the groups of a convolution divide its channels, when it is made."""
    group = dim(argument(layer, "group", "groups"))
    if group is None or group == 1:
        return
    for names in (("in_channels",), ("out_channels",)):
        channels = dim(argument(layer, *names))
        if isinstance(group, int) and isinstance(channels, int) and group > 0 and channels % group:
            state.report(
                "groups",
                layer.place.node,
                say(
                    "`{layer}` has {names}={channels} in {group} groups, which do not divide it.",
                    layer=layer.class_name,
                    names=names[0],
                    channels=channels,
                    group=group,
                ),
                None,
                layer,
            )
            return


def convolution(axes: int) -> Callable[..., Any]:
    def convolve(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        tensor = tensor_of(inputs, keywords)
        into, out = dim(argument(layer, "in_channels")), dim(argument(layer, "out_channels"))
        mark_as_size(into)
        mark_as_size(out)
        is_last = argument(layer, "data_format") not in (UNKNOWN, "NCHW", "NCDHW", None)
        if tensor is None or is_last:
            return output_of(state, layer, node, tensor, None if is_last else (None, out, *[None] * axes))
        if tensor.shape is None:
            batch, channels, *rest = symbols(AXES[axes])
            state.force(tensor, (batch, into if into is not None else channels, *rest))
        shape = state.shape(tensor)
        is_mint = ".mint." in layer.kind or layer.kind.startswith("torch.")
        if shape is None or not takes_rank(
            state, layer, node, tensor, shape, (axes + 1, axes + 2) if is_mint else (axes + 2,)
        ):
            return output_of(state, layer, node, tensor, (None, out, *[None] * axes))
        arrives = shape[-axes - 1]
        if not meets(state, arrives, into):
            state.report(
                "channels",
                node,
                say(
                    "{layer} takes in_channels={size} and gets {other_size}: {shape}.",
                    layer=named(layer),
                    size=show(state.resolve(into)),
                    other_size=show(state.resolve(arrives)),
                    shape=show_shape(shape),
                ),
                tensor,
                layer,
                say("Write in_channels={size}, or mend what comes before.", size=show(state.resolve(arrives))),
            )
        spatial = _spatial(layer, shape[-axes:], axes)
        return output_of(state, layer, node, tensor, (*shape[: -axes - 1], out, *spatial))

    return convolve


def _spatial(layer: Layer, shape: Shape, axes: int) -> list[Dim]:
    is_transposed = "Transpose" in layer.class_name
    mode = argument(layer, "pad_mode") if "pad_mode" in layer.arguments else "pad"
    padding = argument(layer, "padding")
    kernel, stride = each(argument(layer, "kernel_size"), axes), each(argument(layer, "stride"), axes)
    dilation = each(argument(layer, "dilation"), axes)
    added = paddings(mode, padding, axes)
    if is_transposed:
        more = each(argument(layer, "output_padding"), axes) if "output_padding" in layer.arguments else [0] * axes
        mode = padding if isinstance(padding, str) else mode
        return [
            transposed(size, kernel[at], stride[at], added[at] if added else 0, dilation[at], mode, more[at])
            for at, size in enumerate(shape)
        ]
    return [
        window(size, kernel[at], stride[at], added[at] if added else 0, dilation[at], added is None)
        for at, size in enumerate(shape)
    ]


def pooling(axes: int) -> Callable[..., Any]:
    def pool(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        tensor = tensor_of(inputs, keywords)
        shape = state.shape(tensor)
        if tensor is None:
            return output_of(state, layer, node, None, None)
        if shape is None:
            if axes == 2 and layer.arguments.get("data_format", "NCHW") == "NCHW":
                pass  # three axes are taken as well: the rank is not told
            return output_of(state, layer, node, tensor, None)
        if not takes_rank(state, layer, node, tensor, shape, (axes + 1, axes + 2)):
            return output_of(state, layer, node, tensor, None)
        if layer.arguments.get("data_format", "NCHW") not in ("NCHW", "NCDHW"):
            return output_of(state, layer, node, tensor, None)
        kernel = each(argument(layer, "kernel_size"), axes)
        given = argument(layer, "stride")
        stride = kernel if given is None else each(given, axes)
        mode = argument(layer, "pad_mode") if "pad_mode" in layer.arguments else "pad"
        added = paddings(mode, argument(layer, "padding") if mode not in ("same", "valid") else 0, axes)
        dilation = each(layer.arguments.get("dilation", 1), axes)
        ceil = layer.arguments.get("ceil_mode", False)
        spatial = [
            None
            if not isinstance(ceil, bool)
            else window(size, kernel[at], stride[at], added[at] if added else 0, dilation[at], added is None, ceil)
            for at, size in enumerate(shape[-axes:])
        ]
        output = output_of(state, layer, node, tensor, (*shape[:-axes], *spatial))
        returns = layer.arguments.get("return_indices", False)
        return output if returns is False else (output, Tensor(output.shape, output.step, dtype="int"))

    return pool


def adaptive_pooling(axes: int) -> Callable[..., Any]:
    def pool(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        tensor = tensor_of(inputs, keywords)
        shape = state.shape(tensor)
        if tensor is None or shape is None:
            return output_of(state, layer, node, tensor, None)
        if not takes_rank(state, layer, node, tensor, shape, (axes + 1, axes + 2)):
            return output_of(state, layer, node, tensor, None)
        wanted = argument(layer, "output_size")
        parts = list(wanted) if isinstance(wanted, (tuple, list)) else [wanted] * axes
        spatial: list[Dim] = [None] * axes
        if len(parts) == axes:
            spatial = [size if part is None else dim(part) for size, part in zip(shape[-axes:], parts)]
        output = output_of(state, layer, node, tensor, (*shape[:-axes], *spatial))
        returns = layer.arguments.get("return_indices", False)
        return output if returns is False else (output, Tensor(output.shape, output.step, dtype="int"))

    return pool


def pixel_shuffle(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    factor = dim(argument(layer, "upscale_factor"))
    if tensor is None or shape is None or len(shape) < 3 or not isinstance(factor, int) or factor < 1:
        return output_of(state, layer, node, tensor, None)
    channels = shape[-3]
    if isinstance(channels, int) and channels % (factor * factor):
        state.report(
            "reshape",
            node,
            say(
                "{layer} divides the channels by {number} and gets {channels}: {shape}.",
                layer=named(layer),
                number=factor * factor,
                channels=channels,
                shape=show_shape(shape),
            ),
            tensor,
            layer,
        )
    out = (*shape[:-3], divide(channels, factor * factor), *(sizes.multiply(size, factor) for size in shape[-2:]))
    return output_of(state, layer, node, tensor, out)


def pixel_unshuffle(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    factor = dim(argument(layer, "downscale_factor"))
    if shape is None or len(shape) < 3 or not isinstance(factor, int) or factor < 1:
        return output_of(state, layer, node, tensor, None)
    out = (
        *shape[:-3],
        sizes.multiply(shape[-3], factor * factor),
        *(divide(size, factor) for size in shape[-2:]),
    )
    return output_of(state, layer, node, tensor, out)


def upsample(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    size, scale = layer.arguments.get("size"), layer.arguments.get("scale_factor")
    return output_of(state, layer, node, tensor, resized(shape, size, scale))


def pad(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = tensor_of(inputs, keywords)
    shape = state.shape(tensor)
    given = argument(layer, "paddings", "padding")
    if shape is None:
        return output_of(state, layer, node, tensor, None)
    if layer.class_name == "Pad":  # a pair for each axis
        is_pairs = isinstance(given, (tuple, list)) and len(given) == len(shape)
        pairs: list[list[Dim]] = [each(pair, 2) for pair in given] if is_pairs else [[None, None]] * len(shape)
        padded = tuple(sizes.add(size, sizes.add(pair[0], pair[1])) for size, pair in zip(shape, pairs))
        return output_of(state, layer, node, tensor, padded)
    axes = 1 if "1d" in layer.class_name else 3 if "3d" in layer.class_name else 2
    if len(shape) < axes:
        return output_of(state, layer, node, tensor, None)
    sides = each(given, 2 * axes)
    spatial = [
        sizes.add(size, sizes.add(sides[2 * at], sides[2 * at + 1]))
        for at, size in zip(range(axes - 1, -1, -1), shape[-axes:])
    ]
    return output_of(state, layer, node, tensor, (*shape[:-axes], *spatial))
