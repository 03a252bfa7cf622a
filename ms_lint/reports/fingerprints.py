"""Fingerprints by which services tell that a finding is the one of yesterday."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from ms_lint.findings import Finding
from ms_lint.reports import Report
from ms_lint.reports.places import relative


def fingerprints(report: Report) -> Iterator[tuple[Finding, str]]:
    """Each finding with 32 hexadecimal digits and its number among its equals.

    They stay while the rule, the path and the text of the line do, wherever the line moves and whatever the
    language of the message is.
    """
    seen: Counter[str] = Counter()
    for finding in report.findings:
        lines = report.read_lines(finding.path, finding.location.cell)
        number = finding.location.line
        line = " ".join(lines[number - 1].split()) if number <= len(lines) else ""
        parts = (finding.code, relative(finding.path), line)
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        seen[digest] += 1
        yield finding, f"{digest}:{seen[digest]}"
