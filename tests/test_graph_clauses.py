"""Every kind of thing that graph mode refuses or changes, by the door of the library: what is found, and what is right.

The constructs were measured on MindSpore 2.10.0, in PyNative mode and in graph mode, gradients included.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from helpers import write_files

from ms_lint import check_paths, check_source
from ms_lint.settings import Settings

HEAD = """\
import functools
import logging
import os
import random
import time
import warnings

import mindspore as ms
import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, nn, ops

LOG = []
STEPS = 0


"""


def found(code: str, **settings: str) -> list[tuple[str, str]]:
    """Codes and marked lines of the findings of MSL6xx."""
    given = {"select": ("MSL6",), "target_version": "2.10.0", "execution_mode": "graph", **settings}
    chosen = Settings(**given)  # type: ignore[arg-type]
    lines = (HEAD + code).splitlines()
    return [(item.code, lines[item.location.line - 1].strip()) for item in check_source(HEAD + code, "net.py", chosen)]


def net(body: str, init: str = "", members: str = "", parameters: str = "x") -> str:
    """A Cell with these lines in ``__init__`` and ``construct``."""
    code = "class Net(nn.Cell):\n    def __init__(self):\n        super().__init__()\n"
    code += textwrap.indent(init, " " * 8) + ("\n" if init else "")
    code += ("\n" + textwrap.indent(members, " " * 4) + "\n") if members else ""
    return code + f"\n    def construct(self, {parameters}):\n" + textwrap.indent(body, " " * 8) + "\n"


#: What is about it, the body of construct, `__init__`, other members, and the code of the finding.
WRONG = [
    # silent: gradients, first calls, decorators, aliases, frozen values, effects
    ("gradient zero", "a = [x, x + 1]\ny = a.pop()\nreturn y * a[0]", "", "", "MSL612"),
    ("gradient zero", "d = dict(a=x)\nreturn d['a'] * x", "", "", "MSL644"),
    ("attribute of the first call", "y = x * x\nself.last = y\nreturn y", "self.last = Tensor(0.0)", "", "MSL640"),
    (
        "decorator dropped",
        "return self.scaled(x)",
        "",
        "def twice(f):\n    @functools.wraps(f)\n    def run(self, x):\n        return f(self, x) * 2\n"
        "    return run\n\n"
        "@twice\ndef scaled(self, x):\n    return x * 3",
        "MSL646",
    ),
    ("alias", "a = [x]\nb = a\nb.append(x)\nreturn len(a) * x", "", "", "MSL610"),
    (
        "change of an argument",
        "y = self.put(x)\nreturn x + y",
        "",
        "def put(self, v):\n    v[0] = 1\n    return v",
        "MSL641",
    ),
    ("random", "return x * random.random()", "", "", "MSL642"),
    ("time", "return x * time.time()", "", "", "MSL642"),
    ("environment", "return x * float(os.environ.get('K', '1'))", "", "", "MSL642"),
    ("numpy random", "return x * float(np.random.rand())", "", "", "MSL642"),
    ("logging", "logging.info('step')\nreturn x", "", "", "MSL643"),
    ("warnings", "warnings.warn('old')\nreturn x", "", "", "MSL643"),
    ("file", "open('log.txt', 'a')\nreturn x", "", "", "MSL643"),
    ("closure", "k = 2\ndef inner(v):\n    return v * k\nk = 10\nreturn inner(x)", "", "", "MSL647"),
    # control flow on tensors
    ("branches of unlike type", "if x.sum() > 0:\n    y = x\nelse:\n    y = (x, x)\nreturn y", "", "", "MSL620"),
    ("return in one branch", "if x.sum() > 0:\n    return x, x\nreturn x", "", "", "MSL620"),
    ("return in one branch", "if x.sum() > 0:\n    return x\nreturn 0", "", "", "MSL620"),
    ("name of one branch", "if x.sum() > 0:\n    y = x\nreturn y", "", "", "MSL624"),
    ("growing in a loop", "while x.sum() < 9:\n    x = ops.concat((x, x))\nreturn x", "", "", "MSL623"),
    ("list decided by a tensor", "a = []\nif x.sum() > 0:\n    a.append(x)\nreturn a", "", "", "MSL621"),
    (
        "else of a loop",
        "for i in range(2):\n    if i == 5:\n        break\nelse:\n    x = x + 1\nreturn x",
        "",
        "",
        "MSL602",
    ),
    # statements
    ("try", "try:\n    return x\nexcept ValueError:\n    return x + 1", "", "", "MSL601"),
    ("with", "with open('a') as f:\n    return x", "", "", "MSL605"),
    ("yield", "def items():\n    yield x\nreturn list(items())", "", "", "MSL601"),
    ("del", "y = x\ndel y\nreturn x", "", "", "MSL601"),
    ("global", "global STEPS\nSTEPS = STEPS + 1\nreturn x", "", "", "MSL648"),
    ("nonlocal", "k = 1\ndef inner():\n    nonlocal k\n    k = 2\ninner()\nreturn x * k", "", "", "MSL601"),
    ("set", "return x * len({1, 2})", "", "", "MSL601"),
    # containers
    ("list changed", "LOG.append(1)\nreturn x", "", "", "MSL641"),
    ("dict changed", "self.seen['a'] = 1\nreturn x", "self.seen = {}", "", "MSL641"),
    ("append returned", "a = [x]\nreturn a.append(x)", "", "", "MSL615"),
    ("sort", "a = [3, 1]\na.sort()\nreturn x * a[0]", "", "", "MSL611"),
    # objects
    ("attribute of an object", "self.box.n = x\nreturn self.box.n * x", "self.box = Box()", "", "MSL640"),
    ("counter", "self.n += 1\nreturn x * self.n", "self.n = 0", "", "MSL640"),
    # tensors
    ("in place", "y = x\ny += 1\nreturn x", "", "", "MSL614"),
    ("asnumpy", "return x * float(np.sum(x.asnumpy()))", "", "", "MSL644"),
    ("format", "print(f'{x.shape[0]:>4}')\nreturn x", "", "", "MSL607"),
    ("axes", "return x.transpose(0, 1)", "", "", "MSL658"),
    # calls, functions, cells, what the package forbids
    ("key of max", "return x * max([1, -2], key=abs)", "", "", "MSL609"),
    ("positional only", "return self.f(x)", "", "def f(self, x, /):\n    return x", "MSL649"),
    ("cell made inside", "return nn.Dense(2, 2)(x)", "", "", "MSL655"),
    (
        "cells in a list",
        "for f in self.fs:\n    x = f(x)\nreturn x",
        "self.fs = [nn.Dense(2, 2), nn.Dense(2, 2)]",
        "",
        "MSL656",
    ),
    ("forbidden", "return x * len(self.trainable_params())", "", "", "MSL652"),
    ("set_data", "self.w.set_data(x)\nreturn x", "self.w = Parameter(Tensor([1.0, 2.0]))", "", "MSL652"),
    ("tensor index", "return self.ks[int(x.sum())] * x", "self.ks = [1, 2, 3]", "", "MSL616"),
]

#: What looks like it and is measured the same in both modes.
RIGHT = [
    ("branches on a shape", "if x.shape[0] > 1:\n    y = x\nelse:\n    y = (x, x)\nreturn x", ""),
    ("tuples of unlike lengths", "if x.sum() > 0:\n    return x, x\nreturn x, x, x", ""),
    (
        "results by a flag",
        "if self.flag:\n    return x, x\nif x.sum() > 0:\n    return x\nreturn x + 1",
        "self.flag = True",
    ),
    ("None check", "if self.down is not None:\n    x = self.down(x)\nreturn x", "self.down = None"),
    ("flag", "if self.flag:\n    return x\nreturn x + 1", "self.flag = True"),
    ("isinstance", "if isinstance(x, Tensor):\n    return x + 1\nreturn x", ""),
    ("loop over a range", "for i in range(3):\n    x = x + i\nreturn x", ""),
    ("break in a loop", "for i in range(3):\n    if i == 2:\n        break\n    x = x + i\nreturn x", ""),
    ("while of a tensor", "while x.sum() < 10:\n    x = x + 1\nreturn x", ""),
    ("list of tensors", "outs = []\nfor i in range(3):\n    outs.append(x * i)\nreturn ops.stack(outs)", ""),
    ("comprehension", "return ops.stack([x * i for i in range(3) if i > 0])", ""),
    ("dict of tensors", "d = {'a': x}\nd['b'] = x + 1\nreturn d['a'] + d['b']", ""),
    ("index assignment", "y = x * 1\ny[0] = 5\nreturn y", ""),
    ("item", "return x * x.sum().item()", ""),
    ("lambda", "f = lambda v, k=2: v * k\nreturn f(x) + f(x, k=3)", ""),
    ("defaults and keywords", "def f(v, *, k=2):\n    return v * k\nreturn f(x, k=3)", ""),
    ("partial", "return functools.partial(ops.add, x)(x)", ""),
    (
        "Parameter",
        "self.p = self.p * 0.9 + x\nreturn self.p + 0",
        "self.p = Parameter(Tensor([1.0, 1.0]), requires_grad=False)",
    ),
    ("training flag", "if self.training:\n    return x * 2\nreturn x", ""),
    (
        "CellList",
        "for cell in self.cells_:\n    x = cell(x)\nreturn x",
        "self.cells_ = nn.CellList([nn.ReLU(), nn.Tanh()])",
    ),
    ("print", "print('x', x)\nreturn x", ""),
    ("f-string in an exception", "if x.ndim > 7:\n    raise ValueError(f'{x.ndim}')\nreturn x", ""),
    ("zip and enumerate", "for i, (a, b) in enumerate(zip((x, x), (1, 2))):\n    x = x + a * b * i\nreturn x", ""),
    ("asking a logger", "if logging.getLogger('a').isEnabledFor(10):\n    x = x + 1\nreturn x", ""),
    ("numpy of constants", "return x * float(np.sqrt(4.0))", ""),
    ("star arguments", "a = (x, x)\nreturn ops.add(*a)", ""),
    ("recursion", "def rec(n):\n    if n == 0:\n        return x\n    return rec(n - 1) * 2\nreturn rec(3)", ""),
]
BOX = "class Box:\n    def __init__(self):\n        self.n = 0\n\n\n"


@pytest.mark.parametrize(("about", "body", "init", "members", "code"), WRONG, ids=[row[0] for row in WRONG])
def test_what_graph_mode_changes_is_found(about: str, body: str, init: str, members: str, code: str) -> None:
    assert code in {item[0] for item in found(BOX + net(body, init, members))}


@pytest.mark.parametrize(("about", "body", "init"), RIGHT, ids=[row[0] for row in RIGHT])
def test_what_is_the_same_in_both_modes_is_not(about: str, body: str, init: str) -> None:
    assert found(net(body, init)) == []


def test_the_message_says_what_happens_how_it_is_reached_and_what_to_write() -> None:
    code = """\
