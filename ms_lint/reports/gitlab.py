"""The report of GitLab's code quality: a JSON array with an object for each finding."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from ms_lint.findings import Finding, Severity
from ms_lint.languages import tell
from ms_lint.reports import Report
from ms_lint.reports.fingerprints import fingerprints
from ms_lint.reports.places import relative, rule_and_cell

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> Iterator[str]:
    """The whole report. GitLab wants paths from the root of the repository: run there."""
    issues = [_issue(finding, print_, report) for finding, print_ in fingerprints(report)]
    yield json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str, report: Report) -> dict[str, Any]:
    first = report.file_line(finding)
    last = first if finding.location.cell is not None else finding.location.end_line
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": tell("{title}: {message}", title=rule_and_cell(finding), message=finding.message),
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[finding.severity],
        # a service may take digits only
        "fingerprint": hashlib.sha256(fingerprint.encode()).hexdigest()[:32],
        "location": {"path": relative(finding.path), "lines": {"begin": first, "end": last}},
    }
