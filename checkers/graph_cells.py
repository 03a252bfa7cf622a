"""MSL655 to MSL657: Cells that compiled code makes, keeps in plain lists, or hangs hooks on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo
from ms_lint.semantics.compiled import CallSite, Compiled
from ms_lint.semantics.graph import registered_hooks
from ms_lint.semantics.values import ClassValue, Container, Instance, SelfValue, Sequence, Value, alternatives

from .graph_fixes_classes import made_in_init
from .graph_wording import graph_problem
from .registration import as_cell_list
from .unfixed import ELSEWHERE

_NN = "mindspore.nn."
#: Layers with weights that are drawn, by what the first of them is called.
_WEIGHTS = {
    **dict.fromkeys(
        "Dense Linear Conv1d Conv2d Conv3d Conv1dTranspose Conv2dTranspose Conv3dTranspose".split(), "weight"
    ),
    **dict.fromkeys("Embedding EmbeddingLookup".split(), "embedding_table"),
    **dict.fromkeys("LSTM GRU RNN LSTMCell GRUCell RNNCell BiDense MultiheadAttention".split(), "weight_ih"),
}
_NORMS = dict.fromkeys(
    "BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm LayerNorm GroupNorm InstanceNorm1d InstanceNorm2d".split(),
    "gamma",
)


class CellMadeInGraph(Rule):
    """A layer with weights that compiled code makes.

    The layer is made once, while the graph is compiled: its weights are random numbers that stay, and no
    optimizer ever sees them. A Cell that is assigned to an attribute there is not found again by the graph, which
    is refused.

        def construct(self, x):
            return nn.Dense(64, 10)(x)

    Make it in `__init__`:

        self.head = nn.Dense(64, 10)

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0. Layers without weights may be made in compiled code.
    """

    code = "MSL655"
    name = "cell-made-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        set_here = {
            id(getattr(item.statement, "value", None)): compiled.module.text_of(item.node)
            for item in compiled.attributes_set
        }
        for call in compiled.calls:
            text = compiled.module.text_of(call.node.func)
            attribute = set_here.get(id(call.node))
            if attribute is not None and _is_cell(compiled, call):
                message = say(
                    "`{attribute}` is a Cell that compiled code makes: the graph does not find it again, and is not "
                    "compiled.",
                    attribute=attribute,
                )
                fix = made_in_init(compiled, call.node)
                yield graph_problem(compiled, call.node, message, say("Make it in `__init__`."), fix)
            elif call.name.startswith(_NN) and call.name[len(_NN) :] in _WEIGHTS:
                message = say(
                    "`{text}()` is made while the graph is compiled: its random weights stay, and are never trained.",
                    text=text,
                )
                fix = made_in_init(compiled, call.node)
                yield graph_problem(compiled, call.node, message, say("Make it in `__init__`."), fix)


def _is_cell(compiled: Compiled, call: CallSite) -> bool:
    if isinstance(call.callee, ClassValue):
        return call.callee.info.kind == "cell"
    catalog = compiled.module.catalog
    return call.name.startswith(_NN) and catalog.is_subclass(call.name, "mindspore.nn.Cell")


class CellsInPlainList(Rule):
    """Cells in a list of Python's, whose parameters have the same names.

    Cells that are in no CellList and no attribute of their own keep the names that their parameters begin with. Two
    parameters of the graph that are called `weight` are refused.

        self.layers = [nn.Dense(8, 8), nn.Dense(8, 8)]

    Use a CellList, which names them, and lets the optimizer see them:

        self.layers = nn.CellList([nn.Dense(8, 8), nn.Dense(8, 8)])

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0; a dict or tuple of Cells is the same.
    """

    code = "MSL656"
    name = "cells-in-plain-list"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        uses: dict[tuple[ClassInfo, str], list[ast.Attribute]] = {}
        for node in compiled.nodes(ast.Attribute):
            owner = compiled.value(node.value)
            if isinstance(owner, SelfValue) and isinstance(compiled.value(node), (Sequence, Container)):
                uses.setdefault((owner.info, node.attr), []).append(node)
        loops = {id(node.iter) for node in compiled.nodes(ast.For)}
        loops |= {id(item.iter) for node in compiled.nodes(ast.ListComp, ast.GeneratorExp) for item in node.generators}
        for (info, name), nodes in uses.items():
            if len(nodes) < 2 and id(nodes[0]) not in loops:
                continue
            if _is_plain(info, name):
                text = compiled.module.text_of(nodes[0])
                message = say(
                    "The Cells in `{text}` have parameters of the same names, which the graph is refused.", text=text
                )
                instead = say("Write `{text} = nn.CellList([...])` in `__init__`.", text=text)
                fix = as_cell_list(info, name) if info.module is compiled.module else None
                yield graph_problem(compiled, nodes[0], message, instead, fix)


def _have_same_names(value: Value) -> bool:
    """Whether two of the Cells in a list, tuple or dict call their parameters the same."""
    if isinstance(value, Container):
        kinds = value.kind in ("list", "tuple", "dict")
        return kinds and all(_parameter(item) for item in alternatives(value.item))
    if not isinstance(value, Sequence):
        return False
    names = [name for item in value.items for name in [_parameter(item)] if name]
    return len(names) > len(set(names))


def _parameter(value: Value) -> str:
    """What the first parameter of a Cell is called; empty where it has none, or that is not known."""
    if not isinstance(value, Instance):
        return ""
    if isinstance(value.of, str):
        leaf = value.of[len(_NN) :] if value.of.startswith(_NN) else ""
        return _WEIGHTS.get(leaf) or _NORMS.get(leaf, "")
    if value.of.kind != "cell":
        return ""
    made = (item for item in value.of.instances_made() if item is not value)
    has_own = any(isinstance(item.of, str) and (item.of == "mindspore.Parameter" or _parameter(item)) for item in made)
    return f"{value.of.name}." if has_own else ""


def _is_plain(info: ClassInfo, name: str) -> bool:
    """Whether an attribute is given a list of Cells of the same names, and nothing else is: no CellList, and no other
    attribute."""
    for ancestor in info.ancestors:
        if isinstance(ancestor, ClassInfo) and name in ancestor.assignments:
            first, *others = ancestor.assignments[name]
            return not others and _have_same_names(first.value) and _is_fresh(first, name)
    return False


def _is_fresh(assignment: Assignment, name: str) -> bool:
    expression: Optional[ast.expr] = assignment.expression
    local = expression.id if isinstance(expression, ast.Name) else ""
    if isinstance(expression, (ast.List, ast.Tuple)):
        fresh = all(isinstance(item, ast.Call) for item in expression.elts)
    elif isinstance(expression, ast.Dict):
        fresh = all(isinstance(item, ast.Call) for item in expression.values)
    elif isinstance(expression, (ast.ListComp, ast.DictComp)):
        fresh = isinstance(expression.elt if isinstance(expression, ast.ListComp) else expression.value, ast.Call)
    else:
        fresh = bool(local)
    if not fresh:
        return False
    for node in ast.walk(assignment.function.node):
        for argument in node.args if isinstance(node, ast.Call) else ():
            item = argument.value if isinstance(argument, ast.Starred) else argument
            if (isinstance(item, ast.Attribute) and item.attr == name) or (local and getattr(item, "id", "") == local):
                return False
        if local and isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == local:
            return False
    return True


class HookInGraph(Rule):
    """A hook that the graph does not call, or cannot read.

    Before MindSpore 2.1, forward hooks are left out of graphs. From 2.1 on they are compiled with the Cell: what
    they change outside is lost, as anywhere in compiled code, and a lambda among other arguments cannot be read.

        self.backbone.register_forward_hook(lambda cell, inputs, output: print(output.shape))

    Call the function in `construct`:

        x = self.backbone(x)
        print(x.shape)

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL657"
    name = "hook-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = ELSEWHERE

    def check_compiled(self, compiled: Compiled) -> Problems:
        if compiled.entry.reason != "construct" or len(compiled.chain) > 1:
            return
        for info in sorted(compiled.receivers, key=lambda item: item.name):
            if info.module is compiled.module:
                yield from self._hooks(compiled, info)

    def _hooks(self, compiled: Compiled, info: ClassInfo) -> Iterator[Problem]:
        for node in registered_hooks(info):
            text = compiled.module.text_of(node.func)
            if compiled.targets_before("2.1"):
                message = say("The hook of `{text}()` is not called in the graph before MindSpore 2.1.", text=text)
            elif node.args and isinstance(node.args[0], ast.Lambda):
                message = say("The lambda given to `{text}()` cannot be read by the graph compiler.", text=text)
            else:
                continue
            yield graph_problem(compiled, node, message, say("Call the function in `construct`."))
