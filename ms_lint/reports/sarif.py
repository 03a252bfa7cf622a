"""SARIF 2.1.0, the Static Analysis Results Interchange Format of OASIS."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ms_lint.findings import Finding, Location, Severity
from ms_lint.languages import translated
from ms_lint.reports import Report, RuleDescription
from ms_lint.reports.fingerprints import fingerprints
from ms_lint.reports.places import relative

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> Iterator[str]:
    """The run as one SARIF log; paths are relative to the current folder where they are below it."""
    codes = {finding.code for finding in report.findings}
    rules = [rule for rule in report.rules if rule.code in codes]
    indices = {rule.code: index for index, rule in enumerate(rules)}
    results = [_result(finding, indices, fingerprint, report) for finding, fingerprint in fingerprints(report)]
    run = {
        "tool": {
            "driver": {
                "name": "ms-lint",
                "informationUri": "https://ms-lint.readthedocs.io/",
                "version": report.version,
                "semanticVersion": report.version,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "invocations": [{"executionSuccessful": "MSL003" not in codes}],
        "originalUriBaseIds": {_ROOT: {"uri": pathlib.Path.cwd().as_uri().rstrip("/") + "/"}},
        "columnKind": "unicodeCodePoints",
        "properties": {"targetVersion": report.target_version, "files": report.files},
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, indent=2) + "\n"


def _rule(rule: RuleDescription) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.documentation},
        "help": {"text": rule.documentation, "markdown": rule.documentation},
        "helpUri": rule.url,
        "defaultConfiguration": {
            "level": _LEVELS[Severity(rule.severity)],
            "enabled": rule.default,
        },
        "properties": {"name": rule.name, "confidence": rule.confidence, "fix": rule.fix},
    }


def _result(finding: Finding, indices: dict[str, int], fingerprint: str, report: Report) -> dict[str, Any]:
    artifact = _artifact(finding.path)
    cell = finding.location.cell
    region = _region(finding.location) if cell is None else {"startLine": report.file_line(finding)}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if cell is not None:
        name = f"cell {cell}"
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": f"{finding.path}:{name}", "kind": "cell"}]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": translated(finding.message)},
        "locations": [location],
        "partialFingerprints": {"msLint/v2": fingerprint},
        "properties": {
            "name": finding.name,
            "confidence": finding.confidence.value,
            **({"origin": finding.origin} if finding.origin else {}),
        },
    }
    if finding.code in indices:
        result["ruleIndex"] = indices[finding.code]
    if cell is not None:
        result["properties"].update(cell=cell, line=finding.location.line, column=finding.location.column)
    if finding.suggestion is not None:
        result["properties"]["suggestion"] = translated(finding.suggestion)
    edits = report.file_edits(finding)  # tools apply them to the file, a notebook's JSON too
    if finding.fix is not None and edits:
        replacements = [
            {"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.replacement}} for edit in edits
        ]
        result["fixes"] = [
            {
                "description": {"text": translated(finding.fix.reason)},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
                "properties": {"applicability": finding.fix.applicability.value},
            }
        ]
    return result


def _artifact(path: str) -> dict[str, str]:
    shown = relative(path)
    if os.path.isabs(shown):
        return {"uri": pathlib.Path(shown).as_uri()}
    return {"uri": quote(os.fsencode(shown)), "uriBaseId": _ROOT}


def _region(location: Location) -> dict[str, int]:
    return {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }
