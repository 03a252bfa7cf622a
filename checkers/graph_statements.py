"""Where fixes of compiled code put, move and take away statements. It has no rules.

What is put in stands on lines of its own, with the margin of the statement beside it: where a statement shares its line
with another one, or with the head of a block, there is no such place, and the result is None.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Optional, Union

from ms_lint.conversion.blocks import block_of
from ms_lint.conversion.pieces import end_of, start_of, text_between
from ms_lint.edits import is_in_place
from ms_lint.findings import Applicability
from ms_lint.messages import Message
from ms_lint.place_fix import is_movable, names_of
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.module import Module

Edit = tuple[Place, str]
Edits = tuple[Edit, ...]

#: Statements that end where they end: a line before them is run before all of them, and once.
_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)
#: What computes its parts more than once, later, or not at all.
_DEFERRED = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp)


def unsafe_rewrite(module: Module, edits: Iterable[Edit], doubt: Message, needed: Optional[set[str]] = None) -> Rewrite:
    """A fix with something that has to be looked at, and the imports that it needs."""
    return Rewrite((*names_of(module).edits(needed or ()), *edits), doubt, Applicability.UNSAFE)


# ---------------------------------------------------------------- where a statement stands


def span(node: Union[ast.expr, ast.stmt]) -> Place:
    """From where to where a node stands."""
    return (*start_of(node), *end_of(node))


def statement_of(module: Module, node: ast.AST) -> ast.stmt:
    """The statement that a node is in, or is."""
    while not isinstance(node, ast.stmt):
        node = module.parents[node]
    return node


def margin_of(module: Module, statement: ast.stmt) -> Optional[str]:
    """What stands before a statement that begins its line; None where another thing does."""
    margin = text_between(module.source, (statement.lineno, 0), start_of(statement))
    return None if margin.strip() else margin


def tail_of(module: Module, statement: ast.stmt) -> str:
    """What follows a statement on its last line."""
    row, column = end_of(statement)
    return module.source.lines[row - 1].encode()[column:].decode().strip()


def comment_of(module: Module, statement: ast.stmt) -> str:
    """The comment behind a statement with the spaces before it, for where the statement is put; empty without one."""
    tail = tail_of(module, statement)
    return f"  {tail}" if tail.startswith("#") else ""


def _ends_line(module: Module, statement: ast.stmt) -> bool:
    """Whether nothing but a comment stands behind a statement."""
    tail = tail_of(module, statement)
    return not tail or tail.startswith("#")


# ---------------------------------------------------------------- statements put in and taken away


def lines_before(module: Module, statement: ast.stmt, lines: Sequence[str]) -> Optional[Edits]:
    """New lines before a statement; lines of a block in them begin with tabs, one for each step."""
    margin = margin_of(module, statement)
    if margin is None or getattr(statement, "decorator_list", None):
        return None
    start = start_of(statement)
    text = "".join(f"{_moved(line, margin)}\n{margin}" for line in lines)
    return (((*start, *start), text),)


def lines_behind(module: Module, statement: ast.stmt, lines: Sequence[str]) -> Optional[Edits]:
    """New lines behind a statement that ends its line, but for a comment."""
    margin = margin_of(module, statement)
    if margin is None or not _ends_line(module, statement):
        return None
    row, _ = end_of(statement)
    end = len(module.source.lines[row - 1].encode())
    return (((row, end, row, end), "".join(f"\n{margin}{_moved(line, margin)}" for line in lines)),)


def _moved(line: str, margin: str) -> str:
    steps = len(line) - len(line.lstrip("\t"))
    return ("\t" if "\t" in margin else "    ") * steps + line[steps:]


def written_anew(module: Module, statement: ast.stmt, lines: Sequence[str]) -> Optional[Edits]:
    """Lines in the place of a statement of one line."""
    margin = margin_of(module, statement)
    if not is_movable(module, statement) or (len(lines) > 1 and (margin is None or not _ends_line(module, statement))):
        return None
    first, *rest = lines
    text = first + "".join(f"\n{margin}{_moved(line, margin or '')}" for line in rest)
    return ((span(statement), text),)


def without_statement(module: Module, statement: ast.stmt, with_comment: bool = False) -> Optional[Edits]:
    """A statement of one line taken away: with its line, or with ``pass`` in its place where a block needs it. A
    comment behind it stays, unless it is put elsewhere (``with_comment``)."""
    alone = margin_of(module, statement) is not None and _ends_line(module, statement)
    if not alone or not is_movable(module, statement) or getattr(statement, "decorator_list", None):
        return None
    row, column = end_of(statement)
    line = module.source.lines[row - 1].encode()
    keeps_comment = tail_of(module, statement) and not with_comment
    if len(block_of(module, statement)) == 1:
        end = column if keeps_comment else len(line)
        return (((*start_of(statement), row, end), "pass"),)
    if keeps_comment:
        return (((*start_of(statement), row, line.index(b"#", column)), ""),)
    return without_lines(module, row, row)


def without_lines(module: Module, first: int, last: int) -> Edits:
    """Whole lines taken away, with the line break before them: behind them a cell of a notebook may end."""
    lines = module.source.lines
    return (((first - 1, len(lines[first - 2].encode()), last, len(lines[last - 1].encode())), ""),)


def without_head(module: Module, number: int, margin: str, word: str, instead: str = "") -> Optional[Edits]:
    """The line of a head, such as ``else:``, taken away or put something else for; a comment behind it stays."""
    line = module.source.lines[number - 1]
    head, sign, comment = line.partition("#")
    if not head.strip().startswith(word) or not head.rstrip().endswith(":") or head[: len(margin)].strip():
        return None
    kept = f"{margin}{sign}{comment.rstrip()}\n" if sign else ""
    new = f"{margin}{instead}\n" if instead else ""
    return (((number, 0, number + 1, 0), kept + new),)


def in_its_place(module: Module, node: ast.expr, text: str) -> Optional[Edits]:
    """Something else in the place of an expression of one line."""
    if not is_movable(module, node):
        return None
    return ((span(node), text),)


def together(*parts: Optional[Edits]) -> Optional[Edits]:
    """The edits of all parts; None where one of them cannot be made."""
    edits: list[tuple[Place, str]] = []
    for part in parts:
        if part is None:
            return None
        edits += part
    return tuple(edits)


def is_computed_once(module: Module, node: ast.AST) -> bool:
    """Whether an expression is computed once, whenever its statement is: not in a lambda, a comprehension or a branch,
    and its statement is a simple one."""
    child, parent = node, module.parents[node]
    while not isinstance(parent, ast.stmt):
        if isinstance(parent, _DEFERRED) and not (isinstance(parent, ast.BoolOp) and parent.values[0] is child):
            return False
        child, parent = parent, module.parents[parent]
    if isinstance(parent, ast.If) and child is parent.test:
        return not _is_elif(module, parent)
    return isinstance(parent, _SIMPLE)


def _is_elif(module: Module, node: ast.If) -> bool:
    line = module.source.lines[node.lineno - 1].encode()
    return line[node.col_offset :].startswith(b"elif")


def is_plain(node: ast.AST) -> bool:
    """Whether an expression may be written twice: names, attributes, numbers and texts, and arithmetic with them."""
    if isinstance(node, (ast.Name, ast.Constant)):
        return True
    if isinstance(node, ast.Attribute):
        return is_plain(node.value)
    if isinstance(node, ast.UnaryOp):
        return is_plain(node.operand)
    return isinstance(node, ast.BinOp) and is_plain(node.left) and is_plain(node.right)


# ---------------------------------------------------------------- names


def places_of(node: ast.AST, name: str) -> Iterator[ast.Name]:
    """The places where a name stands in a statement, expression or function."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id == name)


