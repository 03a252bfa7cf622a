"""Whether the code itself reduces what a loss gives, so that how the loss reduces is its own business."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import scope_of

_WEIGHS = (ast.Mult, ast.Div)
_WORKS = re.compile(r"mean|sum|mul|div", re.IGNORECASE)


def is_reduced(call: Call) -> bool:
    """Whether all that a loss gives, right there or through the attribute or name that keeps the layer, is worked on
    and never returned as it is. False where nothing of it is seen."""
    results = list(_results(call))
    return bool(results) and all(_is_worked_on(call.module, node) for node in results)


def _results(call: Call) -> Iterator[ast.expr]:
    """What the function gives, or the calls of the layer or primitive that is made."""
    module = call.module
    if not call.qualified_name.rpartition(".")[2][:1].isupper():
        yield call.node
        return
    parent = module.parents.get(call.node)
    if isinstance(parent, ast.Call) and parent.func is call.node:
        yield parent
    elif isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        kept = ast.unparse(parent.targets[0])
        cls = call.function.cls if call.function is not None else None
        for node in ast.walk(cls.node if cls is not None else scope_of(module, call.node)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == kept:
                yield node


def _is_worked_on(module: Module, node: ast.expr) -> bool:
    parent = module.parents.get(node)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        name = parent.targets[0].id
        names = [item for item in ast.walk(scope_of(module, parent)) if isinstance(item, ast.Name) and item.id == name]
        if sum(isinstance(item.ctx, ast.Store) for item in names) > 1:
            return True  # what becomes of it is too much to follow
        return all(_is_worked_on(module, item) for item in names if isinstance(item.ctx, ast.Load))
    if isinstance(parent, ast.Attribute):
        return _WORKS.search(parent.attr) is not None
    if isinstance(parent, ast.Call):
        return _WORKS.search(ast.unparse(parent.func)) is not None
    return isinstance(parent, ast.BinOp) and isinstance(parent.op, _WEIGHS)
