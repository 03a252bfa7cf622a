"""What the tests of the analysis share: following a snippet and asking for what was understood.

Snippets are dedented first. A comment ``# -> text`` at a line's end says what the test expects of
that line; ``marks`` reads them.
"""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional, Union

import pytest

from ms_lint.analysis import analyze, project_for
from ms_lint.findings import Finding
from ms_lint.knowledge.catalog import catalog_for
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Observer, Reference
from ms_lint.semantics.project import Project
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import Value
from ms_lint.settings import Settings
from ms_lint.sources import read_source

VERSIONS = ("2.10.0",)
_MARK = re.compile(r"#\s*->\s*(.*\S)\s*$")


def marks(code: str) -> dict[int, str]:
    """The expectation of each marked line of the dedented snippet, by line number."""
    found = {}
    for number, line in enumerate(snippet(code).splitlines(), 1):
        match = _MARK.search(line)
        if match:
            found[number] = match.group(1)
    return found


def snippet(code: str) -> str:
    """The code as it is analyzed."""
    return textwrap.dedent(code).lstrip("\n")


class Recorder(Observer):
    """Keeps every call and reference that has a qualified name."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.references: list[Reference] = []
        self.functions: list[Function] = []

    def wants(self, qualified_name: str) -> bool:
        return True

    def call(self, call: Call) -> None:
        self.calls.append(call)

    def reference(self, reference: Reference) -> None:
        self.references.append(reference)

    def function(self, function: Function) -> None:
        self.functions.append(function)

    def names_by_line(self) -> dict[int, list[str]]:
        """The qualified names of the calls that begin on each line, without those of builtins."""
        found: dict[int, list[str]] = {}
        for call in self.calls:
            if not call.qualified_name.startswith("builtins."):
                found.setdefault(call.node.lineno, []).append(call.qualified_name)
        return found


def follow(
    code: str,
    path: str = "net.py",
    project: Optional[Project] = None,
    recorder: Optional[Recorder] = None,
    origin: str = "auto",
    versions: Sequence[str] = VERSIONS,
) -> Module:
    """The module of a snippet, followed with all its functions."""
    module = Module(read_source(snippet(code), path), catalog_for(tuple(versions)), project, origin)
    module.follow(recorder or Recorder())
    return module


def follow_file(root: Path, name: str, recorder: Optional[Recorder] = None) -> Module:
    """A file of a project on disk, followed with the files around it in reach."""
    catalog = catalog_for(VERSIONS)
    project = Project(str(root), catalog)
    path = str(root / name)
    module = Module(project.source(path), catalog, project)
    module.follow(recorder or Recorder())
    return module


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    """Writes snippets below ``root``, folders included."""
    for name, code in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(snippet(code), encoding="utf-8")
    return root


def called_names(code: str, project: Optional[Project] = None, path: str = "net.py") -> dict[int, str]:
    """The qualified names called on each marked line, joined by `` | ``; ``?`` where there is none."""
    recorder = Recorder()
    follow(code, path, project, recorder)
    by_line = recorder.names_by_line()
    return {line: " | ".join(by_line.get(line, ["?"])) for line in marks(code)}


def module_value(code: str, name: str) -> Value:
    """The value of a module-level name at the end of a snippet."""
    return follow(code).scope.env[name]


def probed(code: str) -> list[Value]:
    """What ``probe(x)`` was given at each call, in the order of the lines.

    The snippet imports it by ``from probe import probe``. A line that is followed more than once
    must have the same value each time.
    """
    recorder = Recorder()
    follow(code, recorder=recorder)
    found: dict[tuple[int, int], Value] = {}
    for call in recorder.calls:
        if call.qualified_name == "probe.probe" and not (call.function is not None and call.function.is_superseded):
            found.setdefault((call.node.lineno, call.node.col_offset), call.arguments[0])
    return [found[place] for place in sorted(found)]


def value_in_construct(expression: str, setup: str = "", before: str = "", parameters: str = "x") -> Value:
    """The value of an expression in ``construct`` of a Cell.

    ``setup`` are statements of ``__init__``, ``before`` statements of ``construct``.
    """
    lines = [
        "import numpy as np",
        "import mindspore as ms",
        "from mindspore import Tensor, Parameter, nn, ops",
        "from probe import probe",
        "class Net(nn.Cell):",
        "    def __init__(self, width=8, depth=2):",
        "        super().__init__()",
        textwrap.indent(snippet(setup), "        "),
        f"    def construct(self, {parameters}):",
        textwrap.indent(snippet(before), "        "),
        f"        probe({expression})",
    ]
    values = probed("\n".join(lines))
    assert len(values) == 1, values
    return values[0]


def class_named(module: Module, name: str) -> ClassInfo:
    """The last class of that name in a module."""
    return next(info for info in reversed(module.classes) if info.name == name)


def check(
    content: Union[str, bytes],
    select: Sequence[str] = (),
    path: str = "net.py",
    project: Optional[Project] = None,
    settings: Optional[Settings] = None,
    respect_noqa: bool = True,
) -> list[Finding]:
    """The findings of a snippet (dedented) or of bytes (as they are)."""
    if isinstance(content, str):
        content = snippet(content)
    settings = settings or Settings(select=tuple(select))
    return analyze(content, path, settings, project=project, respect_noqa=respect_noqa)


def check_file(root: Path, name: str, select: Sequence[str] = ()) -> list[Finding]:
    """The findings of a file of a project on disk."""
    settings = Settings(select=tuple(select), root=str(root))
    path = root / name
    return analyze(path.read_bytes(), str(path), settings, project=project_for(settings))


def undefined(code: str) -> dict[int, str]:
    """The names that MSL704 reports, by line, in order of place."""
    found: dict[int, list[str]] = {}
    for finding in check(code, ["MSL704"]):
        assert finding.code == "MSL704", finding
        found.setdefault(finding.location.line, []).append(finding.message.split("`")[1])
    return {line: ", ".join(names) for line, names in found.items()}


def codes(findings: Sequence[Finding]) -> list[str]:
    """The codes of findings, in their order."""
    return [finding.code for finding in findings]


def seed_notebook(name: str) -> Path:
    """A file of the founding notebook's folder: ``../shared/seed`` beside the repository, or what
    MS_LINT_SEED names. The notebook is no part of the project: where neither is there, the test is
    skipped; a folder that MS_LINT_SEED names must have it."""
    named = os.environ.get("MS_LINT_SEED")
    folder = Path(named) if named else Path(__file__).resolve().parent.parent.parent / "shared" / "seed"
    path = folder / name
    if not path.is_file():
        where = f"{name} is not in {folder}, where the founding notebook is looked for"
        if named:
            pytest.fail(where, pytrace=False)
        pytest.skip(where)
    return path
