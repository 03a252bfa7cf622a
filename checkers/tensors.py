"""MSL43x: tensors in places where MindSpore has no use for them, or another one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Callable, Optional

from ms_lint.call_fix import RAISES, quoted, spelled
from ms_lint.findings import Applicability, Severity
from ms_lint.knowledge.differences import is_between
from ms_lint.knowledge.outputs import ONE_TO_ONE_CELLS
from ms_lint.messages import say, sentences
from ms_lint.place_fix import around, replaced, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics import dtypes
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Operation, Reference
from ms_lint.semantics.values import Constant, Instance, Scalar, Tensor, Value, alternatives

from .wording import versions_as_words

#: What gives an array for sure; other functions of numpy give a number where they are given one.
_ARRAY_SOURCES = frozenset(
    "numpy." + name
    for name in (
        "array asarray zeros ones empty full arange linspace eye zeros_like ones_like full_like concatenate stack tile "
        "vstack hstack ascontiguousarray"
    ).split()
)


class ArrayOperand(Rule):
    """A numpy array on the right of an operator, with a tensor on its left.

    torch converts the array; MindSpore raises a TypeError. (With the array on the left numpy computes, and the result
    is an array: it has no gradient.) A single number, also one of numpy's, is fine.

    ```python
    x + np.ones(3, np.float32)
    x + Tensor(np.ones(3, np.float32))
    ```
    """

    code = "MSL430"
    name = "array-operand"
    fix = Applicability.SAFE

    def check_operation(self, operation: Operation) -> Iterator[Problem]:
        left, right = operation.left, operation.right
        if not _is_mindspore(left) or not (isinstance(right, Tensor) and right.source in _ARRAY_SOURCES):
            return
        texts = [operation.module.text_of(operand) for operand in operation.operands]
        yield Problem(
            operation.operands[1],
            say(
                "`{texts}` is a numpy array: an operator between the tensor `{texts_2}` and it raises a TypeError.",
                texts=texts[1],
                texts_2=texts[0],
            ),
            say("Write `Tensor({texts})`.", texts=texts[1]),
            fix=_as_tensor(operation),
        )


def _as_tensor(operation: Operation) -> Optional[Rewrite]:
    module, needed = operation.module, set[str]()
    name = spelled(module, "mindspore.Tensor", needed)
    return around(module, operation.operands[1], f"{name}(", ")", RAISES, needed)


def _is_mindspore(value: Value) -> bool:
    if isinstance(value, Instance):
        return value.of == "mindspore.Parameter"
    return isinstance(value, Tensor) and value.framework == "mindspore"


class OperandTypes(Rule):
    """An operator between tensors of types that it takes otherwise than torch's.

    - `-` between two boolean tensors: torch refuses it. In PyNative mode MindSpore gives a boolean tensor, in which
      `True - True` and `False - True` do not look like numbers any more; in graph mode it raises a TypeError.
    - `/` between integers: up to MindSpore 2.0 it gives integers, rounded towards 0, without an error. Newer versions
      and torch give floats.
    - `@`: up to MindSpore 1.10 tensors have none.

    ```python
    (x > 0) - (y > 0)
    (x > 0).astype(ms.float32) - (y > 0).astype(ms.float32)
    (x > 0) ^ (y > 0)  # where they differ
    ```
    """

    code = "MSL431"
    name = "operand-types"
    unfixed = "the type to compute in is a choice: torch refuses the same operation on booleans"

    def check_operation(self, operation: Operation) -> Iterator[Problem]:
        operator, module = operation.node.op, operation.module
        left, right = (module.text_of(operand) for operand in operation.operands)
        if isinstance(operator, ast.Sub):
            if all(_has_type(value, "bool".__eq__) for value in _sides(operation)):
                yield Problem(
                    operation.node,
                    say(
                        "`{texts}` and `{texts_2}` are boolean: their difference is boolean too in PyNative mode, and "
                        "raises a TypeError in graph mode.",
                        texts=left,
                        texts_2=right,
                    ),
                    say("Convert them: `.astype(mindspore.float32)`, or write `^` for where they differ."),
                )
        elif isinstance(operator, ast.Div):
            if all(_has_type(value, dtypes.is_integer) or _is_whole(value) for value in _sides(operation)):
                tensor = left if isinstance(operation.left, Tensor) else right
                said = say(
                    "`{left}` and `{right}` are integers: `/` gives integers, rounded towards 0.",
                    left=left,
                    right=right,
                )
                yield from _in_versions(
                    operation, "2.0.0", said, say("Write `{tensor}.astype(mindspore.float32)`.", tensor=tensor)
                )
        elif isinstance(operator, ast.MatMult) and any(map(_is_mindspore, _sides(operation))):
            said = say("`{left} @ {right}` raises a TypeError: a tensor has no `@`.", left=left, right=right)
            suggestion = say("Write `ops.matmul({left}, {right})`.", left=left, right=right)
            yield from _in_versions(operation, "1.10.0", said, suggestion)


def _sides(operation: Operation) -> tuple[Value, Value]:
    return operation.left, operation.right


def _has_type(value: Value, is_so: Callable[[str], bool]) -> bool:
    return isinstance(value, Tensor) and _is_mindspore(value) and value.dtype is not None and is_so(value.dtype)


def _is_whole(value: Value) -> bool:
    if isinstance(value, Constant):
        return isinstance(value.value, int) and not isinstance(value.value, bool)
    return isinstance(value, Scalar) and value.type == "int"


def _in_versions(operation: Operation, until: str, said: str, suggestion: str) -> Iterator[Problem]:
    """A problem where one of the targeted versions is not newer than ``until``."""
    versions = operation.module.catalog.versions
    affected = [version for version in versions if is_between(version, "", until)]
    if not affected:
        return
    some = len(affected) < len(versions)
    where = say("So it is in {versions}.", versions=versions_as_words(affected)) if some else None
    severity = Severity.WARNING if some else None
    yield Problem(operation.node, sentences(said, where), suggestion, severity=severity)


class DeviceCompared(Rule):
    """The device of a tensor is compared with a word of torch's.

    `x.device` is a word in capital letters in MindSpore (`'CPU'`, `'Ascend:0'`), and older versions do not have it. A
    comparison with `'cuda'` or `'cpu'` is never true, and what depends on it is silently left out.

    ```python
    if x.device == 'cuda': ...
    if ms.get_context('device_target') == 'GPU': ...
    ```
    """

    code = "MSL434"
    name = "device-compared"
    fix = Applicability.UNSAFE
    references = ("mindspore.Tensor.device",)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        parent = reference.module.parents.get(reference.node)
        if not isinstance(parent, ast.Compare) or not isinstance(parent.ops[0], (ast.Eq, ast.NotEq)):
            return
        other = parent.comparators[0] if parent.left is reference.node else parent.left
        word = other.value if isinstance(other, ast.Constant) else None
        if isinstance(word, str) and word == word.lower():
            text = reference.module.text_of(reference.node)
            yield Problem(
                parent,
                say(
                    "`{text}` is a word in capital letters in MindSpore: it is never {word}.",
                    text=text,
                    word=repr(word),
                ),
                say("Write `mindspore.get_context('device_target') == 'GPU'`, 'CPU' or 'Ascend'."),
                fix=_of_context(reference.module, parent, word),
            )


def _of_context(module: Module, node: ast.Compare, word: str) -> Optional[Rewrite]:
    """The fix that asks the context for the device."""
    device = {"cuda": "GPU", "gpu": "GPU", "cpu": "CPU", "npu": "Ascend", "ascend": "Ascend"}.get(word)
    if device is None or len(node.ops) != 1:
        return None
    needed = set[str]()
    name = spelled(module, "mindspore.get_context", needed)
    sign = "==" if isinstance(node.ops[0], ast.Eq) else "!="
    text = f"{name}({quoted(module, 'device_target')}) {sign} {quoted(module, device)}"
    doubt = say("one device is the device of all tensors")
    return unsafe(replaced(module, node, text, doubt, needed), doubt)


#: Classes that are made with numbers or words only, and have a function of nearly the same name.
_MADE_WITHOUT_TENSORS = (
    *sorted(ONE_TO_ONE_CELLS),
    *(
        f"mindspore.nn.{name}"
        for name in ("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss", "SoftmaxCrossEntropyWithLogits")
    ),
    *(
        f"mindspore.ops.{name}"
        for name in (
            "Softmax LogSoftmax ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd Concat Squeeze Argmax Argmin "
            "ArgMaxWithValue ArgMinWithValue Stack Unstack OneHot Split Elu Dropout L2Normalize MatMul BatchMatMul "
            "Gather"
        ).split()
    ),
)


class LayerMadeOfTensor(Rule):
    """A layer or operator that is made with a tensor, as if it were the function.

    `nn.Softmax` and `ops.ReduceMean` are classes: what they are made with is their axis or the like, the tensor
    goes into the call of what was made. Some raise when they are made, some only when they are called, and some take
    the tensor for a flag.

    ```python
    nn.Softmax(x)
    nn.Softmax(axis=-1)(x)
    ops.softmax(x, axis=-1)
    ```
    """

    code = "MSL432"
    name = "layer-made-of-tensor"
    fix = Applicability.SAFE
    calls = _MADE_WITHOUT_TENSORS

    def check_call(self, call: Call) -> Iterator[Problem]:
        if not call.node.args or call.bound is None or not call.bound.fits:
            return
        first = call.node.args[0]
        values = alternatives(call.value_of(first))
        if isinstance(first, ast.Starred) or not all(
            isinstance(value, Tensor) and value.framework == "mindspore" for value in values
        ):
            return
        parameter = next((name for name, given in call.bound.arguments.items() if given is first), None)
        if parameter is None:
            return
        text = call.module.text_of(first)
        yield Problem(
            call.node,
            say(
                "`{call}` is a class: it is made here with the tensor `{text}` as its `{parameter}`.",
                call=call.text,
                text=text,
                parameter=parameter,
            ),
            say(
                "Make it first and give it the tensor then, `{call}(...)({text})`, or call the function.",
                call=call.text,
                text=text,
            ),
            fix=_made_first(call),
        )


def _made_first(call: Call) -> Optional[Rewrite]:
    """The fix that makes a layer with its defaults, and gives it the tensor then."""
    node = call.node
    if len(node.args) != 1 or node.keywords:
        return None
    rewrite = around(call.module, node.func, "", "()", RAISES)
    if call.qualified_name in ONE_TO_ONE_CELLS:
        return rewrite
    return unsafe(rewrite, say("right if the defaults are meant"))
