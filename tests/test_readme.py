"""The READMEs and the pages of ``docs`` show what the tool prints, and their configurations can be read."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ms_lint import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def tool() -> Any:
    spec = importlib.util.spec_from_file_location("update_readme", ROOT / "tools" / "update_readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", tool().pages())
def test_output_is_real(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "<!-- output: ms-lint check" in text or name.startswith("docs/")
    assert tool().with_output(text) == text, "run tools/update_readme.py"


def blocks(language: str) -> Iterator[tuple[str, str]]:
    for name in PAGES:
        text = (ROOT / name).read_text(encoding="utf-8")
        for match in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
            yield name, match[1]


def commands() -> Iterator[str]:
    """The command lines of ms-lint in what pages say is to be typed or put into a configuration."""
    for language in ("sh", "console", "yaml", "lua", "elisp", "toml"):
        for _, text in blocks(language):
            for line in text.splitlines():
                match = re.search(
                    r"(?:^|[\s;(&$])(ms-lint (?:check|baseline|rule|config|api|report|server|completion)\b.*)", line
                )
                if match and "ADDRESS" not in line:
                    yield match[1]


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_commands_of_the_pages_have_options_that_exist(command: str) -> None:
    words = shlex.split(re.split(r"[|>;`]|&&| \|\| ", command)[0], comments=True)
    cli.parser().parse_args(words[1:])


def test_configurations_of_the_pages_are_valid_yaml() -> None:
    yaml = pytest.importorskip("yaml", reason="comes with pre-commit")
    found = list(blocks("yaml"))
    assert found
    for _, text in found:
        yaml.safe_load(text)


def vs_code() -> dict[str, Any]:
    """The settings of docs/editors.md for the extensions of flake8 and pylint."""
    found = [json.loads(text) for name, text in blocks("json") if name == "docs/editors.md"]
    return next(settings for settings in found if "flake8.args" in settings)


@pytest.mark.parametrize("tool", ["flake8", "pylint"])
def test_the_arguments_for_vs_code_show_the_findings(tool: str, tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "examples" / "posenet_tf" / "posenet.py", tmp_path / "posenet.py")
    command = [sys.executable, "-m", tool, *vs_code()[f"{tool}.args"], "posenet.py"]
    environment = {**os.environ, "PYLINTHOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    code = "MSL701" if tool == "flake8" else "E7701"
    assert f"posenet.py:107:{30 if tool == 'flake8' else 29}: {code}" in done.stdout, done


def test_the_external_tool_for_pycharm_prints_places_that_its_filter_reads(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    assert "`$FILE_PATH$:$LINE$:$COLUMN$`" in text
    path = str(ROOT / "examples" / "posenet_tf" / "posenet.py")
    assert cli.main(["check", path]) == 1
    assert f"{path}:107:30: " in capsys.readouterr().out
