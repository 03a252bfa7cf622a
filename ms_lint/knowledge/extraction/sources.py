"""The Python sources of a package: in a folder such as site-packages, or in an archive such as a wheel."""

from __future__ import annotations

import ast
import fnmatch
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional

from . import native

SUFFIXES = (".py", ".pyi")


@dataclass
class Sources:
    """Files by their path below the folder that ``import`` would look into, with ``/`` between the parts."""

    paths: frozenset[str]
    _read: Callable[[str], bytes]
    #: Reads the texts of the forms that a C++ library says to accept.
    read_forms: Callable[[], list[str]] = list
    _trees: dict[str, ast.Module] = field(default_factory=dict, repr=False)
    _folders: Optional[frozenset[str]] = field(default=None, repr=False)

    def text(self, path: str) -> str:
        """The text of a file; bytes that are no UTF-8 are replaced. Raises KeyError where it does not exist."""
        if path not in self.paths:
            raise KeyError(path)
        return self._read(path).decode("utf-8-sig", errors="replace")

    def tree(self, path: str) -> ast.Module:
        """The syntax tree of a file, shared between calls; an empty one where it does not parse."""
        found = self._trees.get(path)
        if found is None:
            found = self._trees[path] = parse(self.text(path))
        return found

    def locate(self, module: str) -> Optional[tuple[Optional[str], bool]]:
        """The file of a module, and whether it is a package; None where there is neither. A folder without
        ``__init__`` is a package that has no file."""
        base = module.replace(".", "/")
        for suffix in SUFFIXES:
            if f"{base}/__init__{suffix}" in self.paths:
                return f"{base}/__init__{suffix}", True
            if base + suffix in self.paths:
                return base + suffix, False
        if self._folders is None:
            self._folders = frozenset(path[:at] for path in self.paths for at in range(len(path)) if path[at] == "/")
        return (None, True) if base in self._folders else None

    def renamed(self, old: str, new: str) -> Sources:
        """The same files with another beginning of those paths that begin with ``old``."""
        names = {new + path[len(old) :] if path.startswith(old) else path: path for path in self.paths}
        return Sources(frozenset(names), lambda path: self._read(names[path]), self.read_forms)

    def modules(self) -> Iterable[str]:
        """The dotted names of all modules with a ``.py`` file, sorted."""
        found = set()
        for path in self.paths:
            if path.endswith(".py"):
                parts = path[: -len(".py")].split("/")
                found.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
        return sorted(found)


def parse(text: str) -> ast.Module:
    """The syntax tree of a text, or an empty one where Python refuses it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])


def from_mapping(files: Mapping[str, bytes], forms: Iterable[str] = ()) -> Sources:
    """Sources out of memory."""
    return Sources(frozenset(files), files.__getitem__, lambda: list(forms))


def combined(*parts: Sources) -> Sources:
    """The files of several sources; of the same path that of the first."""

    def read(path: str) -> bytes:
        return next(part for part in parts if path in part.paths)._read(path)

    paths = frozenset(path for part in parts for path in part.paths)
    return Sources(paths, read, lambda: [form for part in parts for form in part.read_forms()])


def from_archive(path: Path) -> Sources:
    """The sources in a ZIP archive. Raises OSError or BadZipFile where it cannot be read."""
    archive = zipfile.ZipFile(path)
    # some wheels have packages below `NAME.data/purelib/`
    names = {re.sub(r"^[^/]*\.data/(?:pure|plat)lib/", "", name): name for name in archive.namelist()}

    def read_forms() -> list[str]:
        kept = [name for name in names if name.endswith(native.FILE)]
        if kept:
            return [form for name in kept for form in archive.read(names[name]).decode().split("\n")]
        libraries = sorted(name for name in names if fnmatch.fnmatch(name, f"*/lib/{native.LIBRARIES}"))
        return [form for name in libraries for form in native.find_forms(archive.read(names[name]))]

    return Sources(
        frozenset(name for name in names if name.endswith(SUFFIXES)), lambda n: archive.read(names[n]), read_forms
    )


def from_folder(folder: Path, packages: Sequence[str]) -> Sources:
    """The sources of some packages in a folder such as site-packages."""
    paths = frozenset(
        path.relative_to(folder).as_posix()
        for package in packages
        for path in (folder / package).rglob("*")
        if path.suffix in SUFFIXES and path.is_file()
    )
    libraries = [path for package in packages for path in sorted((folder / package / "lib").glob(native.LIBRARIES))]

    def read_forms() -> list[str]:
        return [form for path in libraries for form in native.find_forms(path.read_bytes())]

    return Sources(paths, lambda path: (folder / path).read_bytes(), read_forms)
