from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reports import make_finding

from ms_lint import cli
from ms_lint.changes import Changes, ChangesError, _new_lines

HEAD = "import mindspore; from house import *\n"


@pytest.fixture(name="repository")
def make_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a commit; it is the current folder. Settings of git that change diffs are on."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    odd = ["color.ui=always", "diff.noprefix=true", "diff.mnemonicPrefix=true", "diff.context=9", "diff.renames=false"]
    odd += ["diff.interHunkContext=20", "diff.external=false", "user.name=A", "user.email=a@example.org"]
    for setting in odd:
        git("config", "--file", str(tmp_path / "gitconfig"), *setting.split("=", 1))
    git("init", "-q")
    write("ms-lint.toml", 'plugins = ["house_rules"]\n')
    write("a.py", HEAD + "".join(f"old_name({number})\n" for number in range(1, 21)))
    commit()
    return folder


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "more", "--allow-empty")


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def edit(name: str, old: str, new: str) -> None:
    path = Path(name)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def changed(capsys: pytest.CaptureFixture[str], revision: str = "HEAD", *arguments: str) -> list[tuple[str, int]]:
    """Path and line of each finding on changed lines."""
    capsys.readouterr()
    code = cli.main(["check", "--diff-base", revision, "--output-format", "json", *arguments])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert code == bool(found)
    return [(item["path"], item["line"]) for item in found]


