"""Text for people: the place, what is wrong, the source line with the range marked, what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ms_lint.findings import Applicability, Confidence, Finding, Severity
from ms_lint.languages import tell, translated
from ms_lint.messages import enumeration, say, sentences
from ms_lint.reports import CONFIDENCES, SEVERITIES, Report

_TAB = 4
_CUT = "..."
_MOST_NAMES = 12
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
        yield from _left(report)


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    at = finding.location
    color = _COLORS[finding.severity]
    place = f"{finding.path}:" + (tell("cell {number}:", number=at.cell) if at.cell is not None else "")
    head, help_ = _split(finding)
    tags = f"[{finding.name}]"
    if finding.confidence is not Confidence.PROVED:
        tags += f" [{translated(CONFIDENCES[finding.confidence.value])}]"
    severity = _paint(f"{translated(SEVERITIES[finding.severity.value])} {finding.code}", f"{_BOLD};{color}", report)
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
        yield f"  {gutter} {_paint('=', _BLUE, report)} {_paint(tell('help'), _BOLD, report)}: {_printable(help_)}"
    if finding.fix is not None:
        is_safe = finding.fix.applicability is Applicability.SAFE
        label = _paint(tell("safe fix") if is_safe else tell("unsafe fix"), _BOLD, report)
        yield f"  {gutter} {_paint('=', _BLUE, report)} {label}: {_printable(translated(finding.fix.reason))}"


def _split(finding: Finding) -> tuple[str, str]:
    """The message without its suggestion, and the suggestion: each is shown once."""
    message = translated(finding.message)
    suggestion = translated(finding.suggestion) if finding.suggestion else ""
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
    fixed = tell("Fixed {count}.", count=report.fixed) if report.fixed else ""
    if not total:
        nothing = tell("No findings in {count} files.", count=report.files)
        nothing = tell("No findings in 1 file.") if report.files == 1 else nothing
        return translated(sentences(fixed, nothing, *_left_out(report)))
    counts = enumeration([_counted(severity, count) for severity, count in report.severities.items() if count])
    found = say("Found 1 finding ({severities})", severities=counts)
    if total != 1:
        found = say("Found {count} findings ({severities})", count=total, severities=counts)
    files = say("1 file") if report.files == 1 else say("{count} files", count=report.files)
    where = say("{found} in {part} of {files}", found=found, part=report.files_with_findings, files=files)
    if report.fixable:
        where = say("{summary}; {count} can be fixed ({ways})", summary=where, count=report.fixable, ways=_ways(report))
    end = (*_left_out(report), _not_judged(report.unknown_names))
    return translated(sentences(fixed, say("{summary}.", summary=where), *end))


def _left(report: Report) -> Iterator[str]:
    """What is left to do by hand, by API; what is left on purpose where there is nothing else to say."""
    names = [f"{api} ({count})" if count > 1 else api for api, count in report.by_hand.items()]
    if names:
        more = len(names) - _MOST_NAMES
        shown = ", ".join(names[:_MOST_NAMES])
        if more > 1:
            shown = tell("{names} and {count} more", names=shown, count=more)
        elif more == 1:
            shown = ", ".join(names)
        count = sum(report.by_hand.values())
        if report.fixable and count == 1:
            line = tell("No fix takes out 1 use of another framework: {names}.", names=shown)
        elif report.fixable:
            line = tell("No fix takes out {count} uses of other frameworks: {names}.", count=count, names=shown)
        elif count == 1:
            line = tell("1 use of another framework is left to be done by hand: {names}.", names=shown)
        else:
            line = tell(
                "{count} uses of other frameworks are left to be done by hand: {names}.", count=count, names=shown
            )
        yield line + "\n"
    elif report.meant == 1 and not report.findings:
        yield tell("1 use of another framework is left where it is meant.") + "\n"
    elif report.meant and not report.findings:
        yield tell("{count} uses of other frameworks are left where they are meant.", count=report.meant) + "\n"
    elif report.has_leftovers:
        yield tell("The fixes leave nothing of other frameworks.") + "\n"


def _left_out(report: Report) -> Iterator[str]:
    if report.known == 1:
        yield say("1 more is in the baseline.")
    elif report.known:
        yield say("{count} more are in the baseline.", count=report.known)
    if report.unchanged == 1:
        yield say("1 more is on unchanged lines.")
    elif report.unchanged:
        yield say("{count} more are on unchanged lines.", count=report.unchanged)


def _counted(severity: str, count: int) -> str:
    """1 error, 2 errors."""
    if severity == Severity.INFO:
        return tell("{count} info", count=count)
    if severity == Severity.ERROR:
        return tell("1 error") if count == 1 else tell("{count} errors", count=count)
    return tell("1 warning") if count == 1 else tell("{count} warnings", count=count)


def _ways(report: Report) -> str:
    safe = report.fixable - report.unsafe
    ways = [tell("{count} with --fix", count=safe)] if safe else []
    ways += [tell("{count} with --fix --unsafe-fixes", count=report.unsafe)] if report.unsafe else []
    return enumeration(ways)


def _not_judged(names: int) -> str:
    if not names:
        return ""
    if names == 1:
        return tell("1 name is not known to ms-lint, and what it is used for was not judged.")
    return tell("{count} names are not known to ms-lint, and what they are used for was not judged.", count=names)


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
