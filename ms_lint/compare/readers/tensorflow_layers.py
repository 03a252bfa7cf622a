"""The layers of a TensorFlow graph: operators with their variables, bias, activation, and what flows into them.

A graph has operators, not layers: a convolution, the addition of its bias and its activation are three nodes, and a
kernel is reached through the nodes that read it. Gradients, summaries and the saving of checkpoints are left out.
"""

from __future__ import annotations

import re
from typing import Any, Optional

from ms_lint.compare.dataflow import ACTIVATED, Sources, as_calls
from ms_lint.compare.kinds import Padding, known, no_padding, settled
from ms_lint.compare.model import Layer, Parameter
from ms_lint.compare.readers.graph_def import Graph, Operation
from ms_lint.compare.readers.tensorflow_functions import inlined
from ms_lint.compare.readers.tensorflow_nodes import READING, VARIABLES, Nodes, node_name, rounded
from ms_lint.compare.readers.tensorflow_training import training, variables

_ACTIVATIONS = {
    "Relu": "relu", "Relu6": "relu6", "LeakyRelu": "leaky_relu", "Sigmoid": "sigmoid", "Tanh": "tanh", "Elu": "elu",
    "Selu": "selu", "Softmax": "softmax", "Softplus": "softplus", "Softsign": "softsign", "LogSoftmax": "log_softmax",
}  # fmt: skip
_CONVOLUTIONS = frozenset("Conv2D Conv3D DepthwiseConv2dNative Conv2DBackpropInput Conv3DBackpropInputV2".split())
_POOLS = {"MaxPool": "max_pool", "MaxPoolV2": "max_pool", "AvgPool": "avg_pool", "MaxPool3D": "max_pool",
          "AvgPool3D": "avg_pool"}  # fmt: skip
_NORMS = frozenset("FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3".split())
_ADDITIONS = frozenset("BiasAdd Add AddV2 BiasAddV1".split())
#: What takes a value and is surely no part of an activation.
_NO_ACTIVATION = (
    frozenset("Reshape Mean Pad Squeeze Transpose Sub Split SplitV ConcatV2 Concat LRN MatMul Add AddV2 AddN".split())
    | _CONVOLUTIONS
    | _NORMS
    | _POOLS.keys()
)
#: What only looks at a value.
_LOOKING = frozenset("Shape Size Rank HistogramSummary ZerosLike".split())


def layers_of(graph: Graph) -> tuple[list[Layer], list[Parameter], dict[str, Any]]:
    """The layers in the order of the data flow, the variables, and the numbers of optimizer and loss."""
    return _Reader(inlined(graph)).read()


# ---------------------------------------------------------------- layers


