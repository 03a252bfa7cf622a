"""Where matched layers differ, what is missing and what is extra. What is not known on one side differs in nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from ms_lint.compare.dataflow import condensed
from ms_lint.compare.kinds import NORMS, PLAIN, WEIGHTED, WORDS, paddings_differ
from ms_lint.compare.matching import Matching, Pair, can_match, is_matched
from ms_lint.compare.model import Layer, Reference
from ms_lint.compare.readers.weights import ALIKE, facts_of, in_mindspore

#: The topics of differences; each is a rule.
TOPICS = (
    "kind", "geometry", "channels", "bias", "activation", "constants", "order", "sharing", "training", "missing",
    "extra", "uncalled", "weights",
)  # fmt: skip
_GEOMETRY = ("kernel", "stride", "padding", "dilation", "output_padding", "ceil")
_CHANNELS = {
    "conv": ("in_per_group", "out", "groups"),
    "conv_transpose": ("in", "out", "groups"),
    "dense": ("in", "out"),
    "embedding": ("count", "size"),
    "lstm": ("in", "out", "layers", "bidirectional"),
    "gru": ("in", "out", "layers", "bidirectional"),
    "rnn": ("in", "out", "layers", "bidirectional"),
    "attention": ("size", "heads"),
    "batch_norm": ("size",),
    "layer_norm": ("size",),
    "instance_norm": ("size",),
    "rms_norm": ("size",),
    "group_norm": ("groups", "size"),
}
_CONSTANTS = ("epsilon", "momentum", "affine", "radius", "k", "alpha", "beta", "rate", "slope")
#: Facts as MindSpore's arguments call them.
_ARGUMENTS = {
    "kernel": "kernel_size", "in": "in_channels", "out": "out_channels", "groups": "group", "epsilon": "eps",
    "radius": "depth_radius", "k": "bias",
}  # fmt: skip
_SHOWN = 8


@dataclass(frozen=True)
class Difference:
    """One thing that is not as in the reference.

    ``topic`` is one of ``TOPICS``, ``fact`` what differs, ``expected`` and ``got`` both values. One of the layers may
    be absent; ``names`` are those of the layers that are meant where it is more than one. ``place`` is where it is in
    the code.
    """

    topic: str
    fact: str
    expected: Any
    got: Any
    reference: Optional[Layer] = None
    cell: Optional[Layer] = None
    names: tuple[str, ...] = ()
    place: Any = None


def differences(reference: Reference, cell: Reference, matching: Matching) -> list[Difference]:
    """All differences, those of the matched pairs first."""
    found: list[Difference] = []
    checker = _Checker(reference, cell, matching)
    for pair in matching.namesakes:
        found.append(_difference("kind", "kind", pair.reference.kind, pair.cell.kind, pair))
    for pair in matching.pairs:
        found += checker.pair(pair)
    found += checker.shared()
    found += checker.uncounted()
    return found


def _difference(topic: str, fact: str, expected: Any, got: Any, pair: Pair) -> Difference:
    return Difference(topic, fact, expected, got, pair.reference, pair.cell, place=pair.cell.place)


class _Checker:
    def __init__(self, reference: Reference, cell: Reference, matching: Matching) -> None:
        self.reference = reference
        self.cell = cell
        self.matching = matching
        self.of = {pair.reference.name: pair.cell.name for pair in matching.pairs}
        self.their_layers = {layer.name: layer for layer in reference.layers}
        self.users: dict[str, list[Layer]] = {}
        self.their_users: dict[str, list[Layer]] = {}
        for layer in condensed(reference.layers, is_matched):
            for name in layer.inputs or ():
                self.their_users.setdefault(name, []).append(layer)
        for layer in condensed(cell.layers, is_matched):
            for name in layer.inputs or ():
                self.users.setdefault(name, []).append(layer)
        self.explained: set[str] = set()

    def pair(self, pair: Pair) -> Iterator[Difference]:
        """What differs between two layers."""
        theirs = self._facts(pair)
        ours = pair.cell.facts
        kind = pair.cell.kind
        geometry = [fact for fact in _GEOMETRY if not self._rounds_up(theirs, ours) or fact not in ("padding", "ceil")]
        for fact in geometry:
            if fact == "padding":
                differs = kind != "conv_transpose" and self._same_window(theirs, ours) and paddings_differ(theirs, ours)
                differs = differs or (kind == "conv_transpose" and self._transposed_differ(theirs, ours))
            elif fact == "output_padding":
                differs = _differ(theirs.get(fact), ours.get(fact)) and _cut_off(theirs) != _cut_off(ours)
            elif fact == "ceil" and ours.get("stride") is not None and set(ours["stride"]) == {1}:
                differs = False  # there is nothing to round
            else:
                differs = _differ(theirs.get(fact), ours.get(fact))
            if differs:
                yield _difference("geometry", fact, theirs[fact], ours[fact], pair)
        if kind == "conv_transpose" and self.reference.framework == "tensorflow":
            theirs = {key: value for key, value in theirs.items() if key != "output_padding"}
        for fact in _CHANNELS.get(kind, ()):
            if _differ(theirs.get(fact), ours.get(fact)):
                yield _difference("channels", fact, theirs[fact], ours[fact], pair)
        if _differ(theirs.get("bias"), ours.get("bias")) and not self._is_folded(pair):
            yield _difference("bias", "bias", theirs["bias"], ours["bias"], pair)
        if self._activations_differ(pair, theirs, ours):
            yield _difference("activation", "activation", theirs["activation"], ours["activation"], pair)
        for fact in _CONSTANTS:
            if kind in NORMS and fact in ("beta", "alpha"):
                continue
            if _differ(theirs.get(fact), ours.get(fact)):
                yield _difference("constants", fact, theirs[fact], ours[fact], pair)
        if kind == "concat":
            yield from self._concatenation(pair)
        if pair.cell.calls == 0 and self.cell.is_graph and self.reference.is_graph:
            yield _difference("uncalled", "calls", pair.reference.calls, 0, pair)
        yield from self._weights(pair)

    def _facts(self, pair: Pair) -> Mapping[str, Any]:
        if pair.reference.kind not in ALIKE:
            return pair.reference.facts
        groups = pair.cell.facts.get("groups")
        return facts_of(pair.reference, pair.cell.kind, self.reference.framework, groups)

    @staticmethod
    def _rounds_up(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
        """Whether one side pads to 'same' and the other rounds sizes up, which mostly comes to the same windows."""
        return (theirs.get("padding") == "same" and bool(ours.get("ceil"))) or (
            ours.get("padding") == "same" and bool(theirs.get("ceil"))
        )

    @staticmethod
    def _same_window(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
        """Whether kernel, stride and dilation agree: else the padding differs for that reason."""
        return not any(_differ(theirs.get(fact), ours.get(fact)) for fact in ("kernel", "stride", "dilation"))

    @staticmethod
    def _transposed_differ(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
        first, second = theirs.get("padding"), ours.get("padding")
        if first is None or second is None or first == second:
            return False
        if "same" not in (first, second):
            return not (theirs.get("output_padding") or ours.get("output_padding"))
        numbers = second if first == "same" else first
        kernel, stride = ours.get("kernel"), ours.get("stride")
        if kernel is None or stride is None or any(each % 2 for each in map(lambda k, s: k - s, kernel, stride)):
            return False
        cut = tuple((max(size - step, 0) // 2,) * 2 for size, step in zip(kernel, stride))
        return bool(numbers != cut)

    def _is_folded(self, pair: Pair) -> bool:
        """Whether the Cell normalizes behind a layer, where exporters make the normalization a part of it."""
        users = self.users.get(pair.cell.name, [])
        return self.reference.may_be_folded and any(user.kind in NORMS for user in users)

    def _activations_differ(self, pair: Pair, theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
        expected, got = theirs.get("activation"), ours.get("activation")
        if expected is None or got is None or expected == got or self._is_folded(pair):
            return False
        normalized = [any(user.kind in NORMS for user in users) for users in self._both_users(pair)]
        if normalized[0] != normalized[1]:
            return False  # a normalization in between is missing, and said to be
        is_last = not self.users.get(pair.cell.name)
        # the loss may take it: logits are what MindSpore's losses want
        return not (is_last and got == "none" and expected in ("softmax", "sigmoid", "log_softmax"))

    def _both_users(self, pair: Pair) -> tuple[list[Layer], list[Layer]]:
        return self.their_users.get(pair.reference.name, []), self.users.get(pair.cell.name, [])

    def _concatenation(self, pair: Pair) -> Iterator[Difference]:
        expected, got = pair.reference.facts.get("axis"), pair.cell.facts.get("axis")
        if expected is not None and got is not None and not self._same_axis(pair, expected, got):
            yield _difference("order", "axis", self._own_axis(pair, expected), got, pair)
        theirs, ours = pair.reference.inputs, pair.cell.inputs
        if not theirs or not ours or len(theirs) != len(ours):
            return
        wanted = [self.of.get(name) for name in theirs]
        if None not in wanted and wanted != list(ours) and set(wanted) == set(ours):
            yield _difference("order", "inputs", tuple(wanted), tuple(ours), pair)

    def _is_image(self, pair: Pair) -> bool:
        """Whether images are concatenated: what gives them are convolutions, pooling, or such concatenations."""
        waiting, seen = [pair.reference.name], set()
        while waiting:
            layer = self.their_layers.get(waiting.pop())
            if layer is None or (layer.kind == "concat" and not layer.inputs):
                return False
            if layer.kind == "concat" and layer.name not in seen:
                seen.add(layer.name)
                waiting += layer.inputs or ()
            elif layer.kind not in ("concat", "conv", "conv_transpose", "max_pool", "avg_pool"):
                return False
        return True

    def _own_axis(self, pair: Pair, axis: int) -> int:
        """The reference's axis in the order of MindSpore's images."""
        if self.reference.framework == "tensorflow" and self._is_image(pair):
            return {0: 0, 3: 1, -1: 1, 1: 2, -3: 2, 2: 3, -2: 3}.get(axis, axis)
        return axis

    def _same_axis(self, pair: Pair, expected: int, got: int) -> bool:
        expected = self._own_axis(pair, expected)
        if expected == got or ((expected < 0) != (got < 0) and not self._is_image(pair)):
            return True  # how many axes there are is not known
        return self._is_image(pair) and expected % 4 == got % 4

    # ------------------------------------------------------------------ weights

    def _weights(self, pair: Pair) -> Iterator[Difference]:
        """Shapes of the tensors in a checkpoint that do not fit the Cell's, in MindSpore's layout."""
        if self.reference.has_layers:
            return
        for role, theirs in pair.reference.weights.items():
            ours = pair.cell.weights.get(role)
            if ours is None or theirs.shape is None or ours.shape is None:
                continue
            groups = pair.cell.facts.get("groups")
            shape, _ = in_mindspore(pair.cell.kind, role, theirs.shape, self.reference.framework, groups)
            if shape is None or len(shape) != len(ours.shape):
                continue
            # what the facts of the layer say already is not said again
            if pair.cell.kind in _CHANNELS and (role in ("weight", "bias") or pair.cell.kind in NORMS):
                continue
            if any(_differ(first, second) for first, second in zip(shape, ours.shape)):
                yield _difference("weights", ours.name, shape, ours.shape, pair)

    # ------------------------------------------------------------------ sharing and counts

    def shared(self) -> Iterator[Difference]:
        """A layer that one side calls again, where the other has two."""
        if not (self.reference.is_graph and self.cell.is_graph):
            return
        for pair in self.matching.pairs:
            theirs, ours = pair.reference.calls, pair.cell.calls
            if pair.cell.kind not in WEIGHTED or not theirs or not ours or theirs == ours:
                continue
            if ours > theirs:
                twins = [each for each in self.matching.rest if self._is_twin(each, pair.reference)]
                if twins:
                    self.explained.update(each.name for each in twins)
                    names = (pair.reference.name, *(each.name for each in twins))
                    yield Difference(
                        "sharing", "calls", theirs, ours, pair.reference, pair.cell, names, pair.cell.place
                    )
            else:
                twins = [each for each in self.matching.surplus if self._is_twin(each, pair.cell)]
                if twins:
                    self.explained.update(each.name for each in twins)
                    names = (pair.cell.name, *(each.name for each in twins))
                    yield Difference("sharing", "calls", theirs, ours, pair.reference, pair.cell, names, twins[0].place)

    @staticmethod
    def _is_twin(layer: Layer, other: Layer) -> bool:
        facts = ("in", "in_per_group", "out", "kernel", "stride", "count", "size")
        return layer.kind == other.kind and not any(
            _differ(layer.facts.get(fact), other.facts.get(fact)) for fact in facts
        )

    def uncounted(self) -> Iterator[Difference]:
        """Layers that only one side has: where all of a kind on the other side are matched, or by their number."""
        if not self._is_mostly_matched():
            return  # too little is known to be the same to say what is missing
        self._explain_by_uncalled()
        rest = [layer for layer in self.matching.rest if layer.name not in self.explained]
        surplus = [layer for layer in self.matching.surplus if layer.name not in self.explained]
        groups: dict[str, list[Layer]] = {}
        for layer in rest:
            groups.setdefault(layer.kind, []).append(layer)
        if self.cell.is_complete:
            for kind, missing in groups.items():
                if not self._is_counted(missing[0]) or self._is_called_as_often(kind, self.cell, self.reference):
                    continue
                others = [each for each in surplus if can_match(missing[0], each)]
                if len(missing) > len(others) and not self._claimed_otherwise(kind, groups):
                    names = tuple(each.name for each in missing)
                    expected, got = self._count(kind)
                    fact = "count" if others else kind
                    yield Difference("missing", fact, expected, got, missing[0], None, names)
        if not self.reference.is_complete:
            return
        extra: dict[str, list[Layer]] = {}
        for layer in surplus:
            if layer.calls != 0 and self._is_counted(layer) and not self._may_be_absent(layer):
                extra.setdefault(layer.kind, []).append(layer)
        for kind, layers in extra.items():
            if self._is_called_as_often(kind, self.reference, self.cell):
                continue
            others = [each for each in rest if can_match(each, layers[0])]
            if others and not self.reference.has_layers:
                continue  # one matrix may stand for three layers, as in attention
            if len(layers) > len(others):
                names = tuple(each.name for each in layers)
                expected, got = self._count(kind)
                place = layers[0].place
                fact = "count" if others else kind
                yield Difference("extra", fact, expected, got, None, layers[0], names, place)

    @staticmethod
    def _is_called_as_often(kind: str, side: Reference, other: Reference) -> bool:
        """Whether one side calls what has no weights as often as the other: one pooling may do for several."""
        if kind not in PLAIN:
            return False
        counts = [sum(layer.calls or 1 for layer in each.layers if layer.kind == kind) for each in (side, other)]
        several = any((layer.calls or 1) > 1 for layer in side.layers if layer.kind == kind)
        return several and counts[0] >= counts[1]

    def _is_mostly_matched(self) -> bool:
        """Whether at least half of the layers with weights of the smaller side were matched."""
        pairs = sum(pair.cell.kind in WEIGHTED for pair in self.matching.pairs)
        rest = sum(layer.kind in WEIGHTED or layer.kind in ALIKE for layer in self.matching.rest)
        surplus = sum(layer.kind in WEIGHTED for layer in self.matching.surplus)
        return pairs >= min(rest, surplus)

    def _explain_by_uncalled(self) -> None:
        """What joins or pools the outputs of layers that the Cell does not call yet is missing for that reason."""
        idle = {pair.reference.name for pair in self.matching.pairs if pair.cell.calls == 0}
        for layer in self.matching.rest:  # in the order of the data flow
            if layer.kind not in WEIGHTED and any(name in idle for name in layer.inputs or ()):
                self.explained.add(layer.name)
                idle.add(layer.name)

    def _is_counted(self, layer: Layer) -> bool:
        """Whether a layer of this kind would be in the reference at all, and in the Cell."""
        if layer.kind in WEIGHTED or layer.kind in ALIKE:
            return True
        return self.reference.is_graph and self.cell.is_graph

    def _may_be_absent(self, layer: Layer) -> bool:
        """Whether a layer may be in the reference unseen: a normalization that was folded, one without weights."""
        if self.reference.may_be_folded and layer.kind in NORMS:
            return True
        if not self.reference.has_layers and not layer.weights:
            return True
        return layer.kind == "prelu" or (
            not self.reference.has_layers and layer.kind in ("attention", "lstm", "gru", "rnn")
        )

    @staticmethod
    def _claimed_otherwise(kind: str, groups: Mapping[str, Sequence[Layer]]) -> bool:
        """Layers of a kind that is known in part only may be among the Cell's that another kind could be as well."""
        return (
            kind in ALIKE
            and len(groups) > 1
            and kind != "conv?"
            and any(other in ALIKE for other in groups if other != kind)
        )

    def _count(self, kind: str) -> tuple[int, int]:
        """How many layers of a kind there are on both sides; those that the Cell never calls are none."""
        kinds = ALIKE.get(kind, frozenset({kind}))
        theirs = sum(is_matched(each) and (each.kind == kind or each.kind in kinds) for each in self.reference.layers)
        ours = sum(each.kind in kinds and each.calls != 0 for each in self.cell.layers)
        return theirs, ours


