"""The fix of ``try`` in compiled code, where nothing in it can fail: what is tried. It has no rules."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.messages import say
from ms_lint.place_fix import unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.values import Constant, Scalar, Tensor

from .graph_fixes import SAME
from .graph_statements import dedented, margin_of, together, without_head, without_lines

_SAFE_OPERATORS = (ast.Add, ast.Sub, ast.Mult)
_NUMBERS = ("int", "float", "bool")


def without_try(compiled: Compiled, node: ast.Try) -> Optional[Rewrite]:
    """The body of a ``try`` whose handlers are never reached, with its ``else`` and ``finally``."""
    module = compiled.module
    margin = margin_of(module, node)
    if margin is None or not node.handlers or not all(_cannot_fail(compiled, item) for item in node.body):
        return None
    lines = module.source.lines
    heads = [node.lineno, *(handler.lineno for handler in node.handlers)]
    last = node.handlers[-1].body[-1].end_lineno or 0
    if any("#" in line for line in lines[heads[1] - 1 : last]):
        return None
    handlers = without_lines(module, heads[1], last)
    parts = [without_head(module, node.lineno, margin, "try"), dedented(module, node.body, margin), handlers]
    for block, word in ((node.orelse, "else"), (node.finalbody, "finally")):
        if not block:
            continue
        parts += [without_head(module, block[0].lineno - 1, margin, word), dedented(module, block, margin)]
    edits = together(*parts)
    doubt = say("what is tried cannot fail, unless shapes do not match")
    return None if edits is None else unsafe(Rewrite(edits, SAME), doubt)


def _cannot_fail(compiled: Compiled, statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) for target in statement.targets) and _is_sound(
            compiled, statement.value
        )
    return isinstance(statement, ast.Return) and (statement.value is None or _is_sound(compiled, statement.value))


def _is_sound(compiled: Compiled, node: ast.expr) -> bool:
    """Whether an expression has a value whatever happens: constants, local names, and sums of numbers and tensors."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return _is_number(compiled, node) or isinstance(compiled.value(node), Tensor)
    if isinstance(node, ast.BinOp) and isinstance(node.op, _SAFE_OPERATORS):
        sides = (node.left, node.right)
        return all(_is_sound(compiled, side) for side in sides) and any(_is_number(compiled, side) for side in sides)
    return False


def _is_number(compiled: Compiled, node: ast.expr) -> bool:
    value = compiled.value(node)
    if isinstance(value, Constant):
        return isinstance(value.value, (int, float))
    return isinstance(value, Scalar) and value.type in _NUMBERS
