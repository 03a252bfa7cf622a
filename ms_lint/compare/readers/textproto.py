"""Messages of Protocol Buffers in their text form (``.pbtxt``), read by the same schemas as their bytes."""

from __future__ import annotations

import re
from typing import Any

from ms_lint.compare.readers.wire import MAXIMUM_MESSAGES, Malformed, Message, Schema
from ms_lint.messages import say

_TOKEN = re.compile(
    r"""\s*(?:\#[^\n]*\s*)*(?:
    (?P<name>[A-Za-z_][\w.]*)
    |(?P<number>[-+]?(?:\.\d|\d)[\w.]*(?:(?<=[eE])[-+]\d+)?|-\s*(?:inf|nan)\w*)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<mark>[{}<>\[\]:;,])
    |(?P<end>\Z)
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CLOSING = {"{": "}", "<": ">"}
_MAXIMUM_DEPTH = 64
#: Type of a field that the schema does not have: its value is stepped over.
_UNKNOWN = ("", "")


def read_text(text: str, schema: Schema, name: str) -> Message:
    """The message ``name`` of a schema from its text. Raises Malformed."""
    return _Reader(text, schema).message(name, "", 0)


class _Reader:
    def __init__(self, text: str, schema: Schema) -> None:
        self._text = text
        self._schema = schema
        self._names = {message: {key: (key, kind) for key, kind in table.values()} for message, table in schema.items()}
        self._at = 0
        self._kind = ""
        self._token = ""
        self._advance()

    def _advance(self) -> None:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            raise self._wrong(_unexpected(str(self._text[self._at : self._at + 20].split(maxsplit=1)[:1])))
        self._kind = match.lastgroup or ""
        self._token = match[self._kind]
        self._at = match.end()

    @property
    def _here(self) -> str:
        return repr(self._token) if self._token else say("the end")

    def _wrong(self, what: str) -> Malformed:
        line = self._text.count("\n", 0, self._at) + 1
        return Malformed(say("line {line}: {what}", line=line, what=what))

    def message(self, name: str, end: str, depth: int) -> Message:
        if depth > _MAXIMUM_DEPTH:
            raise self._wrong(say("it is nested too deeply"))
        table = self._names.get(name, {})
        message: Message = {}
        while not (self._kind == "end" if not end else self._token == end and self._kind == "mark"):
            if self._kind == "mark" and self._token in ";,":
                self._advance()
                continue
            if self._kind == "end":
                raise self._wrong(say("it is truncated"))
            key, kind = self._field(table)
            has_colon = self._token == ":"
            if has_colon:
                self._advance()
            if self._token == "[" and self._kind == "mark":
                self._advance()
                values = []
                while self._token != "]":
                    values.append(self._value(kind, depth))
                    if self._token == ",":
                        self._advance()
                self._advance()
            else:
                if not has_colon and self._token not in _CLOSING:
                    raise self._wrong(say("{what} where ':' or '{brace}' is expected", what=self._here, brace="{"))
                values = [self._value(kind, depth)]
            if key:
                message.setdefault(key, []).extend(values)
                if kind in self._schema and len(message[key]) > MAXIMUM_MESSAGES:
                    raise self._wrong(say("its field {key} has more entries than any model's", key=repr(key)))
        if end:
            self._advance()
        return message

    def _field(self, table: dict[str, tuple[str, str]]) -> tuple[str, str]:
        if self._kind == "mark" and self._token == "[":  # an extension or the type of an Any
            while self._token != "]":
                if self._kind == "end":
                    raise self._wrong(say("it is truncated"))
                self._advance()
            self._advance()
            return _UNKNOWN
        if self._kind != "name":
            raise self._wrong(say("{what} where the name of a field is expected", what=self._here))
        key, kind = table.get(self._token, _UNKNOWN)
        self._advance()
        return key, kind

    def _value(self, kind: str, depth: int) -> Any:
        if self._kind == "mark" and self._token in _CLOSING:
            end = _CLOSING[self._token]
            self._advance()
            if kind and kind not in self._schema:
                raise self._wrong(say("a message where a value is expected"))
            return self.message(kind, end, depth + 1)
        if self._kind in ("end", "mark"):
            raise self._wrong(say("it is truncated") if self._kind == "end" else _unexpected(self._here))
        token, token_kind = self._token, self._kind
        self._advance()
        if token_kind == "string":
            pieces = [token[1:-1]]
            while self._kind == "string":  # strings side by side are one
                pieces.append(self._token[1:-1])
                self._advance()
            raw = "".join(map(_unescaped, pieces))
            if kind in ("", "string"):
                return raw.encode("latin-1", "ignore").decode("utf-8", "replace") if _is_bytes(raw) else raw
            if kind == "bytes":
                return memoryview(raw.encode("latin-1") if _is_bytes(raw) else raw.encode())
            raise self._wrong(say("a string where a number is expected"))
        return self._number(token, kind)

    def _number(self, token: str, kind: str) -> Any:
        if not kind:
            return None
        try:
            if kind == "bool":
                return {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}[token.lower()]
            if kind in ("float", "double"):
                plain = token.replace(" ", "")
                return float(plain[:-1] if plain[-1:] in "fF" and "inf" not in plain.lower() else plain)
            if kind in ("int", "uint"):
                return int(token, 0) if len(token) < 32 else 0
        except (KeyError, ValueError):
            pass
        return token  # the name of an enum's value; whoever reads the message knows it


def _is_bytes(text: str) -> bool:
    return max(text, default="\0") <= "\xff"


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    if match[2]:
        return chr(int(match[2], 8) & 0xFF)
    return _LETTERS.get(match[3], match[3])


def _unexpected(what: str) -> str:
    return say("{what} is not expected", what=what)
