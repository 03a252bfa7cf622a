"""Conditions at the top of modules that are known without running them: the version of Python, the platform."""

from __future__ import annotations

import ast
from typing import Optional

#: The Python that conditions on its version are judged for.
_PYTHON = (3, 11)
_TYPE_CHECKING = frozenset({"TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"})


def condition(node: ast.expr) -> Optional[bool]:
    """Whether a condition at the top of a module holds at run time; None where that is not known."""
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = condition(node.operand)
        return None if inner is None else not inner
    if isinstance(node, ast.BoolOp):
        values = [condition(value) for value in node.values]
        decisive = isinstance(node.op, ast.Or)
        if decisive in values:
            return decisive
        return None if None in values else not decisive
    text = ast.unparse(node)
    if text in _TYPE_CHECKING or "__name__ ==" in text:
        return False
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = ast.unparse(node.left), node.comparators[0]
        if left == "sys.version_info" or left == "sys.version_info[:2]":
            return _compare(_PYTHON, node.ops[0], right)
        if left in ("sys.platform", "os.name") or left.startswith("platform.system()"):
            expected = str(right.value).lower() if isinstance(right, ast.Constant) else ""
            is_linux = expected in ("linux", "posix")
            if isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
                return is_linux == isinstance(node.ops[0], ast.Eq)
    return None


def _compare(version: tuple[int, ...], operator: ast.cmpop, right: ast.expr) -> Optional[bool]:
    try:
        other = ast.literal_eval(right)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(other, tuple) or not all(isinstance(part, int) for part in other):
        return None
    if isinstance(operator, (ast.GtE, ast.Gt)):
        return version >= other
    if isinstance(operator, (ast.Lt, ast.LtE)):
        return version < other
    return None
