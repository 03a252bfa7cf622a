"""How much of what graph mode refuses or changes is found: the rules against measured Python constructs.

    python tools/measure_graph.py --facts FACTS.toml [--missing] [--wrong] [--snippet ID] [--fixes [CODE...]]

FACTS holds constructs with their outcomes in graph mode, by version and syntax level. Each is made into a
whole program, which is checked in graph mode; the outcomes are compared with the findings of the rules
MSL6xx. What was measured again and came out otherwise stands in measure_graph.toml, as does what a construct is called
with where that decides. `--missing` lists the bad
ones that are not found, `--wrong` the good ones with a finding, and
`--snippet` shows the program of one construct with its findings, and what fixes make of it. `--fixes` runs what fixes
make of the bad ones that have a verified rewrite, all or those with a finding of the named rules
(measure_graph_fixes.py): it needs an environment with mindspore.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from measure_graph_fixes import Fixed, fixed, report

from ms_lint.analysis import INTERNAL_ERROR, analyze
from ms_lint.findings import Finding
from ms_lint.settings import Settings

_PREAMBLE = """\
import collections
import contextlib
import copy
import dataclasses
import datetime
import enum
import functools
import itertools
import json
import logging
import math
import operator
import os
import random
import sys
import time
import types
import warnings
from typing import Optional, Tuple

import mindspore as ms
import mindspore.numpy as mnp
import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, nn, ops


def F(values):
    return Tensor(values, ms.float32)


