"""Operators in the followed code: arithmetic and comparisons of numbers, sizes, lists and tensors."""

from __future__ import annotations

import ast
import operator
from typing import Any, Callable

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.broadcasting import arithmetic
from ms_lint.semantics.wiring.model import UNKNOWN, Tensor
from ms_lint.semantics.wiring.objects import (
    Choice,
    Items,
    Library,
    Table,
    is_plain,
    truth,
)
from ms_lint.semantics.wiring.sizes import Size
from ms_lint.semantics.wiring.state import State

MAXIMUM_LENGTH = 4096
_MAXIMUM_NUMBER = 1 << 64
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class Operators(State):
    """What arithmetic and comparisons give."""

    def value(self, node: ast.expr) -> Any:
        """What an expression gives."""
        raise NotImplementedError

    def _binary(self, node: ast.BinOp) -> Any:
        return self.operate(node.op, self.value(node.left), self.value(node.right), node)

    def operate(self, operation: ast.operator, left: Any, right: Any, node: ast.AST) -> Any:
        """The result of an arithmetic operator."""
        if isinstance(left, Tensor) or isinstance(right, Tensor):
            return arithmetic(self, operation, left, right, node)
        if isinstance(left, Size) or isinstance(right, Size):
            return self._size_arithmetic(operation, left, right)
        if isinstance(left, (Items, tuple)) or isinstance(right, (Items, tuple)):
            return self._list_arithmetic(operation, left, right)
        if not (is_plain(left) and is_plain(right)):
            return UNKNOWN
        function = _BINARY.get(type(operation))
        if function is None or _is_too_large(operation, left, right):
            return UNKNOWN
        try:
            return function(left, right)
        except (TypeError, ValueError, ArithmeticError):
            return UNKNOWN

    def _size_arithmetic(self, operation: ast.operator, left: Any, right: Any) -> Any:
        both = (int, Size)
        if isinstance(left, bool) or isinstance(right, bool):
            return UNKNOWN
        if isinstance(left, both) and isinstance(right, both):
            result: sizes.Dim = None
            if isinstance(operation, ast.Add):
                result = sizes.add(left, right)
            elif isinstance(operation, ast.Sub):
                result = sizes.add(left, right, -1)
            elif isinstance(operation, ast.Mult):
                result = sizes.multiply(left, right)
            elif isinstance(operation, ast.FloorDiv):
                result = sizes.divide(left, right)
            if result is not None:
                return result
        key = (type(operation).__name__, left, right)
        try:
            known = self.memory.opaque.get(key)
            if known is None:
                known = self.memory.opaque[key] = sizes.opaque("?")
        except TypeError:
            return UNKNOWN
        return known if isinstance(left, (*both, float)) and isinstance(right, (*both, float)) else UNKNOWN

    def _list_arithmetic(self, operation: ast.operator, left: Any, right: Any) -> Any:
        if isinstance(operation, ast.Add) and isinstance(left, (Items, tuple)) and isinstance(right, (Items, tuple)):
            if len(left) + len(right) > MAXIMUM_LENGTH:
                return Items(is_open=True) if isinstance(left, Items) else UNKNOWN
            if isinstance(left, tuple) and isinstance(right, tuple):
                return left + right
            if isinstance(left, Items) and isinstance(right, Items):
                return Items([*left, *right], left.is_open or right.is_open)
        if isinstance(operation, ast.Mult):
            items, count = (left, right) if isinstance(left, (Items, tuple)) else (right, left)
            if isinstance(count, int) and count * len(items) <= MAXIMUM_LENGTH:
                return Items(list(items) * count, items.is_open) if isinstance(items, Items) else items * count
        if isinstance(left, str) and isinstance(operation, ast.Mod):
            return UNKNOWN
        return Items(is_open=True) if isinstance(left, Items) else UNKNOWN

    def _unary(self, node: ast.UnaryOp) -> Any:
        operand = self.value(node.operand)
        if isinstance(node.op, ast.Not):
            known = truth(operand)
            return UNKNOWN if known is UNKNOWN else not known
        if isinstance(operand, Tensor):
            return Tensor(operand.shape, operand.step, operand.name, operand.dtype)
        if isinstance(operand, Size):
            return sizes.multiply(operand, -1) if isinstance(node.op, ast.USub) else UNKNOWN
        if is_plain(operand) and isinstance(operand, (int, float)):
            if isinstance(node.op, ast.USub):
                return -operand
            if isinstance(node.op, ast.UAdd):
                return operand
            if isinstance(node.op, ast.Invert) and isinstance(operand, int):
                return ~operand
        return UNKNOWN

    def _compare(self, node: ast.Compare) -> Any:
        left = self.value(node.left)
        result: Any = True
        for operation, right_node in zip(node.ops, node.comparators):
            right = self.value(right_node)
            known = self._compared(operation, left, right)
            if known is False:
                return False
            if known is UNKNOWN:
                result = UNKNOWN
            left = right
        return result

    def _compared(self, operation: ast.cmpop, left: Any, right: Any) -> Any:
        if isinstance(operation, (ast.Is, ast.IsNot)):
            known = _identical(left, right)
            return known if known is UNKNOWN or isinstance(operation, ast.Is) else not known
        if isinstance(operation, (ast.In, ast.NotIn)):
            known = self._contains(right, left)
            return known if known is UNKNOWN or isinstance(operation, ast.In) else not known
        if isinstance(left, Tensor) or isinstance(right, Tensor):
            return Tensor(dtype="bool")
        if isinstance(left, (int, Size)) and isinstance(right, (int, Size)):
            return self._compared_sizes(operation, left, right)
        if isinstance(left, Items) and isinstance(right, Items) and not (left.is_open or right.is_open):
            left, right = tuple(left), tuple(right)
        plain = all(
            is_plain(item) for value in (left, right) for item in (value if isinstance(value, tuple) else (value,))
        )
        if plain:
            try:
                return _COMPARE[type(operation)](left, right)
            except TypeError:
                return UNKNOWN
        are_named = isinstance(left, (Library, ClassInfo)) and isinstance(right, (Library, ClassInfo))
        if are_named and isinstance(operation, (ast.Eq, ast.NotEq)):
            return (left == right) is isinstance(operation, ast.Eq)
        return UNKNOWN

    def _compared_sizes(self, operation: ast.cmpop, left: Any, right: Any) -> Any:
        left, right = self.resolve(left), self.resolve(right)
        if isinstance(left, int) and isinstance(right, int):
            return _COMPARE[type(operation)](left, right)
        if isinstance(operation, (ast.Eq, ast.NotEq)):
            known = sizes.equal(left, right)
            return UNKNOWN if known is None else known is isinstance(operation, ast.Eq)
        difference = sizes.add(left, right, -1)
        return _COMPARE[type(operation)](difference, 0) if isinstance(difference, int) else UNKNOWN

    def _contains(self, container: Any, item: Any) -> Any:
        if isinstance(container, str) and isinstance(item, str):
            return item in container
        if not isinstance(container, (Items, Table, tuple, range)) or not is_plain(item):
            return UNKNOWN
        if not isinstance(container, range) and all(is_plain(known) for known in container):
            found = item in list(container)
            return found if found or not getattr(container, "is_open", False) else UNKNOWN
        if isinstance(container, range) and isinstance(item, int):
            return item in container
        return UNKNOWN


