"""From the bytes of a Python file, a notebook or a Markdown document to one module of Python.

`read_source` gives a `Source`: the parsed code of the whole document and the map from the positions
of ``ast`` back to the places that an editor shows. Nothing that it reads is ever run.
"""

from __future__ import annotations

import ast
import bisect
import codecs
import contextlib
import functools
import json
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Optional, Union

from ms_lint.findings import Location
from ms_lint.messages import say

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Kind = Literal["python", "notebook", "markdown"]
RegionKind = Literal["module", "cell", "fence"]

_SUFFIXES: dict[str, Kind] = {"ipynb": "notebook", "md": "markdown", "markdown": "markdown"}


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


def kind_of(path: str) -> Kind:
    """What a file is by its suffix: notebook, Markdown, otherwise Python."""
    return _SUFFIXES.get(path.rpartition(".")[2].lower(), "python")


_TRACE = rb"mindspore|torch|tensorflow|keras|msadapter|mindnlp|nn\.Cell|def[ \t]+construct"
_TRACE_BYTES = re.compile(_TRACE)
_TRACE_TEXT = re.compile(_TRACE.decode("ascii"))


def has_framework_trace(content: Union[bytes, str]) -> bool:
    """Whether a word of MindSpore, PyTorch or TensorFlow is anywhere in the raw content.

    Errs on the side of True; a file without such a word has nothing to find in it.
    """
    if isinstance(content, str):
        return _TRACE_TEXT.search(content) is not None
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.replace(b"\0", b"")
    return _TRACE_BYTES.search(content) is not None


def read_source(
    content: Union[bytes, str], path: str, kind: Optional[Kind] = None, tree: Optional[ast.Module] = None
) -> Source:
    """Read a document; ``kind`` is taken from the suffix of ``path`` when it is None. ``tree`` is the
    syntax tree of a Python file, for a caller that has it already.

    Raises SourceError, and nothing else, if the content cannot be decoded or parsed.
    """
    kind = kind or kind_of(path)
    if kind == "notebook":
        return _read_notebook(_decode_json(content), path)
    if kind == "markdown":
        return _read_markdown(_decode_utf8(content), path)
    text = _decode_python(content)
    if tree is None:
        try:
            tree = _parse(text)
        except _Unparsable as error:
            raise SourceError(
                say("This file does not parse: {reason}", reason=error.reason), error.location()
            ) from None
    return Source(path, "python", text, text, tree, (Region(1, text.count("\n") + 1, "module"),))


def raw_text(content: bytes, kind: Kind) -> tuple[str, str]:
    """The text of a file with its own line ends, without the mark of UTF-8, and the encoding to write it with.

    Raises SourceError for what cannot be decoded, and for a document that is not UTF-8.
    """
    if kind == "python":
        return _raw_python(content)
    return _decode_raw(content[3:] if content.startswith(codecs.BOM_UTF8) else content, "utf-8"), "utf-8"


def read_lines(content: Union[str, bytes], path: str, cell: Optional[int] = None) -> list[str]:
    """The lines of a document, or of one cell of a notebook, as findings count them.

    For showing: what cannot be read gives no lines, what cannot be decoded gives U+FFFD.
    """
    if cell is not None:
        cells = read_cells(content)
        return cells[cell] if 0 <= cell < len(cells) else []
    if kind_of(path) == "python":
        with contextlib.suppress(SourceError):
            return _decode_python(content).split("\n")
    text = content if isinstance(content, str) else content.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def read_cells(content: Union[str, bytes]) -> list[list[str]]:
    """The lines of each cell of a notebook; no cells where it cannot be read."""
    try:
        return [text.split("\n") for _, text in _cells(_decode_json(content))]
    except SourceError:
        return []


# --- parsing


