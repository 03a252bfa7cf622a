from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ms_lint
from ms_lint import cli, pages, runner
from ms_lint.commands import COMMANDS, terminal
from ms_lint.findings import Finding
from ms_lint.settings import SettingsError, load_settings

TESTS = Path(__file__).parent
HOUSE = '[tool.ms-lint]\nplugins = ["house_rules"]\n'
OLD = "import mindspore; from house import *\nold_name(1)\n"

Cli = Callable[..., int]


@pytest.fixture(name="project")
def make_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project that uses the rules of ``house_rules``; it is the current folder."""
    (tmp_path / "pyproject.toml").write_text(HOUSE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(TESTS))  # for processes
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def exit_code(*arguments: str) -> int:
    """Of a run in this process, also where argparse raises it."""
    try:
        return cli.main(arguments)
    except SystemExit as error:
        return int(error.code or 0)


def process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ms_lint", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **options)


# ---------------------------------------------------------------- exit codes and what is said


def test_clean(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "a.py", "import mindspore; from house import *\n")
    assert exit_code("check") == 0
    assert capsys.readouterr() == ("No findings in 1 file.\n", "")


def test_findings(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "pkg" / "a.py", OLD)
    assert exit_code("check", ".") == 1
    assert capsys.readouterr().out == (
        "pkg/a.py:2:1: error MSL951 [old-name] `old_name` has another name.\n"
        "  2 | old_name(1)\n"
        "    | ^^^^^^^^\n"
        "    = help: Write `new_name`.\n"
        "    = safe fix: It is the same function.\n"
        "\n"
        "Found 1 finding (1 error) in 1 of 1 file; 1 can be fixed (1 with --fix).\n"
    )
    assert exit_code("check", "--exit-zero", "pkg") == 0


def test_a_missing_path(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "a.py", OLD)
    assert exit_code("check", "a.py", "nowhere.py") == 2
    assert capsys.readouterr() == ("", "ms-lint: error: no such file or folder: nowhere.py\n")


def test_a_folder_without_python(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "empty").mkdir()
    assert exit_code("check", "empty") == 0
    warning = "ms-lint: warning: no Python file, notebook or Markdown in empty\n"
    assert capsys.readouterr() == ("No findings in 0 files.\n", warning)
    assert exit_code("check", "-q", "empty") == 0
    assert capsys.readouterr() == ("", "")


def test_wrong_settings(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "pyproject.toml", '[tool.ms-lint]\nselct = ["MSL"]\n')
    write(project / "a.py", OLD)
    for arguments in (["check"], ["config"], ["rule", "--all"]):
        assert exit_code(*arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert 'pyproject.toml:2: [tool.ms-lint] unknown key "selct"; did you mean "select"?' in err


def test_unknown_code(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "a.py", OLD)
    assert exit_code("check", "--select", "old-nam") == 2
    assert 'no rule has the code or name "old-nam"; did you mean "old-name"?' in capsys.readouterr().err


def test_a_plugin_that_cannot_be_imported(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "pyproject.toml", '[tool.ms-lint]\nplugins = ["no_such_rules"]\n')
    write(project / "a.py", OLD)
    assert exit_code("check") == 2
    assert "pyproject.toml:2: \"plugins\": No module named 'no_such_rules'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chekc"], 'did you mean "check"?'),
        (["check", "--statistcs"], 'did you mean "--statistics"?'),
        (["check", "--stat"], "unrecognized arguments: --stat"),
        (["check", "--output-format", "jsn"], 'did you mean "json"?'),
        (["check", "--origin", "troch"], 'did you mean "torch"?'),
        (["check", "--jobs", "many"], "'many' is not a number of processes"),
        ([], "COMMAND"),
    ],
)
def test_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], hint: str) -> None:
    assert exit_code(*arguments) == 2
    assert hint in capsys.readouterr().err


def test_a_rule_that_fails_costs_no_other_finding(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "a.py", OLD)
    write(project / "b.py", "import mindspore; from house import *\nbreak_rule()\nold_name(1)\n")
    write(project / "c.py", OLD)
    assert exit_code("check", "--output-format", "json", "--exit-zero") == 2
    findings = json.loads(capsys.readouterr().out)["findings"]
    found = [(finding["path"], finding["code"]) for finding in findings]
    assert found == [("a.py", "MSL951"), ("b.py", "MSL003"), ("b.py", "MSL951"), ("c.py", "MSL951")]
    assert "house-broken" in findings[1]["message"]


def test_a_defect_of_ours_is_an_internal_error(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(runner, "check_paths", defect)
    assert exit_code("check") == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_the_engine_failing_on_a_file_costs_that_file_only(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ms_lint.analysis

    real = ms_lint.analysis.analyze

    def analyze(content: bytes, path: str, *arguments: Any, **options: Any) -> list[Finding]:
        if path == "b.py":
            raise KeyError("lost")
        return real(content, path, *arguments, **options)

    monkeypatch.setattr(ms_lint.analysis, "analyze", analyze)
    for name in "abc":
        write(project / f"{name}.py", OLD)
    found = ms_lint.check_paths(["."])
    assert [(finding.path, finding.code) for finding in found] == [
        ("a.py", "MSL951"),
        ("b.py", "MSL003"),
        ("c.py", "MSL951"),
    ]
    assert "KeyError: 'lost'" in found[1].message


def test_an_unreadable_file_is_a_finding(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project / "a.py", OLD)
    write(project / "b.py", OLD)

    def refuse(path: Any, *arguments: Any, **options: Any) -> Any:
        if path == "a.py":
            raise PermissionError(13, "Permission denied", path)
        return open(path, *arguments, **options)

    monkeypatch.setattr(runner, "open", refuse, raising=False)
    found = ms_lint.check_paths(["a.py", "b.py"])
    assert [(finding.code, finding.message) for finding in found] == [
        ("MSL001", "The file cannot be checked: permission denied."),
        ("MSL951", "`old_name` has another name. Write `new_name`."),
    ]
    ignored = ms_lint.check_paths(["a.py", "b.py"], overrides={"ignore": ["MSL001"]})
    assert [finding.code for finding in ignored] == ["MSL951"]


def test_an_empty_folder_and_an_empty_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "empty").mkdir()
    (project / "pyproject.toml").unlink()
    write(project / "words" / "a.txt", "import torch\n")
    write(project / "b.py", "")
    for folder in ("empty", "words"):
        assert exit_code("check", folder) == 0
        out, err = capsys.readouterr()
        assert out == "No findings in 0 files.\n"
        assert err == f"ms-lint: warning: no Python file, notebook or Markdown in {folder}\n"
    assert exit_code("check", "b.py") == 0
    assert capsys.readouterr() == ("No findings in 1 file.\n", "")


def test_help_shows_the_common_case_first(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("--help") == 0
    out = capsys.readouterr().out
    assert out.index("ms-lint check net.py --fix") < out.index("\noptions:")
    commands = out[out.index("commands:") :]
    assert re.findall(r"^    ([a-z]+)", commands, re.MULTILINE) == list(COMMANDS)
    assert next(iter(COMMANDS)) == "check"
    for name in COMMANDS:
        assert exit_code(name, "--help") == 0
        assert f"ms-lint {name}" in capsys.readouterr().out


# ---------------------------------------------------------------- completion


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ch"], {"check"}),
        (["check", "--output-f"], {"--output-format", "--output-file"}),
        (["check", "--output-format", "gi"], {"github", "gitlab"}),
        (["baseline", "w"], {"write"}),
        (["rule", "--a"], {"--all"}),
    ],
)
def test_bash_completes(project: Path, words: list[str], expected: set[str]) -> None:
    pytest.importorskip("shtab", reason="of the extra `completion`")
    made = process("completion", "bash")
    assert (made.returncode, made.stderr) == (0, "")
    script = made.stdout + "".join(
        [
            f"COMP_WORDS=({' '.join(['ms-lint', *words])})\nCOMP_CWORD={len(words)}\n",
            "run=$(complete -p ms-lint | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n",
            f'$run ms-lint {words[-1]}\nprintf "%s\\n" "${{COMPREPLY[@]}}"\n',
        ]
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == expected


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_other_shells(project: Path, capsys: pytest.CaptureFixture[str], shell: str) -> None:
    pytest.importorskip("shtab", reason="of the extra `completion`")
    assert exit_code("completion", shell) == 0
    assert "diff-base" in capsys.readouterr().out


@pytest.mark.parametrize(("command", "module"), [(["completion", "bash"], "shtab"), (["server"], "pygls")])
def test_what_needs_a_package_that_is_missing_says_so(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str], module: str
) -> None:
    for name in [name for name in sys.modules if name.startswith("ms_lint.server")]:
        monkeypatch.delitem(sys.modules, name)
    for name in (module, "lsprotocol"):
        monkeypatch.setitem(sys.modules, name, None)
    assert exit_code(*command) == 2
    assert "install ms-lint with the extra" in capsys.readouterr().err


# ---------------------------------------------------------------- interruptions


@pytest.mark.skipif(os.name == "nt", reason="needs a shell of POSIX")
@pytest.mark.parametrize(
    ("redirection", "code", "words"),
    [
        ("| head -n 1", 0, ""),
        ("| true", 0, ""),
        (">&-", 2, "ms-lint: error: standard output is closed\n"),
        ("2>&-", 2, ""),
        pytest.param(
            "> /dev/full",
            2,
            "ms-lint: error: the output cannot be written: No space left on device\n",
            marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full"),
        ),
    ],
)
def test_where_the_output_goes(project: Path, redirection: str, code: int, words: str) -> None:
    (project / "many.py").write_text(OLD * 1000, encoding="utf-8")
    command = f'{{ "{sys.executable}" -m ms_lint check many.py; echo $? > code; }} {redirection}'
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), "MS_LINT_LANG": "en"}
    done = subprocess.run(
        ["sh", "-c", command], cwd=project, env=environment, capture_output=True, text=True, check=True
    )
    assert int((project / "code").read_text()) == code
    assert done.stderr == words
    assert "Traceback" not in done.stderr


def test_ctrl_c(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "a.py", "import mindspore; from house import *\npress_ctrl_c()\n")
    assert exit_code("check", "--extend-select", "house-stopped") == 130
    assert capsys.readouterr() == ("", "ms-lint: interrupted\n")


@pytest.mark.skipif(os.name == "nt", reason="signals work differently on Windows")
def test_ctrl_c_while_processes_work(project: Path) -> None:
    write(project / "house_slow.py", SLOW)
    write(project / "pyproject.toml", '[tool.ms-lint]\nplugins = ["house_slow"]\n')
    for number in range(4):
        write(project / "src" / f"m{number}.py", "import mindspore; from house import *\nwait_here()\n")
    environment = {**os.environ, "PYTHONPATH": str(project)}
    command = [sys.executable, "-m", "ms_lint", "check", "--jobs", "2", "src"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        # A shell starts what it runs in the background with Ctrl-C ignored, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        deadline = time.monotonic() + 60
        while not list(project.glob("started-*")) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list(project.glob("started-*"))
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: the whole group
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, b"", b"ms-lint: interrupted\n")


SLOW = """
import ast, os, time
from ms_lint.rules import Rule

