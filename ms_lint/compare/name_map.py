"""``--write-map``: which tensor of a reference is which Parameter of the Cell, and how it is laid out there.

The map is a proposal as JSON, for whoever converts a checkpoint. For each Parameter: ``from``, the tensor's name;
``transpose``, the order of axes to transpose by; ``reshape``, the shape to give it then; ``flatten``, where a dense
layer follows the flattening of images whose channels stand last: ``[pixels, channels]``, by which its columns are
reordered in the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Optional

from ms_lint.compare.comparison import Comparison
from ms_lint.compare.matching import Pair
from ms_lint.compare.model import Layer, Reference
from ms_lint.compare.readers.weights import in_mindspore


def as_json(comparison: Comparison) -> str:
    """The map as text."""
    return json.dumps(name_map(comparison), indent=2, ensure_ascii=False) + "\n"


def name_map(comparison: Comparison) -> dict[str, Any]:
    """The map as plain data. ``layers`` can be given back by ``--names``; ``unmatched`` lists what has no partner."""
    pairs = comparison.matching.pairs
    parameters: dict[str, Any] = {}
    taken: set[str] = set()
    for pair in pairs:
        for name, entry in _entries(pair, comparison.reference):
            parameters[name] = entry
            taken.add(entry["from"])
    ours = {parameter.name for parameter in comparison.cell.parameters}
    for parameter in comparison.reference.parameters:
        if parameter.name in ours and parameter.name not in taken and parameter.name not in parameters:
            parameters[parameter.name] = {"from": parameter.name}
            taken.add(parameter.name)
    tensors = [parameter.name for parameter in comparison.reference.parameters]
    return {
        "reference": comparison.file,
        "format": comparison.reference.format,
        "cell": comparison.info.name,
        "layers": {pair.reference.name: pair.cell.name for pair in pairs},
        "parameters": parameters,
        "unmatched": {
            "reference": [name for name in tensors if name not in taken],
            "cell": sorted(ours - parameters.keys()),
        },
    }


def _entries(pair: Pair, reference: Reference) -> Iterator[tuple[str, dict[str, Any]]]:
    groups = pair.cell.facts.get("groups")
    for role, theirs in pair.reference.weights.items():
        ours = pair.cell.weights.get(role)
        if ours is None:
            continue
        entry: dict[str, Any] = {"from": theirs.name}
        if theirs.shape is not None and None not in theirs.shape:
            shape, order = in_mindspore(pair.cell.kind, role, theirs.shape, reference.framework, groups)
            if order is not None:
                entry["transpose"] = list(order)
                turned = tuple(theirs.shape[axis] for axis in order)
            else:
                turned = theirs.shape
            if shape is not None and shape != turned and None not in shape:
                entry["reshape"] = list(shape)
        is_fed = role == "weight" and pair.cell.kind == "dense" and not pair.cell.facts.get("permuted")
        pixels = _flattened(pair.reference, reference) if is_fed else None
        if pixels is not None:
            entry["flatten"] = pixels
        yield ours.name, entry


def _flattened(layer: Layer, reference: Reference) -> Optional[list[int]]:
    """``[pixels, channels]`` of the images that are flattened in front of a dense layer, where channels stand last."""
    if reference.framework != "tensorflow" or not reference.is_graph:
        return None
    features = layer.facts.get("in")
    channels = _channels(layer, {each.name: each for each in reference.layers})
    if features is None or channels is None or features % channels or features == channels:
        return None
    return [features // channels, channels]


def _channels(layer: Layer, layers: Mapping[str, Layer]) -> Optional[int]:
    """The channels of the images that a layer gets, through what keeps them."""
    for _ in range(len(layers)):
        if not layer.inputs or any(name not in layers for name in layer.inputs):
            return None
        sources = [layers[name] for name in layer.inputs]
        if layer.kind == "concat":
            found = [_outgoing(source, layers) for source in sources]
            return sum(each for each in found if each) if all(found) else None
        if len(sources) != 1:
            return None
        layer = sources[0]
        if layer.kind in ("conv", "conv_transpose"):
            out: Optional[int] = layer.facts.get("out")
            return out
        if layer.kind in ("dense", "embedding", "lstm", "gru", "rnn", "attention"):
            return None
    return None


def _outgoing(layer: Layer, layers: Mapping[str, Layer]) -> Optional[int]:
    if layer.kind in ("conv", "conv_transpose"):
        out: Optional[int] = layer.facts.get("out")
        return out
    return None if layer.kind == "dense" else _channels(layer, layers)
