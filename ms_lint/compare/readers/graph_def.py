"""TensorFlow's graphs: GraphDef as bytes or text, MetaGraphDef (``.meta``), SavedModel, and event files.

Field numbers are those of graph.proto, node_def.proto, attr_value.proto, tensor.proto, function.proto,
meta_graph.proto, saved_model.proto and event.proto of TensorFlow 2.21.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Optional

from ms_lint.compare.readers.textproto import read_text
from ms_lint.compare.readers.wire import Malformed, Message, Schema, fields, first, read_message
from ms_lint.messages import say

SCHEMA: Schema = {
    "GraphDef": {1: ("node", "NodeDef"), 2: ("library", "Library")},
    "Library": {1: ("function", "FunctionDef")},
    "FunctionDef": {1: ("signature", "OpDef"), 3: ("node_def", "NodeDef"), 4: ("ret", "Entry")},
    "OpDef": {1: ("name", "string"), 2: ("input_arg", "ArgDef"), 3: ("output_arg", "ArgDef")},
    "ArgDef": {1: ("name", "string")},
    "Entry": {1: ("key", "string"), 2: ("value", "string")},
    "NodeDef": {1: ("name", "string"), 2: ("op", "string"), 3: ("input", "string"), 5: ("attr", "Attribute")},
    "Attribute": {1: ("key", "string"), 2: ("value", "AttrValue")},
    "AttrValue": {
        1: ("list", "ListValue"),
        2: ("s", "string"),
        3: ("i", "int"),
        4: ("f", "float"),
        5: ("b", "bool"),
        6: ("type", "uint"),
        7: ("shape", "ShapeProto"),
        8: ("tensor", "TensorProto"),
        10: ("func", "Function"),
    },
    "ListValue": {2: ("s", "string"), 3: ("i", "int"), 4: ("f", "float"), 5: ("b", "bool"), 7: ("shape", "ShapeProto")},
    "Function": {1: ("name", "string")},
    "ShapeProto": {2: ("dim", "Dimension"), 3: ("unknown_rank", "bool")},
    "Dimension": {1: ("size", "int")},
    "TensorProto": {
        1: ("dtype", "uint"),
        2: ("tensor_shape", "ShapeProto"),
        4: ("tensor_content", "bytes"),
        5: ("float_val", "float"),
        6: ("double_val", "double"),
        7: ("int_val", "int"),
        8: ("string_val", "string"),
        10: ("int64_val", "int"),
        11: ("bool_val", "bool"),
    },
    "MetaGraphDef": {2: ("graph_def", "GraphDef")},
    "SavedModel": {2: ("meta_graphs", "MetaGraphDef")},
    "Event": {4: ("graph_def", "bytes"), 5: ("summary", "Summary"), 9: ("meta_graph_def", "bytes")},
    "Summary": {1: ("value", "SummaryValue")},
    "SummaryValue": {1: ("tag", "string"), 8: ("tensor", "TensorProto"), 9: ("metadata", "SummaryMetadata")},
    "SummaryMetadata": {1: ("plugin_data", "PluginData")},
    "PluginData": {1: ("plugin_name", "string")},
}
#: DataType by number, as numpy's names.
TYPES = {
    1: "float32", 2: "float64", 3: "int32", 4: "uint8", 5: "int16", 6: "int8", 7: "string", 9: "int64", 10: "bool",
    14: "bfloat16", 17: "uint16", 19: "float16", 20: "resource", 22: "uint32", 23: "uint64",
}  # fmt: skip
_TEXT_TYPES = {"DT_FLOAT": 1, "DT_DOUBLE": 2, "DT_INT32": 3, "DT_STRING": 7, "DT_INT64": 9, "DT_BOOL": 10}
_CODES = {1: "f", 2: "d", 3: "i", 9: "q"}
#: More values of a constant than this are not kept: it is a weight.
_MAXIMUM_VALUES = 16
_KERAS_PLUGIN = "graph_keras_model"


@dataclass(frozen=True)
class Tensor:
    """A constant: its type, its shape, and its values where they are few."""

    dtype: str
    shape: Optional[tuple[Optional[int], ...]]
    values: Optional[tuple[Any, ...]]


@dataclass(frozen=True)
class Operation:
    """A node: its inputs are names of nodes, with ``:1`` for an output other than the first, ``^`` for control."""

    name: str
    op: str
    inputs: tuple[str, ...]
    attributes: dict[str, Any]


@dataclass(frozen=True)
class Body:
    """A function of the library: names of its arguments, its nodes, and which node each result comes from."""

    arguments: tuple[str, ...]
    results: tuple[str, ...]
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Graph:
    """The nodes by name, in the order of the file, and the functions that they may call."""

    operations: dict[str, Operation]
    functions: dict[str, Body] = field(default_factory=dict)


def read_graph(data: memoryview) -> Graph:
    """A GraphDef. Raises Malformed."""
    return _graph(read_message(data, SCHEMA, "GraphDef"))


def read_graph_text(text: str) -> Graph:
    """A GraphDef in its text form. Raises Malformed."""
    message = read_text(text, SCHEMA, "GraphDef")
    if not message.get("node"):
        message = first(read_text(text, SCHEMA, "MetaGraphDef"), "graph_def", {})
    return _graph(message)


def read_meta_graph(data: memoryview) -> Graph:
    """The graph of a MetaGraphDef (``.meta``). Raises Malformed."""
    return _graph(first(read_message(data, SCHEMA, "MetaGraphDef"), "graph_def", {}))


def read_saved_model(data: memoryview) -> Graph:
    """The graph of the first MetaGraphDef of a SavedModel. Raises Malformed."""
    graphs = read_message(data, SCHEMA, "SavedModel").get("meta_graphs", [{}])
    return _graph(first(graphs[0], "graph_def", {}))


def read_events(data: memoryview) -> tuple[Optional[Graph], Optional[str]]:
    """The last graph of an event file, and the configuration of a Keras model as TensorBoard's callback writes it.
    Raises Malformed."""
    graph: Optional[memoryview] = None
    meta: Optional[memoryview] = None
    config = None
    for record in records(data):
        kinds = {number for number, _ in fields(record)}
        if not kinds & {4, 5, 9}:
            continue
        event = read_message(record, SCHEMA, "Event")
        graph, meta = first(event, "graph_def", graph), first(event, "meta_graph_def", meta)
        for value in first(event, "summary", {}).get("value", ()):
            plugin = first(first(value, "metadata", {}), "plugin_data", {})
            text = first(value, "tensor", {}).get("string_val")
            if first(plugin, "plugin_name") == _KERAS_PLUGIN and text:
                config = text[0]
    if graph is not None:
        return read_graph(graph), config
    return (read_meta_graph(meta) if meta is not None else None), config


def records(data: memoryview) -> Iterator[memoryview]:
    """The records of a TFRecord file; one that is cut off at the end, as while it is being written, is left out.
    Raises Malformed."""
    at = 0
    while at + 12 <= len(data):
        (size,) = struct.unpack_from("<Q", data, at)
        if size > len(data) - at - 12:
            if at == 0:
                raise Malformed(say("its first record is truncated, or it is no event file"))
            return
        yield data[at + 12 : at + 12 + size]
        at += size + 16


def _graph(message: Message) -> Graph:
    operations = {operation.name: operation for operation in map(_operation, message.get("node", ()))}
    functions = {}
    for library in message.get("library", ()):
        for function in library.get("function", ()):
            signature = first(function, "signature", {})
            returned = {first(entry, "key", ""): first(entry, "value", "") for entry in function.get("ret", ())}
            results = [first(argument, "name", "") for argument in signature.get("output_arg", ())]
            functions[first(signature, "name", "")] = Body(
                tuple(first(argument, "name", "") for argument in signature.get("input_arg", ())),
                tuple(returned.get(name, "") for name in results),
                tuple(map(_operation, function.get("node_def", ()))),
            )
    return Graph(operations, functions)


def _operation(node: Message) -> Operation:
    attributes = {first(entry, "key", ""): _attribute(first(entry, "value", {})) for entry in node.get("attr", ())}
    return Operation(first(node, "name", ""), first(node, "op", ""), tuple(node.get("input", ())), attributes)


def _attribute(value: Message) -> Any:
    for key in ("s", "i", "f", "b"):
        if key in value:
            return value[key][-1]
    if "type" in value:
        return TYPES.get(_type_number(value["type"][-1]), "")
    if "shape" in value:
        return _shape(value["shape"][-1])
    if "tensor" in value:
        return tensor(value["tensor"][-1])
    if "func" in value:
        return first(value["func"][-1], "name", "")
    if "list" in value:
        listed = value["list"][-1]
        for key in ("s", "i", "f", "b"):
            if key in listed:
                return list(listed[key])
        return [_shape(shape) for shape in listed.get("shape", ())]
    return None


def _type_number(value: Any) -> int:
    return value if isinstance(value, int) else _TEXT_TYPES.get(str(value), 0)


def _shape(message: Message) -> Optional[tuple[Optional[int], ...]]:
    if first(message, "unknown_rank"):
        return None
    sizes = (first(dimension, "size", 0) for dimension in message.get("dim", ()))
    return tuple(size if isinstance(size, int) and size >= 0 else None for size in sizes)


def tensor(message: Message) -> Tensor:
    """A TensorProto, with its values where they are few."""
    number = _type_number(first(message, "dtype", 0))
    shape = _shape(first(message, "tensor_shape", {}))
    count = 1
    for size in shape or ():
        count *= size or 0
    values: Optional[tuple[Any, ...]] = None
    if count <= _MAXIMUM_VALUES:
        values = _values(message, number, count)
    return Tensor(TYPES.get(number, ""), shape, values)


def _values(message: Message, number: int, count: int) -> Optional[tuple[Any, ...]]:
    content = first(message, "tensor_content", b"")
    code = _CODES.get(number)
    if len(content):
        if code is None or len(content) != count * struct.calcsize(code):
            return None
        return struct.unpack(f"<{count}{code}", content)
    key = {1: "float_val", 2: "double_val", 3: "int_val", 7: "string_val", 9: "int64_val", 10: "bool_val"}.get(number)
    given = message.get(key, []) if key else None
    if given is None or len(given) > count:
        return None
    if not given:
        return (0,) * count if number in (1, 2, 3, 9) else None
    return tuple(given) + (given[-1],) * (count - len(given))
