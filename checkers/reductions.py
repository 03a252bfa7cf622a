"""Whether the code itself reduces what a loss gives, so that how the loss reduces is its own business."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.semantics.observer import Call
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.uses import uses

_WEIGHS = (ast.Mult, ast.Div)
_SUMS = (("computed", "Add"), ("computed", "Sub"))
_REDUCES = re.compile(r"mean|sum", re.IGNORECASE)


def is_reduced(call: Call) -> bool:
    """Whether all that a loss gives, right there or through the attribute or name that keeps the layer, is worked on
    and never returned as it is. False where nothing of it is seen."""
    results = list(_results(call))
    return bool(results) and all(_is_worked_on(call, function, node) for function, node in results)


def _results(call: Call) -> Iterator[tuple[Optional[Function], ast.expr]]:
    """What the function gives, or the calls of the layer that is made."""
    parents = call.module.parents
    if ".nn." not in call.qualified_name:
        yield call.function, call.node
        return
    parent = parents.get(call.node)
    if isinstance(parent, ast.Call) and parent.func is call.node:
        yield call.function, parent
    elif isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        kept = ast.unparse(parent.targets[0])
        cls = call.function.cls if call.function is not None else None
        places = list(cls.methods.values()) if cls is not None else [call.function]
        for function in places:
            body = function.node if function is not None else call.module.source.tree
            for node in ast.walk(body):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == kept:
                    yield function, node


def _is_worked_on(call: Call, function: Optional[Function], node: ast.expr) -> bool:
    parent = call.module.parents.get(node)
    if isinstance(parent, ast.Attribute):
        return _REDUCES.search(parent.attr) is not None
    if isinstance(parent, ast.Call):
        return _REDUCES.search(ast.unparse(parent.func)) is not None
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, _WEIGHS)
    if isinstance(parent, ast.Assign):
        return all(
            word != "returned" and (word, detail) not in _SUMS for word, detail in uses(call.module, function, node)
        )
    return False
