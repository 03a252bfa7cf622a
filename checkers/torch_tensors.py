"""MSL104: methods and attributes of torch's tensors, in code that is still torch."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.findings import Applicability, Severity
from ms_lint.knowledge import members
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Symbol

from .migration import counterpart_of, leftover_severity
from .purpose import is_meant
from .tensor_advice import is_int, what_to_write
from .tensor_members import call_place, member_place

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
    fix = Applicability.SAFE
    severity = Severity.INFO
    calls = (f"{_TORCH}*",)
    references = (f"{_TORCH}*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        func = call.node.func
        is_class = call.qualified_name == _TORCH[:-1]  # which MSL103 reports
        if (
            is_class
            or not isinstance(func, ast.Attribute)
            or call.partial
            or is_meant(call.module, "torch", call.function)
        ):
            return
        if func.attr == "backward" and call.node in call.module.statements:
            return  # a training step, which is MSL117's
        if _is_member(call) and not _means_the_same(call, func.attr):
            text = call.module.text_of(call.node)
            yield Problem(
                call_place(func, call.node),
                say("`{text}` is a method of torch's Tensor.", text=text),
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
                say("`{node}` is an attribute of torch's Tensor.", node=reference.module.text_of(node)),
                _advice(reference, node),
                severity=leftover_severity(reference),
            )


def _is_member(call: Call) -> bool:
    """Whether torch's tensors have the method: a batch of a DataLoader may be something else."""
    name = call.qualified_name
    found = counterpart_of(call.module, name)
    is_listed = name.rpartition(".")[2] in members.TENSOR or (found is not None and found.exact)
    return is_listed or call.module.catalog.find(name) is not None


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
        given = [*call.node.args, *(keyword.value for keyword in call.node.keywords if keyword.arg == "dtype")]
        return all(_is_dtype(call, argument) for argument in given) and len(given) == len(call.arguments)
    if name.startswith("new_") and len(call.node.args) > 1 and all(is_int(call.value_of(a)) for a in call.node.args):
        return False
    signatures = [entry.signatures for entry in entries]
    return all(not overloads or any(one.bind(call.node).fits for one in overloads) for overloads in signatures)


def _is_dtype(call: Call, argument: ast.expr) -> bool:
    is_attribute = isinstance(argument, ast.Attribute) and argument.attr == "dtype"
    return is_attribute or isinstance(call.value_of(argument), Symbol)


def _advice(use: Union[Call, Reference], node: ast.Attribute) -> Optional[str]:
    advice = what_to_write(use.module, node, use if isinstance(use, Call) else None)
    if advice is not None and advice.startswith("Write "):
        return say("In MindSpore {advice.small}", advice=advice)
    return advice
