"""Workflow commands of GitHub Actions, which shows them as annotations of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from ms_lint.findings import Finding, Severity
from ms_lint.languages import translated
from ms_lint.reports import Report
from ms_lint.reports.places import relative, rule_and_cell

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> Iterator[str]:
    """One command per finding; in a notebook the line is that of the file, and the title says where in the cell."""
    for finding in report.findings:
        yield _command(finding, report) + "\n"


def _command(finding: Finding, report: Report) -> str:
    at = finding.location
    properties: dict[str, object] = {"file": relative(finding.path)}
    if at.cell is None:
        properties.update(line=at.line, endLine=at.end_line, col=at.column, endColumn=at.end_column)
    else:
        properties.update(line=report.file_line(finding))
    properties["title"] = rule_and_cell(finding)
    shown = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {shown}::{_data(translated(finding.message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
