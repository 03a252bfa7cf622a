"""MSL1xx: what is still torch or TensorFlow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Optional, Union
from weakref import WeakKeyDictionary

from ms_lint.findings import Severity
from ms_lint.knowledge.counterparts import Counterpart, counterpart
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import Constant

_MAXIMUM_RECEIVER = 30
_TEST_PATH = re.compile(r"(^|[\\/])(tests?[\\/]|test_[^\\/]*$|conftest\.py$)")


_on_purpose: WeakKeyDictionary[Module, bool] = WeakKeyDictionary()


def uses_torch_on_purpose(module: Module) -> bool:
    """Whether torch belongs here: a dialect package, a compat branch, a weight converter, or a test
    that compares both frameworks."""
    known = _on_purpose.get(module)
    if known is None:
        known = _on_purpose[module] = _is_torch_meant(module)
    return known


def _is_torch_meant(module: Module) -> bool:
    if module.has_dialect:
        return True
    imports = [item for item in module.imports if item.root in ("torch", "torchvision")]
    if imports and all(item.guard == "import" or item.function is not None for item in imports):
        return True
    if not module.imports_framework("mindspore"):
        return False
    code = module.source.code
    if "_checkpoint" in code and ("torch.load" in code or "torch.save" in code or "state_dict" in code):
        return True
    return bool(imports) and _TEST_PATH.search(module.path) is not None


def _severity(function: Optional[Function]) -> Severity:
    """A leftover in a MindSpore Cell fails there; in code that is all torch it is work to do."""
    owner = function.owner if function is not None else None
    return Severity.ERROR if owner is not None and owner.kind == "cell" else Severity.INFO


def _what_to_write(found: Optional[Counterpart]) -> Optional[str]:
    return found.advice if found is not None else None


class TorchModule(Rule):
    """A class that still derives from `torch.nn.Module`.

    A MindSpore network derives from `mindspore.nn.Cell`. A Module inside of a Cell is no sub-cell:
    its parameters are neither trained nor saved by MindSpore.

    ```python
    class Block(nn.Module):  # torch
        ...

    class Block(nn.Cell):  # mindspore
        ...
    ```
    """

    code = "MSL101"
    name = "torch-module"
    severity = Severity.INFO

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "module" or uses_torch_on_purpose(cls.module):
            return
        for node, value in zip(cls.node.bases, cls.bases):
            name = getattr(value, "name", "")
            if name.startswith("torch.nn."):
                leaf = name.rpartition(".")[2]
                target = "mindspore.nn.Cell" if leaf == "Module" else f"the counterpart of {leaf} in mindspore.nn"
                yield Problem(
                    node,
                    f"`{cls.name}` is still a torch Module: it derives from `{cls.module.text_of(node)}`.",
                    f"Derive it from `{target}`.",
                )


class TorchForward(Rule):
    """The entry method of a class is still called `forward`.

    MindSpore calls `construct`. A Cell with `forward` and without `construct` raises at its first
    call; a Cell with both runs `construct` and never `forward`.
    """

    code = "MSL102"
    name = "torch-forward"
    severity = Severity.INFO

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        forward = cls.methods.get("forward")
        if forward is None or uses_torch_on_purpose(cls.module):
            return
        if cls.kind == "module":
            yield Problem(
                forward.node,
                f"`{cls.name}.forward` is torch's entry method.",
                "In a Cell call it `construct`.",
            )
        elif cls.kind == "cell" and cls.method("construct") is None:
            yield Problem(
                forward.node,
                f"MindSpore never calls `{cls.name}.forward`: a Cell runs `construct`, and there is none.",
                "Rename it to `construct`.",
                severity=Severity.ERROR,
            )


class TorchCall(Rule):
    """A call of a torch function or class, or a use of a torch name.

    In a file that is still torch this lists what there is to migrate (severity info). In a Cell it
    is an error: a torch function does not take MindSpore tensors.

    Files that use torch on purpose are left alone: weight converters, tests that compare both
    frameworks, imports guarded by `try`/`except ImportError`, and code for a package that runs
    torch code on MindSpore (setting `dialects`).
    """

    code = "MSL103"
    name = "torch-call"
    severity = Severity.INFO
    calls = ("torch.*",)
    references = ("torch.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name.startswith("torch.Tensor.") or call.qualified_name.endswith(".__call__"):
            return
        yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        if reference.qualified_name.count(".") > 0 and reference.qualified_name != "torch.nn.Module":
            entry = reference.module.catalog.find(reference.qualified_name)
            if entry is not None and entry.kind != "module":
                yield from self._problem(reference, reference.node)

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        module = use.module
        if uses_torch_on_purpose(module):
            return
        text = module.text_of(node)
        found = counterpart(use.qualified_name, module.catalog.versions)
        owner = use.function.owner if use.function is not None else None
        if owner is not None and owner.kind == "cell":
            message = f"`{text}` is torch ({use.qualified_name}), in the MindSpore Cell `{owner.name}`."
        else:
            message = f"`{text}` is still torch ({use.qualified_name})."
        yield Problem(node, message, _what_to_write(found), severity=_severity(use.function))


class TorchTensorMethod(Rule):
    """A method of a torch tensor, in code that is still to migrate.

    The message says what to write in MindSpore, and what to mind: `x.size()` is a number there (the count
    of all elements), `x.transpose(a, b)` takes a whole permutation in graph mode. Methods that MindSpore
    2.10 has with the same meaning are listed too, since older versions lack some of their forms. Only
    values that are known to be torch tensors are reported: the inputs of `forward` and what is made of
    them.
    """

    code = "MSL104"
    name = "torch-tensor-method"
    severity = Severity.INFO
    calls = ("torch.Tensor.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        found = counterpart(call.qualified_name, call.module.catalog.versions)
        if found is None or uses_torch_on_purpose(call.module):
            return
        func = call.node.func
        if not isinstance(func, ast.Attribute) or call.partial:
            return
        receiver = call.module.text_of(func.value)
        target = found.target
        if func.attr == "size" and call.node.args:
            target = f"x.shape[{call.module.text_of(call.node.args[0])}]"
        if len(receiver) <= _MAXIMUM_RECEIVER and "(" not in receiver:
            # the table speaks of a tensor `x`: say it of the user's own
            target = re.sub(r"\bx\b", lambda _: receiver, target)
        found = replace(found, target=target)
        yield Problem(
            (
                func.end_lineno or func.lineno,
                (func.end_col_offset or 0) - len(func.attr),
                call.node.end_lineno or 0,
                call.node.end_col_offset or 0,
            ),
            f"`{call.module.text_of(call.node)}` is a method of torch's Tensor.",
            _what_to_write(found),
            severity=_severity(call.function),
        )


class TorchInplace(Rule):
    """`inplace=True`: MindSpore's layers and functions have no such argument.

    Leaving it in a MindSpore call raises a TypeError. Dropping it changes nothing but memory, unless
    other code relies on the input being overwritten.
    """

    code = "MSL105"
    name = "torch-inplace-argument"
    severity = Severity.INFO
    calls = ("torch.*", "mindspore.nn.*", "mindspore.ops.*")

    def check_call(self, call: Call) -> Iterator[Problem]:
        if "inplace" not in call.arguments or uses_torch_on_purpose(call.module):
            return
        keyword = next((item for item in call.node.keywords if item.arg == "inplace"), None)
        if keyword is None:  # it stands in a partial, which is reported where it is made
            return
        place = (
            keyword.value.lineno,
            keyword.value.col_offset,
            keyword.value.end_lineno or 0,
            keyword.value.end_col_offset or 0,
        )
        if call.qualified_name.startswith("torch."):
            yield Problem(
                place,
                f"`{call.text}` takes `inplace` in torch only.",
                "Leave the argument out in MindSpore.",
                severity=_severity(call.function),
            )
            return
        versions = call.signatures()
        if versions and not any(
            parameter.name == "inplace" or parameter.kind == "**"
            for overloads in versions
            for signature in overloads
            for parameter in signature.parameters
        ):
            yield Problem(
                place,
                f"`{call.text}` has no argument `inplace` in MindSpore: the call raises a TypeError.",
                "Leave the argument out.",
                severity=Severity.ERROR,
            )


class TensorFlowCall(Rule):
    """A call of a TensorFlow or Keras function or class, or a use of a name of theirs.

    TensorFlow images are NHWC and MindSpore layers are NCHW: axis 3 becomes 1, axes 1 and 2 become
    2 and 3, in every call that has an axis.
    """

    code = "MSL106"
    name = "tensorflow-call"
    severity = Severity.INFO
    calls = ("tensorflow.*",)
    references = ("tensorflow.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name.startswith("tensorflow.Tensor.") or call.qualified_name.endswith(".__call__"):
            return
        yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        if reference.qualified_name.count(".") > 0:
            yield from self._problem(reference, reference.node)

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        text = use.module.text_of(node)
        found = counterpart(use.qualified_name, use.module.catalog.versions)
        yield Problem(
            node,
            f"`{text}` is still TensorFlow.",
            _what_to_write(found),
            severity=_severity(use.function),
        )


class TensorFlowArgumentOrder(Rule):
    """`tf.concat(axis, values)` and `tf.split(axis, parts, value)`: the order before TensorFlow 1.0.

    Since 1.0 the tensors come first and the axis last; the old order raises. Whoever ports such a
    line must not carry the order over: `ops.concat(tensors, axis)`, and `ops.split(tensor, size,
    axis)`, whose second argument is the size of a part, not the number of parts.
    """

    code = "MSL107"
    name = "tensorflow-argument-order"
    calls = ("tensorflow.concat", "tensorflow.split")

    def check_call(self, call: Call) -> Iterator[Problem]:
        first, second = call.arguments.get(0), call.arguments.get(1)
        if not (isinstance(first, Constant) and isinstance(first.value, int)) or second is None or call.partial:
            return
        module, arguments = call.module, [call.module.text_of(argument) for argument in call.node.args]
        if call.qualified_name == "tensorflow.concat":
            if isinstance(second, Constant):
                return
            axis = 1 if first.value == 3 else first.value
            suggestion = (
                f"Write `ops.concat({arguments[1]}, axis={axis})` for NCHW."
                if axis != first.value
                else f"Write `ops.concat({arguments[1]}, axis={axis})`."
            )
        elif len(arguments) == 3:
            axis = 1 if first.value == 3 else first.value
            suggestion = (
                f"In MindSpore `{arguments[2]}` comes first, the axis last ({axis} for NCHW), and the size of a part "
                f"stands for the number of parts: `ops.split({arguments[2]}, size, axis={axis})`."
            )
        else:
            return
        yield Problem(
            call.node,
            f"`{module.text_of(call.node.func)}` has the axis ({first.value}) first, the order before TensorFlow 1.0; "
            "this raises in every later version.",
            suggestion,
        )
