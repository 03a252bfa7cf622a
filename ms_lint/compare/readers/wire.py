"""Messages of Protocol Buffers, read from their bytes by a schema; no library is needed and none conflicts.

A schema is a table of messages, and a message a table of field numbers: name and type of each field that is of
interest. The others are stepped over, so that tensors are not touched. A message is read as a dict of lists:
``{"name": ["conv1"], "dims": [64, 3, 7, 7]}``. Wire format: protobuf.dev/programming-guides/encoding.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Any, Union

from ms_lint.messages import say

#: Messages by name: field number -> (name of the field, its type). A type is ``int``, ``uint``, ``bool``, ``float``,
#: ``double``, ``string``, ``bytes`` (a memoryview), or the name of a message.
Schema = Mapping[str, Mapping[int, tuple[str, str]]]
Message = dict[str, list[Any]]

_MAXIMUM_DEPTH = 64
#: More messages in one field than this are no model's: the largest graphs have some 100,000 nodes.
MAXIMUM_MESSAGES = 500_000
_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5


class Malformed(ValueError):
    """The bytes are no such message. ``str()`` says why, without the file's name."""


def varint(data: memoryview, at: int) -> tuple[int, int]:
    """The number that begins at ``at``, and the place after it. Raises Malformed."""
    number = shift = 0
    end = min(len(data), at + 10)
    while at < end:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number & 0xFFFF_FFFF_FFFF_FFFF, at
        shift += 7
    raise Malformed(say("it is truncated") if end == len(data) else say("a number in it is too long"))


def fields(data: memoryview) -> Iterator[tuple[int, Union[int, memoryview]]]:
    """Number and raw value of each field. Raises Malformed."""
    at, end = 0, len(data)
    while at < end:
        key, at = varint(data, at)
        kind = key & 7
        if kind == _VARINT:
            value: Union[int, memoryview]
            value, at = varint(data, at)
        else:
            if kind == _LENGTH:
                size, at = varint(data, at)
            elif kind == _FIXED64:
                size = 8
            elif kind == _FIXED32:
                size = 4
            else:
                raise Malformed(say("a field in it has the unknown wire type {kind}", kind=kind))
            if size > end - at:
                raise Malformed(say("it is truncated"))
            value = data[at : at + size]
            at += size
        if key >> 3 == 0:
            raise Malformed(say("a field in it has the number 0"))
        yield key >> 3, value


def read_message(data: memoryview, schema: Schema, name: str, depth: int = 0) -> Message:
    """The message ``name`` of a schema. Raises Malformed."""
    if depth > _MAXIMUM_DEPTH:
        raise Malformed(say("it is nested too deeply"))
    table = schema[name]
    message: Message = {}
    for number, value in fields(data):
        known = table.get(number)
        if known is None:
            continue
        key, kind = known
        values = message.setdefault(key, [])
        if kind in schema:
            if isinstance(value, int):
                raise Malformed(say("its field {key} is no message", key=repr(key)))
            if len(values) == MAXIMUM_MESSAGES:
                raise Malformed(say("its field {key} has more entries than any model's", key=repr(key)))
            values.append(read_message(value, schema, kind, depth + 1))
        elif isinstance(value, int):
            if kind in ("string", "bytes", "float", "double"):
                raise Malformed(say("its field {key} is a number", key=repr(key)))
            values.append(_number(value, kind))
        elif kind == "string":
            values.append(bytes(value).decode("utf-8", "replace"))
        elif kind == "bytes":
            values.append(value)
        else:
            values += unpacked(value, kind)
    return message


def _number(value: int, kind: str) -> Any:
    if kind == "bool":
        return bool(value)
    return value - (1 << 64) if kind == "int" and value >> 63 else value


def unpacked(data: memoryview, kind: str) -> list[Any]:
    """The numbers of a packed field, or the one of a fixed-size field. Raises Malformed."""
    if kind in ("float", "double"):
        size, code = (4, "f") if kind == "float" else (8, "d")
        if len(data) % size:
            raise Malformed(say("it is truncated"))
        return list(struct.unpack(f"<{len(data) // size}{code}", data))
    numbers, at = [], 0
    while at < len(data):
        number, at = varint(data, at)
        numbers.append(_number(number, kind))
    return numbers


def first(message: Message, key: str, default: Any = None) -> Any:
    """The last value of a field that stands once, as Protocol Buffers have it; ``default`` where it is absent."""
    values = message.get(key)
    return values[-1] if values else default
