"""Text for people: the place, what is wrong, the source line with the range marked, what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ms_lint.findings import Confidence, Finding, Severity
from ms_lint.reports import Report

_TAB = 4
_CUT = "..."
_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_BOLD, _BLUE = "1", "34"


def render(report: Report) -> Iterator[str]:
    """Every finding followed by a blank line, then the statistics if asked for, then a summary."""
    for finding in report.findings:
        yield "\n".join(_finding(finding, report)) + "\n\n"
    if report.statistics and report.findings:
        yield "\n".join(_statistics(report)) + "\n\n"
    if not report.quiet:
        yield _summary(report) + "\n"


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    at = finding.location
    color = _COLORS[finding.severity]
    place = f"{finding.path}:" + (f"cell {at.cell}:" if at.cell is not None else "")
    head, help_ = _split(finding)
    tags = f"[{finding.name}]"
    if finding.confidence is not Confidence.PROVED:
        tags += f" [{finding.confidence.value}]"
    severity = _paint(f"{finding.severity.value} {finding.code}", f"{_BOLD};{color}", report)
    shown_place = _paint(_printable(place) + f"{at.line}:{at.column}:", _BOLD, report)
    yield f"{shown_place} {severity} {tags} {_printable(head)}"

    gutter = " " * len(str(at.line))
    bar = _paint("|", _BLUE, report)
    lines = report.read_lines(finding.path, at.cell)
    if at.line <= len(lines):
        line = lines[at.line - 1]
        end = at.end_column if at.end_line == at.line else len(line.rstrip()) + 1
        shown, marks = _excerpt(line, at.column - 1, end - 1, max(report.width - len(gutter) - 5, 30))
        yield f"  {_paint(str(at.line), _BLUE, report)} {bar} {shown}".rstrip()
        indentation = marks[: len(marks) - len(marks.lstrip())]
        yield f"  {gutter} {bar} {indentation}{_paint(marks.lstrip(), f'{_BOLD};{color}', report)}"
    if help_:
        yield f"  {gutter} {_paint('=', _BLUE, report)} {_paint('help', _BOLD, report)}: {_printable(help_)}"
    if finding.fix is not None:
        label = _paint(f"{finding.fix.applicability.value} fix", _BOLD, report)
        yield f"  {gutter} {_paint('=', _BLUE, report)} {label}: {_printable(finding.fix.reason)}"


def _split(finding: Finding) -> tuple[str, str]:
    """The message without its suggestion, and the suggestion: each is shown once."""
    message, suggestion = finding.message, finding.suggestion
    if not suggestion:
        return message, ""
    head = message[: -len(suggestion)].rstrip() if message.endswith(suggestion) else message
    return (head, suggestion) if head else (message, "")


def _statistics(report: Report) -> Iterator[str]:
    width = max(len(str(count)) for count in report.codes.values())
    for (code, name), count in report.codes.items():
        yield f"{count:>{width}}  {code}  {name}"


def _summary(report: Report) -> str:
    total = len(report.findings)
    files = f"{report.files} file" + ("" if report.files == 1 else "s")
    before = f"Fixed {report.fixed}. " if report.fixed else ""
    if not total:
        return f"{before}No findings in {files}.{_left_out(report)}"
    counts = [
        f"{count} {severity}" + ("s" if count > 1 and severity != "info" else "")
        for severity, count in report.severities.items()
        if count
    ]
    found = f"Found {total} finding{'' if total == 1 else 's'} ({', '.join(counts)})"
    summary = f"{before}{found} in {report.files_with_findings} of {files}"
    if report.fixable:
        safe = report.fixable - report.unsafe
        ways = [f"{safe} with --fix"] if safe else []
        ways += [f"{report.unsafe} with --fix --unsafe-fixes"] if report.unsafe else []
        summary += f"; {report.fixable} can be fixed ({', '.join(ways)})"
    return f"{summary}.{_left_out(report)}{_not_judged(report.unknown_names)}"


def _left_out(report: Report) -> str:
    said = ""
    for number, where in ((report.known, "in the baseline"), (report.unchanged, "on unchanged lines")):
        if number:
            said += f" {number} more {'is' if number == 1 else 'are'} {where}."
    return said


def _not_judged(names: int) -> str:
    if not names:
        return ""
    which = "1 name of another framework is" if names == 1 else f"{names} names of other frameworks are"
    return f" {which} not known and not judged."


def _paint(text: str, style: str, report: Report) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if report.color and text else text


# ---------------------------------------------------------------- the source line


def _excerpt(line: str, start: int, end: int, width: int) -> tuple[str, str]:
    """A line and the marks below it, both at most ``width`` columns wide.

    ``start`` and ``end`` are the marked characters, from 0. A line that is too long is cut on both
    sides of them.
    """
    shown = []  # what stands for each character
    columns = [0]  # where each begins, and where the last ends
    for character in line.rstrip():
        text = " " * (_TAB - columns[-1] % _TAB) if character == "\t" else _printable(character)
        shown.append(text)
        columns.append(columns[-1] + _width(text))
    start = min(max(start, 0), len(shown))
    end = min(max(end, start), len(shown))

    first, last = 0, len(shown)
    before = after = ""
    if columns[-1] > width:
        first, last = _window(columns, start, end, width)
        before = _CUT if first > 0 else ""
        after = _CUT if last < len(shown) else ""
    offset = len(before) - columns[first]
    marked = columns[min(end, last)] - columns[start]
    marks = " " * (columns[start] + offset) + "^" * max(marked, 1)
    return before + "".join(shown[first:last]) + after, marks


def _window(columns: list[int], start: int, end: int, width: int) -> tuple[int, int]:
    """The characters to show of a line that is too long: the marked ones and what is around them."""
    width -= 2 * len(_CUT)
    marked = min(columns[end] - columns[start], width)
    earliest = columns[start] - (width - marked) // 2
    # Near an end of the line, show more of the other side.
    earliest = max(min(earliest, columns[-1] - width), 0)
    first = next(index for index, column in enumerate(columns) if column >= earliest)
    first = min(first, start)
    last = first
    while last + 1 < len(columns) and columns[last + 1] - columns[first] <= width:
        last += 1
    return first, last


def _width(text: str) -> int:
    """Columns that a terminal gives to a text."""
    if text.isascii():
        return len(text)
    width = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def _printable(text: str) -> str:
    """With a symbol in place of what would move the cursor, or do worse, on a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_symbol, text))


def _symbol(character: str) -> str:
    number = ord(character)
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "\u2421"
    if 0x80 <= number < 0xA0 or 0xD800 <= number < 0xE000 or number in _MOVES:
        return "\ufffd"
    return character


# Line ends that are none in Python, and marks that turn the direction of writing (CVE-2021-42574).
_MOVES = {0x2028, 0x2029, 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
