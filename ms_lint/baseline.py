"""The baseline: findings that are known and wait, in a file of the project.

A finding is known again by its rule, its path and the content of its line, spaces apart: lines that move
bring nothing back, a line that is edited does. Where a line's finding occurs more often than it is noted, the
surplus is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ms_lint.findings import Finding
from ms_lint.messages import say
from ms_lint.reports import LineReader

#: Where a baseline is looked for and written by default.
DEFAULT = ".ms-lint-baseline.json"
_VERSION = 1


class BaselineError(Exception):
    """The file is missing or is no baseline. ``str()`` is a complete message."""


class Entry(NamedTuple):
    """What is known: the path from the folder of the baseline, with slashes; the code; the line."""

    path: str
    code: str
    line: str


@dataclass(frozen=True)
class Comparison:
    """Findings that the baseline does not have, how many it has, and its entries that occur no more."""

    new: tuple[Finding, ...]
    known: int
    gone: tuple[Entry, ...]


def entry_of(finding: Finding, folder: str, read_lines: LineReader) -> Entry:
    """What stands for a finding in a baseline that lies in ``folder``."""
    at = finding.location
    lines = read_lines(finding.path, at.cell)
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    return Entry(_relative(finding.path, folder), finding.code, " ".join(line.split()))


def read(path: str) -> Counter[Entry]:
    """The entries of a baseline and how often each occurs. Raises BaselineError."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except OSError as error:
        hint = say("; `ms-lint baseline write` makes it") if isinstance(error, FileNotFoundError) else ""
        raise BaselineError(
            say("{path}: cannot be read: {reason}{hint}", path=path, reason=error.strerror, hint=hint)
        ) from None
    except ValueError as error:
        raise BaselineError(say("{path}: is not a baseline: {error}", path=path, error=error)) from None
    version = document.get("version") if isinstance(document, dict) else None
    if version != _VERSION:
        raise BaselineError(
            say('{path}: is not a baseline of this ms-lint: "version" is not {version}', path=path, version=_VERSION)
        )
    try:
        known: Counter[Entry] = Counter()
        for item in document["findings"]:
            entry = Entry(str(item["path"]), str(item["code"]), str(item["line"]))
            known[entry] += int(item.get("count", 1))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BaselineError(say('{path}: is not a baseline: "findings" has something else in it', path=path)) from None
    return known


def write(path: str, entries: Counter[Entry]) -> None:
    """Write a baseline: an entry a line, sorted, so that version control shows what changed. Raises OSError."""
    from ms_lint.fixing import write_atomically

    lines = [
        "    " + json.dumps({**entry._asdict(), "count": count}, ensure_ascii=False)
        for entry, count in sorted(entries.items())
        if count > 0
    ]
    findings = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
    content = f'{{\n  "version": {_VERSION},\n  "findings": {findings}\n}}\n'.encode("utf-8", "backslashreplace")
    if os.path.exists(path):
        write_atomically(path, content)
    else:
        with open(path, "wb") as file:
            file.write(content)


def compare(
    findings: Sequence[Finding],
    known: Counter[Entry],
    folder: str,
    read_lines: LineReader,
    was_checked: Callable[[Entry], bool],
) -> Comparison:
    """Hold findings against a baseline. Only entries that ``was_checked`` can be gone."""
    left = Counter(known)
    new = []
    for finding in findings:
        entry = entry_of(finding, folder, read_lines)
        if left[entry] > 0:
            left[entry] -= 1
        else:
            new.append(finding)
    gone = tuple(sorted(entry for entry in left.elements() if was_checked(entry)))
    return Comparison(tuple(new), len(findings) - len(new), gone)


def is_below(entry: Entry, folder: str, paths: Iterable[str]) -> bool:
    """Whether an entry's file is one of the paths or below one."""
    file = os.path.abspath(os.path.join(folder, entry.path))
    return any(file == place or file.startswith(os.path.join(place, "")) for place in map(os.path.abspath, paths))


def _relative(path: str, folder: str) -> str:
    absolute = os.path.abspath(path)
    try:
        return os.path.relpath(absolute, folder).replace(os.sep, "/")
    except ValueError:  # on another drive
        return absolute.replace(os.sep, "/")
