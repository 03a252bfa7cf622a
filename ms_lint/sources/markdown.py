"""The code of a Markdown document: its Python fences."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from ms_lint.sources.magics import as_python
from ms_lint.sources.model import Region, Source
from ms_lint.sources.parsing import Unparsable
from ms_lint.sources.pieces import Piece, parse_joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def read_markdown(text: str, path: str) -> Source:
    lines = [""] * (text.count("\n") + 1)
    regions = []
    for piece in fences(text, None):
        last = piece.start + len(piece.lines) - 1
        lines[piece.start - 1 : last] = piece.lines
        regions.append(Region(piece.start, last, "fence", None, piece.start, tuple(piece.shifts)))
    code = "\n".join(lines)
    return Source(path, "markdown", text, code, parse_joined(code), tuple(regions))


_MAYBE_FENCE = re.compile(r"^[ \t>*+\-0-9.)]*(?:```|~~~)[^\n]*py", re.IGNORECASE | re.MULTILINE)

_PYTHON_INFO = re.compile(
    r"(?:\{(?:code-cell|code-block|code|sourcecode)\}\s*|\{\s*)?\.?i?py(?:thon)?3?(?![\w.+-])", re.IGNORECASE
)


@functools.lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable(["inline", "text_join", "reference"])


def fences(text: str, cell: Optional[int]) -> Iterator[Piece]:
    """The Python fences of a Markdown text that parse; the others are fragments."""
    if not _MAYBE_FENCE.search(text):
        return
    text_lines = text.split("\n")
    for token in _markdown().parse(text):
        if token.type != "fence" or token.map is None or not _PYTHON_INFO.match(token.info.strip()):
            continue
        content = token.content.split("\n")[:-1]
        first = token.map[0] + 1
        outer = text_lines[first : first + len(content)]
        if not content or len(outer) != len(content):
            continue
        try:
            lines, inner = as_python(content)
        except Unparsable:
            continue
        # What is around a fence is cut off on the left, so the ends of both lines are the same.
        shifts = [len(whole) - len(part) for whole, part in zip(outer, content)]
        if inner:
            shifts = [left + right for left, right in zip(shifts, inner)]
        yield Piece(lines, "fence", cell, first + 1, shifts if any(shifts) else ())
