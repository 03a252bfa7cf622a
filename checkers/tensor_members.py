"""MSL108 and MSL109: torch's and TensorFlow's methods and attributes on MindSpore tensors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.call_fix import RAISES
from ms_lint.conversion.values import ATOMS
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge import members
from ms_lint.knowledge.catalog import Catalog, package
from ms_lint.knowledge.differences import is_between
from ms_lint.messages import say, sentences
from ms_lint.place_fix import around, replaced
from ms_lint.rules import Place, Problem, Rule
from ms_lint.semantics.guards import is_asked_for
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Constant, Member, Tensor, Value

from .advice_fixes import as_advised
from .tensor_advice import what_to_write
from .wording import history, receiver_text, targeted

_TENSOR = "mindspore.Tensor"
_OWNERS = (_TENSOR, "mindspore.Parameter")
_TENSORFLOW_ONLY = ("eval", "get_shape", "set_shape")
_NOT_CALLED = ("property", "attribute", "value")
_DEVICE = re.compile(r"(cuda|mps|xpu|npu)(:\d+)?$")


class TensorMemberMissing(Rule):
    """A method or attribute of torch's or TensorFlow's tensors that a MindSpore tensor does not have.

    Reading it raises an AttributeError, when the line is reached. What exists depends on the version: `x.clone()` is
    there from 2.5 on, `x.detach()` never. Only values that are known to be MindSpore tensors are judged, among
    them the inputs of `construct`. A name that the code asks for first (`hasattr`), or that the project sets,
    is left alone.

    ```python
    target = x.detach()
    ```

    Use instead:

    ```python
    target = ops.stop_gradient(x)
    ```
    """

    code = "MSL108"
    name = "tensor-member-missing"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = tuple(f"{owner}.*" for owner in _OWNERS)
    references = calls

    def check_call(self, call: Call) -> Iterator[Problem]:
        func = call.node.func
        if isinstance(call.callee, Member) and isinstance(func, ast.Attribute) and not call.partial:
            yield from self._problem(call, func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        node = reference.node
        if reference.owner is not None and not reference.is_stored and isinstance(node, ast.Attribute):
            yield from self._problem(reference, node)

    def _problem(self, use: Union[Call, Reference], node: ast.Attribute) -> Iterator[Problem]:
        module, name = use.module, node.attr
        owner = use.qualified_name.rpartition(".")[0]
        if module.has_dialect or owner not in _OWNERS or name in members.AMBIGUOUS or name.startswith("_"):
            return
        catalog = module.catalog
        if any(catalog.find(f"{kind}.{name}") is not None for kind in (_TENSOR, owner)):
            return
        foreign = _foreign(catalog, name)
        if foreign is None or is_asked_for(module, node, name) or module.index.is_set(name):
            return
        outcome = say("reading it") if isinstance(use, Reference) else say("the call")
        message = say(
            "`{node}` is {foreign}'s: a tensor of {versions} has no `{name}`, and {outcome} raises an AttributeError.",
            node=module.text_of(node),
            foreign=foreign,
            versions=targeted(catalog),
            name=name,
            outcome=outcome,
        )
        data = package("mindspore")
        having = [data.find(f"{owner}.{name}", at) is not None for at in range(len(data.versions))] if data else []
        clause = history(catalog, having)
        advice = what_to_write(module, node, use if isinstance(use, Call) else None)
        fix = as_advised(module, use.node, advice, first_of_two=name == "detach")
        yield Problem(member_place(node), sentences(message, clause), advice, fix=fix)


def _foreign(catalog: Catalog, name: str) -> Optional[str]:
    """Whose tensors have a member: torch's or TensorFlow's; None where it is nobody's."""
    if catalog.find(f"torch.Tensor.{name}") is not None or name in ("grad", "grad_fn", "is_leaf", "is_cuda"):
        return "torch"
    return "TensorFlow" if name in _TENSORFLOW_ONLY else None


def member_place(node: ast.Attribute) -> Place:
    """The name after the dot."""
    line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
    return line, end - len(node.attr.encode()), line, end


