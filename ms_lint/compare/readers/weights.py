"""Layers from nothing but the names and shapes of their tensors, as a checkpoint has them.

Which kind of layer it is is then known in part only: four axes are a convolution, transposed or not. Such kinds are
``conv?``, ``matrix?`` (a dense layer or an embedding) and ``vector?`` (a normalization): ``ALIKE`` says what they may
be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Optional

from ms_lint.compare.model import Layer, Parameter

ALIKE: dict[str, frozenset[str]] = {
    "conv?": frozenset({"conv", "conv_transpose"}),
    "matrix?": frozenset({"dense", "embedding"}),
    #: ONNX has a group normalization as an instance normalization between two reshapes.
    "instance_norm?": frozenset({"instance_norm", "group_norm"}),
    "vector?": frozenset({"layer_norm", "group_norm", "instance_norm", "rms_norm", "batch_norm", "prelu"}),
}
_ROLES = {
    "weight": "weight", "weights": "weight", "kernel": "weight", "w": "weight", "embedding_table": "weight",
    "embeddings": "weight", "depthwise_kernel": "weight", "pointwise_kernel": "weight", "depthwise_weights": "weight",
    "bias": "bias", "biases": "bias", "b": "bias", "gamma": "gamma", "beta": "beta", "scale": "gamma",
    "running_mean": "mean", "running_var": "variance", "moving_mean": "mean", "moving_variance": "variance",
}  # fmt: skip
#: What training keeps beside the weights.
_STATE = re.compile(
    r"(^|[/.])(num_batches_tracked|global_step|save_counter|beta[12]_power|iterations?|learning_rate|current_\w+"
    r"|epoch_num|step_num|cur_step_num|scale_sense|_CHECKPOINTABLE_OBJECT_GRAPH)$"
    r"|(^|/)(optimizer|\.OPTIMIZER_SLOT|keras_api|_optimizer)(/|$)|\.OPTIMIZER_SLOT"
    r"|^(moments?\d?|adam_[mv]|accum|stat|vhat|momentum|optimizer)\."
    r"|/(Adam(_\d+)?|Momentum|RMSProp(_\d+)?|Adagrad|ExponentialMovingAverage)$"
)
_RECURRENT = re.compile(r"(weight|bias)_(ih|hh)_l\d+(_reverse)?$")


def is_state(name: str) -> bool:
    """Whether a tensor is none of the model's: a step counter, what an optimizer remembers."""
    return bool(_STATE.search(name))


def split(name: str) -> tuple[str, str]:
    """The layer that a tensor belongs to, and what it is in it."""
    separator = "/" if "/" in name else "."
    owner, _, leaf = name.rpartition(separator)
    return owner, leaf.partition(":")[0].lstrip("_")  # Keras 3 keeps a kernel as `_kernel`


def layers_from(parameters: Iterable[Parameter], framework: str) -> list[Layer]:
    """A layer for each group of tensors with a common beginning, in the order of the file."""
    groups: dict[str, dict[str, Parameter]] = {}
    for parameter in parameters:
        if not is_state(parameter.name):
            owner, leaf = split(parameter.name)
            groups.setdefault(owner, {})[leaf] = parameter
    return layers_of_groups(groups, framework)


def layers_of_groups(groups: Mapping[str, dict[str, Parameter]], framework: str) -> list[Layer]:
    """A layer for each group of tensors, which are given by what they are called in it."""
    return [layer for owner, group in groups.items() for layer in _layers(owner, group, framework)]


def role_of(leaf: str) -> Optional[str]:
    """What a tensor is in its layer, by the last part of its name; None where that is not known."""
    return _ROLES.get(leaf)


def _layers(owner: str, group: dict[str, Parameter], framework: str) -> list[Layer]:
    weights: dict[str, Parameter] = {}
    rest = []
    for leaf, parameter in group.items():
        role = _ROLES.get(leaf)
        if role is None or role in weights:
            rest.append(Layer(parameter.name, "other", leaf, {}, {"value": parameter}))
        else:
            weights[role] = parameter
    if "in_proj_weight" in group:
        size = group["in_proj_weight"].shape
        facts = {"size": size[1]} if size is not None and len(size) == 2 else {}
        return [Layer(owner, "attention", "attention", facts, group)]
    if any(map(_RECURRENT.match, group)):
        return [_recurrent(owner, group)]
    if "recurrent_kernel" in group:
        return [_keras_recurrent(owner, group)]
    if "depthwise_kernel" in group and "pointwise_kernel" in group:  # a separable convolution is two
        leaves = {"pointwise_kernel": "weight", "bias": "bias"}
        parts = {
            f"{owner}/depthwise": {"weight": group["depthwise_kernel"]},
            owner: {role: group[leaf] for leaf, role in leaves.items() if leaf in group},
        }
        return [
            Layer(name, kind, "weights", facts, part)
            for name, part in parts.items()
            for kind, facts in (_kind(part, framework),)
        ]
    if not weights:
        return rest
    kind, facts = _kind(weights, framework)
    if kind == "vector?" or kind == "batch_norm":
        renamed = {"weight": "gamma", "bias": "beta"}
        weights = {renamed.get(role, role): parameter for role, parameter in weights.items()}
    return [Layer(owner, kind, "weights", facts, weights), *rest]


