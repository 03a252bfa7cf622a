"""Where the sources of a notebook's cells stand in its JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_SPACE = re.compile(r"[ \t\n\r]*")
_skip = json.JSONDecoder().raw_decode


def cell_sources(text: str) -> list[tuple[int, int]]:
    """Where the sources of the cells stand, in the order in which ``read_source`` counts the cells."""
    found: list[tuple[int, int]] = []
    top = _members(text, _space(text, 0))
    lists = [top["cells"]] if "cells" in top else []
    if not lists and "worksheets" in top:  # nbformat 3
        sheets = [_members(text, start) for start, _ in items(text, top["worksheets"][0])]
        lists = [sheet["cells"] for sheet in sheets if "cells" in sheet]
    for start, _ in lists:
        for cell, _ in items(text, start):
            members = _members(text, cell)
            is_code = "cell_type" in members and text[slice(*members["cell_type"])] == '"code"'
            found.append(members["input" if is_code and "input" in members else "source"])
    return found


def _members(text: str, start: int) -> dict[str, tuple[int, int]]:
    """The place of each value of a JSON object."""
    members = {}
    for at, _ in _elements(text, start, "}"):
        key, at = _skip(text, at)
        at = _space(text, _space(text, at) + 1)
        members[key] = (at, _skip(text, at)[1])
    return members


def items(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The places of the items of a JSON array."""
    return _elements(text, start, "]")


def _elements(text: str, start: int, closing: str) -> Iterator[tuple[int, int]]:
    at = _space(text, start + 1)
    while text[at] != closing:
        end = _skip(text, at)[1]
        if closing == "}":
            end = _skip(text, _space(text, _space(text, end) + 1))[1]
        yield at, end
        at = _space(text, end)
        if text[at] == ",":
            at = _space(text, at + 1)


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def cell_texts(text: str) -> Iterator[str]:
    """The source of each cell, in the order of ``cell_sources``."""
    for start, end in cell_sources(text):
        source = json.loads(text[start:end])
        yield source if isinstance(source, str) else "".join(source)


def file_lines(text: str) -> list[list[int]]:
    """For each cell, the line of the file on which each line of its source stands, from 1."""
    found = []
    for start, end in cell_sources(text):
        source = json.loads(text[start:end])
        first = text.count("\n", 0, start) + 1
        if isinstance(source, str):
            found.append([first] * (_line_count(source) + 1))
            continue
        lines, at = [], start
        for (place, _), piece in zip(items(text, start), source):
            first += text.count("\n", at, place)
            at = place
            lines += [first] * _line_count(piece)
        found.append(lines)
    return found


def _line_count(piece: str) -> int:
    """How many lines a piece of a source is; one without an end is one too."""
    plain = piece.replace("\r\n", "\n").replace("\r", "\n")
    return plain.count("\n") + (not plain.endswith("\n"))
