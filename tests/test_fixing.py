"""Fixes (ms_lint.fixing) and the options of ``ms-lint check`` that apply them."""

from __future__ import annotations

import ast
import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ms_lint import cli, commands
from ms_lint.findings import Applicability, Confidence, Edit, Finding, Fix, Location, Severity
from ms_lint.fixing import apply_edits, fix, write_atomically
from ms_lint.runner import fix_content
from ms_lint.settings import Settings

HOUSE = Settings(plugins=("house_rules",), select=("MSL951", "MSL952"))
OPTIONS = ["--select", "MSL951,MSL952"]


def edit(line: int, column: int, end_column: int, text: str) -> Edit:
    return Edit(Location(line, column, line, end_column), text)


def finding(*edits: Edit, message: str = "wrong", code: str = "MSL901") -> Finding:
    fix = Fix(Applicability.SAFE, "it is", edits)
    return Finding(code, "x", Severity.ERROR, Confidence.PROVED, "a.py", edits[0].location, message, None, fix)


def mended(content: bytes, path: str = "a.py", settings: Settings = HOUSE) -> bytes:
    return fix_content(b"# torch\n" + content if path.endswith(".py") else content, path, settings, False).content


# ---------------------------------------------------------------- applying


@pytest.mark.parametrize(
    ("content", "edits", "expected"),
    [
        (b"abc\n", [edit(1, 2, 3, "X")], b"aXc\n"),
        (b"abc\n", [edit(1, 4, 4, "d"), edit(1, 1, 1, "x")], b"xabcd\n"),
        (b"a\r\nb\r\n", [edit(2, 1, 2, "c\nd")], b"a\r\nc\r\nd\r\n"),
        (b"a\rb", [edit(2, 2, 2, "\n")], b"a\rb\r"),
        (b"a = 1\r\nb = 2\n", [edit(2, 1, 2, "c")], b"a = 1\r\nc = 2\n"),
        (b"\xef\xbb\xbfa\n", [edit(1, 1, 2, "b")], b"\xef\xbb\xbfb\n"),
        ("é = 'ß'\n".encode(), [edit(1, 6, 7, "ü")], "é = 'ü'\n".encode()),
        (b"# coding: latin-1\nx = '\xe9'\n", [edit(2, 1, 2, "y")], b"# coding: latin-1\ny = '\xe9'\n"),
    ],
)
def test_apply_edits(content: bytes, edits: list[Edit], expected: bytes) -> None:
    assert apply_edits(content, "a.py", edits) == expected


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    content = b"# coding: latin-1\nx = 1\n"
    found = [finding(edit(2, 1, 2, "\u4e2d"))]
    assert fix(content, "a.py", lambda _: found, lambda _: True).content == content


TEXT = st.text(st.sampled_from("ab\u00e9\u4e2d \r\n\t"), max_size=30)


@given(TEXT, st.data())
def test_all_but_the_edits_stays(text: str, data: st.DataObject) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = data.draw(st.integers(1, len(lines)))
    start = data.draw(st.integers(0, len(lines[line - 1])))
    end = data.draw(st.integers(start, len(lines[line - 1])))
    result = apply_edits(text.encode(), "a.py", [edit(line, start + 1, end + 1, "<>")]).decode()
    before, _, after = result.partition("<>")
    assert text.startswith(before)
    assert text.endswith(after)
    assert text[len(before) : len(text) - len(after)] == lines[line - 1][start:end]


# ---------------------------------------------------------------- rounds


def test_fixes_that_touch_wait_for_each_other() -> None:
    def check(content: bytes) -> list[Finding]:
        text = content.decode().rstrip("\n")
        return [finding(edit(1, 1, len(text) + 1, text[:-1]), message=text)] * (len(text) > 1)

    result = fix(b"abcd\n", "a.py", check, lambda _: True)
    assert result.content == b"a\n"
    assert [item.message for item in result.mended] == ["abcd", "abc", "ab"]
    assert result.left == ()


def test_the_same_edit_of_two_fixes_is_made_once() -> None:
    def check(content: bytes) -> list[Finding]:
        if b"import" in content:
            return []
        insertion = Edit(Location(1, 1, 1, 1), "import x\n")
        return [finding(insertion, message="one"), finding(insertion, edit(1, 1, 2, "z"), message="two")]

    result = fix(b"a\n", "a.py", check, lambda _: True)
    assert result.content == b"import x\na\n"


def test_a_fix_that_breaks_the_file_is_taken_back_and_the_others_stay() -> None:
    def check(content: bytes) -> list[Finding]:
        try:
            tree = ast.parse(content)
        except SyntaxError:
            return [finding(edit(1, 1, 1, ""), code="MSL001")]
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        return [
            finding(edit(name.lineno, 1, 2, "(" if name.id == "b" else "z"), message=name.id)
            for name in names
            if name.id != "z"
        ]

    result = fix(b"a\nb\nc\n", "a.py", check, lambda _: True)
    assert result.content == b"z\nb\nz\n"
    assert {item.message for item in result.mended} == {"a", "c"}
    assert [item.message for item in result.left] == ["b"]


def test_a_fix_that_mends_nothing_is_taken_back() -> None:
    found = [finding(edit(1, 1, 1, "x"))]
    result = fix(b"a\n", "a.py", lambda _: found, lambda _: True)
    assert (result.content, result.mended, result.left) == (b"a\n", (), tuple(found))


# ---------------------------------------------------------------- documents


def test_python() -> None:
    assert mended(b"old_name(1)\nold_name(2)  # noqa\n") == b"# torch\nnew_name(1)\nold_name(2)  # noqa\n"


