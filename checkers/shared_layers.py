"""MSL719 and MSL750: one layer where two were meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Optional

from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import renamed, replaced, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo, Read
from ms_lint.semantics.module import Module
from ms_lint.semantics.origin import original_of
from ms_lint.semantics.reads import ancestors
from ms_lint.semantics.values import Instance
from ms_lint.semantics.wiring.model import CellObject, Layer, has_weights, walk

from .registration import followed

_NUMBER = re.compile(r"\d+")


class LayerCalledTwice(Rule):
    """One layer with weights is called twice, and its sibling never.

    `self.bn1` is called where `self.bn2` was meant: both places share one set of weights and running statistics, and
    those of the other layer are never trained. No shape differs, and no error is raised. The sibling is a layer of the
    same class in the same Cell, with another number in its name, or one that the original class calls there.

        x = self.bn1(self.conv1(x))
        x = self.bn1(self.conv2(x))

    Use instead:

        x = self.bn1(self.conv1(x))
        x = self.bn2(self.conv2(x))
    """

    code = "MSL719"
    name = "layer-called-twice"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        for name, layer, calls in _called_again(cls):
            spare = _spare_sibling(cls, name, layer)
            if spare is not None:
                doubt = say("taken for a call of `{name}`, which is never called", name=f"self.{spare}")
                fix = unsafe(renamed(cls.module, calls[-1].func, spare, doubt), doubt)
                yield replace(self._problem(cls.module, calls[-1], name, spare, say("which is never called")), fix=fix)
                continue
            lost = _lost_sibling(cls, name, layer, len(calls))
            if lost is not None:
                yield self._problem(
                    cls.module, calls[-1], name, lost, say("which the original calls, and which is missing here")
                )

    def _problem(self, module: Module, call: ast.Call, name: str, other: str, what: str) -> Problem:
        return Problem(
            call,
            say(
                "`self.{name}` is called a second time, in the place of `self.{other}`, {what}: both places share its "
                "weights.",
                name=name,
                other=other,
                what=what,
            ),
            say("Write `{call}`.", call=module.text_of(call).replace(f"self.{name}", f"self.{other}", 1)),
        )


def _called_again(cls: ClassInfo) -> Iterator[tuple[str, Instance, list[ast.Call]]]:
    """The layers with weights that are called more than once."""
    if cls.kind != "cell" or cls.dynamic_get:
        return
    called = {name: calls for name in cls.assignments if len(calls := _calls(cls, name)) > 1}
    for name, calls in called.items():
        layer = _layer(cls, name)
        if layer is not None:
            yield name, layer, calls


def replaced_layers(cls: ClassInfo) -> frozenset[str]:
    """The layers that nothing calls, since another one is called in their place: MSL719 says so."""
    spare = {_spare_sibling(cls, name, layer) for name, layer, _ in _called_again(cls)}
    return frozenset(name for name in spare if name is not None)


def _calls(cls: ClassInfo, name: str) -> list[ast.Call]:
    """The calls of an attribute in the entry method that one run may all reach, in order."""
    entry, parents = cls.entry, cls.module.parents
    found: list[ast.Call] = []
    for read in cls.reads.get(name, ()):
        call = parents.get(read.node)
        if read.function is entry and isinstance(call, ast.Call) and call.func is read.node:
            found.append(call)
    found.sort(key=lambda call: (call.end_lineno or 0, call.end_col_offset or 0))
    if any(_exclude_each_other(cls.module, first, second) for first, second in zip(found, found[1:])):
        return []
    return found


def _exclude_each_other(module: Module, first: ast.AST, second: ast.AST) -> bool:
    """Whether two nodes stand in different branches of one `if`, or one of them where the other has returned."""
    above = {id(node): node for node in ancestors(module, first)}
    child: ast.AST = second
    for node in ancestors(module, second):
        if id(node) in above:
            if not isinstance(node, (ast.If, ast.IfExp)):
                break
            return True
        child = node
    block = next((node for node in ancestors(module, first) if isinstance(node, ast.If)), None)
    return block is not None and child is not block and any(isinstance(item, ast.Return) for item in ast.walk(block))


def _layer(cls: ClassInfo, name: str) -> Optional[Instance]:
    """The layer with weights that an attribute holds, where it is set once."""
    assignments = cls.assignments.get(name, ())
    if len(assignments) != 1 or not isinstance(assignments[0].value, Instance):
        return None
    value = assignments[0].value
    wiring = followed(cls)
    made = wiring.root.attributes.get(name) if wiring is not None else None
    return value if any(isinstance(item, Layer) and has_weights(item) for _, item in walk(made)) else None


def _spare_sibling(cls: ClassInfo, name: str, layer: Instance) -> Optional[str]:
    """A layer of the same class, with another number in its name, that nothing reads."""
    for other, assignments in cls.assignments.items():
        is_sibling = other != name and _NUMBER.sub("", other) == _NUMBER.sub("", name) and _NUMBER.search(other)
        if not is_sibling or other in cls.reads or other in cls.guarded or cls.module.index.is_read(other):
            continue
        values = [item.value for item in assignments]
        if all(isinstance(value, Instance) and value.of == layer.of for value in values):
            return other
    return None


def _lost_sibling(cls: ClassInfo, name: str, layer: Instance, calls: int) -> Optional[str]:
    """The layer of the original's that the port calls ``name`` for: one that the original calls once, beside the layer
    of this name, or the last of as many layers of its class as there are calls."""
    original = original_of(cls)
    if original is None:
        return None
    original.module.follow_class(original)
    lost = [
        other
        for other, assignments in original.assignments.items()
        if other not in cls.assignments
        and len(assignments) == 1
        and isinstance(assignments[0].value, Instance)
        and _tail(assignments[0].value) == _tail(layer)
        and len(_reads_in_entry(original, other)) == 1
    ]
    own = original.assignments.get(name, ())
    if not own:
        return lost[-1] if len(lost) == calls else None
    is_same = len(own) == 1 and isinstance(own[0].value, Instance) and _tail(own[0].value) == _tail(layer)
    return lost[0] if is_same and len(lost) == 1 and len(_reads_in_entry(original, name)) == 1 else None


def _tail(layer: Instance) -> str:
    """The name of a layer's class, as MindSpore has it."""
    name = layer.class_name
    return {"Linear": "Dense"}.get(name, name)


