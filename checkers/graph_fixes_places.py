"""Places in compiled code for fixes that need more than one: statements, what is around them, names that are free.
It has no rules."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Optional, Union

from ms_lint.conversion.pieces import start_of, text_between
from ms_lint.edits import is_in_place
from ms_lint.findings import Applicability
from ms_lint.messages import Message
from ms_lint.place_fix import names_of
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.module import Module

Edit = tuple[Place, str]
FunctionNode = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]

#: Statements that end where they end: a line before them is run before all of them, and once.
SIMPLE = (ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr)
#: What may skip an expression in it, or run it more than once.
_AGAIN = (
    ast.Lambda, ast.IfExp, ast.BoolOp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr,
    ast.Await, ast.Yield, ast.YieldFrom,
)  # fmt: skip


def unsafe_rewrite(module: Module, edits: Iterable[Edit], doubt: Message, needed: Optional[set[str]] = None) -> Rewrite:
    """A fix with something that has to be looked at, and the imports that it needs."""
    return Rewrite((*names_of(module).edits(needed or ()), *edits), doubt, Applicability.UNSAFE)


def span(node: Union[ast.expr, ast.stmt]) -> Place:
    """From where to where a node stands."""
    return node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or 0


def statement_of(module: Module, node: ast.AST) -> ast.stmt:
    """The statement that an expression is in."""
    while not isinstance(node, ast.stmt):
        node = module.parents[node]
    return node


def is_run_once(module: Module, node: ast.AST) -> bool:
    """Whether an expression is computed each time its statement is, once, and a statement of one part."""
    while not isinstance(node, ast.stmt):
        if isinstance(node, _AGAIN):
            return False
        node = module.parents[node]
    return isinstance(node, SIMPLE)


def margin_of(module: Module, statement: ast.stmt) -> Optional[str]:
    """What stands before a statement in its line; None where other code does."""
    margin = text_between(module.source, (statement.lineno, 0), start_of(statement))
    return None if margin.strip() else margin


def deeper(margin: str) -> str:
    """The margin of a block within."""
    return margin + ("\t" if margin.endswith("\t") else "    ")


def block_of(module: Module, statement: ast.stmt) -> list[ast.stmt]:
    """The statements of the block that a statement is in."""
    parent = module.parents[statement]
    for name in ("body", "orelse", "finalbody"):
        block = getattr(parent, name, None)
        if isinstance(block, list) and statement in block:
            return block
    return [statement]


def has_lines_alone(module: Module, statement: ast.stmt) -> bool:
    """Whether nothing else stands on the lines of a statement, comments included."""
    return margin_of(module, statement) is not None and not tail_of(module, statement)


def tail_of(module: Module, statement: ast.stmt) -> str:
    """What follows a statement on its last line."""
    last = module.source.lines[(statement.end_lineno or statement.lineno) - 1]
    return last.encode()[statement.end_col_offset or 0 :].decode().strip()


def comment_of(module: Module, statement: ast.stmt) -> str:
    """The comment behind a statement with the spaces before it, for where the statement is put; empty without one."""
    tail = tail_of(module, statement)
    return f"  {tail}" if tail.startswith("#") else ""


def line_after(module: Module, statement: ast.stmt, text: str) -> Optional[Edit]:
    """The edit that puts lines behind a statement; None where other code stands behind it."""
    margin, tail = margin_of(module, statement), tail_of(module, statement)
    if margin is None or (tail and not tail.startswith("#")):
        return None
    line = statement.end_lineno or statement.lineno
    end = len(module.source.lines[line - 1].encode())
    return (line, end, line, end), "".join(f"\n{margin}{part}" for part in text.split("\n"))


def lines_before(module: Module, statement: ast.stmt, lines: Iterable[str]) -> Optional[Edit]:
    """The edit that puts lines before a statement; None where other code stands before it."""
    margin = margin_of(module, statement)
    if margin is None or getattr(statement, "decorator_list", None):
        return None
    start = start_of(statement)
    return (*start, *start), "".join(f"{line}\n{margin}" for line in lines)


def without_lines(module: Module, statement: ast.stmt, comment: bool = False) -> Optional[Edit]:
    """The edit that takes a statement out with its line; None where something else stands there, or no statement
    would be left. ``comment`` says that the comment behind it is put elsewhere."""
    is_alone = has_lines_alone(module, statement) or (comment and comment_of(module, statement))
    if not is_alone or margin_of(module, statement) is None or statement.lineno != statement.end_lineno:
        return None
    if len(block_of(module, statement)) < 2:
        return None
    end = statement.end_lineno or statement.lineno
    if end >= len(module.source.lines) or module.source.region(statement.lineno).last_line <= end:
        return None
    return (statement.lineno, 0, end + 1, 0), ""


def names_in(node: ast.AST) -> set[str]:
    """All names in a function, or another part of the code: of variables, parameters and functions."""
    found: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.arg):
            found.add(part.arg)
        elif isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(part.name)
    return found


def free_name(node: ast.AST, module: Module, *wanted: str) -> Optional[str]:
    """The first of the wanted names that a function does not have, nor the module; None where it has all."""
    taken = names_in(node) | set(module.scope.env)
    return next((name for name in wanted if name.isidentifier() and name not in taken), None)


def is_one_line(module: Module, node: ast.expr) -> bool:
    """Whether an expression stands on one line, where the tree says."""
    return node.lineno == node.end_lineno and is_in_place(node, module.source)


def loads(node: ast.AST, name: str) -> Iterator[ast.Name]:
    """Where a name is read."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load):
            yield part


def stores(node: ast.AST, name: str) -> Iterator[ast.Name]:
    """Where a name is bound or deleted."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id == name and not isinstance(part.ctx, ast.Load):
            yield part
