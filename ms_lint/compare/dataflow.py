"""What reaches a layer through operators that are none, and which activation a layer's output goes through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Callable, Optional

from ms_lint.compare.model import Layer

_MAXIMUM_SOURCES = 64
#: Layers of Keras that merge what they get.
_MERGES = frozenset({"Add", "Subtract", "Average", "Maximum", "Minimum", "Reshape", "Permute"})
#: Kinds whose facts have the activation behind them.
ACTIVATED = frozenset(
    {"conv", "conv_transpose", "dense", "batch_norm", "layer_norm", "group_norm", "instance_norm", "rms_norm"}
)
#: Kinds that are surely no activation, nor a part of one.
NO_ACTIVATION = frozenset(
    {
        "conv", "conv_transpose", "dense", "batch_norm", "layer_norm", "group_norm", "instance_norm", "rms_norm",
        "embedding", "lstm", "gru", "rnn", "attention", "max_pool", "avg_pool", "lrn", "concat", "flatten",
        "global_pool", "pad",
    }
)  # fmt: skip


class Sources:
    """Which layers the output of a node comes from.

    ``inputs`` has for each node of a graph those that it takes its inputs from, ``names`` the names of the nodes that
    are layers. Layers are given in the order of the inputs, each once.
    """

    def __init__(self, inputs: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> None:
        self._inputs = inputs
        self._names = names
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """The layers behind some nodes."""
        found: dict[str, None] = {}
        for node in nodes:
            found.update(dict.fromkeys(self._behind(node)))
        return tuple(found)

    def _behind(self, start: str) -> tuple[str, ...]:
        known, inputs, names = self._known, self._inputs, self._names
        waiting, begun = [start], set()
        while waiting:
            node = waiting[-1]
            if node in known:
                waiting.pop()
            elif node in names:
                known[node] = (names[node],)
            elif node not in begun:
                begun.add(node)  # a loop in the graph leads back to what is begun and not known yet
                waiting += [each for each in inputs.get(node, ()) if each not in known and each not in begun]
            else:
                found: dict[str, None] = {}
                for each in inputs.get(node, ()):
                    found.update(dict.fromkeys(known.get(each, ())))
                known[node] = tuple(found)[:_MAXIMUM_SOURCES]
        return known.get(start, ())


def as_calls(layers: Sequence[Layer], is_deduplicated: bool = False) -> list[Layer]:
    """Operators with the same weights as one layer that is called several times, as graphs have it.

    With ``is_deduplicated`` the file has numbers that are the same once, as the ones and zeros that normalizations
    begin with: those are one layer only behind one.
    """
    found: dict[str, Layer] = {}
    by_weights: dict[Any, str] = {}
    renamed: dict[str, str] = {}
    for layer in layers:
        inputs = layer.inputs
        if inputs is not None and renamed:
            inputs = tuple(dict.fromkeys(renamed.get(name, name) for name in inputs))
            layer = replace(layer, inputs=inputs)
        names = tuple(sorted((role, weight.name) for role, weight in layer.weights.items()))
        has_own = "weight" in layer.weights or not is_deduplicated
        key = (layer.kind, layer.op, names, None if has_own else inputs)
        first = found.get(by_weights.get(key, "")) if names else None
        if first is None or not (has_own or (inputs and any(name in renamed.values() for name in inputs))):
            found[layer.name] = layer
            if names:
                by_weights[key] = layer.name
            continue
        renamed[layer.name] = first.name
        facts = dict(first.facts)
        if facts.get("activation") != layer.facts.get("activation"):
            facts.pop("activation", None)
        found[first.name] = replace(first, facts=facts, calls=(first.calls or 1) + 1)
    return list(found.values())


def condensed(layers: Sequence[Layer], kept: Callable[[Layer], bool]) -> list[Layer]:
    """The layers of some kinds alone, with inputs from each other through what is left out."""
    inputs = {layer.name: layer.inputs or () for layer in layers}
    sources = Sources(inputs, {layer.name: layer.name for layer in layers if kept(layer)})
    return [
        layer if layer.inputs is None else replace(layer, inputs=sources.of(layer.inputs))
        for layer in layers
        if kept(layer)
    ]


def activation_behind(
    node: Any, consumers: Callable[[Any], Sequence[Any]], word: Callable[[Any], Optional[str]]
) -> Optional[str]:
    """The activation that an output goes through next: its word, ``none`` for none, None where that is not known.

    ``consumers`` gives the nodes that use the output of one. ``word`` gives of each the activation that it is, ``none``
    for what is surely no part of one, "" for what hands its input on, None for what is not known.
    """
    for _ in range(16):
        users = consumers(node)
        if not users:
            return "none"
        words = {word(user) for user in users}
        if len(words) > 1 or (len(users) > 1 and words == {""}):
            return None
        found = words.pop()
        if found != "":
            return found
        node = users[0]
    return None


def with_activations(layers: Sequence[Layer]) -> list[Layer]:
    """The layers of a model whose every operator is a layer, with the activation behind each as a fact.

    An activation that a layer brings itself stays.
    """
    consumers: dict[str, list[Layer]] = {}
    for layer in layers:
        for name in layer.inputs or ():
            consumers.setdefault(name, []).append(layer)
    found = []
    for layer in layers:
        facts = dict(layer.facts)
        if layer.kind in ACTIVATED and facts.get("activation") in (None, "none"):
            facts.pop("activation", None)
            behind = activation_behind(layer, lambda each: consumers.get(each.name, ()), word_of)
            facts |= {} if behind is None else {"activation": behind}
        found.append(replace(layer, facts=facts))
    return found


def word_of(layer: Layer) -> Optional[str]:
    """What a layer is to the one before it, as ``activation_behind`` wants it."""
    if layer.kind == "activation":
        return "" if layer.facts.get("function") == "none" else str(layer.facts.get("function"))
    if layer.kind == "prelu":
        return "prelu"
    if layer.kind == "dropout":
        return ""
    return "none" if layer.kind in NO_ACTIVATION or layer.op in _MERGES else None
