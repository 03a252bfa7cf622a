"""The user's own counterparts: what names of a library of theirs became, ``[tool.ms-lint.mapping]``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Callable, NoReturn, Union

from ms_lint.messages import Message, say

Scalar = Union[str, int, float, bool]
_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", re.ASCII)
_KEYS = ("to", "rename", "drop", "values")
FORM = (
    '"mylib.Block" = "mylib_ms.Block", or { to = "mylib_ms.Block", rename = { bias = "has_bias" }, drop = ["inplace"], '
    'values = { act = { relu = "ReLU" } } }'
)


@dataclass(frozen=True)
class Replacement:
    """What stands for a qualified name ``name``: another one, ``to``. Of the keywords of a call ``rename`` gives some
    other names, ``drop`` leaves some out, and ``values`` has for a keyword (by its old name) pairs of a constant, as
    text, and what stands for it."""

    name: str
    to: str
    rename: tuple[tuple[str, str], ...] = ()
    drop: tuple[str, ...] = ()
    values: tuple[tuple[str, tuple[tuple[str, Scalar], ...]], ...] = ()

    @property
    def touches_arguments(self) -> bool:
        """Whether any argument is treated otherwise."""
        return bool(self.rename or self.drop or self.values)


Mapping = tuple[Replacement, ...]
#: Told a part of the table and what is wrong with it; it raises.
Complain = Callable[[str, Message], NoReturn]


def read_mapping(table: Any, complain: Complain) -> Mapping:
    """The mapping that a table of settings has. What is wrong goes to ``complain``."""
    if not isinstance(table, dict):
        complain("", say("must be a table such as {form}", form=FORM))
    return tuple(_entry(str(name), value, complain) for name, value in table.items())


def _entry(name: str, value: Any, complain: Complain) -> Replacement:
    if not _NAME.fullmatch(name):
        complain(name, say('"{name}" is not a qualified name such as "mylib.Block"', name=name))
    if isinstance(value, str):
        value = {"to": value}
    if not isinstance(value, dict):
        complain(name, say('what stands for "{name}" must be {form}', name=name, form=FORM))
    unknown = [key for key in value if key not in _KEYS]
    if unknown:
        complain(
            name,
            say(
                '"{name}" has the unknown key "{key}"; valid: {keys}', name=name, key=unknown[0], keys=", ".join(_KEYS)
            ),
        )
    target = value.get("to")
    if not isinstance(target, str) or not _NAME.fullmatch(target):
        complain(name, say('what stands for "{name}" must be a qualified name such as "mylib_ms.Block"', name=name))
    if target == name:
        complain(name, say('"{name}" stands for itself', name=name))
    rename, drop, values = value.get("rename", {}), value.get("drop", []), value.get("values", {})
    if not isinstance(rename, dict) or not all(_is_word(old) and _is_word(new) for old, new in rename.items()):
        complain(
            name, say('"rename" of "{name}" must be a table such as {form}', name=name, form='{ bias = "has_bias" }')
        )
    if not isinstance(drop, list) or not all(map(_is_word, drop)):
        complain(name, say('"drop" of "{name}" must be an array of argument names', name=name))
    both = sorted(set(drop) & (set(rename) | set(values if isinstance(values, dict) else ())))
    if both:
        complain(name, say('"{name}" both drops and keeps the argument "{key}"', name=name, key=both[0]))
    is_table = isinstance(values, dict) and all(
        _is_word(key) and isinstance(each, dict) for key, each in values.items()
    )
    if not is_table or not all(isinstance(new, (str, int, float)) for each in values.values() for new in each.values()):
        form = '{ act = { relu = "ReLU" } }'
        complain(name, say('"values" of "{name}" must be a table such as {form}', name=name, form=form))
    changed = tuple((key, tuple((str(old), new) for old, new in each.items())) for key, each in values.items())
    return Replacement(name, target, tuple(rename.items()), tuple(drop), changed)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier()


def shown(item: Replacement, text: Callable[[object], str]) -> str:
    """An entry as it stands in a table of TOML; ``text`` writes a value."""
    if not item.touches_arguments:
        return f"{text(item.name)} = {text(item.to)}"
    parts = [f"to = {text(item.to)}"]
    if item.rename:
        parts.append(f"rename = {{ {', '.join(f'{old} = {text(new)}' for old, new in item.rename)} }}")
    if item.drop:
        parts.append(f"drop = {text(item.drop)}")
    if item.values:
        tables = (
            f"{key} = {{ {', '.join(f'{text(old)} = {text(new)}' for old, new in pairs)} }}"
            for key, pairs in item.values
        )
        parts.append(f"values = {{ {', '.join(tables)} }}")
    return f"{text(item.name)} = {{ {', '.join(parts)} }}"
