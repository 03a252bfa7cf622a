"""What a document is to the rules: its code as one module, and the way back to its lines."""

from __future__ import annotations

import ast
import bisect
import functools
from dataclasses import dataclass
from typing import Literal, Optional

from ms_lint.findings import Location

Kind = Literal["python", "notebook", "markdown"]

RegionKind = Literal["module", "cell", "fence"]


class SourceError(Exception):
    """The file cannot be read as Python: its bytes, its JSON or its syntax are broken.

    ``message`` is a complete sentence, ``location`` the place in the file (in a notebook whose cell
    does not parse: the place in that cell).
    """

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message, location)
        self.message = message
        self.location = location

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Region:
    """A run of lines of `Source.code` that stands in one piece in the file.

    ``first_line`` and ``last_line`` count from 1 in `Source.code`. ``start`` is the line, in the file
    or in the notebook's cell, where ``first_line`` stands. ``shifts`` has, for each line, by how many
    characters the file's line is longer on the left than the line of code (the indentation and quote
    marks around a fence); it is empty where no line is shifted.
    """

    first_line: int
    last_line: int
    kind: RegionKind
    cell: Optional[int] = None
    start: int = 1
    shifts: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Source:
    """A document and its Python code as one module.

    ``text`` is the whole decoded file with ``\\n`` for every line end and without BOM (the JSON of a
    notebook). ``code`` is what ``tree`` was parsed from. For a Python file they are the same; for
    Markdown ``code`` has the file's lines, those that are not code blank; for a notebook the code
    cells and Python fences follow one another. ``cells`` has the text of every cell of a notebook,
    Markdown cells too, by index.
    """

    path: str
    kind: Kind
    text: str
    code: str
    tree: ast.Module
    regions: tuple[Region, ...]
    cells: tuple[str, ...] = ()

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines of ``code``, without line ends."""
        return self.code.split("\n")

    @functools.cached_property
    def _is_plain(self) -> bool:
        return self.kind == "python" and self.code.isascii()

    @functools.cached_property
    def _first_lines(self) -> list[int]:
        return [region.first_line for region in self.regions]

    def region(self, line: int) -> Region:
        """The region of a line of ``code``; between regions, the one before (or the first)."""
        if not self.regions:
            return Region(1, len(self.lines), "module")
        return self.regions[max(bisect.bisect_right(self._first_lines, line) - 1, 0)]

    def location(self, line: int, col_offset: int, end_line: int, end_col_offset: int) -> Location:
        """The place in the file of a range of ``code`` as ``ast`` gives it.

        Lines count from 1, offsets in UTF-8 bytes from 0. A range that ``ast`` misplaced (older
        versions do so in f-strings) is moved to the nearest place that exists.
        """
        lines = self.lines
        region = self.region(line)
        line = min(max(line, region.first_line), region.last_line)
        end_line = min(max(end_line, line), region.last_line)
        if self._is_plain:
            column = min(max(col_offset, 0), len(lines[line - 1])) + 1
            end_column = min(max(end_col_offset, 0), len(lines[end_line - 1])) + 1
        else:
            column = self._column(region, line, col_offset)
            end_column = self._column(region, end_line, end_col_offset)
        if end_line == line:
            end_column = max(column, end_column)
        down = region.start - region.first_line
        return Location(line + down, column, end_line + down, end_column, region.cell)

    def _column(self, region: Region, line: int, offset: int) -> int:
        column = _column(self.lines[line - 1], offset)
        if self.kind == "python":
            return column
        if region.shifts:
            column += region.shifts[line - region.first_line]
        # A magic may be shorter than the code that stands for it.
        length = len(self._document_lines(region.cell)[line - region.first_line + region.start - 1])
        return min(max(column, 1), length + 1)

    def node_location(self, node: ast.AST) -> Location:
        """The place in the file of a node of ``tree``."""
        line = getattr(node, "lineno", 1)  # ast.alias has a place since Python 3.10 only
        column = getattr(node, "col_offset", 0)
        end_line = getattr(node, "end_lineno", None) or line
        end_column = getattr(node, "end_col_offset", None)
        return self.location(line, column, end_line, column if end_column is None else end_column)

    def line_at(self, location: Location) -> str:
        """The line of the file, or of the notebook's cell, on which a location starts."""
        lines = self._document_lines(location.cell)
        return lines[location.line - 1] if 0 < location.line <= len(lines) else ""

    def _document_lines(self, cell: Optional[int]) -> list[str]:
        if cell is None:
            return self._text_lines
        return self._cell_lines[cell] if 0 <= cell < len(self.cells) else []

    @functools.cached_property
    def _text_lines(self) -> list[str]:
        return self.text.split("\n")

    @functools.cached_property
    def _cell_lines(self) -> list[list[str]]:
        return [cell.split("\n") for cell in self.cells]


def _column(line: str, offset: int) -> int:
    """Column (characters, from 1) of a UTF-8 byte offset."""
    if line.isascii():
        return min(max(offset, 0), len(line)) + 1
    return len(line.encode("utf-8", "replace")[: max(offset, 0)].decode("utf-8", "ignore")) + 1
