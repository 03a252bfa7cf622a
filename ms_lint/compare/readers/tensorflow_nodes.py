"""The nodes of a TensorFlow graph: which take the output of which, and what an input reads."""

from __future__ import annotations

import re
from collections import deque
from typing import Any, Optional

from ms_lint.compare.model import Parameter
from ms_lint.compare.readers.graph_def import Operation, Tensor

VARIABLES = frozenset("Variable VariableV2 VarHandleOp Const Placeholder PlaceholderWithDefault".split())
#: What hands its first input on as it is.
READING = frozenset("Identity ReadVariableOp Cast Snapshot StopGradient Enter EnsureShape IdentityN".split())
NO_FORWARD = re.compile(r"(^|/)(gradients\w*|gradient_tape|save|train_op|Adam\w*|SGD|RMSprop|report_uninit\w*)(/|$)")
#: Defaults of attributes, which a SavedModel leaves out (op registrations of TensorFlow 2.21).
_DEFAULTS: dict[str, dict[str, Any]] = {
    "Conv2D": {"data_format": "NHWC", "dilations": [1, 1, 1, 1]},
    "Conv3D": {"data_format": "NDHWC", "dilations": [1, 1, 1, 1, 1]},
    "DepthwiseConv2dNative": {"data_format": "NHWC", "dilations": [1, 1, 1, 1]},
    "Conv2DBackpropInput": {"data_format": "NHWC", "dilations": [1, 1, 1, 1]},
    "Conv3DBackpropInputV2": {"data_format": "NDHWC", "dilations": [1, 1, 1, 1, 1]},
    "MaxPool": {"data_format": "NHWC"},
    "AvgPool": {"data_format": "NHWC"},
    "MaxPool3D": {"data_format": "NDHWC"},
    "AvgPool3D": {"data_format": "NDHWC"},
    "FusedBatchNorm": {"epsilon": 0.0001},
    "FusedBatchNormV2": {"epsilon": 0.0001},
    "FusedBatchNormV3": {"epsilon": 0.0001},
    "LRN": {"depth_radius": 5, "bias": 1.0, "alpha": 1.0, "beta": 0.5},
    "LeakyRelu": {"alpha": 0.2},
    "MatMul": {"transpose_a": False, "transpose_b": False},
}


class Nodes:
    """The operators by their names. ``forward`` are those that a model computes with: gradients, summaries and what
    saves checkpoints are left out. ``consumers`` has for each name the forward nodes that take its output."""

    def __init__(self, operations: dict[str, Operation]) -> None:
        self.operations = operations
        self.forward = {name: each for name, each in operations.items() if not NO_FORWARD.search(name)}
        self.consumers: dict[str, list[Operation]] = {}
        for operation in self.forward.values():
            for name in operation.inputs:
                if not name.startswith("^"):
                    self.consumers.setdefault(node_name(name), []).append(operation)

    def in_order(self) -> list[Operation]:
        """The forward nodes, each after those that it takes its inputs from, else as in the file."""
        waiting = {
            name: sum(node_name(each) in self.forward for each in operation.inputs)
            for name, operation in self.forward.items()
        }
        ready = deque(name for name, count in waiting.items() if not count)
        order: list[Operation] = []
        while ready:
            name = ready.popleft()
            order.append(self.forward[name])
            for consumer in self.consumers.get(name, ()):
                waiting[consumer.name] -= 1
                if waiting[consumer.name] == 0:
                    ready.append(consumer.name)
        done = {operation.name for operation in order}  # control inputs and loops leave some
        return order + [operation for name, operation in self.forward.items() if name not in done]

    def input(self, operation: Operation, index: int) -> Optional[Operation]:
        """The node of an input, past those that only hand it on."""
        inputs = [name for name in operation.inputs if not name.startswith("^")]
        if not -len(inputs) <= index < len(inputs):
            return None
        return self._origin(self.operations.get(node_name(inputs[index])))

    def _origin(self, operation: Optional[Operation]) -> Optional[Operation]:
        for _ in range(64):
            if operation is None or operation.op not in READING or not operation.inputs:
                break
            operation = self.operations.get(node_name(operation.inputs[0]))
        return operation

    def variable(self, operation: Operation, index: int, reshaped: bool = False) -> Optional[Parameter]:
        """The variable or the constant that an input reads; None where it is something else. With ``reshaped`` also
        past a Reshape, as Keras 3 has it in front of a bias."""
        source = self.input(operation, index)
        for _ in range(4):
            if not (reshaped and source is not None and source.op in ("Reshape", "Squeeze")):
                break
            source = self.input(source, 0)
        if source is None or source.op not in ("Const", "Variable", "VariableV2", "VarHandleOp"):
            return None
        value = source.attributes.get("value")
        shape = value.shape if isinstance(value, Tensor) else source.attributes.get("shape")
        dtype = str(source.attributes.get("dtype") or "")
        name = source.attributes.get("shared_name") if source.op == "VarHandleOp" else None
        return Parameter(str(name or source.name), shape if isinstance(shape, tuple) else None, dtype)

    def constant(self, operation: Operation, index: int) -> Optional[tuple[Any, ...]]:
        """The values of an input that is a small constant."""
        source = self.input(operation, index)
        value = source.attributes.get("value") if source is not None and source.op == "Const" else None
        return value.values if isinstance(value, Tensor) else None

    def attribute(self, operation: Operation, name: str) -> Any:
        """An attribute of a node, its default where the file leaves it out."""
        if name in operation.attributes:
            return operation.attributes[name]
        return _DEFAULTS.get(operation.op, {}).get(name)


def node_name(name: str) -> str:
    """The node that an input (``node:1``, ``^node``) names."""
    return name.lstrip("^").partition(":")[0]


def rounded(value: Any) -> Any:
    """A number of 32 bits as a person would write it: 0.0001 and not 9.999999747378752e-05."""
    return float(f"{value:.7g}") if isinstance(value, float) else value
