"""Which files to read: what the user names, and what is found below the folders among it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Optional

from ms_lint.messages import say

if TYPE_CHECKING:
    from ms_lint.settings import Settings

SUFFIXES = (".py", ".pyi", ".ipynb", ".md", ".markdown")
"""Suffixes of the files that are taken from a folder."""

_SKIPPED = re.compile(
    r"\.(?:git|hg|svn|venv|tox|nox|mypy_cache|ruff_cache|pytest_cache|ipynb_checkpoints)"
    r"|venv|node_modules|__pycache__|build|dist|site-packages|.*\.egg-info"
)


@dataclass(frozen=True)
class File:
    """A file to read. ``path`` is as the user wrote it or continues the folder that the user wrote;
    ``explicit`` is True if the user named the file itself."""

    path: str
    explicit: bool


@dataclass(frozen=True)
class Problem:
    """Something that kept a folder or a pattern from being read. The walk went on without it."""

    path: str
    message: str


def discover(paths: Iterable[str], settings: Settings, problems: Optional[list[Problem]] = None) -> Iterator[File]:
    """The files named by ``paths`` and the readable ones below the folders among them, each once.

    Files that are named are given whatever their name. Below a folder, files are taken by suffix and
    left out by .gitignore, ``settings.exclude`` and the names of folders that never hold the
    user's own code; a folder that is named is entered even if such a rule is against it. The order
    is fixed: as named, then by name; folders reached over a symbolic link come last.

    Raises FileNotFoundError, before anything is given, if a path does not exist. What cannot be read
    is added to ``problems``.
    """
    named = [os.fspath(path) for path in paths]
    for path in named:
        if not os.path.exists(path):
            raise FileNotFoundError(say("no such file or folder: {path}", path=path))
    walk = _Walk(settings, [] if problems is None else problems)
    walk.explicit.update(os.path.realpath(path) for path in named if not os.path.isdir(path))
    return walk.run(named)


@dataclass(frozen=True)
class _Pattern:
    """A line of a .gitignore file."""

    regex: re.Pattern[str]
    is_negative: bool
    for_folders: bool
    on_name: bool
    """Matches the last part of the path only."""


@dataclass(frozen=True)
class _Rules:
    """The patterns of one file (or of the settings), for the paths below ``base`` (absolute)."""

    base: str
    patterns: tuple[_Pattern, ...]
    """The last first, for the last that matches counts."""

    def verdict(self, path: str, is_folder: bool) -> Optional[bool]:
        """True: ignored, False: taken back by a negative pattern, None: not mentioned.

        What is said of a folder is not said of what is in it; the caller decides from above.
        """
        relative = _below(path, self.base)
        if not relative:
            return None
        name = relative[relative.rfind("/") + 1 :]
        for pattern in self.patterns:
            if is_folder >= pattern.for_folders and pattern.regex.fullmatch(name if pattern.on_name else relative):
                return not pattern.is_negative
        return None


_TRAILING_SPACES = re.compile(r"(?<![\\ ]) +$")
_GLOB = re.compile(
    r"(?P<start>^(?:\*\*/)+)|(?P<middle>(?:/\*\*)+(?=/))|(?P<end>(?:/\*\*)+$)|(?P<all>(?:^|(?<=/))\*\*$)"
    r"|(?P<star>\*+)|(?P<one>\?)|\[(?P<not>[!^]?)(?P<set>\]?(?:\\.|\[:[a-z]+:\]|[^\]\\])*)\]"
    r"|\\(?P<escaped>.)|(?P<wrong>[\[\\])|(?P<plain>.)",
    re.DOTALL,
)
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "lower": "a-z",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_IN_SET = re.compile(r"\[:(?P<name>[a-z]+):\]|\\(?P<escaped>.)|(?P<range>-)|(?P<plain>.)", re.DOTALL)


def _pattern(line: str) -> Optional[_Pattern]:
    """A line of a .gitignore file; None if it is blank or a comment. Raises ValueError if it is wrong."""
    if line.startswith("#"):
        return None
    glob = _TRAILING_SPACES.sub("", line)
    is_negative = glob.startswith("!")
    glob = glob[is_negative:]
    if not glob.strip():
        if is_negative:
            raise ValueError(say("nothing after !"))
        return None
    for_folders = glob.endswith("/")
    glob = glob[:-1] if for_folders else glob
    on_name = "/" not in glob
    glob = glob[1:] if glob.startswith("/") else glob
    return _Pattern(re.compile(_regex(glob), re.DOTALL), is_negative, for_folders, on_name)


def _regex(glob: str) -> str:
    result = ""
    for match in _GLOB.finditer(glob):
        kind = match.lastgroup
        if kind == "start":
            result += "(?:.*/)?"
        elif kind == "middle":
            result += "(?:/.*)?"
        elif kind == "end":
            result += "/.+"
        elif kind == "all":
            result += ".+"
        elif kind == "star":
            result += "[^/]*"
        elif kind == "one":
            result += "[^/]"
        elif kind == "set":
            result += f"(?!/)[{'^' if match['not'] else ''}{''.join(_set(match['set']))}]"
        elif kind == "wrong":
            raise ValueError(say("an open bracket or a backslash at the end"))
        else:
            result += re.escape(match["escaped"] or match["plain"])
    return result


def _set(text: str) -> Iterator[str]:
    for match in _IN_SET.finditer(text):
        if match["name"]:
            if match["name"] not in _CLASSES:
                raise ValueError(say("no class of characters {match}", match=match["name"]))
            yield _CLASSES[match["name"]]
        else:
            yield match["range"] or re.escape(match["escaped"] or match["plain"])


@dataclass(frozen=True)
class _Folder:
    path: str
    """As shown to the user; "" for the current folder."""
    place: str
    """Absolute."""
    real: str
    """Absolute, links resolved."""
    rules: tuple[_Rules, ...]
    """Of the folders above, outermost first."""


@dataclass
class _Walk:
    settings: Settings
    problems: list[Problem]
    explicit: set[str] = field(default_factory=set)
    """Real paths of the files that the user named."""
    given: set[str] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)
    excluded: Optional[_Rules] = None

    def run(self, named: list[str]) -> Iterator[File]:
        self.excluded = self._rules(os.path.abspath(self.settings.root), list(self.settings.exclude), "exclude")
        for path in named:
            if os.path.isdir(path):
                yield from self._walk(path)
            elif self._is_new(os.path.realpath(path)):
                yield File(_shown(path), True)

    def _is_new(self, real: str) -> bool:
        if real in self.given:
            return False
        self.given.add(real)
        return True

    def _walk(self, path: str) -> Iterator[File]:
        shown = _shown(path)
        place, real = os.path.abspath(path), os.path.realpath(path)
        waiting = [_Folder("" if shown == "." else shown, place, real, self._rules_above(place))]
        linked: list[_Folder] = []
        while waiting or linked:
            folder = waiting.pop() if waiting else linked.pop(0)
            if folder.real in self.entered or (folder.real != real and _is_inside(real, folder.real)):
                continue  # seen already, or a link upwards
            self.entered.add(folder.real)
            entries = self._entries(folder)
            if entries is None:
                continue
            rules = self._rules_here(folder, {entry.name for entry in entries})
            below = []
            for entry in entries:
                child = _Folder(
                    os.path.join(folder.path, entry.name) if folder.path else entry.name,
                    os.path.join(folder.place, entry.name),
                    os.path.join(folder.real, entry.name),
                    rules,
                )
                try:
                    is_folder, is_file, is_link = entry.is_dir(), entry.is_file(), entry.is_symlink()
                except OSError as error:  # a link to itself
                    self._problem(child.path, error)
                    continue
                if is_folder:
                    if _SKIPPED.fullmatch(entry.name) or self._is_left_out(child, True):
                        continue
                    if is_link:
                        resolved = os.path.realpath(child.place)
                        linked.append(_Folder(child.path, child.place, resolved, rules))
                    else:
                        below.append(child)
                elif is_file and entry.name.lower().endswith(SUFFIXES):
                    target = os.path.realpath(child.place) if is_link else child.real
                    if target in self.explicit:
                        if self._is_new(target):
                            yield File(child.path, True)
                    elif not self._is_left_out(child, False) and self._is_new(target):
                        yield File(child.path, False)
            waiting += reversed(below)

    def _entries(self, folder: _Folder) -> Optional[list[os.DirEntry[str]]]:
        try:
            with os.scandir(folder.place) as found:
                return sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self._problem(folder.path or ".", error)
            return None

    def _problem(self, path: str, error: OSError) -> None:
        self.problems.append(Problem(path, say("cannot be read: {what}", what=error.strerror or error)))

    def _is_left_out(self, child: _Folder, is_folder: bool) -> bool:
        if self.excluded is not None and self.excluded.verdict(child.place, is_folder):
            return True
        for rules in reversed(child.rules):
            verdict = rules.verdict(child.place, is_folder)
            if verdict is not None:
                return verdict
        return False

    def _rules_above(self, place: str) -> tuple[_Rules, ...]:
        """Rules of the folders above, from the root of the repository down.

        There are none outside a repository, and none if they leave out the folder itself: the user
        named it all the same.
        """
        above = []
        folder = place
        while not os.path.lexists(os.path.join(folder, ".git")):
            parent = os.path.dirname(folder)
            if parent == folder:
                return ()
            above.append(parent)
            folder = parent
        rules: tuple[_Rules, ...] = ()
        steps = [*reversed(above), place]
        for here, child in zip(steps, steps[1:]):
            rules = self._rules_here(_Folder(here, here, here, rules), {".git", ".gitignore"})
            if self._is_left_out(_Folder(child, child, child, rules), True):
                return ()
        return rules

    def _rules_here(self, folder: _Folder, names: set[str]) -> tuple[_Rules, ...]:
        rules = folder.rules
        if ".git" in names and os.path.lexists(os.path.join(folder.place, ".git")):
            # A repository of its own, so that what holds outside does not hold here.
            rules = self._read(folder, os.path.join(".git", "info", "exclude"), ())
        if ".gitignore" in names:
            rules = self._read(folder, ".gitignore", rules)
        return rules

    def _read(self, folder: _Folder, name: str, rules: tuple[_Rules, ...]) -> tuple[_Rules, ...]:
        path = os.path.join(folder.place, name)
        if not os.path.isfile(path):
            return rules
        shown = os.path.join(folder.path, name)
        try:
            with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
                lines = file.read().split("\n")
        except OSError as error:
            self._problem(shown, error)
            return rules
        found = self._rules(folder.place, lines, shown)
        return rules if found is None else (*rules, found)

    def _rules(self, base: str, lines: list[str], shown: str) -> Optional[_Rules]:
        patterns = []
        for line in lines:
            try:
                pattern = _pattern(line)
            except (ValueError, re.error):
                self.problems.append(Problem(shown, say("not a valid pattern: {line}", line=line)))
            else:
                patterns += [pattern] if pattern else []
        return _Rules(base, tuple(reversed(patterns))) if patterns else None


def _shown(path: str) -> str:
    """The path as the user wrote it, without ``./`` before and ``/`` after it."""
    shorter = re.sub(r"^(?:\./+)+(?=.)", "", path.replace(os.sep, "/") if os.sep != "/" else path)
    shorter = shorter.rstrip("/") or ("/" if path.startswith("/") else ".")
    return shorter.replace("/", os.sep)


def _below(path: str, base: str) -> Optional[str]:
    """``path`` from ``base``, with slashes; None if it is not below it."""
    prefix = base if base.endswith(os.sep) else base + os.sep
    return path[len(prefix) :].replace(os.sep, "/") if path.startswith(prefix) else None


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or _below(path, folder) is not None
