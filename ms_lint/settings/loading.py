"""Finds the settings of a file: the nearest settings file above it, and the options given."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from collections.abc import Mapping as Table
from typing import Any, Optional

from ms_lint.knowledge.versions import forget
from ms_lint.messages import say
from ms_lint.settings.model import KEYS, Settings, SettingsError, field_name
from ms_lint.settings.reading import OPTIONS, Origin, parse, read
from ms_lint.settings.requirements import infer_target, installed_target
from ms_lint.settings.targets import certain_versions, target_versions
from ms_lint.settings.validation import convert, kind


def load_settings(path: str | os.PathLike[str], overrides: Table[str, object] = {}) -> Settings:
    """The settings for the file or folder ``path``, which need not exist.

    ``overrides`` are options: kebab-case keys; a value is a string (lists are separated by commas or
    spaces; per-file-ignores are ``pattern:CODE,CODE pattern:CODE``), a list, or None for not given.
    Cached per folder and overrides; ``clear_cache`` forgets. Raises SettingsError.
    """
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    if not overrides:
        return _load(folder, ())
    given = [(key, _frozen(value)) for key, value in overrides.items() if value is not None]
    return _load(folder, tuple(sorted(given, key=lambda item: str(item[0]))))


def clear_cache() -> None:
    """Forget what was read, for a process that outlives a change of the settings files."""
    for function in (_load, _load_project, _has_table, infer_target, installed_target):
        function.cache_clear()
    target_versions.cache_clear()
    certain_versions.cache_clear()
    forget()


class _Table(tuple[Any, ...]):
    """A mapping made hashable."""


def _frozen(value: object) -> Any:
    if isinstance(value, Table):
        return _Table((key, _frozen(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(map(_frozen, value), key=str))
    return value


def _thawed(value: Any) -> Any:
    if isinstance(value, _Table):
        return {key: _thawed(item) for key, item in value}
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    return value


@functools.cache
def _load(folder: str, options: tuple[tuple[str, Any], ...]) -> Settings:
    file, root = _locate(folder)
    return _load_project(file, root, options)


def _parents(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def _locate(folder: str) -> tuple[Optional[str], str]:
    """The settings file for a folder, if any, and the root of the project."""
    root = None
    for parent in _parents(folder):
        own, shared = os.path.join(parent, "ms-lint.toml"), os.path.join(parent, "pyproject.toml")
        if os.path.isfile(own):
            return own, parent
        has_shared = os.path.isfile(shared)
        if has_shared and _has_table(shared):
            return shared, parent
        is_repository = os.path.exists(os.path.join(parent, ".git"))
        if root is None and (has_shared or is_repository or os.path.isfile(os.path.join(parent, "setup.py"))):
            root = parent
        if is_repository:
            break
    return None, root or _import_root(folder)


def _import_root(folder: str) -> str:
    """The folder from which a file's own package is imported: the first one that is neither a package
    nor, without an ``__init__.py`` of its own, a part of one."""
    for parent in _parents(folder):
        around = (parent, os.path.dirname(parent))
        if not any(os.path.isfile(os.path.join(place, "__init__.py")) for place in around):
            return parent
    return folder


@functools.cache
def _has_table(pyproject: str) -> bool:
    content = read(pyproject)
    if not re.search(rb"ms[-_]lint", content, re.IGNORECASE):
        return False  # not ours: whether it is valid TOML is for others to say
    data, origin = parse(pyproject, content)
    tool = data.get("tool")
    if not isinstance(tool, dict):
        return False
    if "ms-lint" in tool:
        return True
    for name in tool:
        if name.lower().replace("_", "-") == "ms-lint":
            shown = origin.shown("tool", name)
            raise SettingsError(
                say("{shown}: unknown table [tool.{name}]; did you mean [tool.ms-lint]?", shown=shown, name=name)
            )
    return False


@functools.cache
def _load_project(file: Optional[str], root: str, options: tuple[tuple[str, Any], ...]) -> Settings:
    values: dict[str, Any] = {}
    provenance: dict[str, str] = {}
    if file is not None:
        data, origin = parse(file, read(file))
        for name in origin.table:
            data = data[name]
        if not isinstance(data, dict):
            place = origin._replace(table=origin.table[:1])
            raise place.error(("ms-lint",), say('"ms-lint" must be a table, not {kind}', kind=kind(data)))
        for key, value in data.items():
            values[key] = convert(key, value, origin)
            provenance[key] = origin.shown(*origin.table, key)
    origin = Origin(OPTIONS)
    given = dict(options)
    if "select" in given and values.get("extend-select"):
        values["extend-select"] = ()
        provenance["extend-select"] = say('set aside by the option "select"')
    for key, value in options:
        new = convert(key, _thawed(value), origin)
        old = values.get(key)
        if key == "extend-select" and old:
            values[key] = old + tuple(code for code in new if code not in old)
            provenance[key] = say("{place} and options", place=provenance[key])
        else:
            values[key] = new
            provenance[key] = origin.file
    if "target-version" not in values:
        values["target-version"], provenance["target-version"] = infer_target(root)
    return Settings(
        **{field_name(key): value for key, value in values.items()},
        root=root,
        provenance=tuple((field_name(key), provenance[key]) for key in KEYS if key in provenance),
    )
