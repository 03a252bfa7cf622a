"""Edits -> new text: which fixes go together, applied so that nothing else changes by a byte, and written
atomically."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Callable, Optional

from ms_lint.findings import Applicability, Edit, Finding, Location
from ms_lint.notebooks import cell_sources, cell_texts, items
from ms_lint.sources import SourceError, kind_of, raw_text, read_source

#: Rounds of fixes that make room for others; what needs more is left for the next run.
_ROUNDS = 100
_BROKEN = frozenset({"MSL001", "MSL003"})

Check = Callable[[bytes], list[Finding]]


@dataclass(frozen=True)
class Fixed:
    """A file after its fixes: the new content, the findings that were mended, and those that are left."""

    content: bytes
    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]


def is_applicable(finding: Finding, unsafe: bool) -> bool:
    """Whether a finding has a fix that may be applied: a safe one, or any if ``unsafe``."""
    return finding.fix is not None and (unsafe or finding.fix.applicability is Applicability.SAFE)


def fix(content: bytes, path: str, check: Check, is_allowed: Callable[[Finding], bool]) -> Fixed:
    """Apply the allowed fixes to a file, round by round, until none is left.

    ``check`` gives the findings of a content. A fix that breaks the file or leaves its finding where it
    was is taken back. Raises nothing because of the content.
    """
    found = check(content)
    mended: list[Finding] = []
    refused: set[tuple[str, str]] = set()
    for _ in range(_ROUNDS):
        chosen = _together(item for item in found if is_allowed(item) and _key(item) not in refused)
        if not chosen:
            break
        result = _try(content, path, check, found, chosen)
        while result is None and len(chosen) > 1:  # one of them is at fault: in turn
            chosen = chosen[: len(chosen) // 2]
            result = _try(content, path, check, found, chosen)
        if result is None:
            refused.add(_key(chosen[0]))
            continue
        content, found = result
        mended += chosen
    return Fixed(content, tuple(mended), tuple(found))


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def _together(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose edits do not touch those of an earlier one. Two may ask for the same edit."""
    chosen: list[Finding] = []
    taken: set[Edit] = set()
    extents: list[Location] = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix is not None else ()
        extent = finding.fix.extent if finding.fix is not None else None
        if extent is not None and any(_share(extent, other) for other in extents):
            continue
        if all(edit in taken or not any(_overlap(edit, other) for other in taken) for edit in edits):
            taken.update(edits)
            extents += [extent] if extent is not None else []
            chosen.append(finding)
    return chosen


def _overlap(one: Edit, other: Edit) -> bool:
    a, b = one.location, other.location
    if a.cell != b.cell:
        return False
    if one.replacement.startswith("\n") and other.replacement.startswith("\n") and a == b and _is_point(a):
        return False  # two lines put in at one place
    starts, ends = ((a.line, a.column), (b.line, b.column)), ((a.end_line, a.end_column), (b.end_line, b.end_column))
    return starts == (starts[0], starts[0]) or (starts[0] < ends[1] and starts[1] < ends[0])


def _share(one: Location, other: Location) -> bool:
    """Whether two ranges have something in common."""
    starts, ends = (
        [(item.line, item.column) for item in (one, other)],
        [(item.end_line, item.end_column) for item in (one, other)],
    )
    return one.cell == other.cell and starts[0] < ends[1] and starts[1] < ends[0]


def _is_point(where: Location) -> bool:
    return (where.line, where.column) == (where.end_line, where.end_column)


def _try(
    content: bytes, path: str, check: Check, found: Sequence[Finding], chosen: Sequence[Finding]
) -> Optional[tuple[bytes, list[Finding]]]:
    """The content with these fixes and its findings; None if it is broken, or nothing is mended."""
    edits = {edit for finding in chosen if finding.fix is not None for edit in finding.fix.edits}
    try:
        new = apply_edits(content, path, edits)
        read_source(new, path)  # the rule that says what cannot be read may not be among the selected ones
    except (SourceError, UnicodeEncodeError):
        return None
    if new == content:
        return None
    after = check(new)
    if any(finding.code in _BROKEN for finding in after):
        return None
    before_counts, after_counts = Counter(map(_key, found)), Counter(map(_key, after))
    if any(after_counts[key] >= before_counts[key] for key in map(_key, chosen)):
        return None
    return new, after


# ---------------------------------------------------------------- applying

_LINE_END = re.compile(r"\r\n|\r|\n")