class Neck(nn.Cell):
    def __init__(self):
        super().__init__()
        self.seen = []

    def fuse(self, x):
        self.seen.append(x)
        return x

    def construct(self, x):
        return x


class PoseNet(nn.Cell):
    def __init__(self):
        super().__init__()
        self.neck = Neck()

    def construct(self, x):
        return self.neck.fuse(x)
"""
    (finding,) = check_source(HEAD + code, "net.py", Settings(select=("MSL6",), execution_mode="graph"))
    assert finding.message == (
        "`self.seen` is appended to in the graph only: the object itself, and what the next call sees, stay as they "
        "were. (compiled in graph mode: `PoseNet.construct -> Neck.fuse`) Return the new value, and change the object "
        "outside of the graph."
    )


#: What is compiled, by a line of a function that is refused there, and what is not.
REACHED = {
    "a method by super()": "class Base(nn.Cell):\n    def construct(self, x):\n        {bad}\n\n\n"
    "class Net(Base):\n    def construct(self, x):\n        return super().construct(x)\n",
    "a nested function": "class Net(nn.Cell):\n    def construct(self, x):\n        def inner(x):\n            {bad}\n"
    "        return inner(x)\n",
    "a partial": "def helper(k, x):\n    {bad}\n\n\nclass Net(nn.Cell):\n    def construct(self, x):\n"
    "        return functools.partial(helper, 2)(x)\n",
    "a function in a dict": "def helper(x):\n    {bad}\n\n\nACTS = {{'a': helper}}\n\n\nclass Net(nn.Cell):\n"
    "    def construct(self, x):\n        return ACTS['a'](x)\n",
    "a function in a list": "def helper(x):\n    {bad}\n\n\nclass Net(nn.Cell):\n    def __init__(self):\n"
    "        super().__init__()\n        self.acts = [ops.relu, helper]\n\n    def construct(self, x):\n"
    "        return self.acts[1](x)\n",
    "methods in a loop": "class Net(nn.Cell):\n    def __init__(self):\n        super().__init__()\n"
    "        self.steps = [self.first, self.second]\n\n    def first(self, x):\n        return x\n\n"
    "    def second(self, x):\n        {bad}\n\n    def construct(self, x):\n        for step in self.steps:\n"
    "            x = step(x)\n        return x\n",
    "a method that is handed on": "class Net(nn.Cell):\n    def block(self, x):\n        {bad}\n\n"
    "    def construct(self, x):\n        return ms.recompute(self.block, x)\n",
    "jit by call": "def step(x):\n    {bad}\n\n\nfast = ms.jit(step)\n",
    "jit by keyword": "def step(x):\n    {bad}\n\n\nfast = ms.jit(function=step)\n",
    "jit with options first": "def step(x):\n    {bad}\n\n\nfast = ms.jit(jit_level='O1')(step)\n",
    "a partial of jit": "@functools.partial(ms.jit, jit_level='O1')\ndef step(x):\n    {bad}\n",
    "jit in a function": "def step(x):\n    {bad}\n\n\ndef main():\n    return ms.jit(step)\n",
    "JitConfig": "@ms.jit(jit_config=ms.JitConfig(jit_level='O1'))\ndef step(x):\n    {bad}\n",
    "capture_mode ast": "@ms.jit(capture_mode='ast')\ndef step(x):\n    {bad}\n",
    "ms_function": "@ms.ms_function\ndef step(x):\n    {bad}\n",
    "jit_class": "@ms.jit_class\nclass Box:\n    def run(self, x):\n        {bad}\n\n\n@ms.jit\ndef step(x):\n"
    "    return Box().run(x)\n",
    "a train step": "def train(net, loss_fn, optimizer):\n    def forward(x, y):\n        {bad}\n\n"
    "    grad = ms.value_and_grad(forward, None, optimizer.parameters)\n\n    def step(x, y):\n"
    "        loss, grads = grad(x, y)\n        optimizer(grads)\n        return loss\n\n    return ms.jit(step)\n",
}
NOT_REACHED = {
    "only __init__ calls it": "def helper(x):\n    {bad}\n\n\nclass Net(nn.Cell):\n    def __init__(self):\n"
    "        super().__init__()\n        self.k = helper(2)\n\n    def construct(self, x):\n        return x\n",
    "a callback": "class Watch(ms.Callback):\n    def on_train_step_end(self, x):\n        {bad}\n",
    "a data pipeline": "def load(x):\n    {bad}\n\n\ndataset = ms.dataset.MnistDataset('.').map(load)\n",
    "capture_mode bytecode": "MODE = 'bytecode'\n\n\n@ms.jit(capture_mode=MODE)\ndef step(x):\n    {bad}\n",
    "capture_mode trace": "@ms.jit(capture_mode='trace')\ndef step(x):\n    {bad}\n",
    "PIJit": "@ms.jit(mode='PIJit')\ndef step(x):\n    {bad}\n",
    "nobody calls it": "def helper(x):\n    {bad}\n",
}
BAD = "return x * random.random()"


@pytest.mark.parametrize("code", REACHED.values(), ids=REACHED)
def test_what_is_compiled_is_judged(code: str) -> None:
    assert found(code.format(bad=BAD)) == [("MSL642", BAD)]


@pytest.mark.parametrize("code", NOT_REACHED.values(), ids=NOT_REACHED)
def test_what_python_runs_is_not(code: str) -> None:
    assert found(code.format(bad=BAD)) == []


def test_decorators_of_the_project_are_looked_at_outside_of_the_graph() -> None:
    code = """\