def _identical(left: Any, right: Any) -> Any:
    for one, other in ((left, right), (right, left)):
        if other is None or isinstance(other, bool):
            if one is UNKNOWN or isinstance(one, Choice):
                return UNKNOWN
            if isinstance(one, Size) and any(not atom.is_size for atom in one.atoms()):
                return UNKNOWN
            if isinstance(one, Tensor) and one.step is None and one.shape is None:
                return UNKNOWN
            return one is other
    if isinstance(left, (ClassInfo, Library)) and isinstance(right, (ClassInfo, Library)):
        return left == right
    return UNKNOWN


def _is_too_large(operation: ast.operator, left: Any, right: Any) -> bool:
    if isinstance(left, (str, bytes)) or isinstance(right, (str, bytes)):
        if isinstance(operation, ast.Mod):
            return True
        length = sum(len(value) if isinstance(value, (str, bytes)) else 0 for value in (left, right))
        count = right if isinstance(right, int) else left if isinstance(left, int) else 1
        return length * max(count, 1) > MAXIMUM_LENGTH
    if isinstance(operation, ast.Pow):
        return bool(abs(left) > 1 << 16 or abs(right) > 64)
    if isinstance(operation, ast.LShift):
        return bool(abs(right) > 64)
    return any(isinstance(value, int) and abs(value) > _MAXIMUM_NUMBER for value in (left, right))
