"""Which layer of the reference is which of the Cell: by name, by what is unique about a layer, by the data flow.

Only what is unambiguous is matched. A pair that is wrong would report differences that are none, so that of two layers
that could both be meant neither is taken; they are listed instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from ms_lint.compare.dataflow import condensed
from ms_lint.compare.kinds import PLAIN, WEIGHTED
from ms_lint.compare.model import Layer, Reference
from ms_lint.compare.readers.weights import ALIKE, facts_of

_MATCHED = WEIGHTED | PLAIN
#: The sizes that tell layers of a kind apart.
_SIZES = {
    "conv": ("out", "in_per_group", "kernel"),
    "conv_transpose": ("in", "out", "kernel"),
    "dense": ("in", "out"),
    "embedding": ("count", "size"),
    "lstm": ("in", "out"),
    "gru": ("in", "out"),
    "batch_norm": ("size",),
    "layer_norm": ("size",),
    "group_norm": ("size",),
    "instance_norm": ("size",),
}
_SEPARATORS = re.compile(r"[/.:]+")
#: So many pairs that differ may be no accident.
_FEW = 2
_NUMBERED = re.compile(r"_\d+$")


@dataclass(frozen=True)
class Pair:
    """A layer of the reference and one of the Cell, and by what they were matched: ``map``, ``name``, ``shape`` or
    ``order``."""

    reference: Layer
    cell: Layer
    by: str


@dataclass
class Matching:
    """The pairs, in the order of the reference, and what is left on both sides. ``namesakes`` have the same name and
    are of different kinds."""

    pairs: list[Pair] = field(default_factory=list)
    namesakes: list[Pair] = field(default_factory=list)
    rest: list[Layer] = field(default_factory=list)
    surplus: list[Layer] = field(default_factory=list)

    def cell_of(self, name: str) -> Optional[Layer]:
        """The Cell's layer for one of the reference."""
        return next((pair.cell for pair in self.pairs if pair.reference.name == name), None)


def can_match(reference: Layer, cell: Layer) -> bool:
    """Whether the kinds are the same, as far as the reference tells it."""
    return reference.kind == cell.kind or cell.kind in ALIKE.get(reference.kind, ())


def is_matched(layer: Layer) -> bool:
    """Whether a layer is of a kind that is looked for on the other side."""
    return layer.kind in _MATCHED or layer.kind in ALIKE


def _has_a_number(layer: Layer) -> bool:
    """Whether a layer without weights has a number to compare."""
    return layer.kind == "dropout" or (layer.kind == "activation" and "slope" in layer.facts)


def match(reference: Reference, cell: Reference, names: Mapping[str, str] = {}) -> Matching:
    """The layers of both sides, matched. ``names`` are a user's own: the reference's name -> the Cell's path."""
    return _Matcher(reference, cell, names).run()