def loads(node: ast.AST, name: str) -> Iterator[ast.Name]:
    """Where a name is read."""
    return (part for part in places_of(node, name) if isinstance(part.ctx, ast.Load))


def stores(node: ast.AST, name: str) -> Iterator[ast.Name]:
    """Where a name is bound or deleted."""
    return (part for part in places_of(node, name) if not isinstance(part.ctx, ast.Load))


def all_names(node: ast.AST) -> set[str]:
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
    taken = all_names(node) | set(module.scope.env)
    return next((name for name in wanted if name.isidentifier() and name not in taken), None)


def new_name(compiled: Compiled, wanted: str) -> str:
    """A name that the function does not have yet."""
    taken = all_names(compiled.function.node)
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def texts_of(module: Module, *nodes: ast.expr) -> Optional[list[str]]:
    """Expressions as they are written; None where one of them is not on one line."""
    if not all(is_movable(module, node) for node in nodes):
        return None
    return [module.text_of(node) for node in nodes]


def renamed_everywhere(module: Module, places: Sequence[ast.Name], text: str) -> Optional[Edits]:
    """Something else in the place of a name, wherever it stands."""
    if not all(is_in_place(place, module.source) for place in places):
        return None
    return tuple((span(place), text) for place in places)


def dedented(module: Module, block: Sequence[ast.stmt], margin: str) -> Optional[Edits]:
    """The lines of a block moved out to a margin; None where a text of several lines would change."""
    lines = module.source.lines
    first, last = block[0], block[-1]
    inner = margin_of(module, first)
    if getattr(first, "decorator_list", None) or not _ends_line(module, last):
        return None
    if inner is None or not inner.startswith(margin) or inner == margin:
        return None
    for statement in block:
        for part in ast.walk(statement):
            is_text = isinstance(part, ast.JoinedStr) or (
                isinstance(part, ast.Constant) and isinstance(part.value, str)
            )
            if is_text and getattr(part, "lineno", 0) != getattr(part, "end_lineno", 0):
                return None
    start, cut = len(margin.encode()), len(inner.encode()) - len(margin.encode())
    return tuple(
        ((row, start, row, start + cut), "")
        for row in range(first.lineno, (last.end_lineno or last.lineno) + 1)
        if lines[row - 1].startswith(inner)
    )
