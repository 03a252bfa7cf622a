"""MSL745 to MSL747: the layers and calls of a Cell, held against those of its original.

Both classes are followed with the same arguments and their layers are matched, as ``ms-lint compare`` does it. Where
the settings name a file to compare the class with, these rules leave it to MSL9xx.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Optional
from weakref import WeakKeyDictionary

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import disjunction, say
from ms_lint.rules import Problem, Rule

from .lost_parts import Held, held_against_original
from .parity import (
    ActivationDiffers,
    BiasDiffers,
    ChannelsDiffer,
    ConstantDiffers,
    GeometryDiffers,
    LayerMissing,
    OrderDiffers,
    OtherKind,
    Parity,
    SharingDiffers,
)

if TYPE_CHECKING:
    from ms_lint.compare.originals import WithOriginal
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.module import Module

#: What was said of the lines of a module.
_SAID: WeakKeyDictionary[Module, set[tuple[object, ...]]] = WeakKeyDictionary()
_COMPARED: WeakKeyDictionary[Held, Optional[WithOriginal]] = WeakKeyDictionary()


def _compared(held: Held) -> Optional[WithOriginal]:
    if held not in _COMPARED:
        from ms_lint.compare.originals import held as compared  # most files have no original

        module = held.cell.module
        is_named = any(each.info is held.cell for each in module.comparisons)
        found = None if is_named else compared(held.cell, held.original, module.wiring_steps)
        _COMPARED[held] = found
    return _COMPARED[held]


class _Layers(Rule):
    """What the rules have in common: the topics of differences, and who words each."""

    confidence = Confidence.LIKELY
    gives_way = True
    wording: ClassVar[tuple[type[Parity], ...]] = ()

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        held = held_against_original(cls)
        found = _compared(held) if held is not None else None
        if found is not None:
            yield from self.check_compared(found)

    def check_compared(self, found: WithOriginal) -> Iterator[Problem]:
        """A Cell and its original, compared."""
        said = _SAID.setdefault(found.comparison.module, set())
        for each in self.wording:
            for place, group in found.comparison.groups(each.topic):
                first = group[0]
                key = (self.code, place, first.fact, str(first.expected), str(first.got))
                if key not in said:  # a helper Cell is part of several classes
                    said.add(key)
                    yield each().problem(place, group, found.comparison)


class LayerLost(_Layers):
    """Layers of the original that the Cell does not have.

    Both classes are followed with the same arguments; reported is what surely has no counterpart.

        class Block(nn.Cell):  # the original also has self.bn2
            def __init__(self, channels):
                super().__init__()
                self.bn1 = nn.BatchNorm2d(channels)
    """

    code = "MSL745"
    name = "layer-lost"
    severity = Severity.WARNING
    unfixed = "where in `construct` the layer belongs has to be ported with it"
    wording = (LayerMissing,)


class LayerChanged(_Layers):
    """A layer with other numbers than the layer of the same name in the original.

    Kernel, stride, padding as it comes out, dilation, groups, channels, bias, epsilon, momentum as MindSpore counts
    it, the order of what is joined, and layers that share their weights.

        self.bn1 = nn.BatchNorm2d(8)  # the original: nn.BatchNorm2d(8, eps=1e-3)

    Use instead:

        self.bn1 = nn.BatchNorm2d(8, eps=1e-3)
    """

    code = "MSL746"
    name = "layer-changed"
    fix = Applicability.UNSAFE
    wording = (OtherKind, GeometryDiffers, ChannelsDiffer, BiasDiffers, ConstantDiffers, OrderDiffers, SharingDiffers)


class CallLost(_Layers):
    """An activation or an operator of the original's `forward` that `construct` does not have.

    Reported where another activation stands behind a layer than in the original, or none, and where `forward` calls
    what `construct` calls nowhere: an activation, an addition, a concatenation, a product of matrices, a resizing.

        def construct(self, x):  # the original: torch.relu(self.conv(x) + x)
            return self.conv(x) + x

    Use instead:

        def construct(self, x):
            return ops.relu(self.conv(x) + x)
    """

    code = "MSL747"
    name = "call-lost"
    unfixed = "where in `construct` the call belongs is not in the comparison"
    wording = (ActivationDiffers,)

    def check_compared(self, found: WithOriginal) -> Iterator[Problem]:
        comparison = found.comparison
        said = {each.expected for each in comparison.differences if each.topic == "activation"}
        yield from super().check_compared(found)
        lost = [(word, node) for word, node in found.lost_calls() if word not in said]
        if lost:
            entry = comparison.info.entry
            yield Problem(
                comparison.info.node if entry is None else entry.node,
                say(
                    "`{cls}` has {what} nowhere; its original in {file} has it (line {line}).",
                    cls=comparison.info.name,
                    what=disjunction([f"`{word}`" if " " not in word else _in_words(word) for word, _ in lost]),
                    file=comparison.file,
                    line=getattr(lost[0][1], "lineno", 0),
                ),
                say("Call it in `construct`."),
            )


def _in_words(word: str) -> str:
    return {
        "an addition": say("an addition"),
        "a concatenation": say("a concatenation"),
        "a product of matrices": say("a product of matrices"),
        "a resizing": say("a resizing"),
    }[word]
