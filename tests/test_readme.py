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

from ms_lint import check_source, cli

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


def output_of(*command: str, folder: Path, text: str) -> str:
    """What a tool prints in a folder, with a text on its standard input."""
    environment = {**os.environ, "PYLINTHOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout, done
    return done.stdout


@pytest.mark.parametrize("source", ["file", "-"])
def test_the_extension_for_flake8_of_vs_code_reads_what_its_command_prints(source: str, tmp_path: Path) -> None:
    file = tmp_path / "posenet.py"
    shutil.copyfile(ROOT / "examples" / "posenet_tf" / "posenet.py", file)
    text = file.read_text(encoding="utf-8")
    form = "--format=%(row)d,%(col)d,%(code).1s,%(code)s:%(text)s"
    which = [str(file)] if source == "file" else ["--stdin-display-name", str(file), "-"]
    shown = output_of("flake8", form, *vs_code()["flake8.args"], *which, folder=tmp_path, text=text)
    found = [re.fullmatch(r"(\d+),(-?\d+),(\w+),(\w+\d+):([^\r\n]*)", line) for line in shown.splitlines()]
    assert all(found)
    places = {match.groups()[:2] + match.groups()[3:4] for match in found if match}
    assert ("107", "30", "MSL701") in places
    assert all(code.startswith(tuple(vs_code()["flake8.severity"])) for *_, code in places)


def test_the_extension_for_pylint_of_vs_code_reads_what_its_command_prints(tmp_path: Path) -> None:
    file = tmp_path / "posenet.py"
    text = (ROOT / "examples" / "posenet_tf" / "posenet.py").read_text(encoding="utf-8")
    file.write_text("not what is in the editor\n", encoding="utf-8")
    arguments = ["--reports=n", "--output-format=json2", *vs_code()["pylint.args"], "--from-stdin", str(file)]
    messages = json.loads(output_of("pylint", *arguments, folder=tmp_path, text=text))["messages"]
    (found,) = [item for item in messages if item["messageId"] == "E7701"]
    assert (found["line"], found["column"] + 1, found["symbol"]) == (107, 30, "attribute-never-set")
    assert (found["type"], found["endLine"], Path(found["absolutePath"])) == ("error", 107, file)


def rows_of(text: str) -> dict[str, str]:
    """The last rows of tables in a page, by their first cells."""
    return dict(re.findall(r"^\| ([\w ]+) \| `([^`]*)` \|$", text, re.MULTILINE))


@pytest.mark.parametrize("number", [0, 1])
def test_the_filters_for_pycharm_read_the_places_of_all_findings(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The external tool and the file watcher: their arguments are run, and their filters read what is printed."""
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    rows = rows_of(page.partition("## PyCharm")[2].split("As a file watcher")[number])
    file = tmp_path / "a project" / "posenet.py"
    file.parent.mkdir()
    shutil.copyfile(ROOT / "examples" / "posenet_tf" / "posenet.py", file)
    monkeypatch.chdir(file.parent)
    arguments = [word.replace("$FilePath$", str(file)) for word in rows["Arguments"].split()]
    assert rows["Program"] == "ms-lint"
    assert cli.main(arguments) == 1
    shown = capsys.readouterr().out
    pattern = re.escape(rows["Output filters"].replace("$", "%"))
    macros = {"FILE_PATH": r"(.+?)", "LINE": r"(\d+)", "COLUMN": r"(\d+)", "MESSAGE": r"(.+)"}
    for name, expression in macros.items():
        pattern = pattern.replace(re.escape(f"%{name}%"), expression)
    found = [match.groups() for match in map(re.compile(pattern).match, shown.splitlines()) if match]
    expected = check_source(file.read_text(encoding="utf-8"), str(file))
    assert [each[:3] for each in found] == [
        (str(file), str(item.location.line), str(item.location.column)) for item in expected
    ]
    if number:
        assert all(item.code in each[3] for each, item in zip(found, expected))
