"""The layers of a Keras model from its configuration, as ``.keras``, ``.h5`` and TensorBoard's callback have it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Optional

from ms_lint.compare.dataflow import with_activations
from ms_lint.compare.frameworks import keras
from ms_lint.compare.kinds import known, no_padding
from ms_lint.compare.model import Layer, Parameter
from ms_lint.compare.readers.wire import Malformed
from ms_lint.messages import say

_MAXIMUM_DEPTH = 20
_MAXIMUM_LAYERS = 50_000
_MODELS = frozenset({"Functional", "Sequential", "Model"})
#: Numbers of an optimizer: Keras' name -> ours.
_NUMBERS = {"learning_rate": "learning_rate", "beta_1": "beta1", "beta_2": "beta2", "epsilon": "eps",
          "momentum": "momentum", "rho": "decay", "weight_decay": "weight_decay"}  # fmt: skip


def read_config(text: str) -> tuple[list[Layer], dict[str, Any]]:
    """The layers and the numbers of ``compile``. Raises Malformed."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(say("the configuration in it is no JSON ({error})", error=str(error))) from None
    if not isinstance(data, dict):
        raise Malformed(say("the configuration in it is no Keras model"))
    reader = _Reader()
    reader.model(data, "", 0)
    if not reader.layers:
        kind = data.get("class_name")
        raise Malformed(
            say(
                "the configuration of {kind} in it has no layers: a subclassed model keeps them in its code; compare "
                "with its weights (save_weights) or with its source",
                kind=str(kind),
            )
        )
    compiled = data.get("compile_config")
    return with_activations(reader.layers), training(compiled if isinstance(compiled, dict) else {})


