"""The same across files: where an import leads, and what the rest of the project reads and sets.

A ``Project`` serves all files of one run. It parses another file only when a name from it is used,
and reads the whole project (as text, without parsing) only when a rule asks.
"""

from __future__ import annotations

import ast
import contextlib
import os
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import replace
from typing import Optional

from ms_lint.knowledge.catalog import Catalog
from ms_lint.semantics.index import Index
from ms_lint.semantics.module import Module
from ms_lint.sources import Source, SourceError, read_lines, read_source

#: Folders that are not the project's own code, besides the hidden ones.
_SKIPPED = frozenset(("venv", "node_modules", "__pycache__", "site-packages", "build", "dist"))
#: What marks the folder of a virtual environment, by whatever name.
_ENVIRONMENTS = frozenset(("pyvenv.cfg", "conda-meta"))
#: What marks a folder as a project, or as a package.
_MARKERS = ("ms-lint.toml", "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", ".git", "__init__.py")
_MAXIMUM_SOURCES = 1000  # a module that is dropped is followed again, and its cycles are freed late
#: Bytes, and entries of folders, that an index takes from a project, or from any other folder.
_MAXIMUM_INDEXED, _MAXIMUM_ENTRIES = 60_000_000, 200_000
_MAXIMUM_LOOSE, _MAXIMUM_LOOSE_ENTRIES = 8_000_000, 20_000

#: When a file was changed last (nanoseconds), and its size in bytes.
Stamp = tuple[int, int]


class Project:
    """Look-ups across the files below ``root`` (a folder)."""

    def __init__(self, root: str, catalog: Catalog) -> None:
        self.root = root
        self.catalog = catalog
        self._modules: OrderedDict[str, Optional[Module]] = OrderedDict()
        self._sources: OrderedDict[str, Source] = OrderedDict()
        self._contents: dict[str, bytes] = {}
        self._located: dict[tuple[str, str], Optional[str]] = {}
        self._index: dict[str, Index] = {}
        self._stamps: dict[str, Stamp] = {}  # of the sources that were read from disk
        self._originals: dict[str, Index] = {}
        self._indexed: dict[str, Stamp] = {}  # of the texts of the indices
        self._typed: set[str] = set()  # files that were handed over with changes: the indices follow them

    # ------------------------------------------------------------------ files

    def keep(self, source: Source) -> None:
        """Remember the source of a Python file that is being analyzed: other files may import it. What
        was known of an earlier content is forgotten."""
        if source.kind != "python":
            return
        key = os.path.abspath(source.path)
        earlier = self._sources.pop(key, None)
        self._stamps.pop(key, None)
        if key in self._typed or (earlier is not None and earlier.text != source.text):
            self._typed.add(key)
            if earlier is None or earlier.text != source.text:
                self._modules.pop(key, None)
                self._index = {folder: index.with_text(key, source.text) for folder, index in self._index.items()}
        self._sources[key] = source
        if len(self._sources) > _MAXIMUM_SOURCES:
            oldest, _ = self._sources.popitem(last=False)
            self._contents.pop(oldest, None)

    def source(self, path: str, content: Optional[bytes] = None) -> Source:
        """The parsed source of a file, kept for a while since it may be both analyzed and imported.
        With ``content`` that, and not what is on disk.

        Raises OSError and SourceError.
        """
        key = os.path.abspath(path)
        source = self._sources.get(key)
        if source is None or (content is not None and content != self._contents.get(key)):
            stamp = None
            if content is None:
                with open(path, "rb") as file:
                    stamp = _stamp(os.fstat(file.fileno()))
                    content = file.read()
            source = read_source(content, path)
            self.keep(source)
            self._contents[key] = content
            if stamp is not None:
                self._stamps[key] = stamp
        return source if source.path == path else replace(source, path=path)

    def refresh(self) -> None:
        """Take notice of what changed on disk since it was read, and of contents that were handed over and hold no
        longer. What is known of the other files is kept."""
        is_other = False
        for key in [*self._sources]:
            if not self._is_on_disk(key):
                is_other = True
                del self._sources[key]
                self._contents.pop(key, None)
        for folder, index in self._index.items():
            known = index.all_texts()
            stamps, complete = _python_files(folder)
            changed = [
                path for path, stamp in stamps.items() if path in self._typed or self._indexed.get(path) != stamp
            ]
            new = _texts(changed)
            self._indexed.update(stamps)
            if len(stamps) != len(known) or any(known.get(path) != text for path, text in new.items()):
                is_other = True
                texts = {path: known[path] for path in stamps if path in known}
                self._index[folder] = index.with_texts({**texts, **new}, complete)
        self._located.clear()
        self._originals.clear()
        if is_other:
            self._modules.clear()

    def _is_on_disk(self, key: str) -> bool:
        """Whether a source is what the file has."""
        stamp = _stamp_of(key)
        if key in self._stamps:
            return stamp == self._stamps[key]
        try:
            with open(key, "rb") as file:
                same = "\n".join(read_lines(file.read(), key)) == self._sources[key].text
        except OSError:
            return False
        if same and stamp is not None:
            self._stamps[key] = stamp
        return same

    def load(self, path: str) -> Optional[Module]:
        """Another module, looked up and not analyzed; None where it cannot be read or followed. In an
        import cycle the module is given as far as it was followed."""
        key = os.path.abspath(path)
        if key in self._modules:
            self._modules.move_to_end(key)
            return self._modules[key]
        if len(self._modules) > _MAXIMUM_SOURCES:
            self._modules.popitem(last=False)
        self._modules[key] = None
        try:
            module = Module(self.source(path), self.catalog, self)
            self._modules[key] = module
            module.follow()
        except (OSError, SourceError, RecursionError):
            self._modules[key] = None
        return self._modules.get(key)

    def loaded(self, path: str) -> Optional[Module]:
        """Another module if it was looked up already."""
        return self._modules.get(os.path.abspath(path))

    def locate(self, name: str, near: str) -> Optional[str]:
        """The file of an absolute module name, seen from the file ``near``; None outside the project."""
        folder = os.path.dirname(os.path.abspath(near))
        key = (name, folder)
        if key not in self._located:
            self._located[key] = self._search(name, folder)
        return self._located[key]

    def _search(self, name: str, folder: str) -> Optional[str]:
        package = top_package(folder)
        roots = [os.path.dirname(package), self.root, os.path.join(self.root, "src")]
        if not os.path.exists(os.path.join(folder, "__init__.py")):
            roots.insert(0, folder)  # a script imports what lies beside it
        above, first = folder.split(os.sep), name.partition(".")[0]
        if first in above:  # a package that the file is in, though it has no `__init__.py`
            while above.pop() != first:
                pass
            roots.append(os.sep.join(above))
        for root in dict.fromkeys(roots):
            found = _module_file(os.path.join(root, *name.split(".")))
            if found is not None:
                return found
        return None

    def locate_from(self, node: ast.ImportFrom, near: str) -> Optional[str]:
        """The file of the module that a from-import names."""
        if not node.level:
            return self.locate(node.module or "", near)
        folder = os.path.dirname(os.path.abspath(near))
        for _ in range(node.level - 1):
            folder = os.path.dirname(folder)
        parts = (node.module or "").split(".") if node.module else []
        return _module_file(os.path.join(folder, *parts))

    def submodule(self, path: str, name: str) -> Optional[str]:
        """The file of a submodule, when ``path`` is a package that does not bind the name itself."""
        if os.path.basename(path) != "__init__.py":
            return None
        return _module_file(os.path.join(os.path.dirname(path), name))

    # ------------------------------------------------------------------ the index

    def index(self, near: str) -> Index:
        """The index of the Python files of the project that the file ``near`` belongs to."""
        package = top_package(os.path.dirname(os.path.abspath(near)))
        root = os.path.abspath(self.root)
        folder = root if package == root or package.startswith(root + os.sep) else package
        if folder not in self._index:
            stamps, complete = _python_files(folder)
            texts = _texts(stamps)
            texts.update((path, source.text) for path, source in self._sources.items() if path in texts)
            self._indexed.update(stamps)
            self._index[folder] = Index(texts, complete=complete)
        return self._index[folder]

    def index_of(self, path: str) -> Index:
        """The index of a file, or of the Python files of a folder, that need not be the project's; empty where there is
        none."""
        path = os.path.abspath(path)
        if path not in self._originals:
            files, complete = _python_files(path) if os.path.isdir(path) else ({path: (0, 0)}, True)
            self._originals[path] = Index(_texts(files), complete=complete)
        return self._originals[path]


