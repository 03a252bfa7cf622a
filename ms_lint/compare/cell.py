"""A class of the project in the form of a reference: its layers with their numbers, weights and data flow.

The class is followed by ``ms_lint.semantics.wiring``. It may be a Cell, or the torch or Keras class of an original.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Optional

from ms_lint.compare.dataflow import ACTIVATED, NO_ACTIVATION, Sources, activation_behind
from ms_lint.compare.frameworks import describe
from ms_lint.compare.kinds import activation
from ms_lint.compare.model import Layer, Parameter, Reference
from ms_lint.compare.readers.keras_config import Part, padded_before, parts
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.wiring.keras_models import name_of
from ms_lint.semantics.wiring.layers.keras import LAYERS as KERAS_LAYERS
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Followed, Step, walk
from ms_lint.semantics.wiring.model import Layer as Wired
from ms_lint.semantics.wiring.objects import Library

_NORM_WEIGHTS = {
    "mindspore": {"gamma": "gamma", "beta": "beta", "mean": "moving_mean", "variance": "moving_variance"},
    "torch": {"gamma": "weight", "beta": "bias", "mean": "running_mean", "variance": "running_var"},
}
#: Operators that are surely no part of an activation, by the last part of their names.
_MERGES = frozenset(
    "+ - @ add sub flatten reshape view ravel permute transpose swapaxes squeeze unsqueeze expand_dims mean chunk "
    "split stack matmul interpolate pad".split()
)
_HANDED_ON = frozenset("identity cast contiguous to float half stop_gradient detach astype clone copy".split())
_PERMUTING = frozenset("permute transpose swapaxes swapdims moveaxis movedim Transpose".split())
_MAXIMUM_LAYERS = 20_000
_SHOWN = 4


def as_reference(wiring: Followed, path: str, framework: str) -> Reference:
    """What following a model gave. ``framework`` is ``mindspore``, ``torch`` or ``tensorflow``."""
    reader = _Reader(wiring, framework)
    layers = tuple(reader.layers())
    parameters = [weight for layer in layers for weight in layer.weights.values()]
    for name, parameter in wiring.parameters().items():
        parameters.append(Parameter(parameter.name or name, _shape(parameter.shape)))
    return Reference(
        path,
        f"{name_of(wiring.root)} in {path}",
        framework,
        layers,
        tuple(parameters),
        is_graph=not wiring.cut and bool(wiring.steps),
        is_complete=reader.is_complete(),
        notes=(*([wiring.cut] if wiring.cut else []), *(f"`{name}`" for name in islice(reader.unknown(), _SHOWN))),
        order=tuple(wiring.layers()),
    )


def places_of(wiring: Followed) -> dict[str, tuple[ast.AST, ...]]:
    """For each layer by its path the calls in its module that made it, from the inside out."""
    found = walk(wiring.root)
    return {path: tuple(reversed(value.callers)) for path, value in found if isinstance(value, Wired)}


class _Reader:
    def __init__(self, wiring: Followed, framework: str) -> None:
        self.wiring = wiring
        self.framework = framework
        self.steps = wiring.steps[:_MAXIMUM_LAYERS]
        self.numbers = {id(step): str(index) for index, step in enumerate(self.steps)}
        self.consumers: dict[str, list[int]] = {}
        self.inputs: dict[str, list[str]] = {}
        for index, step in enumerate(self.steps):
            sources = [self.numbers[id(each.step)] for each in step.inputs if id(each.step) in self.numbers]
            self.inputs[str(index)] = sources
            for source in dict.fromkeys(sources):
                self.consumers.setdefault(source, []).append(index)
        self.described = [self._described(step) for step in self.steps]

    def is_complete(self) -> bool:
        """Whether everything that the class is made of is known: then a layer that is not there is missing."""
        return not self.wiring.cut and all(step.certain for step in self.steps) and next(self.unknown(), None) is None

    def unknown(self) -> Iterator[str]:
        """What is not known of what the class is made of, by its path."""
        for path, value in walk(self.wiring.root):
            if isinstance(value, CellObject):
                before = f"{path}." if path else ""
                yield from (f"{before}{name}" for name, each in value.attributes.items() if each is UNKNOWN)
                if not value.complete or _registers_by_name(value.info):
                    yield path or value.info.name
            elif isinstance(value, Wired) and value.items is None:
                if value.given is None or _may_have_weights(value):
                    yield path
            elif isinstance(value, Wired) and any(each is UNKNOWN for each in (value.items or {}).values()):
                yield path

    def layers(self) -> Iterator[Layer]:
        """The layers in the order in which they are called, then those that are not called."""
        names, calls, at = self._names()
        sources = Sources(self.inputs, names)
        for index, step in enumerate(self.steps):
            described = self.described[index]
            name = names.get(str(index))
            if described is None or name is None or at[name] != index:
                continue
            kind, facts = described
            brings = False
            if kind in ACTIVATED:
                own = facts.get("activation")
                brings = own not in (None, "none")
                behind = own if brings else self._activation(calls[name])
                facts = {key: value for key, value in facts.items() if key != "activation"}
                facts |= {} if behind is None or _is_open(step.layer) else {"activation": behind}
            pads = self._keras_pads(index)
            if pads is not None:
                facts = padded_before(facts, pads)
            elif "padding" in facts and self._is_padded(index):
                facts = {name: value for name, value in facts.items() if name != "padding"}
            if kind == "dense" and self._is_permuted(index):
                facts = {**facts, "permuted": True}
            weights = self._weights(name, kind, facts, step.layer)
            place = step.layer.place if step.layer is not None else step.place
            op = _short(step.layer.kind if step.layer is not None else step.operation)
            inputs = sources.of(self.inputs[str(index)])
            used = None if brings else step.place
            for part in _keras_parts(name, step.layer)[:-1]:  # what a separable convolution begins with
                first, numbers = part.described()
                yield Layer(
                    part.name, first, part.class_name, numbers, part.weights(first, numbers), inputs, len(calls[name])
                )
                inputs = (part.name,)
            yield Layer(name, kind, op, facts, weights, inputs, len(calls[name]), place, used)
        called = {id(step.layer) for step in self.steps if step.layer is not None}
        idle = set(self._idle())
        for path, layer in self.wiring.layers().items():
            described = _described(layer) if id(layer) not in called else None
            if described is not None:
                kind, facts = described
                weights = self._weights(path, kind, facts, layer)
                calls_known = 0 if id(layer) in idle else None
                yield Layer(path, kind, _short(layer.kind), facts, weights, (), calls_known, layer.place)

    def _idle(self) -> Iterator[int]:
        """The layers that are surely never called: an attribute on the way to them is read in no method."""
        waiting: list[tuple[Any, bool]] = [(self.wiring.root, False)]
        seen: set[int] = set()
        while waiting:
            value, is_idle = waiting.pop()
            if id(value) in seen:
                continue
            seen.add(id(value))
            if isinstance(value, CellObject):
                read = _read_outside_init(value.info)
                waiting += [(each, is_idle or name not in read) for name, each in value.attributes.items()]
            elif isinstance(value, Wired):
                if is_idle:
                    yield id(value)
                waiting += [(each, is_idle) for each in (value.items or {}).values()]

    def _names(self) -> tuple[dict[str, str], dict[str, list[int]], dict[str, int]]:
        """The name of the layer of each step; the steps of each layer; the first of them."""
        paths = {id(layer): path for path, layer in self.wiring.layers().items()}
        names: dict[str, str] = {}
        calls: dict[str, list[int]] = {}
        for index, step in enumerate(self.steps):
            if self.described[index] is None:
                continue
            name = paths.get(id(step.layer), step.layer.path) if step.layer is not None else ""
            if not name:
                name = f"{step.text} (line {getattr(step.place.node, 'lineno', 0)})"
                if name in calls:
                    name = f"{name}, call {index}"
            elif self.described[index][0] in ("activation", "dropout", "flatten", "concat") and name in calls:  # type: ignore[index]
                name = f"{name} (call {index})"  # without weights: each call is an operator of its own
            names[str(index)] = name
            calls.setdefault(name, []).append(index)
        return names, calls, {name: indexes[0] for name, indexes in calls.items()}

    def _is_padded(self, index: int) -> bool:
        """Whether an operator of its own pads in front of a layer: then the layer's own padding tells too little."""
        sources = [self.steps[int(number)].operation for number in self.inputs[str(index)]]
        return any("pad" in operation.rpartition(".")[2].lower() for operation in sources)

    def _keras_pads(self, index: int) -> Any:
        """What a ZeroPadding2D in front of a layer pads; None where there is none."""
        for number in self.inputs[str(index)]:
            layer = self.steps[int(number)].layer
            if layer is not None and layer.kind.startswith("tensorflow.") and layer.class_name == "ZeroPadding2D":
                return _plain(layer.arguments.get("padding"))
        return None

    def _is_permuted(self, index: int) -> bool:
        """Whether axes are put in another order between a layer and those that its input comes from."""
        waiting, seen = list(self.inputs[str(index)]), set()
        while waiting:
            number = waiting.pop()
            described = self.described[int(number)]
            if number in seen or (described is not None and described[0] not in ("activation", "dropout", "flatten")):
                continue
            seen.add(number)
            if self.steps[int(number)].operation.rpartition(".")[2] in _PERMUTING:
                return True
            waiting += self.inputs[number]
        return False

    # ------------------------------------------------------------------ one step

    def _described(self, step: Step) -> Optional[tuple[str, dict[str, Any]]]:
        if step.layer is not None:
            return _described(step.layer)
        return describe(step.operation, _literals(step))

    def _activation(self, indexes: Sequence[int]) -> Optional[str]:
        """The activation behind a layer; None where its calls differ."""
        found = {self._activation_behind(index) for index in indexes}
        return found.pop() if len(found) == 1 else None

    def _activation_behind(self, index: int) -> Optional[str]:
        if not self.steps[index].certain or self.wiring.cut:
            return None

        def consumers(node: int) -> list[int]:
            return self.consumers.get(str(node), [])

        def word(node: int) -> Optional[str]:
            described = self.described[node]
            if not self.steps[node].certain:
                return None
            if described is not None:
                kind, facts = described
                if kind == "activation":
                    return "" if facts.get("function") == "none" else str(facts.get("function"))
                if kind == "dropout":
                    return ""
                if kind == "prelu":
                    return "prelu"
                return "none" if kind in NO_ACTIVATION else None
            leaf = self.steps[node].operation.rpartition(".")[2].lower()
            return "none" if leaf in _MERGES else "" if leaf in _HANDED_ON else None

        behind = activation_behind(index, consumers, word)
        return None if behind == "none" and self._is_lost(index) else behind

    def _is_lost(self, index: int) -> bool:
        """Whether nothing is known to use an output that is none of the results: then it may go through something
        that was not followed."""
        if self.consumers.get(str(index)):
            return False
        return self.wiring.outputs is UNKNOWN or not any(
            each is output for each in self.steps[index].outputs for output in _flat(self.wiring.outputs)
        )

    # ------------------------------------------------------------------ weights

    def _weights(self, name: str, kind: str, facts: Mapping[str, Any], layer: Optional[Wired]) -> dict[str, Parameter]:
        if layer is None:
            return {}
        if layer.kind.startswith("tensorflow."):
            return _keras_parts(name, layer)[-1].weights(kind, facts)
        is_torch = layer.kind.startswith(("torch.", "mindspore.mint."))
        shapes = _shapes(kind, facts, is_torch)
        leaves = _NORM_WEIGHTS["torch" if is_torch else "mindspore"]
        if kind == "embedding" and not is_torch:
            leaves = {**leaves, "weight": "embedding_table"}
        return {role: Parameter(f"{name}.{leaves.get(role, role)}", shape) for role, shape in shapes.items()}


