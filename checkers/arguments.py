"""The values that the arguments of a call may have, and how messages show them. It has no rules."""

from __future__ import annotations

import ast
import itertools
from typing import Any, Optional

from ms_lint.findings import Confidence
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Argument, Constant, Sequence, Value, alternatives, walk_values

_MAXIMUM_COMBINATIONS = 16


def owner_of(call: Call) -> Optional[ClassInfo]:
    """The class in whose methods a call stands."""
    return call.function.owner if call.function is not None else None


def python_values(value: Value, owner: Optional[ClassInfo]) -> list[Any]:
    """The Python values that a value may have; raises ValueError where one of them is not known."""
    if owner is not None:
        value = owner.decide(value)
    found: list[Any] = []
    for each in alternatives(value):
        if owner is not None:
            each = owner.decide(each)
        if isinstance(each, Constant):
            found.append(each.value)
        elif isinstance(each, Sequence) and each.kind in ("tuple", "list"):
            combinations = itertools.product(*(python_values(item, owner) for item in each.items))
            kind = tuple if each.kind == "tuple" else list
            found += [kind(items) for items in itertools.islice(combinations, _MAXIMUM_COMBINATIONS)]
        else:
            raise ValueError("not known")
    return found


def known_values(call: Call, name: str) -> Optional[list[Any]]:
    """The values that the argument may have; None where it is not given or not known."""
    value = call.argument(name)
    if value is None:
        return None
    try:
        return python_values(value, owner_of(call))
    except ValueError:
        return None


def confidence_of(call: Call, *names: str) -> Optional[Confidence]:
    """Likely where an argument is one of several, or decided by the callers in sight; else the rule's own."""
    for name in names:
        value = call.argument(name)
        if value is not None and (
            len(alternatives(value)) > 1 or any(isinstance(v, Argument) for v in walk_values(value))
        ):
            return Confidence.LIKELY
    return None


def shown(call: Call, name: str, value: Any) -> str:
    """An argument as it is written, with its value where that is not the same: ``padding=p`` and 1."""
    expression = call.expression(name)
    text = repr(value) if expression is None else call.module.text_of(expression)
    return f"`{name}={text}`" + ("" if same_text(text, value) else f" (here {value!r})")


def same_text(text: str, value: Any) -> bool:
    try:
        return bool(ast.literal_eval(text) == value)
    except (ValueError, SyntaxError):
        return False


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_numeric(value: Any) -> bool:
    """Whether it is a number, or a tuple or list of numbers."""
    if isinstance(value, (tuple, list)):
        return bool(value) and all(is_number(item) for item in value)
    return is_number(value)


def is_zero(value: Any) -> bool:
    return not any(value) if isinstance(value, (tuple, list)) else value == 0


def per_axis(value: Any, axes: int) -> Optional[tuple[int, ...]]:
    """A size for each axis, from a number or one number an axis; None for what is neither."""
    if isinstance(value, (tuple, list)):
        items = tuple(value) * axes if len(value) == 1 else tuple(value)
    else:
        items = (value,) * axes
    whole = all(isinstance(item, int) and not isinstance(item, bool) for item in items)
    return items if whole and len(items) == axes else None


def axes_of(call: Call) -> int:
    """How many axes a layer moves along, by its name: ``Conv2d``, ``AvgPool3D``; primitives without a
    number have two."""
    name = call.qualified_name.rpartition(".")[2]
    return next((int(letter) for letter in name if letter in "123"), 2)
