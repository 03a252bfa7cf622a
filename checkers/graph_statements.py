"""Where fixes of compiled code put, move and take away statements. It has no rules.

What is put in stands on lines of its own, with the margin of the statement beside it: where a statement shares its line
with another one, or with the head of a block, there is no such place, and the result is None.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Optional

from ms_lint.conversion.pieces import end_of, start_of, text_between
from ms_lint.edits import is_in_place
from ms_lint.place_fix import is_movable
from ms_lint.rules import Place
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.module import Module

Edits = tuple[tuple[Place, str], ...]

_SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return)
#: What computes its parts more than once, later, or not at all.
_DEFERRED = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp)
_BLOCKS = ("body", "orelse", "finalbody", "handlers")


def statement_of(module: Module, node: ast.AST) -> ast.stmt:
    """The statement that a node is in, or is."""
    while not isinstance(node, ast.stmt):
        node = module.parents[node]
    return node


def block_of(module: Module, statement: ast.stmt) -> list[ast.stmt]:
    """The statements among which one stands."""
    parent = module.parents[statement]
    blocks = (getattr(parent, name, ()) for name in _BLOCKS)
    return next((block for block in blocks if isinstance(block, list) and statement in block), [statement])


def margin_of(module: Module, statement: ast.stmt) -> Optional[str]:
    """What stands before a statement that begins its line; None where another thing does."""
    if getattr(statement, "decorator_list", None):
        return None
    margin = text_between(module.source, (statement.lineno, 0), start_of(statement))
    return None if margin.strip() else margin


def step_of(margin: str) -> str:
    """How far a block is moved in that stands in a line with this margin."""
    return "\t" if "\t" in margin else "    "


def lines_before(module: Module, statement: ast.stmt, lines: Sequence[str]) -> Optional[Edits]:
    """New lines before a statement; lines of a block in them begin with tabs, one for each step."""
    margin = margin_of(module, statement)
    if margin is None:
        return None
    start = start_of(statement)
    text = "".join(f"{_moved(line, margin)}\n{margin}" for line in lines)
    return (((*start, *start), text),)


def lines_behind(module: Module, statement: ast.stmt, lines: Sequence[str]) -> Optional[Edits]:
    """New lines behind a statement that ends its line, but for a comment."""
    margin = margin_of(module, statement)
    row, column = end_of(statement)
    line = module.source.lines[row - 1].encode()
    rest = line[column:].strip()
    if margin is None or (rest and not rest.startswith(b"#")):
        return None
    text = "".join(f"\n{margin}{_moved(each, margin)}" for each in lines)
    return (((row, len(line), row, len(line)), text),)


def _moved(line: str, margin: str) -> str:
    steps = len(line) - len(line.lstrip("\t"))
    return step_of(margin) * steps + line[steps:]


def written_anew(module: Module, statement: ast.stmt, lines: Sequence[str]) -> Optional[Edits]:
    """Lines in the place of a statement of one line."""
    margin = margin_of(module, statement)
    if not is_movable(module, statement) or (len(lines) > 1 and (margin is None or not _ends_line(module, statement))):
        return None
    first, *rest = lines
    text = first + "".join(f"\n{margin}{_moved(line, margin or '')}" for line in rest)
    return (((*start_of(statement), *end_of(statement)), text),)


def _ends_line(module: Module, statement: ast.stmt) -> bool:
    row, column = end_of(statement)
    rest = module.source.lines[row - 1].encode()[column:].strip()
    return not rest or rest.startswith(b"#")


def without_statement(module: Module, statement: ast.stmt) -> Optional[Edits]:
    """A statement of one line taken away: with its line, or with ``pass`` in its place where a block needs it."""
    if not is_movable(module, statement):
        return None
    row, column = end_of(statement)
    line = module.source.lines[row - 1].encode()
    rest = line[column:].strip()
    if margin_of(module, statement) is None or (rest and not rest.startswith(b"#")):
        return None
    if len(block_of(module, statement)) == 1:
        return (((*start_of(statement), *end_of(statement)), "pass"),)
    if rest:  # its comment stays
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
    return (((*start_of(node), *end_of(node)), text),)


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


def names_in(node: ast.AST, name: str) -> Iterator[ast.Name]:
    """The places where a name stands in a statement, expression or function."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id == name)


def new_name(compiled: Compiled, wanted: str) -> str:
    """A name that the function does not have yet."""
    function = compiled.function.node
    taken = {part.id for part in ast.walk(function) if isinstance(part, ast.Name)}
    taken |= {part.arg for part in ast.walk(function) if isinstance(part, ast.arg)}
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
    return tuple(((*start_of(place), *end_of(place)), text) for place in places)


def dedented(module: Module, block: Sequence[ast.stmt], margin: str) -> Optional[Edits]:
    """The lines of a block moved out to a margin; None where a text of several lines would change."""
    lines = module.source.lines
    first, last = block[0], block[-1]
    inner = margin_of(module, first)
    if inner is None or not inner.startswith(margin) or inner == margin or not _ends_line(module, last):
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