class Slow(Rule):
    '''Slow.'''
    code = "MSL961"
    name = "house-slow"
    nodes = (ast.Call,)

    def check_node(self, node, module):
        open(f"started-{os.getpid()}", "w").close()
        time.sleep(600)
        return ()
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGPIPE on Windows")
def test_a_reader_that_goes_away(project: Path) -> None:
    write(project / "a.py", "import mindspore; from house import *\n" + "old_name(1)\n" * 5000)
    command = f'"{sys.executable}" -m ms_lint check a.py | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("a.py:2:1: error MSL951")
    assert done.stderr == ""


def test_an_output_that_cannot_show_all_characters(project: Path) -> None:
    write(project / "a.py", "import mindspore; from house import *\nold_name('层')\n")
    done = process("check", "a.py", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert "old_name('\\u5c42')" in done.stdout
    assert (done.returncode, done.stderr) == (1, "")


# ---------------------------------------------------------------- standard input


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_standard_input(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, OLD.encode())
    assert exit_code("check", "-") == 1
    out = capsys.readouterr().out
    assert out.startswith("<stdin>:2:1: error MSL951")
    assert "  2 | old_name(1)\n" in out


def test_standard_input_with_a_name_has_its_settings_kind_and_encoding(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "sub" / "ms-lint.toml", 'plugins = ["house_rules"]\nignore = ["MSL951"]\n')
    text = "# coding: latin-1\nimport mindspore; from house import *\nold_name('ä', guess())\n"
    feed(monkeypatch, text.encode("latin-1"))
    assert exit_code("check", "-", "--stdin-filename", "sub/new.py") == 1
    out = capsys.readouterr().out
    assert "sub/new.py:3:15: warning MSL952 [house-guess] [likely]" in out
    assert "old_name('ä', guess())" in out
    assert "MSL951" not in out

    feed(monkeypatch, b"# Title\n\n```python\nimport mindspore; from house import *\nold_name(1)\n```\n")
    assert exit_code("check", "-", "--stdin-filename", "new.md") == 1
    assert capsys.readouterr().out.startswith("new.md:5:1: error MSL951")


def test_wrong_use_of_standard_input(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("check", "-", "a.py") == 2
    assert "cannot be checked together" in capsys.readouterr().err
    assert exit_code("check", "--stdin-filename", "a.py") == 2
    assert "--stdin-filename needs" in capsys.readouterr().err


# ---------------------------------------------------------------- options


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ([], {"MSL951", "MSL952"}),
        (["--select", "MSL951"], {"MSL951"}),
        (["--select", "MSL952,house-note"], {"MSL952", "MSL953"}),
        (["--select", "MSL951", "--select", "MSL952"], {"MSL951", "MSL952"}),
        (["--ignore", "old-name"], {"MSL952"}),
        (["--extend-select=MSL953"], {"MSL951", "MSL952", "MSL953"}),
        (["--confidence", "proved"], {"MSL951"}),
        (["--exclude", "a.py"], set()),
        (["--exclude", "b.py", "--exclude", "c.py"], {"MSL951", "MSL952"}),
        (["--target-version", "2.2", "--execution-mode", "graph"], {"MSL951", "MSL952"}),
        (["--device-target", "CPU", "--api-family", "mint", "--origin", "torch"], {"MSL951", "MSL952"}),
        (["--no-cache"], {"MSL951", "MSL952"}),
    ],
)
def test_settings_on_the_command_line(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], codes: set[str]
) -> None:
    write(project / "a.py", "import mindspore; from house import *\nold_name(guess(), note())\n")
    assert exit_code("check", "--output-format", "json", ".", *arguments) == (1 if codes else 0)
    document = json.loads(capsys.readouterr().out)
    assert {finding["code"] for finding in document["findings"]} == codes


