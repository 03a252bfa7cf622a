"""Edits of nodes within nodes, put together: each keeps what it does not touch, and what moves is moved rewritten."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union

from ms_lint.rules import Place
from ms_lint.sources import Source

#: Line from 1 and column in UTF-8 bytes from 0, as ``ast`` counts.
At = tuple[int, int]
Spanned = Union[ast.expr, ast.stmt, ast.keyword, ast.arg]


@dataclass(frozen=True, eq=False)
class Moved:
    """A statement of the file that stands in another block: its lines begin with ``new`` where they began with
    ``old``."""

    node: ast.stmt
    old: str
    new: str


#: Text, or an expression or statement of the file whose own rewriting stands there.
Part = Union[str, ast.expr, Moved]


def start_of(node: Spanned) -> At:
    """Where a node begins."""
    return node.lineno, node.col_offset


def end_of(node: Spanned) -> At:
    """Where a node ends."""
    return node.end_lineno or node.lineno, node.end_col_offset or 0


@dataclass(frozen=True)
class Piece:
    """What stands from ``start`` to ``end`` becomes ``parts``. Of what is only put in, ``before`` says that it goes
    with what follows it, as an opening parenthesis does; else it goes with what is before it."""

    start: At
    end: At
    parts: tuple[Part, ...]
    before: bool = False


@dataclass(frozen=True, eq=False)
class Pieces:
    """The pieces of one node."""

    node: Spanned
    items: tuple[Piece, ...]

    @property
    def span(self) -> tuple[At, At]:
        """Where the node begins and ends."""
        return start_of(self.node), end_of(self.node)


def text_between(source: Source, start: At, end: At) -> str:
    """The code from one place to another."""
    lines = [line.encode() for line in source.lines[start[0] - 1 : end[0]]]
    lines[-1] = lines[-1][: end[1]]
    lines[0] = lines[0][start[1] :]
    return b"\n".join(lines).decode("utf-8", "replace")


_Edit = tuple[At, At, str]


def compose(source: Source, rewritten: Iterable[Pieces]) -> tuple[tuple[Place, str], ...]:
    """The edits of nodes of which some may stand in others: those of an inner node in what an outer one replaces
    count only where the outer one takes the inner one's text."""
    edits = _edits(source, list(rewritten))
    return tuple(((*start, *end), text) for start, end, text in edits)


def _edits(source: Source, rewritten: list[Pieces]) -> list[_Edit]:
    owned = [(piece, pieces) for pieces in rewritten for piece in pieces.items]
    replaced = sorted(
        ((piece, pieces) for piece, pieces in owned if piece.start < piece.end),
        key=lambda item: (item[0].start, (-item[0].end[0], -item[0].end[1])),
    )
    outermost: list[tuple[Piece, Pieces]] = []
    for piece, pieces in replaced:
        if not outermost or piece.start >= outermost[-1][0].end:
            outermost.append((piece, pieces))
    edits: list[_Edit] = []
    for piece, _ in outermost:
        moves = any(not isinstance(part, str) for part in piece.parts)
        inner = (
            [each for each in rewritten if piece.start <= each.span[0] and each.span[1] <= piece.end] if moves else []
        )
        edits.append((piece.start, piece.end, _text(source, piece, inner)))
    return sorted([*edits, *_insertions(source, owned, outermost, rewritten)])


def _text(source: Source, piece: Piece, rewritten: list[Pieces]) -> str:
    return "".join(part if isinstance(part, str) else _rendered(source, part, rewritten) for part in piece.parts)


def _insertions(
    source: Source,
    owned: list[tuple[Piece, Pieces]],
    outermost: list[tuple[Piece, Pieces]],
    rewritten: list[Pieces],
) -> list[_Edit]:
    at: dict[At, list[tuple[Piece, Pieces]]] = {}
    ranges = [(piece.start, piece.end, pieces) for piece, pieces in outermost]
    position = 0
    for piece, pieces in sorted(
        (item for item in owned if item[0].start == item[0].end), key=lambda item: item[0].start
    ):
        while position < len(ranges) and ranges[position][1] < piece.start:
            position += 1
        hidden = any(
            start <= pieces.span[0] and pieces.span[1] <= end and pieces is not owner
            for start, end, owner in ranges[position : position + 2]
        )
        if not hidden:
            at.setdefault(piece.start, []).append((piece, pieces))
    edits = []
    for place, items in at.items():
        items.sort(key=_order)
        text = "".join(_text(source, piece, rewritten) for piece, _ in items)
        edits.append((place, place, text))
    return edits


def _order(item: tuple[Piece, Pieces]) -> tuple[object, ...]:
    """What closes comes first, that of inner nodes before that of outer ones; what opens the other way round."""
    piece, pieces = item
    (line, column), (end_line, end_column) = pieces.span
    if piece.before:
        return (1, line, column, -end_line, -end_column)
    return (0, -line, -column, end_line, end_column)


def _rendered(source: Source, part: Union[ast.expr, Moved], rewritten: list[Pieces]) -> str:
    if isinstance(part, Moved):
        first, *rest = _rendered_node(source, part.node, rewritten).split("\n")
        shifted = (part.new + line[len(part.old) :] if line.startswith(part.old) else line for line in rest)
        return "\n".join([first, *shifted])
    return _rendered_node(source, part, rewritten)


def _rendered_node(source: Source, node: Union[ast.expr, ast.stmt], rewritten: list[Pieces]) -> str:
    start, end = start_of(node), end_of(node)
    inner = [pieces for pieces in rewritten if start <= pieces.span[0] and pieces.span[1] <= end]
    parts, at = [], start
    for first, last, text in _edits(source, inner):
        parts += [text_between(source, at, first), text]
        at = last
    return "".join(parts) + text_between(source, at, end)
