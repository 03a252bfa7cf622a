"""Reports for services: GitLab's code quality, JUnit and checkstyle, and places in notebooks."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reports import assert_valid_sarif, make_finding, make_report

from ms_lint import cli
from ms_lint.findings import Severity
from ms_lint.reports import FORMATS, Report, render

NASTY = "a \"quoted\" 'one' <tag> & ]]> \x1b[31m \x00 \ud800 层 \u2028 \ufffe\nnext"


def shown(report: Report, output_format: str) -> str:
    return "".join(render(report, output_format))


def nasty_report() -> Report:
    return make_report(
        make_finding(message=NASTY, path='dir/a "b" <c>&.py'),
        make_finding(3, 1, 2, end_line=5, severity=Severity.WARNING, path='dir/a "b" <c>&.py'),
        make_finding(severity=Severity.INFO, cell=3, path="n.ipynb"),
        file_line=lambda finding: finding.location.line + (0 if finding.location.cell is None else 40),
    )


# ---------------------------------------------------------------- GitLab

# GitLab validates each object by its own schema, app/validators/json_schemas/codeclimate.json, and stops reading at the
# first one that is not valid: description, fingerprint, severity and location are required, the first three are
# strings, and the line is an integer at location.lines.begin or location.positions.begin.line. This one asks for that
# and for what the documentation of the report says besides.
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32,64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "type": {"const": "issue"},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer"}},
                    },
                },
            },
        },
    },
}


def test_gitlab_has_what_its_schema_and_documentation_ask_for() -> None:
    validator = jsonschema.Draft7Validator(CODE_QUALITY)
    for report in (nasty_report(), make_report()):
        validator.validate(json.loads(shown(report, "gitlab")))
    (issue,) = json.loads(shown(make_report(make_finding()), "gitlab"))
    for key in ("description", "fingerprint", "severity", "location"):
        assert not validator.is_valid([{other: value for other, value in issue.items() if other != key}])


def test_gitlab_has_all_that_another_program_writes_for_it(tmp_path: Path) -> None:
    """ruff's report is one that GitLab shows: ours has its keys, with values of the same types."""
    (tmp_path / "a.py").write_text("import os\n", encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--output-format", "gitlab", "a.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    if "No module named ruff" in done.stderr:
        pytest.skip("ruff is not installed")
    theirs = json.loads(done.stdout)[0]
    (ours,) = json.loads(shown(make_report(make_finding()), "gitlab"))
    assert {key: type(ours.get(key)) for key in theirs} == {key: type(value) for key, value in theirs.items()}


def test_gitlab() -> None:
    first, second, third = json.loads(shown(nasty_report(), "gitlab"))
    assert first["check_name"] == "MSL701"
    assert first["description"] == f"MSL701 attribute-never-set: {NASTY}"
    assert [item["severity"] for item in (first, second, third)] == ["major", "minor", "info"]
    assert second["location"] == {"path": 'dir/a "b" <c>&.py', "lines": {"begin": 3, "end": 5}}
    assert third["location"] == {"path": "n.ipynb", "lines": {"begin": 42, "end": 42}}
    assert third["description"].startswith("MSL701 attribute-never-set (cell 3:2:5): ")
    assert len({item["fingerprint"] for item in (first, second, third)}) == 3


def test_fingerprints_do_not_depend_on_the_message() -> None:
    prints = [
        [item["fingerprint"] for item in json.loads(shown(make_report(make_finding(message=text)), "gitlab"))]
        for text in ("one language", "另一种语言")
    ]
    assert prints[0] == prints[1]


# ---------------------------------------------------------------- JUnit and checkstyle


def junit(report: Report) -> Element:
    return ET.fromstring(shown(report, "junit").encode())


def test_junit() -> None:
    root = junit(nasty_report())
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "3", "3")
    assert [(suite.get("name"), suite.get("failures")) for suite in root] == [
        ('dir/a "b" <c>&.py', "2"),
        ("n.ipynb", "1"),
    ]
    cases = list(root.iter("testcase"))
    assert [case.get("name") for case in cases] == [
        "MSL701 attribute-never-set at 2:5",
        "MSL701 attribute-never-set at 3:1",
        "MSL701 attribute-never-set at cell 3:2:5",
    ]
    assert [case.get("line") for case in cases] == ["2", "3", "42"]
    failures = list(root.iter("failure"))
    assert [failure.get("type") for failure in failures] == ["error", "warning", "info"]
    assert "<tag> & ]]> \ufffd[31m \ufffd \ufffd 层" in (failures[0].text or "")


def test_junit_without_findings_has_one_test_that_passes() -> None:
    root = junit(make_report(files=3))
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    (case,) = root.iter("testcase")
    assert (case.get("name"), len(case)) == ("3 files", 0)


