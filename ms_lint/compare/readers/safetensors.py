"""``.safetensors``: eight bytes of length, then JSON with the name, type and shape of each tensor."""

from __future__ import annotations

import json
import struct

from ms_lint.compare.model import Parameter
from ms_lint.compare.readers.wire import Malformed
from ms_lint.messages import say

#: The format's own limit for the JSON, in bytes.
_MAXIMUM_HEADER = 100_000_000
_TYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "I64": "int64", "I32": "int32",
    "I16": "int16", "I8": "int8", "U8": "uint8", "BOOL": "bool",
}  # fmt: skip


def read_safetensors(data: memoryview) -> list[Parameter]:
    """The tensors in the order of the file. Raises Malformed."""
    if len(data) < 10:
        raise Malformed(say("it is truncated"))
    (size,) = struct.unpack("<Q", data[:8])
    if size > _MAXIMUM_HEADER:
        raise Malformed(say("it is no safetensors file: its header would be longer than the format allows"))
    if size > len(data) - 8:
        raise Malformed(say("it is truncated: its header ends beyond it"))
    try:
        header = json.loads(bytes(data[8 : 8 + size]))
    except ValueError as error:
        raise Malformed(say("its header is no JSON ({error})", error=str(error))) from None
    if not isinstance(header, dict):
        raise Malformed(say("its header is no table of tensors"))
    found = []
    end = len(data) - 8 - size
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        shape = entry.get("shape") if isinstance(entry, dict) else None
        if not isinstance(shape, list) or not all(isinstance(item, int) and item >= 0 for item in shape):
            raise Malformed(say("the tensor {name} has no shape", name=repr(name)))
        offsets = entry.get("data_offsets")
        if not isinstance(offsets, list) or not all(isinstance(item, int) and 0 <= item <= end for item in offsets):
            raise Malformed(say("it is truncated: the tensor {name} ends beyond it", name=repr(name)))
        found.append(Parameter(name, tuple(shape), _TYPES.get(str(entry.get("dtype")), "")))
    return found