def registered(function):
    def mark(wrapped):
        return wrapped
    return mark


def helper(x):
    return x


@registered(helper)
def step(x):
    return x


class Net(nn.Cell):
    def construct(self, x):
        return step(x)
"""
    chosen = Settings(select=("MSL6", "MSL003"), target_version="2.10.0", execution_mode="graph")
    assert [item.code for item in check_source(HEAD + code, "net.py", chosen)] == []


NOISY = "class Net(nn.Cell):\n    def construct(self, x):\n        return noise(x)\n"
HELPERS = "import random\n\nfrom mindspore import nn\n\n\ndef noise(x):\n    return x * random.random()\n\n\n"
HELPERS += "class Base(nn.Cell):\n    def scaled(self, x):\n        return x * random.random()\n"


@pytest.mark.parametrize(
    ("user", "chain", "mode"),
    [
        (NOISY, "Net.construct -> noise", "graph"),
        (
            "class Net(Base):\n    def construct(self, x):\n        return super().scaled(x)\n",
            "Net.construct -> Base.scaled",
            "graph",
        ),
        ("def main():\n    return ms.jit(noise)\n", "", "auto"),
        ("def main():\n    @ms.jit\n    def step(x):\n        return noise(x)\n    return step\n",
         "step -> noise", "auto"),
        ("ms.set_context(mode=ms.GRAPH_MODE)\n\n\n" + NOISY,
         "Net.construct -> noise", "auto"),
        (NOISY, None, "auto"),
        ("ms.set_device('CPU')\n\n\n" + NOISY, None, "auto"),
        (NOISY, None, "pynative"),
    ],
)  # fmt: skip
def test_across_files(tmp_path: Path, user: str, chain: str, mode: str) -> None:
    head = "import mindspore as ms\nfrom mindspore import nn\n\nfrom helpers import Base, noise\n\n\n"
    write_files(tmp_path, {"helpers.py": HELPERS, "use.py": head + user})
    settings = {"select": ["MSL642"], "execution-mode": mode, "target-version": "2.10"}
    messages = [item.message for item in check_paths([str(tmp_path / "helpers.py")], overrides=settings)]
    assert len(messages) == (0 if chain is None else 1)
    assert all(chain in message for message in messages)


def test_the_default_of_the_version_decides(tmp_path: Path) -> None:
    write_files(tmp_path, {"net.py": HEAD + net("return x * float(np.random.rand())")})
    paths = [str(tmp_path / "net.py")]
    assert check_paths(paths, overrides={"select": ["MSL642"], "target-version": "2.10"}) == []
    assert len(check_paths(paths, overrides={"select": ["MSL642"], "target-version": "1.8.1"})) == 1


CHANGED = "def train(x):\n    scale = 1.0\n\n    @ms.jit\n    def step(x):\n        return x * scale\n\n"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (CHANGED + "    step(x)\n    scale = 5.0\n    step(x)\n", "scale = 5.0"),
        (CHANGED + "    for _ in range(3):\n        step(x)\n        scale = scale * 10\n", "scale = scale * 10"),
        (
            net("return x * self.k", "self.k = 1") + "\n\ndef run(x):\n    net = Net()\n    for epoch in range(3):\n"
            "        net.k = epoch / 10\n        net(x)\n",
            "net.k = epoch / 10",
        ),
        ("@ms.jit\ndef step(x):\n    return x * epoch\n\n\n"
         "for epoch in range(3):\n    step(Tensor([1.0]))\n", "for epoch in range(3):"),
        ("def make():\n    k = [1]\n\n    @ms.jit\n"
         "    def step(x):\n        return x * k[0]\n\n    return step, k\n", "return step, k"),
        (CHANGED + "    scale = 5.0\n    step(x)\n    step(x)\n", ""),
        (CHANGED + "    total = 0.0\n    for _ in range(3):\n        loss = step(x)\n        total += loss\n", ""),
        (
            net("return x * self.k", "self.k = 1") + "\n\ndef run(x):\n    net = Net()\n    for _ in range(3):\n"
            "        net.k = 2.0\n        net(x)\n",
            "",
        ),
    ],
)  # fmt: skip
def test_what_is_changed_between_the_calls(code: str, line: str) -> None:
    assert found(code) == ([("MSL653", line)] if line else [])
