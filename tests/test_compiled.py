"""What is compiled, by which way, and what is known of values there."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import Optional

import pytest
from helpers import VERSIONS, follow, follow_file, write_files

from ms_lint.analysis import analyze
from ms_lint.knowledge.catalog import catalog_for
from ms_lint.semantics.compiled import Compiled, Kind
from ms_lint.semantics.entries import GraphSettings, compiled_functions
from ms_lint.semantics.project import Project
from ms_lint.semantics.values import Interpreted
from ms_lint.settings import Settings

GRAPH = GraphSettings("graph")
HEAD = """\
import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, jit, nn, ops

"""


def compiled(code: str, settings: GraphSettings = GRAPH, versions: tuple[str, ...] = VERSIONS) -> list[Compiled]:
    return compiled_functions(follow(HEAD + code, versions=versions), settings)


def chains(code: str, settings: GraphSettings = GRAPH) -> set[str]:
    return {" -> ".join(item.chain) for item in compiled(code, settings)}


def kind(expression: str, init: str = "pass", parameters: str = "x") -> Kind:
    """The kind of an expression in construct."""
    code = f"""\
class Net(nn.Cell):
    def __init__(self, dim, flag=True):
        super().__init__()
        {init}

    def construct(self, {parameters}):
        return {expression}
"""
    (found,) = compiled(code)
    (returned,) = found.nodes(ast.Return)
    assert returned.value is not None
    return found.kind(returned.value)


# ---------------------------------------------------------------- what is compiled


def test_construct_and_all_that_it_calls() -> None:
    code = """\
def scaled(x, by):
    return x * by


def unused(x):
    return x


class Base(nn.Cell):
    def fuse(self, x):
        return scaled(x, 2)


class Neck(Base):
    def construct(self, x):
        return self.fuse(x)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.neck = Neck()
        self.setup()

    def setup(self):
        pass

    def construct(self, x):
        def inner(y):
            return self.neck(y)

        return inner(x) + super().shape_of(x)
