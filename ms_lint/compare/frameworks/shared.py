"""What the layers of the frameworks have in common: facts from arguments by the same names."""

from __future__ import annotations

import re
from typing import Any

from ms_lint.compare.kinds import Numbers, known

#: Kind and facts of a layer.
Described = tuple[str, dict[str, Any]]
_AXES = re.compile(r"([123])d$", re.IGNORECASE)


def axes_of(name: str) -> int:
    """How many axes the images of a layer have by its name."""
    match = _AXES.search(name.replace("Transpose", ""))
    return int(match[1]) if match else 2


def with_groups(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a convolution with the channels that each filter sees."""
    channels, groups = facts.get("in"), facts.get("groups")
    if channels is not None and groups:
        return {**facts, "in_per_group": channels // groups}
    return facts


def global_pool(name: str, numbers: Numbers) -> Described:
    """Pooling of whole images."""
    return "global_pool", {}


def flatten(name: str, numbers: Numbers) -> Described:
    """What flattens."""
    return "flatten", {}


def concat(name: str, numbers: Numbers) -> Described:
    """A concatenation."""
    return "concat", known(axis=numbers.integer("axis", "dim"))


def prelu(name: str, numbers: Numbers) -> Described:
    """A PReLU."""
    return "prelu", known(size=numbers.integer("num_parameters", "channel"))


def lrn(name: str, numbers: Numbers) -> Described:
    """A local response normalization, as MindSpore and TensorFlow call its numbers."""
    return "lrn", known(
        radius=numbers.integer("depth_radius"),
        k=numbers.real("bias"),
        alpha=numbers.real("alpha"),
        beta=numbers.real("beta"),
    )


def group_norm(name: str, numbers: Numbers) -> Described:
    """A GroupNorm, of which torch and MindSpore have the same arguments."""
    return "group_norm", known(
        groups=numbers.integer("num_groups"),
        size=numbers.integer("num_channels"),
        epsilon=numbers.real("eps"),
        affine=numbers.flag("affine"),
    )


def recurrent(name: str, numbers: Numbers) -> Described:
    """A recurrent layer of torch or MindSpore."""
    return name.lower(), known(
        in_=numbers.integer("input_size"),
        out=numbers.integer("hidden_size"),
        layers=numbers.integer("num_layers"),
        bias=numbers.flag("bias", "has_bias"),
        bidirectional=numbers.flag("bidirectional"),
    )


def attention(name: str, numbers: Numbers) -> Described:
    """A MultiheadAttention of torch or MindSpore."""
    return "attention", known(size=numbers.integer("embed_dim"), heads=numbers.integer("num_heads"))
