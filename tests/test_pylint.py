from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

import pytest
from pylint.lint import PyLinter

from ms_lint.rules import load_rules

TESTS = Path(__file__).parent
CODE = "import mindspore; from house import *\nold_name(guess(), note())\n"


@pytest.fixture(name="project")
def make_project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[tool.ms-lint]\nplugins = ["house_rules"]\n', encoding="utf-8")
    (tmp_path / "a.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def pylint(folder: Path, *arguments: str, text: Optional[str] = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pylint", "--load-plugins=ms_lint.pylint", "--output-format=json2"]
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYLINTHOME": str(folder / "cache")}
    return subprocess.run(
        [*command, *arguments],
        input=text,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        check=False,
    )


def messages(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """Our messages: pylint has no ids of its own that begin with 7."""
    assert done.stderr == ""
    return [item for item in json.loads(done.stdout)["messages"] if item["messageId"][1] == "7"]


def places(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [f"{item['path']}:{item['line']}:{item['column']}:{item['messageId']}" for item in messages(done)]


def test_ids_symbols_messages_and_columns(project: Path) -> None:
    done = pylint(project, "a.py")
    found = messages(done)
    assert [(item["messageId"], item["symbol"], item["line"], item["column"]) for item in found] == [
        ("E7951", "old-name", 2, 0),
        ("W7952", "house-guess", 2, 9),
    ]
    first = found[0]
    assert first["message"] == "`old_name` has another name. Write `new_name`."
    assert (first["endLine"], first["endColumn"], first["confidence"]) == (2, 8, "HIGH")
    assert found[1]["confidence"] == "INFERENCE"
    assert done.returncode & (2 | 4) == 2 | 4  # error, warning


def test_a_percent_sign_in_a_message_is_only_that(project: Path) -> None:
    (project / "a.py").write_text("import mindspore\n\nx = 1  # ms-lint: ignore[m%sl]\n", encoding="utf-8")
    assert "m%sl" in messages(pylint(project, "a.py"))[0]["message"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--ms-lint-select=MSL952"], ["a.py:2:9:W7952"]),
        (["--ms-lint-ignore=old-name"], ["a.py:2:9:W7952"]),
        (["--ms-lint-confidence", "proved", "--ms-lint-origin", "torch"], ["a.py:2:0:E7951"]),
        (["--disable=old-name"], ["a.py:2:9:W7952"]),
        (["--disable=W7952"], ["a.py:2:0:E7951"]),
        (["--disable=ms-lint-9"], []),
        (["--confidence=HIGH"], ["a.py:2:0:E7951"]),
        (["--enable=house-note"], ["a.py:2:0:E7951", "a.py:2:9:W7952", "a.py:2:18:C7953"]),
        (["--enable=C7953", "--disable=E,W", "--ms-lint-target-version=2.5"], ["a.py:2:18:C7953"]),
    ],
)
def test_options(project: Path, arguments: list[str], expected: list[str]) -> None:
    assert sorted(places(pylint(project, "a.py", *arguments))) == sorted(expected)


def test_settings_switch_on_what_is_off_by_default(project: Path) -> None:
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('select = ["house-note"]\n[tool.pylint."messages control"]\ndisable = ["E7951"]\n')
    assert places(pylint(project, "a.py")) == ["a.py:2:18:C7953"]


def test_options_from_the_settings_of_pylint(project: Path) -> None:
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('[tool.pylint.main]\nms-lint-ignore = "MSL952"\n')
    assert places(pylint(project, "a.py")) == ["a.py:2:0:E7951"]


def test_suppression_in_the_way_of_pylint(project: Path) -> None:
    (project / "a.py").write_text(
        "import mindspore; from house import *\n"
        "old_name()  # pylint: disable=old-name\n"
        "old_name()  # noqa: MSL951\n"
        "old_name()  # ms-lint: ignore[old-name]\n"
        "# pylint: disable=house-guess\n"
        "old_name(guess())\n"
        "guess()  # pylint: enable=house-guess\n",
        encoding="utf-8",
    )
    assert places(pylint(project, "a.py")) == ["a.py:6:0:E7951", "a.py:7:0:W7952"]


def test_processes_find_the_same(project: Path) -> None:
    for name in "bcdef":
        (project / f"{name}.py").write_text(CODE, encoding="utf-8")
    files = [f"{name}.py" for name in "abcdef"]
    options = ["--enable=house-note", "--ms-lint-ignore=MSL952"]
    single = places(pylint(project, *files, *options))
    assert single == [f"{file}:2:{place}" for file in files for place in ("0:E7951", "18:C7953")]
    assert sorted(places(pylint(project, "-j", "2", *files, *options))) == sorted(single)


def test_standard_input(project: Path) -> None:
    (project / "sub").mkdir()
    (project / "sub" / "ms-lint.toml").write_text('plugins = ["house_rules"]\nignore = ["MSL951"]\n', encoding="utf-8")
    text = "# coding: latin-1\nimport mindspore; from house import *\n'ä', guess()\n"
    done = pylint(project, "--from-stdin", "sub/new.py", text=text)
    assert places(done) == ["sub/new.py:3:5:W7952"]


def test_a_file_that_does_not_parse_is_reported_by_pylint(project: Path) -> None:
    (project / "a.py").write_text("import mindspore; from house import *\ndef (:\n", encoding="utf-8")
    found = json.loads(pylint(project, "a.py").stdout)["messages"]
    assert [item["messageId"] for item in found] == ["E0001"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_wrong_options_and_settings_are_named(project: Path, jobs: str) -> None:
    (project / "b.py").write_text(CODE, encoding="utf-8")
    done = pylint(project, "-j", jobs, "a.py", "b.py", "--ms-lint-origin=troch")
    assert done.returncode == 32
    assert 'ms-lint: error: options: "origin" must be one of' in done.stderr
    (project / "pyproject.toml").write_text('[tool.ms-lint]\nselct = ["MSL"]\n', encoding="utf-8")
    done = pylint(project, "-j", jobs, "a.py", "b.py")
    assert done.returncode == 32
    assert 'pyproject.toml:2: [tool.ms-lint] unknown key "selct"' in done.stderr
    assert "Traceback" not in done.stderr


def test_the_messages_of_all_rules_are_registered() -> None:
    import ms_lint.pylint

    linter = PyLinter()
    linter.load_default_plugins()
    taken = {definition.symbol for definition in linter.msgs_store.messages}
    ms_lint.pylint.register(linter)
    ms_lint.pylint.register(linter)  # as pylint does in its processes
    families = [checker for checker in linter.get_checkers() if isinstance(checker, ms_lint.pylint.Family)]
    assert len({checker.name for checker in families}) == len(families)
    for checker in families:
        checker.check_consistency()
    rules = [rule for checker in families for rule in checker.rules]
    assert {rule.code for rule in rules} == {rule.code for rule in load_rules()}
    for rule in rules:
        assert rule.name not in taken
        (definition,) = linter.msgs_store.get_message_definitions(rule.name)
        assert definition.msgid[1:] == f"7{rule.code[3:]}"
        assert definition.description
        assert linter.is_message_enabled(rule.name) is rule.default


def test_a_module_is_analyzed_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import astroid

    import ms_lint.pylint

    monkeypatch.chdir(project)
    monkeypatch.syspath_prepend(str(TESTS))
    seen: list[str] = []

    def check_content(content: object, path: str, *arguments: object, **options: object) -> list[Any]:
        seen.append(path)
        return []

    monkeypatch.setattr(ms_lint.pylint, "check_in_host", check_content)
    linter = PyLinter()
    ms_lint.pylint.register(linter)
    families = [checker for checker in linter.get_checkers() if isinstance(checker, ms_lint.pylint.Family)]
    assert len(families) > 1
    for name in ("a.py", "b.py", "c.py"):
        (project / name).write_text("import os\n" if name == "b.py" else CODE, encoding="utf-8")
        module = astroid.MANAGER.ast_from_file(str(project / name))
        for checker in families:
            checker.process_module(module)
    assert [Path(path).name for path in seen] == ["a.py", "c.py"]