def training(config: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of an optimizer as ``compile`` was given it."""
    optimizer = config.get("optimizer", config.get("optimizer_config"))
    if not isinstance(optimizer, dict):
        return {}
    found: dict[str, Any] = {"optimizer": str(optimizer.get("class_name", "")).lower()}
    numbers = optimizer.get("config")
    for name, ours in _NUMBERS.items():
        value = numbers.get(name) if isinstance(numbers, dict) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found[ours] = float(f"{value:.7g}")
    return found


class _Reader:
    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self._pads: dict[str, Any] = {}

    def model(self, data: Mapping[str, Any], prefix: str, depth: int, sources: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The layers of a model, and of models within it. ``sources`` are the layers whose outputs it is called with;
        returned are those whose outputs it returns."""
        config = data.get("config")
        listed = config.get("layers") if isinstance(config, dict) else config
        if not isinstance(listed, list) or depth > _MAXIMUM_DEPTH or len(self.layers) > _MAXIMUM_LAYERS:
            return ()
        is_sequential = data.get("class_name") == "Sequential"
        last = sources
        results: dict[str, tuple[str, ...]] = {}
        for entry in listed:
            if not isinstance(entry, dict) or not isinstance(entry.get("config"), (dict, list)):
                continue
            name = _name(entry, prefix)
            inputs = last
            if not is_sequential:
                names = [f"{prefix}{each}" for each in _inbound(entry)]
                inputs = tuple(dict.fromkeys(part for each in names for part in results.get(each, (each,))))
            if entry.get("class_name") == "InputLayer":
                inputs = sources
            if entry.get("class_name") in _MODELS:
                last = results[name] = self.model(entry, f"{name}/", depth + 1, inputs)
                continue
            self.layer(entry, name, inputs, 1 if is_sequential else max(1, _calls(entry)))
            last = (name,)
        outputs = config.get("output_layers") if isinstance(config, dict) and not is_sequential else None
        if isinstance(outputs, list):
            waiting = outputs if outputs and isinstance(outputs[0], list) else [outputs]
            names = [f"{prefix}{each[0]}" for each in waiting if isinstance(each, list) and each]
            last = tuple(dict.fromkeys(part for each in names for part in results.get(each, (each,))))
        return last

    def layer(self, entry: Mapping[str, Any], name: str, inputs: tuple[str, ...], calls: int) -> None:
        """One layer; a separable convolution is two."""
        for part in parts(name, str(entry.get("class_name")), entry["config"], _input_shape(entry)):
            self._add(part, inputs, calls)
            inputs = (part.name,)

    def _add(self, part: Part, inputs: tuple[str, ...], calls: int) -> None:
        kind, facts = part.described()
        if kind == "conv" and inputs:
            facts = padded_before(facts, self._pads.get(inputs[0]))
        self.layers.append(Layer(part.name, kind, part.class_name, facts, part.weights(kind, facts), inputs, calls))
        if kind == "pad":
            self._pads[part.name] = part.config.get("padding")


class Part(NamedTuple):
    """A layer of Keras: the name of its class, its arguments, and the shape that it was called with."""

    name: str
    class_name: str
    config: Mapping[str, Any]
    shape: Optional[tuple[Optional[int], ...]]

    def described(self) -> tuple[str, dict[str, Any]]:
        """Kind and facts."""
        found = keras.described(self.class_name, self.config)
        kind, facts = found if found is not None else ("pad" if self.class_name == "ZeroPadding2D" else "other", {})
        return kind, _with_input(self.class_name, kind, facts, self.config, self.shape)

    def weights(self, kind: str, facts: Mapping[str, Any]) -> dict[str, Parameter]:
        """The weights in Keras' own shapes, as far as they are known."""
        return _weights(self.name, kind, self.class_name, facts, self.config)


def parts(
    name: str, class_name: str, config: Mapping[str, Any], shape: Optional[tuple[Optional[int], ...]]
) -> tuple[Part, ...]:
    """What a layer is made of, in the order of the data flow: a separable convolution is two."""
    if not class_name.startswith("SeparableConv"):
        return (Part(name, class_name, config, shape),)
    plain = class_name[len("Separable") :]
    first = {**config, "activation": "linear", "use_bias": False}
    channels, multiplier = shape[-1] if shape else None, config.get("depth_multiplier", 1)
    inner = (channels * multiplier,) if channels is not None and isinstance(multiplier, int) else None
    second = {**config, "kernel_size": 1, "strides": 1, "dilation_rate": 1, "groups": 1}
    return Part(f"{name}/depthwise", f"Depthwise{plain}", first, shape), Part(name, plain, second, inner)


def padded_before(facts: dict[str, Any], pads: Any) -> dict[str, Any]:
    """The facts of a convolution with what a ZeroPadding2D in front adds; ``pads`` are its arguments."""
    if pads is None or facts.get("axes") != 2 or facts.get("padding") == "same":
        return facts
    if facts.get("padding") != no_padding(2):
        return {key: value for key, value in facts.items() if key != "padding"}
    if isinstance(pads, int):
        pads = [[pads, pads], [pads, pads]]
    try:
        (top, bottom), (left, right) = ((each, each) if isinstance(each, int) else tuple(each) for each in pads)
        return {**facts, "padding": ((int(top), int(bottom)), (int(left), int(right)))}
    except (TypeError, ValueError):
        return {key: value for key, value in facts.items() if key != "padding"}


def _name(entry: Mapping[str, Any], prefix: str) -> str:
    config = entry["config"]
    name = entry.get("name") or (config.get("name") if isinstance(config, dict) else None) or entry.get("class_name")
    return f"{prefix}{name}"


def _calls(entry: Mapping[str, Any]) -> int:
    nodes = entry.get("inbound_nodes")
    return len(nodes) if isinstance(nodes, list) else 1


def _inbound(entry: Mapping[str, Any]) -> Iterator[str]:
    """The names of the layers whose outputs a layer is called with, in the form of Keras 3 or 2."""
    waiting = [entry.get("inbound_nodes")]
    for _ in range(10_000):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, dict):
            history = item.get("keras_history")
            if isinstance(history, list) and history:
                yield str(history[0])
            else:
                waiting = [item.get("config"), item.get("args"), item.get("kwargs"), *waiting]
        elif isinstance(item, list):
            if len(item) >= 3 and isinstance(item[0], str) and all(isinstance(each, int) for each in item[1:3]):
                yield item[0]
            else:
                waiting = [*item, *waiting]


