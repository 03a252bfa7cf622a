"""The layers of torch, MindSpore and Keras by their classes: kind and facts from the arguments or attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Callable, Optional

from ms_lint.compare.kinds import (
    Numbers,
    Padding,
    activation,
    both_sides,
    known,
    no_padding,
    settled,
)

#: Kind and facts of a layer.
Described = tuple[str, dict[str, Any]]
_AXES = re.compile(r"([123])d$", re.IGNORECASE)


def _axes(name: str) -> int:
    match = _AXES.search(name.replace("Transpose", ""))
    return int(match[1]) if match else 2


def describe(qualified_name: str, values: Mapping[str, Any]) -> Optional[Described]:
    """A layer of torch or MindSpore by its class and its arguments (or, of a pickled torch module, its attributes);
    None for what is no layer that is known. What is not known of the arguments is left out of the facts."""
    root, _, rest = qualified_name.partition(".")
    name = rest.rpartition(".")[2]
    if root == "torch" or rest.startswith("mint."):
        maker: Optional[Callable[[str, Numbers], Described]] = _TORCH.get(name)
    elif root == "mindspore":
        maker = _MINDSPORE.get(name)
    elif root in ("keras", "tensorflow", "tf_keras"):
        return keras(name, values)
    else:
        return None
    if maker is not None:
        kind, facts = maker(name, Numbers(values))
        return kind, settled(facts)
    word = activation(name) if rest.startswith(("nn.", "mint.", "ops.")) or root == "torch" else None
    if word is not None:
        slope = Numbers(values).real("negative_slope", "alpha") if word == "leaky_relu" else None
        return "activation", known(function=word, slope=slope)
    return None


# ---------------------------------------------------------------- torch


def _torch_padding(numbers: Numbers, axes: int) -> Optional[Padding]:
    word = numbers.word("padding")
    if word is not None:
        return {"same": "same", "valid": no_padding(axes)}.get(word)
    return both_sides(numbers.per_axis(axes, "padding"))


def _torch_conv(name: str, numbers: Numbers) -> Described:
    axes = _axes(name)
    bias = numbers.values.get("bias")
    channels, groups = numbers.integer("in_channels"), numbers.integer("groups")
    facts = known(
        axes=axes,
        in_=channels,
        out=numbers.integer("out_channels"),
        kernel=numbers.per_axis(axes, "kernel_size"),
        stride=numbers.per_axis(axes, "stride"),
        dilation=numbers.per_axis(axes, "dilation"),
        groups=groups,
        padding=_torch_padding(numbers, axes),
        bias=bias if isinstance(bias, bool) else None,
    )
    if "Transpose" in name:
        facts |= known(output_padding=numbers.per_axis(axes, "output_padding"))
        return "conv_transpose", facts
    return "conv", _per_group(facts)


def _per_group(facts: dict[str, Any]) -> dict[str, Any]:
    channels, groups = facts.get("in"), facts.get("groups")
    if channels is not None and groups:
        return {**facts, "in_per_group": channels // groups}
    return facts


def _torch_pool(name: str, numbers: Numbers) -> Described:
    axes = _axes(name)
    kernel = numbers.per_axis(axes, "kernel_size")
    stride = numbers.per_axis(axes, "stride")
    if stride is None and numbers.values.get("stride", 0) is None:
        stride = kernel
    facts = known(
        axes=axes,
        kernel=kernel,
        stride=stride,
        dilation=numbers.per_axis(axes, "dilation"),
        padding=both_sides(numbers.per_axis(axes, "padding")),
        ceil=numbers.flag("ceil_mode"),
    )
    return ("max_pool" if name.lower().startswith("max") else "avg_pool"), facts


def _torch_norm(name: str, numbers: Numbers) -> Described:
    kind = "batch_norm" if "Batch" in name else "instance_norm"
    momentum = numbers.real("momentum")
    facts = known(
        size=numbers.integer("num_features"),
        epsilon=numbers.real("eps"),
        momentum=None if momentum is None else 1 - momentum,
        affine=numbers.flag("affine"),
    )
    return kind, facts


def _torch_layer_norm(name: str, numbers: Numbers) -> Described:
    kind = "rms_norm" if "RMS" in name else "layer_norm"
    return kind, known(
        size=numbers.sizes("normalized_shape"),
        epsilon=numbers.real("eps"),
        affine=numbers.flag("elementwise_affine"),
    )


def _torch_group_norm(name: str, numbers: Numbers) -> Described:
    return "group_norm", known(
        groups=numbers.integer("num_groups"),
        size=numbers.integer("num_channels"),
        epsilon=numbers.real("eps"),
        affine=numbers.flag("affine"),
    )


def _torch_linear(name: str, numbers: Numbers) -> Described:
    bias = numbers.values.get("bias")
    return "dense", known(
        in_=numbers.integer("in_features"),
        out=numbers.integer("out_features"),
        bias=bias if isinstance(bias, bool) else None,
    )


def _torch_embedding(name: str, numbers: Numbers) -> Described:
    return "embedding", known(count=numbers.integer("num_embeddings"), size=numbers.integer("embedding_dim"))


def _torch_recurrent(name: str, numbers: Numbers) -> Described:
    return name.lower(), known(
        in_=numbers.integer("input_size"),
        out=numbers.integer("hidden_size"),
        layers=numbers.integer("num_layers"),
        bias=numbers.flag("bias", "has_bias"),
        bidirectional=numbers.flag("bidirectional"),
    )


def _torch_attention(name: str, numbers: Numbers) -> Described:
    return "attention", known(size=numbers.integer("embed_dim"), heads=numbers.integer("num_heads"))


def _torch_dropout(name: str, numbers: Numbers) -> Described:
    return "dropout", known(rate=numbers.real("p"))


def _torch_lrn(name: str, numbers: Numbers) -> Described:
    size, alpha = numbers.integer("size"), numbers.real("alpha")
    if size is None or alpha is None:
        return "lrn", known(beta=numbers.real("beta"), k=numbers.real("k"))
    # torch divides alpha by the size of the window, TensorFlow and MindSpore do not
    radius = (size - 1) // 2 if size % 2 else None
    return "lrn", known(radius=radius, alpha=alpha / size, beta=numbers.real("beta"), k=numbers.real("k"))


def _global_pool(name: str, numbers: Numbers) -> Described:
    return "global_pool", {}


def _flatten(name: str, numbers: Numbers) -> Described:
    return "flatten", {}


def _concat(name: str, numbers: Numbers) -> Described:
    return "concat", known(axis=numbers.integer("axis", "dim"))


def _prelu(name: str, numbers: Numbers) -> Described:
    return "prelu", known(size=numbers.integer("num_parameters", "channel"))


_TORCH: dict[str, Callable[[str, Numbers], Described]] = {
    **dict.fromkeys(
        ("Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"), _torch_conv
    ),
    **dict.fromkeys(("MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AvgPool3d"), _torch_pool),
    **dict.fromkeys(("BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm"), _torch_norm),
    **dict.fromkeys(("InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"), _torch_norm),
    **dict.fromkeys(("LayerNorm", "RMSNorm"), _torch_layer_norm),
    "GroupNorm": _torch_group_norm,
    "Linear": _torch_linear,
    "Embedding": _torch_embedding,
    **dict.fromkeys(("LSTM", "GRU", "RNN"), _torch_recurrent),
    "MultiheadAttention": _torch_attention,
    **dict.fromkeys(("Dropout", "Dropout1d", "Dropout2d", "Dropout3d"), _torch_dropout),
    "LocalResponseNorm": _torch_lrn,
    **dict.fromkeys(("max_pool1d", "max_pool2d", "max_pool3d", "avg_pool1d", "avg_pool2d", "avg_pool3d"), _torch_pool),
    **dict.fromkeys(("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d"), _global_pool),
    **dict.fromkeys(("adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_avg_pool3d"), _global_pool),
    "Flatten": _flatten,
    **dict.fromkeys(("cat", "concat", "concatenate"), _concat),
    "PReLU": _prelu,
}


# ---------------------------------------------------------------- MindSpore


def _padded(numbers: Numbers, axes: int) -> Optional[Padding]:
    mode = (numbers.word("pad_mode") or "").lower()
    if mode == "same":
        return "same"
    if mode == "valid":
        return no_padding(axes)
    if mode != "pad":
        return None
    value = numbers.values.get("padding")
    if isinstance(value, (tuple, list)) and len(value) == 2 * axes and all(isinstance(item, int) for item in value):
        return tuple((value[2 * axis], value[2 * axis + 1]) for axis in range(axes))
    return both_sides(numbers.per_axis(axes, "padding"))


def _conv(name: str, numbers: Numbers) -> Described:
    axes = _axes(name)
    facts = known(
        axes=axes,
        in_=numbers.integer("in_channels"),
        out=numbers.integer("out_channels"),
        kernel=numbers.per_axis(axes, "kernel_size"),
        stride=numbers.per_axis(axes, "stride"),
        dilation=numbers.per_axis(axes, "dilation"),
        groups=numbers.integer("group"),
        padding=_padded(numbers, axes),
        bias=numbers.flag("has_bias"),
    )
    if "Transpose" in name:
        return "conv_transpose", {**facts, **known(output_padding=numbers.per_axis(axes, "output_padding"))}
    return "conv", _per_group(facts)


def _pool(name: str, numbers: Numbers) -> Described:
    axes = _axes(name)
    dilation = numbers.per_axis(axes, "dilation")
    facts = known(
        axes=axes,
        kernel=numbers.per_axis(axes, "kernel_size"),
        stride=numbers.per_axis(axes, "stride", "strides"),
        dilation=dilation,
        padding=_padded(numbers, axes),
        ceil=numbers.flag("ceil_mode"),
    )
    return ("max_pool" if name.lower().startswith("max") else "avg_pool"), facts


def _norm(name: str, numbers: Numbers) -> Described:
    return ("instance_norm" if "Instance" in name else "batch_norm"), known(
        size=numbers.integer("num_features"),
        epsilon=numbers.real("eps"),
        momentum=numbers.real("momentum"),
        affine=numbers.flag("affine"),
    )


def _layer_norm(name: str, numbers: Numbers) -> Described:
    return "layer_norm", known(size=numbers.sizes("normalized_shape"), epsilon=numbers.real("epsilon"))


def _dense(name: str, numbers: Numbers) -> Described:
    applied = numbers.values.get("activation")
    return "dense", known(
        in_=numbers.integer("in_channels"),
        out=numbers.integer("out_channels"),
        bias=numbers.flag("has_bias"),
        activation=activation(applied) if isinstance(applied, str) else None,
    )


def _embedding(name: str, numbers: Numbers) -> Described:
    return "embedding", known(count=numbers.integer("vocab_size"), size=numbers.integer("embedding_size"))


def _dropout(name: str, numbers: Numbers) -> Described:
    rate, keep = numbers.real("p"), numbers.real("keep_prob")
    if rate is None and keep is not None and "p" in numbers.values and numbers.values["p"] is None:
        rate = 1 - keep
    return "dropout", known(rate=rate)


def _lrn(name: str, numbers: Numbers) -> Described:
    return "lrn", known(
        radius=numbers.integer("depth_radius"),
        k=numbers.real("bias"),
        alpha=numbers.real("alpha"),
        beta=numbers.real("beta"),
    )


_MINDSPORE: dict[str, Callable[[str, Numbers], Described]] = {
    **dict.fromkeys(("Conv1d", "Conv2d", "Conv3d", "Conv1dTranspose", "Conv2dTranspose", "Conv3dTranspose"), _conv),
    **dict.fromkeys(("MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AvgPool3d"), _pool),
    **dict.fromkeys(("MaxPool", "AvgPool"), _pool),
    **dict.fromkeys(("BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm"), _norm),
    **dict.fromkeys(("InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"), _norm),
    "LayerNorm": _layer_norm,
    "GroupNorm": _torch_group_norm,
    "Dense": _dense,
    "Embedding": _embedding,
    **dict.fromkeys(("LSTM", "GRU", "RNN"), _torch_recurrent),
    "MultiheadAttention": _torch_attention,
    **dict.fromkeys(("Dropout", "Dropout1d", "Dropout2d", "Dropout3d"), _dropout),
    "LRN": _lrn,
    **dict.fromkeys(("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d"), _global_pool),
    "Flatten": _flatten,
    **dict.fromkeys(("Concat", "concat", "cat"), _concat),
    "PReLU": _prelu,
}


# ---------------------------------------------------------------- Keras


def _keras_conv(name: str, numbers: Numbers) -> Described:
    axes = _axes(name.lower().replace("transpose", ""))
    word = numbers.word("padding")
    is_depthwise = name.startswith("Depthwise")
    facts = known(
        axes=axes,
        out=numbers.integer("filters"),
        multiplier=numbers.integer("depth_multiplier") if is_depthwise else None,
        kernel=numbers.per_axis(axes, "kernel_size"),
        stride=numbers.per_axis(axes, "strides"),
        dilation=numbers.per_axis(axes, "dilation_rate"),
        groups=None if is_depthwise else numbers.integer("groups"),
        padding={"same": "same", "valid": no_padding(axes)}.get(word) if word else None,
        bias=numbers.flag("use_bias"),
    )
    return ("conv_transpose" if name.endswith("Transpose") else "conv"), facts


def _keras_pool(name: str, numbers: Numbers) -> Described:
    axes = _axes(name.lower())
    kernel = numbers.per_axis(axes, "pool_size")
    stride = numbers.per_axis(axes, "strides")
    if stride is None and numbers.values.get("strides", 0) is None:
        stride = kernel
    word = numbers.word("padding")
    padding: Optional[Padding] = {"same": "same", "valid": no_padding(axes)}.get(word) if word else None
    kind = "max_pool" if name.startswith("Max") else "avg_pool"
    return kind, known(axes=axes, kernel=kernel, stride=stride, padding=padding)


def _keras_norm(name: str, numbers: Numbers) -> Described:
    kind = {"BatchNormalization": "batch_norm", "LayerNormalization": "layer_norm"}.get(name, "group_norm")
    return kind, known(
        epsilon=numbers.real("epsilon"),
        momentum=numbers.real("momentum"),
        groups=numbers.integer("groups") if kind == "group_norm" else None,
    )


def _keras_dense(name: str, numbers: Numbers) -> Described:
    return "dense", known(out=numbers.integer("units"), bias=numbers.flag("use_bias"))


def _keras_embedding(name: str, numbers: Numbers) -> Described:
    return "embedding", known(count=numbers.integer("input_dim"), size=numbers.integer("output_dim"))


def _keras_recurrent(name: str, numbers: Numbers) -> Described:
    kind = {"SimpleRNN": "rnn"}.get(name, name.lower())
    return kind, known(out=numbers.integer("units"), bias=numbers.flag("use_bias"))


def _keras_dropout(name: str, numbers: Numbers) -> Described:
    return "dropout", known(rate=numbers.real("rate"))


def _tensorflow_pool(name: str, numbers: Numbers) -> Described:
    word = (numbers.word("padding") or "").lower()
    padding: Optional[Padding] = {"same": "same", "valid": no_padding(2)}.get(word)
    window = {name: numbers.per_axis(4, given) or numbers.per_axis(2, given) for name, given in _WINDOW.items()}
    sizes = {name: size[1:3] if size is not None and len(size) == 4 else size for name, size in window.items()}
    return ("max_pool" if name.startswith("max") else "avg_pool"), known(axes=2, padding=padding, **sizes)


_WINDOW = {"kernel": "ksize", "stride": "strides"}
_KERAS: dict[str, Callable[[str, Numbers], Described]] = {
    **dict.fromkeys(
        ("Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), _keras_conv
    ),
    **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D"), _keras_conv),
    **dict.fromkeys(("MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "MaxPool2D"), _keras_pool),
    **dict.fromkeys(("AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "AvgPool2D"), _keras_pool),
    **dict.fromkeys(("BatchNormalization", "LayerNormalization", "GroupNormalization"), _keras_norm),
    "Dense": _keras_dense,
    "Embedding": _keras_embedding,
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN"), _keras_recurrent),
    **dict.fromkeys(("Dropout", "SpatialDropout1D", "SpatialDropout2D"), _keras_dropout),
    **dict.fromkeys(("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling2D"), _global_pool),
    "Flatten": _flatten,
    **dict.fromkeys(("Concatenate", "concatenate", "concat"), _concat),
    **dict.fromkeys(("max_pool2d", "avg_pool2d"), _tensorflow_pool),
    **dict.fromkeys(("lrn", "local_response_normalization"), _lrn),
    "dropout": _keras_dropout,
}


def _bounded(numbers: Numbers) -> Optional[str]:
    """What a ReLU with a largest value or with a slope is."""
    if numbers.real("negative_slope") or numbers.real("threshold"):
        return None
    largest = numbers.values.get("max_value")
    return "relu" if largest is None else "relu6" if numbers.real("max_value") == 6 else None


def keras(name: str, values: Mapping[str, Any]) -> Optional[Described]:
    """A layer of Keras by the name of its class and its configuration; None for one that is not known."""
    numbers = Numbers(values)
    maker = _KERAS.get(name)
    if maker is None:
        given = name if name != "Activation" else numbers.word("activation")
        word = _bounded(numbers) if name == "ReLU" else activation(given) if given is not None else None
        slope = numbers.real("negative_slope", "alpha") if word == "leaky_relu" else None
        return None if word is None else ("activation", known(function=word, slope=slope))
    kind, facts = maker(name, numbers)
    applied = values.get("activation")
    if isinstance(applied, str) and kind in ("conv", "conv_transpose", "dense"):
        facts |= known(activation=activation(applied))
    return kind, settled(facts)
