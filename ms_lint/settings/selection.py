"""Which rules apply to a file, and which files are left out."""

from __future__ import annotations

import functools
import os
from typing import Callable

from ms_lint.settings.model import Settings, SettingsError
from ms_lint.settings.reading import one_line


def is_code_selected(settings: Settings, code: str, name: str, default: bool, path: str) -> bool:
    """Whether the rule (its code, its name, whether it is on by default) applies to the file ``path``.

    ``select``, if not empty, replaces the defaults; ``extend-select`` adds; ``ignore`` and
    ``per-file-ignores`` take away. The most specific entry decides: code or name before longer
    prefix before shorter prefix before ALL before the default; among equals, the one that ignores.
    """
    ignored = ignored_codes(settings, path) if settings.per_file_ignores else ()
    return _is_selected(settings.select, settings.extend_select, settings.ignore, ignored, code, name, default)


@functools.lru_cache(maxsize=8192)
def _is_selected(
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    ignored: tuple[str, ...],
    code: str,
    name: str,
    default: bool,
) -> bool:
    on = max([_specificity(entry, code, name) for entry in (*select, *extend_select)], default=-2)
    if default and not select:
        on = max(on, -1)
    if any(_specificity(entry, code, name) >= 0 for entry in ignored):
        return False  # whoever names a file means it, however short the prefix
    return on > max([_specificity(entry, code, name) for entry in ignore], default=-2)


def is_fixable(settings: Settings, code: str, name: str) -> bool:
    """Whether findings of a rule may be fixed; the most specific entry decides, as in ``is_code_selected``."""
    return _is_selected(settings.fixable, (), settings.unfixable, (), code, name, False)


def _specificity(entry: str, code: str, name: str) -> int:
    """-2 no match, 0 ALL, else the length of the matching prefix; a name is worth its code."""
    if entry == "ALL":
        return 0
    if entry == name:
        return len(code)
    return len(entry) if entry and code.startswith(entry) else -2


def ignored_codes(settings: Settings, path: str) -> tuple[str, ...]:
    """The codes and names that ``per-file-ignores`` has for the file. A pattern after ``!`` stands
    for all files that do not match it. Raises SettingsError for a pattern that cannot be read."""
    if not settings.per_file_ignores:
        return ()
    return _ignored_codes(settings.per_file_ignores, settings.root or os.getcwd(), os.path.abspath(path))


@functools.lru_cache(maxsize=4096)
def _ignored_codes(per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...], root: str, path: str) -> tuple[str, ...]:
    relative = _relative(path, root)
    result: dict[str, None] = {}
    for pattern, codes in per_file_ignores:
        negated = pattern.startswith("!")
        if _spec((pattern[negated:],))(relative) != negated:
            result.update(dict.fromkeys(codes))
    return tuple(result)


def is_excluded(settings: Settings, path: str, folder: bool = False) -> bool:
    """Whether ``exclude`` has the file, or, with ``folder=True``, the folder and so all below it.
    Later patterns win, ``!`` takes back. Raises SettingsError for a pattern that cannot be read."""
    if not settings.exclude:
        return False
    relative = _relative(os.path.abspath(path), settings.root or os.getcwd())
    return _spec(settings.exclude)(relative + "/" if folder else relative)


def _relative(path: str, root: str) -> str:
    """With forward slashes. A path outside the root keeps all its folders, for patterns such as *.py."""
    below = os.path.join(root, "")
    relative = path[len(below) :] if path.startswith(below) else os.path.splitdrive(path)[1]
    return relative.replace(os.sep, "/").lstrip("/")


@functools.lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    import pathspec

    try:
        return pathspec.GitIgnoreSpec.from_lines(patterns).match_file
    except ValueError as error:
        raise SettingsError(f"settings: {one_line(str(error))}") from error
