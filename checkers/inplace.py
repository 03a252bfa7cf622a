"""MSL5xx: results that are thrown away, and changes in place that do not happen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL, spelled
from ms_lint.conversion.values import ATOMS
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.outputs import NOT_ONE_TENSOR, ONE_TO_ONE_CELLS, PURE_FUNCTIONS, PURE_METHODS
from ms_lint.messages import say
from ms_lint.place_fix import assigned, replaced
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Operation
from ms_lint.semantics.operators import symbol
from ms_lint.semantics.origin import origin_around
from ms_lint.semantics.reads import is_discarded
from ms_lint.semantics.values import Instance, Tensor, Value

from .aliases import Names
from .arguments import owner_of
from .parameter_updates import loop_over_parameters

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_PARAMETER = "mindspore.Parameter"
#: Layers that are called for more than their result: they update their statistics.
_KEEPS_STATISTICS = ("BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm")
_LONGEST_TEXT = 60
#: Functions that give the values and their indices.
_PAIRS = frozenset("cummax cummin kthvalue sort topk".split())


def _is_tried(module: Module, node: ast.AST) -> bool:
    """Whether a statement stands in a `try` or a `with`: it may be there for its error or its time."""
    parent = module.parents.get(node)
    while parent is not None and not isinstance(parent, _FUNCTIONS):
        if isinstance(parent, (ast.Try, ast.With, ast.AsyncWith)):
            return True
        parent = module.parents.get(parent)
    return False


def _shown(call: Call) -> str:
    text = call.module.text_of(call.node)
    return text if len(text) <= _LONGEST_TEXT else f"{call.text}(...)"


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


class ResultThrownAway(Rule):
    """The result of a function that changes nothing is thrown away.

    Functions, layers and methods like `ops.clip_by_global_norm`, `x.reshape` or `initializer` give a new
    tensor and leave the old one as it is. A line that only calls them does nothing. In torch there is often a
    form with `_` that changes the tensor itself (`clip_grad_norm_`, `x.clamp_`, `nn.init.constant_`), which such a line
    was ported from.

    ```python
    ops.clip_by_global_norm(grads, 1.0)  # nothing is clipped
    grads = ops.clip_by_global_norm(grads, 1.0)
    ```
    """

    code = "MSL501"
    name = "result-thrown-away"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = (
        *(f"mindspore.ops.{name}" for name in sorted(PURE_FUNCTIONS)),
        *(f"mindspore.mint.{name}" for name in sorted(PURE_FUNCTIONS)),
        *(f"mindspore.mint.nn.functional.{name}" for name in sorted(PURE_FUNCTIONS)),
        *(f"mindspore.ops.{_camel(name)}.__call__" for name in sorted(PURE_FUNCTIONS)),
        *(f"mindspore.Tensor.{name}" for name in sorted(PURE_METHODS)),
        *(f"{name}.__call__" for name in sorted(ONE_TO_ONE_CELLS) if not name.endswith(_KEEPS_STATISTICS)),
        "mindspore.common.initializer.initializer",
    )

    def check_call(self, call: Call) -> Iterator[Problem]:
        module, node = call.module, call.node
        if not is_discarded(module, node) or _is_tried(module, node):
            return
        if any(keyword.arg == "out" for keyword in node.keywords):
            return  # it raises: MSL205 says so
        if call.qualified_name.startswith("mindspore.nn.") and not self._is_in_construct(call):
            return  # a layer may be called to see whether it runs
        changed, leaf = self._changed(call), call.qualified_name.rpartition(".")[2]
        if changed is None:
            what, suggestion = say("its result is thrown away"), say("Use the result, or remove the line.")
        elif call.qualified_name.endswith(".initializer"):
            what = say("its tensor is thrown away")
            suggestion = say("Give it to the parameter: `parameter.set_data(initializer(...))`.")
        elif leaf in _PAIRS:
            what = say("`{changed}` stays as it is, and the result is thrown away", changed=changed)
            changed = f"{changed}, _"
            suggestion = say("Write `{changed} = {call}`.", changed=changed, call=_shown(call))
        else:
            what = say("`{changed}` stays as it is, and the result is thrown away", changed=changed)
            suggestion = say("Write `{changed} = {call}`.", changed=changed, call=_shown(call))
            if leaf in NOT_ONE_TENSOR:
                suggestion, changed = say("Use the result, or remove the line."), None
        fix = None if changed is None or ".initializer" in call.qualified_name else _kept(call, changed)
        message = say("`{call}` changes nothing: {what}.", call=_shown(call), what=what)
        yield Problem(node, message, suggestion, fix=fix)

    def _is_in_construct(self, call: Call) -> bool:
        owner = owner_of(call)
        return owner is not None and owner.kind == "cell" and call.function is owner.entry

    def _changed(self, call: Call) -> Optional[str]:
        """What the line was meant to change: the receiver of a method, or the first argument."""
        func = call.node.func
        if call.qualified_name.startswith("mindspore.Tensor.") and isinstance(func, ast.Attribute):
            target: Optional[ast.expr] = func.value
        else:
            target = call.node.args[0] if call.node.args else None
        if isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)):
            return call.module.text_of(target)
        return None


def _kept(call: Call, changed: str) -> Optional[Rewrite]:
    """The fix that gives a result the name of what it was made of."""
    return assigned(call.module, call.node, changed, say("other names of it keep the old value"))


#: In-place methods that leave the tensor as it is on the CPU in PyNative mode (2.7.0 and 2.10.0, measured), and how
#: to write them: as an operator, or as a function.
_WITHOUT_EFFECT = {
    "add_": "+",
    "sub_": "-",
    "mul_": "*",
    "div_": "/",
    "floor_divide_": "//",
    "remainder_": "%",
    "exp_": "",
}


class InplaceWithoutEffect(Rule):
    """An in-place method that leaves the tensor as it is.

    On the CPU in PyNative mode `add_`, `sub_`, `mul_`, `div_`, `floor_divide_`, `remainder_` and `exp_` give the
    right result and do not write it back: the tensor keeps its value, without an error. Ascend writes it back, so
    code that was written for it is not judged: this is said of ports from torch, which may be run anywhere.
    Assigning the result is right everywhere.

    ```python
    x.add_(1)  # x is what it was
    x = x + 1
    ```
    """

    code = "MSL502"
    name = "inplace-without-effect"
    fix = Applicability.UNSAFE
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    calls = tuple(f"{owner}.{name}" for owner in ("mindspore.Tensor", _PARAMETER) for name in _WITHOUT_EFFECT)

    def check_call(self, call: Call) -> Iterator[Problem]:
        func = call.node.func
        if not isinstance(func, ast.Attribute) or not is_discarded(call.module, call.node):
            return
        origin = origin_around(call.module, owner_of(call))
        if origin is None or origin.framework != "torch" or call.module.has_dialect:
            return
        receiver = _first_receiver(func)
        text = call.module.text_of(receiver)
        is_parameter = isinstance(getattr(call.callee, "owner", None), Instance)
        yield Problem(
            call.node,
            say(
                "`{call}` leaves `{text}` as it is on the CPU in PyNative mode: the result is not written back.",
                call=_shown(call),
                text=text,
            ),
            self._suggestion(call, func, text, is_parameter),
            origin=origin,
            fix=self._fix(call, text, is_parameter),
        )

    def _fix(self, call: Call, text: str, is_parameter: bool) -> Optional[Rewrite]:
        value = _written_out(call.module, call.node, text)
        if value is None:
            return None
        if not is_parameter:
            return replaced(call.module, call.node, f"{text} = {value}", say("other names of it keep the old value"))
        needed = set[str]()
        name = spelled(call.module, "mindspore.ops.assign", needed)
        return replaced(call.module, call.node, f"{name}({text}, {value})", AS_ORIGINAL, needed)

    def _suggestion(self, call: Call, func: ast.Attribute, text: str, is_parameter: bool) -> str:
        operator = _WITHOUT_EFFECT[func.attr]
        plain = func.value is _first_receiver(func) and len(call.node.args) == 1 and not call.node.keywords
        value = f"ops.exp({text})" if not operator else f"{text} {operator} ..."
        if operator and plain:
            value = f"{text} {operator} {call.module.text_of(call.node.args[0])}"
        return (
            say("Write `ops.assign({text}, {value})`.", text=text, value=value)
            if is_parameter
            else say("Write `{text} = {value}`.", text=text, value=value)
        )


def _written_out(module: Module, node: ast.Call, text: str) -> Optional[str]:
    """A chain of in-place methods as operators: ``x * 2 - 1`` for ``x.mul_(2).sub_(1)``; None where one has none."""
    steps: list[tuple[str, str]] = []
    value: ast.expr = node
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _WITHOUT_EFFECT:
        operator, scale = _WITHOUT_EFFECT[value.func.attr], {keyword.arg: keyword.value for keyword in value.keywords}
        if not operator or len(value.args) != 1 or isinstance(value.args[0], ast.Starred) or set(scale) - {"alpha"}:
            return None
        right = _atom(module, value.args[0])
        if scale:
            right = f"{right} * {_atom(module, scale['alpha'])}"
        steps.insert(0, (operator, right))
        value = value.func.value
    written = text
    for index, (operator, right) in enumerate(steps):
        if index and operator not in "+-" and steps[index - 1][0] in "+-":
            written = f"({written})"
        written = f"{written} {operator} {right}"
    return written


def _atom(module: Module, node: ast.expr) -> str:
    text = module.text_of(node)
    return text if isinstance(node, ATOMS) else f"({text})"


def _first_receiver(func: ast.Attribute) -> ast.expr:
    """What a chain of in-place methods begins with: ``ema`` of ``ema.mul_(0.9).add_(x)``."""
    value = func.value
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _WITHOUT_EFFECT:
        value = value.func.value
    return value


# ---------------------------------------------------------------- += and the like


class AugmentedAlias(Rule):
    """`+=` on one of two names of the same tensor, or on what the caller gave.

    In torch `y += 1` changes the tensor, under all its names. In MindSpore it makes a new one and binds `y` to it:
    the other names, the caller's variable and the Parameter keep the old value.

    ```python
    y = x
    y += 1  # torch: x has changed too
    x = y = x + 1
    ```

    A Parameter is changed by `ops.assign`, `ops.assign_add` or `set_data`. For a tensor with two names this is
    said of ports from torch only: there the code relied on it, or had to work around it.
    """

    code = "MSL503"
    name = "augmented-assignment-of-alias"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY

    def check_operation(self, operation: Operation) -> Iterator[Problem]:
        node = operation.node
        if not isinstance(node, ast.AugAssign) or not isinstance(node.target, ast.Name):
            return
        names = Names(operation.module, node.target)
        text = operation.module.text_of(node.target)
        shown = f"{text} {symbol(node.op)}= {operation.module.text_of(node.value)}"
        if _is_parameter(operation.left):
            if names.is_read_after() or loop_over_parameters(operation.module, node.target) is not None:
                return  # what is done in a loop is MSL515's
            yield Problem(
                node,
                say("`{shown}` binds `{text}` to a new tensor: the Parameter keeps its value.", shown=shown, text=text),
                say("Write `ops.assign({text}, {text} {symbol} ...)`.", text=text, symbol=symbol(node.op)),
                fix=_written_to(operation, node, text),
            )
            return
        if not (isinstance(operation.left, Tensor) and operation.left.framework == "mindspore"):
            return
        if names.is_parameter():
            if not names.is_read_after():
                yield Problem(
                    node,
                    say(
                        "`{shown}` binds the local name `{text}` to a new tensor, which nothing uses: the "
                        "caller's tensor keeps its value.",
                        shown=shown,
                        text=text,
                    ),
                    say(
                        "Return it: `return {text} {symbol} {node}`.",
                        text=text,
                        symbol=symbol(node.op),
                        node=operation.module.text_of(node.value),
                    ),
                )
            return
        alias = names.alias_read_after() or names.attribute_kept()
        owner = operation.function.owner if operation.function is not None else None
        if alias is None:
            return
        origin = origin_around(operation.module, owner)
        if origin is None or origin.framework != "torch":
            return
        yield Problem(
            node,
            say(
                "`{shown}` makes a new tensor: `{alias}`, which was the same one, keeps its value; torch changes "
                "both ({evidence}).",
                shown=shown,
                alias=alias,
                evidence=origin.evidence,
            ),
            say("Assign the new value to `{alias}` too, if it was meant to change.", alias=alias),
            origin=origin,
        )


def _written_to(operation: Operation, node: ast.AugAssign, text: str) -> Optional[Rewrite]:
    """The fix that changes a Parameter."""
    module, needed = operation.module, set[str]()
    right = module.text_of(node.value)
    value = f"{text} {symbol(node.op)} {right if isinstance(node.value, ATOMS) else f'({right})'}"
    name = spelled(module, "mindspore.ops.assign", needed)
    return replaced(module, node, f"{name}({text}, {value})", AS_ORIGINAL, needed)


def _is_parameter(value: Value) -> bool:
    return isinstance(value, Instance) and value.of == _PARAMETER
