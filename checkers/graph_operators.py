"""MSL607, MSL608, MSL616 to MSL618: expressions whose result is another one in the graph."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rewrite, Rule
from ms_lint.semantics import values
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.values import Constant, Container, Runtime, Scalar, SelfValue, Sequence, Tensor, Value

from .graph_fixes import as_fraction, as_int, compared_one_by_one
from .graph_fixes_operators import as_float, as_format_call, as_real, as_tensor_item, as_updated
from .graph_wording import graph_problem

_LARGEST = 2**63 - 1


class FormatIgnored(Rule):
    """The format in an f-string is left out in the graph.

    `f"{rate:.2f}"` is the number with all its digits, `f"{name!r}"` the name without quotes.

        print(f"{self.rate:.2f}")

    `str.format` knows formats:

        print("{:.2f}".format(self.rate))

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0, for numbers and strings. Messages of exceptions are not reported.
    """

    code = "MSL607"
    name = "format-ignored-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        messages = {id(part) for node in compiled.nodes(ast.Raise, ast.Assert) for part in ast.walk(node)}
        parts = ((text, part) for text in compiled.nodes(ast.JoinedStr) for part in text.values)
        for whole, node in parts:
            if isinstance(node, ast.FormattedValue) and id(node) not in messages and _is_formatted(compiled, node):
                text = compiled.module.text_of(node.value)
                yield graph_problem(
                    compiled,
                    node.value,
                    say("The format of `{text}` in the f-string is left out in the graph.", text=text),
                    say('Use `"{{:...}}".format(...)`.'),
                    as_format_call(compiled, whole),
                )


def _is_formatted(compiled: Compiled, node: ast.FormattedValue) -> bool:
    if isinstance(node.format_spec, ast.JoinedStr):
        spec = [part.value for part in node.format_spec.values if isinstance(part, ast.Constant)]
        if len(spec) != len(node.format_spec.values) or spec not in ([], ["d"], ["s"]):
            return True
    value = compiled.value(node.value)
    is_text = isinstance(value, Constant) and isinstance(value.value, str)
    return node.conversion in (ord("r"), ord("a")) and (is_text or value == Scalar("str"))


class MergedDict(Rule):
    """Dicts are not merged in the graph.

    `{**a, "b": x}` gives a dict whose items are mixed up, without an error of its own; `a | b` is refused.

        features = {**self.backbone(x), "image": x}

    Update a dict in place:

        features = self.backbone(x)
        features.update({"image": x})

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL608"
    name = "merged-dict-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for node in compiled.nodes(ast.Dict):
            if None in node.keys:
                message = say(
                    "`**` in a dict does not put in the other dict's items in the graph, but the dict itself."
                )
                instead = say("Make the dict, and `update` it.")
                yield graph_problem(compiled, node, message, instead, as_updated(compiled, node))
        for operation in compiled.nodes(ast.BinOp, ast.AugAssign):
            if not isinstance(operation.op, ast.BitOr):
                continue
            left = operation.left if isinstance(operation, ast.BinOp) else operation.target
            right = operation.right if isinstance(operation, ast.BinOp) else operation.value
            if any(_is_a(compiled.value(part), "dict") for part in (left, right)):
                message = say("`|` of dicts is refused in the graph.")
                instead = say("Make the dict, and `update` it.")
                yield graph_problem(compiled, operation, message, instead, as_updated(compiled, operation))


def _is_a(value: Value, *kinds: str) -> bool:
    return isinstance(value, (Sequence, Container)) and value.kind in kinds