def _input_shape(entry: Mapping[str, Any]) -> Optional[tuple[Optional[int], ...]]:
    config = entry["config"]
    build = entry.get("build_config")
    shape = build.get("input_shape") if isinstance(build, dict) else None
    if shape is None and isinstance(config, dict):
        shape = config.get("batch_input_shape") or config.get("batch_shape")
    if isinstance(shape, list) and all(isinstance(size, int) or size is None for size in shape):
        return tuple(shape)
    return None


def _with_input(
    kind_name: str,
    kind: str,
    facts: dict[str, Any],
    config: Mapping[str, Any],
    shape: Optional[tuple[Optional[int], ...]],
) -> dict[str, Any]:
    """With what the shape of the input says: the channels that come in, the size of a normalization."""
    if not shape:
        return facts
    is_first = config.get("data_format") == "channels_first"
    image = shape[2:] if is_first else shape[1:-1]
    if kind in ("conv", "max_pool", "avg_pool") and image and None not in image:
        facts = {**facts, "image": image}
    channels = shape[1] if config.get("data_format") == "channels_first" and len(shape) > 2 else shape[-1]
    if kind in ("conv", "conv_transpose") and channels is not None:
        if kind_name.startswith("Depthwise"):
            multiplier = facts.get("multiplier") or 1
            return {**facts, "in": channels, "groups": channels, "in_per_group": 1, "out": channels * multiplier}
        groups = facts.get("groups") or 1
        return {**facts, "in": channels, **({} if kind == "conv_transpose" else {"in_per_group": channels // groups})}
    if kind in ("dense", "lstm", "gru", "rnn"):
        return {**facts, **known(in_=channels)}
    if kind == "batch_norm":
        axis = config.get("axis", -1)
        axis = axis[0] if isinstance(axis, list) and len(axis) == 1 else axis
        size = shape[axis] if isinstance(axis, int) and -len(shape) <= axis < len(shape) else None
        return {**facts, **known(size=size)}
    if kind == "layer_norm":
        axis = config.get("axis", -1)
        axes = axis if isinstance(axis, list) else [axis]
        if axes in ([-1], [len(shape) - 1]) and shape[-1] is not None:
            return {**facts, "size": (shape[-1],)}
    return facts


def _weights(
    name: str, kind: str, kind_name: str, facts: Mapping[str, Any], config: Mapping[str, Any]
) -> dict[str, Parameter]:
    """The weights of a layer in Keras' own shapes, as far as they are known."""
    shapes: dict[str, tuple[str, Optional[tuple[Optional[int], ...]]]] = {}
    inner, outer, kernel = facts.get("in"), facts.get("out"), facts.get("kernel")
    if kind in ("conv", "conv_transpose") and kernel is not None:
        if kind_name.startswith("Depthwise"):
            shapes["weight"] = ("kernel", (*kernel, inner, facts.get("multiplier") or 1))
        elif kind == "conv_transpose":
            shapes["weight"] = ("kernel", (*kernel, outer, inner))
        else:
            shapes["weight"] = ("kernel", (*kernel, facts.get("in_per_group"), outer))
    elif kind == "dense":
        shapes["weight"] = ("kernel", (inner, outer))
    elif kind == "embedding":
        shapes["weight"] = ("embeddings", (facts.get("count"), facts.get("size")))
    elif kind in ("batch_norm", "layer_norm", "group_norm"):
        size = facts.get("size")
        sizes = size if isinstance(size, tuple) else (size,)
        shapes |= {"gamma": ("gamma", sizes)} if config.get("scale", True) else {}
        shapes |= {"beta": ("beta", sizes)} if config.get("center", True) else {}
        if kind == "batch_norm":
            shapes |= {"mean": ("moving_mean", sizes), "variance": ("moving_variance", sizes)}
    if facts.get("bias") and "weight" in shapes:
        shapes["bias"] = ("bias", (outer,))
    return {role: Parameter(f"{name}/{own}", shape, "float32") for role, (own, shape) in shapes.items()}
