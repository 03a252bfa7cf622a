"""JUnit's XML, in which services show what fails as failed tests: a suite for each file, a test for each
finding. Without findings there is one test, that passes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ms_lint.findings import Finding
from ms_lint.languages import tell, translated
from ms_lint.reports import Report
from ms_lint.reports.places import relative, rule_and_cell
from ms_lint.reports.xml import HEAD, attributes, text


def render(report: Report) -> Iterator[str]:
    """Suites in the order of the files."""
    total = len(report.findings)
    counts = attributes(tests=max(total, 1), failures=total, errors=0, time=0)
    yield f"{HEAD}<testsuites{attributes(name='ms-lint')}{counts}>\n"
    if not total:
        yield f"  <testsuite{attributes(name='ms-lint')}{counts}>\n"
        name = tell("1 file") if report.files == 1 else tell("{count} files", count=report.files)
        yield f"    <testcase{attributes(classname='ms-lint', name=name, time=0)}/>\n"
        yield "  </testsuite>\n"
    for path, group in itertools.groupby(report.findings, key=lambda finding: finding.path):
        findings = list(group)
        suite = {"name": relative(path), "tests": len(findings), "failures": len(findings), "errors": 0, "time": 0}
        yield f"  <testsuite{attributes(**suite)}>\n"
        for finding in findings:
            yield from _case(finding, report)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _case(finding: Finding, report: Report) -> Iterator[str]:
    at = finding.location
    path = relative(finding.path)
    place = f"{at.line}:{at.column}" if at.cell is None else f"cell {at.cell}:{at.line}:{at.column}"
    case = {"classname": path, "name": f"{finding.code} {finding.name} at {place}", "time": 0}
    yield f"    <testcase{attributes(**case, file=path, line=report.file_line(finding))}>\n"
    failure = attributes(type=finding.severity.value, message=translated(finding.message))
    yield f"      <failure{failure}>{text(_details(finding))}</failure>\n    </testcase>\n"


def _details(finding: Finding) -> str:
    at = finding.location
    place = f"{relative(finding.path)}:{at.line}:{at.column}"
    return f"{place}: {rule_and_cell(finding)}: {translated(finding.message)}\n{finding.url}"
