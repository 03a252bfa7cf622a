"""From bytes to text: Python's rules for its own files, UTF-8 for documents."""

from __future__ import annotations

import codecs
import json
import re
from typing import Optional, Union

from ms_lint.findings import Location
from ms_lint.messages import say
from ms_lint.sources.model import SourceError
from ms_lint.sources.parsing import place_at

_LINE_END = re.compile(rb"\r\n|\r|\n")

_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")

_BLANK = re.compile(rb"[ \t\f]*(?:#|$)")

_SLOW_CODECS = frozenset({"idna", "punycode"})  # quadratic, and of no use for source code

SURROGATE = re.compile("[\ud800-\udfff]")


def unix(text: str) -> str:
    """Line ends as Python's parser sees them: ``\\r\\n`` and ``\\r`` are ``\\n``, nothing else is."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode_python(content: Union[bytes, str]) -> str:
    if isinstance(content, str):
        return unix(content[1:] if content.startswith("\ufeff") else content)
    return unix(raw_python(content)[0])


def raw_python(content: bytes) -> tuple[str, str]:
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
            return decode_raw(content, encoding), encoding
        except SourceError:
            raise
        except Exception as error:  # a codec is code chosen by the file: it may fail in any way
            message = say(
                "The file cannot be decoded by the encoding {name} that it declares: {error}.",
                name=repr(name),
                error=error,
            )
            raise SourceError(message, place) from None
    return decode_raw(content, encoding), encoding


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


def decode_utf8(content: Union[bytes, str]) -> str:
    if isinstance(content, str):
        text = content[1:] if content.startswith("\ufeff") else content
    else:
        return _decode(content[3:] if content.startswith(codecs.BOM_UTF8) else content, "utf-8")
    return SURROGATE.sub("\ufffd", unix(text))


def decode_json(content: Union[bytes, str]) -> str:
    if isinstance(content, bytes):
        encoding = json.detect_encoding(content)
        if encoding not in ("utf-8", "utf-8-sig"):
            return _decode(content, encoding).lstrip("\ufeff")
    return decode_utf8(content)


def _decode(content: bytes, encoding: str) -> str:
    return unix(decode_raw(content, encoding))


def decode_raw(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = unix(content[: error.start].decode(encoding, "replace"))
        place = place_at(before, len(before))
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
