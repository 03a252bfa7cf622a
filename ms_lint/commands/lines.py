"""The lines of the checked files, as reports show them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from typing import Optional

from ms_lint.findings import Edit, Finding


class Lines:
    """Reads the source lines that a report shows, keeping the last file. ``content`` is that of standard input."""

    def __init__(self, content: Optional[bytes] = None) -> None:
        self._content = content
        self._path: Optional[str] = None
        self._cells: dict[Optional[int], list[str]] = {}
        self._file_lines: Optional[list[list[int]]] = None

    def __call__(self, path: str, cell: Optional[int]) -> list[str]:
        """The lines of a file, or of a cell of a notebook; none where it cannot be read."""
        from ms_lint.sources import read_cells, read_lines

        if self._path != path:
            self._path, self._cells, self._file_lines = path, {}, None
        if cell not in self._cells:
            content = self._read(path)
            if content is None:
                return []
            if cell is None:
                self._cells[None] = read_lines(content, path)
            else:
                self._cells.update(enumerate(read_cells(content)))
        return self._cells.get(cell, [])

    def in_file(self, finding: Finding) -> int:
        """The line of a finding in its file, from 1: in a notebook that of its JSON."""
        from ms_lint.notebooks import file_lines

        at = finding.location
        if at.cell is None:
            return at.line
        self(finding.path, at.cell)
        if self._file_lines is None:
            self._file_lines = []
            with contextlib.suppress(KeyError, ValueError, IndexError, RecursionError):
                self._file_lines = file_lines((self._read(finding.path) or b"").decode("utf-8-sig"))
        lines = self._file_lines[at.cell] if at.cell < len(self._file_lines) else []
        return lines[min(at.line, len(lines)) - 1] if lines else 1

    def edits_in_file(self, finding: Finding) -> Sequence[Edit]:
        """The edits of a finding's fix in its file: in a notebook those of its JSON. None where it has no fix."""
        edits = finding.fix.edits if finding.fix is not None else ()
        if all(edit.location.cell is None for edit in edits):
            return edits
        from ms_lint.fixing import edits_of_json

        with contextlib.suppress(KeyError, ValueError, IndexError, RecursionError):
            return tuple(edits_of_json((self._read(finding.path) or b"").decode("utf-8-sig"), edits))
        return ()

    def _read(self, path: str) -> Optional[bytes]:
        if self._content is not None:
            return self._content
        with contextlib.suppress(OSError):
            if os.path.isfile(path):  # a pipe, say: reading could wait for ever
                with open(path, "rb") as file:
                    return file.read()
        return None
