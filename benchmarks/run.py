"""CPU time of ms-lint beside other tools, over one corpus, in one run: ``run.py PATHS``.

Every measurement is a process of its own; its user and system time, with that of its children, is
taken from the operating system. The tools take turns, and the median of their runs counts. Ratios
are of times from the same run on the same files, so that they can be compared across machines;
the seconds cannot. See README.md beside this file for the environments.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

SKIPPED_FOLDERS = {"__pycache__", "build", "dist", "node_modules", "site-packages"}
PYLINT_CHECKER = "line-too-long"


# ---- in the measured process. Nothing here may import what the measured python might lack.


def _hide(*names: str) -> None:
    """Hide installed distributions, and with them their flake8 plugins."""
    import importlib.metadata as metadata

    everything = metadata.distributions

    def visible(**keywords: Any) -> Iterator[metadata.Distribution]:
        for found in everything(**keywords):
            if re.sub("[-_.]+", "-", found.metadata["Name"] or "").lower() not in names:
                yield found

    metadata.distributions = visible


def _run_parse(files: list[str]) -> float:
    import ast

    start = time.process_time()
    for file in files:
        ast.parse(Path(file).read_bytes())
    return time.process_time() - start


def _run_ms_lint(files: list[str]) -> float:
    import ms_lint

    start = time.process_time()
    ms_lint.check_paths(files, jobs=1)
    return time.process_time() - start


def _run_flake8(files: list[str], plugin: Optional[str]) -> float:
    import importlib.metadata

    _hide(*({"ms-lint", "torchfix"} - {plugin}))
    if plugin:
        importlib.metadata.version(plugin)  # raises where it is not installed
    from flake8.main.cli import main

    start = time.process_time()
    if main(["--isolated", "--jobs=1", "--exit-zero", *files]):
        raise SystemExit("flake8 failed")
    return time.process_time() - start


def _run_pylint(files: list[str], with_plugin: bool) -> float:
    from pylint.lint import Run

    enabled = [PYLINT_CHECKER]
    options = ["--disable=all", "--jobs=1", "--persistent=n", "--score=n", f"--rcfile={os.devnull}"]
    if with_plugin:
        from ms_lint.rules import load_rules

        enabled += [rule.name for rule in load_rules() if rule.default]
        options.append("--load-plugins=ms_lint.pylint")
    start = time.process_time()
    run = Run([*options, f"--enable={','.join(enabled)}", *files], exit=False)
    if run.linter.msg_status & 33:  # 1: a fatal message, 32: wrong usage
        raise SystemExit("pylint failed")
    return time.process_time() - start


WORKERS: dict[str, Callable[[list[str]], float]] = {
    "ast.parse": _run_parse,
    "ms-lint": _run_ms_lint,
    "flake8": lambda files: _run_flake8(files, None),
    "flake8 + ms-lint": lambda files: _run_flake8(files, "ms-lint"),
    "flake8 + TorchFix": lambda files: _run_flake8(files, "torchfix"),
    "pylint": lambda files: _run_pylint(files, with_plugin=False),
    "pylint + ms-lint": lambda files: _run_pylint(files, with_plugin=True),
}


def work(name: str, list_of_files: str, result: str) -> None:
    """Do one measurement in this process, and write its inner CPU seconds to the file ``result``."""
    files = json.loads(Path(list_of_files).read_text(encoding="utf-8"))
    Path(result).write_text(str(WORKERS[name](files)), encoding="utf-8")


# ---- in the measuring process


@dataclass(frozen=True)
class Command:
    """What is run. ``worker`` names one of WORKERS; without it the command is run as it stands."""

    label: str
    arguments: tuple[str, ...]
    worker: Optional[str] = None
    repeat: int = 1


@dataclass(frozen=True)
class Sample:
    """CPU seconds of one run: of the whole process, and of the work inside it."""

    whole: float
    inner: float


@dataclass(frozen=True)
class Ratio:
    title: str
    ours: Optional[float]
    other: Optional[float]
    aim: str = ""


def python_files(paths: list[str]) -> list[str]:
    """The .py files below ``paths`` that parse with this Python, sorted."""
    import ast
    import warnings

    found: list[str] = []
    for path in paths:
        if os.path.isfile(path):
            found.append(path)
        for folder, folders, names in os.walk(path):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS and name[0] != "."]
            found += [os.path.join(folder, name) for name in names if name.endswith(".py")]
    parsed = []
    for file in sorted(set(found)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(Path(file).read_bytes())
        except (SyntaxError, ValueError):
            continue
        parsed.append(file)
    return parsed


def children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(command: Command, folder: str) -> Sample:
    """Run it once. Raises RuntimeError with the last line of its errors when it fails."""
    result = os.path.join(folder, "result")
    arguments = list(command.arguments)
    if command.worker is not None:
        arguments += [os.path.abspath(__file__), "--worker", command.worker]
        arguments += [os.path.join(folder, "files.json"), result]
    environment = {**os.environ, "PYLINTHOME": folder, "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"}
    start = children_cpu()
    for _ in range(command.repeat):
        done = subprocess.run(
            arguments,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            check=False,
        )
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
            raise RuntimeError(lines[-1])
    whole = (children_cpu() - start) / command.repeat
    inner = float(Path(result).read_text(encoding="utf-8")) if command.worker is not None else whole
    return Sample(whole, inner)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:<50}\r", end="", file=sys.stderr, flush=True)


def measure_all(commands: list[Command], runs: int, folder: str) -> dict[str, Sample]:
    """Medians by label. A command that cannot run is named on standard error and left out."""
    samples: dict[str, list[Sample]] = {}
    broken: set[str] = set()
    for number in range(runs + 1):  # the first round warms caches up, and is thrown away
        for command in commands:
            if command.label in broken:
                continue
            _progress(f"round {number} of {runs}: {command.label}")
            try:
                sample = measure(command, folder)
            except (OSError, RuntimeError) as error:
                broken.add(command.label)
                samples.pop(command.label, None)
                _progress("")
                print(f"left out: {command.label}: {error}", file=sys.stderr)
                continue
            if number > 0:
                samples.setdefault(command.label, []).append(sample)
    _progress("")
    return {
        label: Sample(
            statistics.median(sample.whole for sample in taken),
            statistics.median(sample.inner for sample in taken),
        )
        for label, taken in samples.items()
    }


def ratios(medians: dict[str, Sample]) -> list[Ratio]:
    def whole(label: str) -> Optional[float]:
        return medians[label].whole if label in medians else None

    def inner(label: str) -> Optional[float]:
        return medians[label].inner if label in medians else None

    def added(more: str, less: str) -> Optional[float]:
        if more not in medians or less not in medians:
            return None
        return medians[more].whole - medians[less].whole

    return [
        Ratio("ms-lint / ast.parse, in the process", inner("ms-lint"), inner("ast.parse"), "<= 4"),
        Ratio("ms-lint / ast.parse, whole processes", whole("ms-lint"), whole("ast.parse")),
        Ratio("ms-lint / flake8", whole("ms-lint"), whole("flake8")),
        Ratio("ms-lint / flake8 with TorchFix", whole("ms-lint"), whole("flake8 + TorchFix")),
        Ratio(
            "what ms-lint adds to flake8 / what TorchFix adds",
            added("flake8 + ms-lint", "flake8"),
            added("flake8 + TorchFix", "flake8 beside TorchFix"),
            "<= 0.1",
        ),
        Ratio("ms-lint / pylint with one checker", whole("ms-lint"), whole("pylint")),
        Ratio("flake8 with ms-lint / flake8", whole("flake8 + ms-lint"), whole("flake8"), "<= 1.2"),
        Ratio("pylint with ms-lint / pylint", whole("pylint + ms-lint"), whole("pylint"), "<= 1.1"),
        Ratio("ms-lint --version / python -c pass", whole("ms-lint --version"), whole("python -c pass")),
    ]


def table(rows: list[Ratio]) -> str:
    lines = [f"{'ratio':>8}  {'aim':<7}{'ours, s':>10}{'other, s':>10}  what"]
    for row in rows:
        if row.ours is None or row.other is None:
            lines.append(f"{'-':>8}  {row.aim:<7}{'-':>10}{'-':>10}  {row.title} (a tool is missing)")
        else:
            ratio = row.ours / row.other if row.other > 0 else float("nan")
            lines.append(f"{ratio:8.2f}  {row.aim:<7}{row.ours:10.3f}{row.other:10.3f}  {row.title}")
    return "\n".join(lines)


def main(argv: Optional[list[str]] = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PATHS", help="files and folders; their .py files are read")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs of every tool (default: 5)")
    parser.add_argument(
        "--torchfix-python", metavar="PYTHON", help="the python of an environment with flake8 and torchfix"
    )
    parser.add_argument("--no-pylint", action="store_true", help="leave pylint out: it is by far the slowest")
    options = parser.parse_args(argv)
    files = python_files(options.paths)
    if not files:
        parser.error("no Python files there")

    here = (sys.executable,)
    commands = [Command(label, here, label) for label in ("ast.parse", "ms-lint", "flake8", "flake8 + ms-lint")]
    if options.torchfix_python:
        there = (options.torchfix_python,)
        commands.append(Command("flake8 beside TorchFix", there, "flake8"))
        commands.append(Command("flake8 + TorchFix", there, "flake8 + TorchFix"))
    if not options.no_pylint:
        commands += [Command(label, here, label) for label in ("pylint", "pylint + ms-lint")]
    start_up = "import sys; from ms_lint.cli import main; sys.exit(main(['--version']))"
    commands.append(Command("ms-lint --version", (*here, "-c", start_up), repeat=10))
    commands.append(Command("python -c pass", (*here, "-c", "pass"), repeat=10))

    with tempfile.TemporaryDirectory() as folder:
        absolute = [os.path.abspath(file) for file in files]
        Path(folder, "files.json").write_text(json.dumps(absolute), encoding="utf-8")
        medians = measure_all(commands, options.runs, folder)

    lines = sum(Path(file).read_bytes().count(b"\n") for file in files)
    corpus = f"{len(files)} files, {lines} lines"
    print(f"{corpus}; Python {platform.python_version()}; median of {options.runs} runs\n")
    print(table(ratios(medians)))
    print("\nCPU seconds, user and system, whole process (inside it):")
    for label, sample in medians.items():
        print(f"{sample.whole:10.3f} ({sample.inner:8.3f})  {label}")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(*sys.argv[2:5])
    else:
        sys.exit(main())