def _reads_in_entry(cls: ClassInfo, name: str) -> list[Read]:
    return [read for read in cls.reads.get(name, ()) if read.function is cls.entry]


class OneLayerInList(Rule):
    """A list of layers holds one layer several times.

    `[layer] * 3` and `[layer for _ in range(3)]` make one layer and name it three times. All places share its
    weights, and a checkpoint has one set of them. In PyTorch such a list is made with `copy.deepcopy`, or makes a new
    layer in each turn.

        self.layers = nn.CellList([nn.Dense(64, 64)] * 3)

    Use instead:

        self.layers = nn.CellList([nn.Dense(64, 64) for _ in range(3)])

    Where the original shares the weights too, nothing is said.
    """

    code = "MSL750"
    name = "one-layer-in-list"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        wiring = followed(cls)
        if wiring is None:
            return
        for name, value in wiring.root.attributes.items():
            if not isinstance(value, Layer) or not value.items or name not in cls.assignments:
                continue
            assignment = cls.assignments[name][0]
            expression = assignment.expression
            if expression is None:
                continue
            items = list(value.items.values())
            repeated = next((item for index, item in enumerate(items) if any(item is x for x in items[:index])), None)
            if not isinstance(repeated, (Layer, CellObject)) or len(set(map(id, items))) > 1:
                continue
            if not any(isinstance(item, Layer) and has_weights(item) for _, item in walk(repeated)):
                continue
            if not _repeats(expression) or _original_shares(cls, name):
                continue
            yield Problem(
                assignment.node,
                say(
                    "`self.{name}` holds one `{layer}` {count} times: all places share its weights.",
                    name=name,
                    layer=repeated.class_name if isinstance(repeated, Layer) else repeated.info.name,
                    count=len(items),
                ),
                say("Make a new one in each turn: `[... for _ in range({count})]`.", count=len(items)),
                fix=_made_anew(cls, expression),
            )


def _repeats(expression: ast.expr) -> bool:
    """Whether one layer is repeated in an expression: by ``*``, or as what a comprehension names again and again."""
    for node in ast.walk(expression):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            if isinstance(node.left, ast.List) or isinstance(node.right, ast.List):
                return True
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)) and isinstance(node.elt, (ast.Name, ast.Attribute)):
            return True
    return False


def _made_anew(cls: ClassInfo, expression: ast.expr) -> Optional[Rewrite]:
    """``[nn.Dense(8, 8)] * n`` as a comprehension, where the layer is made there."""
    found = [node for node in ast.walk(expression) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)]
    if len(found) != 1:
        return None
    left, right = found[0].left, found[0].right
    layers, count = (left, right) if isinstance(left, ast.List) else (right, left)
    if not isinstance(layers, ast.List) or len(layers.elts) != 1 or not isinstance(layers.elts[0], ast.Call):
        return None
    text, times = cls.module.text_of(layers.elts[0]), cls.module.text_of(count)
    return replaced(cls.module, found[0], f"[{text} for _ in range({times})]", say("each has weights of its own then"))


def _original_shares(cls: ClassInfo, name: str) -> bool:
    original = original_of(cls)
    if original is None:
        return False
    original.module.follow_class(original)
    found = [item.expression for item in original.assignments.get(name, ())]
    return any(item is not None and _repeats(item) for item in found)
