"""The layers of the original class that a layer may have been ported from. It has no rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import original_of
from ms_lint.semantics.values import Instance

from .arguments import owner_of, python_values


@dataclass(frozen=True)
class Original:
    """What a layer may have been ported from: the layer of the same attribute of the original class
    ``owner``, or all layers that this class makes. ``is_known`` says that there are originals at all."""

    layer: Optional[Instance]
    layers: tuple[Instance, ...]
    owner: Optional[ClassInfo]
    is_known: bool


def original_layer(call: Call, names: tuple[str, ...]) -> Original:
    """The original of a layer among the torch layers of these names."""
    owner = owner_of(call)
    if owner is None:  # a function's original is not looked into, but it may be there
        cells = [info for info in call.module.classes if info.kind == "cell"]
        return Original(None, (), None, any(original_of(info) is not None for info in cells))
    original = original_of(owner)
    if original is None:
        return Original(None, (), None, False)
    original.module.follow_class(original)
    made = tuple(dict.fromkeys(instance for instance in original.instances_made() if instance.of in names))
    for attribute, assignments in owner.assignments.items():
        if any(isinstance(item.value, Instance) and item.value.call is call.node for item in assignments):
            same = [item.value for item in original.assignments.get(attribute, ())]
            if len(same) == 1:
                known = isinstance(same[0], Instance) and same[0].of in names
                return Original(same[0] if known else None, (), original, True)  # type: ignore[arg-type]
    return Original(None, made, original, True)


def given(instance: Instance, position: int, name: str, original: Optional[ClassInfo]) -> Optional[list[Any]]:
    """The values of an argument of an original layer, [None] where it is not given; None if not known."""
    value = instance.arguments.get(position, instance.arguments.get(name))
    if value is None:
        return [None]
    try:
        return python_values(value, original)
    except ValueError:
        return None
