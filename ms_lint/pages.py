"""The pages of rules: what users read of a rule, and what the oracle measured for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.languages import tell, translated, translated_page
from ms_lint.messages import Message, placeholders, say, sentences
from ms_lint.reports import CONFIDENCES, FIXES, SEVERITIES

_KINDS = {"agrees": say("agrees"), "differs": say("differs"), "runs": say("runs")}

if TYPE_CHECKING:
    from ms_lint.reports import RuleDescription
    from ms_lint.rules import Rule


def descriptions(plugins: tuple[str, ...]) -> tuple[RuleDescription, ...]:
    """All rules, those of plugins included, by code. Raises SettingsError for plugins that cannot be loaded."""
    from ms_lint.rules import load_rules
    from ms_lint.settings import SettingsError

    try:
        return tuple(map(_describe, load_rules(plugins)))
    except (ImportError, ValueError) as error:
        problem = error.args[0] if isinstance(error, ValueError) and error.args else str(error)
        raise SettingsError(say('"plugins": {problem}', problem=problem)) from error


def _describe(rule: type[Rule]) -> RuleDescription:
    import inspect

    from ms_lint.reports import RuleDescription
    from ms_lint.rules import rule_url

    documentation = translated_page(inspect.cleandoc(rule.__doc__ or ""))
    summary = documentation.partition("\n\n")[0].replace("\n", " ")
    return RuleDescription(
        rule.code,
        rule.name,
        rule.severity.value,
        rule.confidence.value,
        rule.default,
        summary,
        documentation,
        rule_url(rule.code),
        rule.fix.value if rule.fix is not None else "none",
    )


def page(rule: RuleDescription, evidence: Optional[dict[str, Any]]) -> str:
    """The page of a rule as Markdown, with what was measured for it."""
    severity, confidence = translated(SEVERITIES[rule.severity]), translated(CONFIDENCES[rule.confidence])
    facts = sentences(
        say("Severity: {severity}.", severity=severity),
        say("Confidence: {confidence}.", confidence=confidence),
        say("On by default.") if rule.default else say("Off by default."),
        say("Fix: {fix}.", fix=translated(FIXES[rule.fix])),
    )
    parts = [f"# {rule.code} {rule.name}", translated(facts), rule.documentation]
    if evidence:
        rows = "\n".join(_rows(rule.code))
        if rows:
            parts.append(f"## {tell('What it knows')}\n\n{rows}")
        lines = "\n".join(_measured(evidence))
        measured = tell("Measured on MindSpore {version}:", version=evidence["mindspore"])
        parts.append(f"## {tell('Evidence')}\n\n{measured}\n\n{lines}")
    return "\n\n".join([*parts, rule.url])


def _rows(code: str) -> Iterator[str]:
    """What the table of differences has for a rule, a line for each row."""
    from ms_lint.knowledge.differences import names_for, rows_of

    names: dict[str, list[str]] = {}
    rows = {}
    for name in names_for(code):
        for row in rows_of(name, code):
            names.setdefault(row.id, []).append(f"`{name.removesuffix('.__call__')}`")
            rows[row.id] = row
    for key, row in sorted(rows.items()):
        where = {"torch": tell("from torch"), "tensorflow": tell("from TensorFlow")}.get(row.origin, "")
        since = tell("since {version}", version=row.since) if row.since else ""
        until = tell("until {version}", version=row.until) if row.until else ""
        versions = " ".join(filter(None, [since, until]))
        notes = f" ({', '.join(filter(None, [where, versions]))})" if where or versions else ""
        fields = {placeholder: placeholder.partition(".")[0] for placeholder in placeholders(row.message)}
        fields["call"] = names[key][0].strip("`").rpartition(".")[2]
        text = translated(Message(row.message, fields))
        yield f"- {key}, {', '.join(names[key])}{notes}: {text}"


def _measured(evidence: dict[str, Any]) -> Iterator[str]:
    """What the oracle measured, a line for each program and mode."""
    for case, programs in evidence["cases"].items():
        original = programs["original"]
        yield "- " + tell(
            "{case}, against {framework} {version}",
            case=case,
            framework=original["framework"],
            version=original["version"],
        )
        for program, name in (("before", tell("half-migrated")), ("after", tell("repaired"))):
            for mode, outcome in programs.get(program, {}).items():
                yield f"  - {name}, {mode}: {_outcome(outcome)}"


def _outcome(outcome: dict[str, Any]) -> str:
    if outcome["kind"] == "raises":
        return tell("raises {error}: {message}", error=outcome["error"], message=outcome["message"])
    difference = outcome.get("difference", 0.0)
    shown = f"{difference:.2g}" if isinstance(difference, float) else difference
    kind = translated(_KINDS[outcome["kind"]])
    return tell("{kind} (largest difference {difference})", kind=kind, difference=shown)


def evidence() -> dict[str, Any]:
    """What the oracle measured, by code of the rule; empty where there is nothing yet."""
    import json

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "knowledge", "data", "evidence.json")
    try:
        with open(path, encoding="utf-8") as file:
            measured = json.load(file)
    except FileNotFoundError:
        return {}
    by_code: dict[str, Any] = {}
    for key, entry in measured.items():  # a code, or the code and the row of the table of differences
        known = by_code.setdefault(key.partition("/")[0], {**entry, "cases": {}})
        known["cases"].update(entry["cases"])
    return by_code