class _Matcher:
    def __init__(self, reference: Reference, cell: Reference, names: Mapping[str, str]) -> None:
        self.reference = reference
        self.cell = cell
        self.right = condensed(cell.layers, is_matched)
        self.left = condensed(reference.layers, is_matched)
        if not any(layer.kind == "attention" for layer in self.right):
            self.left = [layer for each in self.left for layer in _as_matrices(each)]
        self.names = names
        self.of: dict[str, tuple[Layer, str]] = {}  # name in the reference -> the Cell's layer, by what
        self.back: dict[str, str] = {}  # path in the Cell -> name in the reference
        self.namesakes: list[Pair] = []

    def run(self) -> Matching:
        self._by_map()
        self._by_name()
        if self._counts_otherwise():
            self.of = {name: pair for name, pair in self.of.items() if pair[1] == "map"}
            self.back = {right.name: name for name, (right, _) in self.of.items()}
            self.namesakes.clear()
        self._by_key("shape", self._signature)
        self._by_flow()
        self._by_key("shape", self._full_signature)
        self._by_flow()
        self._by_sequence()
        self._by_rank()
        self._last_of_their_kind()
        self._numbered_only()
        taken = {id(pair.reference) for pair in self.namesakes} | {id(pair.cell) for pair in self.namesakes}
        everything = [*self.left, *filter(_has_a_number, self.reference.layers)]
        pairs = [Pair(layer, *self.of[layer.name]) for layer in everything if layer.name in self.of]
        rest = [layer for layer in self.left if layer.name not in self.of and id(layer) not in taken]
        surplus = [layer for layer in self.right if layer.name not in self.back and id(layer) not in taken]
        return Matching(pairs, self.namesakes, rest, surplus)

    def _take(self, left: Layer, right: Layer, by: str) -> None:
        self.of[left.name] = right, by
        self.back[right.name] = left.name

    def _open_left(self) -> list[Layer]:
        return [layer for layer in self.left if layer.name not in self.of]

    def _open_right(self) -> list[Layer]:
        return [layer for layer in self.right if layer.name not in self.back]

    # ------------------------------------------------------------------ names

    def _by_map(self) -> None:
        right = {layer.name: layer for layer in self.right}
        for layer in self.left:
            path = self.names.get(layer.name)
            if path in right and path not in self.back:
                self._take(layer, right[path], "map")

    def _by_name(self) -> None:
        left, right = _keys(self._open_left()), _keys(self._open_right())
        self._same_names(left, right)
        # a helper Cell is one component more: `conv1.conv` for `conv1`, in either direction
        for outer, inner in ((left, right), (right, left)):
            is_left = outer is left
            candidates: dict[str, list[tuple[str, Layer]]] = {}
            open_outer = [(key, layer) for key, layer in outer.items() if not self._is_taken(layer, is_left)]
            for key, layer in inner.items():
                if self._is_taken(layer, not is_left):
                    continue
                parts = key.split("_")
                for end in range(1, len(parts)):
                    candidates.setdefault("_".join(parts[:end]), []).append((key, layer))
            for key, layer in open_outer:
                fitting = [
                    each
                    for _, each in candidates.get(key, ())
                    if (can_match(layer, each) if is_left else can_match(each, layer))
                ]
                if len(fitting) == 1 and not self._is_taken(fitting[0], not is_left):
                    pair = (layer, fitting[0]) if is_left else (fitting[0], layer)
                    self._take(*pair, "name")

    def _same_names(self, left: Mapping[str, Layer], right: Mapping[str, Layer]) -> None:
        for key, layer in left.items():
            other = right.get(key)
            if other is None:
                continue
            if can_match(layer, other):
                self._take(layer, other, "name")
            elif layer.kind in _MATCHED and other.kind in _MATCHED:
                self.namesakes.append(Pair(layer, other, "name"))

    def _counts_otherwise(self) -> bool:
        """Whether the names of both sides number other things (`features.3` is a stage here, a block there): what has
        the same name has other sizes, while all the sizes of one side are on the other one, too."""
        left = {layer.name: layer for layer in self.left}
        agree, differ = 0, len(self.namesakes)
        for name, (right, by) in self.of.items():
            first = set(self._signature(left[name], True)) if by == "name" else set()
            second = set(self._signature(right, False))
            if first and second:
                agree, differ = (agree + 1, differ) if first & second else (agree, differ + 1)
        if differ < _FEW or differ < agree:
            return False
        theirs = [set(self._signature(layer, True)) for layer in self.left]
        ours = Counter(value for layer in self.right for value in self._signature(layer, False))
        common = 0
        for signatures in filter(None, theirs):
            value = next((each for each in signatures if ours[each] > 0), None)
            common += value is not None
            ours[value] -= 1
        return common > 0.9 * sum(map(bool, theirs))

    def _is_taken(self, layer: Layer, is_left: bool) -> bool:
        return layer.name in (self.of if is_left else self.back) or any(
            layer in (pair.reference, pair.cell) for pair in self.namesakes
        )

    def _numbered_only(self) -> None:
        """Dropout and leaky activations are left out of many files, or stand in functions: they are matched by
        name, and never missing."""
        left = _keys(list(filter(_has_a_number, self.reference.layers)))
        right = _keys(list(filter(_has_a_number, self.cell.layers)))
        for key, layer in left.items():
            if key in right and right[key].kind == layer.kind:
                self._take(layer, right[key], "name")

    # ------------------------------------------------------------------ what is unique

    def _by_key(self, by: str, key: Callable[[Layer, bool], Iterable[Hashable]]) -> None:
        """Match layers of which a key is the only one on both sides."""
        lefts, rights = _grouped(self._open_left(), key, True), _grouped(self._open_right(), key, False)
        for value, group in lefts.items():
            others = rights.get(value, ())
            if len(group) == len(others) == 1:
                left, right = group[0], others[0]
                if left.name not in self.of and right.name not in self.back and can_match(left, right):
                    self._take(left, right, by)

    def _signature(self, layer: Layer, is_left: bool) -> Iterable[Hashable]:
        """Kind and sizes of the weights; nothing where they are not known, or tell nothing."""
        framework = self.reference.framework if is_left else "mindspore"
        for kind in sorted(ALIKE.get(layer.kind, (layer.kind,))):
            for facts in self._readings(layer, kind, framework):
                sizes = _SIZES.get(kind, ())
                if sizes and all(facts.get(each) is not None for each in sizes):
                    yield (kind, *(facts[each] for each in sizes))

    @staticmethod
    def _readings(layer: Layer, kind: str, framework: str) -> Iterable[Mapping[str, Any]]:
        """The facts of a layer, of a checkpoint's as a plain and as a depthwise one."""
        if layer.kind not in ALIKE:
            yield layer.facts
            return
        yield facts_of(layer, kind, framework, 1)
        weight = layer.weights.get("weight")
        if kind == "conv" and framework == "tensorflow" and weight is not None and weight.shape:
            groups = weight.shape[-2]
            if groups is not None and groups > 1:
                yield facts_of(layer, kind, framework, groups)

    def _full_signature(self, layer: Layer, is_left: bool) -> Iterable[Hashable]:
        """The same with stride, and with the activation behind."""
        if layer.facts.get("stride") is not None:
            for value in self._signature(layer, is_left):
                yield value, layer.facts["stride"]

    # ------------------------------------------------------------------ data flow

    def _by_flow(self) -> None:
        """Match layers that get their inputs from matched ones, or whose outputs go to matched ones, and are the only
        ones of their kind that do, on both sides."""
        if not self.reference.is_graph:
            return
        left_users, right_users = _users(self.left), _users(self.right)
        for _ in range(len(self.left) + 1):
            before = len(self.of)
            self._by_key("order", self._sources_key)
            self._by_key("order", lambda layer, is_left: self._users_key(layer, is_left, left_users, right_users))
            if len(self.of) == before:
                return

    def _sources_key(self, layer: Layer, is_left: bool) -> Iterable[Hashable]:
        if layer.inputs is None or layer.calls not in (1, None):
            return
        names = [self._common(name, is_left) for name in layer.inputs]
        if names and None not in names:
            yield layer.kind, frozenset(names)

    def _users_key(
        self, layer: Layer, is_left: bool, left: Mapping[str, list[str]], right: Mapping[str, list[str]]
    ) -> Iterable[Hashable]:
        users = (left if is_left else right).get(layer.name, [])
        names = [self._common(name, is_left) for name in users]
        if names and None not in names:
            yield layer.kind, frozenset(names)

    def _common(self, name: str, is_left: bool) -> Optional[str]:
        """The reference's name of a matched layer; None for one that is not matched."""
        return (name if name in self.of else None) if is_left else self.back.get(name)

    def _by_sequence(self) -> None:
        """Where the data flow is not in the file: match by the order in which layers are made, where both sides have
        the same kinds in the same order, and all the sizes that are known agree but for a few."""
        left = [layer for layer in self._open_left() if layer.kind not in PLAIN]
        right = [layer for layer in self._open_right() if layer.kind not in PLAIN]
        if self.reference.framework == "torch":  # a state dict has the order in which layers are made
            places = {name: place for place, name in enumerate(self.cell.order)}
            right.sort(key=lambda layer: places.get(layer.name, len(places)))
        if self.reference.is_graph or len(left) < 2 or len(left) != len(right):
            return
        if not all(map(can_match, left, right)):
            return
        agree = differ = 0
        for mine, other in zip(left, right):
            first, second = set(self._signature(mine, True)), set(self._signature(other, False))
            if first and second:
                agree, differ = (agree + 1, differ) if first & second else (agree, differ + 1)
        if agree > 4 * differ:
            for mine, other in zip(left, right):
                self._take(mine, other, "order")

    def _by_rank(self) -> None:
        """In a state dict, which has the order in which layers are made: where as many layers of the same sizes are
        left on both sides, the first is the first. What one side has in another form changes nothing for the rest."""
        if self.reference.framework != "torch" or self.reference.has_layers or not self.cell.order:
            return
        places = {name: place for place, name in enumerate(self.cell.order)}
        right = sorted(self._open_right(), key=lambda layer: places.get(layer.name, len(places)))
        ranked = self._ranked(right, self._signature)
        possible = [layer for layer in self._open_left() if any(can_match(layer, other) for other in right)]
        if 2 * sum(len(group) for _, group in ranked) >= len(possible):  # else too few are alike to be the same network
            self._take_ranked(ranked)
        if 2 * len(self.of) >= len(self._open_left()):
            self._take_ranked(self._ranked([layer for layer in right if layer.name not in self.back], self._ending))

    def _ending(self, layer: Layer, is_left: bool) -> Iterable[Hashable]:
        """Kind and sizes with the last part of the name."""
        for value in self._signature(layer, is_left):
            yield value, _SEPARATORS.split(layer.name.lower())[-1]

    def _ranked(
        self, right: Sequence[Layer], key: Callable[[Layer, bool], Iterable[Hashable]]
    ) -> list[tuple[list[Layer], list[Layer]]]:
        """The layers that agree in a key, where that are as many on both sides."""
        theirs, ours = _grouped(self._open_left(), key, True), _grouped(right, key, False)
        return [(theirs[value], group) for value, group in ours.items() if len(theirs.get(value, ())) == len(group)]

    def _take_ranked(self, ranked: Sequence[tuple[list[Layer], list[Layer]]]) -> None:
        for lefts, rights in ranked:
            for layer, other in zip(lefts, rights):
                if layer.name not in self.of and other.name not in self.back and can_match(layer, other):
                    self._take(layer, other, "order")

    def _last_of_their_kind(self) -> None:
        """Where only names and shapes are in the file: of each kind that one layer is left of on both sides, while
        nearly all others have found their partners, it is the same one with another shape."""
        if self.reference.has_layers:
            return
        left = self._open_left()
        right = [layer for layer in self._open_right() if layer.kind not in PLAIN]
        if len(self.of) < 4 * max(len(left), len(right)):
            return
        for layer in left:
            fitting = [other for other in right if can_match(layer, other)]
            if len(fitting) == 1 and sum(can_match(other, fitting[0]) for other in left) == 1:
                self._take(layer, fitting[0], "order")


