"""Runs the programs of tests/rules, and those made of the table of differences, on the real frameworks: is
what the rules claim true?

    python tools/run_oracle.py [--write] [--rows | --folders] [--part K/N] [CODE | ROW...]

For each case the original must run; the half-migrated program must raise or give another result; the
repaired program, and `fixed.py`, which fixes made, must give the original's result. MindSpore programs run in PyNative
mode, which is
the default and decides, and in graph mode, which decides for the rules about it (MSL6xx): there `before.py` in
PyNative mode is the original, each program is called again with other inputs, and gradients, attributes, arguments,
variables, output and files have to be those of PyNative mode, too (tests/oracle_observation.py). Programs that must
stay silent must run. `--write` writes
what was measured to ms_lint/knowledge/data/evidence.json.

Rows are judged for the version of MindSpore that runs them, and in their mode. `--part 3/10` runs a tenth of them.

Runs in an environment with mindspore and torch. TensorFlow is that of the Python named by the
environment variable MS_LINT_TENSORFLOW_PYTHON; without it those cases are left out.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import importlib.metadata
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Optional, Union

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the oracle's environment need not have ms-lint

from knowledge.rows import Row, read_rows, write_programs  # noqa: E402
from knowledge.rows import programs as programs_of  # noqa: E402
from result_difference import difference, first_line, observed_differences  # noqa: E402

RULES = ROOT / "tests" / "rules"
WORKER = ROOT / "tests" / "oracle_worker.py"
EVIDENCE = ROOT / "ms_lint" / "knowledge" / "data" / "evidence.json"
TENSORFLOW_PYTHON = "MS_LINT_TENSORFLOW_PYTHON"

ORIGINALS = ("torch", "tensorflow")
PROGRAMS = ("before", "after", "fixed", "silent")
MODES = ("pynative", "graph")
#: Codes, or beginnings of them, of rules about what graph mode changes.
ABOUT_GRAPH_MODE = ("MSL6", "MSL511", "MSL512", "MSL516", "MSL517", "MSL518")
SECONDS_PER_PROGRAM = 120.0
#: What the CPU, or this environment, cannot run says nothing about the program.
_NO_PROOF = re.compile(
    r"not supported on this device|kernel \w+ unregistered|No module named '(?!mindspore\.)", re.IGNORECASE
)


class OracleError(Exception):
    """The oracle cannot be asked: a framework is missing, or an original does not run."""


@dataclass(frozen=True)
class Case:
    """One folder of programs. ``name`` is the rule's code, or the code and the folder below it; ``row`` is the
    row of the table of differences that the programs were made of."""

    name: str
    folder: Path
    row: Optional[Row] = None

    @property
    def code(self) -> str:
        """Code of the rule."""
        return self.name.partition("/")[0]

    @property
    def original(self) -> Optional[Path]:
        """torch.py or tensorflow.py, if the case has one. What is about graph mode is compared with itself in
        PyNative mode."""
        own = ("before",) if self.is_about_graph_mode else ()
        return next((self.folder / f"{name}.py" for name in (*ORIGINALS, *own) if self.has(name)), None)

    @property
    def is_about_graph_mode(self) -> bool:
        """Whether `before` is right in PyNative mode, and raises or differs in graph mode."""
        return self.code.startswith(ABOUT_GRAPH_MODE)

    @property
    def proving_mode(self) -> str:
        """The mode in which `before` must raise or differ."""
        if self.row is not None and self.row.mode:
            return self.row.mode
        return "graph" if self.is_about_graph_mode else "pynative"

    def has(self, program: str) -> bool:
        """Whether the case has a program of that name."""
        return (self.folder / f"{program}.py").is_file()

    def programs(self) -> dict[str, Path]:
        """The MindSpore programs of the case by name."""
        return {name: self.folder / f"{name}.py" for name in PROGRAMS if self.has(name)}


def find_cases(rules: Path = RULES) -> list[Case]:
    """All cases below ``tests/rules``, in order."""
    folders = sorted(path.parent for path in rules.rglob("before.py"))
    return [Case(folder.relative_to(rules).as_posix(), folder) for folder in folders]


def made_cases(rows: Iterable[Row], folder: Path) -> list[Case]:
    """The cases of rows, with their programs written below ``folder``."""
    rows = list(rows)
    folders = write_programs(rows, folder)
    return [Case(row.case, folders[row.case], row) for row in rows]


def part_of(rows: Sequence[Row], part: int, parts: int) -> list[Row]:
    """One of so many parts of the rows; ``part`` counts from 0 and goes round."""
    return list(rows[part % parts :: parts])


def part_of_today() -> int:
    """The part whose turn it is: another one each day."""
    return datetime.date.today().toordinal()


# ---------------------------------------------------------------- running programs


@dataclass(frozen=True)
class Outcome:
    """What became of a program: ``ok``, ``raises``, ``crashes`` (it took the process with it), ``hangs``
    or ``invalid`` (no `result`)."""

    status: str
    error: str = ""
    message: str = ""
    result: Optional[Mapping[str, Any]] = None
    observed: Optional[Mapping[str, Any]] = None


#: Framework, mode, whether a MindSpore program needs TensorFlow too, whether it is observed, and the program if it
#: runs alone.
_Key = tuple[str, str, bool, bool, Optional[Path]]


@dataclass
class Batch:
    """Programs for one kind of worker. ``observe`` asks what they do besides their results, too."""

    python: str
    framework: str
    mode: str
    append: Optional[str] = None
    observe: bool = False
    files: list[Path] = field(default_factory=list)


def run_batch(batch: Batch, seconds: float = SECONDS_PER_PROGRAM) -> tuple[str, dict[Path, Outcome]]:
    """The version of the framework, and the outcome of each program of a batch.

    A program that ends its process, or is not done after ``seconds``, costs nothing but itself. Raises
    OracleError when the framework cannot be imported.
    """
    outcomes: dict[Path, Outcome] = {}
    version = ""
    with tempfile.TemporaryDirectory() as folder:  # MindSpore leaves dumps of failed graphs behind
        while len(outcomes) < len(batch.files):
            waiting = [file for file in batch.files if file not in outcomes]
            version, done, lost = _run_worker(batch, waiting, seconds, folder)
            outcomes.update(done)
            if lost is not None:
                outcomes[waiting[len(done)]] = lost
    return version, outcomes


def _run_worker(
    batch: Batch, files: Sequence[Path], seconds: float, folder: str
) -> tuple[str, dict[Path, Outcome], Optional[Outcome]]:
    """One process: the version, the outcomes until it ended, and what it died of."""
    options = ["--mode", batch.mode, *(["--append", batch.append] if batch.append else [])]
    options += ["--observe"] if batch.observe else []
    process = subprocess.Popen(
        [batch.python, str(WORKER), *options, batch.framework, *map(str, files)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        encoding="utf-8",
    )
    assert process.stdout is not None
    lines = _read_lines(process.stdout)
    outcomes: dict[Path, Outcome] = {}
    version: Optional[str] = None
    try:
        first = lines.get(timeout=max(seconds, SECONDS_PER_PROGRAM))
        if first is None or first["status"] != "ready":
            reason = first["message"] if first else "its import ends the process"
            raise OracleError(f"{batch.framework} cannot be imported by {batch.python}: {reason}")
        version = first["version"]
        for file in files:
            line = lines.get(timeout=seconds)
            if line is None:
                code = process.wait()
                return version, outcomes, Outcome("crashes", message=f"exit code {code}")
            outcomes[file] = Outcome(
                line["status"], line.get("error", ""), line.get("message", ""), line.get("result"), line.get("observed")
            )
    except queue.Empty:
        if version is None:
            raise OracleError(f"{batch.framework} is not imported in time by {batch.python}") from None
        return version, outcomes, Outcome("hangs", message=f"not done after {seconds:g} s")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    return version, outcomes, None


def _read_lines(stream: IO[str]) -> queue.Queue[Optional[dict[str, Any]]]:
    """The worker's lines as they come, then None."""
    lines: queue.Queue[Optional[dict[str, Any]]] = queue.Queue()

    def read() -> None:
        try:
            for line in stream:
                lines.put(json.loads(line))
        except ValueError:  # cut off, or closed by us
            pass
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    return lines


