"""Places of the analyzer (lines and columns from 1, in characters) and of editors (from 0, in code units)."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from ms_lint.findings import Location


class Positions:
    """Converts places of one text. ``encoding`` is what was agreed with the client: utf-8, utf-16 or utf-32."""

    def __init__(self, lines: Sequence[str], encoding: str) -> None:
        self._lines = lines
        self._encoding = encoding

    def range(self, location: Location) -> types.Range:
        """The range of a finding or an edit."""
        start = self.position(location.line, location.column)
        return types.Range(start, self.position(location.end_line, location.end_column))

    def position(self, line: int, column: int) -> types.Position:
        """A place of the analyzer as the editor counts."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return types.Position(line - 1, units(text[: column - 1], self._encoding))

    def column(self, position: types.Position) -> int:
        """The column, from 1 and in characters, of a place in the editor; within a character, that character's."""
        text = self._lines[position.line] if position.line < len(self._lines) else ""
        left = position.character
        for index, character in enumerate(text):
            left -= units(character, self._encoding)
            if left < 0:
                return index + 1
        return len(text) + 1


def units(text: str, encoding: str) -> int:
    """How many code units a text has."""
    if text.isascii() or encoding == "utf-32":
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)
