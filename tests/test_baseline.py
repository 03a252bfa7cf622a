from __future__ import annotations

import json
from pathlib import Path

import pytest

from ms_lint import baseline, cli

HOUSE = 'plugins = ["house_rules"]\n'
HEAD = "import mindspore; from house import *\n"
FILE = ".ms-lint-baseline.json"


@pytest.fixture(name="project", autouse=True)
def make_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two files with findings; it is the current folder."""
    write(tmp_path / "ms-lint.toml", HOUSE)
    write(tmp_path / "a.py", HEAD + "old_name(1)\nold_name(1)\nold_name(2)\n")
    write(tmp_path / "pkg" / "b.py", HEAD + "guess()\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def exit_code(*arguments: str) -> int:
    try:
        return cli.main(arguments)
    except SystemExit as error:
        return int(error.code or 0)


def new_lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, int, str]]:
    """Path, line and code of what is new against the baseline."""
    capsys.readouterr()
    code = exit_code("baseline", "check", "--output-format", "json", "-q", *arguments)
    found = json.loads(capsys.readouterr().out)["findings"]
    assert code == bool(found)
    return [(item["path"], item["line"], item["code"]) for item in found]


def test_what_is_written_is_not_found_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("baseline", "write") == 0
    assert capsys.readouterr().out == f"Wrote 4 findings to {FILE}: 4 new, 0 gone.\n"
    assert json.loads((project / FILE).read_text(encoding="utf-8")) == {
        "version": 1,
        "findings": [
            {"path": "a.py", "code": "MSL951", "line": "old_name(1)", "count": 2},
            {"path": "a.py", "code": "MSL951", "line": "old_name(2)", "count": 1},
            {"path": "pkg/b.py", "code": "MSL952", "line": "guess()", "count": 1},
        ],
    }
    assert exit_code("baseline", "check") == 0
    assert capsys.readouterr() == ("No findings in 2 files. 4 more are in the baseline.\n", "")
    assert exit_code("check", "--baseline", FILE) == 0


def test_lines_that_move_or_are_indented_do_not_come_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code("baseline", "write")
    write(project / "a.py", HEAD + "\n# words\nif True:\n    old_name(2)\n    old_name(1)\n    old_name(1)  \n")
    assert new_lines(capsys) == []


def test_edited_and_additional_lines_are_new(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code("baseline", "write")
    write(project / "a.py", HEAD + "old_name(1)\nold_name(1)\nold_name(1)\nold_name(3)\n")
    assert new_lines(capsys) == [("a.py", 4, "MSL951"), ("a.py", 5, "MSL951")]


def test_another_rule_or_file_is_new(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code("baseline", "write")
    write(project / "pkg" / "b.py", HEAD + "guess()\nold_name(2)\n")
    write(project / "c.py", HEAD + "old_name(1)\n")
    assert new_lines(capsys) == [("c.py", 2, "MSL951"), ("pkg/b.py", 3, "MSL951")]


def test_entries_that_no_longer_occur_are_reported(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code("baseline", "write")
    write(project / "a.py", HEAD + "old_name(1)\n")
    (project / "pkg" / "b.py").unlink()
    capsys.readouterr()
    assert exit_code("baseline", "check") == 0
    assert capsys.readouterr().err == (
        f"ms-lint: {FILE}: no longer there: a.py: MSL951 old_name(1)\n"
        f"ms-lint: {FILE}: no longer there: a.py: MSL951 old_name(2)\n"
        f"ms-lint: {FILE}: no longer there: pkg/b.py: MSL952 guess()\n"
        f"ms-lint: {FILE}: 3 findings no longer there; `ms-lint baseline write` takes them out\n"
    )
    # what was not looked at is not called gone
    assert exit_code("baseline", "check", "pkg", "-v") == 0
    assert "a.py" not in capsys.readouterr().err
    assert exit_code("baseline", "check", "--ignore", "MSL951") == 0
    assert "MSL951" not in capsys.readouterr().err
    assert exit_code("baseline", "write") == 0
    assert capsys.readouterr().out == f"Wrote 1 finding to {FILE}: 0 new, 3 gone.\n"
    assert exit_code("baseline", "check") == 0
    assert capsys.readouterr().err == ""


def test_writing_for_some_paths_keeps_the_entries_of_others(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code("baseline", "write")
    write(project / "a.py", HEAD + "old_name(1)\n")
    write(project / "pkg" / "b.py", HEAD + "")
    exit_code("baseline", "write", "pkg")
    assert [entry.path for entry in baseline.read(FILE).elements()] == ["a.py"] * 3


def test_paths_are_those_from_the_folder_of_the_baseline(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    exit_code("baseline", "write", str(project))
    monkeypatch.chdir(project / "pkg")
    assert new_lines(capsys, "--baseline", f"../{FILE}", "..") == []
    assert new_lines(capsys, "--baseline", f"../{FILE}", "b.py") == []


def test_cells_that_move_do_not_come_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def notebook(*sources: str) -> str:
        cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

    write(project / "n.ipynb", notebook(HEAD, "old_name(7)"))
    exit_code("baseline", "write")
    write(project / "n.ipynb", notebook(HEAD, "x = 1\n", "y = 2\nold_name(7)\nold_name(8)"))
    assert new_lines(capsys) == [("n.ipynb", 3, "MSL951")]


def test_every_format_and_the_summary_leave_known_findings_out(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code("baseline", "write")
    write(project / "a.py", HEAD + "old_name(1)\nold_name(3)\n")
    capsys.readouterr()
    assert exit_code("baseline", "check", "-q", "--output-format", "github") == 1
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert exit_code("baseline", "check", "-q", "--output-format", "json") == 1
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["findings"], summary["in_baseline"]) == (1, 2)


def test_internal_errors_are_never_known(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "pkg" / "b.py", HEAD + "break_rule()\n")
    exit_code("baseline", "write")
    assert {entry.code for entry in baseline.read(FILE)} == {"MSL951"}
    assert exit_code("baseline", "check") == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read: No such file or directory; `ms-lint baseline write` makes it"),
        ("{", "is not a baseline: Expecting"),
        ("[]", '"version" is not 1'),
        ('{"version": 2, "findings": []}', '"version" is not 1'),
        ('{"version": 1, "findings": [3]}', '"findings" has something else in it'),
        ('{"version": 1}', '"findings" has something else in it'),
        ("\ufffd\u0000", "is not a baseline"),
    ],
)
def test_what_is_no_baseline(
    project: Path, capsys: pytest.CaptureFixture[str], content: str | None, words: str
) -> None:
    if content is not None:
        write(project / FILE, content)
        assert exit_code("baseline", "write") == 2  # not overwritten
        assert words in capsys.readouterr().err
    assert exit_code("baseline", "check") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"ms-lint: error: {FILE}: " in err
    assert words in err


def test_it_does_not_go_with_fixing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exit_code("baseline", "write")
    assert exit_code("baseline", "check", "--fix") == 2
    assert "cannot be combined with fixing" in capsys.readouterr().err


def test_lines_of_any_bytes_are_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.py").write_bytes(HEAD.encode() + "old_name('层\\')\n".encode() + b"#\xff\n")
    exit_code("baseline", "write")
    assert new_lines(capsys) == []
