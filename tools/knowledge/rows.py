"""The rows of the table of differences, as they are kept by hand, and the programs that are made of them.

Rows lie in ms_lint/knowledge/facts/differences/*.toml; CONTRIBUTING.md says what their keys mean. Needs
the standard library of Python 3.11 alone (before, tomli): the oracle runs where ms-lint is not installed.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Optional

from ms_lint.knowledge.differences import is_between

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROWS = Path(__file__).resolve().parent.parent.parent / "ms_lint" / "knowledge" / "facts" / "differences"
ORIGINS = ("torch", "tensorflow", "any", "unknown")
MODES = ("pynative", "graph")


class RowError(Exception):
    """A row that cannot be what its author meant."""


@dataclass(frozen=True)
class Row:
    """One difference. ``file`` is the name of the TOML file that it stands in; the rest are the keys there."""

    file: str
    id: str
    rule: str
    names: tuple[str, ...]
    message: str
    before: str
    after: str
    torch: str = ""
    tensorflow: str = ""
    origin: str = "any"
    when: tuple[Mapping[str, Any], ...] = ({},)
    result: tuple[Any, ...] = ()
    made: Mapping[str, Any] = field(default_factory=dict)
    unless: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""
    unseen: str = ""
    suggestion: str = ""
    since: str = ""
    until: str = ""
    mode: str = ""
    runs_since: str = ""
    severity: str = ""
    confidence: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    setup: str = ""
    script: bool = False
    silent: tuple[str, ...] = ()
    fix: Mapping[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> str:
        """Its name among the cases of the oracle."""
        return f"{self.rule}/{self.id}"

    @property
    def framework(self) -> str:
        """The framework of the original."""
        return "torch" if self.torch else "tensorflow"

    def holds_for(self, version: str) -> bool:
        """Whether it is claimed for a version of MindSpore."""
        return is_between(version, self.since, self.until)

    def runs_on(self, version: str) -> bool:
        """Whether it is claimed for a version of MindSpore whose CPU can run its programs."""
        return self.holds_for(version) and is_between(version, self.runs_since, "")


_FIELDS = {item.name: item for item in fields(Row)}
_TUPLES = ("names", "silent", "result", "when")


def read_rows(folder: Path = ROWS) -> list[Row]:
    """All rows, file by file in alphabetical order. Raises RowError."""
    rows = []
    for path in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise RowError(f"{path.name}: {error}") from error
        if set(table) - {"row"}:
            raise RowError(f"{path.name}: there is nothing but [[row]]")
        rows += [_row(path.stem, item) for item in table.get("row", ())]
    return rows


def _row(file: str, item: Mapping[str, Any]) -> Row:
    where = f"{file}.toml, row {item.get('id', '?')}"
    unknown = set(item) - set(_FIELDS) | ({"file"} & set(item))
    if unknown:
        raise RowError(f"{where}: no key is called {', '.join(sorted(unknown))}")
    values = dict(item)
    for key in _TUPLES:
        if key in values:
            value = values[key]
            values[key] = tuple(value) if isinstance(value, list) else (value,)
    try:
        row = Row(file, **values)
    except TypeError as error:
        raise RowError(f"{where}: {error}") from None
    if bool(row.torch) == bool(row.tensorflow):
        raise RowError(f"{where}: it needs either `torch` or `tensorflow`, its original")
    for key, value, allowed in (
        ("origin", row.origin, ORIGINS),
        ("mode", row.mode, ("", *MODES)),
        ("severity", row.severity, ("", "error", "warning", "info")),
        ("confidence", row.confidence, ("", "proved", "likely", "possible")),
    ):
        if value not in allowed:
            raise RowError(f"{where}: `{key}` is one of {', '.join(filter(None, allowed))}")
    return row


# ---------------------------------------------------------------- programs

#: What programs import, by the name that they use it under.
_IMPORTS = {
    "np": "import numpy as np",
    "math": "import math",
    "torch": "import torch",
    "F": "import torch.nn.functional as F",
    "tf": "import tensorflow as tf",
    "ms": "import mindspore as ms",
    "ds": "import mindspore.dataset as ds",
    "vision": "import mindspore.dataset.vision as vision",
    "optim": "import mindspore.experimental.optim as optim",
    **{name: f"from mindspore import {name}" for name in ("Parameter", "Tensor", "mint", "nn", "ops")},
    **{
        name: f"from mindspore.common.initializer import {name}"
        for name in (
            "Constant HeNormal HeUniform Identity Normal One Orthogonal TruncatedNormal Uniform XavierNormal "
            "XavierUniform Zero initializer"
        ).split()
    },
}
_DOCSTRING = '"""Made of a row of the table of differences."""'
_TENSORS = {"torch": "torch.tensor", "tensorflow": "tf.constant", "mindspore": "Tensor"}


def programs(row: Row) -> dict[str, str]:
    """The programs of a row by name: the original's framework, before, after and, where it has some, silent."""
    made = {
        row.framework: _script(row, row.framework, [row.torch or row.tensorflow]),
        "before": _mindspore(row, [row.before]),
        "after": _mindspore(row, [row.after]),
    }
    if row.silent:
        made["silent"] = _mindspore(row, list(row.silent))
    return made