def top_package(folder: str) -> str:
    """The outermost folder of the package that ``folder`` is in, folders without an ``__init__.py`` on the
    way included; the folder itself outside a package."""
    top = folder
    while True:
        parent = os.path.dirname(folder)
        if os.path.exists(os.path.join(folder, "__init__.py")):
            top = folder
        elif not os.path.exists(os.path.join(parent, "__init__.py")):
            return top
        if parent == folder:
            return top
        folder = parent


def _module_file(stem: str) -> Optional[str]:
    for path in (os.path.join(stem, "__init__.py"), stem + ".py"):
        if os.path.isfile(path):
            return path
    return None


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size


def _stamp_of(path: str) -> Optional[Stamp]:
    try:
        return _stamp(os.stat(path))
    except OSError:
        return None


def _python_files(folder: str) -> tuple[dict[str, Stamp], bool]:
    """The Python files below a folder for its index, nearest folders first, and whether it is complete. Where a
    project is larger than the bounds it is not; a folder that nothing marks as a project has no end of its own, and
    the bounds are that."""
    is_project = any(os.path.exists(os.path.join(folder, name)) for name in _MARKERS)
    longest, most = (_MAXIMUM_INDEXED, _MAXIMUM_ENTRIES) if is_project else (_MAXIMUM_LOOSE, _MAXIMUM_LOOSE_ENTRIES)
    stamps: dict[str, Stamp] = {}
    size = entries = 0
    waiting = deque([folder])
    while waiting:
        parent = waiting.popleft()
        try:
            with os.scandir(parent) as found:
                names = {entry.name: entry for entry in found}
        except OSError:
            continue
        if parent != folder and not _ENVIRONMENTS.isdisjoint(names):
            continue
        entries += len(names)
        if entries > most:
            return stamps, not is_project
        for name in sorted(names):
            entry = names[name]
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not name.startswith(".") and name not in _SKIPPED:
                        waiting.append(entry.path)
                    continue
                if not (name.endswith(".py") and entry.is_file()):
                    continue
                stamp = _stamp(entry.stat())
            except OSError:
                continue
            size += stamp[1]
            if size > longest:
                return stamps, not is_project
            stamps[entry.path] = stamp
    return stamps, True


def _texts(paths: Iterable[str]) -> dict[str, str]:
    """The texts of the files that can be read."""
    texts = {}
    for path in paths:
        with contextlib.suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
            texts[path] = file.read()
    return texts
