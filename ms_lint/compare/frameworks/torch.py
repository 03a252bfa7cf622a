"""The layers and functions of torch: kind and facts from their arguments, or the attributes of a pickled module."""

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
    prelu,
    recurrent,
    with_groups,
)
from ms_lint.compare.kinds import Numbers, Padding, both_sides, known, no_padding


def _torch_padding(numbers: Numbers, axes: int) -> Optional[Padding]:
    word = numbers.word("padding")
    if word is not None:
        return {"same": "same", "valid": no_padding(axes)}.get(word)
    return both_sides(numbers.per_axis(axes, "padding"))


def _torch_conv(name: str, numbers: Numbers) -> Described:
    axes = axes_of(name)
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
    return "conv", with_groups(facts)


def _torch_pool(name: str, numbers: Numbers) -> Described:
    axes = axes_of(name)
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


def _torch_linear(name: str, numbers: Numbers) -> Described:
    bias = numbers.values.get("bias")
    return "dense", known(
        in_=numbers.integer("in_features"),
        out=numbers.integer("out_features"),
        bias=bias if isinstance(bias, bool) else None,
    )


def _torch_embedding(name: str, numbers: Numbers) -> Described:
    return "embedding", known(count=numbers.integer("num_embeddings"), size=numbers.integer("embedding_dim"))


def _torch_dropout(name: str, numbers: Numbers) -> Described:
    return "dropout", known(rate=numbers.real("p"))


def _torch_lrn(name: str, numbers: Numbers) -> Described:
    size, alpha = numbers.integer("size"), numbers.real("alpha")
    if size is None or alpha is None:
        return "lrn", known(beta=numbers.real("beta"), k=numbers.real("k"))
    # torch divides alpha by the size of the window, TensorFlow and MindSpore do not
    radius = (size - 1) // 2 if size % 2 else None
    return "lrn", known(radius=radius, alpha=alpha / size, beta=numbers.real("beta"), k=numbers.real("k"))


LAYERS: dict[str, Callable[[str, Numbers], Described]] = {
    **dict.fromkeys(
        ("Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"), _torch_conv
    ),
    **dict.fromkeys(("MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AvgPool3d"), _torch_pool),
    **dict.fromkeys(("BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm"), _torch_norm),
    **dict.fromkeys(("InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"), _torch_norm),
    **dict.fromkeys(("LayerNorm", "RMSNorm"), _torch_layer_norm),
    "GroupNorm": group_norm,
    "Linear": _torch_linear,
    "Embedding": _torch_embedding,
    **dict.fromkeys(("LSTM", "GRU", "RNN"), recurrent),
    "MultiheadAttention": attention,
    **dict.fromkeys(("Dropout", "Dropout1d", "Dropout2d", "Dropout3d"), _torch_dropout),
    "LocalResponseNorm": _torch_lrn,
    **dict.fromkeys(("max_pool1d", "max_pool2d", "max_pool3d", "avg_pool1d", "avg_pool2d", "avg_pool3d"), _torch_pool),
    **dict.fromkeys(("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d"), global_pool),
    **dict.fromkeys(("adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_avg_pool3d"), global_pool),
    "Flatten": flatten,
    **dict.fromkeys(("cat", "concat", "concatenate"), concat),
    "PReLU": prelu,
}
