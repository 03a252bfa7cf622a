"""What a picture shows, as plain data: JSON as it is, and what the page and the Markdown are made of."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from ms_lint import __version__
from ms_lint.api import difference_data, place_data
from ms_lint.findings import Finding, Severity
from ms_lint.knowledge.counterparts import Counterpart, counterpart
from ms_lint.knowledge.frameworks import FRAMEWORKS
from ms_lint.messages import say
from ms_lint.reports import UNKNOWN_NAME
from ms_lint.runner import Run, check_paths
from ms_lint.settings import target_versions
from ms_lint.usage import Use, find_uses

#: The number of the layout of the data, raised with every change that earlier readers would not understand.
SCHEMA = 1
#: Frameworks in the order in which they are shown.
ORDER = ("mindspore", "torch", "tensorflow")
#: The rules whose findings say that a file was not judged as a whole.
_NOT_JUDGED = frozenset({"MSL001", "MSL003"})
_SHOWN_PLACES = 20

Data = dict[str, Any]


class EarlierError(Exception):
    """An earlier report that cannot be read. ``str()`` is a complete message."""


def picture(paths: Sequence[str], overrides: Mapping[str, object], date: str) -> Data:
    """The picture of the files below the paths, on a day (``2026-11-29``).

    Raises FileNotFoundError and SettingsError.
    """
    run = check_paths(paths, overrides=overrides)
    uses = list(find_uses(paths, overrides, frozenset(FRAMEWORKS)))
    return describe(run, uses, paths, date)


def describe(run: Run, uses: Sequence[Use], paths: Sequence[str], date: str) -> Data:
    """The picture of a run and of the uses in the same files."""
    references: dict[str, Counter[str]] = defaultdict(Counter)
    for use in uses:
        references[use.path][_framework(use.name)] += 1
    findings: Counter[str] = Counter(finding.path for finding in run.findings)
    not_judged = [finding for finding in run.findings if finding.code in _NOT_JUDGED]
    files = [
        {"path": path, "references": _ordered(references[path]), "findings": findings[path]}
        for path in sorted({*references, *findings})
    ]
    apis = _apis(uses, run.findings)
    return {
        "schema": SCHEMA,
        "version": __version__,
        "date": date,
        "paths": list(paths),
        "target_versions": [target.lstrip("=") for target in run.target_versions],
        "totals": {
            "files": run.files,
            "references": _ordered(sum(references.values(), Counter())),
            **_counts(run.findings),
        },
        "packages": _packages(files),
        "files": files,
        "families": _families(run.findings),
        "rules": _rules(run.findings),
        "apis": apis,
        "by_hand": {
            "findings": sum(finding.fix is None for finding in run.findings),
            "apis": sum(api["uses"] for api in apis if api["verdict"] in ("unknown", "none")),
            "unknown_names": sum(finding.code == UNKNOWN_NAME for finding in run.findings),
            "not_judged": [{"path": finding.path, "message": str(finding.message)} for finding in not_judged],
        },
    }


def share(references: Mapping[str, int]) -> float:
    """How much of the references to frameworks is MindSpore's already, from 0 to 1; 1 where there are none."""
    total = sum(references.values())
    return references.get("mindspore", 0) / total if total else 1.0


def trend(data: Data, earlier: Iterable[tuple[str, Any]]) -> list[Data]:
    """The totals of earlier reports (the name of the file, and what was in it) and of this one, oldest first.

    Raises EarlierError for what is no report.
    """
    points = [_point(name, report) for name, report in earlier]
    points.append(_point("", data))
    return sorted(points, key=lambda point: str(point["date"]))


def _point(name: str, report: Any) -> Data:
    try:
        if report["schema"] > SCHEMA:
            made_by = str(report["version"])
            raise EarlierError(
                say("{file}: it was made by a later version of ms-lint ({version})", file=name, version=made_by)
            )
        totals = report["totals"]
        references = {framework: int(totals["references"][framework]) for framework in ORDER}
        return {"date": str(report["date"]), "references": references, "findings": int(totals["findings"])}
    except (KeyError, TypeError, ValueError) as error:
        raise EarlierError(
            say("{file}: this is no report of ms-lint (made with --output-format json)", file=name)
        ) from error