class _Reader(Nodes):
    def __init__(self, operations: dict[str, Operation]) -> None:
        super().__init__(operations)
        self._taken: set[str] = set()

    def read(self) -> tuple[list[Layer], list[Parameter], dict[str, Any]]:
        found: dict[str, tuple[Operation, str, dict[str, Any], dict[str, Parameter]]] = {}
        order = self.in_order()
        for operation in order:
            described = self._described(operation)
            if described is not None:
                found[operation.name] = (operation, *described)
        names = self._names(found)
        inputs = {
            name: [node_name(each) for each in operation.inputs if not each.startswith("^")]
            for name, operation in self.forward.items()
            if operation.op not in VARIABLES
        }
        sources = Sources(inputs, names)
        layers = []
        for key, (operation, kind, facts, weights) in found.items():
            if kind in ACTIVATED:
                facts = {**facts, **known(activation=self._activation(operation))}
            layers.append(Layer(names[key], kind, operation.op, facts, weights, sources.of(inputs[key])))
        return as_calls(layers), variables(self), training(self, order)

    # ------------------------------------------------------------------ kinds

    def _described(self, operation: Operation) -> Optional[tuple[str, dict[str, Any], dict[str, Parameter]]]:
        op = operation.op
        if op in _CONVOLUTIONS:
            return self._convolution(operation)
        if op == "MatMul":
            return self._dense(operation)
        if op in _POOLS:
            axes = 3 if op.endswith("3D") else 2
            facts = known(
                axes=axes,
                kernel=self._spatial(operation, "ksize", axes),
                stride=self._spatial(operation, "strides", axes),
                padding=self._padding(operation, axes),
            )
            return _POOLS[op], settled(facts), {}
        if op in _NORMS:
            weights = {role: self.variable(operation, index) for index, role in enumerate(_ROLES, 1)}
            found = {role: weight for role, weight in weights.items() if weight is not None and weight.shape}
            size = next((weight.shape[0] for weight in found.values() if weight.shape), None)
            facts = known(epsilon=rounded(self.attribute(operation, "epsilon")), size=size)
            return "batch_norm", facts, found
        if op == "LRN":
            numbers = {name: rounded(self.attribute(operation, name)) for name in ("alpha", "beta", "bias")}
            facts = known(
                radius=self.attribute(operation, "depth_radius"),
                alpha=numbers["alpha"],
                beta=numbers["beta"],
                k=numbers["bias"],
            )
            return "lrn", facts, {}
        if op in ("ConcatV2", "Concat"):
            axis = self.constant(operation, -1 if op == "ConcatV2" else 0)
            return "concat", known(axis=axis[0] if axis else None), {}
        if op == "Rsqrt":
            return self._spelled_norm(operation)
        if op in ("GatherV2", "ResourceGather", "Gather"):
            table = self.variable(operation, 0)
            if table is None or table.shape is None or len(table.shape) != 2 or not table.dtype.startswith(("f", "b")):
                return None
            return "embedding", known(count=table.shape[0], size=table.shape[1]), {"weight": table}
        return None

    def _spelled_norm(self, operation: Operation) -> Optional[tuple[str, dict[str, Any], dict[str, Parameter]]]:
        """A normalization in single steps, as Keras 3 writes it: the reciprocal root of a variance and an epsilon."""
        source = self.input(operation, 0)
        if source is None or source.op not in ("Add", "AddV2"):
            return None
        for index in (0, 1):
            epsilon, variance = self.constant(source, 1 - index), self.input(source, index)
            if not epsilon or len(epsilon) != 1 or not isinstance(epsilon[0], float) or variance is None:
                continue
            numbers = {"epsilon": rounded(epsilon[0])}
            stored = self.variable(source, index)
            if stored is not None and stored.shape is not None and len(stored.shape) == 1:
                return "batch_norm", {**numbers, **known(size=stored.shape[0])}, {"variance": stored}
            if variance.op == "Mean":
                axes = self.constant(variance, 1)
                if axes == (-1,) or (axes is not None and len(axes) == 1 and axes[0] > 0):
                    return "layer_norm", numbers, {}
        return None

    def _convolution(self, operation: Operation) -> tuple[str, dict[str, Any], dict[str, Parameter]]:
        axes = 3 if "3D" in operation.op else 2
        kernel = self.variable(operation, 1)
        facts = known(
            axes=axes,
            stride=self._spatial(operation, "strides", axes),
            dilation=self._spatial(operation, "dilations", axes),
            padding=self._padding(operation, axes),
        )
        facts = self._with_gaps(operation, facts)
        weights = {}
        if kernel is not None and kernel.shape is not None and len(kernel.shape) == axes + 2:
            weights["weight"] = kernel
            sizes = kernel.shape
            facts |= known(kernel=None if None in sizes[:axes] else sizes[:axes])
            first, second = sizes[axes], sizes[axes + 1]
            if operation.op == "DepthwiseConv2dNative":
                facts |= known(in_=first, groups=first, in_per_group=1)
                facts |= known(out=None if first is None or second is None else first * second)
            elif "Backprop" in operation.op:
                facts |= known(in_=second, out=first)
            else:
                facts |= known(in_per_group=first, out=second)
        bias = self._bias(operation, facts.get("out"), weights)
        facts |= known(bias=bias)
        return ("conv_transpose" if "Backprop" in operation.op else "conv"), settled(facts), weights

    def _with_gaps(self, operation: Operation, facts: dict[str, Any]) -> dict[str, Any]:
        """A dilated convolution is one without gaps, on an image that SpaceToBatchND takes apart."""
        source = self.input(operation, 0)
        if source is None or source.op != "SpaceToBatchND":
            return facts
        gaps, pads = self.constant(source, 1), self.constant(source, 2)
        behind = next((each for each in self.consumers.get(operation.name, ()) if each.op == "BatchToSpaceND"), None)
        crops = self.constant(behind, 2) if behind is not None else None
        facts = {key: value for key, value in facts.items() if key not in ("dilation", "padding")}
        axes = facts["axes"]
        if gaps is not None and len(gaps) == axes:
            facts["dilation"] = gaps
        if pads is not None and crops is not None and len(pads) == len(crops) == 2 * axes:
            sizes = [pad - crop for pad, crop in zip(pads, crops)]
            facts["padding"] = tuple((sizes[2 * axis], sizes[2 * axis + 1]) for axis in range(axes))
        return facts

    def _dense(self, operation: Operation) -> Optional[tuple[str, dict[str, Any], dict[str, Parameter]]]:
        kernel = self.variable(operation, 1)
        if kernel is None or kernel.shape is None or len(kernel.shape) != 2:
            return None
        inner, outer = kernel.shape
        if self.attribute(operation, "transpose_b"):
            inner, outer = outer, inner
        weights = {"weight": kernel}
        facts = known(in_=inner, out=outer)
        return "dense", {**facts, **known(bias=self._bias(operation, outer, weights))}, weights

    def _bias(self, operation: Operation, size: Any, weights: dict[str, Parameter]) -> Optional[bool]:
        """Whether a bias is added to what comes out; the variable is put with the weights."""
        for consumer in self._followers(operation):
            if consumer.op not in _ADDITIONS:
                continue
            for index in (1, 0):
                added = self.variable(consumer, index, reshaped=True)
                if (
                    added is not None
                    and added.shape
                    and [each for each in added.shape if each != 1] in ([size], [None])
                ):
                    weights["bias"] = added
                    self._taken.add(consumer.name)
                    return True
            if consumer.op.startswith("BiasAdd"):
                self._taken.add(consumer.name)
                return True
        return False

    def _followers(self, operation: Operation) -> list[Operation]:
        """The nodes that use an output, past reshapes that a dense layer of more than two axes needs."""
        found = []
        waiting = list(self.consumers.get(operation.name, ()))
        passed = {"MatMul": "Reshape", "Conv2D": "BatchToSpaceND", "DepthwiseConv2dNative": "BatchToSpaceND"}
        for _ in range(64):
            if not waiting:
                break
            consumer = waiting.pop()
            if consumer.op in READING or consumer.op == passed.get(operation.op):
                waiting += self.consumers.get(consumer.name, ())
            else:
                found.append(consumer)
        return found

    def _activation(self, operation: Operation) -> Optional[str]:
        """The activation of what comes out of a layer and its bias; None where the output is used in several ways, or
        by what may be a part of an activation."""
        last = operation
        for _ in range(3):
            consumers = [each for each in self._followers(last) if each.op not in _LOOKING]
            if len(consumers) != 1 or consumers[0].name not in self._taken:
                words = {
                    _ACTIVATIONS.get(each.op) or ("none" if each.op in _NO_ACTIVATION else None) for each in consumers
                }
                return words.pop() if len(words) == 1 else None if words else "none"
            last = consumers[0]
        return None

    def _spatial(self, operation: Operation, name: str, axes: int) -> Optional[tuple[int, ...]]:
        values = self.attribute(operation, name)
        if not isinstance(values, list) or len(values) != axes + 2 or not all(isinstance(each, int) for each in values):
            return None
        layout = str(self.attribute(operation, "data_format"))
        return tuple(values[2:]) if layout.startswith("NC") else tuple(values[1:-1])

    def _padding(self, operation: Operation, axes: int) -> Optional[Padding]:
        word = self.attribute(operation, "padding")
        if word == "SAME":
            return "same"
        if word == "VALID":
            return self._padded_before(operation, axes) or no_padding(axes)
        pads = operation.attributes.get("explicit_paddings")
        if word == "EXPLICIT" and isinstance(pads, list) and len(pads) == 2 * (axes + 2):
            layout = str(self.attribute(operation, "data_format"))
            start = 4 if layout.startswith("NC") else 2
            inner = pads[start : start + 2 * axes]
            return tuple((inner[2 * axis], inner[2 * axis + 1]) for axis in range(axes))
        return None

    def _padded_before(self, operation: Operation, axes: int) -> Optional[Padding]:
        """What an operator of its own pads in front of this one; Keras has ZeroPadding2D for it."""
        source = self.input(operation, 0)
        if source is None or source.op != "Pad" or axes != 2:
            return None
        table = self.constant(source, 1)
        if table is None or len(table) != 8:
            return None
        layout = str(self.attribute(operation, "data_format"))
        start = 4 if layout.startswith("NC") else 2
        return (table[start], table[start + 1]), (table[start + 2], table[start + 3])

    # ------------------------------------------------------------------ names

    def _names(self, found: dict[str, Any]) -> dict[str, str]:
        """A name for each layer: the scope that the node stands in, where it has it for itself."""
        scopes: dict[str, list[str]] = {}
        for key, (operation, _, _, weights) in found.items():
            scopes.setdefault(_scope(operation, weights), []).append(key)
        names = {}
        for scope, keys in scopes.items():
            for key in keys:
                names[key] = scope if scope and len(keys) == 1 else key
        return names


