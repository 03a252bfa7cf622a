"""Parsing that names the place of what is wrong, whatever the text."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from typing import Optional

from ms_lint.findings import Location
from ms_lint.messages import say


class Unparsable(Exception):
    """Code that ``ast.parse`` rejects; ``line`` and ``column`` (characters) count from 1."""

    def __init__(self, reason: str, code: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason = reason
        lines = code.split("\n")
        self.line = min(max(line, 1), len(lines))
        length = len(lines[self.line - 1])
        self.column = min(max(column, 1), length + 1)
        self.end_column = min(self.column + 1, length + 1)

    def location(self, cell: Optional[int] = None, shift: int = 0) -> Location:
        column, end_column = max(self.column + shift, 1), max(self.end_column + shift, 1)
        return Location(self.line, column, self.line, end_column, cell)


_MAX_CHAIN = 20_000

_OPERATOR = re.compile(r"[-.+*/%@&|^([]|\b(?:and|or)\b")


def _is_endless_chain(code: str) -> bool:
    """Whether the code may have an expression like ``a.b.c...`` so long that Python dies of it."""
    for run in code.split(","):
        if len(run) > 2 * _MAX_CHAIN and sum(1 for _ in _OPERATOR.finditer(run)) > _MAX_CHAIN:
            return True
    return False


def parse(code: str) -> ast.Module:
    if sys.version_info < (3, 11) and len(code) > 2 * _MAX_CHAIN and _is_endless_chain(code):
        raise Unparsable(say("its code is nested too deeply."), code, 1, 1)  # the stack is not guarded there
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are not our findings
            return ast.parse(code)
    except SyntaxError as error:
        if "\0" in code:
            raise _at_offset(say("there is a null byte in it."), code, code.index("\0")) from None
        reason = (error.msg or "invalid syntax").rstrip(".") + "."
        raise Unparsable(reason, code, error.lineno or 1, error.offset or 1) from None
    except UnicodeEncodeError as error:
        raise _at_offset(say("there is half a surrogate pair in it."), code, error.start) from None
    except (RecursionError, MemoryError):
        raise Unparsable(say("its code is nested too deeply."), code, 1, 1) from None
    except (ValueError, OverflowError, SystemError) as error:
        if "\0" in code:  # Python below 3.11.4
            raise _at_offset(say("there is a null byte in it."), code, code.index("\0")) from None
        raise Unparsable(f"{error}.", code, 1, 1) from None


def _at_offset(reason: str, code: str, offset: int) -> Unparsable:
    place = place_at(code, offset)
    return Unparsable(reason, code, place.line, place.column)


def place_at(text: str, offset: int) -> Location:
    """The one character at an offset of a text whose line ends are ``\\n``."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Location(line, column, line, column + 1 if text[offset : offset + 1].strip("\n") else column)
