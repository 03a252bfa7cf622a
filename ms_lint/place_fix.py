"""The fixes of single places: an expression that is replaced, wrapped or swapped, a result that is given a name, a
keyword that is added to a call that is no subject of its own."""

from __future__ import annotations

import ast
from typing import Optional, Union

from ms_lint.conversion.imports import Names
from ms_lint.conversion.pieces import end_of, start_of, text_between
from ms_lint.conversion.plan import plan_of
from ms_lint.conversion.values import ATOMS
from ms_lint.edits import Changes, add_keyword, change_arguments, is_in_place
from ms_lint.findings import Applicability
from ms_lint.messages import Message
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.module import Module

Spanned = Union[ast.expr, ast.stmt]


def names_of(module: Module) -> Names:
    """The names of MindSpore in a module, for ``spelled`` and ``edits``."""
    return plan_of(module).names


def replaced(
    module: Module, node: Spanned, text: str, reason: Message, needed: Optional[set[str]] = None
) -> Optional[Rewrite]:
    """The fix that writes something else in the place of a node; None where a comment would be lost."""
    if not is_movable(module, node):
        return None
    edit: tuple[Place, str] = ((*start_of(node), *end_of(node)), text)
    return Rewrite((*names_of(module).edits(needed or ()), edit), reason)


def renamed(module: Module, node: ast.AST, name: str, reason: Message) -> Optional[Rewrite]:
    """The fix that gives an attribute another name; None for what is none."""
    if not isinstance(node, ast.Attribute) or not is_in_place(node, module.source):
        return None
    line, end = end_of(node)
    return Rewrite((((line, end - len(node.attr.encode()), line, end), name),), reason)


def around(
    module: Module, node: ast.expr, before: str, after: str, reason: Message, needed: Optional[set[str]] = None
) -> Optional[Rewrite]:
    """The fix that writes something before and behind an expression, which keeps its form."""
    if not is_in_place(node, module.source):
        return None
    if not before and after.startswith(".") and not isinstance(node, ATOMS):
        before, after = "(", f"){after}"
    start, end = start_of(node), end_of(node)
    edits: list[tuple[Place, str]] = [((*start, *start), before)] if before else []
    edits += [((*end, *end), after)] if after else []
    return Rewrite((*names_of(module).edits(needed or ()), *edits), reason)


def swapped(module: Module, first: ast.expr, second: ast.expr, reason: Message) -> Optional[Rewrite]:
    """The fix that exchanges two expressions."""
    if not (is_movable(module, first) and is_movable(module, second)):
        return None
    texts = [module.text_of(node) for node in (first, second)]
    edits = tuple(((*start_of(node), *end_of(node)), text) for node, text in ((first, texts[1]), (second, texts[0])))
    return Rewrite(edits, reason)


def assigned(module: Module, node: ast.expr, target: str, reason: Message) -> Optional[Rewrite]:
    """The fix that gives the result of a statement a name."""
    if not isinstance(module.parents.get(node), ast.Expr) or not is_in_place(node, module.source):
        return None
    start = start_of(module.parents[node])  # type: ignore[arg-type]
    return Rewrite((((*start, *start), f"{target} = "),), reason)


def with_keyword(module: Module, call: ast.Call, text: str, reason: Message) -> Optional[Rewrite]:
    """The fix that adds a keyword to a call; its name must not be there."""
    if text.partition("=")[0] in {keyword.arg for keyword in call.keywords} or None in {k.arg for k in call.keywords}:
        return None
    edits = add_keyword(call, text, module.source)
    return Rewrite(edits, reason) if edits is not None else None


def without_argument(module: Module, call: ast.Call, name: str, reason: Message) -> Optional[Rewrite]:
    """The fix that leaves a keyword of a call out."""
    keyword = next((item for item in call.keywords if item.arg == name), None)
    if keyword is None:
        return None
    edits = change_arguments(call, Changes(removed=[keyword]), module.source)
    return Rewrite(edits, reason) if edits is not None else None


def before_first(module: Module, body: list[ast.stmt], text: str, reason: Message) -> Optional[Rewrite]:
    """The fix that puts a line before the statements of a function, behind its docstring."""
    first = body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(body) > 1
    if is_docstring and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):  # type: ignore[attr-defined]
        first = body[1]
    line = first.lineno
    start = start_of(first)
    margin = text_between(module.source, (line, 0), start)
    if margin.strip() or getattr(first, "decorator_list", None):
        return None
    return Rewrite((((*start, *start), f"{text}\n{margin}"),), reason)


def before_statement(module: Module, node: ast.AST, text: str, reason: Message) -> Optional[Rewrite]:
    """The fix that puts a line before the statement that an expression is in."""
    while not isinstance(node, ast.stmt):
        node = module.parents[node]
    if getattr(node, "decorator_list", None):
        return None
    start = start_of(node)
    margin = text_between(module.source, (start[0], 0), start)
    return None if margin.strip() else Rewrite((((*start, *start), f"{text}\n{margin}"),), reason)


def has_own_lines(module: Module, statement: ast.stmt) -> bool:
    """Whether nothing but comments stands beside a statement in its lines."""
    before = text_between(module.source, (statement.lineno, 0), start_of(statement))
    last, column = end_of(statement)
    behind = module.source.lines[last - 1].encode()[column:].decode().strip()
    return not before.strip() and (not behind or behind.startswith("#"))


def behind_statement(module: Module, node: ast.AST, text: str, reason: Message) -> Optional[Rewrite]:
    """The fix that puts a line behind the statement that an expression is in."""
    while not isinstance(node, ast.stmt):
        node = module.parents[node]
    if not has_own_lines(module, node):
        return None
    last, _ = end_of(node)
    margin = text_between(module.source, (node.lineno, 0), start_of(node))
    end = (last, len(module.source.lines[last - 1].encode()))
    return Rewrite((((*end, *end), f"\n{margin}{text}"),), reason)


def unsafe(rewrite: Optional[Rewrite], doubt: Message) -> Optional[Rewrite]:
    """A fix with something that has to be looked at before."""
    return None if rewrite is None else Rewrite(rewrite.edits, doubt, Applicability.UNSAFE)


def is_movable(module: Module, node: Spanned) -> bool:
    """Whether the text of a node may be taken away: its place is known, and no comment or line break is in it."""
    if node.lineno != node.end_lineno:
        return False
    return not isinstance(node, ast.expr) or is_in_place(node, module.source)
