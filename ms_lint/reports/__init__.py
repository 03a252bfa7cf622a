"""The ways to show findings. Reports know findings and rules' descriptions, and nothing else."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Callable, Optional

from ms_lint.findings import Applicability, Edit, Finding, Left, Severity
from ms_lint.messages import say

FORMATS = ("text", "json", "github", "gitlab", "junit", "checkstyle", "sarif")

#: The words for severities, confidences and fixes, by their values.
SEVERITIES = {"error": say("error"), "warning": say("warning"), "info": say("info")}
FIXES = {"safe": say("safe"), "unsafe": say("unsafe"), "none": say("none")}
CONFIDENCES = {"proved": say("proved"), "likely": say("likely"), "possible": say("possible")}

#: The rule whose findings say what was not judged.
UNKNOWN_NAME = "MSL113"

#: The rules about names of other frameworks.
LEFTOVERS = frozenset({"MSL101", "MSL103", "MSL104", "MSL106", "MSL117"})

#: The lines of a file, or of a cell of a notebook by its index; no lines where it cannot be read.
LineReader = Callable[[str, Optional[int]], Sequence[str]]


def _line_in_cell(finding: Finding) -> int:
    return finding.location.line


def _edits_of_file(finding: Finding) -> Sequence[Edit]:
    return finding.fix.edits if finding.fix is not None and finding.location.cell is None else ()


@dataclass(frozen=True)
class RuleDescription:
    """A rule as users see it. ``documentation`` is Markdown and begins with ``summary``; ``fix`` is the best that its
    fixes are (safe, unsafe), or none."""

    code: str
    name: str
    severity: str
    confidence: str
    default: bool
    summary: str
    documentation: str
    url: str
    fix: str = "none"


@dataclass(frozen=True)
class Report:
    """What there is to show after a run: findings in order, the number of files checked, how many findings
    are gone because they were fixed, and how many are left out because a baseline has them or because they
    are not on changed lines. ``left`` is what fixes leave of other frameworks. ``file_line`` gives the line of a
    finding in its file, and ``file_edits`` the edits of its fix, also in a notebook."""

    version: str
    findings: Sequence[Finding]
    files: int
    target_version: str
    read_lines: LineReader
    rules: Sequence[RuleDescription] = ()
    left: Sequence[Left] = ()
    statistics: bool = False
    fixed: int = 0
    known: int = 0
    unchanged: int = 0
    file_line: Callable[[Finding], int] = _line_in_cell
    file_edits: Callable[[Finding], Sequence[Edit]] = _edits_of_file
    quiet: bool = False
    color: bool = False
    width: int = 120

    @property
    def severities(self) -> dict[str, int]:
        """How many findings there are of each severity, worst first."""
        counts = Counter(finding.severity for finding in self.findings)
        return {severity.value: counts[severity] for severity in Severity}

    @property
    def codes(self) -> dict[tuple[str, str], int]:
        """How many findings there are of each (code, name), most frequent first."""
        counts = Counter((finding.code, finding.name) for finding in self.findings)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def files_with_findings(self) -> int:
        """In how many files something was found."""
        return len({finding.path for finding in self.findings})

    @property
    def unknown_names(self) -> int:
        """How many names were not judged, since they are not known: each has a finding."""
        return sum(finding.code == UNKNOWN_NAME for finding in self.findings)

    @property
    def by_hand(self) -> dict[str, int]:
        """How many uses of each API of another framework are left by all fixes, most frequent first."""
        counts = Counter(item.api for item in self.left if not item.is_meant)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def has_leftovers(self) -> bool:
        """Whether any finding is about what is left of another framework, and none of its uses stays."""
        return not self.left and any(finding.code in LEFTOVERS for finding in self.findings)

    @property
    def meant(self) -> int:
        """How many uses of other frameworks are on purpose."""
        return sum(item.is_meant for item in self.left)

    @property
    def fixable(self) -> int:
        """How many findings come with a fix."""
        return sum(finding.fix is not None for finding in self.findings)

    @property
    def unsafe(self) -> int:
        """How many of these fixes need a look."""
        return sum(
            finding.fix is not None and finding.fix.applicability is Applicability.UNSAFE for finding in self.findings
        )


def render(report: Report, output_format: str) -> Iterator[str]:
    """The report in one of ``FORMATS``, in pieces of whole lines."""
    module = importlib.import_module(f"{__name__}.{output_format}")
    pieces: Iterator[str] = module.render(report)
    return pieces
