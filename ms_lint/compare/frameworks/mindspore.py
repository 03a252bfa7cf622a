"""The layers and functions of MindSpore: kind and facts from their arguments."""

from __future__ import annotations

from typing import Callable, Optional

from ms_lint.compare.frameworks.shared import (
    Described,
    attention,
    axes_of,
    concat,
    flatten,
    global_pool,
    group_norm,
    lrn,
    prelu,
    recurrent,
    with_groups,
)
from ms_lint.compare.kinds import Numbers, Padding, activation, both_sides, known, no_padding


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
    axes = axes_of(name)
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
    return "conv", with_groups(facts)


def _pool(name: str, numbers: Numbers) -> Described:
    axes = axes_of(name)
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


LAYERS: dict[str, Callable[[str, Numbers], Described]] = {
    **dict.fromkeys(("Conv1d", "Conv2d", "Conv3d", "Conv1dTranspose", "Conv2dTranspose", "Conv3dTranspose"), _conv),
    **dict.fromkeys(("MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AvgPool3d"), _pool),
    **dict.fromkeys(("MaxPool", "AvgPool"), _pool),
    **dict.fromkeys(("BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm"), _norm),
    **dict.fromkeys(("InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"), _norm),
    "LayerNorm": _layer_norm,
    "GroupNorm": group_norm,
    "Dense": _dense,
    "Embedding": _embedding,
    **dict.fromkeys(("LSTM", "GRU", "RNN"), recurrent),
    "MultiheadAttention": attention,
    **dict.fromkeys(("Dropout", "Dropout1d", "Dropout2d", "Dropout3d"), _dropout),
    "LRN": lrn,
    **dict.fromkeys(("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d"), global_pool),
    "Flatten": flatten,
    **dict.fromkeys(("Concat", "concat", "cat"), concat),
    "PReLU": prelu,
}
