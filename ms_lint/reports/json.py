"""JSON: one object with the version, a summary and the findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Optional

from ms_lint.findings import Finding, Fix, Location
from ms_lint.languages import translated
from ms_lint.reports import Report


def render(report: Report) -> Iterator[str]:
    """The whole report as one indented JSON object."""
    document = {
        "version": report.version,
        "summary": _summary(report),
        "findings": [_finding(finding) for finding in report.findings],
    }
    # ASCII only: safe to print whatever the encoding of the terminal or pipe.
    yield json.dumps(document, indent=2) + "\n"


def _summary(report: Report) -> dict[str, Any]:
    summary: dict[str, Any] = {
        "findings": len(report.findings),
        **report.severities,
        "files": report.files,
        "files_with_findings": report.files_with_findings,
        "fixable": report.fixable,
        "fixed": report.fixed,
        "in_baseline": report.known,
        "on_unchanged_lines": report.unchanged,
        "unknown_names": report.unknown_names,
        "by_hand": report.by_hand,
        "meant": report.meant,
        "target_version": report.target_version,
    }
    if report.statistics:
        summary["codes"] = {code: count for (code, _), count in report.codes.items()}
    return summary


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "origin": finding.origin,
        "path": finding.path,
        **_location(finding.location),
        "message": translated(finding.message),
        "suggestion": None if finding.suggestion is None else translated(finding.suggestion),
        "fix": _fix(finding.fix),
        "url": finding.url,
    }


def _location(location: Location) -> dict[str, Optional[int]]:
    return {
        "cell": location.cell,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _fix(fix: Optional[Fix]) -> Optional[dict[str, Any]]:
    if fix is None:
        return None
    edits = [{**_location(edit.location), "replacement": edit.replacement} for edit in fix.edits]
    return {"applicability": fix.applicability.value, "reason": translated(fix.reason), "edits": edits}
