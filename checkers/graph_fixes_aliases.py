"""The fix of two names for one object in compiled code: one of them. It has no rules."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.messages import say
from ms_lint.place_fix import unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import Change, Compiled
from ms_lint.semantics.values import Tensor

from .graph_fixes import SAME
from .graph_statements import in_its_place, places_of, renamed_everywhere, together, without_statement


def with_one_name(compiled: Compiled, change: Change, other: str) -> Optional[Rewrite]:
    """``b = a``, ``b.append(x)`` and ``return a`` with ``a`` for both; ``row = x[0]`` and ``row[1] = 2`` as
    ``x[0][1] = 2``. An input of the network that gets another name is copied instead."""
    root: ast.expr = change.target
    while isinstance(root, (ast.Subscript, ast.Attribute)):
        root = root.value
    link = _link(compiled, {getattr(root, "id", ""), other})
    if link is None or compiled.conditions(link):
        return None
    name, source = link.targets[0], _root(link.value)
    if not (isinstance(name, ast.Name) and source is not None) or not _is_constant_part(link.value):
        return None
    function = compiled.function.node
    places = [part for part in places_of(function, name.id) if part is not name]
    before = [part for part in places_of(function, source.id) if isinstance(part.ctx, ast.Store)]
    if any(part.lineno < link.lineno for part in places):
        return None
    bound = [part for part in places if isinstance(part.ctx, ast.Store)]
    bound += [part for part in before if part.lineno >= link.lineno]
    if not all(_is_changed(compiled, part, change) for part in bound):
        return None
    module = compiled.module
    if isinstance(change.value, Tensor) and not before:
        return _copied(compiled, change, link, name, source)
    edits = together(without_statement(module, link), renamed_everywhere(module, places, module.text_of(link.value)))
    return None if edits is None else Rewrite(edits, SAME)


def _link(compiled: Compiled, names: set[str]) -> Optional[ast.Assign]:
    """The one assignment that makes two names the same, or one a part of the other."""
    found = []
    for node in compiled.nodes(ast.Assign):
        source = _root(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name) and source is not None and {target.id, source.id} == names:
                found.append(node)
    return found[0] if len(found) == 1 and len(found[0].targets) == 1 else None


def _root(node: ast.expr) -> Optional[ast.Name]:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _is_constant_part(node: ast.expr) -> bool:
    while isinstance(node, ast.Subscript):
        if not isinstance(node.slice, ast.Constant):
            return False
        node = node.value
    return isinstance(node, ast.Name)


def _is_changed(compiled: Compiled, place: ast.Name, change: Change) -> bool:
    """Whether a name is only changed there: ``items += [...]``."""
    statement = compiled.module.parents[place]
    return isinstance(statement, ast.AugAssign) and statement is change.node and not isinstance(change.value, Tensor)


def _copied(
    compiled: Compiled, change: Change, link: ast.Assign, name: ast.Name, source: ast.Name
) -> Optional[Rewrite]:
    """``y = x`` of an input as ``y = x.copy()``, and ``y`` wherever ``x`` is read afterwards."""
    if link.value is not source or getattr(change.target, "id", "") != name.id:
        return None
    later = [part for part in places_of(compiled.function.node, source.id) if part.lineno > link.lineno]
    end = getattr(change.node, "end_lineno", 0)
    if any(part.lineno <= end for part in later):
        return None
    edits = together(
        in_its_place(compiled.module, source, f"{source.id}.copy()"),
        renamed_everywhere(compiled.module, later, name.id),
    )
    doubt = say("`{name}` becomes a copy: what the caller has is not changed any more", name=source.id)
    return None if edits is None else unsafe(Rewrite(edits, SAME), doubt)
