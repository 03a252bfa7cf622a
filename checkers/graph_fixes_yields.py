"""The fix of generators in compiled code: functions that return the list of what they yielded. It has no rules."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.conversion.pieces import end_of
from ms_lint.messages import say
from ms_lint.place_fix import unsafe
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.module import Module

from .graph_fixes import SAME
from .graph_statements import lines_before, lines_behind, margin_of, new_name, together, written_anew

#: What takes a list as it takes an iterator.
_TAKERS = frozenset({"list", "tuple", "sum", "sorted", "zip", "enumerate", "any", "all", "max", "min", "map", "dict"})
_Own = tuple[list[ast.stmt], list[ast.Return]]


def as_list_made(compiled: Compiled) -> Optional[Rewrite]:
    """``yield x`` as ``results.append(x)``, ``yield from xs`` as a loop of these, and ``return results`` at the end.

    Only where all that is made of the generator in its module is to go through it once.
    """
    function, module = compiled.function.node, compiled.module
    if not isinstance(function, ast.FunctionDef) or function.decorator_list or not _are_looped_over(module, function):
        return None
    own = _own(function.body)
    if own is None or any(isinstance(part, ast.While) and _is_endless(part) for part in ast.walk(function)):
        return None
    name = new_name(compiled, "results")
    each = new_name(compiled, "item")
    first = next((item for item in function.body if not _is_docstring(function, item)), None)
    if first is None:
        return None
    parts = [lines_before(module, first, [f"{name} = []"])]
    for statement in own[0]:
        parts.append(_appended(module, statement, name, each))
    for leave in own[1]:
        end = end_of(leave)
        parts.append((((*end, *end), f" {name}"),))
    last = function.body[-1]
    if not isinstance(last, ast.Return):
        parts.append(_at_the_end(module, function, last, name))
    edits = together(*parts)
    if edits is None:
        return None
    merged: dict[Place, str] = {}
    for place, text in edits:
        merged[place] = merged.get(place, "") + text
    doubt = say("all items are computed before the first one is used")
    return unsafe(Rewrite(tuple(merged.items()), SAME), doubt)


def _at_the_end(
    module: Module, function: ast.FunctionDef, last: ast.stmt, name: str
) -> Optional[tuple[tuple[Place, str], ...]]:
    margin = margin_of(module, function.body[0])
    behind = lines_behind(module, last, [f"return {name}"])
    if margin is None or behind is None:
        return None
    return tuple((place, f"\n{margin}return {name}") for place, _ in behind)


def _is_docstring(function: ast.FunctionDef, statement: ast.stmt) -> bool:
    return statement is function.body[0] and ast.get_docstring(function) is not None


def _own(statements: list[ast.stmt]) -> Optional[_Own]:
    """The statements that yield, and the returns; None where something else is made of a yield."""
    yields: list[ast.stmt] = []
    returns: list[ast.Return] = []
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Yield, ast.YieldFrom)):
            yields.append(node)
            waiting.extend(ast.iter_child_nodes(node.value))
        elif isinstance(node, (ast.Yield, ast.YieldFrom, ast.Try)):
            return None
        elif isinstance(node, ast.Return):
            if node.value is not None:
                return None
            returns.append(node)
        else:
            waiting.extend(ast.iter_child_nodes(node))
    return yields, returns


def _is_endless(node: ast.While) -> bool:
    return isinstance(node.test, ast.Constant) and bool(node.test.value)


def _appended(module: Module, statement: ast.stmt, name: str, each: str) -> Optional[tuple[tuple[Place, str], ...]]:
    assert isinstance(statement, ast.Expr)
    node = statement.value
    assert isinstance(node, (ast.Yield, ast.YieldFrom))
    if isinstance(node, ast.Yield):
        text = module.text_of(node.value) if node.value is not None else "None"
        return written_anew(module, statement, [f"{name}.append({text})"])
    loop = [f"for {each} in {module.text_of(node.value)}:", f"\t{name}.append({each})"]
    return written_anew(module, statement, loop)


def _are_looped_over(module: Module, function: ast.FunctionDef) -> bool:
    """Whether every use of a function in its module is a call that is gone through once."""
    found = False
    inside = {id(part) for part in ast.walk(function)}
    for node in ast.walk(module.source.tree):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name != function.name:
            continue
        call = module.parents[node]
        if id(node) in inside or not (isinstance(call, ast.Call) and call.func is node):
            return False
        around = module.parents[call]
        if isinstance(around, (ast.For, ast.comprehension)):
            taken = around.iter is call
        else:
            taken = isinstance(around, ast.Call) and getattr(around.func, "id", "") in _TAKERS
        if not taken and not isinstance(around, (ast.Starred, ast.YieldFrom)):
            return False
        found = True
    return found