"""
    assert chains(code) == {
        "Neck.construct",
        "Neck.construct -> Base.fuse",
        "Neck.construct -> Base.fuse -> scaled",
        "Net.construct",
        "Net.construct -> inner",
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("@jit\ndef step(x):\n    return x\n", {"step"}),
        ("@ms.jit\ndef step(x):\n    return x\n", {"step"}),
        ("@ms.ms_function\ndef step(x):\n    return x\n", {"step"}),
        ("@jit(fullgraph=True)\ndef step(x):\n    return x\n", {"step"}),
        ("@jit(capture_mode='bytecode')\ndef step(x):\n    return x\n", set()),
        ("@jit(mode='PIJit')\ndef step(x):\n    return x\n", set()),
        ("def step(x):\n    return x\n\nfast = jit(step)\n", {"step"}),
        ("def step(x):\n    return x\n\nfast = ms.jit(step, jit_config=ms.JitConfig('O1'))\n", {"step"}),
        ("def step(x):\n    return x\n\nfast = jit(step, capture_mode='bytecode')\n", set()),
        ("import numba\n\n@numba.jit\ndef step(x):\n    return x\n", set()),
        ("class Net(nn.Cell):\n    def construct(self, x):\n        return x\n", set()),
        (
            "class Net(nn.Cell):\n    def construct(self, x):\n        return x\n\nfast = jit(Net())\n",
            {"Net.construct"},
        ),
        ("class Net(nn.Cell):\n    @jit\n    def construct(self, x):\n        return x\n", {"Net.construct"}),
        (
            "def forward(x):\n    return x\n\ngrads = ms.value_and_grad(forward, None, [])\n\n"
            "@jit\ndef step(x):\n    return grads(x)\n",
            {"step", "step -> forward"},
        ),
    ],
)
def test_jit_in_every_spelling(code: str, expected: set[str]) -> None:
    assert chains(code, GraphSettings("auto")) == expected


NET = "class Net(nn.Cell):\n    def construct(self, x):\n        return x\n\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", None),
        ("ms.set_context(mode=ms.GRAPH_MODE)", True),
        ("ms.context.set_context(mode=0, device_target='CPU')", True),
        ("ms.set_context(mode=ms.PYNATIVE_MODE)", None),
        ("ms.set_context(mode=1)", None),
        ("ms.set_context(device_target='CPU')", None),
        ("import sys\nms.set_context(mode=int(sys.argv[1]))", False),
    ],
)
def test_the_mode_is_what_the_code_chooses(code: str, expected: Optional[bool]) -> None:
    found = compiled(NET + code, GraphSettings("auto"), ("2.10.0",))
    assert [item.entry.certain for item in found] == ([] if expected is None else [expected])


def test_graph_mode_is_the_default_before_2_0() -> None:
    assert len(compiled(NET, GraphSettings("auto"), ("1.8.1",))) == 1
    assert compiled(NET, GraphSettings("pynative"), ("1.8.1",)) == []


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("", "lax"),
        ("ms.set_context(jit_syntax_level=ms.STRICT)", "strict"),
        ("import os\nos.environ['MS_DEV_JIT_SYNTAX_LEVEL'] = '0'", "strict"),
        ("import os\nos.environ['MS_DEV_JIT_SYNTAX_LEVEL'] = '1'", "compatible"),
    ],
)
def test_the_level_is_what_the_code_chooses(code: str, level: str) -> None:
    assert [item.level for item in compiled(NET + code)] == [level]


def test_across_files(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "net.py": "from mindspore import nn\nfrom helpers import scaled\n\n\n"
            "class Net(nn.Cell):\n    def construct(self, x):\n        return scaled(x)\n",
            "helpers.py": "def scaled(x):\n    return x * 2\n",
        },
    )
    found = compiled_functions(follow_file(tmp_path, "net.py"), GRAPH)
    assert [" -> ".join(item.chain) for item in found[0].together] == ["Net.construct", "Net.construct -> scaled"]


def test_from_other_files(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "net.py": "from mindspore import nn\nfrom helpers import scaled as by_two, Fuse\n\n\n"
            "class Net(nn.Cell):\n    def construct(self, x):\n        return by_two(x)\n\n\n"
            "class Neck(Fuse):\n    def construct(self, x):\n        return self.fuse(x)\n",
            "helpers.py": "from mindspore import nn\n\n\ndef scaled(x):\n    return x * 2\n\n\n"
            "def unused(x):\n    return x\n\n\nclass Fuse(nn.Cell):\n    def fuse(self, x):\n        return x\n",
        },
    )
    found = compiled_functions(follow_file(tmp_path, "helpers.py"), GRAPH)
    assert {" -> ".join(item.chain) for item in found} == {
        "Net.construct -> scaled",
        "Neck.construct -> Fuse.fuse",
    }


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("x", Kind.TENSOR),
        ("x + 1", Kind.TENSOR),
        ("x > 0", Kind.TENSOR),
        ("not x", Kind.TENSOR),
        ("x.sum() > 0 and x.shape[0] > 1", Kind.TENSOR),
        ("x.shape", Kind.CONSTANT),
        ("x.shape[0] * 2", Kind.CONSTANT),
        ("x.ndim == 2", Kind.CONSTANT),
        ("x is None", Kind.CONSTANT),
        ("x.item()", Kind.RUNTIME),
        ("int(x) + 1", Kind.RUNTIME),
        ("x.asnumpy()", Kind.RUNTIME),
        ("1 if x.sum() > 0 else 2", Kind.RUNTIME),
        ("1 if x.shape[0] > 0 else 2", Kind.CONSTANT),
        ("3", Kind.CONSTANT),
        ("ops.relu", Kind.FUNCTION),
    ],
)
def test_kinds_of_expressions(expression: str, expected: Kind) -> None:
    assert kind(expression) is expected


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        ("self.a = 3", Kind.CONSTANT),
        ("self.a = dim", Kind.UNKNOWN),
        ("self.a = nn.ReLU()", Kind.CELL),
        ("self.a = ops.Concat()", Kind.CELL),
        ("self.a = Parameter(Tensor(1.0))", Kind.PARAMETER),
        ("self.a = object()", Kind.UNKNOWN),
        ("self.a = Tensor(np.ones(2))", Kind.TENSOR),
    ],
)
def test_kinds_of_attributes(init: str, expected: Kind) -> None:
    assert kind("self.a", init) is expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [("a", Kind.TENSOR), ("a=2", Kind.CONSTANT), ("a=None", Kind.UNKNOWN), ("a: int", Kind.CONSTANT)],
)
def test_kinds_of_parameters(parameters: str, expected: Kind) -> None:
    assert kind("a", parameters=parameters) is expected


def test_what_a_constant_rules_out_is_not_compiled() -> None:
    code = """\
