"""Which files are read: ms_lint.files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ms_lint.files import File, Problem, discover
from ms_lint.settings import Settings, load_settings

PROBLEMS: list[Problem] = []


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    PROBLEMS.clear()
    return tmp_path


def write(*paths: str, text: str = "") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)


def settings(exclude: Sequence[str] = ()) -> Settings:
    return replace(load_settings("."), exclude=tuple(exclude), root=os.getcwd())


def found(*paths: str, exclude: Sequence[str] = ()) -> list[str]:
    files = discover(paths or ["."], settings(exclude), PROBLEMS)
    return [file.path.replace(os.sep, "/") for file in files]


def symlink(link: str, target: str) -> None:
    try:
        os.symlink(target, link, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")


def test_suffixes_and_order() -> None:
    write(
        "b.py",
        "a.PY",
        "c.pyi",
        "n.ipynb",
        "d.md",
        "e.markdown",
        "x.txt",
        "x.pyc",
        "z/a.py",
        "m/n/a.py",
        "m/b.py",
    )
    assert found() == [
        "a.PY",
        "b.py",
        "c.pyi",
        "d.md",
        "e.markdown",
        "n.ipynb",
        "m/b.py",
        "m/n/a.py",
        "z/a.py",
    ]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (".", "src/a.py"),
        ("./", "src/a.py"),
        ("src", "src/a.py"),
        ("src/", "src/a.py"),
        ("./src", "src/a.py"),
        ("../{here}/src", "../{here}/src/a.py"),
        ("src/../src", "src/../src/a.py"),
        ("{absolute}", "{absolute}/src/a.py"),
        ("./src/a.py", "src/a.py"),
    ],
)
def test_paths_are_as_the_user_wrote_them(named: str, expected: str, here: Path) -> None:
    write("src/a.py")
    names = {"here": here.name, "absolute": here.as_posix()}
    assert found(named.format(**names)) == [expected.format(**names)]


def test_named_files_are_taken_whatever_they_are_called() -> None:
    write("script", "a.txt", "build/x.py", ".gitignore", text="*.py\n")
    os.mkdir(".git")
    files = list(discover(["script", "a.txt", "build/x.py"], settings(["build", "script"])))
    assert files == [File("script", True), File("a.txt", True), File(os.path.join("build", "x.py"), True)]


def test_files_of_a_folder_are_not_explicit() -> None:
    write("a.py", "b.py")
    assert list(discover([".", "b.py"], settings())) == [File("a.py", False), File("b.py", True)]


def test_missing_path_is_said_before_anything_is_given() -> None:
    write("a.py")
    with pytest.raises(FileNotFoundError, match=r"^no such file or folder: gone\.py$"):
        discover(["a.py", "gone.py"], settings())


def test_each_file_once(here: Path) -> None:
    write("src/a.py", "src/sub/b.py")
    assert found("src/sub", "src", "src/a.py", "./src/a.py", str(here)) == ["src/sub/b.py", "src/a.py"]


def test_folders_that_are_never_entered() -> None:
    skipped = [
        ".git",
        ".hg",
        ".svn",
        ".venv",
        "venv",
        "node_modules",
        "__pycache__",
        ".tox",
        ".nox",
        ".mypy_cache",
    ]
    skipped += [
        ".ruff_cache",
        ".pytest_cache",
        ".ipynb_checkpoints",
        "build",
        "dist",
        "x.egg-info",
        "site-packages",
    ]
    write(*[f"src/{name}/a.py" for name in skipped], "src/builder/a.py", "src/.hidden/a.py", "src/build.py")
    assert found() == ["src/build.py", "src/.hidden/a.py", "src/builder/a.py"]


def test_such_a_folder_is_entered_if_named() -> None:
    write("build/a.py", "build/build/b.py")
    assert found(".", "build") == ["build/a.py"]


# --- exclude


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("*_pb2.py", ["a.py", "old/a.py", "src/old/a.py"]),
        ("old", ["a.py", "x_pb2.py"]),
        ("old/", ["a.py", "x_pb2.py"]),
        ("/old", ["a.py", "x_pb2.py", "src/old/a.py"]),
        ("src/old", ["a.py", "x_pb2.py", "old/a.py"]),
        ("**/a.py", ["x_pb2.py"]),
        ("[", ["a.py", "x_pb2.py", "old/a.py", "src/old/a.py"]),
    ],
)
def test_exclude(pattern: str, left: list[str], here: Path) -> None:
    write("a.py", "x_pb2.py", "old/a.py", "src/old/a.py")
    assert found(exclude=[pattern]) == left
    assert found(str(here), exclude=[pattern]) == [f"{here.as_posix()}/{path}" for path in left]


def test_exclude_is_relative_to_the_root_of_the_settings() -> None:
    write("src/old/a.py", "src/b.py")
    assert found("src", exclude=["src/old"]) == ["src/b.py"]
    assert found("src", exclude=["/old"]) == ["src/b.py", "src/old/a.py"]


def test_wrong_pattern_is_a_problem() -> None:
    write("a.py")
    assert found(exclude=["!"]) == ["a.py"]
    assert list(PROBLEMS) == [Problem("exclude", "not a valid pattern: !")]


# --- .gitignore


def test_gitignore() -> None:
    write("a.py", "gen.py", "data/a.py", "src/gen.py", "src/data", "tmp_1/a.py")
    write(".gitignore", text="# comment\n\n/gen.py\r\ndata/\ntmp_*\n")
    assert found() == ["a.py", "src/gen.py"]


def test_gitignore_takes_back() -> None:
    write("a.py", "gen_1.py", "gen_2.py", "out/a.py", "out/keep.py")
    write(".gitignore", text="gen_*.py\n!gen_2.py\nout/\n!out/keep.py\n")
    assert found() == ["a.py", "gen_2.py"]  # below a folder that is left out nothing is taken back


def test_nested_gitignore_is_stronger() -> None:
    write("gen.py", "src/gen.py", "src/sub/gen.py", "src/sub/b.py", "src/c.py")
    write(".gitignore", text="gen.py\n")
    write("src/.gitignore", text="!gen.py\nsub/gen.py\n/b.py\n")
    assert found() == ["src/c.py", "src/gen.py", "src/sub/b.py"]


def test_nested_gitignore_takes_back_a_folder() -> None:
    write("lib/a.py", "src/lib/a.py", "src/lib/gen.py")
    write(".gitignore", text="lib/\ngen.py\n")
    write("src/.gitignore", text="!lib/\n")
    assert found() == ["src/lib/a.py"]


def test_gitignore_of_folders_above_up_to_the_repository() -> None:
    write("repo/src/a.py", "repo/src/gen.py", "repo/src/local.py", "repo/src/c.py")
    write(".gitignore", text="a.py\n")  # outside
    write("repo/.gitignore", text="/src/gen.py\nc.py\n")
    write("repo/.git/info/exclude", text="local.py\n")
    assert found("repo/src") == ["repo/src/a.py"]


def test_no_repository_no_gitignore_of_folders_above() -> None:
    write("a/b/gen.py")
    write("a/.gitignore", text="gen.py\n")
    assert found("a/b") == ["a/b/gen.py"]
    assert found("a") == []


def test_named_folder_is_entered_though_ignored() -> None:
    write("repo/.git/HEAD", "repo/out/deep/a.py", "repo/out/gen.py")
    write("repo/.gitignore", text="out/\n")
    write("repo/out/.gitignore", text="gen.py\n")
    assert found("repo") == []
    assert found("repo/out/deep", "repo/out") == ["repo/out/deep/a.py"]


def test_repository_in_the_repository_has_its_own_rules() -> None:
    write(".git/HEAD", "sub/.git/HEAD", "sub/gen.py", "other/gen.py")
    write(".gitignore", text="gen.py\n")
    assert found() == ["sub/gen.py"]


def test_gitignore_as_git_reads_it() -> None:
    """The same files as git itself leaves."""
    tree = [
        "a.py",
        "b.py",
        "x/a.py",
        "x/b.py",
        "x/y/a.py",
        "x/y/b.py",
        "x y/a.py",
        "#a.py",
        "z/z.py",
        "é/a.py",
    ]
    patterns = [
        "a.py\n!x/a.py\n",
        "/*\n!/x\n",
        "*\n!*/\n!b.py\n",
        "x/*\n!x/y/\n",
        "**/y/\n",
        "x/**/a.py\n",
        "\\#a.py\nx\\ y/\n",
        "[ab].py\n!/a.py\n",
        "z\n!z.py\n",
        "é\n",
        "*.py\n!x/y/*.py\n",
        "?.py   \n",
        "**\n!**/x/\n!b.py\n",
        "x/**\n!x/y\n",
        "[!a].py\n[[:alpha:]]\\ y\n",
        "/**\n!/x/\n!/**/b.py\n",
        "**/**/y\n/x/**/**/a.py\n",
        "[]x]\n[x-]/\n",
        "x**/a.py\n/x/?/[ab].py\n",
    ]
    write(*tree)
    try:
        subprocess.run(["git", "init", "-q"], check=True)
    except OSError:
        pytest.skip("git is not installed")
    for text in patterns:
        write(".gitignore", text=text)
        command = ["git", "-c", "core.quotePath=false", "-c", "core.excludesFile=", "ls-files", "-co", "-z"]
        listed = subprocess.run([*command, "--exclude-standard"], check=True, capture_output=True).stdout
        expected = sorted(name for name in listed.decode().split("\0") if name.endswith(".py"))
        assert sorted(found()) == expected, text


def test_wrong_and_strange_gitignore() -> None:
    write("a.py", "b.py")
    Path(".gitignore").write_bytes(b"\xef\xbb\xbfb.py\n\xff\xfe\n!\n\\\n")
    assert found() == ["a.py"]
    assert [problem.path for problem in PROBLEMS] == [".gitignore"] * 2
    os.remove(".gitignore")
    os.mkdir(".gitignore")
    assert found() == ["a.py", "b.py"]


# --- links and what cannot be read


def test_loops_of_links_end() -> None:
    write("src/a.py", "src/sub/b.py")
    symlink("src/sub/up", "..")
    symlink("src/self", "self")
    symlink("src/sub/top", os.getcwd())
    symlink("src/root", os.path.abspath(os.sep))
    symlink("src/gone", "nowhere")
    assert found("src") == ["src/a.py", "src/sub/b.py"]


def test_linked_folder_is_read_once_and_under_its_real_name() -> None:
    write("real/a.py", "far/b.py")
    symlink("link", "real")
    symlink("real/far", "../far")
    symlink("real/again", "../far")
    assert found() == ["far/b.py", "real/a.py"]
    assert found("real") == ["real/a.py", "real/again/b.py"]
    assert found("link") == ["link/a.py", "link/again/b.py"]


def test_linked_file_is_read_once() -> None:
    write("real.py")
    symlink("link.py", "real.py")
    assert found() == ["link.py"]
    assert found("real.py", ".") == ["real.py"]


def test_unreadable_folder_is_a_problem() -> None:
    write("a.py", "locked/b.py", "z.py")
    os.chmod("locked", 0)
    try:
        if os.access("locked", os.R_OK):
            pytest.skip("nothing is locked for this user")
        assert found() == ["a.py", "z.py"]
        assert [problem.path for problem in PROBLEMS] == ["locked"]
        assert PROBLEMS[0].message.startswith("cannot be read: ")
    finally:
        os.chmod("locked", 0o700)


def test_folder_that_fails_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.py", "locked/b.py", "z/c.py")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) == "locked":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found() == ["a.py", "z/c.py"]
    assert list(PROBLEMS) == [Problem("locked", "cannot be read: Permission denied")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_in_folders_are_not_opened() -> None:
    write("a.py")
    os.mkfifo("b.py")
    assert found() == ["a.py"]


def test_deep_folders() -> None:
    deep = "/".join(["d"] * 300)
    write(f"{deep}/a.py")
    assert found() == [f"{deep}/a.py"]
