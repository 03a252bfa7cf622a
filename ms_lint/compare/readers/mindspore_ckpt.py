"""MindSpore's ``.ckpt``: a Checkpoint message (checkpoint.proto, MindSpore 2.10) of names, shapes and bytes.

A parameter of more than 512 kB stands in several pieces under one name, each with the whole shape. With
``crc_check=True`` 17 bytes follow the message.
"""

from __future__ import annotations

from ms_lint.compare.model import Parameter
from ms_lint.compare.readers.wire import Malformed, Schema, fields, first, read_message
from ms_lint.messages import say

_SCHEMA: Schema = {
    "Value": {1: ("tag", "string"), 2: ("tensor", "Tensor"), 3: ("maptensor", "bytes")},
    "Tensor": {1: ("dims", "int"), 2: ("tensor_type", "string")},
}
_CRC, _CRC_SIZE = b"crc_num", 17
_VALUE = 1


def read_ckpt(data: memoryview) -> list[Parameter]:
    """The parameters in the order of the file. Raises Malformed."""
    if bytes(data[-_CRC_SIZE : -_CRC_SIZE + len(_CRC)]) == _CRC:
        data = data[:-_CRC_SIZE]
    found: dict[str, Parameter] = {}
    for number, value in fields(data):
        if number != _VALUE or isinstance(value, int):
            raise Malformed(say("it is no MindSpore checkpoint, or an encrypted one"))
        message = read_message(value, _SCHEMA, "Value")
        name, tensor = first(message, "tag"), first(message, "tensor")
        if name is None:
            raise Malformed(say("it is no MindSpore checkpoint: a value in it has no name"))
        if tensor is not None and name not in found:
            kind = first(tensor, "tensor_type", "").lower()
            found[name] = Parameter(name, tuple(tensor.get("dims", ())), kind)
    if not found:
        raise Malformed(say("there is no parameter in it"))
    return list(found.values())