def _described(layer: Wired) -> Optional[tuple[str, dict[str, Any]]]:
    """Kind and facts of a layer that was made; None for one that is not known."""
    if not layer.kind.startswith("tensorflow."):
        return describe(layer.kind, {name: _activation_word(value) for name, value in layer.arguments.items()})
    kind, facts = _keras_parts("", layer)[-1].described()
    return None if kind == "other" else (kind, facts)


def _keras_parts(name: str, layer: Optional[Wired]) -> tuple[Part, ...]:
    if layer is None or not layer.kind.startswith("tensorflow."):
        return ()
    config = {key: _plain(_activation_word(value)) for key, value in layer.arguments.items()}
    known = {key: value for key, value in config.items() if value is not UNKNOWN}
    return parts(name, layer.class_name, known, _shape(layer.received))


def _activation_word(value: Any) -> Any:
    """A function or layer that is given as an activation by its name; other values as they are."""
    if isinstance(value, Library):
        return value.name.rpartition(".")[2]
    if isinstance(value, Wired) and value.items is None:
        kind, facts = _described(value) or ("", {})
        return facts.get("function", UNKNOWN) if kind == "activation" else UNKNOWN
    return value


def _plain(value: Any, depth: int = 0) -> Any:
    """Python numbers, strings and lists of such, as a configuration has them; else UNKNOWN."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)) and depth < 4:
        items = [_plain(item, depth + 1) for item in value]
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    return UNKNOWN


def _is_open(layer: Optional[Wired]) -> bool:
    """Whether a layer is given an activation of which is not known which it is."""
    if layer is None or "activation" not in layer.arguments:
        return False
    given = _activation_word(layer.arguments["activation"])
    return given is not None and not (isinstance(given, str) and activation(given) is not None)


def _may_have_weights(layer: Wired) -> bool:
    """Whether a layer of Keras is none that is known."""
    is_keras = layer.kind.startswith("tensorflow.keras.")
    return is_keras and layer.class_name not in (*KERAS_LAYERS, "Concatenate", "InputLayer")


_REGISTERING = frozenset("add_module register_module insert_child_to_cell setattr __setattr__ add_cell".split())


def _registers_by_name(info: ClassInfo) -> bool:
    """Whether a class, or one that it derives from, adds layers in a way that is not followed."""
    for ancestor in info.ancestors:
        if not isinstance(ancestor, ClassInfo):
            continue
        for node in ast.walk(ancestor.node):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
            if name in _REGISTERING:
                return True
    return False


def _read_outside_init(info: ClassInfo) -> set[str]:
    """The attributes of ``self`` that the methods of a class and of its bases read, but for ``__init__``."""
    return {
        name
        for ancestor in info.project_ancestors()
        for name, reads in ancestor.reads.items()
        if any(read.function.name != "__init__" for read in reads)
    }


def _shapes(kind: str, facts: Mapping[str, Any], is_torch: bool) -> dict[str, Optional[tuple[Optional[int], ...]]]:
    """The shapes of a layer's weights by role. What is not known of them is None."""
    get = facts.get
    shapes: dict[str, Optional[tuple[Optional[int], ...]]] = {}
    if kind in ("conv", "conv_transpose"):
        kernel = get("kernel")
        if kernel is not None:
            kernel = (1, *kernel) if len(kernel) == 1 and not is_torch else kernel
            groups, outer = get("groups"), get("out")
            if kind == "conv":
                shapes["weight"] = (outer, get("in_per_group"), *kernel)
            else:
                shapes["weight"] = (get("in"), outer // groups if outer and groups else None, *kernel)
        else:
            shapes["weight"] = None
    elif kind == "dense":
        shapes["weight"] = (get("out"), get("in"))
    elif kind == "embedding":
        shapes["weight"] = (get("count"), get("size"))
    elif kind in ("batch_norm", "layer_norm", "group_norm", "instance_norm", "rms_norm"):
        size = get("size")
        sizes = size if isinstance(size, tuple) else (size,)
        if get("affine") is not False:
            shapes["gamma"] = sizes
            if kind != "rms_norm":
                shapes["beta"] = sizes
        if kind == "batch_norm":
            shapes |= {"mean": sizes, "variance": sizes}
    elif kind == "prelu":
        shapes["weight"] = (get("size"),)
    if kind in ("conv", "conv_transpose", "dense") and get("bias"):
        shapes["bias"] = (get("out"),)
    return shapes


def _flat(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (tuple, list)) and depth < 8:
        for each in value:
            yield from _flat(each, depth + 1)
    else:
        yield value


def _short(name: str) -> str:
    """`nn.Conv2d` for `mindspore.nn.Conv2d`; of Keras the class alone, as its files have it."""
    if name.startswith("tensorflow.keras."):
        return name.rpartition(".")[2]
    return name.partition(".")[2] or name


def _shape(shape: Any) -> Optional[tuple[Optional[int], ...]]:
    return None if shape is None else tuple(size if isinstance(size, int) else None for size in shape)


def _literals(step: Step) -> dict[str, Any]:
    """The arguments of a function's call that stand there as literals, by the names that its signature has."""
    node = step.place.node
    if not isinstance(node, ast.Call):
        return {}
    entry = step.place.module.catalog.find(step.operation)
    signatures = entry.signatures if entry is not None else ()
    if len(signatures) != 1:
        return {}
    bound = signatures[0].bind(node)
    if not bound.fits or bound.star:
        return {}
    found: dict[str, Any] = {}
    for parameter in signatures[0].parameters:
        if parameter.name in bound.arguments:
            text: Any = bound.arguments[parameter.name]
        elif parameter.default is not None and parameter.default != "...":
            text = parameter.default
        else:
            continue
        try:
            found[parameter.name] = ast.literal_eval(text)
        except (ValueError, SyntaxError, TypeError):
            continue
    return found
