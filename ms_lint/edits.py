"""Edits of calls for the fixes of rules: an argument more, one less, another name.

All of them leave comments, quotes, line breaks and the style of commas as they are. They give None where the
call is not in a form in which that can be kept: the rule then has no fix.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Optional, Union

from ms_lint.rules import Place
from ms_lint.sources import Source

#: The edits of a ``Rewrite``.
Edits = tuple[tuple[Place, str], ...]
Argument = Union[ast.expr, ast.keyword]
#: Line from 1 and column in UTF-8 bytes from 0, as ``ast`` counts.
_At = tuple[int, int]


def is_in_place(node: ast.expr, source: Source) -> bool:
    """Whether the text at the place of a node is that of the node: older versions of Python misplace what stands
    in f-strings."""
    try:
        found = ast.parse(f"({_between(source, *_span(node))}\n)", mode="eval").body
    except (SyntaxError, ValueError):
        return False
    return _dump(found) == _dump(node)


def _dump(node: ast.expr) -> str:
    """An expression as a text, whether it is read or assigned to."""
    return ast.dump(node).replace("Store()", "Load()").replace("Del()", "Load()")


def add_keyword(call: ast.Call, text: str, source: Source, *more: str) -> Optional[Edits]:
    """Add arguments, such as ``stride=2``, behind the others: each on a line of its own where the last one has one."""
    last = _last(call)
    close = _close(call)
    if not is_in_place(call, source):
        return None
    if last is None:
        return ((_point(close), ", ".join((text, *more))),)
    if isinstance(last, ast.GeneratorExp) and len(call.args) == 1:
        return None  # it needs parentheses of its own as soon as it is not alone
    end, comma, comment = _tail(source, _span(last)[1], close)
    first = _span(last)[0]
    margin = _margin(source, first)
    text = joined((text, *more), first, source)
    if comma is None:
        if margin is None:
            return ((_point(end), f", {text}"),)
        if comment is None or comment[0] != end[0]:
            return ((_point(end), f",\n{margin}{text}"),)
        line_end = (end[0], len(source.lines[end[0] - 1].encode()))
        return ((_point(end), ","), (_point(line_end), f"\n{margin}{text}"))
    if margin is not None and close[0] > comma[0]:
        return ((_point((close[0], 0)), f"{margin}{text},\n"),)
    return ((_point(comma), f" {text},"),)


def joined(arguments: Iterable[str], at: _At, source: Source) -> str:
    """New arguments in the layout of the one at a place: each on a line of its own where that one has one."""
    margin = _margin(source, at)
    return (", " if margin is None else f",\n{margin}").join(arguments)


def rename_keyword(call: ast.Call, old: str, new: str, source: Source) -> Optional[Edits]:
    """Give a keyword another name."""
    keyword = next((item for item in call.keywords if item.arg == old), None)
    if keyword is None or not is_in_place(call, source):
        return None
    line, column = keyword.lineno, keyword.col_offset
    return (((line, column, line, column + len(old.encode())), new),)


def remove_argument(call: ast.Call, argument: Argument, source: Source) -> Optional[Edits]:
    """Remove an argument and the comma that it needed."""
    arguments = _arguments(call)
    if argument not in arguments or not is_in_place(call, source):
        return None
    index = arguments.index(argument)
    start, end = _span(argument)
    if index > 0:
        start = _span(arguments[index - 1])[1]
    elif len(arguments) > 1:
        end = _span(arguments[1])[0]
    elif _between(source, _span(call.func)[1], start).count("(") > 1:
        return None
    else:
        end = _tail(source, end, _close(call))[1] or end
    removed = _between(source, start, end)
    if "#" in removed or removed.count("(") != removed.count(")"):
        return None
    return (((*start, *end), ""),)


@dataclass
class Changes:
    """What becomes of the arguments of a call: those that go, those that get another name or a name at all, those whose
    value is written anew, and what is added behind them."""

    removed: list[Argument] = field(default_factory=list)
    named: dict[Argument, str] = field(default_factory=dict)
    values: dict[Argument, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)


def change_arguments(call: ast.Call, changes: Changes, source: Source) -> Optional[Edits]:
    """Change several arguments of a call at once; None where its form does not allow that: a comment would be lost, or
    a place is not known."""
    arguments = _arguments(call)
    if not is_in_place(call, source) or _is_lone_generator(call):
        return None
    spans = _outer_spans(call, arguments, source)
    if spans is None:
        return None
    edits: list[tuple[Place, str]] = []
    for argument, span in zip(arguments, spans):
        if argument in changes.removed:
            continue
        name = changes.named.get(argument)
        if name is not None and isinstance(argument, ast.keyword):
            assert argument.arg is not None
            start = (argument.lineno, argument.col_offset)
            edits.append(((*start, start[0], start[1] + len(argument.arg.encode())), name))
        elif name is not None:
            if isinstance(argument, (ast.Starred, ast.NamedExpr)):
                return None
            edits.append((_point(span[0]), f"{name}="))
        value = changes.values.get(argument)
        if value is not None:
            written = argument.value if isinstance(argument, ast.keyword) else argument
            start, end = _span(written)
            if "#" in _between(source, start, end):
                return None
            edits.append(((*start, *end), value))
    removed = [argument in changes.removed for argument in arguments]
    if changes.added and removed and removed[-1]:
        if "#" in _between(source, *spans[-1]):
            return None
        text = joined(changes.added, spans[-1][0], source)
        edits.append(((*spans[-1][0], *spans[-1][1]), text))
        removed[-1] = False
    elif changes.added:
        more = add_keyword(call, changes.added[0], source, *changes.added[1:])
        if more is None:
            return None
        edits += more
    gone = _removals(removed, spans, _close(call), source)
    return None if gone is None else _joined((*edits, *gone))


def _is_lone_generator(call: ast.Call) -> bool:
    return len(call.args) == 1 and not call.keywords and isinstance(call.args[0], ast.GeneratorExp)


def _joined(edits: tuple[tuple[Place, str], ...]) -> Edits:
    """What is put in at one place in one edit."""
    found: dict[Place, str] = {}
    for place, text in edits:
        found[place] = found.get(place, "") + text
    return tuple(found.items())


def _removals(
    removed: list[bool], spans: list[tuple[_At, _At]], close: _At, source: Source
) -> Optional[list[tuple[Place, str]]]:
    """The edits that take out runs of arguments with the commas that they needed; None where a comment would go."""
    edits: list[tuple[Place, str]] = []
    index = 0
    while index < len(removed):
        last = index
        if not removed[index]:
            index += 1
            continue
        while last + 1 < len(removed) and removed[last + 1]:
            last += 1
        start, end = spans[index][0], spans[last][1]
        if index > 0:
            start = spans[index - 1][1]
        elif last + 1 < len(removed):
            end = spans[last + 1][0]
        else:
            end = _tail(source, end, close)[1] or end
        if "#" in _between(source, start, end):
            return None
        edits.append(((*start, *end), ""))
        index = last + 1
    return edits


def _outer_spans(call: ast.Call, arguments: list[Argument], source: Source) -> Optional[list[tuple[_At, _At]]]:
    """Where each argument begins and ends with the parentheses around it; None where that is not clear."""
    spans: list[tuple[_At, _At]] = []
    before = _span(call.func)[1]
    for index, argument in enumerate(arguments):
        start, end = _span(argument)
        marks = list(_marks(source, before, start))
        separator = "," if index else "("
        first = next((number for number, (_, mark) in enumerate(marks) if mark == separator), None)
        if first is None:
            return None
        opening = marks[first + 1 :]
        if any(mark != "(" for _, mark in opening):
            return None
        following = _span(arguments[index + 1])[0] if index + 1 < len(arguments) else _close(call)
        closing = [at for at, mark in _marks(source, end, following) if mark == ")"]
        if len(closing) < len(opening):
            return None
        spans.append((opening[0][0], (closing[-1][0], closing[-1][1] + 1)) if opening else (start, end))
        before = end
    return spans


def _marks(source: Source, start: _At, end: _At) -> Iterator[tuple[_At, str]]:
    """The parentheses and commas between two places, outside of comments."""
    for number in range(start[0], end[0] + 1):
        line = source.lines[number - 1].encode()
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else len(line)
        for column in range(first, last):
            character = line[column : column + 1]
            if character == b"#":
                break
            if character in b"(),":
                yield (number, column), character.decode()


def _arguments(call: ast.Call) -> list[Argument]:
    """Positional and keyword arguments in the order in which they stand."""
    return sorted([*call.args, *call.keywords], key=lambda item: (item.lineno, item.col_offset))


def _last(call: ast.Call) -> Optional[Argument]:
    arguments = _arguments(call)
    return arguments[-1] if arguments else None


def _close(call: ast.Call) -> _At:
    """The closing parenthesis."""
    return call.end_lineno or call.lineno, (call.end_col_offset or 0) - 1


def _span(node: Argument) -> tuple[_At, _At]:
    return (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


def _point(at: _At) -> Place:
    return (*at, *at)


def _between(source: Source, start: _At, end: _At) -> str:
    lines = [line.encode() for line in source.lines[start[0] - 1 : end[0]]]
    lines[-1] = lines[-1][: end[1]]
    lines[0] = lines[0][start[1] :]
    return b"\n".join(lines).decode("utf-8", "replace")


def _margin(source: Source, at: _At) -> Optional[str]:
    """What stands before the first thing of a line; None where something else does."""
    before = source.lines[at[0] - 1].encode()[: at[1]].decode("utf-8", "replace")
    return before if not before.strip() else None


def _tail(source: Source, start: _At, close: _At) -> tuple[_At, Optional[_At], Optional[_At]]:
    """Between the last argument and the end of the call: where the argument ends with parentheses around it, the
    place after a comma, and that of a comment, where there are."""
    end, comma, comment = start, None, None
    for number in range(start[0], close[0] + 1):
        line = source.lines[number - 1].encode()
        first = start[1] if number == start[0] else 0
        last = close[1] if number == close[0] else len(line)
        for column in range(first, last):
            character = line[column : column + 1]
            if character == b"#":
                comment = comment or (number, column)
                break
            if character == b")":
                end = (number, column + 1)
            elif character == b",":
                comma = (number, column + 1)
    return end, comma, comment
