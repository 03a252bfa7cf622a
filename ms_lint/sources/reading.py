"""Reading a document of any kind."""

from __future__ import annotations

import ast
import codecs
import contextlib
from typing import Optional, Union

from ms_lint.messages import say
from ms_lint.sources.decoding import decode_json, decode_python, decode_raw, decode_utf8, raw_python
from ms_lint.sources.model import Kind, Region, Source, SourceError
from ms_lint.sources.parsing import Unparsable, parse

_SUFFIXES: dict[str, Kind] = {"ipynb": "notebook", "md": "markdown", "markdown": "markdown"}


def kind_of(path: str) -> Kind:
    """What a file is by its suffix: notebook, Markdown, otherwise Python."""
    return _SUFFIXES.get(path.rpartition(".")[2].lower(), "python")


def read_source(
    content: Union[bytes, str], path: str, kind: Optional[Kind] = None, tree: Optional[ast.Module] = None
) -> Source:
    """Read a document; ``kind`` is taken from the suffix of ``path`` when it is None. ``tree`` is the
    syntax tree of a Python file, for a caller that has it already.

    Raises SourceError, and nothing else, if the content cannot be decoded or parsed.
    """
    kind = kind or kind_of(path)
    if kind == "notebook":
        from ms_lint.sources.notebooks import read_notebook

        return read_notebook(decode_json(content), path)
    if kind == "markdown":
        from ms_lint.sources.markdown import read_markdown

        return read_markdown(decode_utf8(content), path)
    text = decode_python(content)
    if tree is None:
        try:
            tree = parse(text)
        except Unparsable as error:
            raise SourceError(
                say("This file does not parse: {reason}", reason=error.reason), error.location()
            ) from None
    return Source(path, "python", text, text, tree, (Region(1, text.count("\n") + 1, "module"),))


def raw_text(content: bytes, kind: Kind) -> tuple[str, str]:
    """The text of a file with its own line ends, without the mark of UTF-8, and the encoding to write it with.

    Raises SourceError for what cannot be decoded, and for a document that is not UTF-8.
    """
    if kind == "python":
        return raw_python(content)
    return decode_raw(content[3:] if content.startswith(codecs.BOM_UTF8) else content, "utf-8"), "utf-8"


def read_lines(content: Union[str, bytes], path: str, cell: Optional[int] = None) -> list[str]:
    """The lines of a document, or of one cell of a notebook, as findings count them.

    For showing: what cannot be read gives no lines, what cannot be decoded gives U+FFFD.
    """
    if cell is not None:
        cells = read_cells(content)
        return cells[cell] if 0 <= cell < len(cells) else []
    if kind_of(path) == "python":
        with contextlib.suppress(SourceError):
            return decode_python(content).split("\n")
    text = content if isinstance(content, str) else content.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def read_cells(content: Union[str, bytes]) -> list[list[str]]:
    """The lines of each cell of a notebook; no cells where it cannot be read."""
    from ms_lint.sources.notebooks import cells_of

    try:
        return [text.split("\n") for _, text in cells_of(decode_json(content))]
    except SourceError:
        return []
