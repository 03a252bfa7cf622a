"""Fill the READMEs and the pages of ``docs`` with real output.

The block below ``<!-- output: COMMAND -->`` is what COMMAND prints in the root of the repository. A block below
``<!-- session -->`` has lines with ``$ COMMAND``: they are run one after the other in a folder of their own, a
git repository with one commit of ``examples``, and what each prints is put below it. ``pre-commit`` has our hooks
there, with their entries and types, run by this Python: nothing is downloaded.

``python tools/update_readme.py`` from the root of the repository writes them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"(<!-- output: ms-lint (?P<arguments>[^\n]*) -->\n```text\n).*?(```\n)", re.DOTALL)
_SESSION = re.compile(r"(<!-- session -->\n```console\n)(?P<lines>.*?)(```\n)", re.DOTALL)


def pages() -> list[str]:
    """The files with output, from the root of the repository."""
    docs = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))
    return ["README.md", "README.zh-CN.md", *docs]


def with_output(text: str) -> str:
    """The text of a page with each output block as the commands print it now."""

    def block(match: re.Match[str]) -> str:
        command = [sys.executable, "-m", "ms_lint", *shlex.split(match["arguments"])]
        environment = {**os.environ, "MS_LINT_LANG": "en"}
        run = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if run.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(command)}: {run.stderr}")
        return match[1] + run.stdout + match[3]

    def session(match: re.Match[str]) -> str:
        commands = [line[2:] for line in match["lines"].splitlines() if line.startswith("$ ")]
        return match[1] + "".join(_session(commands)) + match[3]

    return _SESSION.sub(session, _BLOCK.sub(block, text))


def _session(commands: list[str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        bin_ = Path(folder, "bin")
        bin_.mkdir()
        program = bin_ / "ms-lint"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ms_lint "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        project = Path(folder, "project")
        shutil.copytree(ROOT / "examples", project, ignore=shutil.ignore_patterns("__pycache__"))
        if any(command.startswith("pre-commit ") for command in commands):
            _add_hooks(bin_, project)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        environment.update(
            PRE_COMMIT_HOME=str(Path(folder, "home")),
            NO_COLOR="1",
            PATH=f"{bin_}{os.pathsep}{os.environ['PATH']}",
            GIT_CONFIG_GLOBAL=os.devnull,
            GIT_CONFIG_NOSYSTEM="1",
            **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Writer"),
            **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "writer@example.org"),
        )

        def run(command: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                ["sh", "-c", command],
                cwd=project,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                check=False,
            )

        for command in ("git init -q -b main", "git add -A", "git commit -qm examples"):
            run(command).check_returncode()
        for command in commands:
            done = run(command)
            if done.returncode not in (0, 1):
                raise RuntimeError(f"{command}: {done.stdout}")
            yield f"$ {command}\n{done.stdout}"


def _add_hooks(bin_: Path, project: Path) -> None:
    import yaml  # comes with pre-commit

    program = bin_ / "pre-commit"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pre_commit "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    local = {"repo": "local", "hooks": [{**hook, "language": "system"} for hook in hooks]}
    (project / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [local]}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Write the pages."""
    for name in pages():
        path = ROOT / name
        path.write_text(with_output(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
