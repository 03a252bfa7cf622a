"""The variables of a TensorFlow graph, and the numbers of its optimizer and its loss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Optional

from ms_lint.compare.model import Parameter
from ms_lint.compare.readers.graph_def import Operation
from ms_lint.compare.readers.tensorflow_nodes import NO_FORWARD, Nodes, rounded

#: Optimizers: the operator that applies a step, and what its inputs after the variables are.
_OPTIMIZERS = {
    "ApplyAdam": ("adam", 5, ("learning_rate", "beta1", "beta2", "eps")),
    "ApplyMomentum": ("momentum", 2, ("learning_rate", "", "momentum")),
    "ApplyKerasMomentum": ("momentum", 2, ("learning_rate", "", "momentum")),
    "ApplyGradientDescent": ("sgd", 1, ("learning_rate",)),
    "ApplyRMSProp": ("rmsprop", 3, ("learning_rate", "decay", "momentum", "eps")),
    "ApplyAdagrad": ("adagrad", 2, ("learning_rate",)),
}
_REDUCTIONS = frozenset("Mean Sum Sqrt".split())
_SLOT = re.compile(r"/(Adam(_\d+)?|Momentum|RMSProp(_\d+)?|Adagrad|ExponentialMovingAverage)$|beta[12]_power$|_power")


def variables(nodes: Nodes) -> list[Parameter]:
    found = []
    for operation in nodes.operations.values():
        if operation.op not in ("Variable", "VariableV2", "VarHandleOp"):
            continue
        if _SLOT.search(operation.name) or NO_FORWARD.search(operation.name):
            continue
        shape = operation.attributes.get("shape")
        dtype = str(operation.attributes.get("dtype") or "")
        found.append(Parameter(operation.name, shape if isinstance(shape, tuple) else None, dtype))
    return found


def training(nodes: Nodes, order: Sequence[Operation]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for operation in nodes.operations.values():
        known_as = _OPTIMIZERS.get(operation.op.removeprefix("Resource"))
        if known_as is None:
            continue
        name, start, numbers = known_as
        found["optimizer"] = name
        for index, number in enumerate(numbers, start):
            value = nodes.constant(operation, index)
            if number and value:
                found[number] = rounded(value[0])
        break
    factors = sorted({each for each in (_loss_factor(nodes, operation) for operation in order) if each is not None})
    if factors:
        found["loss_factors"] = tuple(factors)
    return found


def _loss_factor(nodes: Nodes, operation: Operation) -> Optional[float]:
    """The number that a term of a loss (a reduction, or the root of one) is multiplied by."""
    if operation.op != "Mul":
        return None
    for index in (0, 1):
        value = nodes.constant(operation, index)
        if not (value and len(value) == 1 and isinstance(value[0], float)):
            continue
        source = nodes.input(operation, 1 - index)
        if source is not None and source.op in _REDUCTIONS and _is_scalar(nodes, source):
            return float(rounded(value[0]))
    return None


def _is_scalar(nodes: Nodes, operation: Operation) -> bool:
    """Whether a node reduces to one number: all axes, and none are kept."""
    if operation.op == "Sqrt":
        source = nodes.input(operation, 0)
        return source is not None and source.op in ("Mean", "Sum") and _is_scalar(nodes, source)
    axes = nodes.constant(operation, 1)
    kept = operation.attributes.get("keep_dims", False)
    return axes is not None and not kept and len(axes) > 0 and sorted(axes) == list(range(len(axes)))
