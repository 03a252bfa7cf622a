"""The functions of a TensorFlow graph in the place of their calls: SavedModels and Keras keep a model in such."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ms_lint.compare.readers.graph_def import Body, Graph, Operation

_MAXIMUM_OPERATIONS = 400_000
_MAXIMUM_CALLS = 16
_CALLS = frozenset("PartitionedCall StatefulPartitionedCall".split())


def inlined(graph: Graph) -> dict[str, Operation]:
    """The nodes with the bodies of called functions in the place of the calls."""
    if not graph.functions:
        return graph.operations
    operations = dict(graph.operations)
    moved: dict[str, str] = {}
    waiting = deque((operation, 0) for operation in graph.operations.values() if operation.op in _CALLS)
    while waiting:
        call, depth = waiting.popleft()
        body = graph.functions.get(str(call.attributes.get("f")))
        if body is None or depth > _MAXIMUM_CALLS or len(operations) + len(body.operations) > _MAXIMUM_OPERATIONS:
            continue
        del operations[call.name]
        for operation in _placed(body, call):
            operations[operation.name] = operation
            if operation.op in _CALLS:
                waiting.append((operation, depth + 1))
        for index, result in enumerate(body.results):
            moved[call.name if index == 0 else f"{call.name}:{index}"] = _placed_input(result, call, body)
    if not moved:
        return operations
    return {
        name: Operation(
            name, operation.op, tuple(_final(each, moved) for each in operation.inputs), operation.attributes
        )
        for name, operation in operations.items()
    }


def _placed(body: Body, call: Operation) -> Iterator[Operation]:
    for operation in body.operations:
        inputs = tuple(_placed_input(each, call, body) for each in operation.inputs)
        yield Operation(f"{call.name}/{operation.name}", operation.op, inputs, operation.attributes)


def _placed_input(name: str, call: Operation, body: Body) -> str:
    """An input as a body writes it (``argument``, ``node:output:0``) as the graph would."""
    if name.startswith("^"):
        return f"^{call.name}/{name[1:]}"
    node, _, rest = name.partition(":")
    if not rest and node in body.arguments:
        index = body.arguments.index(node)
        return call.inputs[index] if index < len(call.inputs) else ""
    number = rest.rpartition(":")[2]
    return f"{call.name}/{node}" + (f":{number}" if number.isdecimal() and number != "0" else "")


def _final(name: str, moved: dict[str, str]) -> str:
    for _ in range(64):
        if name not in moved:
            break
        name = moved[name]
    return name