# ---------------------------------------------------------------- what was measured

#: ``kind`` is raises, differs, agrees, runs, crashes, hangs or invalid; with ``error`` and ``message``, or
#: with ``difference``; ``besides`` says what else is not as in PyNative mode.
Measured = dict[str, Union[str, float, dict[str, str]]]


@dataclass(frozen=True)
class Measurement:
    """One case: the original's framework, and for each program and mode how it compares to it."""

    case: Case
    framework: str
    framework_version: str
    mindspore_version: str
    original: Outcome
    programs: Mapping[str, Mapping[str, Measured]]

    def refuted(self) -> list[str]:
        """What the case claims and is not so, in words; empty if all of it is true."""
        if self.original.status != "ok":
            return [f"{self.case.name}: the original {_what_happened(measured(self.original, None))}"]
        found = []
        for program, by_mode in self.programs.items():
            for mode, seen in by_mode.items():
                if program == "before" and mode != self.case.proving_mode:
                    continue  # what only the other mode shows is no proof: PyNative is the default
                if not _is_true(program, seen):
                    happened = _what_happened(seen)
                    found.append(f"{self.case.name}: {program}.py {_CLAIMS[program]}? It {happened} ({mode})")
        return found


_CLAIMS = {"before": "raises or differs", "after": "agrees", "fixed": "agrees", "silent": "runs"}


