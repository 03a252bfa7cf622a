from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

import pytest

TESTS = Path(__file__).parent
CODE = "import mindspore; from house import *\nold_name(guess(), note())\n"


@pytest.fixture(name="project")
def make_project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[tool.ms-lint]\nplugins = ["house_rules"]\n', encoding="utf-8")
    (tmp_path / "a.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def flake8(
    folder: Path, *arguments: str, select: str = "MSL", text: Optional[str] = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8", *([f"--select={select}"] if select else []), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command,
        input=text,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
        check=False,
    )


def places(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.stderr == ""
    return [line.split(" ")[0] + line.split(" ")[1] for line in done.stdout.splitlines()]


def test_codes_messages_and_columns(project: Path) -> None:
    done = flake8(project, "a.py")
    assert done.stdout == (
        "a.py:2:1: MSL951 `old_name` has another name. Write `new_name`.\na.py:2:10: MSL952 `guess` is called.\n"
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_flake8_is_told_who_we_are(project: Path) -> None:
    assert "ms-lint: " in flake8(project, "--version").stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--ms-lint-select=MSL952,house-note"], ["a.py:2:10:MSL952", "a.py:2:19:MSL953"]),
        (["--ms-lint-ignore=MSL952"], ["a.py:2:1:MSL951"]),
        (["--ms-lint-extend-select", "MSL953", "--ignore=MSL95"], []),
        (
            ["--ms-lint-extend-select", "MSL953", "--extend-ignore=MSL952"],
            ["a.py:2:1:MSL951", "a.py:2:19:MSL953"],
        ),
        (["--ms-lint-confidence=proved", "--ms-lint-target-version=2.5"], ["a.py:2:1:MSL951"]),
        (["--ms-lint-origin=torch", "--ms-lint-select", "old-name"], ["a.py:2:1:MSL951"]),
    ],
)
def test_options(project: Path, arguments: list[str], expected: list[str]) -> None:
    assert places(flake8(project, "a.py", *arguments)) == expected


def test_options_from_its_own_file_and_from_our_settings(project: Path) -> None:
    (project / ".flake8").write_text("[flake8]\nms-lint-ignore =\n  MSL952\n  MSL003\n", encoding="utf-8")
    assert places(flake8(project, "a.py")) == ["a.py:2:1:MSL951"]
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('extend-select = ["MSL953"]\n')
    assert places(flake8(project, "a.py")) == ["a.py:2:1:MSL951", "a.py:2:19:MSL953"]


def test_processes_have_the_options_too(project: Path) -> None:
    for name in "bcd":
        (project / f"{name}.py").write_text(CODE, encoding="utf-8")
    done = flake8(project, "-j", "2", "--ms-lint-select=MSL953", ".")
    assert places(done) == [f"./{name}.py:2:19:MSL953" for name in "abcd"]


def test_wrong_options_and_settings_are_named(project: Path) -> None:
    done = flake8(project, "a.py", "--ms-lint-origin=troch")
    assert done.returncode == 1
    assert 'did you mean "torch"?' in done.stderr + done.stdout
    (project / "pyproject.toml").write_text('[tool.ms-lint]\nselct = ["MSL"]\n', encoding="utf-8")
    done = flake8(project, "a.py")
    assert done.returncode == 1
    assert 'pyproject.toml:2: [tool.ms-lint] unknown key "selct"' in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout


def test_standard_input(project: Path) -> None:
    done = flake8(project, "-", "--stdin-display-name", "sub/new.py", text=CODE)
    assert places(done) == ["sub/new.py:2:1:MSL951", "sub/new.py:2:10:MSL952"]
    (project / "sub").mkdir()
    (project / "sub" / "ms-lint.toml").write_text('plugins = ["house_rules"]\nignore = ["MSL951"]\n', encoding="utf-8")
    done = flake8(project, "-", "--stdin-display-name", "sub/new.py", text=CODE)
    assert places(done) == ["sub/new.py:2:10:MSL952"]
    assert places(flake8(project, "-", text=CODE)) == ["stdin:2:1:MSL951", "stdin:2:10:MSL952"]


def test_suppressions(project: Path) -> None:
    (project / "a.py").write_text(
        "import mindspore; from house import *\n"
        "old_name()  # noqa\n"
        "old_name()  # noqa: MSL951\n"
        "old_name()  # ms-lint: ignore[old-name]\n"
        "old_name()  # noqa: MSL952\n",
        encoding="utf-8",
    )
    assert places(flake8(project, "a.py")) == ["a.py:5:1:MSL951", "a.py:5:13:MSL002"]
    assert places(flake8(project, "--disable-noqa", "a.py")) == [f"a.py:{n}:1:MSL951" for n in (2, 3, 4, 5)]


def test_a_file_that_does_not_parse_is_reported_by_flake8(project: Path) -> None:
    (project / "a.py").write_text("import mindspore; from house import *\ndef (:\n", encoding="utf-8")
    assert [place[-4:] for place in places(flake8(project, "a.py", select=""))][:1] == ["E999"]


def test_a_notebook_that_is_given_to_flake8_is_python_to_us_as_to_it(project: Path) -> None:
    (project / "a.ipynb").write_text(CODE, encoding="utf-8")
    assert places(flake8(project, "a.ipynb")) == ["a.ipynb:2:1:MSL951", "a.ipynb:2:10:MSL952"]


def plugin_modules(tmp_path: Path, code: str) -> set[str]:
    script = (
        "import ast, sys\nfrom ms_lint.flake8 import Plugin\ncode = sys.argv[1]\n"
        "list(Plugin(ast.parse(code), 'a.py', code.splitlines(True)).run())\n"
        "print('\\n'.join(sys.modules))"
    )
    command = [sys.executable, "-c", script, code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    return set(done.stdout.split())


def test_a_file_without_a_framework_costs_no_import(tmp_path: Path) -> None:
    ours = {name for name in plugin_modules(tmp_path, "import os\n") if name.startswith("ms_lint")}
    assert ours == {"ms_lint", "ms_lint.findings", "ms_lint.flake8", "ms_lint.traces"}
    assert "ms_lint.analysis" in plugin_modules(tmp_path, "import mindspore; from house import *\n")


def test_the_tree_of_flake8_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ms_lint.flake8 import Plugin

    monkeypatch.chdir(tmp_path)
    code = "import mindspore.nn as nn\nclass Net(nn.Cell):\n    def construct(self, x):\n        return x\n"
    tree = ast.parse(code)
    before: Any = ast.dump(tree, include_attributes=True)
    list(Plugin(tree, "a.py", code.splitlines(True)).run())
    assert ast.dump(tree, include_attributes=True) == before
