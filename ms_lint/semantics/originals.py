"""The class of torch or Keras that a Cell was ported from, where it is in reach.

In reach are: the module or notebook itself, files that its comments name, files of its folder, and those that the
setting ``originals`` names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Optional

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module

FOREIGN_KINDS = ("module", "keras")
#: What a file must say to be worth parsing.
FOREIGN = re.compile(r"torch|keras|tensorflow")
_NAMED = re.compile(r"#[^\n]*?([\w./\\-]+\.py)\b")
_WITHOUT = re.compile(r"[\W_]+")
_MAXIMUM_NAMED = 20
_PREFIX = "modeling"
#: So many classes of one name make a file the original of another one, whatever it is called.
_ENOUGH_NAMES = 4


def sole_original(info: ClassInfo) -> Optional[ClassInfo]:
    """The original of a class, where there is exactly one of its name in the nearest place that has any. What the
    setting names may have many: it must be in a file of the same name, or in one with several classes of the file."""
    for find in (_within, _in_named_files, _in_folder):
        found = list(find(info))
        if found:
            return found[0] if len(found) == 1 else None
    here, own = stem(info.module.path), {other.name for other in info.module.classes}
    candidates = list(from_setting(info))
    found = [other for other in candidates if stem(other.module.path) == here]
    if not candidates or found:
        return found[0] if len(found) == 1 else None
    found = [other for other in candidates if len(own & {each.name for each in other.module.classes}) >= _ENOUGH_NAMES]
    return found[0] if len(found) == 1 else None


def from_setting(info: ClassInfo) -> Iterator[ClassInfo]:
    """The originals in the files and folders that the setting ``originals`` names."""
    project = info.module.project
    if project is None:
        return
    for path in info.module.originals:
        index = project.index_of(path)
        yield from _classes(info, index.files_with_class(info.name), index.texts)


def _within(info: ClassInfo) -> Iterator[ClassInfo]:
    for other in info.module.classes:
        if other is not info and other.name == info.name and other.kind in FOREIGN_KINDS:
            yield other


def _in_named_files(info: ClassInfo) -> Iterator[ClassInfo]:
    module = info.module
    if module.project is not None:
        yield from _classes(info, list(named_files(module)))


def _in_folder(info: ClassInfo) -> Iterator[ClassInfo]:
    module = info.module
    if module.project is not None:
        folder = os.path.dirname(os.path.abspath(module.path))
        files = [
            path
            for path in module.index.files_with_class(info.name)
            if os.path.dirname(path) == folder and module.index.file_matches(FOREIGN, path)
        ]
        yield from _classes(info, files)


def named_files(module: Module) -> Iterator[str]:
    """The Python files that the comments of a module name, by a path from its folder, from the project or from what the
    setting names."""
    assert module.project is not None
    if ".py" not in module.source.code:
        return
    here = os.path.abspath(module.path)
    folders = [os.path.dirname(here), module.project.root, *module.originals]
    for name in list(dict.fromkeys(_NAMED.findall(module.source.code)))[:_MAXIMUM_NAMED]:
        for folder in folders:
            path = os.path.abspath(os.path.join(folder, name.lstrip("/\\")))
            if path != here and os.path.isfile(path):
                yield path
                break


def _classes(info: ClassInfo, files: list[str], texts: Optional[Mapping[str, str]] = None) -> Iterator[ClassInfo]:
    """The classes of torch or Keras in some files that have the name of a class."""
    project = info.module.project
    assert project is not None
    here = os.path.abspath(info.module.path)
    for path in dict.fromkeys(files):
        if path == here:
            continue
        text = (texts or {}).get(path)
        if text is not None and not FOREIGN.search(text):
            continue
        loaded = project.load(path)
        for other in loaded.classes if loaded is not None else ():
            if other.name == info.name and other.kind in FOREIGN_KINDS:
                yield other


def stem(path: str) -> str:
    """The name of a file as far as ports keep it: without underscores and `modeling`, in small letters."""
    name = _WITHOUT.sub("", os.path.splitext(os.path.basename(path))[0]).lower()
    return name[len(_PREFIX) :] if name.startswith(_PREFIX) and name != _PREFIX else name
