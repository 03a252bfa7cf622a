"""Which lines of the checked files changed since a revision, as git tells it.

A line of a Python or Markdown file counts as changed if ``git diff`` shows it as added, from where HEAD and
the revision part to the files as they are on disk: staged, unstaged and untracked. Files that were only
renamed have no changed lines. A line of a notebook counts as changed if it is new among the lines of its
cells, whatever became of outputs and metadata.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from typing import Optional

from ms_lint.findings import Finding
from ms_lint.messages import say
from ms_lint.sources import kind_of, read_cells, read_lines

#: Findings about the file as a whole: the file counts, not the line.
_OF_FILES = frozenset({"MSL001", "MSL003"})
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_MANY_LINES = 4000  # then difflib may overlook that a frequent line was there before

#: Cell (None outside notebooks) and line, from 1.
_Line = tuple[Optional[int], int]


class ChangesError(Exception):
    """git is missing, knows no such revision, or there is no repository. ``str()`` is a complete message."""


class Changes:
    """What changed since ``revision``. ``contents`` has, by path, what counts instead of the file on disk.

    Methods raise ChangesError.
    """

    def __init__(self, revision: str, contents: Mapping[str, bytes] = {}) -> None:
        self._revision = revision
        self._contents = contents
        self._repositories: dict[str, _Repository] = {}
        self._lines: dict[str, Optional[set[_Line]]] = {}

    def check(self, paths: Iterable[str]) -> None:
        """Raise what is wrong with the revision or the repositories of files and folders, before it is needed."""
        for path in paths:
            self._repository(path, os.path.realpath(path))

    def has(self, finding: Finding) -> bool:
        """Whether a finding lies on changed lines; one about a whole file, whether the file changed."""
        if finding.path not in self._lines:
            self._lines[finding.path] = self._changed(finding.path)
        lines = self._lines[finding.path]
        if lines is None:
            return True
        if finding.code in _OF_FILES:
            return bool(lines) or finding.code == "MSL003"
        at = finding.location
        return any((at.cell, line) in lines for line in range(at.line, at.end_line + 1))

    def _changed(self, path: str) -> Optional[set[_Line]]:
        """The changed lines of a file; None: all of them."""
        real = os.path.realpath(path)
        repository = self._repository(path, real)
        name = os.path.relpath(real, repository.top).replace(os.sep, "/")
        content = self._contents.get(path)
        if content is None and name not in repository.tracked:
            return None
        if content is None and kind_of(path) != "notebook":
            return {(None, line) for lines in repository.added.get(name, ()) for line in lines}
        if content is None and name not in repository.added:
            return set()
        before = repository.content(repository.earlier.get(name, name))
        if before is None:
            return None
        if content is None:
            with open(path, "rb") as file:
                content = file.read()
        after = _all_lines(content, path)
        return _new_lines(_all_lines(before, path), after) if after else None

    def _repository(self, path: str, real: str) -> _Repository:
        top = _top(real)
        if top is None:
            raise ChangesError(
                say("{path} is in no git repository, so that nothing is known of its changes", path=path)
            )
        if top not in self._repositories:
            self._repositories[top] = _Repository(top, self._revision)
        return self._repositories[top]


def _top(path: str) -> Optional[str]:
    """The folder with ``.git`` that a file or folder is in."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


class _Repository:
    """One repository: its tracked files, and the lines of each that were added."""

    def __init__(self, top: str, revision: str) -> None:
        self.top = top
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit is None:
            raise ChangesError(
                say(
                    'git knows no revision "{revision}" in {top}; in a shallow clone it has to be fetched first',
                    revision=revision,
                    top=top,
                )
            )
        since = commit.decode().strip()
        parted = self._git("merge-base", since, "HEAD")
        self._base = parted.decode().split()[0] if parted else since
        self.tracked = frozenset(map(os.fsdecode, (self._git("ls-files", "-z") or b"").split(b"\0")))
        #: By the name of a file: the lines that were added, and its name before.
        self.added: dict[str, list[range]] = {}
        self.earlier: dict[str, str] = {}
        self._read_diff()

    def content(self, name: str) -> Optional[bytes]:
        """A file as it was then; None if it was not there."""
        return self._git("cat-file", "blob", f"{self._base}:{name}")

    def _read_diff(self) -> None:
        # Whatever the user's settings are, the form is this.
        form = "--unified=0 --inter-hunk-context=0 --no-color --no-ext-diff --no-textconv --text --find-renames"
        diff = self._git("diff", *form.split(), "--src-prefix=a/", "--dst-prefix=b/", self._base, "--")
        if diff is None:
            raise ChangesError(say("git cannot compare {top} with {base}", top=self.top, base=self._base))
        before = name = ""
        lines = iter(diff.split(b"\n"))
        for line in lines:
            hunk = _HUNK.match(line)
            if hunk:
                removed, first, added = (1 if part is None else int(part) for part in hunk.groups())
                self.added.setdefault(name, []).append(range(first, first + added))
                for _ in range(removed + added):  # what stands there may look like anything
                    next(lines, None)
            elif line.startswith(b"--- "):
                before = _name(line)
            elif line.startswith(b"+++ "):
                name = _name(line)
                if before:
                    self.earlier[name] = before

    def _git(self, *arguments: str) -> Optional[bytes]:
        """What a command of git prints; None where it fails."""
        command = ["git", "-C", self.top, "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments]
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, check=False)
        except OSError as error:
            raise ChangesError(say("git cannot be started: {reason}", reason=error.strerror)) from None
        if b"dubious ownership" in done.stderr:
            raise ChangesError(" ".join(done.stderr.decode("utf-8", "replace").split()))
        return done.stdout if done.returncode == 0 else None


_ESCAPE = re.compile(rb'\\([abtnvfr"\\]|[0-7]{3})')
_ESCAPED = dict(zip(b"abtnvfr", b"\a\b\t\n\v\f\r"))


def _name(line: bytes) -> str:
    """The file that a line of a diff's head names, without ``a/`` or ``b/``; "" for none."""
    shown = line[4:].rstrip(b"\t")
    if shown.startswith(b'"'):
        shown = _ESCAPE.sub(_character, shown[1:-1])
    return "" if shown == b"/dev/null" else os.fsdecode(shown[2:])


def _character(match: re.Match[bytes]) -> bytes:
    escape = match[1]
    return bytes([int(escape, 8) if len(escape) == 3 else _ESCAPED.get(escape[0], escape[0])])


def _all_lines(content: bytes, path: str) -> list[tuple[_Line, str]]:
    if kind_of(path) != "notebook":
        return [((None, number), text) for number, text in enumerate(read_lines(content, path), 1)]
    return [
        ((index, number), text)
        for index, lines in enumerate(read_cells(content))
        for number, text in enumerate(lines, 1)
    ]


def _new_lines(before: Sequence[tuple[_Line, str]], after: Sequence[tuple[_Line, str]]) -> set[_Line]:
    """The places of the lines that were not there before."""
    import difflib

    old, new = [text for _, text in before], [text for _, text in after]
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _MANY_LINES)
    return {
        after[first + index][0]
        for kind, _, _, start, end in matcher.get_opcodes()
        if kind != "equal"
        for index in range(start, end)
    }
