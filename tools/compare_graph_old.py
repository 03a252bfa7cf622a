"""What rules for graph mode say of MindSpore before 2.1 alone, against what its compiler does.

    python tools/compare_graph_old.py --python PYTHON

PYTHON has MindSpore 2.0.0, which needs Python 3.9. Each construct of tests/data/graph_2_0.toml becomes a Cell that
is run in PyNative mode and in graph mode, twice with different inputs, in workers that a crash may end. Compared are
the results, a Parameter, and the gradient where the construct is about that.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from compare_graph_cells import verdict  # noqa: E402
from run_oracle import Batch, run_batch  # noqa: E402

from ms_lint.analysis import analyze  # noqa: E402
from ms_lint.settings import Settings  # noqa: E402

CONSTRUCTS = ROOT / "tests" / "data" / "graph_2_0.toml"
VERSION = "2.0.0"
_HEAD = '''\
"""{about}"""

import random

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


def rise(x, n):
    if n == 0:
        return x
    return rise(x + 1, n - 1)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.table = {{"b": 1, "a": 2}}
        self.p = Parameter(Tensor([1.0, 1.0], ms.float32), name="p", requires_grad=False)

    def keep(self):
        return random.uniform(0.0, 1.0)

    def kept(self, x):
        return x * random.random()

    def count(self, x):
        self.p = x
        return x

    def up(self, x, n):
        if n == 0:
            return x
        return self.up(x + 1, n - 1)

    def construct(self, x):
'''
_CALLS = """

random.seed(0)
net = Net()
first = net(Tensor({first}, ms.float32))
second = net(Tensor({second}, ms.float32))
"""


@dataclass(frozen=True)
class Construct:
    """A construct: the rule that has to speak (empty where both modes agree), and its program."""

    about: str
    rule: str
    program: str


def constructs() -> list[Construct]:
    """All constructs, with their programs."""
    rows: list[dict[str, Any]] = tomllib.loads(CONSTRUCTS.read_text(encoding="utf-8"))["construct"]
    found = []
    for row in rows:
        inputs = ("3.5", "-2.5") if row.get("scalar") else ("[1.0, 2.0]", "[5.0, 7.0]")
        code = _HEAD.format(about=row["about"]) + textwrap.indent(row["body"], " " * 8)
        code += _CALLS.format(first=inputs[0], second=inputs[1])
        gradient = f", ms.grad(net)(Tensor({inputs[0]}, ms.float32))" if row.get("gradient") else ""
        found.append(Construct(row["about"], row.get("rule", ""), code + f"result = first, second, net.p{gradient}\n"))
    return found


def codes(construct: Construct, version: str = VERSION) -> set[str]:
    """The codes of the findings of the rules for graph mode."""
    settings = Settings(select=("MSL6",), target_version=version, execution_mode="graph")
    return {item.code for item in analyze(construct.program, "net.py", settings)}


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print each construct with what became of it; 1 if the rules are wrong about one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--python", required=True, help="a Python with MindSpore 2.0.0")
    options = parser.parse_args(arguments)
    every = constructs()
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"construct_{index}.py" for index in range(len(every))]
        for path, construct in zip(paths, every):
            path.write_text(construct.program, encoding="utf-8")
        version, pynative = run_batch(Batch(options.python, "mindspore", "pynative", files=paths))
        _, graph = run_batch(Batch(options.python, "mindspore", "graph", files=paths))
    right = 0
    for path, construct in zip(paths, every):
        became = verdict(pynative[path], graph[path])
        agrees = (became == "same") != bool(construct.rule) and not became.startswith("does not run")
        right += agrees
        print(f"{'' if agrees else 'WRONG '}{construct.about}: {became} ({construct.rule or 'nothing'})", flush=True)
    print(f"MindSpore {version}: {right} of {len(every)} are as the rules say")
    return 0 if right == len(every) else 1


if __name__ == "__main__":
    sys.exit(main())
