"""Cells that are followed: what flows through them, what is cut, and that right models have no finding."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ms_lint.analysis import analyze, project_for
from ms_lint.semantics.module import Module
from ms_lint.semantics.project import Project
from ms_lint.semantics.wiring.model import CellObject, Layer, Parameter, Tensor, Wiring, walk
from ms_lint.semantics.wiring.sizes import show_shape
from ms_lint.settings import Settings
from ms_lint.sources import read_source

MODELS = sorted((Path(__file__).parent / "data" / "cells").glob("*.py"))
HEAD = "from mindspore import nn, ops, Parameter, Tensor\nimport mindspore as ms\nimport numpy as np\n\n\n"


def follow(tmp_path: Path, code: str, steps: int = 60_000) -> list[Wiring]:
    path = tmp_path / "net.py"
    path.write_text(HEAD + code, encoding="utf-8")
    settings = Settings(root=str(tmp_path))
    project = project_for(settings)
    module = Module(read_source(path.read_bytes(), str(path)), project.catalog, project, wiring_steps=steps)
    module.follow()
    return module.wirings


def shape(value: object) -> str:
    assert isinstance(value, Tensor), value
    return show_shape(value.shape, value.last)


def codes(tmp_path: Path, code: str) -> list[tuple[str, int]]:
    path = tmp_path / "net.py"
    settings = Settings(root=str(tmp_path))
    found = analyze(HEAD + code, str(path), settings, project=Project(str(tmp_path), project_for(settings).catalog))
    return [(finding.code, finding.location.line - HEAD.count("\n")) for finding in found]


def cell(construct: str, init: str = "", name: str = "Net") -> str:
    body = "".join(f"        {line}\n" for line in init.splitlines())
    lines = "".join(f"        {line}\n" for line in construct.splitlines())
    return (
        f"class {name}(nn.Cell):\n    def __init__(self, width=8):\n        super().__init__()\n{body}\n"
        f"    def construct(self, x):\n{lines}\n"
    )


# ---------------------------------------------------------------- the models of tests/data/cells


@pytest.mark.parametrize("path", MODELS, ids=lambda path: str(path.stem))
def test_a_right_model_has_no_finding_of_its_structure(path: Path, tmp_path: Path) -> None:
    content = path.read_bytes()
    settings = Settings(root=str(tmp_path))
    found = analyze(content, str(tmp_path / path.name), settings, project=project_for(settings))
    assert [finding.code for finding in found if finding.code.startswith(("MSL0", "MSL5", "MSL7"))] == []


def test_there_are_models_enough() -> None:
    assert len(MODELS) >= 12


@pytest.mark.oracle
@pytest.mark.parametrize("path", MODELS, ids=lambda path: str(path.stem))
def test_what_is_followed_is_what_runs(path: Path, tmp_path: Path) -> None:
    """The shapes that a model gives on MindSpore are those that following its script tells."""
    program = tmp_path / "run.py"
    program.write_text(
        path.read_text(encoding="utf-8")
        + "\nshown = result if isinstance(result, tuple) else (result,)\n"
        + "print([item.asnumpy().shape for item in shown])\n",
        encoding="utf-8",
    )
    ran = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=300, check=True)
    expected = ast.literal_eval(ran.stdout.strip().splitlines()[-1])
    assert [tuple(item) for item in expected] == script_result(path, tmp_path)


def script_result(path: Path, folder: Path) -> list[object]:
    from ms_lint.semantics.wiring.follow import script_names

    settings = Settings(root=str(folder))
    project = project_for(settings)
    module = Module(read_source(path.read_bytes(), str(path)), project.catalog, project)
    module.follow()
    result = script_names(module)["result"]
    return [item.shape for item in (result if isinstance(result, tuple) else (result,))]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: str(path.stem))
def test_the_script_of_a_model_is_followed_to_its_end(path: Path, tmp_path: Path) -> None:
    for given in script_result(path, tmp_path):
        assert isinstance(given, tuple)
        assert all(isinstance(size, int) for size in given)


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("init", "construct", "expected"),
    [
        ("self.c = nn.Conv2d(3, width, 3)", "return self.c(x)", "(N, 8, H, W)"),
        ("self.c = nn.Conv2d(3, width, 3, 2, 'pad', 1)", "return self.c(x)", "(N, 8, H/2, W/2)"),
        ("self.c = nn.Conv2d(3, width, 3, pad_mode='valid')", "return self.c(x)", "(N, 8, H - 2, W - 2)"),
        ("self.c = nn.Conv2dTranspose(3, width, 4, 2, 'pad', 1)", "return self.c(x)", "(N, 8, 2*H, 2*W)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return self.c(x).mean((2, 3))", "(N, 4)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return ops.mean(self.c(x), 1, keep_dims=True)", "(N, 1, H, W)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return self.c(x).reshape(x.shape[0], 4, -1)", "(N, 4, H*W)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return nn.Flatten()(self.c(x))", "(N, 4*H*W)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return ops.concat([self.c(x), x], 1)", "(N, 7, H, W)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return ops.stack([self.c(x)] * 2, 1)", "(N, 2, 4, H, W)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return self.c(x).transpose(0, 2, 3, 1)", "(N, H, W, 4)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return self.c(x)[:, None, 1:]", "(N, 1, 3, H, W)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "return ops.split(self.c(x), 2, 1)[0]", "(N, 2, H, W)"),
        ("self.c = nn.Conv2d(3, 4, 1)", "a, b = ops.chunk(self.c(x), 2, 1)\nreturn a * b", "(N, 2, H, W)"),
        ("self.d = nn.Dense(width, 2 * width)", "return self.d(x)", "(..., 16)"),
        ("self.d = nn.Dense(width, 5)\nself.n = nn.LayerNorm((5,))", "return self.n(self.d(x))", "(..., 5)"),
        ("self.l = nn.LSTM(4, width, bidirectional=True)", "return self.l(x)[0]", "(?, ?, 16)"),
        ("self.c = nn.Conv2d(3, width, 1)", "for _ in range(3):\n    y = self.c(x)\nreturn y", "(N, 8, H, W)"),
    ],
)
def test_shapes(tmp_path: Path, init: str, construct: str, expected: str) -> None:
    (wiring,) = follow(tmp_path, cell(construct, init))
    assert shape(wiring.outputs) == expected
    assert wiring.mismatches == []
    assert wiring.cut == ""


def test_what_two_branches_leave_is_joined(tmp_path: Path) -> None:
    init = "self.a = nn.Conv2d(3, 4, 1)\nself.b = nn.Conv2d(3, 5, 1)\nself.flag = kind"
    code = cell("y = self.a(x) if self.flag else self.b(x)\nreturn y", init).replace("width=8", "kind")
    (wiring,) = follow(tmp_path, code)
    assert shape(wiring.outputs) == "(?, ?, ?, ?)"
    assert wiring.mismatches == []


@pytest.mark.parametrize(
    ("init", "construct"),
    [
        (
            "self.norm = ops.LayerNorm(begin_norm_axis=-1)\nself.scale = Parameter(ops.ones(4))",
            "y, _, _ = self.norm(x.transpose(0, 2, 3, 1), self.scale, self.scale)\nreturn y.transpose(0, 3, 1, 2)",
        ),
        (
            "self.drop = ops.Dropout(0.5)",
            "y, mask = self.drop(ops.zeros((2, 3, 4, 4)))\nreturn y.transpose(0, 2, 3, 1)",
        ),
        ("", "left, right = ms.numpy.split(ops.zeros((2, 3, 4, 4)), [1], 1)\nreturn left + right[:, :1]"),
        (
            "self.width = width\nself.side = nn.Conv2d(width, width, 3)",
            "y = ops.zeros((2, 4 * self.width, 8, 8))\nreturn self.side(y[:, -self.width :])",
        ),
        (
            "self.width = width\nself.side = nn.Conv2d(3 * width, 2, 3)",
            "y = ops.zeros((2, 4 * self.width, 8, 8))\nreturn self.side(y[:, : -self.width])",
        ),
    ],
    ids=["several results", "a mask", "borders", "tail", "head"],
)
def test_what_is_right_has_no_finding(tmp_path: Path, init: str, construct: str) -> None:
    """Each runs on MindSpore 2.10.0."""
    assert [code for code, _ in codes(tmp_path, cell(construct, init)) if code.startswith("MSL7")] == []


def test_a_layer_that_only_one_branch_makes_is_not_known(tmp_path: Path) -> None:
    init = (
        "if kind:\n    self.c = nn.Conv2d(3, 4, 1)\nelse:\n    self.c = nn.Conv2d(5, 6, 1)\nself.d = nn.Conv2d(4, 8, 1)"
    )
    (wiring,) = follow(tmp_path, cell("return self.d(self.c(x))", init).replace("width=8", "kind"))
    assert wiring.mismatches == []


def test_what_raises_is_not_taken(tmp_path: Path) -> None:
    init = "if kind == 'a':\n    self.c = nn.Conv2d(3, 4, 1)\nelse:\n    raise ValueError(kind)"
    (wiring,) = follow(tmp_path, cell("return self.c(x)", init).replace("width=8", "kind"))
    assert shape(wiring.outputs) == "(N, 4, H, W)"


def test_layers_and_parameters_have_their_paths(tmp_path: Path) -> None:
    init = (
        "self.stem = nn.SequentialCell(nn.Conv2d(3, 4, 1), nn.ReLU())\n"
        "self.scale = Parameter(ops.ones((4,)), name='scale')\nself.rest = nn.CellList([nn.Dense(4, 4)])"
    )
    (wiring,) = follow(tmp_path, cell("return self.stem(x)", init))
    assert [(path, layer.class_name) for path, layer in wiring.layers().items()] == [
        ("stem.0", "Conv2d"),
        ("stem.1", "ReLU"),
        ("rest.0", "Dense"),
    ]
    scale = wiring.parameters()["scale"]
    assert isinstance(scale, Parameter)
    assert scale.shape == (4,)
    conv = wiring.layers()["stem.0"]
    assert conv.arguments["pad_mode"] == "same"
    assert conv.given == frozenset({"in_channels", "out_channels", "kernel_size"})


def test_steps_are_the_calls_in_their_order(tmp_path: Path) -> None:
    init = "self.a = nn.Conv2d(3, 4, 1)\nself.b = nn.ReLU()"
    (wiring,) = follow(tmp_path, cell("y = self.b(self.a(x))\nreturn y + y", init))
    assert [step.operation for step in wiring.steps] == ["mindspore.nn.Conv2d", "mindspore.nn.ReLU", "+"]
    first, second, _ = wiring.steps
    assert second.inputs[0] is first.outputs[0]
    assert isinstance(wiring.root, CellObject)
    assert isinstance(wiring.root.attributes["a"], Layer)


# ---------------------------------------------------------------- bounds


def chain(count: int) -> str:
    """A Cell with so many layers, one behind the other."""
    init = "\n".join(f"self.c{at} = nn.Conv2d({at + 3}, {at + 4}, 3)" for at in range(count))
    return cell("\n".join(f"x = self.c{at}(x)" for at in range(count)) + "\nreturn x", init)


def tower(count: int) -> str:
    """A Cell that makes so many blocks of another one in a loop, and calls them in a loop."""
    block = cell(
        "return x + self.n(self.c(ops.relu(x)))",
        "self.c = nn.Conv2d(width, width, 3)\nself.n = nn.BatchNorm2d(width)",
        "Block",
    )
    init = f"self.blocks = nn.CellList([Block(width) for _ in range({count})])"
    return block + cell("for block in self.blocks:\n    x = block(x)\nreturn x", init)


def branches(count: int) -> str:
    """A Cell with so many conditions that are not known, one after the other."""
    lines = "".join(f"if kind == {at}:\n    x = self.a(x)\nelse:\n    x = self.b(x)\n" for at in range(count))
    init = "self.a = nn.Conv2d(4, 4, 3)\nself.b = nn.Conv2d(4, 4, 1)"
    return cell(lines + "return x", init).replace("construct(self, x)", "construct(self, x, kind)")


def helpers(count: int) -> str:
    """So many Cells, each of which makes the one before it twice, with arguments of its own."""
    code = cell("return self.c(x)", "self.c = nn.Conv2d(width, width, 1)", "Net0")
    for at in range(1, count):
        init = f"self.a = Net{at - 1}(width)\nself.b = Net{at - 1}(width)"
        code += cell("return self.a(x)", init, f"Net{at}")
    return code


@pytest.mark.parametrize("shape_of_code", [chain, tower, branches])
def test_what_is_followed_grows_as_the_code_does(tmp_path: Path, shape_of_code: Callable[[int], str]) -> None:
    """Twice as many layers, blocks or branches are twice as many steps: the growth is the same each time."""
    followed = [follow(tmp_path, shape_of_code(count))[-1].followed for count in (10, 20, 40, 80)]
    growth = [later - earlier for earlier, later in zip(followed, followed[1:])]
    assert growth[1] <= 2.1 * growth[0]
    assert growth[2] <= 2.1 * growth[1]


def test_the_same_is_not_followed_again(tmp_path: Path) -> None:
    """The `__init__` of a block is followed once: each more costs what is copied and called."""
    block, net = follow(tmp_path, tower(1))
    more = (follow(tmp_path, tower(41))[-1].followed - net.followed) / 40
    assert more < 1.2 * block.followed
    assert len(follow(tmp_path, tower(41))[-1].layers()) == 82


def test_objects_without_end_are_cut(tmp_path: Path) -> None:
    """Cells that double at each level are 2**40 objects: the bound counts copies as well."""
    wirings = follow(tmp_path, helpers(40), steps=5_000)
    assert wirings[3].cut == ""
    assert "5000" in wirings[-1].cut
    assert all(len(walk(wiring.root)) <= 5_000 for wiring in wirings)


def test_a_copy_is_an_object_of_its_own(tmp_path: Path) -> None:
    code = cell("return self.c(x)", "self.c = nn.Conv2d(4, 4, 1)\nself.more = []", "Part") + cell(
        "return self.b(self.a(x))",
        "self.a = Part(width)\nself.b = Part(width)\nself.a.c = nn.Conv2d(3, 5, 1)\nself.a.more.append(1)",
    )
    net = follow(tmp_path, code)[-1]
    a, b = net.root.attributes["a"], net.root.attributes["b"]
    assert a.attributes["more"] == [1]
    assert b.attributes["more"] == []
    assert [layer.arguments["in_channels"] for layer in net.layers().values()] == [3, 4]
    assert [item.kind for item in net.mismatches] == ["channels"]


def test_the_bound_cuts_and_says_so(tmp_path: Path) -> None:
    code = cell("for _ in range(4000):\n    x = self.a(x)\nreturn x", "self.a = nn.Conv2d(3, 3, 1)")
    (wiring,) = follow(tmp_path, code, steps=500)
    assert "500" in wiring.cut
    assert follow(tmp_path, code, steps=0)[0].steps == []


@pytest.mark.parametrize(
    "construct",
    [
        "while True:\n    x = x + 1",
        "return self.construct(x)",
        "f = lambda f: f(f)\nreturn f(f)",
        "y = [x]\nfor _ in range(64):\n    y = y + y\nreturn y",
        "n = 2\nfor _ in range(4000):\n    n = n * n\nreturn x.reshape(n)",
        "s = 'a'\nfor _ in range(64):\n    s = s + s\nreturn x",
        "a, *b = x\nreturn b",
        "return x[..., ...][None][::0]",
        "return self.missing.more(x)[0]",
        "return ops.concat()",
        "return x.reshape(-1, -1)",
        "del self.a\nreturn x",
    ],
)
def test_whatever_the_code_nothing_is_raised(tmp_path: Path, construct: str) -> None:
    (wiring,) = follow(tmp_path, cell(construct), steps=20_000)
    assert wiring.mismatches == []


def test_helpers_of_other_files_are_followed(tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text(
        HEAD + cell("return self.c(x)", "self.c = nn.Conv2d(3, width, 1)", "Stem"), encoding="utf-8"
    )
    code = "from parts import Stem\n\n\n" + cell(
        "return self.head(self.stem(x))", "self.stem = Stem(width)\nself.head = nn.Conv2d(2 * width, 4, 1)"
    )
    assert codes(tmp_path, code) == [("MSL720", 8)]


def test_a_mistake_of_a_class_is_said_once(tmp_path: Path) -> None:
    code = cell("return self.n(self.c(x))", "self.c = nn.Conv2d(3, width, 1)\nself.n = nn.BatchNorm2d(9)", "Part")
    code += cell("return self.a(x), self.b(x)", "self.a = Part()\nself.b = Part(16)")
    assert codes(tmp_path, code) == [("MSL722", 5)]


def test_a_size_of_an_input_is_judged_where_no_size_fits(tmp_path: Path) -> None:
    code = cell(
        "return self.fc(nn.Flatten()(self.c(x)))", "self.c = nn.Conv2d(3, 4, 3)\nself.fc = nn.Dense({size}, 10)"
    )
    assert codes(tmp_path, code.format(size=4 * 28 * 28)) == []
    assert codes(tmp_path, code.format(size=4 * 28 * 28 + 1)) == [("MSL721", 5)]


def test_what_was_cut_is_told_when_asked(tmp_path: Path) -> None:
    code = cell("for _ in range(4000):\n    x = self.a(x)\nreturn x", "self.a = nn.Conv2d(3, 3, 1)")
    (tmp_path / "net.py").write_text(HEAD + code, encoding="utf-8")
    (tmp_path / "ms-lint.toml").write_text("wiring-steps = 500\n", encoding="utf-8")

    def errors(*options: str) -> str:
        command = [sys.executable, "-m", "ms_lint", "check", *options, "net.py"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stderr

    assert "net.py: Net was followed for 500 steps only (wiring-steps)" in errors("--verbose")
    assert "followed" not in errors()


def test_static_construct(tmp_path: Path) -> None:
    code = "class Part(nn.Cell):\n    @staticmethod\n    def construct(x, y):\n        return x + y\n\n\n"
    code += cell("return self.part(self.c(x), self.c(x))", "self.part = Part()\nself.c = nn.Conv2d(3, 4, 1)")
    assert codes(tmp_path, code) == []
    assert [item.cut for item in follow(tmp_path, code)] == ["", ""]
