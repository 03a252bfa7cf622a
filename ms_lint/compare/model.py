"""What is compared: layers with their numbers, parameters with their shapes, and constants of the training.

The same form serves both sides. What is not known is absent (a fact) or None (a size): it is never compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

#: Sizes of a tensor; None for one that is not known, and for the whole where not even the rank is.
Shape = Optional[tuple[Optional[int], ...]]


class UnreadableReference(Exception):
    """The file is no reference that can be read. ``str()`` is a complete sentence without the path."""


@dataclass(frozen=True)
class Parameter:
    """A tensor of weights: its name as the file or the Cell has it, its shape, and its type by numpy's name."""

    name: str
    shape: Shape
    dtype: str = ""


@dataclass(frozen=True)
class Layer:
    """One layer, or one operator that has numbers of its own.

    ``kind`` is one of ``kinds.KINDS``; ``op`` what the file calls it (``Conv2D``, ``torch.nn.Linear``). ``facts`` are
    its numbers in the form of ``kinds.py``; a fact that is not there is not known. ``inputs`` are the names of the
    layers whose outputs reach it, in the order of its arguments; None where the data flow is not known.
    ``weights`` are its parameters by role (``weight``, ``bias``, ``gamma``, ``mean`` ...). ``place`` is where it is
    made in source code and ``used`` where it is called, if it comes from such.
    """

    name: str
    kind: str
    op: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, Parameter] = field(default_factory=dict)
    inputs: Optional[tuple[str, ...]] = None
    #: How often it is called; None where that is not known.
    calls: Optional[int] = 1
    place: Any = None
    used: Any = None

    def __str__(self) -> str:
        return f"{self.op} {self.name}"


@dataclass(frozen=True)
class Reference:
    """A model as a file describes it.

    ``format`` says what the file is, in words for people; ``framework`` whose layouts it has: ``tensorflow``,
    ``torch`` or ``mindspore``. ``layers`` are in the order of the data flow where that is known (``is_graph``), else in
    that of the file. ``parameters`` are all the tensors, those of the layers too. ``training`` has the optimizer's
    and the loss's numbers: ``optimizer``, ``learning_rate``, ``beta1`` ... ``has_layers`` is False for a file that has
    names and shapes only, and ``may_be_folded`` says that normalizations may have become part of other layers.
    ``notes`` are limits that a reader should know.
    """

    path: str
    format: str
    framework: str
    layers: tuple[Layer, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    training: Mapping[str, Any] = field(default_factory=dict)
    is_graph: bool = False
    has_layers: bool = True
    may_be_folded: bool = False
    #: Whether all layers are there, so that one without a partner is missing on the other side.
    is_complete: bool = True
    notes: tuple[str, ...] = ()
    #: The names of the layers in the order in which they are made, where that is known.
    order: tuple[str, ...] = ()


_NATURAL = re.compile(r"(\d+)")


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """To sort names as people count: ``conv2`` before ``conv10``."""
    return tuple(
        (int(part), "") if part.isdecimal() and len(part) < 18 else (-1, part) for part in _NATURAL.split(name)
    )