def write_programs(rows: Iterable[Row], folder: Path) -> dict[str, Path]:
    """Write the programs of rows below ``folder``; the folder of each row by its case's name."""
    folders = {}
    for row in rows:
        place = folders[row.case] = folder / row.case
        place.mkdir(parents=True)
        for name, text in programs(row).items():
            (place / f"{name}.py").write_text(text, encoding="utf-8")
    return folders


def _mindspore(row: Row, codes: list[str]) -> str:
    return _script(row, "mindspore", codes) if row.script else _cell(row, codes)


def _script(row: Row, framework: str, codes: list[str]) -> str:
    """The code in the module itself; ``result`` is what its last expression gives."""
    lines: list[str] = []
    results: list[str] = []
    setup = row.setup if framework == "mindspore" else ""
    for code in codes:
        *statements, last = _parse(row, code).body
        lines += map(ast.unparse, statements)
        results.append(_expression(row, last))
    lines.append(f"result = {_together(results)}")
    return _program(row, framework, setup, lines)


def _cell(row: Row, codes: list[str]) -> str:
    """The code in the ``construct`` of a Cell, which is called with the inputs. What is called as soon as it is
    made, and what is assigned to ``self``, is made in ``__init__``; definitions stand before the class."""
    top: list[str] = []
    made: list[str] = []
    body: list[str] = []
    results: list[str] = []
    hoist = _Hoist(made)
    for code in codes:
        *statements, last = _parse(row, code).body
        for statement in statements:
            if isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
                top.append(ast.unparse(statement))
            elif isinstance(statement, ast.Assign) and _is_of_self(statement.targets[0]):
                made.append(ast.unparse(statement))
            else:
                body.append(ast.unparse(hoist.visit(statement)))
        results.append(_expression(row, hoist.visit(last)))
    init = ["def __init__(self):", "    super().__init__()", *("    " + line for line in made), ""] if made else []
    construct = [f"def construct({', '.join(['self', *row.inputs])}):"]
    construct += [textwrap.indent(line, "    ") for line in [*body, f"return {_together(results)}"]]
    lines = [*top, "", "", "class Net(nn.Cell):", *(textwrap.indent(line, "    ") for line in [*init, *construct])]
    return _program(row, "mindspore", row.setup, [*lines, "", "", f"result = Net()({', '.join(row.inputs)})"])


def _program(row: Row, framework: str, setup: str, lines: list[str]) -> str:
    """The whole program: imports as they are needed, inputs, the setup, and the lines."""
    inputs = [f"{name} = {_input(framework, text)}" for name, text in row.inputs.items()]
    text = "\n".join([*inputs, *([setup.strip()] if setup else []), *lines])
    used = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    bound = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name) and _is_bound(node)}
    imports = [line for name, line in _IMPORTS.items() if name in used - bound and not _is_foreign(line, framework)]
    if framework == "mindspore" and not any("mindspore" in line for line in imports):
        imports.append("import mindspore")
    if framework == "torch" and {"nn", "optim"} & used:
        imports += [f"from torch import {name}" for name in ("nn", "optim") if name in used]
    return "\n".join([_DOCSTRING, "", *imports, "", text, ""])


def _input(framework: str, text: str) -> str:
    """An input as a tensor; numbers with a fraction are float32 everywhere."""
    return f"{_TENSORS[framework]}({text})"


def _is_bound(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _is_foreign(line: str, framework: str) -> bool:
    """Whether an import belongs to another framework than the program's."""
    return any(name in line for name in {"torch", "tensorflow", "mindspore"} - {framework})


def _parse(row: Row, code: str) -> ast.Module:
    try:
        tree = ast.parse(code.strip())
    except SyntaxError as error:
        raise RowError(f"{row.id}: {error.msg} in {code.strip()!r}") from None
    if not tree.body:
        raise RowError(f"{row.id}: code is missing")
    return tree


def _expression(row: Row, statement: ast.stmt) -> str:
    if not isinstance(statement, ast.Expr):
        raise RowError(f"{row.id}: its code must end in an expression, not in {ast.unparse(statement)!r}")
    return ast.unparse(statement.value)


def _together(results: list[str]) -> str:
    return results[0] if len(results) == 1 else f"({', '.join(results)})"


def _is_of_self(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"


class _Hoist(ast.NodeTransformer):
    """Makes what is called as soon as it is made, ``nn.ReLU()(x)``, before: ``self.made0(x)``."""

    def __init__(self, made: list[str]) -> None:
        self.made = made

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        root: Optional[ast.expr] = node.func.func if isinstance(node.func, ast.Call) else None
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name) and root.id in ("nn", "ops", "mint"):
            name = f"self.made{len(self.made)}"
            self.made.append(f"{name} = {ast.unparse(node.func)}")
            node.func = ast.parse(name, mode="eval").body
        return node
