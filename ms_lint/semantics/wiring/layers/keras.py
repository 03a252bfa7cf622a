"""What the layers of Keras make of the shape that arrives. Images have their channels last.

One function for each kind, by the name of the class: it is given the layer and the shape of its first input, in which
None stands for a size that is not known, and returns the shape of the output; None for one that is not known at all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Callable, Optional

from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.indexing import dim
from ms_lint.semantics.wiring.model import Layer
from ms_lint.semantics.wiring.sizes import Dim, Shape

_AXES = re.compile(r"([123])D")
#: Layers that change no shape, and have no weights of their own but for those of normalizations.
_UNCHANGED = (
    "Activation ActivityRegularization AlphaDropout BatchNormalization Dropout ELU GaussianDropout GaussianNoise "
    "GroupNormalization Identity LayerNormalization LeakyReLU Masking PReLU ReLU Rescaling Softmax SpatialDropout1D "
    "SpatialDropout2D SpatialDropout3D ThresholdedReLU UnitNormalization"
).split()
_MERGES = "Add Average Maximum Minimum Multiply Subtract".split()


def axes_of(name: str) -> Optional[int]:
    """How many axes the images of a layer have by its name; None where it does not say that."""
    match = _AXES.search(name)
    return int(match[1]) if match else None


def _sizes(layer: Layer, name: str, axes: int) -> list[Dim]:
    value = layer.arguments.get(name)
    if isinstance(value, (tuple, list)) and len(value) == axes:
        return [dim(each) for each in value]
    return [dim(value)] * axes


def _image(layer: Layer, shape: Shape, out: Callable[[int, Dim], Dim], channels: Dim) -> Optional[Shape]:
    """An image whose axes become ``out(axis, size)``."""
    axes = axes_of(layer.class_name)
    if axes is None or len(shape) != axes + 2 or layer.arguments.get("data_format") == "channels_first":
        return None
    return (shape[0], *(out(axis, size) for axis, size in enumerate(shape[1:-1])), channels)


def _moved(layer: Layer, shape: Shape, window: str, channels: Dim) -> Optional[Shape]:
    axes = axes_of(layer.class_name) or 0
    kernel, dilation = _sizes(layer, window, axes), _sizes(layer, "dilation_rate", axes)
    stride = kernel if layer.arguments.get("strides") is None else _sizes(layer, "strides", axes)
    padding = layer.arguments.get("padding")

    def out(axis: int, size: Dim) -> Dim:
        step, width, by = stride[axis], kernel[axis], dilation[axis] or 1
        if not (isinstance(size, int) and isinstance(step, int) and isinstance(by, int) and step > 0):
            return None
        if padding == "same":
            return math.ceil(size / step)
        if padding == "valid" and isinstance(width, int):
            return max((size - by * (width - 1) - 1) // step + 1, 0)
        return None

    return _image(layer, shape, out, channels)


def _convolution(layer: Layer, shape: Shape) -> Optional[Shape]:
    return _moved(layer, shape, "kernel_size", dim(layer.arguments.get("filters")))


def _depthwise(layer: Layer, shape: Shape) -> Optional[Shape]:
    channels, times = shape[-1], layer.arguments.get("depth_multiplier")
    out = channels * times if isinstance(channels, int) and isinstance(times, int) else None
    return _moved(layer, shape, "kernel_size", out)


def _transposed(layer: Layer, shape: Shape) -> Optional[Shape]:
    axes = axes_of(layer.class_name) or 0
    kernel, stride = _sizes(layer, "kernel_size", axes), _sizes(layer, "strides", axes)
    padding = layer.arguments.get("padding")
    is_plain = layer.arguments.get("output_padding") is None and layer.arguments.get("dilation_rate") in (
        1,
        (1,) * axes,
    )

    def out(axis: int, size: Dim) -> Dim:
        step, width = stride[axis], kernel[axis]
        if not (is_plain and isinstance(size, int) and isinstance(step, int) and isinstance(width, int)):
            return None
        return size * step if padding == "same" else size * step + max(width - step, 0) if padding == "valid" else None

    return _image(layer, shape, out, dim(layer.arguments.get("filters")))


def _pooling(layer: Layer, shape: Shape) -> Optional[Shape]:
    return _moved(layer, shape, "pool_size", shape[-1])


def _global(layer: Layer, shape: Shape) -> Optional[Shape]:
    if layer.arguments.get("data_format") == "channels_first":
        return None
    keeps = layer.arguments.get("keepdims")
    return (
        (shape[0], shape[-1]) if keeps is False else (shape[0], *[1] * (len(shape) - 2), shape[-1]) if keeps else None
    )


def _padded(layer: Layer, shape: Shape) -> Optional[Shape]:
    axes = axes_of(layer.class_name) or 0
    given = layer.arguments.get("padding")
    each = list(given) if isinstance(given, (tuple, list)) and len(given) == axes and axes > 1 else [given] * axes

    def out(axis: int, size: Dim) -> Dim:
        pair: Any = each[axis] if isinstance(each[axis], (tuple, list)) else (each[axis],) * 2
        known = isinstance(size, int) and len(pair) == 2 and all(isinstance(item, int) for item in pair)
        return size + sum(pair) if known and isinstance(size, int) else None

    return _image(layer, shape, out, shape[-1])


def _larger(layer: Layer, shape: Shape) -> Optional[Shape]:
    factors = _sizes(layer, "size", axes_of(layer.class_name) or 0)
    return _image(layer, shape, lambda axis, size: sizes.multiply(size, factors[axis]), shape[-1])


def _dense(layer: Layer, shape: Shape) -> Optional[Shape]:
    return (*shape[:-1], dim(layer.arguments.get("units")))


def _embedding(layer: Layer, shape: Shape) -> Optional[Shape]:
    return (*shape, dim(layer.arguments.get("output_dim")))


def _recurrent(layer: Layer, shape: Shape) -> Optional[Shape]:
    if layer.arguments.get("return_state") is not False:
        return None
    units, sequences = dim(layer.arguments.get("units")), layer.arguments.get("return_sequences")
    return (*shape[:-1], units) if sequences is True else (shape[0], units) if sequences is False else None


def _flat(layer: Layer, shape: Shape) -> Optional[Shape]:
    rest = shape[1:]
    return (shape[0], math.prod(rest) if all(isinstance(size, int) for size in rest) else None)  # type: ignore[arg-type]


def _reshaped(layer: Layer, shape: Shape) -> Optional[Shape]:
    target = layer.arguments.get("target_shape")
    if not isinstance(target, (tuple, list)):
        return None
    return (shape[0], *(size if isinstance(size, int) and size >= 0 else None for size in target))


def _permuted(layer: Layer, shape: Shape) -> Optional[Shape]:
    order = layer.arguments.get("dims")
    is_known = isinstance(order, (tuple, list)) and sorted(map(str, order)) == sorted(map(str, range(1, len(shape))))
    return (shape[0], *(shape[axis] for axis in order)) if is_known and order is not None else None


def _same(layer: Layer, shape: Shape) -> Optional[Shape]:
    return shape


LAYERS: dict[str, Callable[[Layer, Shape], Optional[Shape]]] = {
    **dict.fromkeys((*_UNCHANGED, *_MERGES), _same),
    **dict.fromkeys(("Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D"), _convolution),
    **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D"), _depthwise),
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), _transposed),
    **{
        f"{kind}{axes}D": _pooling
        for kind in ("MaxPool", "MaxPooling", "AvgPool", "AveragePooling")
        for axes in (1, 2, 3)
    },
    **{
        f"Global{kind}{axes}D": _global
        for kind in ("MaxPool", "MaxPooling", "AvgPool", "AveragePooling")
        for axes in (1, 2, 3)
    },
    **{f"ZeroPadding{axes}D": _padded for axes in (1, 2, 3)},
    **{f"UpSampling{axes}D": _larger for axes in (1, 2, 3)},
    "Dense": _dense,
    "Embedding": _embedding,
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN"), _recurrent),
    "Flatten": _flat,
    "Reshape": _reshaped,
    "Permute": _permuted,
}


def joined(shapes: Sequence[Optional[Shape]], axis: Any) -> Optional[Shape]:
    """What is joined along an axis."""
    first = shapes[0] if shapes else None
    if first is None or isinstance(axis, bool) or not isinstance(axis, int) or not -len(first) <= axis < len(first):
        return None
    if any(shape is None or len(shape) != len(first) for shape in shapes):
        return None
    parts = [shape[axis] for shape in shapes if shape is not None]
    total = sum(parts) if all(isinstance(part, int) for part in parts) else None  # type: ignore[arg-type]
    axis %= len(first)
    return (*first[:axis], total, *first[axis + 1 :])