def _is_true(program: str, seen: Measured) -> bool:
    if program == "before":
        no_proof = seen["kind"] == "raises" and _NO_PROOF.search(str(seen["message"]))
        return seen["kind"] in ("raises", "differs") and not no_proof
    return seen["kind"] == ("agrees" if program in ("after", "fixed") else "runs")


def measured(outcome: Outcome, original: Optional[Outcome], itself: Optional[Outcome] = None) -> Measured:
    """An outcome in the words of evidence.json. ``original`` has the right result; ``itself`` is the same program in
    PyNative mode, which all that was observed is compared with."""
    if outcome.status != "ok":
        error = {"error": outcome.error} if outcome.error else {}
        return {"kind": outcome.status, **error, "message": first_line(outcome.message)}
    besides: dict[str, str] = {}
    if itself is not None and itself.observed is not None and outcome.observed is not None:
        besides = observed_differences(itself.observed, outcome.observed)
        besides = {aspect: first_line(words) for aspect, words in besides.items()}
    if original is None or original.result is None or outcome.result is None:
        return {"kind": "differs", "besides": besides} if besides else {"kind": "runs"}
    agrees, apart = difference(original.result, outcome.result)
    shown = apart if isinstance(apart, str) else float(f"{apart:.1e}")
    kind = "agrees" if agrees and not besides else "differs"
    return {"kind": kind, "difference": shown, **({"besides": besides} if besides else {})}


def _what_happened(seen: Measured) -> str:
    if seen["kind"] in ("raises", "crashes", "hangs", "invalid"):
        return f"{seen['kind']}: {seen.get('error', '')} {seen.get('message', '')}".rstrip()
    besides = seen.get("besides")
    words = [f"largest difference {seen['difference']}"] if "difference" in seen else []
    words += [f"{aspect}: {text}" for aspect, text in besides.items()] if isinstance(besides, dict) else []
    return ", ".join([str(seen["kind"]), *words])


def imports(path: Path) -> set[str]:
    """The top-level packages that a program imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def measure(cases: Iterable[Case], tensorflow_python: Optional[str] = None) -> list[Measurement]:
    """Run all programs of the cases that have an original, and compare.

    Programs share a process, and one may leave something behind that harms the next. Where a claim is refuted, the
    programs of the case are run again, each in a process of its own, and that decides. Cases that need TensorFlow
    are left out when ``tensorflow_python`` is None. Raises OracleError.
    """
    return [
        _measure([item.case], tensorflow_python, alone=True)[0] if item.refuted() else item
        for item in _measure(cases, tensorflow_python)
    ]


def _measure(cases: Iterable[Case], tensorflow_python: Optional[str], alone: bool = False) -> list[Measurement]:
    chosen = [
        (case, case.original)
        for case in cases
        if case.original is not None and (tensorflow_python or case.original.stem != "tensorflow")
    ]
    batches: dict[_Key, Batch] = {}

    def add(path: Path, observe: bool) -> dict[str, _Key]:
        packages = imports(path)
        keys: dict[str, _Key] = {}
        own = path if alone else None
        if "mindspore" in packages:
            keys = {mode: ("mindspore", mode, "tensorflow" in packages, observe, own) for mode in MODES}
        else:
            keys = {"eager": ("tensorflow" if "tensorflow" in packages else "torch", "pynative", False, False, own)}
        for key in keys.values():
            framework, mode, both, observed, _ = key
            if key not in batches:
                python = tensorflow_python if framework == "tensorflow" and tensorflow_python else sys.executable
                append = _packages(tensorflow_python) if both and tensorflow_python else None
                batches[key] = Batch(python, framework, mode, append, observed)
            if path not in batches[key].files:
                batches[key].files.append(path)
        return keys

    plan = [
        (
            case,
            original,
            add(original, case.is_about_graph_mode),
            {name: add(path, case.is_about_graph_mode) for name, path in case.programs().items()},
        )
        for case, original in chosen
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = dict(zip(batches, pool.map(run_batch, batches.values())))
    measurements = []
    mindspore = next((version for key, (version, _) in done.items() if key[0] == "mindspore"), "")
    for case, original, original_keys, programs in plan:
        version, outcomes = done[original_keys.get("eager") or original_keys["pynative"]]
        reference = outcomes[original]
        compared = {
            name: {
                mode: measured(
                    done[key][1][case.folder / f"{name}.py"],
                    None if name == "silent" else reference,
                    done[keys["pynative"]][1][case.folder / f"{name}.py"] if "pynative" in keys else None,
                )
                for mode, key in keys.items()
            }
            for name, keys in programs.items()
        }
        framework = original.stem if original.stem in ORIGINALS else "mindspore"
        measurements.append(Measurement(case, framework, version, mindspore, reference, compared))
    return measurements


def _packages(python: str) -> str:
    """The folder of the packages of another Python."""
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


# ---------------------------------------------------------------- evidence.json


def evidence(measurements: Iterable[Measurement]) -> dict[str, Any]:
    """What evidence.json says of the measurements: by code (or code and row), case, program and mode."""
    codes: dict[str, Any] = {}
    for item in measurements:
        key = item.case.name if item.case.row is not None else item.case.code
        entry = codes.setdefault(key, {"mindspore": item.mindspore_version, "cases": {}})
        entry["cases"][item.case.name] = {
            "original": {"framework": item.framework, "version": item.framework_version},
            **item.programs,
        }
    return codes


def kinds(codes: Mapping[str, Any]) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Kind and type of error of every program in evidence: what must be the same on every machine."""
    return {
        (name, program, mode): (seen["kind"], seen.get("error", ""))
        for entry in codes.values()
        for name, case in entry["cases"].items()
        for program in PROGRAMS
        for mode, seen in case.get(program, {}).items()
    }


