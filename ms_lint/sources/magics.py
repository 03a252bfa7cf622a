"""IPython's additions to Python: magics and shell lines, which the code around them is read without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Optional

from ms_lint.sources.parsing import Unparsable, parse

_BODY_IS_CODE = re.compile(
    r"%%(?:time|timeit|capture|prun|debug|memit|mprun|lprun|snakeviz|pyinstrument|scalene|wandb)\b"
)

_LINE_IS_CODE = re.compile(r"(\s*)%(?:time|timeit|prun|memit)[ \t]+(?=\S)")

_ASSIGNED = re.compile(r"\s*[^\W\d][\w.]*(?:\[[^\]=]*\])?(?:\s*,\s*[^\W\d][\w.]*)*\s*=(?=\s*[!%])")

_MAGIC = re.compile(
    r"\s*(?:[%!?]|[^\W\d][\w.*\[\]'\"]*\?{1,2}[\s;]*$"
    r"|(?:pip3?|conda|mamba|uv|cd|ls|cat|cp|mv|rm|mkdir|man)[ \t]+[-\w./~*])"
)

_LEXEME = re.compile(
    r"#.*|\\$|[\[({]|[\])}]|\"\"\"|'''|\"(?:\\.|[^\"\\])*(?P<open1>\"|\\?$)|'(?:\\.|[^'\\])*(?P<open2>'|\\?$)"
)

_STRING_END = {
    '"""': re.compile(r'(?:[^\\"]|\\.|"(?!""))*"""'),
    "'''": re.compile(r"(?:[^\\']|\\.|'(?!''))*'''"),
}


def as_python(lines: list[str]) -> tuple[Sequence[str], Sequence[int]]:
    """The lines if they parse, else what is left without magics and shell lines.

    Also gives, per line, by how many characters it became shorter on the left (empty: none did).
    Raises Unparsable.
    """
    try:
        parse("\n".join(lines) + "\n")
        return lines, ()
    except Unparsable as error:
        cleaned = _without_magics(lines)
        if cleaned == lines:
            raise error from None
    shifts = [0] * len(lines)
    for index, (old, new) in enumerate(zip(lines, cleaned)):
        if new and old.endswith(new.lstrip()):
            shifts[index] = len(old) - len(new)
    try:
        parse("\n".join(cleaned) + "\n")
    except Unparsable as error:
        # Shown in the lines as they are in the file, for the column must be right there.
        shift = shifts[min(error.line, len(lines)) - 1]
        raise Unparsable(error.reason, "\n".join(lines), error.line, error.column + shift) from None
    return cleaned, shifts if any(shifts) else ()


def _without_magics(lines: list[str]) -> list[str]:
    """As many lines, with magics and shell lines replaced by Python and a common margin removed."""
    result = list(lines)
    first = _first_code(result)
    while first is not None and result[first].startswith("%%"):
        if not _BODY_IS_CODE.match(result[first]):
            return [""] * len(lines)
        result[first] = ""
        first = _first_code(result)
    if first is not None and result[first][0] in " \t":
        margin = _margin(result[first])
        result = [line[len(margin) :] if line.startswith(margin) else line for line in result]

    depth, quote, continued, in_magic = 0, "", False, False
    for index, line in enumerate(result):
        if in_magic:
            result[index] = ""
            in_magic = line.endswith("\\")
        elif not (depth or quote or continued) and (plain := _without_magic(line)) is not None:
            result[index] = plain
            in_magic = line.endswith("\\")
        else:
            depth, quote, continued = _scan(line, depth, quote)
    return result


def _first_code(lines: list[str]) -> Optional[int]:
    for index, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#"):
            return index
    return None


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _without_magic(line: str) -> Optional[str]:
    """Python for a line with a magic or shell command; None if it has none."""
    assigned = _ASSIGNED.match(line)
    if assigned:
        return assigned.group() + " get_ipython()"
    timed = _LINE_IS_CODE.match(line)
    if timed:
        rest = line[timed.end() :]
        try:
            parse(rest)
            return timed.group(1) + rest
        except Unparsable:
            pass  # options stand before the code, or it is a shell command
    if _MAGIC.match(line):
        return _margin(line) + "pass"
    return None


def _scan(line: str, depth: int, quote: str) -> tuple[int, str, bool]:
    """State after a line of Python: open brackets, open triple quote, continued by a backslash."""
    position = 0
    while True:
        if quote:
            end = _STRING_END[quote].match(line, position)
            if end is None:
                return depth, quote, False
            position, quote = end.end(), ""
        lexeme = _LEXEME.search(line, position)
        if lexeme is None:
            return depth, "", False
        position = lexeme.end()
        text = lexeme.group()
        if text in "([{":
            depth += 1
        elif text in ")]}":
            depth = max(depth - 1, 0)
        elif text in _STRING_END:
            quote = text
        elif text == "\\" or "\\" in (lexeme["open1"], lexeme["open2"]):
            return depth, "", True
