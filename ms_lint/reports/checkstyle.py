"""Checkstyle's XML, which Jenkins and many other services read."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ms_lint.findings import Finding
from ms_lint.languages import tell, translated
from ms_lint.reports import Report
from ms_lint.reports.places import relative
from ms_lint.reports.xml import HEAD, attributes


def render(report: Report) -> Iterator[str]:
    """An element for each file with findings."""
    yield f'{HEAD}<checkstyle version="4.3">\n'
    for path, findings in itertools.groupby(report.findings, key=lambda finding: finding.path):
        yield f"  <file{attributes(name=relative(path))}>\n"
        for finding in findings:
            yield f"    {_error(finding, report)}\n"
        yield "  </file>\n"
    yield "</checkstyle>\n"


def _error(finding: Finding, report: Report) -> str:
    at = finding.location
    message = translated(finding.message)
    if at.cell is not None:
        message = tell("Cell {place}: {message}", place=f"{at.cell}:{at.line}:{at.column}", message=finding.message)
    place = {"line": report.file_line(finding), **({"column": at.column} if at.cell is None else {})}
    source = f"ms-lint.{finding.code}.{finding.name}"
    return f"<error{attributes(**place, severity=finding.severity.value, message=message, source=source)}/>"