class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.down = None
        self.deep = False

    def construct(self, x):
        if self.down is not None:
            return self.down(x)
        if self.deep and x.sum() > 0:
            x = x * 2
        return x + 1
"""
    (found,) = compiled(code)
    assert [node.lineno for node in found.nodes(ast.Return)] == [16]
    assert not list(found.nodes(ast.Assign))


# ---------------------------------------------------------------- the scope, line by line


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # lambdas and nested functions that are handed on
        (
            "class Net(nn.Cell):\n    def construct(self, x):\n        return list(map(lambda v: v * 2, (x, x)))\n",
            {"Net.construct", "Net.construct -> lambda"},
        ),
        # a class that is marked for the compiler
        (
            "@ms.jit_class\nclass Box:\n    def double(self, x):\n        return x * 2\n\n\nclass Net(nn.Cell):\n"
            "    def __init__(self):\n        super().__init__()\n        self.box = Box()\n\n"
            "    def construct(self, x):\n        return self.box.double(x)\n",
            {"Net.construct", "Net.construct -> Box.double"},
        ),
        # callbacks and functions of data pipelines are Python's
        (
            "class Watch(ms.train.Callback):\n    def step_end(self, run_context):\n        print('step')\n\n\n"
            "def scale(image):\n    return image / 255\n\n\ndataset = ms.dataset.MnistDataset('.').map(scale)\n",
            set(),
        ),
        # what only __init__ calls
        (
            "def sizes(n):\n    return [n]\n\n\nclass Net(nn.Cell):\n"
            "    def __init__(self):\n        super().__init__()\n        self.sizes = sizes(3)\n\n"
            "    def construct(self, x):\n        return x\n",
            {"Net.construct"},
        ),
        # a hook is compiled with the Cell that it hangs on
        (
            "def hook(cell, inputs, output):\n    return output\n\n\nclass Net(nn.Cell):\n    def __init__(self):\n"
            "        super().__init__()\n        self.act = nn.ReLU()\n        self.act.register_forward_hook(hook)\n\n"
            "    def construct(self, x):\n        return self.act(x)\n",
            {"Net.construct", "Net.construct -> hook"},
        ),
    ],
)
def test_what_is_reached(code: str, expected: set[str]) -> None:
    assert chains(code) == expected


def test_a_device_says_nothing_of_the_mode() -> None:
    found = compiled(NET + "ms.set_device('CPU')", GraphSettings("auto"), ("2.10.0",))
    assert found == []


@pytest.mark.parametrize(
    ("expression", "parameters", "expected"),
    [
        ("(x, 2)", "x", Kind.TENSOR),
        ("x if self.flag else x", "x", Kind.TENSOR),
        ("len(x.shape)", "x", Kind.CONSTANT),
        ("[i * 2 for i in range(3)]", "x", Kind.CONSTANT),
        ("isinstance(x, Tensor)", "x", Kind.CONSTANT),
        ("ops.topk(x, 2)", "x", Kind.TENSOR),
    ],
)
def test_more_kinds(expression: str, parameters: str, expected: Kind) -> None:
    assert kind(expression, "self.flag = flag", parameters) is expected


PROJECT = Path(__file__).parent / "data" / "graph_project"


def _told(root: Path) -> dict[str, str]:
    """By function of core/helpers.py: the chain that the finding in it names."""
    path = str(root / "core" / "helpers.py")
    source = (root / "core" / "helpers.py").read_bytes()
    settings = Settings(select=("MSL641",), target_version="2.10.0")
    project = Project(str(root), catalog_for(VERSIONS))
    found = {item.location.line: item for item in analyze(source, path, settings, project=project)}
    names = {
        line.lineno: node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        for line in node.body
    }
    return {names[line]: item.message for line, item in found.items()}


def test_every_way_into_a_graph_across_files(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(PROJECT, root)
    lines = (root / "core" / "helpers.py").read_text(encoding="utf-8").splitlines()
    names = [line.partition("(")[0].rpartition(" ")[2] for line in lines]
    written = {
        names[index - 1]: line.partition("# chain: ")[2] for index, line in enumerate(lines) if ".append(1)" in line
    }
    told = _told(root)
    assert set(told) == {name for name, chain in written.items() if chain}
    for name, message in told.items():
        first, *_, last = written[name].split(" -> ")
        assert re.search(rf"`{re.escape(first)} -> .*{re.escape(last)}`", message), message


def test_in_pynative_mode_only_jit_is_left(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(PROJECT, root)
    script = root / "train.py"
    script.write_text(script.read_text(encoding="utf-8").replace("GRAPH_MODE", "PYNATIVE_MODE"), encoding="utf-8")
    (root / "core" / "steps.py").unlink()
    assert set(_told(root)) == {
        "by_decorator",
        "by_decorator_that_is_called",
        "by_call",
        "by_config",
        "by_old_name",
        "by_partial_of_jit",
        "in_a_jitted_method",
    }


def test_a_folder_of_pynative_code_is_not_compiled(tmp_path: Path) -> None:
    root = tmp_path / "pynative" / "project"  # what lies above the project says nothing
    code = f"{HEAD}class Net(nn.Cell):\n    def construct(self, x):\n        return x\n"
    write_files(root, {"net.py": code, "pynative/net.py": code})
    found = [len(compiled_functions(follow_file(root, name), GRAPH)) for name in ("net.py", "pynative/net.py")]
    assert found == [1, 0]


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ("net(Tensor([1.0]), 2)", (Kind.CONSTANT, False)),
        ("net(Tensor([1.0]), 2)\nnet(Tensor([1.0]), 3)", (Kind.CONSTANT, False)),
        ("net(Tensor([1.0]), 2)\nnet(*inputs)", (Kind.CONSTANT, False)),
        ("net(Tensor([1.0]), Tensor(2))", (Kind.TENSOR, True)),
        ("net(Tensor([1.0]), 2)\nnet(Tensor([1.0]), Tensor(2))", (Kind.TENSOR, False)),
        ("net(*inputs)", (Kind.TENSOR, False)),
        ("pass", (Kind.TENSOR, False)),
    ],
)
def test_callers_tell_kinds(calls: str, expected: tuple[Kind, bool]) -> None:
    """The kind of a second parameter, and whether it is a tensor for certain."""
    code = "class Net(nn.Cell):\n    def construct(self, x, k):\n        return k\n\n\nnet = Net()\ninputs = load()\n"
    (found,) = compiled(code + calls)
    (returned,) = found.nodes(ast.Return)
    assert returned.value is not None
    assert (found.kind(returned.value), found.is_tensor(returned.value)) == expected


def test_what_a_call_sets_is_set_in_the_next_entry_too() -> None:
    code = """\
class Sub(nn.Cell):
    def construct(self, x):
        self.k = 7
        return x


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.s = Sub()

    def construct(self, x):
        return self.s(x) * self.s.k
"""
    found = next(item for item in compiled(code) if item.chain == ("Net.construct",))
    (read,) = (node for node in found.nodes(ast.Attribute) if node.attr == "k")
    assert isinstance(found.value(read), Interpreted)
