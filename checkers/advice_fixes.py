"""Fixes that write what the advice of a finding says, where that is code of the user's own names. It has no rules."""

from __future__ import annotations

import ast
import re
from typing import Optional

from ms_lint.call_fix import RAISES, imported
from ms_lint.conversion.imports import ROOTS
from ms_lint.messages import Message
from ms_lint.place_fix import is_movable, replaced
from ms_lint.rules import Rewrite
from ms_lint.semantics.module import Module

_WRITE = re.compile(r"Write `([^`]+)`(?:\.$|\.? without the call|: it is dense|: the result is bound)")
_WRITE_OR = re.compile(r"Write `([^`]+)`, or ")


def as_advised(
    module: Module, node: ast.expr, advice: Optional[str], reason: Message = RAISES, first_of_two: bool = False
) -> Optional[Rewrite]:
    """The code of an advice ("Write `x.shape[0]`.") in the place of an expression; None where it has a name that stands
    for what is not known, or is no expression. ``first_of_two`` takes what is said before an ", or"."""
    match = _WRITE.search(str(advice)) or (_WRITE_OR.search(str(advice)) if first_of_two else None)
    if match is None:
        return None
    try:
        written = ast.parse(match[1], mode="eval").body
    except (SyntaxError, ValueError):
        return _as_statement(module, node, match[1], reason)
    parent = module.parents.get(node)
    if isinstance(parent, ast.Expr) and not isinstance(written, ast.Call):
        return _without_line(module, parent, reason)
    if not _is_known(written, node):
        return None
    needed: set[str] = set()
    text = imported(module, match[1], needed)
    return replaced(module, node, text, reason, needed)


def _as_statement(module: Module, node: ast.expr, code: str, reason: Message) -> Optional[Rewrite]:
    """``x = x.add(1)`` for the statement ``x.add_(1)``."""
    statement = module.parents.get(node)
    try:
        (written,) = ast.parse(code).body
    except (SyntaxError, ValueError):
        return None
    if not isinstance(statement, ast.Expr) or not isinstance(written, ast.Assign) or not _is_known(written, node):
        return None
    needed: set[str] = set()
    text = imported(module, code, needed)
    return replaced(module, statement, text, reason, needed)


def _is_known(written: ast.AST, node: ast.expr) -> bool:
    """Whether what is to be written has no other names than what stands there, and nothing that is left open."""
    own = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} | set(ROOTS) | {"int", "float", "math"}
    parts = list(ast.walk(written))
    is_open = any(isinstance(part, ast.Constant) and part.value is ... for part in parts)
    return not is_open and all(part.id in own for part in parts if isinstance(part, ast.Name))


def _without_line(module: Module, statement: ast.Expr, reason: Message) -> Optional[Rewrite]:
    """Without a statement that has nothing left to do, where others stand beside it."""
    body = getattr(module.parents.get(statement), "body", [])
    lines = module.source.lines
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    margin = lines[first - 1].encode()[: statement.col_offset]
    rest = lines[last - 1].encode()[statement.end_col_offset :]
    if statement not in body or len(body) < 2 or margin.strip() or rest.strip() or not is_movable(module, statement):
        return None
    if last >= len(lines):
        return None
    return Rewrite((((first, 0, last + 1, 0), ""),), reason)
