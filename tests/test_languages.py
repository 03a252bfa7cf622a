"""The language of the command line, the reports and the plugins."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ms_lint import cli, languages
from ms_lint.languages import tell, translated, translated_page, used_language
from ms_lint.messages import say
from ms_lint.settings import clear_cache

CODE = "import mindspore.nn as nn\n\nlayer = nn.Conv2d(3, 8, 3, padding=1)\n"
ENGLISH = "only with `pad_mode='pad'`"
CHINESE = "只有在 `pad_mode='pad'` 时才接受"


@pytest.fixture(name="project")
def make_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one file; nothing in the environment names a language."""
    (tmp_path / "net.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.ms-lint]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for variable in languages.VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints, on both streams."""
    clear_cache()  # of the settings
    with contextlib.suppress(SystemExit):
        cli.main(arguments)
    captured = capsys.readouterr()
    return captured.out + captured.err


def setting(project: Path, language: str) -> None:
    (project / "pyproject.toml").write_text(f'[tool.ms-lint]\nlanguage = "{language}"\n', encoding="utf-8")


def test_english_is_the_default_and_loads_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    languages._translations.cache_clear()
    assert ENGLISH in run(capsys, "check")
    assert languages._translations.cache_info().currsize == 0


def test_the_option_asks_for_a_language(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["check", "--lang", "zh"], ["--lang", "zh", "check"], ["check", "--lang=zh_CN.UTF-8"]):
        shown = run(capsys, *words)
        assert CHINESE in shown
        assert "= 建议: 改写为 `pad_mode='pad', padding=1`。" in shown
        assert "1 处告警（1 个错误），涉及 1 个文件中的 1 个；1 处可以修复" in shown
    assert used_language() == "en"  # a command leaves the language of the process as it was


@pytest.mark.parametrize("variable", languages.VARIABLES)
def test_the_environment_names_the_language(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "zh_CN.UTF-8")
    assert CHINESE in run(capsys, "check")
    assert ENGLISH in run(capsys, "check", "--lang", "en")
    monkeypatch.setenv(variable, "fr_FR.UTF-8")
    assert ENGLISH in run(capsys, "check")


def test_the_setting_is_stronger_than_the_locale_and_weaker_than_our_variable(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setting(project, "zh")
    assert CHINESE in run(capsys, "check")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert CHINESE in run(capsys, "check")
    monkeypatch.setenv("MS_LINT_LANG", "en")
    assert ENGLISH in run(capsys, "check")
    assert CHINESE in run(capsys, "check", "--lang", "zh")
    setting(project, "auto")
    assert CHINESE in run(capsys, "check", "--lang", "zh")


def test_a_wrong_language_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "'de' is no language that ms-lint speaks; valid: en, zh" in run(capsys, "check", "--lang", "de")
    setting(project, "de")
    assert '"language" must be one of "auto", "en", "zh", not "de"' in run(capsys, "check")


@pytest.mark.parametrize("output_format", ["json", "sarif"])
def test_programs_get_english_unless_asked(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, output_format: str
) -> None:
    plain = run(capsys, "check", "--output-format", output_format)
    assert ENGLISH in plain
    setting(project, "zh")
    monkeypatch.setenv("MS_LINT_LANG", "zh")
    assert run(capsys, "check", "--output-format", output_format) == plain
    asked = json.loads(run(capsys, "check", "--output-format", output_format, "--lang", "zh"))
    assert CHINESE in json.dumps(asked, ensure_ascii=False)
    assert _stable(asked) == _stable(json.loads(plain))


def _stable(document: Any) -> list[Any]:
    """What must not depend on the language: codes, places and fingerprints."""
    if "runs" in document:
        results = document["runs"][0]["results"]
        return [(item["ruleId"], item["partialFingerprints"], item["locations"]) for item in results]
    return [(item["code"], item["name"], item["line"], item["column"]) for item in document["findings"]]


def test_annotations_are_for_people(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    setting(project, "zh")
    assert CHINESE in run(capsys, "check", "--output-format", "github")


def test_help_and_complaints_are_translated(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "--lang", "zh", "check", "--help")
    assert shown.startswith("用法：ms-lint check")
    assert "位置参数" in shown
    assert "显示此帮助信息并退出" in shown
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", shown), shown
    assert "ms-lint：错误：没有这个文件或文件夹：gone" in run(capsys, "check", "gone", "--lang", "zh")
    assert "无效的选择：'chek'；是否想写 \"check\"？" in run(capsys, "--lang", "zh", "chek")
    assert "无法识别的参数：--fixx；" in run(capsys, "check", "--lang", "zh", "--fixx")
    assert "需要一个值" in run(capsys, "check", "--lang", "zh", "--select")
    (project / "pyproject.toml").write_text("[tool.ms-lint]\nselct = []\n", encoding="utf-8")
    assert '未知的键 "selct"；是否想写 "select"？' in run(capsys, "check", "--lang", "zh")


def test_pages_of_rules_are_translated(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "rule", "MSL301", "--lang", "zh")
    assert "严重程度：错误。" in shown
    assert "卷积的填充采用了 torch 的形式，MindSpore 不接受。" in shown
    assert "nn.Conv2d(3, 64, 7, 2, pad_mode='pad', padding=3)  # mindspore" in shown
    english = json.loads(run(capsys, "rule", "MSL301", "--output-format", "json"))["rules"][0]
    assert english["summary"].startswith("The padding of a convolution")
    asked = json.loads(run(capsys, "rule", "MSL301", "--output-format", "json", "--lang", "zh"))["rules"][0]
    assert asked["summary"].startswith("卷积的填充")


def test_counterparts_are_translated(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "在 MindSpore 中写作 `nn.Conv2d`" in run(capsys, "api", "torch.nn.Conv2d", "--lang", "zh")
    assert "In MindSpore write" in run(capsys, "api", "torch.nn.Conv2d", "--output-format", "json")


@pytest.mark.parametrize("host", ["flake8", "pylint"])
def test_plugins_speak_the_language_of_the_settings(project: Path, host: str) -> None:
    commands = {
        "flake8": ["flake8", "--select=MSL", "net.py"],
        "pylint": ["pylint", "--load-plugins=ms_lint.pylint", "--disable=all", "--enable=conv-padding", "net.py"],
    }
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYLINTHOME": str(project / ".cache")}

    def shown() -> str:
        command = [sys.executable, "-m", *commands[host]]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment, cwd=project
        )
        return done.stdout

    assert ENGLISH in shown()
    setting(project, "zh")
    assert CHINESE in shown()


def test_blocks_of_a_page_are_translated_and_code_is_not() -> None:
    page = "A summary\nof two lines.\n\n```python\nx = 1\n\ny = 2\n```\n\n- one,\n  more\n- two\n\n    code\n\nEnd."
    assert languages.blocks(page) == [
        "A summary\nof two lines.",
        "```python\nx = 1\n\ny = 2\n```",
        "- one,\n  more\n- two",
        "    code",
        "End.",
    ]
    assert languages.flowed("- one,\n  more\n- two") == "- one, more\n- two"
    assert translated_page(page, "en") == page
    shown = translated_page(page, "zh_CN")
    assert "```python\nx = 1\n\ny = 2\n```" in shown


def test_what_has_no_translation_stays_english() -> None:
    message = say("{reason.open}, as {name} says.", reason=say("Not in any catalog."), name="x")
    assert translated(message, "zh_CN") == "Not in any catalog, as x says."
    assert translated("a plain text", "zh_CN") == "a plain text"
    assert tell("Nothing in any catalog of {count}.", count=3) == "Nothing in any catalog of 3."
