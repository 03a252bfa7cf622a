"""Edits of calls for the fixes of rules: an argument more, one less, another name.

All of them leave comments, quotes, line breaks and the style of commas as they are. They give None where the
call is not in a form in which that can be kept: the rule then has no fix.
"""

from __future__ import annotations

import ast
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
    return ast.dump(found) == ast.dump(node)


def add_keyword(call: ast.Call, text: str, source: Source) -> Optional[Edits]:
    """Add an argument, such as ``stride=2``, behind the others."""
    last = _last(call)
    close = _close(call)
    if not is_in_place(call, source):
        return None
    if last is None:
        return ((_point(close), text),)
    if isinstance(last, ast.GeneratorExp) and len(call.args) == 1:
        return None  # it needs parentheses of its own as soon as it is not alone
    end, comma, comment = _tail(source, _span(last)[1], close)
    first = _span(last)[0]
    margin = _margin(source, first)
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
