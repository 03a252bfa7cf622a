"""The hooks for pre-commit, run by pre-commit itself on a scratch repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pre_commit", reason="comes with the extra `test`")

TESTS = Path(__file__).parent
ROOT = TESTS.parent
HEAD = "import mindspore; from house import *\n"
FILES = ("ms_lint", "checkers", "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", ".pre-commit-hooks.yaml")
#: What pip says where no registry can be reached.
UNREACHABLE = ("Could not find a version", "No matching distribution", "Temporary failure in name resolution")


def environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT", "COV_"))}
    names = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Writer")
    emails = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "writer@example.org")
    # the rules of the plugin are found by the hook, too
    return {**kept, **names, **emails, "PRE_COMMIT_HOME": str(home), "PYTHONPATH": str(TESTS), "NO_COLOR": "1"}


class Scratch:
    """A repository with hooks of ours."""

    def __init__(self, folder: Path, ours: Path, home: Path) -> None:
        self.folder, self.ours = folder, ours
        self._environment = environment(home)
        folder.mkdir()
        self.git("init", "-q")
        self.write("ms-lint.toml", 'plugins = ["house_rules"]\nexclude = ["left_out.py"]\n')

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        command = ["git", *arguments]
        done = subprocess.run(
            command, cwd=cwd or self.folder, env=self._environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def pre_commit(self, *arguments: str) -> tuple[int, str]:
        self.git("add", "-A")
        command = [sys.executable, "-m", "pre_commit", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=False
        )
        out = done.stdout + done.stderr
        if any(words in out for words in UNREACHABLE):
            pytest.skip("no package registry can be reached, from which pre-commit installs the hook's dependencies")
        return done.returncode, out

    def run(self, hook: str, *args: str) -> tuple[int, str]:
        """Run one hook on all files, by a configuration."""
        rev = self.git("rev-parse", "HEAD", cwd=self.ours)
        hooks = [{"id": hook, "args": list(args)}]
        self.write(
            ".pre-commit-config.yaml", json.dumps({"repos": [{"repo": str(self.ours), "rev": rev, "hooks": hooks}]})
        )
        return self.pre_commit("run", "--all-files")


@pytest.fixture(scope="module", name="ours")
def our_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what makes up the package and its hooks."""
    ours = tmp_path_factory.mktemp("ours")
    for name in FILES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, ours / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, ours / name)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        subprocess.run(["git", *command], cwd=ours, env=environment(ours), check=True)
    return ours


@pytest.fixture(scope="module", name="home")
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(name="scratch")
def make_scratch(tmp_path: Path, ours: Path, home: Path) -> Scratch:
    return Scratch(tmp_path / "scratch", ours, home)


def notebook(source: str) -> str:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": [source]}
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_try_repo(scratch: Scratch) -> None:
    scratch.write("a.py", HEAD + "old_name(1)\n")
    scratch.write("n.ipynb", notebook(HEAD + "guess()\n"))
    scratch.write("words.txt", "old_name(1)\n")
    code, out = scratch.pre_commit("try-repo", str(scratch.ours), "ms-lint", "--all-files")
    assert code == 1, out
    assert "a.py:2:1: error MSL951 [old-name]" in out
    assert "n.ipynb:cell 0:2:1: warning MSL952 [house-guess]" in out
    assert "Found 2 findings (1 error, 1 warning) in 2 of 2 files" in out


def test_hooks(scratch: Scratch) -> None:
    """One after the other, for the hook is installed once."""
    scratch.write("a.py", HEAD + "x = 1\n")
    scratch.write("left_out.py", HEAD + "old_name(1)\n")
    code, out = scratch.run("ms-lint")
    assert code == 0, out
    assert "Passed" in out

    scratch.write("a.py", HEAD + "old_name(1)\n")
    code, out = scratch.run("ms-lint", "--output-format", "github")
    assert code == 1, out
    assert "::error file=a.py,line=2," in out
    assert scratch.read("a.py") == HEAD + "old_name(1)\n"
    code, out = scratch.run("ms-lint", "--ignore", "MSL951")
    assert code == 0, out

    scratch.write("n.ipynb", notebook(HEAD + "old_name(1)\n"))
    code, out = scratch.run("ms-lint-fix")
    assert code == 1, out
    assert "files were modified by this hook" in out
    assert scratch.read("a.py") == HEAD + "new_name(1)\n"
    assert "new_name(1)" in scratch.read("n.ipynb")
    assert scratch.read("left_out.py") == HEAD + "old_name(1)\n"
    code, out = scratch.run("ms-lint-fix")
    assert code == 0, out

    scratch.write("a.py", HEAD + "old_name(1)\n")
    code, out = scratch.run("ms-lint-fix", "--unfixable", "MSL951")
    assert code == 1, out
    assert scratch.read("a.py") == HEAD + "old_name(1)\n"
