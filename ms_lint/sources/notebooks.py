"""The code of a notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ms_lint.findings import Location
from ms_lint.messages import say
from ms_lint.sources.decoding import SURROGATE, unix
from ms_lint.sources.magics import as_python
from ms_lint.sources.markdown import fences
from ms_lint.sources.model import Region, Source, SourceError
from ms_lint.sources.parsing import Unparsable, place_at
from ms_lint.sources.pieces import Piece, parse_joined


def read_notebook(text: str, path: str) -> Source:
    cells = cells_of(text)
    lines: list[str] = []
    regions = []
    for index, (language, source) in enumerate(cells):
        for piece in _pieces(language, source, index):
            first = len(lines) + 1
            lines.extend(piece.lines)
            regions.append(Region(first, len(lines), piece.kind, index, piece.start, tuple(piece.shifts)))
    code = "\n".join(lines) + "\n"
    sources = tuple(source for _, source in cells)
    return Source(path, "notebook", text, code, parse_joined(code), tuple(regions), sources)


def _pieces(language: str, source: str, index: int) -> Iterator[Piece]:
    if language == "markdown":
        yield from fences(source, index)
    elif language == "python" and source.strip():
        try:
            lines, shifts = as_python(source.split("\n"))
        except Unparsable as error:
            raise SourceError(
                say("This cell does not parse: {reason}", reason=error.reason), error.location(index)
            ) from None
        yield Piece(lines, "cell", index, 1, shifts)


def cells_of(text: str) -> list[tuple[str, str]]:
    """The cells of a notebook: language ("python", "markdown" or "other") and text."""
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        message = say("This notebook is not valid JSON: {error}.", error=error.msg)
        raise SourceError(message, place_at(text, error.pos)) from None
    except (RecursionError, MemoryError, ValueError) as error:
        raise SourceError(say("This notebook cannot be read: {error}.", error=error), Location(1, 1, 1, 1)) from None
    if not isinstance(notebook, dict):
        raise _no_notebook(say("it is not a JSON object"))
    cells = notebook.get("cells")
    is_old = cells is None and isinstance(notebook.get("worksheets"), list)  # nbformat 3
    if is_old:
        cells = []
        for sheet in notebook["worksheets"]:
            found = sheet.get("cells", []) if isinstance(sheet, dict) else None
            if not isinstance(found, list):
                raise _no_notebook(say("a worksheet has no list of cells"))
            cells += found
    if not isinstance(cells, list):
        raise _no_notebook(say("it has no list of cells"))
    is_python = _is_python(_language(notebook.get("metadata")))
    result = []
    for index, cell in enumerate(cells):
        if not isinstance(cell, dict):
            raise _no_notebook(say("cell {number} is not a JSON object", number=index))
        is_code = cell.get("cell_type") == "code"
        source = cell.get("input", cell.get("source")) if is_code else cell.get("source", "")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = _join_lines(source) if is_old else "".join(source)
        if not isinstance(source, str):
            raise _no_notebook(say("the source of cell {number} is not text", number=index))
        language = "other"
        if is_python and is_code and _is_python(_cell_language(cell)):
            language = "python"
        elif is_python and cell.get("cell_type") == "markdown":
            language = "markdown"
        result.append((language, unix(SURROGATE.sub("\ufffd", source))))
    return result


def _no_notebook(reason: str) -> SourceError:
    return SourceError(say("This is not a notebook: {reason}.", reason=reason), Location(1, 1, 1, 1))


def _join_lines(lines: list[str]) -> str:
    """nbformat 3 wrote lines with or without their ends."""
    return ("" if lines and lines[0].endswith(("\n", "\r")) else "\n").join(lines)


def _language(metadata: object) -> object:
    if isinstance(metadata, dict):
        for section, key in (("language_info", "name"), ("kernelspec", "language")):
            value = metadata.get(section)
            if isinstance(value, dict) and value.get(key):
                return value[key]
    return None


def _cell_language(cell: dict[str, object]) -> object:
    metadata = cell.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    return editor.get("languageId") if isinstance(editor, dict) else cell.get("language")


def _is_python(language: object) -> bool:
    return not isinstance(language, str) or "python" in language.lower()
