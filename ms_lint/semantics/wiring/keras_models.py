"""Keras: layers that are called, and models that are put together by calls (functional ones, ``Sequential``)."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Optional

from ms_lint.knowledge.frameworks import KERAS_CLASSES, KERAS_ROOTS
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.wiring.copies import Memory
from ms_lint.semantics.wiring.layers import keras
from ms_lint.semantics.wiring.layers.results import text_of
from ms_lint.semantics.wiring.making import SEQUENTIAL, Making
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Layer, Step, Tensor
from ms_lint.semantics.wiring.objects import Closure
from ms_lint.semantics.wiring.sizes import Shape

_MAXIMUM_CONTAINERS = 1000
MODEL = "tensorflow.keras.Model"
_MODELS = (MODEL, "tensorflow.keras.models.Model", "tensorflow.keras.models.Functional")
_INPUTS = ("tensorflow.keras.Input", "tensorflow.keras.layers.Input")
#: Functions that keep the shape of the first tensor; those of a name without dot are by the last part of it.
_SAME = frozenset(
    "relu relu6 leaky_relu sigmoid tanh softmax log_softmax elu selu gelu silu swish softplus softsign hard_sigmoid "
    "hard_swish mish dropout identity stop_gradient cast add subtract multiply maximum minimum average add_n "
    "square sqrt rsqrt exp log abs negative l2_normalize local_response_normalization lrn".split()
)
_JOINS = {"concat": None, "concatenate": -1}


class KerasModels(Making):
    """What Keras makes and calls. A model that is put together has as items what was called for it, by name."""

    #: What is called from outside of all objects, while it runs: the container of the layers that it calls.
    top: Any = None

    def __init__(self, module: Module, limit: int, memory: Optional[Memory] = None) -> None:
        super().__init__(module, limit, memory)
        self.tops: dict[int, Any] = {}  # by the step: the layer or container that was called for it

    def call_keras(self, layer: Layer, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        """The result of calling a layer or model of Keras."""
        if layer.class_name in SEQUENTIAL:
            return self._call_sequential(layer, positional, keywords, node)
        if layer.kind in _MODELS:
            return self._call_model(layer, positional, keywords)
        given = [*positional[:1], *(value for name, value in keywords.items() if name in ("inputs", "x"))]
        tensors = tuple(_tensors(given))
        leaf = layer.class_name
        if not tensors:
            self.uncertain += 1  # where its input comes from is not known
        try:
            shape = self._received(leaf, tensors[0]) if tensors else None
            if layer.received is None:
                layer.received = shape  # whatever branch it is in: that is how it is built
            out: Optional[Shape] = None
            if leaf == "Concatenate":
                out = keras.joined([self.shape(tensor) for tensor in tensors], layer.arguments.get("axis"))
            elif shape is not None and leaf in keras.LAYERS:
                out = keras.LAYERS[leaf](layer, shape)
            last = out[-1] if out else None
            is_rank_known = self.shape(tensors[0] if tensors else None) is not None or keras.axes_of(leaf) is not None
            if not is_rank_known:
                out, last = None, None if leaf in ("Flatten", "Reshape", "Permute") else last
            (output,) = self.record(layer.kind, node, tensors, (out,), layer, text_of(self, node), "float", last)
        finally:
            self.uncertain -= not tensors
        self.tops[id(self.steps[-1])] = layer if self.top is None else self.top
        return output

    def _received(self, leaf: str, tensor: Tensor) -> Shape:
        """The shape of an input; where its rank is not known, as many axes as the layer says, or two."""
        shape, axes = self.shape(tensor), keras.axes_of(leaf)
        return shape if shape is not None else (*(None,) * (1 if axes is None else axes + 1), self.last(tensor))

    # ------------------------------------------------------------------ models

    def _call_sequential(self, layer: Layer, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        if layer.items is None:
            return UNKNOWN
        value = next(iter([*positional, *keywords.values()]), UNKNOWN)
        if isinstance(value, Tensor) and value.shape is None:
            shape = first_shape(layer)
            if shape is not None:
                self.force(value, shape)
        outer, self.top = self.top, layer if self.top is None else self.top
        try:
            for item in layer.items.values():
                if isinstance(item, Tensor) or (isinstance(item, Layer) and item.class_name == "InputLayer"):
                    continue
                value = self.call_item(item, [value], node)
        finally:
            self.top = outer
        return value

    def call_item(self, item: Any, given: list[Any], node: ast.AST) -> Any:
        """The result of calling what is in a container."""
        raise NotImplementedError

    def make_model(self, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        """``keras.Model(inputs, outputs)``; UNKNOWN where it is given neither."""
        given = {**dict(zip(("inputs", "outputs", "name"), positional)), **keywords}
        if "inputs" not in given or "outputs" not in given:
            return UNKNOWN
        arguments = {**given, "input": given["inputs"], "output": given["outputs"]}
        steps = self.behind(given["outputs"])
        is_lost = self._is_lost(steps, given["inputs"])
        called = (self.tops.get(id(step)) for step in (self.steps if is_lost else steps))
        items = by_name({id(top): top for top in called if top is not None}.values())
        if is_lost:  # what is in it is not all known
            items["?"] = UNKNOWN
        return Layer(MODEL, arguments, self.here(node), frozenset(given), items=items, callers=tuple(self.places))

    def behind(self, outputs: Any) -> list[Step]:
        """The steps that lead to some tensors, in their order."""
        wanted: set[int] = set()
        waiting = list(_tensors([outputs]))
        while waiting:
            step = waiting.pop().step
            if step is not None and id(step) not in wanted:
                wanted.add(id(step))
                waiting += step.inputs
        return [step for step in self.steps if id(step) in wanted]

    def _is_lost(self, steps: Sequence[Step], inputs: Any) -> bool:
        """Whether some steps take a tensor of which is not known where it comes from: one of two, by a condition."""
        known = {id(tensor) for tensor in _tensors([inputs])}
        return not steps or any(
            tensor.step is None and id(tensor) not in known for step in steps for tensor in step.inputs
        )

    def _call_model(self, model: Layer, positional: list[Any], keywords: dict[str, Any]) -> Any:
        """A model that is called does what it was put together of, with other inputs."""
        given = list(_tensors([*positional[:1], *(keywords[name] for name in ("inputs",) if name in keywords)]))
        taken = list(_tensors([model.arguments["inputs"]]))
        steps = self.behind(model.arguments["outputs"]) or list(model.arguments.get("steps", ()))
        if len(given) != len(taken):
            return UNKNOWN
        if model.calls == 0:  # what put it together was no call of its own
            own = {id(step) for step in steps}
            self.steps[:] = [step for step in self.steps if id(step) not in own]
            model.arguments["steps"] = tuple(steps)
        model.calls += 1
        self.spend(len(steps))
        instead = {id(old): new for old, new in zip(taken, given)}
        for step in steps:
            inputs = tuple(instead.get(id(tensor), tensor) for tensor in step.inputs)
            again = replace(step, inputs=inputs, outputs=())
            again.outputs = tuple(replace(tensor, step=again) for tensor in step.outputs)
            instead.update({id(old): new for old, new in zip(step.outputs, again.outputs)})
            self.steps.append(again)
            self.tops[id(again)] = model if self.top is None else self.top
        return _replaced(model.arguments["outputs"], instead)

    # ------------------------------------------------------------------ functions

    def call_tensorflow(self, name: str, positional: list[Any], keywords: dict[str, Any], node: ast.Call) -> Any:
        """The result of a function of TensorFlow: the tensors flow through, and of a few the shape is known."""
        if name in _INPUTS:
            return _input(positional, keywords)
        if name.endswith("keras.backend.image_data_format"):
            return "channels_last"  # unless a file of settings says something else
        if name in _MODELS:
            return self.make_model(positional, keywords, node)
        tensors = tuple(_tensors([*positional, *keywords.values()]))
        if not tensors:
            return UNKNOWN
        leaf = name.rpartition(".")[2]
        out: Optional[Shape] = None
        if leaf in _JOINS:
            axis = keywords.get("axis", positional[1] if len(positional) > 1 else _JOINS[leaf])
            out = keras.joined([self.shape(tensor) for tensor in tensors], axis)
        elif leaf in _SAME:
            out = self.shape(tensors[0])
        last = self.last(tensors[0]) if leaf in _SAME else None
        (output,) = self.record(name, node, tensors, (out,), None, text_of(self, node), tensors[0].dtype, last)
        return output

    # ------------------------------------------------------------------ classes

    def keras_init(self, made: CellObject, positional: list[Any], keywords: dict[str, Any]) -> None:
        """``super().__init__(...)`` of a class of Keras: a ``Sequential``, or a model that is put together before."""
        if made.layer is not None:
            return
        node = made.place.node if made.place is not None else made.info.node
        if any(str(each).endswith(".Sequential") for each in _bases(made.info)):
            made.layer = self._library_layer("tensorflow.keras.Sequential", positional, keywords, node)
        else:
            model = self.make_model(positional, keywords, node)
            made.layer = model if isinstance(model, Layer) else None

    def build_keras(self, made: CellObject, positional: list[Any], keywords: dict[str, Any]) -> None:
        """The first call of a layer runs its ``build`` with the shape of the input."""
        build = made.info.method("build")
        if build is None or build.cls is None or made.calls > 1:
            return
        tensor = next(_tensors([*positional, *keywords.values()]), None)
        shape = self.shape(tensor)
        given: Any = UNKNOWN
        if shape is not None:
            given = tuple(UNKNOWN if size is None else size for size in shape)
        self.run(Closure(build.node, build.module, None, build.cls), [made, given], {})

    def run(self, closure: Closure, positional: list[Any], keywords: dict[str, Any]) -> Any:
        """The result of a function of the project."""
        raise NotImplementedError


def is_model(value: object) -> bool:
    """Whether a value is a Keras model that was put together."""
    return isinstance(value, Layer) and (
        value.kind in _MODELS or (value.kind.startswith("tensorflow.keras.") and value.class_name in SEQUENTIAL)
    )


def name_of(value: Any) -> str:
    """What a layer or model is called in the code: the name that it is given, or its class and where it stands."""
    if isinstance(value, CellObject) and value.info.kind != "keras":
        return value.info.name
    given = value.arguments.get("name") if isinstance(value, Layer) else value.attributes.get("name")
    if isinstance(given, str) and given:
        return given
    name: str = value.class_name if isinstance(value, Layer) else value.info.name
    return name if value.place is None else f"{name} (line {getattr(value.place.node, 'lineno', 0)})"


def by_name(values: Iterable[Any]) -> dict[str, Any]:
    """Layers and models by their names, with a number where a name is taken."""
    found: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for value in values:
        name = name_of(value) if isinstance(value, (Layer, CellObject)) else "input"
        counts[name] += 1
        found[name if counts[name] == 1 else f"{name} {counts[name]}"] = value
    return found


def first_shape(model: Layer) -> Optional[Shape]:
    """The shape of the input of a ``Sequential``, where the code says it."""
    first = next(iter((model.items or {}).values()), None)
    if isinstance(first, Tensor):
        return first.shape
    if not isinstance(first, Layer):
        return None
    if is_model(first):
        return first_shape(first)
    given = first.arguments
    for name in ("batch_input_shape", "batch_shape"):
        if isinstance(given.get(name), (tuple, list)):
            return tuple(size if isinstance(size, int) else None for size in given[name])
    for name in ("input_shape", "shape"):
        if isinstance(given.get(name), (tuple, list)):
            return (None, *(size if isinstance(size, int) else None for size in given[name]))
    size = given.get("input_dim") if first.class_name == "Dense" else None
    return (None, size) if isinstance(size, int) else None


def _input(positional: list[Any], keywords: dict[str, Any]) -> Tensor:
    shape = keywords.get("shape", positional[0] if positional else UNKNOWN)
    whole = keywords.get("batch_shape")
    name = keywords.get("name")
    if isinstance(whole, (tuple, list)):
        sizes: Optional[Shape] = tuple(size if isinstance(size, int) else None for size in whole)
    elif isinstance(shape, (tuple, list)) and not getattr(shape, "is_open", False):
        sizes = (None, *(size if isinstance(size, int) else None for size in shape))
    else:
        sizes = None
    return Tensor(sizes, name=name if isinstance(name, str) else "")


def _bases(info: ClassInfo) -> list[str]:
    return [
        base
        for base in info.ancestors
        if isinstance(base, str) and base.startswith(KERAS_ROOTS) and base.rpartition(".")[2] in KERAS_CLASSES
    ]


def _tensors(values: Iterable[Any], seen: Optional[set[int]] = None) -> Iterator[Tensor]:
    """The tensors in lists, tuples and dicts, each container once."""
    seen = set() if seen is None else seen
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, (dict, list, tuple)) and id(value) not in seen and len(seen) < _MAXIMUM_CONTAINERS:
            seen.add(id(value))
            yield from _tensors(value.values() if isinstance(value, dict) else value, seen)


def _replaced(value: Any, instead: dict[int, Tensor]) -> Any:
    """The outputs of a model with other tensors: one, or a list or dict of them."""
    if isinstance(value, Tensor):
        return instead.get(id(value), value)
    if isinstance(value, dict):
        return type(value)({name: instead.get(id(item), UNKNOWN) for name, item in value.items()})
    if isinstance(value, (list, tuple)):
        return type(value)([instead.get(id(item), UNKNOWN) for item in value])
    return UNKNOWN
