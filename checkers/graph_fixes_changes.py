"""The fixes of changes that do not leave the graph: what is changed is given back, or is a copy. It has no rules."""

from __future__ import annotations

import ast
import os
from typing import Optional

from ms_lint.messages import say
from ms_lint.place_fix import before_first, is_movable, replaced, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import Change, Compiled
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import Symbol, Tensor

from .graph_fixes import SAME
from .graph_fixes_state import as_parameter
from .graph_statements import Edit, lines_behind, loads, span, stores, unsafe_rewrite


def as_value(compiled: Compiled, change: Change, first: str) -> Optional[Rewrite]:
    """A change whose outcome is a value of the graph; None where that is not determined. ``first`` is the name that
    what is changed begins with."""
    if isinstance(change.target, ast.Attribute) and change.how == "[]=" and isinstance(change.value, Tensor):
        return as_parameter(compiled, change.target)
    if change.owner == "local":
        return _as_copy(compiled, change)
    if change.owner != "parameter" or not first:
        return None
    return _on_copy(compiled, change) if len(compiled.chain) == 1 else _given_back(compiled, first)


def _given_back(compiled: Compiled, name: str) -> Optional[Rewrite]:
    """A function that changes its argument, as one that returns it; the callers go on with what it returns."""
    module, function = compiled.module, compiled.function.node
    if not isinstance(function, ast.FunctionDef) or function.decorator_list or any(stores(function, name)):
        return None
    returns = [part for part in ast.walk(function) if isinstance(part, (ast.Return, ast.Yield, ast.YieldFrom))]
    calls = compiled.called_from
    used = [
        part
        for part in ast.walk(module.source.tree)
        if getattr(part, "id", getattr(part, "attr", "")) == function.name
        and isinstance(part, (ast.Name, ast.Attribute))
    ]
    if returns or not calls or {id(part) for part in used} != {id(call.func) for call in calls}:
        return None
    if module.index.mentions(function.name, {os.path.abspath(module.path)}):
        return None
    added = lines_behind(module, function.body[-1], [f"return {name}"])
    kept = _kept_changes(compiled, name)
    if added is None or kept is None:
        return None
    edits: list[Edit] = [*kept, *added]
    names = [item.arg for item in function.args.args]
    if compiled.function.cls is not None and not compiled.function.is_static:
        names = names[1:]
    for call, caller in calls.items():
        given = next((item.value for item in call.keywords if item.arg == name), None)
        if given is None and name in names and names.index(name) < len(call.args):
            given = call.args[names.index(name)]
        if caller.module is not module or not isinstance(given, ast.Name) or not is_movable(module, call):
            return None
        if not isinstance(module.parents.get(call), ast.Expr):
            return None
        start = span(call)
        edits.append((start, f"{given.id} = {module.text_of(call)}"))
    return unsafe_rewrite(
        module, edits, say("`{name}` is given back from then on, and its callers go on with that", name=name)
    )


def _kept_changes(compiled: Compiled, name: str) -> Optional[list[Edit]]:
    """The edits that make the changes of a parameter such that the graph computes them with their gradients; None where
    there are others than to append and to set items."""
    edits: list[Edit] = []
    for change in compiled.changes:
        if change.parameter != name and not any(loads(change.target, name)):
            continue
        call, statement = change.node, compiled.module.parents.get(change.node)
        if change.how == "extend" and isinstance(call, ast.Call) and isinstance(statement, ast.Expr):
            is_written = len(call.args) == 1 and isinstance(call.args[0], ast.List) and not call.keywords
            if not is_written or not isinstance(change.target, ast.Name) or not is_movable(compiled.module, call):
                return None
            edits.append((span(call), f"{name} = {name} + {compiled.module.text_of(call.args[0])}"))
        elif change.how not in ("append", "[]="):
            return None
    return edits


def _on_copy(compiled: Compiled, change: Change) -> Optional[Rewrite]:
    """An entry that changes its argument, as one that changes a copy of it."""
    module, function, target = compiled.module, compiled.function.node, change.target
    if (
        not isinstance(target, ast.Name)
        or not isinstance(function, ast.FunctionDef)
        or any(stores(function, target.id))
    ):
        return None
    if _is_read_again(module):
        return None
    doubt = say("what the caller has of `{name}` stays as it was from then on, in PyNative mode too", name=target.id)
    if isinstance(change.value, Tensor) and change.how == "[]=":
        return unsafe(before_first(module, function.body, f"{target.id} = {target.id}.copy()", SAME), doubt)
    statement = module.parents.get(change.node)
    call = change.node
    changes = [item for item in compiled.changes if getattr(item.target, "id", "") == target.id]
    if change.how != "append" or not isinstance(statement, ast.Expr) or not isinstance(call, ast.Call):
        return None
    if len(changes) != 1 or len(call.args) != 1 or call.keywords or not any(loads(function, target.id)):
        return None
    text = f"{target.id} = {target.id} + [{module.text_of(call.args[0])}]"
    return unsafe(replaced(module, statement, text, SAME), doubt)


def _is_read_again(module: Module) -> bool:
    """Whether code of the module's own reads again what it has given to a call."""
    given: set[str] = set()
    for statement in module.source.tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            continue
        calls = [part for part in ast.walk(statement) if isinstance(part, ast.Call)]
        names = [item for call in calls for item in call.args if isinstance(item, ast.Name)]
        read = [part for part in ast.walk(statement) if isinstance(part, ast.Name) and part not in names]
        if any(part.id in given and isinstance(part.ctx, ast.Load) for part in read):
            return True
        given |= {item.id for item in names}
    return False


def _as_copy(compiled: Compiled, change: Change) -> Optional[Rewrite]:
    """``list(self.items)``, which does not copy in the graph, as ``self.items[:]``."""
    module, target = compiled.module, change.target
    for statement in compiled.nodes(ast.Assign):
        call = statement.value
        is_named = any(
            isinstance(item, ast.Name) and item.id == getattr(target, "id", "") for item in statement.targets
        )
        if not is_named or not isinstance(call, ast.Call) or compiled.value(call.func) != Symbol("builtins.list"):
            continue
        if len(call.args) == 1 and not call.keywords and isinstance(call.args[0], ast.Attribute):
            return replaced(module, call, f"{module.text_of(call.args[0])}[:]", SAME)
    return None
