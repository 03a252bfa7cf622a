"""Operators, comparisons and indexing in compiled code."""

from __future__ import annotations

import ast
import operator
from typing import Any, Callable, Optional

from ms_lint.semantics import values
from ms_lint.semantics.compiled import Branches, Condition, Kind, depends_on_tensor
from ms_lint.semantics.graph.calls import Calls
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Argument,
    Choice,
    ClassValue,
    Constant,
    Container,
    FunctionValue,
    Instance,
    Interpreted,
    Runtime,
    Scalar,
    SelfValue,
    Sequence,
    Tensor,
    Unknown,
    Value,
    join,
    join_all,
)

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class Expressions(Calls):
    """Knows what expressions are: constants, tensors, or Python values that a tensor decides."""

    def _compare(self, node: ast.Compare) -> Value:
        operands = [self.value(node.left), *(self.value(item) for item in node.comparators)]
        left, right = operands[0], operands[1]
        if len(node.ops) == 1:
            operation = node.ops[0]
            if isinstance(operation, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)) and NONE in (left, right):
                other = right if left == NONE else left
                if other == NONE or _is_never_none(other):
                    return Constant((other == NONE) == isinstance(operation, (ast.Is, ast.Eq)))
                return Scalar("bool")
            if isinstance(left, Constant) and isinstance(right, Constant) and type(operation) in _COMPARE:
                try:
                    return Constant(bool(_COMPARE[type(operation)](left.value, right.value)))
                except TypeError:
                    return Scalar("bool")
        if any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            return Scalar("bool")
        if any(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops):
            return Runtime("bool") if depends_on_tensor(left) else Scalar("bool")
        if any(isinstance(item, Tensor) for item in operands):
            return Tensor("mindspore")
        if any(isinstance(item, Runtime) for item in operands):
            return Runtime("bool")
        if any(self._kind(item) is not Kind.CONSTANT for item in operands):
            return UNKNOWN
        return Scalar("bool")

    def _boolean(self, node: ast.BoolOp) -> Value:
        seen: list[Value] = []
        decides = not isinstance(node.op, ast.And)
        for part in node.values:
            value = self.value(part)
            truth = truth_of(value)
            if truth is decides:
                seen.append(value)
                break
            if truth is None:
                seen.append(value)
        if not seen:
            return Constant(not decides)
        if any(isinstance(value, Tensor) for value in seen):
            return Tensor("mindspore")
        if any(isinstance(value, Runtime) for value in seen):
            return Runtime("bool")
        return join_all(tuple(seen))

    def _unary(self, node: ast.UnaryOp) -> Value:
        value = self.value(node.operand)
        if isinstance(value, Runtime):
            return Runtime("bool" if isinstance(node.op, ast.Not) else value.type)
        if isinstance(node.op, ast.Not):
            truth = truth_of(value)
            if truth is not None:
                return Constant(not truth)
            if isinstance(value, (Tensor, Unknown, Choice, Argument)):
                return value if isinstance(value, Tensor) else UNKNOWN
        return values.unary(node.op, value)

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        self._mix(node, left, right)
        for value in (left, right):
            if isinstance(value, Interpreted):
                return value
        if isinstance(left, Runtime) or isinstance(right, Runtime):
            if any(isinstance(item, Tensor) and item.framework == "mindspore" for item in (left, right)):
                return Tensor("mindspore")
            return Runtime(left.type if isinstance(left, Runtime) else getattr(right, "type", ""))
        if isinstance(left, (Scalar, Constant)) and isinstance(right, (Scalar, Constant)):
            result = values.binary(node.op, left, right)
            return result if result is not UNKNOWN else Scalar(type_of(left, right))
        return values.binary(node.op, left, right)

    def _conditional(self, node: ast.IfExp) -> Value:
        test = self.value(node.test)
        truth = truth_of(test)
        if truth is not None:
            return self.value(node.body if truth else node.orelse)
        kind = self._kind(test)
        found = []
        for branch, part in (("body", node.body), ("orelse", node.orelse)):
            outer, self._conditions = self._conditions, (*self._conditions, Condition(node, kind, branch))
            found.append(self.value(part))
            self._conditions = outer
        if Condition(node, kind).is_runtime:
            if self.current is not None:
                self.current.branches.append(Branches(node, {"": (None, found[0], found[1])}))
            chosen = chosen_value(found[0], found[1])
            mixes = isinstance(chosen, Runtime) and not chosen.type
            return self._interpreted(node) if mixes else chosen
        return join(found[0], found[1])

    def _subscript(self, node: ast.Subscript) -> Value:
        owner = self.value(node.value)
        index = self.value(node.slice)
        if isinstance(owner, Tensor):
            result: Value = Tensor(owner.framework)
            self._view(result, owner)
            return result
        if isinstance(owner, Runtime):
            return owner if isinstance(owner, Interpreted) else Runtime()
        if isinstance(owner, (Sequence, Container)) and depends_on_tensor(index):
            item = values.elements(owner)
            if owner.kind == "list" and isinstance(index, Tensor):
                return self._interpreted(node, carries=depends_on_tensor(item))
            return item if isinstance(item, Tensor) else Runtime()
        if isinstance(owner, Sequence) and isinstance(index, Constant) and isinstance(index.value, int):
            return owner.items[index.value] if -len(owner.items) <= index.value < len(owner.items) else UNKNOWN
        if isinstance(owner, (Sequence, Container)):
            item = values.elements(owner)
            return Container(owner.kind, item) if isinstance(node.slice, ast.Slice) else item
        return UNKNOWN


def _is_never_none(value: Value) -> bool:
    return isinstance(
        value, (Constant, Scalar, Tensor, Sequence, Container, Instance, FunctionValue, ClassValue, SelfValue)
    )


def truth_of(value: Value) -> Optional[bool]:
    """Whether a condition holds, where the compiler can only see it one way."""
    if isinstance(value, Constant) and isinstance(value.value, (bool, int, float, str, type(None))):
        return bool(value.value)
    return None


def type_of(left: Value, right: Value) -> str:
    names = [item.type if isinstance(item, Scalar) else type(item.value).__name__ for item in (left, right)]  # type: ignore[attr-defined]
    return "float" if "float" in names else names[0]


def chosen_value(first: Value, second: Value) -> Value:
    """What a name stands for when a tensor decides between two values."""
    if isinstance(first, (Constant, Scalar, Runtime)) and isinstance(second, (Constant, Scalar, Runtime)):
        if first == second and isinstance(first, Constant):
            return first
        types = {
            item.type if isinstance(item, (Scalar, Runtime)) else type(item.value).__name__ for item in (first, second)
        }
        return Runtime(types.pop() if len(types) == 1 else "", (first, second))
    return join(first, second)
