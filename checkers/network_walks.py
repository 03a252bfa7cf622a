"""MSL85x: what goes over the parameters, the layers and the output of a network."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import renamed, replaced
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around
from ms_lint.semantics.reads import returned
from ms_lint.semantics.values import Instance, alternatives

from .networks import words

_BATCH_NORM = re.compile(r"\bBatchNorm[123]d\b|\bSyncBatchNorm\b")


class ParametersCounted(Rule):
    """The parameters of a network are counted with its running statistics.

    torch keeps the running mean and variance of a BatchNorm as buffers, which `parameters()` does not give. In
    MindSpore they are Parameters that need no gradient, and `get_parameters()` gives them, and whatever else is
    frozen, too; `trainable_params()` does not.

    ```python
    sum(p.numel() for p in net.parameters())  # torch
    sum(p.size for p in net.trainable_params())  # mindspore
    ```
    """

    code = "MSL850"
    name = "parameters-counted"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY

    def check_module(self, module: Module) -> Iterator[Problem]:
        code = module.source.code
        if "get_parameters()" not in code or not _BATCH_NORM.search(code):
            return
        origin = origin_around(module, None)
        if origin is None or origin.framework != "torch":
            return
        for node in ast.walk(module.source.tree):
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_parameters"):
                continue
            counted = _counted(module, node)
            if counted is None:
                continue
            text = module.text_of(node)
            yield Problem(
                counted,
                say(
                    "`{text}` gives the running mean and variance of BatchNorm, too: they are counted, and torch's "
                    "`parameters()` does not give them ({evidence}).",
                    text=text,
                    evidence=origin.evidence,
                ),
                say("Write `{written}`.", written=text.replace("get_parameters", "trainable_params")),
                origin=origin,
                fix=renamed(module, node.func, "trainable_params", AS_ORIGINAL),
            )


def _counted(module: Module, node: ast.Call) -> Optional[ast.expr]:
    """The call that counts what an expression gives: ``len(list(...))``, ``sum(p.size for p in ...)``."""
    parent = module.parents.get(node)
    if isinstance(parent, ast.comprehension):
        around = module.parents.get(parent)
        outer = module.parents.get(around) if isinstance(around, (ast.GeneratorExp, ast.ListComp)) else None
        if parent.ifs or not (isinstance(outer, ast.Call) and getattr(outer.func, "id", "") == "sum"):
            return None
        element = around.elt if isinstance(around, (ast.GeneratorExp, ast.ListComp)) else None
        sizes = element is not None and re.search(r"\bsize\b|numel|prod\(|shape|^1$", module.text_of(element))
        return outer if sizes else None
    while isinstance(parent, ast.Call) and getattr(parent.func, "id", "") in ("list", "tuple"):
        parent = module.parents.get(parent)
    return parent if isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "len" else None


_INITIALIZES = frozenset("init initialize initializer reset weights".split())


class CellsNotNested(Rule):
    """A loop over `cells()`, where torch's loop goes over `modules()`.

    `modules()` gives the network itself and all layers below it, however deep; `cells()` only those right below.
    Layers inside of a `SequentialCell`, a `CellList` or a block are passed over: they keep their initial weights,
    or their mode.

    ```python
    for m in net.modules(): init(m)  # torch
    for _, m in net.cells_and_names(): init(m)  # mindspore
    ```
    """

    code = "MSL851"
    name = "cells-not-nested"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY

    def check_module(self, module: Module) -> Iterator[Problem]:
        if ".cells()" not in module.source.code:
            return
        for node in ast.walk(module.source.tree):
            if not (isinstance(node, ast.For) and isinstance(node.target, ast.Name)):
                continue
            source = node.iter
            if not (isinstance(source, ast.Call) and getattr(source.func, "attr", "") == "cells" and not source.args):
                continue
            if not _treats_layers(module, node, node.target.id):
                continue
            origin = origin_around(module, _class_around(module, node))
            if origin is None or origin.framework != "torch":
                continue
            text = module.text_of(source)
            yield Problem(
                source,
                say(
                    "`{text}` gives the layers right below only; torch's `modules()` gives those inside of them, too "
                    "({evidence}).",
                    text=text,
                    evidence=origin.evidence,
                ),
                say("Write `{written}`.", written=f"for _, {node.target.id} in {_all_below(text)}"),
                origin=origin,
                fix=_of_all(module, node, _all_below(text)),
            )


def _all_below(text: str) -> str:
    """The call that gives all layers below, for ``net.cells()``."""
    return text.replace(".cells()", ".cells_and_names()")


def _class_around(module: Module, node: ast.AST) -> Optional[ClassInfo]:
    line = getattr(node, "lineno", 0)
    found = [info for info in module.classes if info.node.lineno <= line <= (info.node.end_lineno or 0)]
    return found[-1] if found else None


def _treats_layers(module: Module, loop: ast.For, name: str) -> bool:
    """Whether the body asks for the class of a layer, or hands it to what initializes."""
    for node in ast.walk(ast.Module(loop.body, [])):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        given = node.args[0]
        if not (isinstance(given, ast.Name) and given.id == name):
            continue
        function = module.text_of(node.func)
        if function == "isinstance" or words(function) & _INITIALIZES:
            return True
    return False


class LossOfSeveralOutputs(Rule):
    """`nn.WithLossCell` around a network that returns several outputs.

    It hands what the network returns to the loss as it is: `loss_fn(backbone(data), label)`. A loss of MindSpore takes
    one tensor there, and raises a TypeError for a tuple. `ms.Model(net, loss_fn, optimizer)` does the same.

    ```python
    class NetWithLoss(nn.Cell):
        def construct(self, data, label):
            logits, hidden = self.backbone(data)
            return self.loss_fn(logits, label)
    ```
    """

    code = "MSL852"
    name = "loss-of-several-outputs"
    unfixed = "which of the outputs is the loss's is not in the code"
    calls = ("mindspore.nn.WithLossCell", "mindspore.Model")

    def check_call(self, call: Call) -> Iterator[Problem]:
        of_model = call.qualified_name == "mindspore.Model"
        network = call.argument("network" if of_model else "backbone")
        loss = call.argument("loss_fn")
        if network is None or loss is None:
            return
        losses = alternatives(loss)
        if not all(isinstance(item, Instance) and isinstance(item.of, str) for item in losses):
            return
        name = ""
        for item in alternatives(network):
            info = item.of if isinstance(item, Instance) else None
            entry = info.entry if isinstance(info, ClassInfo) and info.kind == "cell" else None
            if entry is None or not isinstance(info, ClassInfo):
                return
            results = returned(entry)
            if not results or not all(isinstance(result, ast.Tuple) and len(result.elts) > 1 for result in results):
                return
            name = info.name
        expression = call.expression("loss_fn")
        shown = call.module.text_of(expression) if expression is not None else "the loss"
        count = len(results[0].elts) if isinstance(results[0], ast.Tuple) else 2
        yield Problem(
            call.node,
            say(
                "`{call}` hands all {count} outputs of `{network}` to `{loss}`, which takes one tensor: it raises a "
                "TypeError.",
                call=call.text,
                count=count,
                network=name,
                loss=shown,
            ),
            say("Write a Cell of your own that calls the network, and the loss with one of its outputs."),
        )


def _of_all(module: Module, loop: ast.For, walk: str) -> Optional[Rewrite]:
    """The fix of a loop over the layers right below: it goes over all of them."""
    rewrite = replaced(module, loop.iter, walk, AS_ORIGINAL)
    if rewrite is None:
        return None
    start = loop.target.lineno, loop.target.col_offset
    return Rewrite((((*start, *start), "_, "), *rewrite.edits), AS_ORIGINAL)
