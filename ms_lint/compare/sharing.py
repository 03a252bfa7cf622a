"""One layer of the original that is called again, where the Cell has a layer for each call: by the order of the calls.

Layers are matched by names and numbers elsewhere. A port that unrolls what was one layer has other names, and its
numbers are often symbols: what tells then is that both call the same kinds of layers in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ms_lint.compare.checks import Difference
from ms_lint.compare.comparison import Comparison
from ms_lint.semantics.wiring.model import Layer, Wiring, has_weights

_NUMBERS = ("in_channels", "in_features", "out_channels", "out_features", "kernel_size", "stride", "embedding_size")


def shared_in_original(comparison: Comparison, cell: Wiring, original: Wiring) -> Iterator[Difference]:
    """The differences of this kind that the comparison does not have yet; both classes were followed to their end."""
    ours, theirs = _called(cell), _called(original)
    if [_kind(layer) for layer in ours] != [_kind(layer) for layer in theirs]:
        return
    counterparts: dict[int, list[Layer]] = {}
    for mine, their in zip(ours, theirs):
        group = counterparts.setdefault(id(their), [])
        if not any(mine is each for each in group):
            group.append(mine)
    known = {name for each in comparison.differences if each.topic == "sharing" for name in each.names}
    references = {layer.name: layer for layer in comparison.reference.layers}
    cells = {layer.name: layer for layer in comparison.cell.layers}
    for their in dict.fromkeys(theirs):
        twins = counterparts[id(their)]
        names = tuple(layer.path for layer in twins)
        if len(twins) < 2 or known.intersection(names) or not _are_alike(twins):
            continue
        if their.path in references and all(name in cells for name in names):
            count = sum(layer is their for layer in theirs)
            first = cells[names[0]]
            yield Difference("sharing", "calls", count, 1, references[their.path], first, names, cells[names[1]].place)


def _called(wiring: Wiring) -> list[Layer]:
    """The layers with weights in the order of their calls."""
    return [step.layer for step in wiring.steps if step.layer is not None and has_weights(step.layer)]


def _kind(layer: Layer) -> str:
    return {"Linear": "Dense", "ConvTranspose2d": "Conv2dTranspose"}.get(layer.class_name, layer.class_name)


def _are_alike(layers: list[Layer]) -> bool:
    """Whether nothing is known in which the layers differ."""
    first = layers[0].arguments
    return not any(
        _is_number(first.get(name)) and _is_number(layer.arguments.get(name)) and first[name] != layer.arguments[name]
        for layer in layers[1:]
        for name in _NUMBERS
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, tuple))
