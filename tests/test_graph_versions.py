"""What the rules for graph mode say by version and by syntax level, as it was measured."""

from __future__ import annotations

import textwrap

import compare_graph_old
import pytest
from compare_graph_cells import TABLE, cells, findings
from compare_graph_old import Construct, constructs

from ms_lint.analysis import analyze
from ms_lint.settings import Settings

HEAD = """\
import collections
import enum
import functools

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Mode(enum.Enum):
    TRAIN = 1


class Config:
    def __init__(self):
        self.scale = 2


@functools.lru_cache
def table(n):
    return n * 2


class Net(nn.Cell):
    K = 3

    def __init__(self):
        super().__init__()
        self.k = 3
        self.mask = None
        self.name = "Conv_BN"
        self.array = np.ones(2)
        self.names = {"a", "b"}
        self.config = Config()
        self.mode = Mode.TRAIN
        self.layers = nn.SequentialCell(nn.ReLU(), nn.Tanh())

"""


def codes(body: str, version: str = "2.10.0", level: str = "lax", parameters: str = "x") -> set[str]:
    """The codes of the findings in the body of construct."""
    code = HEAD + f"    def construct(self, {parameters}):\n" + textwrap.indent(textwrap.dedent(body), " " * 8)
    settings = Settings(select=("MSL6",), target_version=version, execution_mode="graph", jit_syntax_level=level)
    return {item.code for item in analyze(code, "net.py", settings)}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("y: int = 3\nreturn x * y", "MSL601"),
        ("d = {k: x for k in ('a', 'b')}\nreturn d['a']", "MSL601"),
        ("a = [x, x + 1]\nreturn [*a, x]", "MSL601"),
        ("a, *b = [x, x + 1, x + 2]\nreturn a", "MSL601"),
        ("if 0 < self.k < 5:\n    return x + 1\nreturn x", "MSL601"),
        ("if x.sum() < 0:\n    raise ValueError('negative')\nreturn x", "MSL625"),
        ("assert x.sum() > 0\nreturn x", "MSL625"),
        ("if x.sum() > 0:\n    y = x\nelse:\n    y = None\nreturn y", "MSL625"),
        ("return x * self.config.scale", "MSL645"),
        ("if self.mode == Mode.TRAIN:\n    return x + 1\nreturn x", "MSL645"),
        ("if 'a' in self.names:\n    return x + 1\nreturn x", "MSL645"),
        ("for value in self.array:\n    x = x + value\nreturn x", "MSL645"),
        ("return x * table(3)", "MSL645"),
        ("if self.name.lower().startswith('conv'):\n    return x + 1\nreturn x", "MSL645"),
        ("return x * Net.K", "MSL645"),
        ("return self.layers[0](x)", "MSL645"),
        ("config = Config()\nreturn x", "MSL645"),
        ("d = collections.OrderedDict()\nreturn x * len(d)", "MSL609"),
        ("if any(x):\n    return x + 1\nreturn x", "MSL609"),
        ("if type(x) == Tensor:\n    return x + 1\nreturn x", "MSL609"),
        ("for v in reversed([x, x + 1]):\n    x = x + v\nreturn x", "MSL609"),
    ],
)
def test_what_came_with_2_1(body: str, code: str) -> None:
    assert code in codes(body, "2.0.0")
    assert codes(body, "2.10.0") == set()


@pytest.mark.parametrize("construct", constructs(), ids=lambda construct: construct.about)
def test_what_2_0_computes_otherwise(construct: Construct) -> None:
    """``tools/compare_graph_old.py`` says the same of MindSpore 2.0.0 itself."""
    assert compare_graph_old.codes(construct) == ({construct.rule} if construct.rule else set())


@pytest.mark.parametrize(
    ("parameters", "body"),
    [
        ("x, mode", "if mode == 'sum':\n    return x.sum()\nreturn x"),
        ("x, f", "return f(x)"),
        ("x, config", "return x * config.hidden_scale"),
        ("x, array", "return x + Tensor(array)"),
        ("x, mode", "if mode == Mode.TRAIN:\n    return x + 1\nreturn x"),
    ],
)
def test_arguments_of_the_network(parameters: str, body: str) -> None:
    assert codes(body, "2.0.0", parameters=parameters) == {"MSL645"}
    assert codes(body, "2.10.0", parameters=parameters) == set()