class TensorMemberForm(Rule):
    """A member that MindSpore's tensors have in another form than torch's or TensorFlow's.

    - `x.size()`: `size` is a number there, the count of all elements. `x.shape` is the shape.
    - `x.real`, `x.imag`: methods there.
    - `x.shape.as_list()`, `x.shape.numel()`: a shape is a plain tuple.
    - `x.to("cuda")`, `x.type("torch.FloatTensor")`: no such devices and types.
    - `x.requires_grad = True`, `x.requires_grad_()`: nothing is recorded on a tensor.
    - `p.data = value`: up to MindSpore 2.7 it cannot be set.
    """

    code = "MSL109"
    name = "tensor-member-form"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = (*TensorMemberMissing.calls, "builtins.tuple.as_list", "builtins.tuple.numel")
    references = TensorMemberMissing.references

    def check_call(self, call: Call) -> Iterator[Problem]:
        func = call.node.func
        if not isinstance(func, ast.Attribute) or not isinstance(call.callee, Member) or call.partial:
            return
        if call.module.has_dialect:
            return
        module, name, receiver = call.module, func.attr, receiver_text(call.module, func.value)
        if call.qualified_name.startswith("builtins."):
            if not _is_shape(module, func.value):
                return
            target = receiver if name == "as_list" else f"math.prod({receiver})"
            advice = say("Write `{target}`.", target=target)
            yield Problem(
                member_place(func),
                say(
                    "`{receiver}` is a plain tuple in MindSpore and has no `{name}`: the call raises an "
                    "AttributeError.",
                    receiver=receiver,
                    name=name,
                ),
                advice,
                fix=as_advised(module, call.node, advice),
            )
        elif call.qualified_name.rpartition(".")[0] in _OWNERS:
            yield from self._method(call, func, module, name, receiver)

    def _method(self, call: Call, func: ast.Attribute, module: Module, name: str, receiver: str) -> Iterator[Problem]:
        arguments = call.node.args
        entries = module.catalog.all_entries(call.qualified_name)
        text = module.text_of(call.node)
        if name == "size" and entries and all(entry.kind in _NOT_CALLED for entry in entries):
            index = module.text_of(arguments[0]) if len(arguments) == 1 else ""
            if index:
                advice = say("Write `{receiver}.shape[{index}]`.", receiver=receiver, index=index)
            elif _is_counted(module.parents.get(call.node)):
                advice = say("Write `{receiver}.size`.", receiver=receiver)
            else:
                advice = say("Write `{receiver}.shape`.", receiver=receiver)
            yield Problem(
                call_place(func, call.node),
                say(
                    "`{receiver}.size` is a number in MindSpore, the count of all elements: calling it raises a "
                    "TypeError.",
                    receiver=receiver,
                ),
                advice,
                fix=as_advised(module, call.node, advice) if not call.node.keywords else None,
            )
        elif name in ("to", "type"):
            value = call.arguments.get(0, call.arguments.get("device" if name == "to" else "dtype"))
            word = value.value if isinstance(value, Constant) and isinstance(value.value, str) else ""
            if name == "to" and _DEVICE.match(word):
                yield Problem(
                    call_place(func, call.node),
                    say("`{text}`: MindSpore has no device `{word}`, and the call raises.", text=text, word=word),
                    say(
                        "Leave it out: `ms.set_device` chooses the device once, and `{receiver}` is there already.",
                        receiver=receiver,
                    ),
                    fix=replaced(module, call.node, module.text_of(func.value), RAISES)
                    if isinstance(func.value, ATOMS) and len(call.node.args) + len(call.node.keywords) == 1
                    else None,
                )
            elif name == "type" and word.startswith("torch."):
                advice = say("Write `{receiver}.astype({dtype})`.", receiver=receiver, dtype=_dtype(word))
                yield Problem(
                    call_place(func, call.node),
                    say("`{text}` names a type of torch: the call raises a TypeError.", text=text),
                    advice,
                    fix=as_advised(module, call.node, advice),
                )
        elif name == "requires_grad_" and isinstance(_owner(call), Tensor) and entries:
            yield self._records_nothing(call_place(func, call.node), text, receiver)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        node, module = reference.node, reference.module
        owner, _, name = reference.qualified_name.rpartition(".")
        if module.has_dialect or owner not in _OWNERS or reference.owner is None or not isinstance(node, ast.Attribute):
            return
        receiver = receiver_text(module, node.value)
        if reference.is_stored:
            if name == "requires_grad" and isinstance(reference.owner, Tensor):
                yield self._records_nothing(node, module.text_of(node), receiver)
            elif name == "data" and all(is_between(version, "", "2.7") for version in module.catalog.versions):
                yield Problem(
                    node,
                    say("`{node}` cannot be set up to MindSpore 2.7: an AttributeError.", node=module.text_of(node)),
                    say("Write `{receiver}.set_data(...)`.", receiver=receiver)
                    if owner != _TENSOR
                    else say("Write `{receiver}.assign_value(...)`.", receiver=receiver),
                )
            elif name == "grad":
                yield Problem(
                    node,
                    say(
                        "`{node}` means nothing to MindSpore: gradients are not kept on tensors.",
                        node=module.text_of(node),
                    ),
                    say("Remove the line: `ms.value_and_grad` returns new gradients at each call."),
                    severity=Severity.WARNING,
                )
        elif name in ("real", "imag"):
            entries = module.catalog.all_entries(f"{_TENSOR}.{name}")
            if entries and all(entry.kind not in _NOT_CALLED for entry in entries):
                yield Problem(
                    member_place(node),
                    say(
                        "`{node}` is a method in MindSpore: without the call it is no tensor.",
                        node=module.text_of(node),
                    ),
                    say("Write `{receiver}.{name}()`.", receiver=receiver, name=name),
                    fix=around(module, node, "", "()", RAISES),
                )

    def _records_nothing(self, place: Place, text: str, receiver: str) -> Problem:
        return Problem(
            place,
            say(
                "`{text}` changes nothing: MindSpore records nothing on a tensor, and there will be no "
                "`{receiver}.grad`.",
                text=text,
                receiver=receiver,
            ),
            say("Write `ms.grad(fn)` over a function of `{receiver}`.", receiver=receiver),
        )