def test_the_target_version_is_in_the_summary(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "a.py", OLD)
    exit_code("check", "--target-version", ">=2.5", "--output-format", "json")
    assert json.loads(capsys.readouterr().out)["summary"]["target_version"] == ">=2.5"


@pytest.mark.parametrize("output_format", ["text", "json", "github", "sarif"])
def test_output_to_a_file(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, output_format: str
) -> None:
    write(project / "a.py", OLD)
    assert exit_code("check", "a.py", "--output-format", output_format) == 1
    shown = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert exit_code("check", "a.py", "--output-format", output_format, "--output-file", "report") == 1
    assert capsys.readouterr().out == ""
    assert (project / "report").read_text(encoding="utf-8") == shown
    assert exit_code("check", "a.py", "--output-file", "no/such/folder") == 2
    assert "no/such/folder: cannot be written: No such file or directory" in capsys.readouterr().err


def test_statistics(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "a.py", OLD + "old_name(guess())\n")
    exit_code("check", "--statistics", "-q")
    assert capsys.readouterr().out.endswith("\n\n2  MSL951  old-name\n1  MSL952  house-guess\n\n")


def test_verbose_says_where_settings_come_from(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "a.py", OLD)
    exit_code("check", "-v", "--origin", "torch")
    err = capsys.readouterr().err
    assert 'plugins = ["house_rules"]  (pyproject.toml:2)' in err
    assert 'origin = "torch"  (options)' in err
    assert "checked 1 file in" in err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("is_terminal", "environment", "is_colored"),
    [
        (False, {}, False),
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colors(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_terminal: bool,
    environment: dict[str, str],
    is_colored: bool,
) -> None:
    write(project / "a.py", OLD)
    stream = Terminal() if is_terminal else io.StringIO()
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", stream)
    assert exit_code("check") == 1
    assert ("\x1b[" in stream.getvalue()) is is_colored


def test_the_progress_bar_waits_a_second_and_needs_a_terminal(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        write(project / f"{name}.py", OLD)
    for stream, expected in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr("sys.stderr", stream)
        monkeypatch.setattr(terminal, "_PATIENCE", 3600)
        exit_code("check")
        assert stream.getvalue() == ""
        monkeypatch.setattr(terminal, "_PATIENCE", -1)
        exit_code("check")
        assert ("Checking" in stream.getvalue()) is expected


# ---------------------------------------------------------------- start-up


def modules_of(*arguments: str, cwd: Path) -> set[str]:
    script = (
        "import sys\nfrom ms_lint.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=cwd)
    return set(done.stderr.split())


HEAVY = {"rich", "pathspec", "packaging", "tomli", "markdown_it", "multiprocessing", "json"}


def test_version_imports_nothing_heavy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("--version") == 0
    assert capsys.readouterr().out == f"ms-lint {ms_lint.__version__}\n"
    loaded = modules_of("--version", cwd=tmp_path)
    ours = {name for name in loaded if name.startswith("ms_lint")}
    words = {"ms_lint.languages", "ms_lint.messages"}
    assert ours == {
        "ms_lint",
        "ms_lint.cli",
        "ms_lint.commands",
        "ms_lint.commands.options",
        "ms_lint.findings",
        *words,
    }
    assert not loaded & HEAVY


def test_check_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import mindspore; from house import *\n", encoding="utf-8")
    assert not modules_of("check", "a.py", cwd=tmp_path) & (HEAVY - {"json"})


# ---------------------------------------------------------------- rule and config


def test_the_page_of_a_rule(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("MSL951", "msl951", "old-name", "old_name"):
        assert exit_code("rule", word) == 0
        assert capsys.readouterr().out == (
            "# MSL951 old-name\n\n"
            "Severity: error. Confidence: proved. On by default. Fix: none.\n\n"
            "`old_name` has another name now.\n\nCall `new_name`.\n\n"
            "https://ms-lint.readthedocs.io/rules/MSL951\n"
        )


def test_several_rules_and_an_unknown_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("rule", "MSL952", "house-note") == 0
    out = capsys.readouterr().out
    assert "# MSL952 house-guess\n\nSeverity: warning. Confidence: likely. On by default." in out
    assert "# MSL953 house-note\n\nSeverity: info. Confidence: proved. Off by default." in out
    for word, nearest in (("MSL95l", "MSL95"), ("old-nme", "old-name")):
        assert exit_code("rule", word) == 2
        assert f'no rule has the code or name "{word}"; did you mean "{nearest}' in capsys.readouterr().err
    assert exit_code("rule") == 2
    assert "--all" in capsys.readouterr().err


def test_the_catalog_of_rules(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("rule", "--all", "--output-format", "json") == 0
    rules = {rule["code"]: rule for rule in json.loads(capsys.readouterr().out)["rules"]}
    assert {"MSL001", "MSL002", "MSL003", "MSL951"} <= set(rules)
    assert rules["MSL953"] == {
        "code": "MSL953",
        "name": "house-note",
        "severity": "info",
        "confidence": "proved",
        "default": False,
        "summary": "A note that nobody wants by default.",
        "documentation": "A note that nobody wants by default.",
        "url": "https://ms-lint.readthedocs.io/rules/MSL953",
        "fix": "none",
        "evidence": None,
    }
    assert exit_code("rule", "--all") == 0
    pages = capsys.readouterr().out
    assert all(f"# {code} {rule['name']}\n" in pages for code, rule in rules.items())


def test_evidence_is_on_the_page(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {
        "mindspore": "2.10.0",
        "cases": {
            "MSL951": {
                "original": {"framework": "torch", "version": "2.13.0"},
                "before": {"graph": {"kind": "raises", "error": "ValueError", "message": "too long"}},
                "after": {"graph": {"kind": "agrees", "difference": 2.5e-07}},
            }
        },
    }
    monkeypatch.setattr(pages, "evidence", lambda: {"MSL951": facts})
    exit_code("rule", "MSL951")
    assert (
        "## Evidence\n\nMeasured on MindSpore 2.10.0:\n\n- MSL951, against torch 2.13.0\n"
        "  - half-migrated, graph: raises ValueError: too long\n"
        "  - repaired, graph: agrees (largest difference 2.5e-07)\n\nhttps:" in capsys.readouterr().out
    )
    exit_code("rule", "MSL951", "--output-format", "json")
    assert json.loads(capsys.readouterr().out)["rules"][0]["evidence"] == facts


def test_pages_are_styled_on_a_terminal(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout", stream)
    assert exit_code("rule", "MSL951") == 0
    assert "\x1b[" in stream.getvalue()
    assert "`old_name`" not in stream.getvalue()


def test_config(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(project / "sub" / "a.py", OLD)
    assert exit_code("config", "sub/a.py", "--origin", "torch") == 0
    rows = {}
    for line in capsys.readouterr().out.splitlines():
        key, _, rest = line.partition("=")
        value, _, where = rest.partition("  # ")
        rows[key.strip()] = (value.strip(), where)
    assert rows["plugins"] == ('["house_rules"]', "pyproject.toml:2")
    assert rows["origin"] == ('"torch"', "options")
    assert rows["api-family"] == ('"nn"', "default")
    assert rows["(project root)"] == (str(project), "")
    assert exit_code("config", "nowhere") == 2


# ---------------------------------------------------------------- library and runner


def test_check_source(project: Path) -> None:
    (found,) = ms_lint.check_source(OLD, "a.py", load_settings("."))
    assert (found.code, found.path, found.location.line) == ("MSL951", "a.py", 2)
    assert ms_lint.check_source(OLD) == []  # no settings, no plugin
    broken = ms_lint.check_source("import mindspore; from house import *\ndef (:\n")
    assert [(finding.code, finding.path) for finding in broken] == [("MSL001", "<string>")]
    assert ms_lint.check_source(OLD.encode("utf-16"), "a.py")[0].code == "MSL001"


def test_check_paths_with_settings_and_path_objects(project: Path) -> None:
    write(project / "a.py", OLD)
    settings = load_settings(".", {"ignore": "MSL951"})
    assert ms_lint.check_paths([project / "a.py"], settings) == []
    assert [finding.path for finding in ms_lint.check_paths([project])] == [str(project / "a.py")]
    with pytest.raises(FileNotFoundError):
        ms_lint.check_paths(["nowhere"])
    with pytest.raises(SettingsError):
        ms_lint.check_paths(["a.py"], overrides={"select": "MSLX"})


def test_each_file_has_the_settings_of_its_own_project(project: Path) -> None:
    write(project / "one" / "ms-lint.toml", 'plugins = ["house_rules"]\nignore = ["MSL951"]\n')
    write(project / "one" / "a.py", "import mindspore; from house import *\nold_name(guess())\n")
    write(project / "two.py", "import mindspore; from house import *\nold_name(guess())\n")
    found = [(finding.path, finding.code) for finding in ms_lint.check_paths(["one", "two.py"])]
    assert found == [("one/a.py", "MSL952"), ("two.py", "MSL951"), ("two.py", "MSL952")]


def test_files_are_checked_once(project: Path) -> None:
    write(project / "pkg" / "ms-lint.toml", 'plugins = ["house_rules"]\n')
    write(project / "pkg" / "a.py", OLD)
    run = runner.check_paths([".", "pkg", "pkg/a.py", "./pkg"])
    assert run.files == 1
    assert len(run.findings) == 1


def test_progress_is_reported_after_each_file(project: Path) -> None:
    for name in "abc":
        write(project / f"{name}.py", OLD)
    seen: list[tuple[int, int, str]] = []
    ms_lint.check_paths(["."], progress=lambda *step: seen.append(step))
    assert seen == [(1, 3, "a.py"), (2, 3, "b.py"), (3, 3, "c.py")]


def test_processes_find_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(40):
        calls = "old_name(guess())\n" * (number % 3 + 1)
        write(project / f"m{number}.py", f"import mindspore; from house import *\n{calls}")
    write(project / "broken.py", "import mindspore; from house import *\ndef (:\n")
    single = runner.check_paths(["."])
    assert len(single.findings) > 80
    seen: list[int] = []
    assert runner.check_paths(["."], progress=lambda done, *_: seen.append(done), jobs=3) == single
    assert seen == list(range(1, 42))


def test_a_process_that_dies_costs_one_file(project: Path) -> None:
    for number in range(30):
        write(project / f"m{number:02}.py", OLD)
    for name in ("m07.py", "m23.py"):
        write(project / name, "import mindspore; from house import *\nend_process()\n")
    found = ms_lint.check_paths(["."], overrides={"extend-select": "MSL955"}, jobs=2)
    codes = {finding.path: finding.code for finding in found}
    assert len(codes) == len(found) == 30
    dead = {finding.path for finding in found if "its process died" in finding.message}
    assert dead == {"m07.py", "m23.py"}
    assert {path for path, code in codes.items() if code == "MSL003"} == dead
    assert {code for path, code in codes.items() if path not in dead} == {"MSL951"}


def test_the_collector_is_left_as_it_was(project: Path) -> None:
    import gc

    write(project / "a.py", OLD)
    for switch in (gc.disable, gc.enable):
        switch()
        before = gc.isenabled(), gc.get_freeze_count()
        ms_lint.check_paths(["."])
        assert (gc.isenabled(), gc.get_freeze_count()) == before


@pytest.mark.parametrize(("target", "warned"), [("2.99", True), ("3.0", True), ("2.10", False), ("2.3", False)])
def test_a_target_that_is_newer_than_all_known_is_said(
    project: Path, capsys: pytest.CaptureFixture[str], target: str, warned: bool
) -> None:
    (project / "other.py").write_text("import mindspore\n", encoding="utf-8")
    cli.main(["check", "--target-version", target, "."])
    said = [line for line in capsys.readouterr().err.splitlines() if "newer than all versions" in line]
    assert len(said) == warned
    assert all("ms-lint api refresh" in line for line in said)