def _cut_off(facts: Mapping[str, Any]) -> Any:
    """What a transposed convolution leaves out before and after: rows that `output_padding` adds are not left out
    after; 'same' makes the output as large as it has to be."""
    padding, added = facts.get("padding"), facts.get("output_padding")
    if not isinstance(padding, tuple) or added is None:
        return None
    return tuple((before, after - more) for (before, after), more in zip(padding, added))


def _differ(first: Any, second: Any) -> bool:
    """Whether two values are known and not the same; numbers of 32 bits are the same up to their rounding."""
    if first is None or second is None:
        return False
    if isinstance(first, bool) or isinstance(second, bool):
        return bool(first != second)
    if isinstance(first, (int, float)) and isinstance(second, (int, float)):
        return abs(first - second) > 1e-5 * max(abs(first), abs(second))
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) != len(second) or any(map(_differ, first, second))
    return bool(first != second)


def listed(names: Sequence[str]) -> str:
    """Names for a message, not more than a few."""
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def argument(fact: str, cell: Layer) -> str:
    """What MindSpore calls a fact of a layer."""
    if cell.kind == "layer_norm" and fact == "epsilon":
        return "epsilon"
    return _ARGUMENTS.get(fact, fact)


__all__ = ["TOPICS", "WORDS", "Difference", "argument", "differences", "listed"]
