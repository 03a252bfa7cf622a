"""The fixes of branches whose values the graph cannot join: both are made tensors of one type. It has no rules."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.messages import say
from ms_lint.place_fix import names_of, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import Branches, Compiled
from ms_lint.semantics.values import Tensor

from .graph_fixes import SAME, atom
from .graph_statements import in_its_place, is_plain


def of_one_type(compiled: Compiled, branches: Branches, name: str) -> Optional[Rewrite]:
    """``y = 0`` as ``y = ops.full_like(x, 0)`` where the other branch has ``y = x``; ``y = x.astype(t)`` cast back
    where it has that."""
    pair = _values(branches, name)
    if pair is None:
        return None
    for tensor, other in (pair, pair[::-1]):
        if not is_plain(tensor) or isinstance(tensor, ast.Constant):
            continue
        if _is_number(other) and isinstance(compiled.value(tensor), Tensor):
            return _filled(compiled, tensor, other)
        function = other.func if isinstance(other, ast.Call) else None
        cast = function.value if isinstance(function, ast.Attribute) and function.attr == "astype" else None
        if cast is not None and ast.dump(cast) == ast.dump(tensor):
            return _cast_back(compiled, tensor, other)
    return None


def _values(branches: Branches, name: str) -> Optional[tuple[ast.expr, ast.expr]]:
    """What a name is given in either branch, where that is one assignment each."""
    node = branches.node
    if isinstance(node, ast.IfExp):
        return node.body, node.orelse
    found = []
    for block in (node.body, node.orelse):
        stored = [
            part
            for statement in block
            for part in ast.walk(statement)
            if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store)
        ]
        whole = [item for item in block if isinstance(item, ast.Assign) and len(item.targets) == 1]
        given = [item.value for item in whole if len(stored) == 1 and item.targets[0] is stored[0]]
        found += given[:1]
    return (found[0], found[1]) if len(found) == 2 else None


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _filled(compiled: Compiled, tensor: ast.expr, number: ast.expr) -> Optional[Rewrite]:
    module = compiled.module
    if compiled.targets_before("2.0"):
        return None
    needed: set[str] = set()
    fill = names_of(module).spelled("ops.full_like", needed)
    edits = in_its_place(module, number, f"{fill}({module.text_of(tensor)}, {module.text_of(number)})")
    doubt = say("a tensor of the shape and type of `{tensor}` stands for the number", tensor=module.text_of(tensor))
    return None if edits is None else unsafe(Rewrite((*names_of(module).edits(needed), *edits), SAME), doubt)


def _cast_back(compiled: Compiled, tensor: ast.expr, cast: ast.expr) -> Optional[Rewrite]:
    module = compiled.module
    text = f"{module.text_of(cast)}.astype({atom(module, tensor)}.dtype)"
    edits = in_its_place(module, cast, text)
    doubt = say("the values are those of the cast, the type is that of `{tensor}`", tensor=module.text_of(tensor))
    return None if edits is None else unsafe(Rewrite(edits, SAME), doubt)