def read_evidence() -> dict[str, Any]:
    """The evidence that is kept in the repository."""
    data: dict[str, Any] = json.loads(EVIDENCE.read_text(encoding="utf-8"))
    return data


def write_evidence(measurements: Iterable[Measurement], keep_others: bool) -> None:
    """Write evidence.json; ``keep_others`` keeps what it has of other rules."""
    rows = {row.case for row in read_rows()}
    kept = {key: entry for key, entry in read_evidence().items() if keep_others and ("/" not in key or key in rows)}
    codes = {**kept, **evidence(measurements)}
    text = json.dumps(dict(sorted(codes.items())), indent=2, ensure_ascii=False) + "\n"
    EVIDENCE.write_text(text, encoding="utf-8")


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print a table; exit code 1 if a claim is refuted, 2 if the oracle cannot be asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write evidence.json: of the rules that were run")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--rows", action="store_true", help="only the table of differences")
    which.add_argument("--folders", action="store_true", help="only tests/rules")
    parser.add_argument("--part", metavar="K/N", help="of the rows, the K-th of N parts")
    parser.add_argument("--show", action="store_true", help="print the programs of the rows and run nothing")
    parser.add_argument("codes", nargs="*", metavar="CODE", help="rules or ids of rows to run (all)")
    options = parser.parse_args(arguments)
    python = os.environ.get(TENSORFLOW_PYTHON)
    if options.write and (not python or options.part):
        parser.error(f"--write needs {TENSORFLOW_PYTHON} and all rows")
    rows = [row for row in read_rows() if not options.codes or {row.rule, row.id} & set(options.codes)]
    if options.part:
        part, _, parts = options.part.partition("/")
        rows = part_of(rows, int(part) - 1, int(parts))
    if options.show:
        for row in rows:
            for name, text in programs_of(row).items():
                print(f"# {row.case}/{name}.py\n{text}")
        return 0
    cases = [] if options.rows else [case for case in find_cases() if not options.codes or case.code in options.codes]
    with tempfile.TemporaryDirectory() as folder:
        return _run([] if options.folders else rows, cases, Path(folder), python, options)


def _run(
    rows: Sequence[Row], cases: list[Case], folder: Path, python: Optional[str], options: argparse.Namespace
) -> int:
    version = importlib.metadata.version("mindspore")
    claimed = [row for row in rows if row.runs_on(version)]
    if len(claimed) < len(rows):
        print(f"{len(rows) - len(claimed)} rows are not about MindSpore {version}, or its CPU cannot run them")
    cases += made_cases(claimed, folder)
    try:
        measurements = measure(cases, python)
    except OracleError as error:
        print(error, file=sys.stderr)
        return 2
    for item in measurements:
        for program, by_mode in item.programs.items():
            for mode, seen in by_mode.items():
                print(f"{item.case.name:26} {program:7} {mode:9} {_what_happened(seen)}")
    refuted = [line for item in measurements for line in item.refuted()]
    print(f"\n{len(measurements)} cases, {len(refuted)} claims refuted")
    for line in refuted:
        print(f"refuted: {line}")
    if options.write:
        write_evidence(measurements, keep_others=bool(options.codes or options.rows or options.folders))
    return 1 if refuted else 0


if __name__ == "__main__":
    sys.exit(main())