def apply_edits(content: bytes, path: str, edits: Iterable[Edit]) -> bytes:
    """The bytes of a file with its edits, which must not overlap; encoding, line ends and BOM stay.

    Raises SourceError for a content that cannot be read, and UnicodeEncodeError where the encoding of the file
    lacks a character.
    """
    kind = kind_of(path)
    text, encoding = raw_text(content, kind)
    if kind == "notebook":
        pieces, at = [], 0
        for start, end, source in _edited_cells(text, edits):
            pieces += [text[at:start], source]
            at = end
        text = "".join(pieces) + text[at:]
    else:
        text = _edited(text, edits)
    mark = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode(encoding)


def _edited(text: str, edits: Iterable[Edit]) -> str:
    ends = list(_LINE_END.finditer(text))
    starts = [0, *(match.end() for match in ends)]
    line_end = ends[0].group() if ends else "\n"

    def offset(line: int, column: int) -> int:
        return min(starts[line - 1] + column - 1, len(text))

    pieces, at = [], 0
    in_turn = sorted(edits, key=lambda item: item.replacement, reverse=True)  # `import` before `from`
    for edit in sorted(in_turn, key=lambda item: item.location):
        where = edit.location
        start, end = offset(where.line, where.column), offset(where.end_line, where.end_column)
        pieces += [text[at:start], edit.replacement.replace("\n", line_end)]
        at = end
    return "".join(pieces) + text[at:]


# ---------------------------------------------------------------- notebooks

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def edits_of_json(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Edits of a notebook's cells as edits of its text, one for each cell: lines and columns are those of the file.

    Raises what reading a text that is no notebook raises: KeyError, ValueError, IndexError.
    """
    for start, end, source in _edited_cells(text, edits):
        old = text[start:end]
        same = _common(old, source)
        left = min(len(old), len(source)) - same
        after = _common(old[len(old) - left :][::-1], source[len(source) - left :][::-1])
        first, last = _place(text, start + same), _place(text, end - after)
        yield Edit(Location(*first, *last), source[same : len(source) - after])


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _edited_cells(text: str, edits: Iterable[Edit]) -> Iterator[tuple[int, int, str]]:
    """The source of each cell that edits change: where it stands in the notebook's JSON, and what it becomes."""
    by_cell: dict[int, list[Edit]] = {}
    for edit in edits:
        by_cell.setdefault(edit.location.cell or 0, []).append(edit)
    for index, (start, end) in enumerate(cell_sources(text)):
        if index in by_cell:
            yield start, end, _edited_source(text[start:end], by_cell[index])


def _edited_source(literal: str, edits: Iterable[Edit]) -> str:
    """The JSON of a cell's source after its edits, written as it was: one string, or one a line."""
    old = json.loads(literal)
    plain = literal.isascii()
    if isinstance(old, str):
        return json.dumps(_edited(old, edits), ensure_ascii=plain)
    without_ends = len(old) > 1 and not old[0].endswith(("\n", "\r"))  # nbformat 3
    lines = _LINES.findall(_edited(("\n" if without_ends else "").join(old), edits))
    if without_ends:
        lines = [line.rstrip("\n") for line in lines]
    places = list(items(literal, 0))
    written = {line: literal[slice(*place)] for line, place in zip(old, places)}
    first, last = places[0][0], places[-1][1]
    between = literal[places[0][1] : places[1][0]] if len(places) > 1 else "," + literal[1:first]
    new = [written.get(line) or json.dumps(line, ensure_ascii=plain) for line in lines]
    return literal[:first] + between.join(new) + literal[last:]


# ---------------------------------------------------------------- showing and writing


def diff(before: bytes, after: bytes, path: str) -> Iterator[str]:
    """The lines of a unified diff; of a notebook, one for each cell that changed."""
    if kind_of(path) != "notebook":
        yield from _diff(raw_text(before, kind_of(path))[0], raw_text(after, kind_of(path))[0], path)
        return
    pairs = zip(*(cell_texts(raw_text(content, "notebook")[0]) for content in (before, after)))
    for index, (old, new) in enumerate(pairs):
        yield from _diff(old, new, f"{path}:cell {index}")


def _diff(old: str, new: str, name: str) -> Iterator[str]:
    import difflib

    for line in difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, name):
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def write_atomically(path: str, content: bytes) -> None:
    """Replace a file in one step, through links, keeping its mode bits. Raises OSError; the file is then as it was."""
    path = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(prefix=".ms-lint-", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, temporary)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