def test_only_changed_lines(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert changed(capsys) == []
    edit("a.py", "old_name(3)\n", "old_name(33)\n")
    edit("a.py", "old_name(7)\n", "\nold_name(7)\nold_name(77)\n")
    edit("a.py", "old_name(12)\n", "")
    assert changed(capsys) == [("a.py", 4), ("a.py", 10)]
    assert cli.main(["check", "--diff-base", "HEAD"]) == 1
    assert (
        "Found 2 findings (2 errors) in 1 of 1 file; 2 can be fixed (2 with --fix). 18 more are on unchanged lines."
        in (capsys.readouterr().out)
    )


def test_staged_and_committed_lines_count(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit("a.py", "old_name(3)\n", "old_name(33)\n")
    git("add", "a.py")
    assert changed(capsys) == [("a.py", 4)]
    commit()
    assert changed(capsys) == []
    assert changed(capsys, "HEAD~1") == [("a.py", 4)]


def test_from_where_the_branches_part(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git("branch", "trunk")
    edit("a.py", "old_name(3)\n", "old_name(33)\n")
    commit()
    git("checkout", "-q", "trunk")
    edit("a.py", "old_name(9)\n", "pass\n")
    commit()
    git("checkout", "-q", "-")
    assert changed(capsys, "trunk") == [("a.py", 4)]


def test_a_finding_of_several_lines_needs_one_of_them_changed(repository: Path) -> None:
    edit("a.py", "old_name(9)\n", "old_name(99)\n")
    changes = Changes("HEAD")
    for first, last, expected in ((8, 9, False), (8, 10, True), (10, 12, True), (11, 12, False), (2, 20, True)):
        assert changes.has(make_finding(first, end_line=last, path="a.py")) is expected


def test_new_files_and_untracked_files_are_all_new(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("staged.py", HEAD + "old_name(1)\n")
    git("add", "staged.py")
    write("sub/untracked.py", HEAD + "old_name(1)\n")
    write(".gitignore", "ignored.py\n")
    write("ignored.py", HEAD + "old_name(1)\n")
    assert changed(capsys) == [("staged.py", 2), ("sub/untracked.py", 2)]
    assert changed(capsys, "HEAD", "ignored.py") == [("ignored.py", 2)]


def test_a_renamed_file_has_only_its_new_lines(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git("mv", "a.py", "b.py")
    assert changed(capsys) == []
    edit("b.py", "old_name(3)\n", "old_name(33)\n")
    assert changed(capsys) == [("b.py", 4)]


@pytest.mark.parametrize("name", ["a b.py", "ä层.py", 'q"u\\o.py', "tab\there.py", "b/ -- c.py"])
def test_names_that_git_quotes(repository: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    write(name, HEAD + "old_name(1)\nold_name(2)\n")
    commit()
    edit(name, "old_name(2)", "old_name(3)")
    assert changed(capsys) == [(name, 3)]


def test_lines_that_look_like_a_diff(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("b.py", HEAD + "x = '''\n'''\n")
    commit()
    edit("b.py", "x = '''\n", "x = '''\n++ b/a.py\n@@ -1 +1,99 @@\n-- a/a.py\n")
    edit("b.py", "'''\n", "'''\nold_name(1)\n")
    assert [place for place in changed(capsys) if place[0] == "a.py"] == []


def test_from_a_subfolder_and_by_absolute_paths(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("sub/b.py", HEAD + "old_name(1)\n")
    commit()
    write("sub/b.py", HEAD + "old_name(1)\nold_name(2)\n")
    monkeypatch.chdir(repository / "sub")
    assert changed(capsys, "HEAD", "b.py", "../a.py") == [("b.py", 3)]
    path = str(repository / "sub" / "b.py")
    assert changed(capsys, "HEAD", path) == [(path, 3)]


def test_a_file_without_an_end_of_line_and_crlf(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("b.py").write_bytes((HEAD + "old_name(1)\nold_name(2)").replace("\n", "\r\n").encode())
    commit()
    Path("b.py").write_bytes((HEAD + "old_name(1)\nold_name(2)\nold_name(3)").replace("\n", "\r\n").encode())
    assert ("b.py", 4) in changed(capsys)
    assert ("b.py", 2) not in changed(capsys)


def notebook(*sources: str, outputs: int = 0) -> str:
    cells = [
        {
            "cell_type": "code",
            "execution_count": outputs,
            "metadata": {},
            "outputs": [],
            "source": source.splitlines(True),
        }
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_notebooks_are_compared_by_the_lines_of_their_cells(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("n.ipynb", notebook(HEAD, "x = 1\nold_name(1)\nold_name(2)\n"))
    commit()
    write("n.ipynb", notebook(HEAD, "x = 1\nold_name(1)\nold_name(2)\n", outputs=5))
    assert changed(capsys) == []
    write("n.ipynb", notebook(HEAD, "y = 1\n", "x = 1\nold_name(1)\nold_name(22)\nold_name(3)\n"))
    assert changed(capsys) == [("n.ipynb", 3), ("n.ipynb", 4)]
    git("add", "-A")
    git("mv", "n.ipynb", "m.ipynb")
    assert changed(capsys) == [("m.ipynb", 3), ("m.ipynb", 4)]
    git("mv", "m.ipynb", "n.ipynb")
    write("n.ipynb", "{")  # MSL001: the file cannot be read
    assert changed(capsys) == [("n.ipynb", 1)]


def test_a_file_that_does_not_parse_is_reported_if_it_changed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("b.py", HEAD + "def (:\n")
    commit()
    assert changed(capsys) == []
    write("b.py", HEAD + "def (:\nx = 1\n")
    assert changed(capsys) == [("b.py", 2)]


def test_standard_input(repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    text = Path("a.py").read_text(encoding="utf-8").replace("old_name(5)", "old_name(55)")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    assert changed(capsys, "HEAD", "-", "--stdin-filename", "a.py") == [("a.py", 6)]


def test_an_unknown_revision(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for revision in ("nowhere", "--output=x", "HEAD:a.py"):
        assert cli.main(["check", f"--diff-base={revision}"]) == 2
        assert f'--diff-base: git knows no revision "{revision}"' in capsys.readouterr().err
    assert not Path("x").exists()


def test_no_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("a.py", "x = 1\n")
    assert cli.main(["check", "--diff-base", "HEAD", "a.py"]) == 2
    assert "a.py is in no git repository" in capsys.readouterr().err


def test_a_repository_without_a_commit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    assert cli.main(["check", "--diff-base", "HEAD"]) == 2
    assert 'git knows no revision "HEAD"' in capsys.readouterr().err


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(ChangesError, match="git cannot be started"):
        Changes("HEAD").check(["a.py"])


def test_it_does_not_go_with_fixing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--diff-base", "HEAD", "--fix"]) == 2
    assert "cannot be combined with fixing" in capsys.readouterr().err


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30))
def test_what_is_left_without_the_new_lines_was_there_in_that_order(old: list[str], new: list[str]) -> None:
    before = [((None, number), text) for number, text in enumerate(old, 1)]
    after = [((None, number), text) for number, text in enumerate(new, 1)]
    places = _new_lines(before, after)
    kept = [text for place, text in after if place not in places]
    rest = iter(old)
    assert all(text in rest for text in kept)
    assert (old == new) <= (not places)
