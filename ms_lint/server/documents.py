"""What is open in the editor, as it was at one moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from ms_lint.server.positions import Positions
from ms_lint.sources import Kind, SourceError, raw_text, read_lines


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: its own document."""

    uri: str
    version: Optional[int]
    text: str
    is_code: bool


@dataclass(frozen=True)
class Document:
    """A file or a notebook with its unsaved content. ``path`` is where it is, or would be, on disk."""

    uri: str
    version: Optional[int]
    path: str
    kind: Kind
    text: str = ""
    cells: tuple[Cell, ...] = ()

    @property
    def state(self) -> tuple[object, ...]:
        """Equal as long as nothing was typed."""
        return (self.version, *((cell.uri, cell.version) for cell in self.cells))

    @property
    def content(self) -> str:
        """What is analyzed: the text, or the JSON of a notebook with these cells."""
        if self.kind != "notebook":
            return self.text
        cells: list[dict[str, object]] = [
            {"cell_type": "code" if cell.is_code else "markdown", "metadata": {}, "source": cell.text}
            for cell in self.cells
        ]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

    @property
    def as_bytes(self) -> Optional[bytes]:
        """The content as it would be in the file; None where its declared encoding is wrong or lacks a character."""
        content = self.content
        try:
            return content.encode(raw_text(content.encode(), self.kind)[1])
        except (SourceError, UnicodeError, LookupError):
            return None

    def parts(self) -> Iterator[tuple[Optional[int], str, Optional[int]]]:
        """Index of the cell (None for a file), URI and version of each text."""
        if self.kind != "notebook":
            yield None, self.uri, self.version
        for index, cell in enumerate(self.cells):
            yield index, cell.uri, cell.version

    def part(self, uri: str) -> Optional[int]:
        """The index of the cell with this URI; None for a file."""
        return next((index for index, each, _ in self.parts() if each == uri), None)

    def lines(self, cell: Optional[int]) -> list[str]:
        """The lines of the file or of a cell, as findings count them."""
        text = self.text if cell is None else self.cells[cell].text
        return read_lines(text, "" if self.kind == "python" or cell is not None else self.path)

    def positions(self, cell: Optional[int], encoding: str) -> Positions:
        """To convert places in the file or in a cell."""
        return Positions(self.lines(cell), encoding)