@pytest.mark.parametrize(
    "setting", [{"unfixable": ("MSL951",)}, {"fixable": ("MSL952",)}, {"unfixable": ("old-name",)}]
)
def test_what_may_not_be_fixed(setting: dict[str, Any]) -> None:
    settings = Settings(plugins=("house_rules",), select=("MSL951",), **setting)
    assert mended(b"old_name(1)\n", settings=settings) == b"# torch\nold_name(1)\n"


def test_markdown() -> None:
    text = "# torch\n\n> ```python\n> old_name(1)\n> ```\n\nold_name(1)\n"
    assert mended(text.encode(), "a.md").decode() == text.replace("> old", "> new")


def notebook(*cells: dict[str, Any], **format: Any) -> bytes:
    made = {"cells": list(cells), "metadata": {"x": [1.50, "é"]}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, **{"indent": 1, **format}).encode() + b"\n"


def code_cell(source: Any, id: str = "a1") -> dict[str, Any]:
    output = {"name": "stdout", "output_type": "stream", "text": ["old_name(1)\n"]}
    return {
        "cell_type": "code",
        "execution_count": 3,
        "id": id,
        "metadata": {},
        "outputs": [output],
        "source": source,
    }


@pytest.mark.parametrize("format", [{}, {"indent": 2}, {"indent": None}, {"ensure_ascii": False}, {"indent": "\t"}])
@pytest.mark.parametrize("as_list", [True, False])
def test_a_notebook_keeps_all_but_its_lines(format: dict[str, Any], as_list: bool) -> None:
    def source(text: str) -> Any:
        return text.splitlines(keepends=True) if as_list else text

    def made(name: str) -> bytes:
        return notebook(
            {"cell_type": "markdown", "id": "m", "metadata": {}, "source": source(f"```python\n{name}(1)\n```\n")},
            code_cell(source("import torch\n%matplotlib inline\n")),
            code_cell(source(f"'é'; {name}(2)\n\nx = {name}(3)"), "a2"),
            **format,
        )

    assert mended(made("old_name"), "a.ipynb") == made("new_name")
    nbformat.validate(json.loads(made("new_name")))


def test_a_notebook_of_format_3() -> None:
    def made(name: str) -> bytes:
        cells = [{"cell_type": "code", "language": "python", "input": ["import torch", f"{name}(1)"], "outputs": []}]
        return json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3, "metadata": {}}, indent=1).encode()

    assert mended(made("old_name"), "a.ipynb") == made("new_name")


# ---------------------------------------------------------------- writing


def test_writing_keeps_the_mode_and_follows_links(tmp_path: Path) -> None:
    file, link = tmp_path / "a.py", tmp_path / "b.py"
    file.write_bytes(b"old")
    file.chmod(0o754)
    link.symlink_to(file)
    write_atomically(str(link), b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o754
    assert sorted(os.listdir(tmp_path)) == ["a.py", "b.py"]


def test_a_failed_write_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="full"):
        write_atomically(str(file), b"new")
    assert os.listdir(tmp_path) == ["a.py"]
    assert file.read_bytes() == b"old"


# ---------------------------------------------------------------- the command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ms-lint.toml").write_text('plugins = ["house_rules"]\n', encoding="utf-8")
    (tmp_path / "a.py").write_bytes(b"import torch\r\nold_name(1)\r\nguess(2)\r\n")
    (tmp_path / "b.py").write_text("import torch\nnothing(1)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fix(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", *OPTIONS, "--fix", "."]) == commands.FINDINGS
    out = capsys.readouterr().out
    assert "Fixed 1. Found 1 finding" in out
    assert "MSL951" not in out
    assert (project / "a.py").read_bytes() == b"import torch\r\nnew_name(1)\r\nguess(2)\r\n"
    assert cli.main(["check", *OPTIONS, "--fix", "."]) == commands.FINDINGS
    assert "Fixed" not in capsys.readouterr().out


def test_without_fix_nothing_is_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", *OPTIONS, "."]) == commands.FINDINGS
    out = capsys.readouterr().out
    assert "1 can be fixed (1 with --fix)" in out
    assert "safe fix: It is the same function." in out
    assert b"old_name" in (project / "a.py").read_bytes()


def test_fix_only(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", *OPTIONS, "--fix-only", "."]) == commands.CLEAN
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "Fixed 1 finding.\n"
    assert b"new_name" in (project / "a.py").read_bytes()


def test_diff(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", *OPTIONS, "--diff", "."]) == commands.FINDINGS
    captured = capsys.readouterr()
    assert "-old_name(1)" in captured.out
    assert "+new_name(1)" in captured.out
    assert captured.err == "Would fix 1 finding.\n"
    assert b"old_name" in (project / "a.py").read_bytes()
    assert cli.main(["check", *OPTIONS, "--diff", "b.py"]) == commands.CLEAN
    assert capsys.readouterr().out == ""


def test_json_counts_what_was_fixed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["check", *OPTIONS, "--fix", "--output-format", "json", "."])
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["fixed"], summary["fixable"], summary["findings"]) == (1, 0, 1)


def test_standard_input(
    project: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"import torch\r\nold_name(1)\r\nguess(1)\r\n")))
    assert cli.main(["check", *OPTIONS, "--fix", "-"]) == commands.FINDINGS
    captured = capfdbinary.readouterr()
    assert captured.out == b"import torch\r\nnew_name(1)\r\nguess(1)\r\n"
    assert b"MSL952" in captured.err


def test_unsafe_fixes_alone_is_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--unsafe-fixes", "."]) == commands.ERROR
    assert "--unsafe-fixes needs --fix" in capsys.readouterr().err


def test_a_file_that_cannot_be_written(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", fail)
    assert cli.main(["check", *OPTIONS, "--fix", "."]) == commands.ERROR
    assert "a.py: cannot be written: Permission denied" in capsys.readouterr().err
