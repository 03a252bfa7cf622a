"""MSL104: methods and attributes of torch's tensors, in code that is still torch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Optional, Union

from ms_lint.findings import Severity
from ms_lint.knowledge import members
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Constant, Symbol

from .migration import counterpart_of, leftover_severity
from .purpose import is_meant
from .tensor_members import call_place, is_int, member_place, what_to_write
from .wording import receiver_text

_TORCH = "torch.Tensor."
_MINDSPORE = "mindspore.Tensor."


class TorchTensorMember(Rule):
    """A method or an attribute of a torch tensor that MindSpore's tensors have not, or not with this meaning.

    The message says what to write in the targeted MindSpore, and what to mind: `x.size()` is a number there (the
    count of all elements), `x.transpose(a, b)` takes a whole permutation in graph mode. What MindSpore has with
    the same meaning (`x.view`, `x.permute`, `x.sum(dim=1)` from 2.5 on) needs no change and is not reported. Only
    values that are known to be torch tensors are judged: the inputs of `forward` and what is made of them.
    """

    code = "MSL104"
    name = "torch-tensor-method"
    severity = Severity.INFO
    calls = (f"{_TORCH}*",)
    references = (f"{_TORCH}*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        func = call.node.func
        if not isinstance(func, ast.Attribute) or call.partial or is_meant(call.module, "torch", call.function):
            return
        if not _means_the_same(call, func.attr):
            text = call.module.text_of(call.node)
            yield Problem(
                call_place(func, call.node),
                f"`{text}` is a method of torch's Tensor.",
                _advice(call, func),
                severity=leftover_severity(call),
            )

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        node = reference.node
        if reference.owner is None or not isinstance(node, ast.Attribute):
            return
        advice = members.TENSOR.get(node.attr)
        if advice is None or is_meant(reference.module, "torch", reference.function):
            return
        if reference.module.catalog.find(_MINDSPORE + node.attr) is None:
            yield Problem(
                member_place(node),
                f"`{reference.module.text_of(node)}` is an attribute of torch's Tensor.",
                _advice(reference, node),
                severity=leftover_severity(reference),
            )


def _means_the_same(call: Call, name: str) -> bool:
    """Whether the call can stay as it is in every targeted version."""
    catalog = call.module.catalog
    entries = catalog.all_entries(_MINDSPORE + name)
    if name in members.OTHER_MEANING or name.endswith("_") or len(entries) < len(catalog.versions):
        return (name in ("max", "min") and not call.arguments) and bool(entries)
    if catalog.find("mindspore.mint") is None and name in members.OTHER_MEANING_BEFORE_2_5:
        return False
    if any(entry.kind not in ("function", "bound") for entry in entries):
        return False
    if name in ("to", "type"):
        return all(_is_dtype(call, argument) for argument in call.node.args) and not call.node.keywords
    if name.startswith("new_") and len(call.node.args) > 1 and all(is_int(call.value_of(a)) for a in call.node.args):
        return False
    signatures = [entry.signatures for entry in entries]
    return all(not overloads or any(one.bind(call.node).fits for one in overloads) for overloads in signatures)


def _is_dtype(call: Call, argument: ast.expr) -> bool:
    value = call.value_of(argument)
    return isinstance(value, Symbol) and not isinstance(value, Constant)


def _advice(use: Union[Call, Reference], node: ast.Attribute) -> Optional[str]:
    module = use.module
    found = counterpart_of(module, _TORCH + node.attr)
    call = use if isinstance(use, Call) else None
    if found is None or not found.target or node.attr in members.TENSOR:
        advice = what_to_write(module, node, call) or (found.advice if found is not None else None)
        return f"In MindSpore w{advice[1:]}" if advice is not None and advice.startswith("Write ") else advice
    target = _filled(found.target, call)
    receiver = receiver_text(module, node.value)
    # the table speaks of a tensor `x`: say it of the user's own
    target = re.sub(r"\bx\b", lambda _: receiver, target)
    return replace(found, target=target).advice


def _filled(target: str, call: Optional[Call]) -> str:
    """A text to write with the arguments of the call in the places that it leaves open."""
    arguments = [call.module.text_of(item) for item in call.node.args] if call is not None else []
    if call is None or any(isinstance(item, ast.Starred) for item in call.node.args):
        return target
    if target == "x.shape" and len(arguments) == 1:
        return f"x.shape[{arguments[0]}]"
    if len(arguments) == 2:
        target = target.replace("(a, b)", f"({', '.join(arguments)})")
    if len(arguments) > 1 or (arguments and is_int(call.value_of(call.node.args[0]))):
        target = target.replace("((...))", f"(({', '.join(arguments)}{',' if len(arguments) == 1 else ''}))")
    elif arguments:
        target = target.replace("((...))", f"({arguments[0]})")
    axis = next((module_text for module_text in _axis(call, arguments)), None)
    if axis is not None:
        target = target.replace("axis=...", f"axis={axis}")
    return target.replace("(dtype)", f"({arguments[0]})") if len(arguments) == 1 else target


def _axis(call: Call, arguments: list[str]) -> Iterator[str]:
    """The axis of the call: by keyword, or as its only argument."""
    for keyword in call.node.keywords:
        if keyword.arg in ("dim", "axis"):
            yield call.module.text_of(keyword.value)
    if len(arguments) == 1:
        yield arguments[0]