class IndexFromTensor(Rule):
    """A list, tuple or dict is indexed by a number that comes from a tensor.

    `sizes[int(index)]` takes the same item of a list of numbers at every call: that of the first one. A dict is
    refused, and so is the `item()` of an int32 tensor as an index.

        scale = self.scales[int(level)]

    Keep the numbers in a tensor, and index it:

        self.scales = Tensor([1.0, 2.0, 4.0])
        ...
        scale = self.scales[level]

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL616"
    name = "index-from-tensor"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for node in compiled.nodes(ast.Subscript):
            index = compiled.value(node.slice)
            if not isinstance(index, Runtime) or index.values or not isinstance(node.ctx, ast.Load):
                continue
            said = self._said(compiled, node, compiled.value(node.value))
            if said is not None:
                instead = say("Put the items into one tensor, and index that tensor.")
                yield graph_problem(compiled, node, said, instead, self._fix(compiled, node))
        if compiled.targets_from("2.1"):
            yield from self._shapes(compiled)

    def _said(self, compiled: Compiled, node: ast.Subscript, owner: Value) -> Optional[str]:
        text = compiled.module.text_of(node.value)
        if _is_a(owner, "dict"):
            return say(
                "`{text}` is asked for a key that comes from a tensor: the graph takes constant keys only.", text=text
            )
        if _is_list_of_numbers(compiled, node.value):
            return say("The graph takes the item of `{text}` that the first call asks for at every call.", text=text)
        if _is_a(owner, "list", "tuple") and _is_item(compiled, node.slice):
            return say(
                "`{text}` is indexed by `item()`, which the graph is refused unless the tensor is of int64.", text=text
            )
        return None

    def _fix(self, compiled: Compiled, node: ast.Subscript) -> Optional[Rewrite]:
        owner = compiled.value(node.value)
        if _is_a(owner, "dict"):
            return None
        items = [item for item in values.walk_values(owner) if item is not owner]
        are_tensors = bool(items) and all(isinstance(item, Tensor) for item in items)
        are_numbers = _is_list_of_numbers(compiled, node.value) or all(isinstance(item, Constant) for item in items)
        return as_tensor_item(compiled, node, are_numbers) if are_tensors or are_numbers else None

    def _shapes(self, compiled: Compiled) -> Iterator[Problem]:
        for call in compiled.calls:
            if not call.name.startswith("mindspore."):
                continue
            for given in call.node.args:
                items = given.elts if isinstance(given, (ast.Tuple, ast.List)) else []
                item = next((item for item in items if _is_item(compiled, item)), None)
                if item is not None and not isinstance(compiled.value(given), Tensor):
                    text = compiled.module.text_of(item)
                    yield graph_problem(
                        compiled,
                        item,
                        say("`{text}` in a shape is refused in the graph unless the tensor is of int64.", text=text),
                        say("Write `int(...)` instead of `item()`."),
                        as_int(compiled, item),
                    )


def _is_list_of_numbers(compiled: Compiled, node: ast.expr) -> bool:
    """Whether a list of constants is meant, or an attribute that is one."""
    value = compiled.value(node)
    if isinstance(node, ast.Attribute) and isinstance(value, Container):
        owner = compiled.value(node.value)
        assigned = owner.info.assignments.get(node.attr, []) if isinstance(owner, SelfValue) else []
        value = assigned[0].value if len(assigned) == 1 else value
    is_list = isinstance(value, Sequence) and value.kind == "list" and bool(value.items)
    return is_list and all(isinstance(item, Constant) for item in values.walk_values(value) if item is not value)


def _is_item(compiled: Compiled, node: ast.expr) -> bool:
    """Whether an expression is ``x.item()`` of a tensor that is not known to be of int64."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "item"):
        return False
    owner = compiled.value(node.func.value)
    return isinstance(owner, Tensor) and owner.framework == "mindspore" and owner.dtype != "int64"