def _is_counted(parent: Optional[ast.AST]) -> bool:
    """Whether a value is compared or computed with a number, so that a count is meant and no shape."""
    if isinstance(parent, ast.Compare):
        others = (parent.left, *parent.comparators)
    else:
        others = (parent.left, parent.right) if isinstance(parent, ast.BinOp) else ()
    return any(isinstance(item, ast.Constant) and isinstance(item.value, (int, float)) for item in others)


def _is_shape(module: Module, node: ast.expr) -> bool:
    """Whether an expression is the shape of a tensor in a file of MindSpore alone."""
    foreign = module.imports_framework("torch") or module.imports_framework("tensorflow")
    return isinstance(node, ast.Attribute) and node.attr == "shape" and not foreign and _is_mindspore(module)


def _is_mindspore(module: Module) -> bool:
    return module.imports_framework("mindspore") and not module.has_dialect


def _owner(call: Call) -> Optional[Value]:
    return call.callee.owner if isinstance(call.callee, Member) else None


def call_place(func: ast.Attribute, node: ast.Call) -> Place:
    """From the name of the method to the end of the call."""
    line, column, _, _ = member_place(func)  # type: ignore[misc]
    return line, column, node.end_lineno or line, node.end_col_offset or 0


def _dtype(word: str) -> str:
    """MindSpore's dtype for the name of one of torch's tensor types: torch.cuda.FloatTensor."""
    kind = word.rpartition(".")[2]
    names = {
        "FloatTensor": "float32",
        "DoubleTensor": "float64",
        "HalfTensor": "float16",
        "LongTensor": "int64",
        "IntTensor": "int32",
        "ShortTensor": "int16",
        "CharTensor": "int8",
        "ByteTensor": "uint8",
        "BoolTensor": "bool_",
    }
    return f"ms.{names.get(kind, kind)}"