class _Unparsable(Exception):
    """Code that ``ast.parse`` rejects; ``line`` and ``column`` (characters) count from 1."""

    def __init__(self, reason: str, code: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason = reason
        lines = code.split("\n")
        self.line = min(max(line, 1), len(lines))
        length = len(lines[self.line - 1])
        self.column = min(max(column, 1), length + 1)
        self.end_column = min(self.column + 1, length + 1)

    def location(self, cell: Optional[int] = None, shift: int = 0) -> Location:
        column, end_column = max(self.column + shift, 1), max(self.end_column + shift, 1)
        return Location(self.line, column, self.line, end_column, cell)


_MAX_CHAIN = 20_000
_OPERATOR = re.compile(r"[-.+*/%@&|^([]|\b(?:and|or)\b")


def _is_endless_chain(code: str) -> bool:
    """Whether the code may have an expression like ``a.b.c...`` so long that Python dies of it."""
    for run in code.split(","):
        if len(run) > 2 * _MAX_CHAIN and sum(1 for _ in _OPERATOR.finditer(run)) > _MAX_CHAIN:
            return True
    return False


def _parse(code: str) -> ast.Module:
    if sys.version_info < (3, 11) and len(code) > 2 * _MAX_CHAIN and _is_endless_chain(code):
        raise _Unparsable(say("its code is nested too deeply."), code, 1, 1)  # the stack is not guarded there
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are not our findings
            return ast.parse(code)
    except SyntaxError as error:
        if "\0" in code:
            raise _at_offset(say("there is a null byte in it."), code, code.index("\0")) from None
        reason = (error.msg or "invalid syntax").rstrip(".") + "."
        raise _Unparsable(reason, code, error.lineno or 1, error.offset or 1) from None
    except UnicodeEncodeError as error:
        raise _at_offset(say("there is half a surrogate pair in it."), code, error.start) from None
    except (RecursionError, MemoryError):
        raise _Unparsable(say("its code is nested too deeply."), code, 1, 1) from None
    except (ValueError, OverflowError, SystemError) as error:
        if "\0" in code:  # Python below 3.11.4
            raise _at_offset(say("there is a null byte in it."), code, code.index("\0")) from None
        raise _Unparsable(f"{error}.", code, 1, 1) from None


def _at_offset(reason: str, code: str, offset: int) -> _Unparsable:
    place = _place(code, offset)
    return _Unparsable(reason, code, place.line, place.column)


def _place(text: str, offset: int) -> Location:
    """The one character at an offset of a text whose line ends are ``\\n``."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Location(line, column, line, column + 1 if text[offset : offset + 1].strip("\n") else column)


# --- decoding

_LINE_END = re.compile(rb"\r\n|\r|\n")
_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#|$)")
_SLOW_CODECS = frozenset({"idna", "punycode"})  # quadratic, and of no use for source code
_SURROGATE = re.compile("[\ud800-\udfff]")


def _unix(text: str) -> str:
    """Line ends as Python's parser sees them: ``\\r\\n`` and ``\\r`` are ``\\n``, nothing else is."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decode_python(content: Union[bytes, str]) -> str:
    if isinstance(content, str):
        return _unix(content[1:] if content.startswith("\ufeff") else content)
    return _unix(_raw_python(content)[0])


def _raw_python(content: bytes) -> tuple[str, str]:
    """Text and encoding, by BOM and by the encoding declared in the first two lines (PEP 263)."""
    has_bom = content.startswith(codecs.BOM_UTF8)
    if has_bom:
        content = content[3:]
    encoding = "utf-8"
    cookie = _cookie(content)
    if cookie is not None:
        name, place = cookie
        try:
            encoding = codecs.lookup(name).name
        except (LookupError, ValueError):
            raise SourceError(say("Python knows no encoding {name}; declare utf-8.", name=repr(name)), place) from None
        if has_bom and encoding != "utf-8":
            message = say("The file starts with the mark of UTF-8 but declares {name}; declare utf-8.", name=repr(name))
            raise SourceError(message, place)
        if encoding in _SLOW_CODECS:
            raise SourceError(say("{name} is not an encoding for source code; declare utf-8.", name=repr(name)), place)
        try:
            return _decode_raw(content, encoding), encoding
        except SourceError:
            raise
        except Exception as error:  # a codec is code chosen by the file: it may fail in any way
            message = say(
                "The file cannot be decoded by the encoding {name} that it declares: {error}.",
                name=repr(name),
                error=error,
            )
            raise SourceError(message, place) from None
    return _decode_raw(content, encoding), encoding


def _cookie(content: bytes) -> Optional[tuple[str, Location]]:
    """The declared encoding and where it stands."""
    start = 0
    for number in (1, 2):
        end = _LINE_END.search(content, start)
        line = content[start : end.start() if end else len(content)]
        match = _COOKIE.match(line)
        if match:
            name = match.group(1).decode("ascii", "replace")
            column = len(line[: match.start(1)].decode("utf-8", "replace")) + 1
            return name, Location(number, column, number, column + len(name))
        if end is None or not _BLANK.match(line):
            return None
        start = end.end()
    return None


def _decode_utf8(content: Union[bytes, str]) -> str:
    if isinstance(content, str):
        text = content[1:] if content.startswith("\ufeff") else content
    else:
        return _decode(content[3:] if content.startswith(codecs.BOM_UTF8) else content, "utf-8")
    return _SURROGATE.sub("\ufffd", _unix(text))


def _decode_json(content: Union[bytes, str]) -> str:
    if isinstance(content, bytes):
        encoding = json.detect_encoding(content)
        if encoding not in ("utf-8", "utf-8-sig"):
            return _decode(content, encoding).lstrip("\ufeff")
    return _decode_utf8(content)


def _decode(content: bytes, encoding: str) -> str:
    return _unix(_decode_raw(content, encoding))


def _decode_raw(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = _unix(content[: error.start].decode(encoding, "replace"))
        place = _place(before, len(before))
        place = Location(place.line, place.column, place.line, place.column + 1)
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            message = say("The file is UTF-16, which Python does not read; save it as UTF-8.")
        else:
            byte = content[error.start] if error.start < len(content) else 0
            message = say(
                "The byte {byte} is not valid {encoding}; save the file as UTF-8.",
                byte=f"0x{byte:02x}",
                encoding=encoding,
            )
        raise SourceError(message, place) from None


# --- documents of several pieces


@dataclass(frozen=True)
class _Piece:
    """A cell or a fence: lines of code and where they stand in the file."""

    lines: Sequence[str]
    kind: RegionKind
    cell: Optional[int]
    start: int
    shifts: Sequence[int] = ()


def _read_markdown(text: str, path: str) -> Source:
    lines = [""] * (text.count("\n") + 1)
    regions = []
    for piece in _fences(text, None):
        last = piece.start + len(piece.lines) - 1
        lines[piece.start - 1 : last] = piece.lines
        regions.append(Region(piece.start, last, "fence", None, piece.start, tuple(piece.shifts)))
    code = "\n".join(lines)
    return Source(path, "markdown", text, code, _parse_joined(code), tuple(regions))


def _read_notebook(text: str, path: str) -> Source:
    cells = _cells(text)
    lines: list[str] = []
    regions = []
    for index, (language, source) in enumerate(cells):
        for piece in _pieces(language, source, index):
            first = len(lines) + 1
            lines.extend(piece.lines)
            regions.append(Region(first, len(lines), piece.kind, index, piece.start, tuple(piece.shifts)))
    code = "\n".join(lines) + "\n"
    sources = tuple(source for _, source in cells)
    return Source(path, "notebook", text, code, _parse_joined(code), tuple(regions), sources)


def _parse_joined(code: str) -> ast.Module:
    """Parse pieces that are each valid."""
    try:
        return _parse(code)
    except _Unparsable as error:  # only if memory or the stack ends
        message = say("The code of this document does not parse: {reason}", reason=error.reason)
        raise SourceError(message, Location(1, 1, 1, 1)) from None


def _pieces(language: str, source: str, index: int) -> Iterator[_Piece]:
    if language == "markdown":
        yield from _fences(source, index)
    elif language == "python" and source.strip():
        try:
            lines, shifts = _as_python(source.split("\n"))
        except _Unparsable as error:
            raise SourceError(
                say("This cell does not parse: {reason}", reason=error.reason), error.location(index)
            ) from None
        yield _Piece(lines, "cell", index, 1, shifts)


def _cells(text: str) -> list[tuple[str, str]]:
    """The cells of a notebook: language ("python", "markdown" or "other") and text."""
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        message = say("This notebook is not valid JSON: {error}.", error=error.msg)
        raise SourceError(message, _place(text, error.pos)) from None
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
        result.append((language, _unix(_SURROGATE.sub("\ufffd", source))))
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


# --- Markdown fences

_MAYBE_FENCE = re.compile(r"^[ \t>*+\-0-9.)]*(?:```|~~~)[^\n]*py", re.IGNORECASE | re.MULTILINE)
_PYTHON_INFO = re.compile(
    r"(?:\{(?:code-cell|code-block|code|sourcecode)\}\s*|\{\s*)?\.?i?py(?:thon)?3?(?![\w.+-])", re.IGNORECASE
)


@functools.lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable(["inline", "text_join", "reference"])


def _fences(text: str, cell: Optional[int]) -> Iterator[_Piece]:
    """The Python fences of a Markdown text that parse; the others are fragments."""
    if not _MAYBE_FENCE.search(text):
        return
    text_lines = text.split("\n")
    for token in _markdown().parse(text):
        if token.type != "fence" or token.map is None or not _PYTHON_INFO.match(token.info.strip()):
            continue
        content = token.content.split("\n")[:-1]
        first = token.map[0] + 1
        outer = text_lines[first : first + len(content)]
        if not content or len(outer) != len(content):
            continue
        try:
            lines, inner = _as_python(content)
        except _Unparsable:
            continue
        # What is around a fence is cut off on the left, so the ends of both lines are the same.
        shifts = [len(whole) - len(part) for whole, part in zip(outer, content)]
        if inner:
            shifts = [left + right for left, right in zip(shifts, inner)]
        yield _Piece(lines, "fence", cell, first + 1, shifts if any(shifts) else ())


# --- IPython's additions to Python

_BODY_IS_CODE = re.compile(
    r"%%(?:time|timeit|capture|prun|debug|memit|mprun|lprun|snakeviz|pyinstrument|scalene|wandb)\b"
)
_LINE_IS_CODE = re.compile(r"(\s*)%(?:time|timeit|prun|memit)[ \t]+(?=\S)")
_ASSIGNED = re.compile(r"\s*[^\W\d][\w.]*(?:\[[^\]=]*\])?(?:\s*,\s*[^\W\d][\w.]*)*\s*=(?=\s*[!%])")
_MAGIC = re.compile(
    r"\s*(?:[%!?]|[^\W\d][\w.*\[\]'\"]*\?{1,2}[\s;]*$"
    r"|(?:pip3?|conda|mamba|uv|cd|ls|cat|cp|mv|rm|mkdir|man)[ \t]+[-\w./~*])"
)
_LEXEME = re.compile(
    r"#.*|\\$|[\[({]|[\])}]|\"\"\"|'''|\"(?:\\.|[^\"\\])*(?P<open1>\"|\\?$)|'(?:\\.|[^'\\])*(?P<open2>'|\\?$)"
)
_STRING_END = {
    '"""': re.compile(r'(?:[^\\"]|\\.|"(?!""))*"""'),
    "'''": re.compile(r"(?:[^\\']|\\.|'(?!''))*'''"),
}


def _as_python(lines: list[str]) -> tuple[Sequence[str], Sequence[int]]:
    """The lines if they parse, else what is left without magics and shell lines.

    Also gives, per line, by how many characters it became shorter on the left (empty: none did).
    Raises _Unparsable.
    """
    try:
        _parse("\n".join(lines) + "\n")
        return lines, ()
    except _Unparsable as error:
        cleaned = _without_magics(lines)
        if cleaned == lines:
            raise error from None
    shifts = [0] * len(lines)
    for index, (old, new) in enumerate(zip(lines, cleaned)):
        if new and old.endswith(new.lstrip()):
            shifts[index] = len(old) - len(new)
    try:
        _parse("\n".join(cleaned) + "\n")
    except _Unparsable as error:
        # Shown in the lines as they are in the file, for the column must be right there.
        shift = shifts[min(error.line, len(lines)) - 1]
        raise _Unparsable(error.reason, "\n".join(lines), error.line, error.column + shift) from None
    return cleaned, shifts if any(shifts) else ()


def _without_magics(lines: list[str]) -> list[str]:
    """As many lines, with magics and shell lines replaced by Python and a common margin removed."""
    result = list(lines)
    first = _first_code(result)
    while first is not None and result[first].startswith("%%"):
        if not _BODY_IS_CODE.match(result[first]):
            return [""] * len(lines)
        result[first] = ""
        first = _first_code(result)
    if first is not None and result[first][0] in " \t":
        margin = _margin(result[first])
        result = [line[len(margin) :] if line.startswith(margin) else line for line in result]

    depth, quote, continued, in_magic = 0, "", False, False
    for index, line in enumerate(result):
        if in_magic:
            result[index] = ""
            in_magic = line.endswith("\\")
        elif not (depth or quote or continued) and (plain := _without_magic(line)) is not None:
            result[index] = plain
            in_magic = line.endswith("\\")
        else:
            depth, quote, continued = _scan(line, depth, quote)
    return result


def _first_code(lines: list[str]) -> Optional[int]:
    for index, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#"):
            return index
    return None


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _without_magic(line: str) -> Optional[str]:
    """Python for a line with a magic or shell command; None if it has none."""
    assigned = _ASSIGNED.match(line)
    if assigned:
        return assigned.group() + " get_ipython()"
    timed = _LINE_IS_CODE.match(line)
    if timed:
        rest = line[timed.end() :]
        try:
            _parse(rest)
            return timed.group(1) + rest
        except _Unparsable:
            pass  # options stand before the code, or it is a shell command
    if _MAGIC.match(line):
        return _margin(line) + "pass"
    return None


def _scan(line: str, depth: int, quote: str) -> tuple[int, str, bool]:
    """State after a line of Python: open brackets, open triple quote, continued by a backslash."""
    position = 0
    while True:
        if quote:
            end = _STRING_END[quote].match(line, position)
            if end is None:
                return depth, quote, False
            position, quote = end.end(), ""
        lexeme = _LEXEME.search(line, position)
        if lexeme is None:
            return depth, "", False
        position = lexeme.end()
        text = lexeme.group()
        if text in "([{":
            depth += 1
        elif text in ")]}":
            depth = max(depth - 1, 0)
        elif text in _STRING_END:
            quote = text
        elif text == "\\" or "\\" in (lexeme["open1"], lexeme["open2"]):
            return depth, "", True
