"""The words in which layers of all frameworks are compared: kinds, and the form that their facts take.

Facts of a layer, each only where it is known:

- ``kernel``, ``stride``, ``dilation``: a number for each axis. ``padding``: ``same``, or (before, after) for each
  axis. ``output_padding``, ``groups``, ``bias`` (whether there is one), ``ceil`` (whether sizes are rounded up).
- ``in``, ``out``: channels, features or hidden units; ``in_per_group`` what each filter of a convolution sees.
- ``epsilon``, ``momentum`` (the share of the old value, as MindSpore has it), ``affine``, ``size``.
- ``radius``, ``k``, ``alpha``, ``beta`` of a local response normalization, ``slope`` of a leaky one.
- ``axis`` of a concatenation, counted for NCHW where ``layout`` is known; ``count`` and ``size`` of an embedding.
- ``activation``: what is applied to the output, ``none`` for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Optional, Union

Padding = Union[str, tuple[tuple[int, int], ...]]

#: Kinds with weights of their own.
WEIGHTED = frozenset(
    {
        "conv", "conv_transpose", "dense", "batch_norm", "layer_norm", "group_norm", "instance_norm", "rms_norm",
        "embedding", "lstm", "gru", "rnn", "attention", "prelu",
    }
)  # fmt: skip
#: Kinds without weights that are matched and counted as well.
PLAIN = frozenset({"max_pool", "avg_pool", "lrn", "concat"})
KINDS = WEIGHTED | PLAIN | frozenset({"activation", "dropout", "flatten", "global_pool", "pad", "other"})
#: How the kinds are called in messages.
WORDS = {
    "conv": "convolution", "conv_transpose": "transposed convolution", "dense": "dense layer",
    "batch_norm": "batch normalization", "layer_norm": "layer normalization", "group_norm": "group normalization",
    "instance_norm": "instance normalization", "rms_norm": "RMS normalization", "embedding": "embedding",
    "lstm": "LSTM", "gru": "GRU", "rnn": "recurrent layer", "attention": "attention", "prelu": "PReLU",
    "max_pool": "max pooling", "avg_pool": "average pooling", "lrn": "local response normalization",
    "concat": "concatenation", "activation": "activation", "dropout": "dropout", "flatten": "flattening",
    "global_pool": "global pooling", "pad": "padding", "other": "operator",
}  # fmt: skip
#: Facts of which none can be known on one side and absent on the other.
NORMS = frozenset({"batch_norm", "layer_norm", "group_norm", "instance_norm", "rms_norm"})

#: The names of activations in the frameworks, without underscores and in small letters -> ours.
_ACTIVATIONS = {
    "relu": "relu", "relu6": "relu6", "leakyrelu": "leaky_relu", "sigmoid": "sigmoid", "tanh": "tanh", "gelu": "gelu",
    "silu": "silu", "swish": "silu", "softmax": "softmax", "logsoftmax": "log_softmax", "elu": "elu", "selu": "selu",
    "celu": "celu", "softplus": "softplus", "softsign": "softsign", "hardsigmoid": "hard_sigmoid",
    "hsigmoid": "hard_sigmoid", "hardswish": "hard_swish", "hswish": "hard_swish", "mish": "mish",
    "hardtanh": "hard_tanh", "logsigmoid": "log_sigmoid", "fastgelu": "fast_gelu", "prelu": "prelu",
}  # fmt: skip
_NOTHING = frozenset({"linear", "identity", "none", ""})


def activation(name: str) -> Optional[str]:
    """Our word for an activation of any framework; ``none`` for one that does nothing, None for what is none."""
    plain = name.rpartition(".")[2].replace("_", "").lower()
    return "none" if plain in _NOTHING else _ACTIVATIONS.get(plain)


class Numbers:
    """The arguments or attributes of a layer, of which some may not be known: those are None."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def integer(self, *names: str) -> Optional[int]:
        """A whole number, by the first of the names that is there."""
        value = self._value(names)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def real(self, *names: str) -> Optional[float]:
        """A finite number."""
        value = self._value(names)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return float(value) if is_number and abs(value) < 1e300 and math.isfinite(value) else None

    def flag(self, *names: str) -> Optional[bool]:
        """True or False."""
        value = self._value(names)
        return value if isinstance(value, bool) else None

    def word(self, *names: str) -> Optional[str]:
        """A string."""
        value = self._value(names)
        return value if isinstance(value, str) else None

    def per_axis(self, axes: int, *names: str) -> Optional[tuple[int, ...]]:
        """A number for each axis, given as one for all or as a tuple."""
        value = self._value(names)
        if isinstance(value, int) and not isinstance(value, bool):
            return (value,) * axes
        if isinstance(value, (tuple, list)) and all(isinstance(item, int) for item in value):
            if len(value) == axes:
                return tuple(value)
            if len(value) == 1:
                return (value[0],) * axes
        return None

    def sizes(self, *names: str) -> Optional[tuple[int, ...]]:
        """A tuple of numbers, or one number as a tuple."""
        value = self._value(names)
        if isinstance(value, int) and not isinstance(value, bool):
            return (value,)
        is_known = isinstance(value, (tuple, list)) and all(isinstance(item, int) for item in value)
        return tuple(value) if is_known else None

    def _value(self, names: tuple[str, ...]) -> Any:
        return next((self.values[name] for name in names if name in self.values), None)


def known(**facts: Any) -> dict[str, Any]:
    """The facts without those that are None; a trailing underscore of a name (``in_``) goes."""
    return {name.rstrip("_"): value for name, value in facts.items() if value is not None}


def both_sides(sizes: Optional[tuple[int, ...]]) -> Optional[Padding]:
    """Padding by the same number before and after."""
    return None if sizes is None else tuple((size, size) for size in sizes)


def no_padding(axes: int) -> Padding:
    """Padding of nothing."""
    return ((0, 0),) * axes


def settled(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with ``padding`` in numbers wherever 'same' comes to the same numbers for every input."""
    kernel, stride = facts.get("kernel"), facts.get("stride")
    if facts.get("padding") != "same" or kernel is None or stride is None or set(stride) != {1}:
        return facts
    dilation = facts.get("dilation") or (1,) * len(kernel)
    total = [by * (size - 1) for size, by in zip(kernel, dilation)]
    return {**facts, "padding": tuple((each // 2, each - each // 2) for each in total)}


def paddings_differ(facts: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Whether two windows of the same size and stride are padded otherwise.

    What 'same' pads depends on the size of the image: taken is that of the reference (``image``), else one that the
    stride divides, as nearly all have.
    """
    first, second = facts.get("padding"), others.get("padding")
    if first is None or second is None or first == second:
        return False
    if "same" not in (first, second):
        return len(first) == len(second)
    numbers = second if first == "same" else first
    kernel, stride = facts.get("kernel"), facts.get("stride")
    if kernel is None or stride is None or not isinstance(numbers, tuple):
        return False
    dilation = facts.get("dilation") or (1,) * len(kernel)
    spans = [by * (size - 1) + 1 for size, by in zip(kernel, dilation)]
    image = facts.get("image") or tuple(stride)
    totals = [max(span - ((size - 1) % step + 1), 0) for span, step, size in zip(spans, stride, image)]
    return bool(tuple(numbers) != tuple((total // 2, total - total // 2) for total in totals))
