"""Keras' HDF5 files, read by h5py (the extra ``h5``): whole models (``.h5``) and weights (``.weights.h5``).

The HDF5 library is C code that a damaged file can bring down, or make ask for any amount of memory: it runs in a
process of its own, with limits (``hdf5_program.py``).
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from ms_lint.compare.model import Layer, Parameter, UnreadableReference
from ms_lint.compare.readers.weights import facts_of, layers_of_groups, role_of
from ms_lint.compare.readers.wire import Malformed
from ms_lint.messages import say

_PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hdf5_program.py")
_SECONDS = 120
_NUMBERED = re.compile(r"_\d+$")
#: What the numbered variables of a layer are, by the class that its group is called after (Keras 3.15).
_VARIABLES: dict[str, tuple[str, ...]] = {
    "separable_conv1d": ("depthwise_kernel", "pointwise_kernel", "bias"),
    "separable_conv2d": ("depthwise_kernel", "pointwise_kernel", "bias"),
    "embedding": ("embeddings",),
    "cell": ("kernel", "recurrent_kernel", "bias"),
}
_CELLS = frozenset({"cell", "lstm_cell", "gru_cell", "simple_rnn_cell"})


@dataclass(frozen=True)
class Hdf5File:
    """The model's configuration as JSON (None in a file of weights), all tensors by their paths in the file, and the
    tensors of each layer by what they are in it."""

    config: Optional[str]
    tensors: list[Parameter]
    groups: dict[str, dict[str, Parameter]]

    def layers(self) -> list[Layer]:
        """The layers of a file of weights."""
        return layers_of_groups(self.groups, "tensorflow")

    def completed(self, layers: Iterable[Layer]) -> list[Layer]:
        """Layers of a configuration with the tensors of the file, and what their shapes say."""
        return [_completed(layer, self.groups) for layer in layers]


def read_h5(path: str) -> Hdf5File:
    """A file of Keras. Raises Malformed, and UnreadableReference where h5py is not installed."""
    contents = _read(path)
    tensors = [Parameter(str(name), tuple(shape), str(dtype)) for name, shape, dtype in contents["tensors"]]
    config = _config(contents)
    named = {str(name): str(label) for name, label in contents["names"].items() if label}
    is_numbered = config is None and any(re.search(r"(^|/)vars/\d+$", each.name) for each in tensors)
    return Hdf5File(config, tensors, _numbered(tensors, named) if is_numbered else _legacy(tensors))


def _read(path: str) -> dict[str, Any]:
    found = importlib.util.find_spec("h5py")
    if found is None or found.origin is None or not sys.executable:
        raise UnreadableReference(say("HDF5 files need h5py: install `ms-lint[h5]`, or save the model as .keras"))
    folder = os.path.dirname(os.path.dirname(found.origin))
    command = [sys.executable, "-I", _PROGRAM, folder, os.path.abspath(path)]
    try:
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Malformed(
            say("the HDF5 library was not done with it after {seconds} seconds", seconds=_SECONDS)
        ) from None
    if run.returncode != 0:
        raise Malformed(say("the HDF5 library broke down over it: it is damaged, or too large"))
    contents: dict[str, Any] = json.loads(run.stdout)
    if "error" in contents:
        raise Malformed(say("it is a damaged or truncated HDF5 file ({error})", error=contents["error"]))
    return contents


def _config(contents: Mapping[str, Any]) -> Optional[str]:
    text = contents["model_config"]
    if text is None:
        return None
    try:
        config = json.loads(text)
        compiled = json.loads(contents["training_config"] or "{}")
    except (ValueError, RecursionError) as error:
        raise Malformed(say("the configuration in it is no JSON ({error})", error=str(error))) from None
    return json.dumps({**config, "compile_config": compiled}) if isinstance(config, dict) else str(text)


# ---------------------------------------------------------------- which tensor is what


def _legacy(tensors: Sequence[Parameter]) -> dict[str, dict[str, Parameter]]:
    """A group for each layer, in it the tensors under their own names: ``conv/conv/kernel``."""
    groups: dict[str, dict[str, Parameter]] = {}
    for tensor in tensors:
        outer, _, rest = tensor.name.removeprefix("model_weights/").partition("/")
        owner, _, leaf = rest.rpartition("/")
        inner = [each for each in owner.split("/") if each and each != outer and each not in _CELLS]
        groups.setdefault("/".join((outer, *inner[-1:])), {})[leaf.partition(":")[0]] = tensor
    return groups


def _numbered(tensors: Sequence[Parameter], named: Mapping[str, str]) -> dict[str, dict[str, Parameter]]:
    """Keras 3 numbers the variables of each layer; its name stands in an attribute."""
    found: dict[str, list[Parameter]] = {}
    for tensor in tensors:
        group, _, number = tensor.name.rpartition("/vars/")
        if number.isdecimal():
            found.setdefault(group, []).append(tensor)
    groups: dict[str, dict[str, Parameter]] = {}
    for group, variables in found.items():
        variables.sort(key=lambda each: int(each.name.rpartition("/")[2]))
        is_cell = group.rpartition("/")[2] in _CELLS
        label = _label(group.rpartition("/")[0] if is_cell else group, named)
        names = _roles(_NUMBERED.sub("", group.rpartition("/")[2]), variables)
        groups[group if label in groups else label] = dict(zip(names, variables))
    return groups


def _label(group: str, named: Mapping[str, str]) -> str:
    """The name of a layer: the path of its attributes. In lists of layers a group is called after its class; there the
    name that the user gave is meant."""
    parts = group.split("/")
    labels = []
    for end, part in enumerate(parts, 1):
        name = named.get("/".join((*parts[:end], "vars")), part)
        is_listed = end > 1 and parts[end - 2] == "layers"
        is_given = _NUMBERED.sub("", name) != _NUMBERED.sub("", part)
        if part != "layers" or "/".join((*parts[:end], "vars")) in named:
            labels.append(name if is_listed and is_given else part)
    return "/".join(labels)


def _roles(kind: str, variables: Sequence[Parameter]) -> tuple[str, ...]:
    """What the variables of a layer are; numbers where that is not known."""
    ranks = [len(each.shape or ()) for each in variables]
    own = _VARIABLES.get(kind)
    if own is not None and len(variables) <= len(own):
        return own
    if ranks[0] >= 2:
        kernel = "depthwise_kernel" if kind.startswith("depthwise") else "kernel"
        return (kernel, *(("bias",) if ranks[1:] == [1] else map(str, range(1, len(variables)))))
    if set(ranks) == {1}:
        if len(variables) == 4:
            return "gamma", "beta", "moving_mean", "moving_variance"
        if len(variables) == 3:  # with a scale or with an offset
            return "0", "moving_mean", "moving_variance"
        if len(variables) == 2:
            return "gamma", "beta"
    return tuple(map(str, range(len(variables))))


def _completed(layer: Layer, groups: Mapping[str, Mapping[str, Parameter]]) -> Layer:
    """A layer of the configuration with its tensors."""
    is_depthwise = layer.name.endswith("/depthwise") and layer.name not in groups
    group = groups.get(layer.name.removesuffix("/depthwise") if is_depthwise else layer.name, {})
    weights: dict[str, Parameter] = {}
    for leaf, tensor in group.items():
        if leaf in ("depthwise_kernel", "pointwise_kernel") and "pointwise_kernel" in group:
            if is_depthwise != (leaf == "depthwise_kernel"):
                continue
        elif is_depthwise:
            continue
        role = role_of(leaf)
        if role is not None:
            weights[role] = tensor
    if not weights:
        return layer
    layer = replace(layer, weights=weights)
    facts = dict(layer.facts)
    weight, gamma = weights.get("weight"), weights.get("gamma", weights.get("beta"))
    if layer.kind in ("lstm", "gru", "rnn"):
        facts |= {"in": weight.shape[0]} if weight is not None and weight.shape else {}
    elif weight is not None and weight.shape is not None and layer.kind in ("conv", "conv_transpose", "dense"):
        is_depthwise = is_depthwise or layer.op.startswith("Depthwise")
        groups_ = weight.shape[-2] if is_depthwise and len(weight.shape) > 2 else facts.get("groups")
        facts = facts_of(layer, layer.kind, "tensorflow", groups_)
        facts |= {"groups": groups_, "in": groups_} if is_depthwise else {}
    elif layer.kind in ("batch_norm", "layer_norm", "group_norm") and gamma is not None and gamma.shape:
        facts["size"] = gamma.shape if layer.kind == "layer_norm" else gamma.shape[0]
    return replace(layer, facts=facts)
