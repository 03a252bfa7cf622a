"""The layers of Keras and functions of TensorFlow: kind and facts from their arguments, or from a configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional

from ms_lint.compare.frameworks.shared import (
    Described,
    axes_of,
    concat,
    flatten,
    global_pool,
    lrn,
)
from ms_lint.compare.kinds import Numbers, Padding, activation, known, no_padding, settled


def _keras_conv(name: str, numbers: Numbers) -> Described:
    axes = axes_of(name.lower().replace("transpose", ""))
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
    axes = axes_of(name.lower())
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
    **dict.fromkeys(("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling2D"), global_pool),
    "Flatten": flatten,
    **dict.fromkeys(("Concatenate", "concatenate", "concat"), concat),
    **dict.fromkeys(("max_pool2d", "avg_pool2d"), _tensorflow_pool),
    **dict.fromkeys(("lrn", "local_response_normalization"), lrn),
    "dropout": _keras_dropout,
}


def _bounded(numbers: Numbers) -> Optional[str]:
    """What a ReLU with a largest value or with a slope is."""
    if numbers.real("negative_slope") or numbers.real("threshold"):
        return None
    largest = numbers.values.get("max_value")
    return "relu" if largest is None else "relu6" if numbers.real("max_value") == 6 else None


def described(name: str, values: Mapping[str, Any]) -> Optional[Described]:
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
