"""A TensorFlow checkpoint's ``.index``: the names and shapes of its variables; the data file is not needed.

The file is a sorted table as LevelDB writes them, of BundleEntryProto by name (tensor_bundle.proto): blocks of keys
that share their beginnings, an index block of their places, and a footer of 48 bytes. TensorFlow writes it
uncompressed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ms_lint.compare.model import Parameter
from ms_lint.compare.readers.graph_def import SCHEMA, TYPES
from ms_lint.compare.readers.wire import Malformed, Schema, first, read_message, varint
from ms_lint.messages import say

_MAGIC = 0xDB4775248B80FB57
_FOOTER = 48
_SCHEMA: Schema = {
    **SCHEMA,
    "BundleEntry": {1: ("dtype", "uint"), 2: ("shape", "ShapeProto"), 7: ("slices", "bytes")},
}
_OBJECT = "/.ATTRIBUTES/VARIABLE_VALUE"
_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"


def is_index(data: memoryview) -> bool:
    """Whether a file ends as such a table does."""
    return len(data) >= _FOOTER and struct.unpack("<Q", data[-8:])[0] == _MAGIC


def read_index(data: memoryview) -> list[Parameter]:
    """The variables, in the order of their names; those of optimizers and counters too. Raises Malformed."""
    if not is_index(data):
        raise Malformed(say("its end is not that of a checkpoint's index: it is truncated, or something else"))
    footer, at = data[-_FOOTER:], 0
    _, at = varint(footer, at)
    _, at = varint(footer, at)
    offset, at = varint(footer, at)
    size, at = varint(footer, at)
    found = []
    for _, handle in _entries(data, offset, size):
        offset, at = varint(handle, 0)
        size, at = varint(handle, at)
        for key, value in _entries(data, offset, size):
            name = key.decode("utf-8", "replace")
            if not name or name == _GRAPH:
                continue
            entry = read_message(value, _SCHEMA, "BundleEntry")
            sizes = (first(dimension, "size", 0) for dimension in first(entry, "shape", {}).get("dim", ()))
            name = name[: -len(_OBJECT)] if name.endswith(_OBJECT) else name
            found.append(Parameter(name, tuple(sizes), TYPES.get(first(entry, "dtype", 0), "")))
    return found


def _entries(data: memoryview, offset: int, size: int) -> Iterator[tuple[bytes, memoryview]]:
    if offset + size + 5 > len(data) or size < 8:
        raise Malformed(say("it is truncated or damaged: a block lies outside of it"))
    if data[offset + size]:
        raise Malformed(say("a block of it is compressed, which TensorFlow does not do"))
    block = data[offset : offset + size]
    (restarts,) = struct.unpack("<I", block[-4:])
    end = size - 4 - 4 * restarts
    if end < 0:
        raise Malformed(say("a block of it is damaged"))
    at, key = 0, b""
    while at < end:
        shared, at = varint(block, at)
        added, at = varint(block, at)
        length, at = varint(block, at)
        if shared > len(key) or at + added + length > end:
            raise Malformed(say("a block of it is damaged"))
        key = key[:shared] + bytes(block[at : at + added])
        at += added
        yield key, block[at : at + length]
        at += length
