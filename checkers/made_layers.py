"""Where the Cells of a module are followed: the layers that a call makes, and what takes their results. It has no
rules."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.wiring.model import Layer, Step


@dataclass
class _Index:
    """``layers`` by the call that makes them, ``steps`` by the one that makes their layer; ``followers`` are the steps
    that take the result of a step."""

    layers: dict[ast.AST, list[Layer]] = field(default_factory=dict)
    steps: dict[ast.AST, list[Step]] = field(default_factory=dict)
    followers: dict[int, list[Step]] = field(default_factory=dict)


_INDEXES: WeakKeyDictionary[Module, _Index] = WeakKeyDictionary()


def _index(module: Module) -> _Index:
    if module not in _INDEXES:
        index = _INDEXES[module] = _Index()
        for wiring in module.wirings:
            for layer in wiring.layers().values():
                index.layers.setdefault(layer.place.node, []).append(layer)
            for step in wiring.steps:
                for tensor in step.inputs:
                    if tensor.step is not None:
                        index.followers.setdefault(id(tensor.step), []).append(step)
                if step.layer is not None and not wiring.cut:
                    index.steps.setdefault(step.layer.place.node, []).append(step)
    return _INDEXES[module]


def layers_of(call: Call) -> list[Layer]:
    """The layers that a call makes, for each of the Cells that make it."""
    return _index(call.module).layers.get(call.node, [])


def steps_of(call: Call) -> list[Step]:
    """The calls of the layers that a call makes, in Cells that were followed to their end."""
    return _index(call.module).steps.get(call.node, [])


def followers_of(module: Module, step: Step) -> list[Step]:
    """The steps that take the result of a step."""
    return _index(module).followers.get(id(step), [])