def _framework(name: str) -> str:
    return FRAMEWORKS[name.partition(".")[0]]


def _ordered(references: Mapping[str, int]) -> dict[str, int]:
    return {framework: references.get(framework, 0) for framework in ORDER}


def _counts(findings: Sequence[Finding]) -> Data:
    """How many findings there are, of each severity, and how many have a fix."""
    severities = Counter(finding.severity for finding in findings)
    return {
        "findings": len(findings),
        **{severity.value: severities[severity] for severity in Severity},
        "fixable": sum(finding.fix is not None for finding in findings),
    }


def _packages(files: Sequence[Data]) -> list[Data]:
    """The folders of the files, each with the sums of what lies directly in it."""
    folders: dict[str, list[Data]] = defaultdict(list)
    for file in files:
        folders[os.path.dirname(file["path"]) or "."].append(file)
    return [
        {
            "path": PurePath(folder).as_posix(),
            "files": len(members),
            "references": _ordered(sum((Counter(file["references"]) for file in members), Counter())),
            "findings": sum(file["findings"] for file in members),
        }
        for folder, members in sorted(folders.items())
    ]


def _families(findings: Sequence[Finding]) -> list[Data]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code[:4]].append(finding)
    return [{"family": f"{prefix}xx", **_counts(group)} for prefix, group in sorted(groups.items())]


def _rules(findings: Sequence[Finding]) -> list[Data]:
    """The rules with findings, those with most left to do by hand first."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code].append(finding)
    rules = [
        {
            "code": code,
            "name": group[0].name,
            "url": group[0].url,
            **_counts(group),
            "by_hand": sum(finding.fix is None for finding in group),
            "places": [
                {"path": finding.path, **place_data(finding.location), "message": str(finding.message)}
                for finding in sorted(group, key=lambda finding: finding.fix is not None)[:_SHOWN_PLACES]
            ],
        }
        for code, group in groups.items()
    ]
    return sorted(rules, key=lambda rule: (-rule["by_hand"], rule["code"]))


def _apis(uses: Sequence[Use], findings: Sequence[Finding]) -> list[Data]:
    """The names of other frameworks that are used: those without a counterpart first, then the most used."""
    fixed: dict[tuple[str, Any, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.fix is not None:
            fixed[finding.path, finding.location.cell, finding.location.line].append(finding)
    groups: dict[tuple[str, Any, str], list[Use]] = defaultdict(list)
    for use in uses:
        if _framework(use.name) != "mindspore":
            groups[use.name, use.settings.target_version, use.settings.api_family].append(use)
    apis = []
    for (name, target, family), group in groups.items():
        found = counterpart(name, target_versions(target), family)
        apis.append(
            {
                "name": name,
                "framework": _framework(name),
                "uses": len(group),
                **_described(found),
                "fixable": sum(_is_fixed(use, fixed) for use in group),
                "places": [{"path": use.path, **place_data(use.location)} for use in group[:_SHOWN_PLACES]],
            }
        )
    return sorted(apis, key=lambda api: (api["verdict"] not in ("unknown", "none"), -api["uses"], api["name"]))


def _described(found: Counterpart | None) -> Data:
    if found is None:
        return {"verdict": "unknown", "write": "", "advice": "", "differences": None}
    return {
        "verdict": found.verdict if found.target else "none",
        "write": found.target,
        "advice": found.advice,
        "differences": difference_data(found.differences),
    }


def _is_fixed(use: Use, fixed: Mapping[tuple[str, Any, int], Sequence[Finding]]) -> bool:
    """Whether a finding with a fix begins where the use does, or stands within it."""
    start = (use.location.line, use.location.column)
    end = (use.location.end_line, use.location.end_column)
    return any(
        start <= (finding.location.line, finding.location.column) <= end
        for finding in fixed.get((use.path, use.location.cell, use.location.line), ())
    )