@pytest.mark.parametrize(
    "body",
    [
        "return x * self.k",
        "return x + Tensor(self.array)",
        "return x * float(np.sqrt(4.0))",
        "if self.k > 2 and x.ndim == 1:\n    return x\nreturn x + 1",
        "if self.name == 'Conv_BN':\n    return x\nreturn x + 1",
        "if isinstance(x, Tensor):\n    return x\nreturn x + 1",
        "names = [x * i for i in (1, 2)]\nreturn names[0]",
    ],
)
def test_what_2_0_compiles(body: str) -> None:
    assert codes(body, "2.0.0") == set()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("return '-'.join(['a', 'b'])", "MSL661"),
        ("return x * len(self.name.split('_'))", "MSL661"),
        ("if self.name.lower().startswith('conv'):\n    return x + 1\nreturn x", "MSL661"),
        ("print(f'{x}')\nreturn x", "MSL661"),
        ("for c in 'aba':\n    x = x + 1\nreturn x", "MSL661"),
        ("return {'a': x}", "MSL661"),
        ("return x + self.array", "MSL661"),
        ("return x * sum(x.tolist())", "MSL661"),
        ("Net.K = 4\nreturn x", "MSL661"),
        ("if any(s > 1 for s in x.shape):\n    return x + 1\nreturn x", "MSL609"),
        ("setattr(self, 'k', 5)\nreturn x", "MSL609"),
        ("if x.sum() > 0:\n    y = x\nelse:\n    y = None\nreturn y", "MSL625"),
    ],
)
def test_what_strict_refuses(body: str, code: str) -> None:
    assert code in codes(body, level="strict")
    assert codes(body, level="lax") - {"MSL640", "MSL644"} == set()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # what the parser decides while it reads: attributes of self, from 2.1 on
        ("if self.k > 2:\n    y = x\nreturn y", {"2.0.0": True, "2.7.0": False, "2.10.0": False}),
        ("if self.training and not self.k:\n    y = x\nreturn y", {"2.0.0": True, "2.7.0": False, "2.10.0": False}),
        ("if x.ndim == 1:\n    y = x\nreturn y", {"2.0.0": True, "2.7.0": True, "2.10.0": True}),
        ("k = self.k\nif k > 2:\n    y = x\nreturn y", {"2.0.0": True, "2.7.0": True, "2.10.0": True}),
        ("if isinstance(x, Tensor):\n    y = x\nreturn y", {"2.0.0": True, "2.7.0": True, "2.10.0": True}),
        ("for i in range(2):\n    y = x * i\nreturn y", {"2.0.0": True, "2.7.0": True, "2.10.0": True}),
        ("for i in range(2):\n    y = x * i\n    x = x + y\nreturn x", {"2.0.0": False, "2.10.0": False}),
        ("if x.ndim == 1:\n    y = x\nelse:\n    raise ValueError('x')\nreturn y", {"2.0.0": False, "2.10.0": False}),
        ("if x.ndim == 1:\n    y = x\nelif x.ndim == 2:\n    y = x + 1\nreturn y", {"2.7.0": True, "2.10.0": True}),
        ("if x.ndim == 1:\n    y = x\nelse:\n    y = x + 1\nreturn y", {"2.0.0": False, "2.10.0": False}),
        ("if x.ndim == 1:\n    y = x\ny = x * 2\nreturn y", {"2.0.0": False, "2.10.0": False}),
        ("if x.ndim == 1:\n    y = [y for y in (x, x)]\nreturn x", {"2.0.0": False, "2.10.0": False}),
    ],
)
def test_names_of_one_branch(body: str, expected: dict[str, bool]) -> None:
    assert {version: "MSL624" in codes(body, version) for version in expected} == expected


def test_a_cache_of_constants_is_no_tensor_of_the_first_call() -> None:
    cached = "if self.mask is None:\n    mask = {made}\n    mask = ops.tril(mask)\n    self.mask = mask\nreturn x + 1"
    assert codes(cached.format(made="ops.ones((2, 2))")) == set()
    assert codes(cached.format(made="x * 2")) == {"MSL640"}


def test_the_cells_are_judged_as_the_table_says() -> None:
    """The table is what a run with the compiler printed; ms-lint's part of it has to be today's."""
    page = TABLE.read_text(encoding="utf-8").partition("<!-- cells -->")[2].partition("<!-- end of cells -->")[0]
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if "| `" in line]
    told = {row[0].strip("`"): row[3].removesuffix(" **(wrong)**") for row in rows}
    assert len(told) >= 20
    for path in cells():
        said = dict.fromkeys(f"{item.code} (line {item.location.line})" for item in findings(path))
        assert told[path.stem] == (", ".join(said) or "nothing")


OLD = """\
import math

import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        {line}
        return x
"""


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("x = x * (5 & 3)", "1.8.1"),
        ("x = x * (5 | 3)", "1.8.1"),
        ("x = x * (5 ^ 3)", "1.8.1"),
        ("x = x * math.sin(0.5)", "1.10.0"),
        ("items = [x]; items.extend([x])", "1.8.1"),
        ("items = [x, x]; items.reverse()", "1.8.1"),
        ("items = {'a': x}; items.update({'b': x})", "1.10.0"),
        ("items = {'a': x}; y = items.get('a')", "1.8.1"),
        ("items = [x]; items.append(x)", ""),
        ("items = [3, 2]; items.reverse()", ""),
        ("x = x * (5 + 3)", ""),
    ],
)
def test_what_the_parser_of_1_x_refuses(line: str, last: str) -> None:
    """Refused up to a version, by the tables of the packages, and in no later one."""
    for version in ("1.8.1", "1.9.0", "1.10.0", "2.7.0", "2.10.0"):
        settings = Settings(select=("MSL601",), target_version=version, execution_mode="graph")
        found = [item.message for item in analyze(OLD.format(line=line), "net.py", settings)]
        is_refused = bool(last) and [int(part) for part in version.split(".")] <= [
            int(part) for part in last.split(".")
        ]
        assert len(found) == is_refused, (version, found)
        assert all(f"MindSpore {version}" in message for message in found)