def _as_matrices(layer: Layer) -> list[Layer]:
    """torch's attention, of which a checkpoint has one matrix for queries, keys and values: a dense layer as Cells have
    it. Other layers as they are."""
    weight, bias = layer.weights.get("in_proj_weight"), layer.weights.get("in_proj_bias")
    if layer.kind != "attention" or weight is None:
        return [layer]
    weights = {"weight": weight, **({} if bias is None else {"bias": bias})}
    return [replace(layer, kind="matrix?", facts={"bias": bias is not None}, weights=weights)]


def _grouped(
    layers: Sequence[Layer], key: Callable[[Layer, bool], Iterable[Hashable]], is_left: bool
) -> dict[Hashable, list[Layer]]:
    groups: dict[Hashable, list[Layer]] = {}
    for layer in layers:
        for value in key(layer, is_left):
            groups.setdefault(value, []).append(layer)
    return groups


def _users(layers: Sequence[Layer]) -> dict[str, list[str]]:
    """The layers that take the output of each."""
    found: dict[str, list[str]] = {}
    for layer in layers:
        for name in layer.inputs or ():
            found.setdefault(name, []).append(layer.name)
    return found


def _keys(layers: Sequence[Layer]) -> dict[str, Layer]:
    """The layers by their names in a form that both sides share; names that then are the same are left out.

    The common beginning of all names goes (the scope of a whole model), and an ending that all have (`_1` of Keras)."""
    parts = [_SEPARATORS.split(layer.name.lower()) for layer in layers]
    while len(parts) > 1 and all(len(each) > 1 for each in parts) and len({each[0] for each in parts}) == 1:
        parts = [each[1:] for each in parts]
    endings = {match[0] if match else "" for match in (_NUMBERED.search(each[-1]) for each in parts)}
    if len(parts) > 2 and len(endings) == 1:
        ending = endings.pop()
        parts = [[*each[:-1], each[-1][: len(each[-1]) - len(ending)]] for each in parts]
    keys = ["_".join(each) for each in parts]
    counts = Counter(keys)
    return {key: layer for key, layer in zip(keys, layers) if counts[key] == 1}
