"""What becomes of a value: what an expression stands in, and where a name that holds a result is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional, Union
from weakref import WeakKeyDictionary

from ms_lint.semantics.module import Module
from ms_lint.semantics.scopes import Function

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_Position = tuple[int, int]
_STORES: WeakKeyDictionary[Module, dict[ast.AST, dict[str, list[ast.Name]]]] = WeakKeyDictionary()


def ancestors(module: Module, node: ast.AST) -> Iterator[ast.AST]:
    """What a node stands in, innermost first, up to the module."""
    parents = module.parents
    parent = parents.get(node)
    while parent is not None:
        yield parent
        parent = parents.get(parent)


def statement_of(module: Module, node: ast.AST) -> Optional[ast.stmt]:
    """The statement that an expression belongs to."""
    if isinstance(node, ast.stmt):
        return node
    return next((item for item in ancestors(module, node) if isinstance(item, ast.stmt)), None)


def scope_of(module: Module, node: ast.AST) -> ast.AST:
    """The function around a node, or the module."""
    return next((item for item in ancestors(module, node) if isinstance(item, _FUNCTIONS)), module.source.tree)


def loops_around(module: Module, node: ast.AST) -> Iterator[Union[ast.For, ast.AsyncFor, ast.While]]:
    """The loops of the same function around a node, innermost first."""
    for item in ancestors(module, node):
        if isinstance(item, _FUNCTIONS):
            return
        if isinstance(item, (ast.For, ast.AsyncFor, ast.While)):
            yield item


def is_discarded(module: Module, node: ast.expr) -> bool:
    """Whether an expression is a statement of its own: its value goes nowhere. Not so for the last one of a
    notebook's cell, which is shown."""
    if node not in module.statements:
        return False
    return not (module.is_notebook and isinstance(module.parents.get(module.parents[node]), ast.Module))


def target_of(module: Module, node: ast.expr) -> Optional[ast.expr]:
    """What an expression is assigned to, where it is the whole right side of an assignment to one target."""
    parent = module.parents.get(node)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        return parent.targets[0]
    if isinstance(parent, (ast.AnnAssign, ast.NamedExpr)):
        return parent.target
    return None


def readers(module: Module, node: ast.expr) -> list[ast.expr]:
    """The expressions that stand for the value of ``node``: itself, or, where it is assigned to a name, the
    reads of that name until it is assigned to again."""
    target = target_of(module, node)
    return reads_of(module, target) if isinstance(target, ast.Name) else [node]


def reads_of(module: Module, target: ast.Name) -> list[ast.expr]:
    """The reads of what was assigned to a name there, in the order of the text, those in nested functions
    included, up to the next assignment that is certain. A loop around it is gone round once more."""
    scope, statement = scope_of(module, target), statement_of(module, target)
    names = sorted(
        (item for item in ast.walk(scope) if isinstance(item, ast.Name) and item.id == target.id), key=_position
    )
    begin, end = _position(target), _end(statement if statement is not None else target)
    if isinstance(module.parents.get(target), ast.NamedExpr):
        end = begin
    loops = list(loops_around(module, target))
    later = [name for name in names if _position(name) > end]
    again = [name for name in names if loops and _position(loops[-1]) <= _position(name) < begin]
    found: list[ast.expr] = []
    for name in [*later, *again]:
        if isinstance(name.ctx, ast.Load):
            found.append(name)
        elif not _is_conditional(module, name, statement):
            # what stands right of the new assignment is read before it
            around = statement_of(module, name)
            inside = set(ast.walk(around)) if isinstance(around, (ast.Assign, ast.AugAssign)) else set()
            is_read = isinstance(around, ast.AugAssign)
            found += [item for item in names if item in inside and (is_read or isinstance(item.ctx, ast.Load))]
            break
    return list(dict.fromkeys(found))


def _is_conditional(module: Module, name: ast.Name, other: Optional[ast.stmt]) -> bool:
    """Whether an assignment may be passed by where ``other`` was not: it stands in a block of its own."""
    around = {id(item) for item in ancestors(module, other)} if other is not None else set()
    statement = statement_of(module, name)
    return statement is not None and id(module.parents.get(statement)) not in around


def _stores(module: Module, scope: ast.AST) -> dict[str, list[ast.Name]]:
    """The names that a scope binds itself, with the places."""
    known = _STORES.setdefault(module, {})
    if scope not in known:
        found: dict[str, list[ast.Name]] = {}
        for item in ast.walk(scope):
            if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store) and scope_of(module, item) is scope:
                found.setdefault(item.id, []).append(item)
        known[scope] = found
    return known[scope]


def assigned_expression(module: Module, name: ast.Name) -> Optional[ast.expr]:
    """The right side of the only assignment to a name in the function around, or else in the module; None
    where there is none, more than one, or a part of an unpacking."""
    scopes = [item for item in ancestors(module, name) if isinstance(item, _FUNCTIONS)]
    for scope in (*scopes, module.source.tree):
        stores = _stores(module, scope).get(name.id)
        if stores:
            parent = module.parents.get(stores[0])
            if len(stores) == 1 and isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
                return parent.value
            return None
        if any(item.arg == name.id for item in ast.walk(getattr(scope, "args", scope)) if isinstance(item, ast.arg)):
            return None
    return None


def followed(module: Module, node: ast.expr, depth: int = 3) -> ast.expr:
    """An expression, or what was assigned to it where it is a name that is assigned to once."""
    while isinstance(node, ast.Name) and depth > 0:
        assigned = assigned_expression(module, node)
        if assigned is None:
            break
        node, depth = assigned, depth - 1
    return node


def returned(function: Function) -> list[ast.expr]:
    """What a function returns, expression by expression; the body of a lambda."""
    node = function.node
    if isinstance(node, ast.Lambda):
        return [node.body]
    found: list[ast.expr] = []
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, ast.Return):
            if item.value is not None:
                found.append(item.value)
        elif not isinstance(item, (*_FUNCTIONS, ast.ClassDef)):
            waiting += [child for child in ast.iter_child_nodes(item) if not isinstance(child, ast.expr)]
    return found


def _position(node: ast.AST) -> _Position:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _end(node: Union[ast.stmt, ast.expr]) -> _Position:
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
