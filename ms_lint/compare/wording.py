"""How differences are said: a fact and its value in MindSpore's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ms_lint.compare.checks import Difference
from ms_lint.compare.model import Layer

_ARGUMENTS = {"kernel": "kernel_size", "groups": "group", "k": "bias", "radius": "depth_radius", "rate": "p"}
_BY_KIND = {
    ("dense", "in"): "in_channels", ("dense", "out"): "out_channels", ("conv", "out"): "out_channels",
    ("conv", "in"): "in_channels", ("conv_transpose", "in"): "in_channels", ("conv_transpose", "out"): "out_channels",
    ("embedding", "count"): "vocab_size", ("embedding", "size"): "embedding_size",
    ("batch_norm", "size"): "num_features",
    ("instance_norm", "size"): "num_features", ("layer_norm", "size"): "normalized_shape",
    ("group_norm", "size"): "num_channels", ("group_norm", "groups"): "num_groups",
    ("layer_norm", "epsilon"): "epsilon", ("lstm", "in"): "input_size", ("lstm", "out"): "hidden_size",
    ("activation", "slope"): "alpha", ("gru", "in"): "input_size", ("gru", "out"): "hidden_size",
}  # fmt: skip
_SHOWN = 8


def listed(names: Sequence[Any], most: int = _SHOWN) -> str:
    """Names as code: the first ones, and how many more there are."""
    shown = ", ".join(f"`{name}`" for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def argument(fact: str, layer: Layer) -> str:
    """What MindSpore calls a fact of a layer."""
    if fact == "epsilon":
        return "epsilon" if layer.kind == "layer_norm" else "eps"
    if fact == "bias":
        return "has_bias"
    return _BY_KIND.get((layer.kind, fact)) or _ARGUMENTS.get(fact, fact)


def value_text(fact: str, value: Any) -> str:
    """A value as code would have it: one number for axes that are the same, words for padding."""
    if fact == "padding":
        return padding_text(value)
    if isinstance(value, tuple) and len(value) > 1 and fact != "size" and len(set(value)) == 1:
        value = value[0]
    return f"{value:g}" if isinstance(value, float) else str(value)


def padding_text(value: Any) -> str:
    """What `pad_mode` and `padding` are for a padding."""
    if value == "same":
        return "pad_mode='same'"
    if not any(map(any, value)):
        return "pad_mode='valid'"
    sides = [side for pair in value for side in pair]
    return f"pad_mode='pad', padding={sides[0] if len(set(sides)) == 1 else tuple(sides)}"


def fact_text(fact: str, value: Any, layer: Layer) -> str:
    """A fact with its value: `kernel_size=5`."""
    if fact == "padding":
        return padding_text(value)
    if fact == "in_per_group":
        return f"{value_text(fact, value)} input channels to each filter"
    if isinstance(value, bool) and fact == "bias":
        return "a bias" if value else "no bias"
    return f"{argument(fact, layer)}={value_text(fact, value)}"


def got_text(difference: Difference) -> str:
    """What the Cell has."""
    assert difference.cell is not None
    return fact_text(difference.fact, difference.got, difference.cell)


def expected_text(difference: Difference) -> str:
    """What the reference has, in the same words."""
    assert difference.cell is not None
    if difference.fact == "padding":
        return padding_text(difference.expected)
    if difference.fact == "bias":
        return "one" if difference.expected else "none"
    return value_text(difference.fact, difference.expected)


def written(difference: Difference) -> str:
    """What to write instead, as code."""
    cell, fact, expected = difference.cell, difference.fact, difference.expected
    assert cell is not None
    if fact == "padding":
        return padding_text(expected)
    if fact == "in_per_group":
        channels = cell.facts.get("in")
        is_group = channels is not None and expected and channels % expected == 0
        return f"group={channels // expected}" if is_group else f"in_channels={expected * cell.facts.get('groups', 1)}"
    return f"{argument(fact, cell)}={value_text(fact, expected)}"