def test_junit_is_read_by_junitparser(tmp_path: Path) -> None:
    junitparser = pytest.importorskip("junitparser", reason="the reader of JUnit's XML; needs Python 3.10")
    (tmp_path / "report.xml").write_text(shown(nasty_report(), "junit"), encoding="utf-8")
    xml = junitparser.JUnitXml.fromfile(str(tmp_path / "report.xml"))
    assert (xml.tests, xml.failures, xml.errors) == (3, 3, 0)
    results = [result for suite in xml for case in suite for result in case.result]
    assert all(isinstance(result, junitparser.Failure) for result in results)
    assert results[2].message == "`self.x` is never set. Set it."
    (tmp_path / "report.xml").write_text(shown(make_report(), "junit"), encoding="utf-8")
    (passed,) = [case for suite in junitparser.JUnitXml.fromfile(str(tmp_path / "report.xml")) for case in suite]
    assert passed.is_passed


def test_checkstyle() -> None:
    root = ET.fromstring(shown(nasty_report(), "checkstyle").encode())
    assert (root.tag, root.get("version")) == ("checkstyle", "4.3")
    files = {file.get("name"): [dict(error.attrib) for error in file] for file in root}
    assert files['dir/a "b" <c>&.py'][1] == {
        "line": "3",
        "column": "1",
        "severity": "warning",
        "message": "`self.x` is never set. Set it.",
        "source": "ms-lint.MSL701.attribute-never-set",
    }
    (in_cell,) = files["n.ipynb"]
    assert (in_cell["line"], in_cell["message"][:15]) == ("42", "Cell 3:2:5: `se")
    assert "column" not in in_cell


def test_checkstyle_is_read_by_diff_quality(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("diff_cover", reason="the reader of checkstyle's XML; needs Python 3.11")
    from diff_cover.git_path import GitPathTool
    from diff_cover.violationsreporters.java_violations_reporter import CheckstyleXmlDriver

    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    GitPathTool.set_cwd(str(tmp_path))
    found = CheckstyleXmlDriver().parse_reports([shown(nasty_report(), "checkstyle")])
    assert {path: [violation.line for violation in violations] for path, violations in found.items()} == {
        'dir/a "b" <c>&.py': [2, 3],
        "n.ipynb": [42],
    }
    assert found["n.ipynb"][0].message.startswith("info: Cell 3:2:5: `self.x`")


@settings(deadline=None)  # other programs run meanwhile
@given(st.text(max_size=60), st.text(max_size=30))
def test_whatever_the_text_xml_parses_and_json_loads(message: str, path: str) -> None:
    report = make_report(make_finding(message=message, path=path or "a.py"))
    for output_format in ("junit", "checkstyle"):
        ET.fromstring(shown(report, output_format).encode())
    json.loads(shown(report, "gitlab"))


# ---------------------------------------------------------------- places in notebooks

CODE = ["import mindspore; from house import *\n", "x = 1\n", "old_name(x)\n"]


def notebook(source: Any) -> str:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "words"]},
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


@pytest.mark.parametrize("source", [CODE, "".join(CODE)])
def test_in_a_notebook_the_line_is_that_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], source: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ms-lint.toml").write_text('plugins = ["house_rules"]\n', encoding="utf-8")
    text = notebook(source)
    (tmp_path / "n.ipynb").write_text(text, encoding="utf-8")
    expected = next(number for number, line in enumerate(text.split("\n"), 1) if "old_name" in line)
    assert cli.main(["check", "--output-format", "gitlab"]) == 1
    (issue,) = json.loads(capsys.readouterr().out)
    assert issue["location"]["lines"] == {"begin": expected, "end": expected}
    cli.main(["check", "--output-format", "github"])
    assert f"file=n.ipynb,line={expected},title=MSL951 old-name (cell 1%3A3%3A1)::" in capsys.readouterr().out
    cli.main(["check", "--output-format", "sarif"])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": expected}
    assert (result["properties"]["cell"], result["properties"]["line"], result["properties"]["column"]) == (1, 3, 1)
    for output_format in FORMATS:
        assert cli.main(["check", "--output-format", output_format]) == 1


def replaced(text: str, replacements: list[dict[str, Any]]) -> str:
    """A text after the replacements of a SARIF fix, which count from 1 in lines and columns."""

    def offset(line: int, column: int) -> int:
        lines = text.split("\n")
        return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1

    for each in reversed(replacements):
        at = each["deletedRegion"]
        start, end = offset(at["startLine"], at["startColumn"]), offset(at["endLine"], at["endColumn"])
        text = text[:start] + each["insertedContent"]["text"] + text[end:]
    return text


@pytest.mark.parametrize("source", [CODE, "".join(CODE), [line.rstrip("\n") + '  # 层 \\ "\n' for line in CODE]])
@pytest.mark.parametrize("plain", [True, False])
def test_the_fixes_of_cells_change_the_json_of_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], source: Any, plain: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ms-lint.toml").write_text('plugins = ["house_rules"]\n', encoding="utf-8")
    file = tmp_path / "n.ipynb"
    text = json.dumps(json.loads(notebook(source)), indent=1, ensure_ascii=plain)
    file.write_text(text, encoding="utf-8")
    assert cli.main(["check", "--output-format", "sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    assert_valid_sarif(log)
    (fix,) = log["runs"][0]["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "n.ipynb"
    (replacement,) = change["replacements"]
    assert len(replacement["insertedContent"]["text"]) < 12  # no more than what changes
    cli.main(["check", "--fix"])
    assert replaced(text, change["replacements"]) == file.read_text(encoding="utf-8")
    assert "new_name(x)" in file.read_text(encoding="utf-8")
