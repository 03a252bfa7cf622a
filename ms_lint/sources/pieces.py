"""The pieces of code that a document has, and all of them as one module."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from ms_lint.findings import Location
from ms_lint.messages import say
from ms_lint.sources.model import RegionKind, SourceError
from ms_lint.sources.parsing import Unparsable, parse


@dataclass(frozen=True)
class Piece:
    """A cell or a fence: lines of code and where they stand in the file."""

    lines: Sequence[str]
    kind: RegionKind
    cell: Optional[int]
    start: int
    shifts: Sequence[int] = ()


def parse_joined(code: str) -> ast.Module:
    """Parse pieces that are each valid."""
    try:
        return parse(code)
    except Unparsable as error:  # only if memory or the stack ends
        message = say("The code of this document does not parse: {reason}", reason=error.reason)
        raise SourceError(message, Location(1, 1, 1, 1)) from None
