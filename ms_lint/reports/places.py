"""Places as services see them: paths from the current folder, lines of the file."""

from __future__ import annotations

import os

from ms_lint.findings import Finding
from ms_lint.languages import tell


def relative(path: str) -> str:
    """A path from the current folder, with slashes; an absolute one where the file is not below it."""
    absolute, here = os.path.abspath(path), os.path.join(os.getcwd(), "")
    shown = absolute[len(here) :] if absolute.startswith(here) else absolute
    return shown.replace(os.sep, "/")


def rule_and_cell(finding: Finding) -> str:
    """Code and name of the rule, and in a notebook the cell with the line and column in it."""
    at = finding.location
    title = f"{finding.code} {finding.name}"
    if at.cell is None:
        return title
    return tell("{title} (cell {place})", title=title, place=f"{at.cell}:{at.line}:{at.column}")
