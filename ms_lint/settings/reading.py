"""Settings files as they are written: TOML, and the place of each key in it."""

from __future__ import annotations

import functools
import os
import re
import sys
from typing import Any, NamedTuple, Optional

from ms_lint.messages import Message, say
from ms_lint.settings.model import SettingsError

OPTIONS = "options"  # stands for the file where a value is not from a file


class Origin(NamedTuple):
    """Where settings are written, to name the place of what is wrong."""

    file: str
    table: tuple[str, ...] = ()
    text: str = ""

    def line(self, path: tuple[str, ...], item: Optional[str] = None) -> Optional[int]:
        """The line of a key, or, in the value of the key, of an item."""
        lines = _lines_of_keys(self.text)
        while path and path not in lines:
            path = path[:-1]  # e.g. a key of an inline table: the line of the table
        if not path:
            return None
        first = lines[path]
        if item is not None:
            for number, text in enumerate(self.text.split("\n")[first - 1 :], first):
                if f'"{item}"' in text or f"'{item}'" in text:
                    return number
        return first

    def shown(self, *path: str, item: Optional[str] = None) -> str:
        line = self.line(path, item)
        return self.file if line is None else f"{self.file}:{line}"

    def error(self, path: tuple[str, ...], message: str, item: Optional[str] = None) -> SettingsError:
        table = f"[{'.'.join(self.table)}] " if self.table else ""
        place = f"{self.shown(*self.table, *path, item=item)}: {table}"
        return SettingsError(say("{place}{problem}", place=place, problem=one_line(message)))


def one_line(text: str) -> str:
    if isinstance(text, Message):
        return Message(text.template, {name: one_line(field) for name, field in text.fields.items()})
    return " ".join(text.split())


def _shown_path(path: str) -> str:
    """Relative to the current folder when below it."""
    here = os.path.join(os.getcwd(), "")
    return path[len(here) :] if path.startswith(here) else path


def read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingsError(
            say("{shown_path}: cannot be read: {reason}", shown_path=_shown_path(path), reason=reason)
        ) from error


def loads(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def parse(path: str, content: bytes) -> tuple[dict[str, Any], Origin]:
    shown = _shown_path(path)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            say(
                "{file}:{line}: not UTF-8: byte {byte}",
                file=shown,
                line=line,
                byte=f"0x{content[error.start]:02x}",
            )
        ) from error
    try:
        data = loads(text)
    except (ValueError, RecursionError) as error:
        message = one_line(str(error))
        match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
        line = text.count("\n") + 1
        if match is None:
            raise SettingsError(say("{shown}: not valid TOML: {message}", shown=shown, message=message)) from error
        if match[1]:
            line = int(match[1])
            message = say("{error} (column {column})", error=message[: match.start()], column=match[2])
        raise SettingsError(
            say("{shown}:{line}: not valid TOML: {message}", shown=shown, line=line, message=message)
        ) from error
    table = ("tool", "ms-lint") if os.path.basename(path) == "pyproject.toml" else ()
    return data, Origin(shown, table, text)


_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""

_KEY_PATH = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"

_HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*({_KEY_PATH})[ \t]*\]\]?")

_ASSIGNMENT = re.compile(rf"[ \t]*({_KEY_PATH})[ \t]*=")

_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"'''
    r"""|'''.*?'''|'[^'\n]*'"""
    r"""|\#[^\n]*|[^"'\#\[\]{}\n]+|.""",
    re.DOTALL,
)


@functools.lru_cache(maxsize=8)
def _lines_of_keys(text: str) -> dict[tuple[str, ...], int]:
    """Path of each key and table of a valid TOML text -> its line; tomllib does not tell."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    position, line = 0, 1
    while position < len(text):
        header = _HEADER.match(text, position)
        match = header or _ASSIGNMENT.match(text, position)
        if match:
            path = tuple(_unquoted(key) for key in re.findall(_KEY, match[1]))
            if header:
                table = path
            else:
                path = table + path
            for length in range(1, len(path) + 1):
                lines.setdefault(path[:length], line)
            if header:
                lines[path] = line
            position = match.end()
        depth = 0
        while position < len(text):  # to the end of the statement
            token = _TOKEN.match(text, position)
            assert token is not None
            position = token.end()
            line += token[0].count("\n")
            if token[0] in ("[", "{"):
                depth += 1
            elif token[0] in ("]", "}"):
                depth -= 1
            elif token[0] == "\n" and depth <= 0:
                break
    return lines


def _unquoted(key: str) -> str:
    if key[0] == "'":
        return key[1:-1]
    return re.sub(r"\\(.)", r"\1", key[1:-1]) if key[0] == '"' else key