def _kind(weights: dict[str, Parameter], framework: str) -> tuple[str, dict[str, Any]]:
    weight = weights.get("weight")
    rank = len(weight.shape) if weight is not None and weight.shape is not None else None
    if "mean" in weights:
        return "batch_norm", {"size": _first(weights["mean"])}
    if rank is not None and rank >= 3:
        return "conv?", {"axes": rank - 2, "bias": "bias" in weights}
    if rank == 2:
        return "matrix?", {"bias": "bias" in weights}
    vector = weight or weights.get("gamma") or weights.get("beta")
    return ("vector?", {"size": _first(vector)}) if vector is not None else ("other", {})


def _first(parameter: Parameter) -> Optional[int]:
    return parameter.shape[0] if parameter.shape else None


def _recurrent(owner: str, group: dict[str, Parameter]) -> Layer:
    inner, hidden = group.get("weight_ih_l0"), group.get("weight_hh_l0")
    facts: dict[str, Any] = {"bias": "bias_ih_l0" in group, "bidirectional": "weight_ih_l0_reverse" in group}
    facts["layers"] = sum(bool(re.fullmatch(r"weight_ih_l\d+", leaf)) for leaf in group)
    kind = "other"
    if inner is not None and hidden is not None and inner.shape and hidden.shape and len(hidden.shape) == 2:
        rows, units = hidden.shape
        if rows and units:
            kind = {4: "lstm", 3: "gru", 1: "rnn"}.get(rows // units, "other")
            facts |= {"in": inner.shape[-1], "out": units}
    return Layer(owner, kind, "weights", facts, group)


def _keras_recurrent(owner: str, group: dict[str, Parameter]) -> Layer:
    """Keras has the gates side by side in the columns."""
    kernel, recurrent = group.get("kernel"), group["recurrent_kernel"]
    facts: dict[str, Any] = {"bias": "bias" in group}
    kind = "other"
    if recurrent.shape and len(recurrent.shape) == 2 and recurrent.shape[0] and recurrent.shape[1]:
        units, columns = recurrent.shape[0], recurrent.shape[1]
        kind = {4: "lstm", 3: "gru", 1: "rnn"}.get(columns // units, "other")
        facts |= {"out": units}
    if kernel is not None and kernel.shape:
        facts |= {"in": kernel.shape[0]}
    return Layer(owner, kind, "weights", facts, group)


# ---------------------------------------------------------------- layouts


def in_mindspore(
    kind: str, role: str, shape: tuple[Optional[int], ...], framework: str, groups: Optional[int] = None
) -> tuple[Optional[tuple[Optional[int], ...]], Optional[tuple[int, ...]]]:
    """The shape that a tensor of another framework has in MindSpore, and the order of axes to transpose it by first
    (None for none). None for the shape where it is not known."""
    if role != "weight" or kind not in ("conv", "conv_transpose", "dense", "embedding"):
        return shape, None
    if kind == "embedding":
        return shape, None
    if framework == "tensorflow":
        if kind == "dense":
            return (shape[1], shape[0]) if len(shape) == 2 else None, (1, 0)
        axes = len(shape) - 2
        order = (axes + 1, axes, *range(axes))
        is_depthwise = kind == "conv" and groups is not None and groups > 1 and shape[axes] == groups
        if is_depthwise and groups is not None:
            order = (axes, axes + 1, *range(axes))
            multiplier = shape[axes + 1]
            shape = (groups * multiplier if multiplier is not None else None, 1, *shape[:axes])
        else:
            shape = tuple(shape[axis] for axis in order)
        return _with_height(shape), order
    return (_with_height(shape) if framework == "torch" and kind != "dense" else shape), None


def _with_height(shape: tuple[Optional[int], ...]) -> tuple[Optional[int], ...]:
    """MindSpore's one-dimensional convolutions have a kernel of height 1."""
    return (*shape[:2], 1, shape[2]) if len(shape) == 3 else shape


def facts_of(layer: Layer, kind: str, framework: str, groups: Optional[int]) -> dict[str, Any]:
    """What the shapes say of a layer that is known to be of a kind."""
    weight = layer.weights.get("weight")
    if layer.kind == "vector?":
        size = layer.facts.get("size")
        return {"size": (size,)} if kind in ("layer_norm", "rms_norm") and size is not None else dict(layer.facts)
    if weight is None or weight.shape is None:
        return dict(layer.facts)
    shape, _ = in_mindspore(kind, "weight", weight.shape, framework, groups)
    if shape is None or len(shape) < 2:
        return dict(layer.facts)
    if kind == "conv":
        kernel = shape[-1:] if layer.facts.get("axes") == 1 else shape[2:]
        return {**layer.facts, "out": shape[0], "in_per_group": shape[1], "kernel": kernel}
    if kind == "conv_transpose":
        kernel = shape[-1:] if layer.facts.get("axes") == 1 else shape[2:]
        outer = shape[1] * groups if shape[1] is not None and groups else None
        return {**layer.facts, "in": shape[0], "kernel": kernel, **({"out": outer} if outer else {})}
    if kind == "dense":
        return {**layer.facts, "out": shape[0], "in": shape[1]}
    return {"count": shape[0], "size": shape[1]}
