"""What the layers of MindSpore (and torch) make of the shape that arrives, and what they refuse.

One function for each kind of layer, by the last part of its name. It is given the layer and the arguments of its
call; it reports what cannot fit and returns what comes out, as the layer was written: one mistake is said once.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Callable, Optional

from ms_lint.messages import say
from ms_lint.semantics.wiring import functions, sizes
from ms_lint.semantics.wiring.geometry import each, paddings, transposed, window
from ms_lint.semantics.wiring.indexing import dim
from ms_lint.semantics.wiring.model import UNKNOWN, Layer, Tensor
from ms_lint.semantics.wiring.sizes import Dim, Shape, Size, divide, mark_as_size, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State

_AXES = {1: ("N", "C", "L"), 2: ("N", "C", "H", "W"), 3: ("N", "C", "D", "H", "W")}


def _tensor(inputs: list[Any], keywords: dict[str, Any]) -> Optional[Tensor]:
    value = inputs[0] if inputs else next(iter(keywords.values()), UNKNOWN)
    return value if isinstance(value, Tensor) else None


def _out(
    state: State,
    layer: Layer,
    node: ast.AST,
    tensor: Optional[Tensor],
    shape: Optional[Shape],
    dtype: str = "float",
    last: Dim = None,
) -> Tensor:
    inputs = (tensor,) if tensor is not None else ()
    (output,) = state.record(layer.kind, node, inputs, (shape,), layer, _text(state, node), dtype, last)
    return output


def _text(state: State, node: ast.AST) -> str:
    return state.text(node.func) if isinstance(node, ast.Call) else state.text(node)


def _symbols(names: tuple[str, ...]) -> list[Dim]:
    return [sizes.symbol(name) for name in names]


def _name(layer: Layer) -> str:
    leaf = layer.class_name
    return say("`{path}` ({leaf})", path=layer.path, leaf=leaf) if layer.path else f"`{leaf}`"


def _argument(layer: Layer, *names: str) -> Any:
    """The argument that a layer was made with, by the names that it has in MindSpore, mint and torch."""
    return next((layer.arguments[name] for name in names if name in layer.arguments), UNKNOWN)


def _has_rank(state: State, layer: Layer, node: ast.AST, tensor: Tensor, shape: Shape, ranks: tuple[int, ...]) -> bool:
    if len(shape) in ranks:
        return True
    wanted = " or ".join(str(rank) for rank in ranks)
    state.report(
        "rank",
        node,
        say(
            "{layer} takes a tensor of {wanted} axes and gets {count}: {shape}.",
            layer=_name(layer),
            wanted=wanted,
            count=len(shape),
            shape=show_shape(shape),
        ),
        tensor,
        layer,
    )
    return False


def _meets(state: State, arrives: Dim, takes: Dim) -> bool:
    """Whether a size that arrives is the one that a layer was made for."""
    return state.same(arrives, takes) is not False


# ------------------------------------------------------------------ convolutions


def check_groups(state: State, layer: Layer) -> None:
    """Whether the groups of a convolution divide its channels, when it is made."""
    group = dim(_argument(layer, "group", "groups"))
    if group is None or group == 1:
        return
    for names in (("in_channels",), ("out_channels",)):
        channels = dim(_argument(layer, *names))
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


def _convolution(axes: int) -> Callable[..., Any]:
    def convolve(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        tensor = _tensor(inputs, keywords)
        into, out = dim(_argument(layer, "in_channels")), dim(_argument(layer, "out_channels"))
        mark_as_size(into)
        mark_as_size(out)
        is_last = _argument(layer, "data_format") not in (UNKNOWN, "NCHW", "NCDHW", None)
        if tensor is None or is_last:
            return _out(state, layer, node, tensor, None if is_last else (None, out, *[None] * axes))
        if tensor.shape is None:
            batch, channels, *rest = _symbols(_AXES[axes])
            state.force(tensor, (batch, into if into is not None else channels, *rest))
        shape = state.shape(tensor)
        is_mint = ".mint." in layer.kind or layer.kind.startswith("torch.")
        if shape is None or not _has_rank(
            state, layer, node, tensor, shape, (axes + 1, axes + 2) if is_mint else (axes + 2,)
        ):
            return _out(state, layer, node, tensor, (None, out, *[None] * axes))
        arrives = shape[-axes - 1]
        if not _meets(state, arrives, into):
            state.report(
                "channels",
                node,
                say(
                    "{layer} takes in_channels={size} and gets {other_size}: {shape}.",
                    layer=_name(layer),
                    size=show(state.resolve(into)),
                    other_size=show(state.resolve(arrives)),
                    shape=show_shape(shape),
                ),
                tensor,
                layer,
                say("Write in_channels={size}, or mend what comes before.", size=show(state.resolve(arrives))),
            )
        spatial = _spatial(layer, shape[-axes:], axes)
        return _out(state, layer, node, tensor, (*shape[: -axes - 1], out, *spatial))

    return convolve


def _spatial(layer: Layer, shape: Shape, axes: int) -> list[Dim]:
    is_transposed = "Transpose" in layer.class_name
    mode = _argument(layer, "pad_mode") if "pad_mode" in layer.arguments else "pad"
    padding = _argument(layer, "padding")
    kernel, stride = each(_argument(layer, "kernel_size"), axes), each(_argument(layer, "stride"), axes)
    dilation = each(_argument(layer, "dilation"), axes)
    added = paddings(mode, padding, axes)
    if is_transposed:
        more = each(_argument(layer, "output_padding"), axes) if "output_padding" in layer.arguments else [0] * axes
        mode = padding if isinstance(padding, str) else mode
        return [
            transposed(size, kernel[at], stride[at], added[at] if added else 0, dilation[at], mode, more[at])
            for at, size in enumerate(shape)
        ]
    return [
        window(size, kernel[at], stride[at], added[at] if added else 0, dilation[at], added is None)
        for at, size in enumerate(shape)
    ]


def _pooling(axes: int) -> Callable[..., Any]:
    def pool(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        tensor = _tensor(inputs, keywords)
        shape = state.shape(tensor)
        if tensor is None:
            return _out(state, layer, node, None, None)
        if shape is None:
            if axes == 2 and layer.arguments.get("data_format", "NCHW") == "NCHW":
                pass  # three axes are taken as well: the rank is not told
            return _out(state, layer, node, tensor, None)
        if not _has_rank(state, layer, node, tensor, shape, (axes + 1, axes + 2)):
            return _out(state, layer, node, tensor, None)
        if layer.arguments.get("data_format", "NCHW") not in ("NCHW", "NCDHW"):
            return _out(state, layer, node, tensor, None)
        kernel = each(_argument(layer, "kernel_size"), axes)
        given = _argument(layer, "stride")
        stride = kernel if given is None else each(given, axes)
        mode = _argument(layer, "pad_mode") if "pad_mode" in layer.arguments else "pad"
        added = paddings(mode, _argument(layer, "padding") if mode not in ("same", "valid") else 0, axes)
        dilation = each(layer.arguments.get("dilation", 1), axes)
        ceil = layer.arguments.get("ceil_mode", False)
        spatial = [
            None
            if not isinstance(ceil, bool)
            else window(size, kernel[at], stride[at], added[at] if added else 0, dilation[at], added is None, ceil)
            for at, size in enumerate(shape[-axes:])
        ]
        output = _out(state, layer, node, tensor, (*shape[:-axes], *spatial))
        returns = layer.arguments.get("return_indices", False)
        return output if returns is False else (output, Tensor(output.shape, output.step, dtype="int"))

    return pool


def _adaptive(axes: int) -> Callable[..., Any]:
    def pool(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        tensor = _tensor(inputs, keywords)
        shape = state.shape(tensor)
        if tensor is None or shape is None:
            return _out(state, layer, node, tensor, None)
        if not _has_rank(state, layer, node, tensor, shape, (axes + 1, axes + 2)):
            return _out(state, layer, node, tensor, None)
        wanted = _argument(layer, "output_size")
        parts = list(wanted) if isinstance(wanted, (tuple, list)) else [wanted] * axes
        spatial: list[Dim] = [None] * axes
        if len(parts) == axes:
            spatial = [size if part is None else dim(part) for size, part in zip(shape[-axes:], parts)]
        output = _out(state, layer, node, tensor, (*shape[:-axes], *spatial))
        returns = layer.arguments.get("return_indices", False)
        return output if returns is False else (output, Tensor(output.shape, output.step, dtype="int"))

    return pool


# ------------------------------------------------------------------ Dense and norms


def _dense(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    into, out = (
        dim(_argument(layer, "in_channels", "in_features")),
        dim(_argument(layer, "out_channels", "out_features")),
    )
    mark_as_size(into)
    mark_as_size(out)
    state.force_last(tensor, into)
    shape, arrives = state.shape(tensor), state.last(tensor)
    if tensor is not None and not _meets(state, arrives, into):
        name = "in_channels" if "in_channels" in layer.arguments else "in_features"
        state.report(
            "features",
            node,
            say(
                "{layer} takes {parameter}={size} and gets {other_size} in the last axis: {shape}.",
                layer=_name(layer),
                parameter=name,
                size=show(state.resolve(into)),
                other_size=show(arrives),
                shape=show_shape(shape, arrives),
            ),
            tensor,
            layer,
            _features_hint(arrives, name),
        )
    return _out(state, layer, node, tensor, (*shape[:-1], out) if shape else None, last=out)


def _features_hint(arrives: Dim, name: str) -> str:
    return (
        say("Write {name}={size}, or mend what comes before.", name=name, size=show(arrives))
        if isinstance(arrives, int)
        else ""
    )


def _batch_norm(ranks: tuple[int, ...]) -> Callable[..., Any]:
    def normalize(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        tensor = _tensor(inputs, keywords)
        features = dim(_argument(layer, "num_features", "num_channels"))
        mark_as_size(features)
        shape = state.shape(tensor)
        if tensor is None:
            return _out(state, layer, node, None, None)
        if layer.arguments.get("data_format", "NCHW") not in ("NCHW", "NCDHW", UNKNOWN):
            return _out(state, layer, node, tensor, shape)
        if shape is None and len(ranks) == 1:
            state.force(tensor, tuple(_symbols(_AXES[ranks[0] - 2])))
            shape = state.shape(tensor)
        if shape is None or not _has_rank(state, layer, node, tensor, shape, ranks):
            return _out(state, layer, node, tensor, shape)
        if not _meets(state, shape[1], features):
            name = "num_channels" if "num_channels" in layer.arguments else "num_features"
            state.report(
                "norm",
                node,
                say(
                    "{layer} has {parameter}={size} and gets {other_size} channels: {shape}.",
                    layer=_name(layer),
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
        return _out(state, layer, node, tensor, shape)

    return normalize


def check_norm_groups(state: State, layer: Layer) -> None:
    """Whether the groups of a GroupNorm divide its channels, when it is made."""
    groups, channels = dim(_argument(layer, "num_groups")), dim(_argument(layer, "num_channels"))
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


def _layer_norm(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    normalized = _argument(layer, "normalized_shape")
    begin = layer.arguments.get("begin_norm_axis")
    is_torch_like = "begin_norm_axis" not in layer.arguments
    if isinstance(normalized, (int, Size)) and is_torch_like:
        normalized = (normalized,)
    if tensor is None or not isinstance(normalized, (tuple, list)):
        return _out(state, layer, node, tensor, shape, last=state.last(tensor))
    wanted = [dim(size) for size in normalized]
    at = -len(wanted) if is_torch_like else begin
    if shape is None and at == -1 and len(wanted) == 1:
        state.force_last(tensor, wanted[0])
        shape = (state.last(tensor),)  # all that is known of it, and all that it takes
    if not isinstance(at, int) or shape is None:
        return _out(state, layer, node, tensor, shape, last=state.last(tensor))
    if len(wanted) > 1 and "begin_norm_axis" not in (layer.given or ()) and not is_torch_like:
        return _out(state, layer, node, tensor, state.shape(tensor))  # torch's form, which MSL324 is about
    actual = shape[at:] if -len(shape) <= at < len(shape) else None
    if actual is None or len(actual) != len(wanted) or not all(_meets(state, *pair) for pair in zip(actual, wanted)):
        state.report(
            "layer-norm",
            node,
            say(
                "{layer} normalizes over {shape} and gets {other_shape} there: {whole_shape}.",
                layer=_name(layer),
                shape=show_shape(tuple(wanted)),
                other_shape=show_shape(actual if actual is not None else shape),
                whole_shape=show_shape(state.shape(tensor), state.last(tensor)),
            ),
            tensor,
            layer,
        )
    return _out(state, layer, node, tensor, state.shape(tensor), last=state.last(tensor))


def _prelu(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    channels = dim(_argument(layer, "channel", "num_parameters"))
    takes_each = tensor is not None and shape is not None and len(shape) > 1 and channels != 1
    if shape is not None and takes_each and not _meets(state, shape[1], channels):
        state.report(
            "norm",
            node,
            say(
                "{layer} has {size} slopes and gets {other_size} channels: {shape}.",
                layer=_name(layer),
                size=show(channels),
                other_size=show(state.resolve(shape[1])),
                shape=show_shape(shape),
            ),
            tensor,
            layer,
        )
    return _out(state, layer, node, tensor, shape)


# ------------------------------------------------------------------ recurrent layers, attention, embeddings


def _recurrent(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
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
    has_rank = tensor is None or shape is None or _has_rank(state, layer, node, tensor, shape, ranks)
    if tensor is not None and has_rank and not _meets(state, arrives, into):
        state.report(
            "recurrent",
            node,
            say(
                "{layer} takes input_size={size} and gets {other_size} in the last axis: {shape}.",
                layer=_name(layer),
                size=show(into),
                other_size=show(arrives),
                shape=show_shape(shape, arrives),
            ),
            tensor,
            layer,
            _features_hint(arrives, "input_size"),
        )
    directions = 2 if twice is True else 1 if twice is False else None
    width = sizes.multiply(hidden, directions)
    out: Shape = (None, None, width) if shape is None or len(shape) != 3 else (shape[0], shape[1], width)
    batch = out[0] if first is True else out[1] if first is False else None
    state_shape = (sizes.multiply(dim(count), directions), batch, hidden)
    inputs_ = (tensor,) if tensor is not None else ()
    made = state.record(layer.kind, node, inputs_, (out, state_shape, state_shape), layer, _text(state, node), "float")
    is_lstm = layer.class_name == "LSTM"
    return (made[0], (made[1], made[2])) if is_lstm else (made[0], made[1])


def _attention(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
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
        if isinstance(tensor, Tensor) and not _meets(state, arrives, takes):
            state.report(
                "attention",
                node,
                say(
                    "{layer} takes a {parameter} of {size} features and gets {other_size}: {shape}.",
                    layer=_name(layer),
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
    made = state.record(layer.kind, node, tensors, (out, None), layer, _text(state, node), "float")
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


def _embedding(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    width = dim(_argument(layer, "embedding_size", "embedding_dim"))
    mark_as_size(width)
    return _out(state, layer, node, tensor, None if shape is None else (*shape, width), last=width)


# ------------------------------------------------------------------ shapes


def _same(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    if tensor is None:
        return UNKNOWN
    return _out(state, layer, node, tensor, state.shape(tensor), tensor.dtype or "float", state.last(tensor))


def _flatten(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    start, end = layer.arguments.get("start_dim", 1), layer.arguments.get("end_dim", -1)
    return _out(state, layer, node, tensor, functions.flattened(shape, start, end))


def _pixel_shuffle(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    factor = dim(_argument(layer, "upscale_factor"))
    if tensor is None or shape is None or len(shape) < 3 or not isinstance(factor, int) or factor < 1:
        return _out(state, layer, node, tensor, None)
    channels = shape[-3]
    if isinstance(channels, int) and channels % (factor * factor):
        state.report(
            "reshape",
            node,
            say(
                "{layer} divides the channels by {number} and gets {channels}: {shape}.",
                layer=_name(layer),
                number=factor * factor,
                channels=channels,
                shape=show_shape(shape),
            ),
            tensor,
            layer,
        )
    out = (*shape[:-3], divide(channels, factor * factor), *(sizes.multiply(size, factor) for size in shape[-2:]))
    return _out(state, layer, node, tensor, out)


def _pixel_unshuffle(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    factor = dim(_argument(layer, "downscale_factor"))
    if shape is None or len(shape) < 3 or not isinstance(factor, int) or factor < 1:
        return _out(state, layer, node, tensor, None)
    out = (
        *shape[:-3],
        sizes.multiply(shape[-3], factor * factor),
        *(divide(size, factor) for size in shape[-2:]),
    )
    return _out(state, layer, node, tensor, out)


def _upsample(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    size, scale = layer.arguments.get("size"), layer.arguments.get("scale_factor")
    return _out(state, layer, node, tensor, functions.resized(shape, size, scale))


def _pad(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    given = _argument(layer, "paddings", "padding")
    if shape is None:
        return _out(state, layer, node, tensor, None)
    if layer.class_name == "Pad":  # a pair for each axis
        is_pairs = isinstance(given, (tuple, list)) and len(given) == len(shape)
        pairs: list[list[Dim]] = [each(pair, 2) for pair in given] if is_pairs else [[None, None]] * len(shape)
        padded = tuple(sizes.add(size, sizes.add(pair[0], pair[1])) for size, pair in zip(shape, pairs))
        return _out(state, layer, node, tensor, padded)
    axes = 1 if "1d" in layer.class_name else 3 if "3d" in layer.class_name else 2
    if len(shape) < axes:
        return _out(state, layer, node, tensor, None)
    sides = each(given, 2 * axes)
    spatial = [
        sizes.add(size, sizes.add(sides[2 * at], sides[2 * at + 1]))
        for at, size in zip(range(axes - 1, -1, -1), shape[-axes:])
    ]
    return _out(state, layer, node, tensor, (*shape[:-axes], *spatial))


def _glu(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    tensor = _tensor(inputs, keywords)
    shape = state.shape(tensor)
    axis = _argument(layer, "axis", "dim")
    if shape is None or not isinstance(axis, int) or not -len(shape) <= axis < len(shape):
        return _out(state, layer, node, tensor, None)
    out = list(shape)
    out[axis] = divide(shape[axis], 2)
    return _out(state, layer, node, tensor, tuple(out))


def _some(state: State, layer: Layer, inputs: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
    """A layer that is not modelled: what comes out is not known."""
    tensors = tuple(value for value in (*inputs, *keywords.values()) if isinstance(value, Tensor))
    state.record(layer.kind, node, tensors, (None,), layer, _text(state, node))
    return UNKNOWN


_SAME = (
    "CELU ELU FastGelu GELU GeLU HShrink HSigmoid HSwish Hardshrink Hardsigmoid Hardswish Hardtanh Identity LRN "
    "LeakyReLU LocalResponseNorm LogSigmoid LogSoftmax Mish ReLU ReLU6 RReLU SELU SeLU SiLU Sigmoid SoftShrink "
    "Softmax Softmax2d Softmin Softplus Softshrink Softsign Tanh Tanhshrink Threshold "
    "Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout QuickGELU Hardtanh ReLU6"
).split()

LAYERS: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(_SAME, _same),
    "Conv1d": _convolution(1),
    "Conv2d": _convolution(2),
    "Conv3d": _convolution(3),
    "Conv1dTranspose": _convolution(1),
    "Conv2dTranspose": _convolution(2),
    "Conv3dTranspose": _convolution(3),
    "ConvTranspose1d": _convolution(1),
    "ConvTranspose2d": _convolution(2),
    "ConvTranspose3d": _convolution(3),
    "MaxPool1d": _pooling(1),
    "MaxPool2d": _pooling(2),
    "MaxPool3d": _pooling(3),
    "AvgPool1d": _pooling(1),
    "AvgPool2d": _pooling(2),
    "AvgPool3d": _pooling(3),
    "AdaptiveAvgPool1d": _adaptive(1),
    "AdaptiveAvgPool2d": _adaptive(2),
    "AdaptiveAvgPool3d": _adaptive(3),
    "AdaptiveMaxPool1d": _adaptive(1),
    "AdaptiveMaxPool2d": _adaptive(2),
    "AdaptiveMaxPool3d": _adaptive(3),
    "Dense": _dense,
    "Linear": _dense,
    "BatchNorm1d": _batch_norm((2, 3)),
    "BatchNorm2d": _batch_norm((4,)),
    "BatchNorm3d": _batch_norm((5,)),
    "SyncBatchNorm": _batch_norm((2, 3, 4, 5)),
    "InstanceNorm1d": _batch_norm((2, 3)),
    "InstanceNorm2d": _batch_norm((4,)),
    "InstanceNorm3d": _batch_norm((5,)),
    "GroupNorm": _batch_norm((2, 3, 4, 5)),
    "LayerNorm": _layer_norm,
    "PReLU": _prelu,
    "LSTM": _recurrent,
    "GRU": _recurrent,
    "RNN": _recurrent,
    "MultiheadAttention": _attention,
    "Embedding": _embedding,
    "Flatten": _flatten,
    "PixelShuffle": _pixel_shuffle,
    "PixelUnshuffle": _pixel_unshuffle,
    "Upsample": _upsample,
    "UpsamplingNearest2d": _upsample,
    "UpsamplingBilinear2d": _upsample,
    "Pad": _pad,
    **dict.fromkeys(
        [f"{kind}Pad{axes}d" for kind in ("Zero", "Reflection", "Replication", "Constant") for axes in (1, 2, 3)], _pad
    ),
    "GLU": _glu,
}

CHECKS: dict[str, Callable[[Any, Layer], None]] = {
    **dict.fromkeys((name for name in LAYERS if name.startswith("Conv")), check_groups),
    "GroupNorm": check_norm_groups,
    "MultiheadAttention": check_heads,
}


def handler(kind: str) -> Callable[..., Any]:
    """The function for a kind of layer."""
    return LAYERS.get(kind.rpartition(".")[2], _some)