_ROLES = ("gamma", "beta", "mean", "variance")
_OPERATORS = re.compile(
    r"/(Conv2D|Conv3D|convolution|depthwise|separable_conv2d|MatMul|MaxPool\w*|AvgPool\w*|LRN|FusedBatchNorm\w*|BiasAdd|"
    r"conv2d_transpose|concat\w*|Conv2DBackpropInput|ResourceGather|GatherV2|max_pool\w*|avg_pool\w*|lrn|batchnorm\w*)"
    r"(_\d+)?$",
    re.IGNORECASE,
)
#: Scopes that TensorFlow and Keras make within a layer, and around a whole function.
_INNER = re.compile(
    r"/(Rsqrt|batchnorm/Rsqrt|Tensordot|xw_plus_b|embedding_lookup|conv_transpose|batchnorm|batch_normalization)(_\d+)?$"
)
_OUTER = re.compile(r"^((Stateful)?PartitionedCall(_\d+)?/)+")


def _scope(operation: Operation, weights: dict[str, Parameter]) -> str:
    """The scope of a node without what the operator itself is called; else that of its weight."""
    name = _INNER.sub("", _OPERATORS.sub("", operation.name))
    if name == operation.name and "weight" in weights:
        scope = weights["weight"].name.rpartition("/")[0]
        name = scope if scope and name.startswith(scope) else name
    return _OUTER.sub("", name)
