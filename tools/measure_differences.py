"""How many of the measured differences does ms-lint see?

    python tools/measure_differences.py --facts FOLDER [--missing] [--wrong] [--snippet ID] [AREA...]

FOLDER has semantic_differences.toml and tensorflow_differences.toml: lines of half-migrated MindSpore code,
each with what it was measured to do. Every line becomes a small program (difference_programs.py), which is
checked at default settings for the release where the difference holds, and for graph mode where it is in
that mode only. A case is found when a finding stands on its own lines that the repaired line does not give.
What source text cannot show is listed in docs/coverage.md.

Exit code 1 when a line that is right, or repaired, gives a finding, when a case of docs/coverage.md is
found after all, or when a case has no program.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from difference_programs import Line, NoProgramError, Program, make_program, place_of, with_own_imports

from ms_lint.analysis import analyze
from ms_lint.findings import Finding
from ms_lint.settings import Settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
COVERAGE = ROOT / "docs" / "coverage.md"
PROGRAMS = ROOT / "tools" / "difference_programs.toml"
FACTS = (("torch", "semantic_differences.toml"), ("tensorflow", "tensorflow_differences.toml"))

#: What a case is, in the order of the table's columns.
KINDS = ("silent", "loud", "older", "same", "no kernel")
_KINDS = {
    "silent": "silent",
    "silent-in-graph": "silent",
    "silent-in-pynative": "silent",
    "loud": "loud",
    "loud-in-graph": "loud",
    "silent-in-older": "older",
    "loud-in-older": "older",
    "absent-in-older": "older",
    "harmless": "same",
    "cpu-kernel-missing": "no kernel",
}
#: What is deprecated is no other for it.
_OF_LATER_VERSIONS = frozenset({"MSL209"})
_LISTED = re.compile(r"^\| `(?P<id>[\w.-]+)` \| (?P<reason>[^|]+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One line of the facts.

    ``version`` is the release to check it for, ``mode`` is ``graph`` where it is wrong in graph mode only;
    ``must_be_silent`` says that it is right there, or that only a kernel is missing. ``mistakes`` are the rules
    that are right about the line although both frameworks agree: it is wrong in both.
    """

    id: str
    area: str
    kind: str
    origin: str
    version: str
    must_be_silent: bool
    line: Optional[Line]
    repaired: Optional[Line]
    problem: str = ""
    mode: str = "auto"
    mistakes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """What ms-lint says of a case: the findings that count, and those that the repaired line gives."""

    case: Case
    program: Optional[Program]
    findings: tuple[Finding, ...]
    on_repaired: tuple[Finding, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether there is a finding that counts."""
        return bool(self.findings)


# ---------------------------------------------------------------- reading


def read_cases(facts: Path, programs: Optional[Mapping[str, Any]] = None) -> list[Case]:
    """The cases of both files of facts, those of older releases twice: once for the newest release where
    they hold, once for the main one, where they are right. Raises OSError."""
    if programs is None:
        programs = tomllib.loads(PROGRAMS.read_text(encoding="utf-8"))
    cases: list[Case] = []
    for origin, name in FACTS:
        path = facts / name
        if path.is_file():
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            for fact in data.get("difference", ()):
                cases += _cases(fact, origin, programs.get(origin, {}).get(fact["id"], {}), data.get("meta", {}))
    return cases


def _cases(fact: Mapping[str, Any], origin: str, written: Mapping[str, Any], meta: Mapping[str, Any]) -> list[Case]:
    main = meta.get("main_version", Settings().target_version)
    if origin == "tensorflow":
        kind = "silent" if fact["silent"] else "loud"
        area, version = "tensorflow", main
    else:
        kind, area = _KINDS[fact["severity"]], fact["area"]
        version = _release(fact.get("by_version", {}), main) if kind == "older" else main
    line, repaired, problem = _lines(fact, area, written)
    silent = kind in ("same", "no kernel")
    mode = "graph" if _is_of_graph_mode(fact, version) else "auto"
    mistakes = frozenset(written.get("mistakes", ()))
    own = mistakes if silent else frozenset()
    case = Case(fact["id"], area, kind, origin, version, silent, line, repaired, problem, mode, own)
    if kind != "older":
        return [case]
    return [case, Case(fact["id"], area, "same", origin, main, True, line, repaired, problem, mistakes=mistakes)]


def _is_of_graph_mode(fact: Mapping[str, Any], version: str) -> bool:
    """Whether a line is right in PyNative mode, and raises or differs in graph mode."""
    outcome = fact.get("by_version", {}).get(version, "")
    return "pynative same / graph" in outcome


def _release(by_version: Mapping[str, str], main: str) -> str:
    """The newest release before the main one where a line is not what it is there, and not for want of a kernel."""
    others = [
        version
        for version, outcome in by_version.items()
        if version != main and outcome != by_version[main] and "cpu-kernel" not in outcome
    ]
    return max(others, key=lambda version: [int(part) for part in version.split(".")], default=main)


def _lines(
    fact: Mapping[str, Any], area: str, written: Mapping[str, Any]
) -> tuple[Optional[Line], Optional[Line], str]:
    """The line and its repair, as they are written by hand or in the facts; or why there is none."""
    code = written.get("code", fact.get("unadapted", "")).strip("\n")
    fix = written.get("fix", fact.get("fix", "") if "unadapted" in fact else "").strip("\n")
    if area == "nn.conv" and "bias" not in code + fix:
        code, fix = _with_bias(code), _with_bias(fix)
    setup = written.get("setup", "")
    try:
        place = written.get("place") or place_of(code, area)
        line = Line(code, place, setup)
        make_program(line)
    except NoProgramError as error:
        return None, None, str(error)
    try:
        repaired = Line(fix, written.get("fix_place") or written.get("place") or place_of(fix, area), setup)
        make_program(repaired)
    except NoProgramError:
        return line, None, ""
    return line, repaired, ""


_CONVOLUTION = re.compile(r"(\bnn\.Conv\w+\([^()]*(?:\([^()]*\)[^()]*)*)\)")


def _with_bias(code: str) -> str:
    """Convolutions with the bias that torch's have: where a line is about something else, nothing else differs."""
    return _CONVOLUTION.sub(r"\1, has_bias=True)", code)


def read_coverage(text: str) -> dict[str, str]:
    """The cases that docs/coverage.md lists, with the reason why source text cannot show them."""
    return {match["id"]: match["reason"] for match in _LISTED.finditer(text)}


# ---------------------------------------------------------------- measuring


def measure(case: Case) -> Verdict:
    """Check the program of a case, and that of its repaired line."""
    if case.line is None:
        return Verdict(case, None, ())
    program = make_program(case.line)
    if case.repaired is not None:
        program = with_own_imports(program, make_program(case.repaired))
    findings = _check(case, program)
    on_repaired: tuple[Finding, ...] = ()
    # repairs were measured on the main release
    if case.repaired is not None and case.repaired != case.line and case.kind != "older":
        on_repaired = _check(case, make_program(case.repaired))
    if case.must_be_silent:
        return Verdict(case, program, findings)
    known = {finding.code for finding in on_repaired}
    return Verdict(case, program, tuple(item for item in findings if item.code not in known), on_repaired)


def _check(case: Case, program: Program) -> tuple[Finding, ...]:
    settings = Settings(origin=case.origin, target_version=case.version, execution_mode=case.mode)
    findings = analyze(program.text, f"{case.id}.py", settings)
    return tuple(
        item
        for item in findings
        if item.location is not None
        and item.location.line in program.own_lines
        and item.code not in _OF_LATER_VERSIONS | case.mistakes
    )


# ---------------------------------------------------------------- reporting


@dataclass(frozen=True)
class Report:
    """The verdicts, and what docs/coverage.md says cannot be seen."""

    verdicts: Sequence[Verdict]
    listed: Mapping[str, str]

    def wrong(self) -> list[Verdict]:
        """Findings on lines that are right, or on repaired ones. A line that is right and listed is written like
        one that is wrong."""
        return [
            item
            for item in self.verdicts
            if item.on_repaired or (item.case.must_be_silent and item.is_found and item.case.id not in self.listed)
        ]

    def wanted(self) -> int:
        """How many could be seen."""
        return sum(1 for item in self.verdicts if self._is_open(item))

    def found(self) -> int:
        """How many of these are."""
        return self.wanted() - len(self.missing())

    def missing(self) -> list[Verdict]:
        """What could be seen and is not."""
        return [item for item in self.verdicts if self._is_open(item) and not item.is_found]

    def without_program(self) -> list[Verdict]:
        """Cases that are not measured."""
        return [item for item in self.verdicts if item.program is None and item.case.id not in self.listed]

    def found_after_all(self) -> list[Verdict]:
        """Cases that docs/coverage.md gives up too early."""
        return [
            item
            for item in self.verdicts
            if item.case.id in self.listed and item.is_found and not item.case.must_be_silent
        ]

    def _is_open(self, item: Verdict) -> bool:
        return not item.case.must_be_silent and item.case.id not in self.listed

    def table(self) -> list[str]:
        """By area and in all: found or silent of the total, and how many cannot be seen."""
        areas = sorted({item.case.area for item in self.verdicts})
        rows = [["area", *KINDS, "not in source"]]
        for area in [*areas, "all"]:
            chosen = [item for item in self.verdicts if area in (item.case.area, "all")]
            rows.append([area, *(self._cell(chosen, kind) for kind in KINDS), str(self._unseen(chosen))])
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        return [_aligned(row, widths) for row in rows]

    def _cell(self, verdicts: Iterable[Verdict], kind: str) -> str:
        chosen = [item for item in verdicts if item.case.kind == kind]
        counted = [item for item in chosen if item.case.id not in self.listed]
        good = [item for item in counted if item.is_found != item.case.must_be_silent]
        return f"{len(good)}/{len(counted)}" if chosen else "-"

    def _unseen(self, verdicts: Iterable[Verdict]) -> int:
        return sum(1 for item in verdicts if item.case.id in self.listed)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (f"{cell:>{width}}" for cell, width in zip(row, widths))
    return "  ".join([first.strip().ljust(widths[0]), *others])


def _shown(verdict: Verdict, findings: Iterable[Finding]) -> list[str]:
    case = verdict.case
    lines = [f"--- {case.id} ({case.area}, {case.kind}, {case.origin}, {case.version})"]
    lines += _listing(verdict.program) if verdict.program else [f"    {case.problem}"]
    return lines + [f"    {item.location.line}: {item.code} {item.message}" for item in findings if item.location]


def _listing(program: Program) -> list[str]:
    return [
        f"  {'>' if number in program.own_lines else ' '} {line}"
        for number, line in enumerate(program.text.splitlines(), 1)
    ]


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print what was measured; see the module's docstring for the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--facts", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--missing", action="store_true", help="list what is not seen")
    parser.add_argument("--wrong", action="store_true", help="list findings on lines that are right")
    parser.add_argument("--snippet", metavar="ID", help="print the programs of one case and their findings")
    parser.add_argument("areas", nargs="*", metavar="AREA", help="areas, or beginnings of them (all)")
    options = parser.parse_args(arguments)
    cases = read_cases(options.facts)
    if options.snippet:
        return _print_snippet([case for case in cases if case.id == options.snippet])
    chosen = [case for case in cases if not options.areas or case.area.startswith(tuple(options.areas))]
    listed = read_coverage(COVERAGE.read_text(encoding="utf-8")) if COVERAGE.is_file() else {}
    report = Report([measure(case) for case in chosen], listed)
    print("\n".join(report.table()))
    if options.missing:
        for item in report.missing():
            print("\n".join(_shown(item, ())))
    if options.wrong:
        for item in report.wrong():
            print("\n".join(_shown(item, item.on_repaired or item.findings)))
    found, wanted = report.found(), report.wanted()
    share = f" ({100 * found / wanted:.1f} %)" if wanted else ""
    print(f"\nfound {found} of {wanted}{share}, missing {len(report.missing())}, wrong {len(report.wrong())}")
    for item in report.without_program():
        print(f"without a program: {item.case.id}: {item.case.problem}")
    for item in report.found_after_all():
        print(f"listed in docs/coverage.md and found: {item.case.id}")
    return 1 if report.wrong() or report.without_program() or report.found_after_all() else 0


def _print_snippet(cases: Sequence[Case]) -> int:
    for case in cases:
        verdict = measure(case)
        print("\n".join(_shown(verdict, verdict.findings)))
        if case.repaired is not None:
            print("\n".join(["  repaired:", *_listing(make_program(case.repaired))]))
            print("\n".join(f"    {item.code} {item.message}" for item in verdict.on_repaired))
    return 0 if cases else 1


if __name__ == "__main__":
    sys.exit(main())
