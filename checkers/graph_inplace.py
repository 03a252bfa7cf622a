"""MSL614: tensors that compiled code changes in place, where PyNative mode makes new ones."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problems, Rule
from ms_lint.semantics.compiled import Change, Compiled
from ms_lint.semantics.values import Tensor

from .graph_containers import is_linked
from .graph_effects import is_missed, is_outermost
from .graph_fixes import as_new_tensor
from .graph_wording import graph_problem

_OPERATORS = ("+=", "-=", "*=", "/=", "//=", "%=")
_METHODS = ("add_", "sub_", "mul_", "div_")


class TensorChangedInPlace(Rule):
    """`+=` changes the tensor itself in the graph, and all that hold it.

    In PyNative mode `x += 1` gives the name `x` a new tensor. In the graph it writes into the old one: the caller's
    tensor, a Cell's attribute, and other names of it change with it. `x.add_(1)` is the same, and in PyNative mode
    it leaves `x` alone on the CPU.

        def construct(self, x):
            x += self.position
            return self.encoder(x)

    Write the new tensor:

        def construct(self, x):
            x = x + self.position
            return self.encoder(x)

    Measured on MindSpore 2.10.0; 2.7.0 makes new tensors of `+=`, and loses the gradient of `mul_`, `sub_` and
    `div_`. Reported where somebody reads the old tensor afterwards, as far as that can be seen.
    """

    code = "MSL614"
    name = "tensor-changed-in-place"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for change in compiled.changes:
            if not isinstance(change.value, Tensor) or change.value.framework != "mindspore":
                continue
            text = compiled.module.text_of(change.target)
            if change.how in _METHODS and _is_statement(compiled, change):
                if not compiled.targets_from("2.8") and (change.how == "add_" or not compiled.targets_from("2.1")):
                    continue
                if isinstance(change.target, (ast.Name, ast.Attribute)) and change.owner != "":
                    message = say(
                        "`{text}.{how}(...)` changes `{text}` in the graph, and not in PyNative mode.",
                        text=text,
                        how=change.how,
                    )
                    yield graph_problem(compiled, change.node, message, _instead(text, change.how))
                continue
            who = _who_sees_it(compiled, change) if change.how in _OPERATORS and compiled.targets_from("2.8") else None
            if who is not None:
                message = say(
                    "`{how}` writes into the tensor `{text}` in the graph: {who} changes with it.",
                    how=change.how,
                    text=text,
                    who=who,
                )
                fix = as_new_tensor(compiled, change.node)
                yield graph_problem(compiled, change.node, message, _instead(text, change.how), fix)


def _instead(text: str, how: str) -> str:
    sign = {"add_": "+", "sub_": "-", "mul_": "*", "div_": "/"}.get(how, how[:-1])
    return say("Write `{text} = {text} {sign} ...`.", text=text, sign=sign)


def _is_statement(compiled: Compiled, change: Change) -> bool:
    return any(node.value is change.node for node in compiled.nodes(ast.Expr))


def _who_sees_it(compiled: Compiled, change: Change) -> Optional[str]:
    """Who has the tensor and reads it after it was written to."""
    if not isinstance(change.target, ast.Name):
        return None
    for name in change.aliases:
        if is_linked(compiled, change, name) and compiled.is_read_after(name, change.node):
            return f"`{name}`"
    source = _attribute_behind(compiled, change)
    if source is not None:
        return f"`{source}`"
    if not change.parameter:
        return None
    if compiled.called_from:
        calls = compiled.called_from.items()
        missed = any(is_missed(call, caller, compiled, change.parameter) for call, caller in calls)
        return say("what the caller has of it") if missed else None
    names = [item.arg for item in compiled.function.node.args.args]
    is_input = compiled.entry.reason == "construct" and names[1:2] == [change.parameter]
    return say("the tensor that the network is called with") if is_input and is_outermost(compiled) else None


def _attribute_behind(compiled: Compiled, change: Change) -> Optional[str]:
    """The attribute of the Cell that a local name stands for."""
    for node in compiled.nodes(ast.Assign):
        named = any(getattr(target, "id", "") == change.target.id for target in node.targets)  # type: ignore[attr-defined]
        if named and isinstance(node.value, ast.Attribute) and compiled.value(node.value) is change.value:
            return compiled.module.text_of(node.value)
    return None
