"""ONNX models: operators with their attributes, the shapes of the initializers, and the data flow.

Field numbers are those of onnx.proto (ONNX 1.19), defaults of attributes those of the operators' pages. Exporters fold
a normalization into the convolution before it; then its numbers are no longer in the file.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, Optional

from ms_lint.compare.dataflow import ACTIVATED, NO_ACTIVATION, Sources, activation_behind, as_calls
from ms_lint.compare.kinds import Padding, activation, known, no_padding, settled
from ms_lint.compare.model import Layer, Parameter
from ms_lint.compare.readers.wire import Malformed, Message, Schema, first, read_message
from ms_lint.messages import say

_SCHEMA: Schema = {
    "Model": {1: ("ir_version", "int"), 2: ("producer_name", "string"), 7: ("graph", "Graph")},
    "Graph": {1: ("node", "Node"), 5: ("initializer", "Tensor"), 11: ("input", "Value")},
    "Node": {
        1: ("input", "string"),
        2: ("output", "string"),
        3: ("name", "string"),
        4: ("op_type", "string"),
        5: ("attribute", "Attribute"),
        9: ("metadata_props", "Entry"),
    },
    "Entry": {1: ("key", "string"), 2: ("value", "string")},
    "Attribute": {
        1: ("name", "string"),
        2: ("f", "float"),
        3: ("i", "int"),
        4: ("s", "string"),
        5: ("t", "Tensor"),
        7: ("floats", "float"),
        8: ("ints", "int"),
    },
    "Tensor": {
        1: ("dims", "int"),
        2: ("data_type", "int"),
        8: ("name", "string"),
    },
    "Value": {1: ("name", "string")},
}
_TYPES = {1: "float32", 2: "uint8", 3: "int8", 6: "int32", 7: "int64", 9: "bool", 10: "float16", 11: "float64",
          16: "bfloat16"}  # fmt: skip
#: What hands a weight on, perhaps in another type or order.
_READING = frozenset("Identity Cast Transpose DequantizeLinear QuantizeLinear Reshape Unsqueeze Squeeze".split())
_KINDS = {
    "Conv": "conv", "ConvTranspose": "conv_transpose", "Gemm": "dense", "MatMul": "dense",
    "BatchNormalization": "batch_norm", "InstanceNormalization": "instance_norm", "GroupNormalization": "group_norm",
    "LayerNormalization": "layer_norm", "MaxPool": "max_pool", "AveragePool": "avg_pool", "LRN": "lrn",
    "Concat": "concat", "Gather": "embedding", "LSTM": "lstm", "GRU": "gru", "RNN": "rnn", "PRelu": "prelu",
    "GlobalAveragePool": "global_pool", "GlobalMaxPool": "global_pool", "Flatten": "flatten", "Dropout": "dropout",
}  # fmt: skip
#: Operators that are no layers here, and surely no part of an activation.
_NO_ACTIVATION = frozenset(
    "Add Sub Reshape Transpose Flatten Slice Split Gather ReduceMean Squeeze Unsqueeze Resize Gemm MatMul".split()
)
_SCOPES = "pkg.torch.onnx.name_scopes"


def read_onnx(data: memoryview) -> tuple[list[Layer], list[Parameter]]:
    """The layers in the order of the file, which is that of the data flow, and the initializers. Raises Malformed."""
    model = read_message(data, _SCHEMA, "Model")
    graph = first(model, "graph")
    if not graph or not graph.get("node"):
        raise Malformed(say("there is no ONNX graph in it"))
    return _Reader(graph).read()


class _Reader:
    def __init__(self, graph: Message) -> None:
        self.nodes: list[Message] = graph.get("node", [])
        self.tensors: dict[str, Message] = {first(each, "name", ""): each for each in graph.get("initializer", ())}
        self.stored = list(self.tensors)
        self.producer: dict[str, int] = {}
        self.consumers: dict[str, list[int]] = {}
        self._biases: set[int] = set()
        for index, node in enumerate(self.nodes):
            for name in node.get("output", ()):
                self.producer[name] = index
            for name in node.get("input", ()):
                self.consumers.setdefault(name, []).append(index)
            if first(node, "op_type") == "Constant":
                value = _attributes(node).get("value")
                if isinstance(value, dict):
                    self.tensors[(node.get("output") or [""])[0]] = value

    def read(self) -> tuple[list[Layer], list[Parameter]]:
        found: list[tuple[int, str, str, dict[str, Any], dict[str, Parameter]]] = []
        for index, node in enumerate(self.nodes):
            op = first(node, "op_type", "")
            described = self._described(node, op)
            if described is not None:
                found.append((index, op, *described))
        names: dict[str, str] = {}
        used: set[str] = set()
        for index, _, _, _, weights in found:
            name = self._name(self.nodes[index], weights)
            if name in used:
                name = first(self.nodes[index], "name") or f"{name}_{index}"
            while name in used:
                name += "'"
            used.add(name)
            names[str(index)] = name
        inputs = {
            str(index): [str(self.producer[each]) for each in node.get("input", ()) if each in self.producer]
            for index, node in enumerate(self.nodes)
        }
        sources = Sources(inputs, names)
        kinds = {index: (kind, facts) for index, _, kind, facts, _ in found}
        layers = []
        for index, op, kind, facts, weights in found:
            if kind in ACTIVATED:
                facts = {**facts, **known(activation=self._activation(index, kinds))}
            layers.append(Layer(names[str(index)], kind, op, facts, weights, sources.of(inputs[str(index)])))
        parameters = [
            Parameter(name, tuple(self.tensors[name].get("dims", ())), _type(self.tensors[name]))
            for name in self.stored
        ]
        return as_calls(layers, is_deduplicated=True), parameters

    def _activation(self, index: int, kinds: Mapping[int, tuple[str, Mapping[str, Any]]]) -> Optional[str]:
        """The activation behind a layer and the addition of its bias."""

        def consumers(node: int) -> list[int]:
            users = [user for name in self.nodes[node].get("output", ())[:1] for user in self.consumers.get(name, ())]
            return [each for each in dict.fromkeys(users) if first(self.nodes[each], "op_type") != "Shape"]

        def word(node: int) -> Optional[str]:
            op = first(self.nodes[node], "op_type", "")
            kind, facts = kinds.get(node, ("", {}))
            if kind == "activation":
                return str(facts.get("function"))
            if kind == "dropout" or op in ("Identity", "Cast") or node in self._biases:
                return ""
            return "none" if kind in NO_ACTIVATION or op in _NO_ACTIVATION else "prelu" if kind == "prelu" else None

        return activation_behind(index, consumers, word)

    # ------------------------------------------------------------------ weights

    def _weight(self, node: Message, index: int) -> Optional[Parameter]:
        """The initializer behind an input; its shape as the operator sees it."""
        inputs = node.get("input", [])
        if index >= len(inputs) or not inputs[index]:
            return None
        name = inputs[index]
        order: Optional[list[int]] = None
        for _ in range(8):
            tensor = self.tensors.get(name)
            if tensor is not None:
                shape = tuple(tensor.get("dims", ()))
                if order is not None and len(order) == len(shape):
                    shape = tuple(shape[axis] for axis in order if 0 <= axis < len(shape))
                return Parameter(name, shape, _type(tensor))
            producer = self.producer.get(name)
            if producer is None:
                return None
            source = self.nodes[producer]
            op = first(source, "op_type")
            if op not in _READING or op in ("Reshape", "Unsqueeze", "Squeeze") or not source.get("input"):
                return None
            if op == "Transpose":
                if order is not None:
                    return None
                order = _attributes(source).get("perm")
                if not isinstance(order, list):
                    return None
            name = source["input"][0]
        return None

    # ------------------------------------------------------------------ kinds

    def _described(self, node: Message, op: str) -> Optional[tuple[str, dict[str, Any], dict[str, Parameter]]]:
        attributes = _attributes(node)
        kind = _KINDS.get(op)
        if kind is None:
            word = activation(op)
            if word is None or word == "none":
                return None
            default = 0.01 if word == "leaky_relu" else None
            return "activation", known(function=word, slope=_rounded(attributes.get("alpha", default))), {}
        if kind in ("conv", "conv_transpose"):
            return self._convolution(node, kind, attributes)
        if kind == "dense":
            return self._dense(node, op, attributes)
        if kind in ("max_pool", "avg_pool"):
            kernel = attributes.get("kernel_shape")
            axes = len(kernel) if isinstance(kernel, list) else 2
            facts = known(
                axes=axes,
                kernel=_numbers(kernel, axes, None),
                stride=_numbers(attributes.get("strides"), axes, 1),
                dilation=_numbers(attributes.get("dilations"), axes, 1) if kind == "max_pool" else None,
                padding=_padding(attributes, axes),
                ceil=bool(attributes.get("ceil_mode", 0)),
            )
            return kind, settled(facts), {}
        if kind in ("batch_norm", "instance_norm", "group_norm", "layer_norm"):
            return self._norm(node, kind, attributes)
        if kind == "lrn":
            size = attributes.get("size")
            if not isinstance(size, int) or size < 1:
                return kind, {}, {}
            return (
                kind,
                known(
                    radius=(size - 1) // 2 if size % 2 else None,
                    alpha=_rounded(attributes.get("alpha", 0.0001) / size),
                    beta=_rounded(attributes.get("beta", 0.75)),
                    k=_rounded(attributes.get("bias", 1.0)),
                ),
                {},
            )
        if kind == "concat":
            return kind, known(axis=attributes.get("axis")), {}
        if kind == "embedding":
            table = self._weight(node, 0)
            if table is None or table.shape is None or len(table.shape) != 2 or table.dtype.startswith("int"):
                return None
            return kind, {"count": table.shape[0], "size": table.shape[1]}, {"weight": table}
        if kind in ("lstm", "gru", "rnn"):
            return kind, known(out=attributes.get("hidden_size")), {}
        if kind == "prelu":
            slope = self._weight(node, 1)
            return (kind, {}, {"weight": slope}) if slope is not None else None
        return kind, {}, {}

    def _convolution(
        self, node: Message, kind: str, attributes: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any], dict[str, Parameter]]:
        weight, bias = self._weight(node, 1), self._weight(node, 2)
        shape = weight.shape if weight is not None else None
        axes = len(shape) - 2 if shape is not None else len(attributes.get("kernel_shape") or (0, 0))
        groups = attributes.get("group", 1)
        facts = known(
            axes=axes,
            kernel=_numbers(attributes.get("kernel_shape"), axes, None) or (shape[2:] if shape else None),
            stride=_numbers(attributes.get("strides"), axes, 1),
            dilation=_numbers(attributes.get("dilations"), axes, 1),
            groups=groups,
            padding=_padding(attributes, axes),
            bias=len(node.get("input", ())) > 2,
        )
        if shape is not None and None not in shape:
            sizes = [size for size in shape if size is not None]
            if kind == "conv":
                facts |= {"out": sizes[0], "in_per_group": sizes[1], "in": sizes[1] * groups}
            else:
                facts |= {"in": sizes[0], "out": sizes[1] * groups}
        found = {"weight": weight, "bias": bias}
        return kind, settled(facts), {role: each for role, each in found.items() if each is not None}

    def _dense(
        self, node: Message, op: str, attributes: Mapping[str, Any]
    ) -> Optional[tuple[str, dict[str, Any], dict[str, Parameter]]]:
        weight = self._weight(node, 1)
        if weight is None or weight.shape is None or len(weight.shape) != 2:
            return None
        inner, outer = weight.shape
        if op == "Gemm" and attributes.get("transB"):
            inner, outer = outer, inner
        weights = {"weight": weight}
        bias = self._weight(node, 2) if op == "Gemm" else self._added(node, outer)
        if bias is not None:
            weights["bias"] = bias
        return "dense", known(in_=inner, out=outer, bias=bias is not None), weights

    def _added(self, node: Message, size: Optional[int]) -> Optional[Parameter]:
        """The bias that an Add behind a MatMul adds."""
        consumers = self.consumers.get((node.get("output") or [""])[0], [])
        if len(consumers) != 1 or first(self.nodes[consumers[0]], "op_type") != "Add":
            return None
        for index in (0, 1):
            added = self._weight(self.nodes[consumers[0]], index)
            if added is not None and added.shape == (size,):
                self._biases.add(consumers[0])
                return added
        return None

    def _norm(
        self, node: Message, kind: str, attributes: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any], dict[str, Parameter]]:
        roles = ("gamma", "beta", "mean", "variance") if kind == "batch_norm" else ("gamma", "beta")
        weights = {role: self._weight(node, index) for index, role in enumerate(roles, 1)}
        found = {role: weight for role, weight in weights.items() if weight is not None}
        shape = found["gamma"].shape if "gamma" in found else None
        facts = known(
            epsilon=_rounded(attributes.get("epsilon", 1e-5)),
            momentum=_rounded(attributes.get("momentum", 0.9)) if kind == "batch_norm" else None,
            groups=attributes.get("num_groups") if kind == "group_norm" else None,
        )
        if kind == "instance_norm":
            return "instance_norm?", known(epsilon=facts.get("epsilon")), {}
        if shape and kind != "group_norm":
            facts["size"] = shape if kind == "layer_norm" else shape[0]
        return kind, facts, found

    # ------------------------------------------------------------------ names

    def _name(self, node: Message, weights: Mapping[str, Parameter]) -> str:
        """The module that a node belongs to: by the scopes in the node's name, by its weights, by the exporter's notes.
        Weights come second, since exporters make those with the same numbers one."""
        name = str(first(node, "name") or (node.get("output") or ["?"])[0])
        if name.startswith("/"):
            parts: list[str] = []
            for part in name.strip("/").split("/")[:-1]:
                if parts and part.startswith(parts[-1] + "."):
                    parts[-1] = part
                else:
                    parts.append(part)
            return ".".join(parts) or name
        for weight in weights.values():
            scope = weight.name.rpartition(".")[0]
            if scope and "::" not in weight.name and "/" not in weight.name:
                return scope
        for entry in node.get("metadata_props", ()):
            if first(entry, "key") == _SCOPES:
                return _last_scope(first(entry, "value", "")) or name
        return name


def _last_scope(text: str) -> str:
    """The innermost module in what torch's exporter writes: ``['', 'layer1', 'layer1.conv', 'conv2d']``."""
    try:
        scopes = ast.literal_eval(text) if len(text) < 10_000 else []
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return ""
    named = [scope for scope in scopes[:-1] if isinstance(scope, str)] if isinstance(scopes, list) else []
    return named[-1] if named else ""


