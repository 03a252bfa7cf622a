"""Workflow commands of GitHub Actions, which shows them as annotations of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from ms_lint.findings import Finding, Severity
from ms_lint.reports import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> Iterator[str]:
    """One command per finding; in a notebook the lines are those of the cell that the title names."""
    for finding in report.findings:
        yield _command(finding) + "\n"


def _command(finding: Finding) -> str:
    at = finding.location
    title = f"{finding.code} {finding.name}"
    if at.cell is not None:
        title += f" (cell {at.cell})"
    properties = {
        "file": finding.path.replace("\\", "/"),
        "line": at.line,
        "endLine": at.end_line,
        "col": at.column,
        "endColumn": at.end_column,
        "title": title,
    }
    shown = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {shown}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