"""
_INIT, _BODY, _BETWEEN = "# __init__", "# class body", "# between the calls, outside the graph"
#: What was measured once more and is not as the facts say, with what was printed.
AGAIN = Path(__file__).with_suffix(".toml")
_AGAIN = tomllib.loads(AGAIN.read_text(encoding="utf-8"))
_MEASURED_AGAIN = {(row["id"], version): row["verdict"] for row in _AGAIN["measured"] for version in row["versions"]}
#: What a construct is called with, where the kind of it decides: the facts do not say.
CALLS: dict[str, str] = {row["id"]: row["given"] for row in _AGAIN["called"]}
BAD = ("silent", "silent-grad", "error")
GOOD = ("ok", "strict-only", "silent-strict-only", "jit-only")


@dataclass(frozen=True)
class Setup:
    """One version and syntax level, with the key of its verdict in the facts."""

    version: str
    level: str
    verdict: str

    def of(self, fact: dict[str, Any]) -> str:
        """``silent``, ``silent-grad``, ``error`` or ``strict-only`` if bad, ``ok`` if good, else empty."""
        verdict = _MEASURED_AGAIN.get((fact["id"], self.version), str(fact.get(self.verdict, "")))
        if self.level == "strict":
            if verdict not in BAD + GOOD:
                return ""
            # where PyNative mode has no gradient there is none to differ from
            gradient = fact.get("grad_strict", "same")
            same = fact["graph_strict"] == "same" and gradient in ("same", "pynative-raises")
            return ("ok" if verdict not in BAD else "") if same else verdict if verdict in BAD else "strict-only"
        return verdict if verdict in BAD else "ok" if verdict in GOOD else ""


SETUPS = (
    Setup("2.10.0", "lax", "lint"),
    Setup("2.7.0", "lax", "lint_2_7"),
    Setup("2.0.0", "lax", "lint_2_0"),
    Setup("2.10.0", "strict", "lint"),
)


def program(fact: dict[str, Any]) -> str:
    """A whole program with the construct of a fact in it."""
    parts: dict[str, list[str]] = {"module": [], _INIT: [], _BODY: [], _BETWEEN: []}
    part = "module"
    for line in fact["code"].strip("\n").splitlines():
        if line in parts:
            part = line
            continue
        if re.match(r"def (construct|fn)\(|class Net\(", line):
            part = _BODY if line.startswith("def construct") else "module"
        if re.match(r"\s*def fn\(", line):
            parts[part].append(" " * (len(line) - len(line.lstrip())) + "@ms.jit")
        parts[part].append(line)
    lines = list(parts["module"])
    if parts[_BODY]:
        lines += ["", "", "class Net(nn.Cell):"]
        if parts[_INIT]:
            lines += ["    def __init__(self):", "        super().__init__()"]
            lines += textwrap.indent("\n".join(parts[_INIT]), " " * 8).splitlines() + [""]
        lines += textwrap.indent("\n".join(parts[_BODY]), " " * 4).splitlines()
    called = "fn" if fact["context"] == "jit" else "net"
    lines += ["", "", "" if called == "fn" else "net = Net()", "", "", "def run(inputs):"]
    between = [line for line in parts[_BETWEEN] if line.startswith("global ")]
    between += [f"first = {called}(*inputs)"] + [line for line in parts[_BETWEEN] if line not in between]
    lines += [f"    {line}" for line in between] + [f"    return first, {called}(*inputs)"]
    if fact["id"] in CALLS:
        lines += ["", "", f"result = {called}({CALLS[fact['id']]})"]
    return _PREAMBLE + "\n".join(lines) + "\n"


def findings(fact: dict[str, Any], setup: Setup) -> list[Finding]:
    """The findings of the rules for graph mode."""
    settings = Settings(
        select=("MSL6",), target_version=setup.version, execution_mode="graph", jit_syntax_level=setup.level
    )
    found = analyze(program(fact), "net.py", settings)
    broken = next((item for item in found if item.code == INTERNAL_ERROR), None)
    if broken is not None:
        raise RuntimeError(f"{fact['id']}: {broken.message}")
    return [item for item in found if item.code.startswith(("MSL6", "MSL0"))]


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--missing", action="store_true", help="list the bad constructs that are not found")
    parser.add_argument("--wrong", action="store_true", help="list the good constructs with a finding")
    parser.add_argument("--category", help="only the constructs of this category")
    parser.add_argument("--snippet", metavar="ID", help="show one construct with its findings")
    parser.add_argument("--fixes", nargs="*", metavar="CODE", help="run what fixes make of the bad constructs")
    options = parser.parse_args(arguments)
    facts = tomllib.loads(options.facts.read_text(encoding="utf-8"))["construct"]
    if options.snippet:
        fact = next(fact for fact in facts if fact["id"] == options.snippet)
        print(program(fact)[len(_PREAMBLE) :])
        for setup in SETUPS:
            print(f"{setup.version} {setup.level}: {setup.of(fact) or 'not counted'}")
            for item in findings(fact, setup):
                print(f"    {item.location.line - _PREAMBLE.count(chr(10))}: {item.code} {item.message}")
        print(fixed(fact["id"], program(fact), []).program[len(_PREAMBLE) :])
        return 0
    if options.fixes is not None:
        return 1 if report(fixes(facts, options.fixes), bool(options.missing)) else 0
    for setup in SETUPS:
        _report(setup, [fact for fact in facts if options.category in (None, fact["category"])], options)
    return 0


def fixes(facts: Sequence[dict[str, Any]], codes: Sequence[str]) -> list[Fixed]:
    """The bad constructs with a verified rewrite and a finding, of one of these rules if any are given, after fixes."""
    made = []
    for fact in facts:
        if SETUPS[0].of(fact) in BAD and fact.get("rewrite_verified"):
            found = findings(fact, SETUPS[0])
            if found and (not codes or any(item.code in codes for item in found)):
                made.append(fixed(fact["id"], program(fact), found))
    return made


def _report(setup: Setup, facts: Sequence[dict[str, Any]], options: argparse.Namespace) -> None:
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    missing: list[str] = []
    wrong: list[str] = []
    for fact in facts:
        verdict = setup.of(fact)
        if not verdict:
            continue
        found = findings(fact, setup)
        total[verdict] += 1
        right[verdict] += bool(found) != (verdict == "ok")
        name = f"{fact['id']} [{fact['category']}]"
        if verdict == "ok" and found:
            wrong.append(f"{name}: {found[0].code} {found[0].message}")
        elif verdict != "ok" and not found:
            missing.append(f"{verdict:11} {name}")
    bad = [verdict for verdict in total if verdict != "ok"]
    found_bad, all_bad = sum(right[verdict] for verdict in bad), sum(total[verdict] for verdict in bad)
    print(f"{setup.version} {setup.level}: {_share(found_bad, all_bad)} of the bad found", end="")
    print("".join(f", {verdict} {_share(right[verdict], total[verdict])}" for verdict in sorted(bad)), end="")
    print(f"; {_share(right['ok'], total['ok'])} of the good silent")
    for line in (missing if options.missing else []) + (wrong if options.wrong else []):
        print(f"    {line}")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.1%})" if whole else "0/0"


if __name__ == "__main__":
    sys.exit(main())
