"""What becomes of the result of a call: it is unpacked, indexed, thrown away, computed with ..."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.semantics.module import Module
from ms_lint.semantics.scopes import Function

Use = tuple[str, Union[int, str, None]]
_OPERATIONS = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.AugAssign)


def uses(module: Module, function: Optional[Function], node: ast.expr) -> list[Use]:
    """How the value of an expression is used, right there or through the one variable that it is assigned to.

    ``("discarded", None)``; ``("named", name)`` by an assignment to one variable; ``("unpacked", n)`` into n targets,
    and ``("into", text)`` which; ``("indexed", i)``
    with a constant number; ``("attribute", name)``; ``("computed", "Add")`` with an operator, or ``Compare``;
    ``("truth", None)`` as a condition; ``("argument", None)`` of a call; ``("iterated", None)``;
    ``("returned", None)``. What else there may be is not named.
    """
    around = _around(module, node)
    if around is None:
        return []
    statement = around
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name) and statement.value is node:
        name = statement.targets[0].id
        body = function.node if function is not None else module.source.tree
        names = [item for item in ast.walk(body) if isinstance(item, ast.Name) and item.id == name]
        if len(statement.targets) > 1 or sum(isinstance(item.ctx, ast.Store) for item in names) > 1:
            return []
        found: list[Use] = [("named", name)]
        for item in names:
            parent = _around(module, item) if isinstance(item.ctx, ast.Load) else None
            if parent is not None:
                found += list(_use(parent, item))
        return found
    return list(_use(around, node))


def _use(parent: ast.AST, node: ast.expr) -> Iterator[Use]:
    if isinstance(parent, ast.Expr):
        yield "discarded", None
    elif isinstance(parent, ast.Assign):
        target = parent.targets[0]
        if isinstance(target, (ast.Tuple, ast.List)) and not any(isinstance(e, ast.Starred) for e in target.elts):
            yield "unpacked", len(target.elts)
            yield "into", ast.unparse(target).strip("()[]")
    elif isinstance(parent, ast.Subscript) and parent.value is node:
        index = parent.slice
        if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub):
            index = index.operand
        if isinstance(index, ast.Constant) and isinstance(index.value, int):
            yield "indexed", index.value if index is parent.slice else -index.value
    elif isinstance(parent, ast.Attribute):
        yield "attribute", parent.attr
    elif isinstance(parent, _OPERATIONS) and not (isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)):
        yield "computed", type(getattr(parent, "op", parent)).__name__
    elif isinstance(parent, (ast.UnaryOp, ast.BoolOp)) or getattr(parent, "test", None) is node:
        yield "truth", None
    elif isinstance(parent, ast.keyword):
        yield "argument", None
    elif isinstance(parent, ast.Call) and parent.func is not node:
        yield ("truth" if isinstance(parent.func, ast.Name) and parent.func.id == "bool" else "argument"), None
    elif isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is node:
        yield "iterated", None
    elif isinstance(parent, ast.Return):
        yield "returned", None


def _around(module: Module, node: ast.AST) -> Optional[ast.AST]:
    """The node right around another one, found by descending to its place."""
    line, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    parent: ast.AST = module.source.tree
    while True:
        for child in _children(parent):
            if child is node:
                return parent
            if _contains(child, line, column):
                parent = child
                break
        else:
            return None


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """The children that have a place; those of what has none (arguments, cases) are its own."""
    for child in ast.iter_child_nodes(node):
        if hasattr(child, "lineno") or isinstance(child, ast.comprehension):
            yield child
        else:
            yield from _children(child)


def _contains(node: ast.AST, line: int, column: int) -> bool:
    if isinstance(node, ast.comprehension):
        return any(_contains(child, line, column) for child in ast.iter_child_nodes(node))
    first = min(
        [(node.lineno, node.col_offset), *((d.lineno, d.col_offset) for d in getattr(node, "decorator_list", ()))]  # type: ignore[attr-defined]
    )
    last = (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    return first <= (line, column) < last