class TensorInNumbers(Rule):
    """`in` does not compare a tensor with numbers in the graph.

    `x in [1, 3]` is False whatever the tensor is. A number in a tensor (`3 in x`) is asked for before MindSpore 2.1,
    and at the level `strict`, in vain: that is refused.

        if x in [1, 3]:

    Compare one by one:

        if x == 1 or x == 3:

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL617"
    name = "tensor-in-numbers"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for node in compiled.nodes(ast.Compare):
            if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.In, ast.NotIn)):
                continue
            right = node.comparators[0]
            text = compiled.module.text_of(node)
            if compiled.is_tensor(node.left) and _are_numbers(compiled.value(right)):
                message = say("`{text}`: a tensor is never found among numbers in the graph.", text=text)
                instead = say("Compare one by one: `x == 1 or x == 3`.")
                yield graph_problem(compiled, node, message, instead, compared_one_by_one(compiled, node))
            elif compiled.is_tensor(right) and (compiled.level == "strict" or compiled.targets_before("2.1")):
                message = say("`{text}`: looking for a number in a tensor is refused here.", text=text)
                yield graph_problem(compiled, node, message, say("Write `(x == number).any()`."))


def _are_numbers(value: Value) -> bool:
    return (
        isinstance(value, Sequence)
        and bool(value.items)
        and all(isinstance(item, Constant) and isinstance(item.value, (int, float)) for item in value.items)
    )


class NumberInGraph(Rule):
    """Numbers that the graph computes with in another way than Python.

    The graph computes with 64 bits: a larger integer is refused. An integer to a negative power is 0, since the
    result is an integer too. Complex numbers (`1j`) are refused.

        return x * self.heads ** -1

    Use floats:

        return x / self.heads

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL618"
    name = "number-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for node in compiled.nodes(ast.Constant):
            said = _constant(compiled, node)
            if said is not None:
                yield graph_problem(compiled, node, *said, fix=as_real(compiled, node))
        for operation in compiled.nodes(ast.BinOp):
            text = compiled.module.text_of(operation)
            value = compiled.value(operation)
            is_power = isinstance(operation.op, ast.Pow)
            if is_power and _is_negative_power(compiled, operation.left, operation.right):
                message = say(
                    "`{text}` is 0 in the graph: an integer to a negative power is an integer there.", text=text
                )
                fix = as_fraction(compiled, operation, operation.left, operation.right)
                yield graph_problem(compiled, operation, message, say("Write `1.0 / ...`."), fix)
            elif isinstance(value, Constant) and isinstance(value.value, int) and abs(value.value) > _LARGEST:
                parts = (compiled.value(operation.left), compiled.value(operation.right))
                if not any(isinstance(part, Constant) and abs(part.value) > _LARGEST for part in parts):
                    message = say("`{text}` has more than 64 bits: the graph refuses it.", text=text)
                    instead = say("Compute it in `__init__`, or with floats.")
                    yield graph_problem(compiled, operation, message, instead, as_float(compiled, operation))
        if compiled.targets_before("2.1"):
            for inverted in compiled.nodes(ast.UnaryOp):
                if isinstance(inverted.op, ast.Invert) and _is_integer(compiled.value(inverted.operand)):
                    text = compiled.module.text_of(inverted)
                    message = say("`{text}` of an integer is refused in the graph before MindSpore 2.1.", text=text)
                    yield graph_problem(compiled, inverted, message, say("Write `-k - 1`."))
        for call in compiled.calls:
            if (
                call.name == "builtins.pow"
                and len(call.node.args) == 2
                and _is_negative_power(compiled, *call.node.args)
            ):
                text = compiled.module.text_of(call.node)
                message = say(
                    "`{text}` is 0 in the graph: an integer to a negative power is an integer there.", text=text
                )
                fix = as_fraction(compiled, call.node, *call.node.args)
                yield graph_problem(compiled, call.node, message, say("Write `1.0 / ...`."), fix)


def _constant(compiled: Compiled, node: ast.Constant) -> Optional[tuple[str, str]]:
    text = compiled.module.text_of(node)
    if isinstance(node.value, complex):
        return say("`{text}`: the graph has no complex numbers.", text=text), say(
            "Compute it in `__init__`, and keep the parts."
        )
    if isinstance(node.value, bytes):
        is_known = compiled.targets_from("2.10") and not compiled.targets_before("2.10")
        if compiled.level == "strict" or not (is_known or not compiled.targets_from("2.1")):
            return say("`{text}`: the graph has no bytes.", text=text), say("Compute it in `__init__`.")
    return None


def _is_negative_power(compiled: Compiled, base: ast.expr, power: ast.expr) -> bool:
    left = compiled.value(base)
    right = compiled.value(power)
    return (
        _is_integer(left)
        and left != Constant(1)
        and isinstance(right, Constant)
        and type(right.value) is int
        and right.value < 0
    )


def _is_integer(value: Value) -> bool:
    return value == Scalar("int") or (isinstance(value, Constant) and type(value.value) is int)
