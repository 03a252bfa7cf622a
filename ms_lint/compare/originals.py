"""A Cell held against the class that it was ported from: both followed with the same arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.compare.cell import as_reference
from ms_lint.compare.checks import Difference
from ms_lint.compare.comparison import Comparison, compare_wiring
from ms_lint.compare.model import Reference
from ms_lint.compare.sharing import shared_in_original
from ms_lint.semantics.wiring.follow import LIMIT, follow
from ms_lint.semantics.wiring.model import UNKNOWN, Layer, Step, Wiring, walk

if TYPE_CHECKING:
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.module import Module

_WHOLE_IMAGE = 7
_NUMBER_SET = re.compile(r"^\s*(?!self\b)\w+\.(eps|momentum)\s*=\s*[\d.]", re.MULTILINE)
_NUMBERS = frozenset({"eps", "epsilon", "momentum", "p", "negative_slope", "alpha"})
_FRAMEWORKS = {"module": "torch", "keras": "tensorflow"}
#: Operators by their names in torch, Keras and MindSpore -> one word for what they do.
_OPERATORS = {
    "+": "an addition", "add": "an addition", "add_": "an addition", "Add": "an addition",
    "cat": "a concatenation", "concat": "a concatenation", "concatenate": "a concatenation",
    "Concat": "a concatenation", "Concatenate": "a concatenation",
    "softmax": "softmax", "Softmax": "softmax", "log_softmax": "log_softmax", "LogSoftmax": "log_softmax",
    "matmul": "a product of matrices", "bmm": "a product of matrices", "@": "a product of matrices",
    "MatMul": "a product of matrices", "BatchMatMul": "a product of matrices", "BMM": "a product of matrices",
    "einsum": "a product of matrices", "Einsum": "a product of matrices",
    "scaled_dot_product_attention": "a product of matrices",
    "interpolate": "a resizing", "ResizeBilinear": "a resizing", "ResizeNearestNeighbor": "a resizing",
    "upsample": "a resizing", "Upsample": "a resizing", "resize": "a resizing",
}  # fmt: skip


@dataclass(frozen=True)
class WithOriginal:
    """The comparison, and both classes as they were followed."""

    comparison: Comparison
    cell: Wiring
    original: Wiring
    #: Whether an activation is handed in: then which it is is not known.
    is_activation_open: bool = False

    def lost_calls(self) -> Iterator[tuple[str, ast.AST]]:
        """What `forward` does and `construct` nowhere does, with the first place of it in the original: activations and
        a few operators. Nothing where one of them was not followed to its end."""
        if (
            self.cell.mismatches
            or not (_is_sure(self.cell) and _is_sure(self.original))
            or not self.comparison.cell.is_complete
        ):
            return
        ours, theirs = _calls(self.comparison.cell, self.cell), _calls(self.comparison.reference, self.original)
        for word, places in theirs.items():
            if word not in ours and (" " in word or not self.is_activation_open):
                yield word, places[0]


def held(info: ClassInfo, original: ClassInfo, limit: Optional[int] = None) -> WithOriginal:
    """A Cell and its original, followed with the same arguments: the defaults of the Cell where both have them."""
    limit = LIMIT if limit is None else limit
    ours, theirs = _defaults(info), _defaults(original)
    given: dict[str, Any] = {}
    for name in ours.keys() & theirs.keys():
        if "momentum" in name or "keep" in name:
            continue  # MindSpore counts the other share
        is_plain = isinstance(ours[name], (bool, int, float, str))
        given[name] = ours[name] if is_plain else given.get(name, UNKNOWN)
        if not is_plain and ours[name] == theirs[name] and ours[name] is None:
            del given[name]
    mine = follow(info, info.module, given, limit)
    open_names = (theirs.keys() - ours.keys()) & _given_in_file(original)
    given.update(dict.fromkeys(open_names, UNKNOWN))  # whoever makes it there gives it something else than the default
    their = follow(original, original.module, given, limit)
    reference = as_reference(their, original.module.path, _FRAMEWORKS.get(original.kind or "", "torch"))
    comparison = compare_wiring(reference, info.module, mine)
    if _is_sure(mine) and _is_sure(their):
        found = (*comparison.differences, *shared_in_original(comparison, mine, their))
        comparison = replace(comparison, differences=found)
    injected = _injected(mine) | _injected(their)
    kept = tuple(_without_injected(comparison, injected))
    elsewhere = {path for path, layer in mine.layers().items() if layer.place.module is not info.module}
    # the numbers of a block that another file has are that block's matter: here they would be said of each call
    kept = tuple(each for each in kept if not (each.topic == "constants" and each.cell and each.cell.name in elsewhere))
    if open_names:  # what it makes may hang on them
        kept = tuple(each for each in kept if each.topic != "missing")
    if _sets_numbers(info) or _sets_numbers(original) or _are_set_by_others(info):
        kept = tuple(each for each in kept if each.topic != "constants")
    return WithOriginal(replace(comparison, differences=kept), mine, their, _has_activation(comparison, injected))


def _given_in_file(info: ClassInfo) -> set[str]:
    """The parameters of a class that calls in its file give it."""
    init = info.method("__init__")
    if init is None:
        return set()
    positional = [argument.arg for argument in (*init.node.args.posonlyargs, *init.node.args.args)][1:]
    found: set[str] = set()
    for node in ast.walk(info.module.source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == info.name:
            found.update(positional[: len(node.args)], (keyword.arg for keyword in node.keywords if keyword.arg))
    return found


def _sets_numbers(info: ClassInfo) -> bool:
    """Whether a class sets numbers of its layers after they were made: `module.eps = 0.5`."""
    return any(
        isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in _NUMBERS
        for ancestor in info.project_ancestors()
        for node in ast.walk(ancestor.node)
    )


def _are_set_by_others(info: ClassInfo) -> bool:
    """Whether the files that the setting ``originals`` names set numbers of layers when all are made."""
    project = info.module.project
    return project is not None and any(project.index_of(path).matches(_NUMBER_SET) for path in info.module.originals)


def _injected(wiring: Wiring) -> frozenset[str]:
    """The layers that are made by what a parameter hands in (`norm_layer(channels)`): which those are is for the caller
    to say, and a default is no more than a guess."""
    names: dict[Module, frozenset[str]] = {}

    def is_injected(node: ast.AST, module: Module) -> bool:
        if module not in names:
            names[module] = frozenset(
                argument.arg
                for function in module.functions
                for argument in ast.walk(function.node.args)
                if isinstance(argument, ast.arg)
            )
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names[module]

    found = set()
    for path, value in walk(wiring.root):
        if isinstance(value, Layer) and (
            is_injected(value.place.node, value.place.module)
            or any(is_injected(node, wiring.root.info.module) for node in value.callers)
        ):
            found.add(path)
    return frozenset(found)


def _is_global(difference: Difference) -> bool:
    """Whether a pooling takes the whole image, by the size of its window: then it moves nowhere."""
    kernel = difference.reference.facts.get("kernel") if difference.reference is not None else None
    return kernel is not None and difference.expected == kernel and min(kernel) >= _WHOLE_IMAGE


def _has_activation(comparison: Comparison, injected: frozenset[str]) -> bool:
    layers = (*comparison.cell.layers, *comparison.reference.layers)
    return any(layer.kind == "activation" and layer.name.partition(" ")[0] in injected for layer in layers)


def _without_injected(comparison: Comparison, injected: frozenset[str]) -> Iterator[Difference]:
    """The differences that are surely some: not of layers that are handed in, nor of layers that the other side has in
    another form (a dense layer for a convolution of 1, one for three)."""
    is_activation_injected = _has_activation(comparison, injected)
    counted = {
        (each.reference or each.cell).kind  # type: ignore[union-attr]
        for each in comparison.differences
        if each.topic in ("missing", "extra")
    }
    idle = {layer.facts.get("function") for layer in comparison.cell.layers if layer.calls == 0}
    for each in comparison.differences:
        if each.topic == "activation" and each.expected in idle:
            continue  # it is there and not called, which another rule says
        layers = [layer for layer in (each.reference, each.cell) if layer is not None]
        if any(layer.name in injected for layer in layers) or injected.intersection(each.names):
            continue
        if each.topic == "activation" and is_activation_injected:
            continue
        kinds = {layer.kind for layer in layers}
        if each.topic == "kind" and kinds == {"dense", "conv"}:
            continue
        if each.fact == "stride" and kinds <= {"max_pool", "avg_pool"} and _is_global(each):
            continue
        if each.topic in ("missing", "extra") and (
            each.fact == "count" or (kinds <= {"dense", "conv"} and {"dense", "conv"} <= counted)
        ):
            continue
        yield each


class _NoLiteral:
    """The default of a parameter that is no literal."""


def _defaults(info: ClassInfo) -> dict[str, Any]:
    """The parameters of ``__init__`` that have a default, with its value."""
    init = info.method("__init__")
    if init is None or isinstance(init.node, ast.Lambda):
        return {}
    arguments = init.node.args
    listed = [*arguments.posonlyargs, *arguments.args]
    pairs = list(zip(listed[len(listed) - len(arguments.defaults) :], arguments.defaults))
    pairs += [(each, value) for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults) if value is not None]
    found: dict[str, Any] = {}
    for argument, default in pairs:
        try:
            found[argument.arg] = ast.literal_eval(default)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            found[argument.arg] = _NoLiteral()
    return found


def _is_sure(wiring: Wiring) -> bool:
    return not wiring.cut and bool(wiring.steps) and all(step.certain for step in wiring.steps)


def _calls(model: Reference, wiring: Wiring) -> dict[str, list[ast.AST]]:
    """What is called, by one word for all frameworks, with the places. A layer that is made and not called counts:
    other rules report that."""
    found: dict[str, list[ast.AST]] = {}
    for layer in model.layers:
        word = layer.facts.get("function") if layer.kind == "activation" else layer.facts.get("activation")
        node = getattr(layer.used, "node", None) or getattr(layer.place, "node", None)
        if word not in (None, "none") and node is not None:
            found.setdefault(str(word), []).append(node)
    for step in wiring.steps:
        word = _OPERATORS.get(_leaf(step))
        if word is not None:
            found.setdefault(word, []).append(step.place.node)
    return found


def _leaf(step: Step) -> str:
    return step.operation.rpartition(".")[2] or step.operation


__all__ = ["WithOriginal", "held"]