def _attributes(node: Message) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for attribute in node.get("attribute", ()):
        name = first(attribute, "name", "")
        for key in ("ints", "floats"):
            if key in attribute:
                found[name] = attribute[key]
        for key in ("f", "i", "s", "t"):
            if key in attribute:
                found[name] = attribute[key][-1]
    return found


def _numbers(values: Any, axes: int, default: Optional[int]) -> Optional[tuple[int, ...]]:
    if values is None and default is not None:
        return (default,) * axes
    if isinstance(values, list) and len(values) == axes and all(isinstance(each, int) for each in values):
        return tuple(values)
    return None


def _padding(attributes: Mapping[str, Any], axes: int) -> Optional[Padding]:
    mode = attributes.get("auto_pad", "NOTSET")
    if mode == "SAME_UPPER":
        return "same"
    if mode == "VALID":
        return no_padding(axes)
    if mode not in ("NOTSET", ""):
        return None
    pads = _numbers(attributes.get("pads"), 2 * axes, 0)
    return None if pads is None else tuple((pads[axis], pads[axis + axes]) for axis in range(axes))


def _type(tensor: Message) -> str:
    return _TYPES.get(first(tensor, "data_type", 0), "")


def _rounded(value: Any) -> Optional[float]:
    """A number of 32 bits as a person would write it."""
    return float(f"{value:.7g}") if isinstance(value, (int, float)) else None
