"""What is left of torch and TensorFlow (MSL1xx): what is told of members, and whole files as they are met half-way."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from helpers import Recorder, check, codes, follow, snippet

from ms_lint.settings import Settings

HALF_MIGRATED = Path(__file__).parent / "data" / "half_migrated"
_MARK = re.compile(r"#\s*expect:\s*(.*)$")


def references(code: str) -> list[tuple[int, str, bool]]:
    """Line, name and whether it is assigned to, of the attributes that a snippet reads and sets on objects."""
    recorder = Recorder()
    follow(code, recorder=recorder)
    return [
        (item.node.lineno, item.qualified_name, item.is_stored)
        for item in recorder.references
        if item.owner is not None or item.is_stored
    ]


def test_attributes_of_objects_are_told() -> None:
    code = """
        import mindspore as ms
        from mindspore import nn
        x = ms.Tensor([1.0])
        x.device
        x.data.grad
        x.requires_grad = True
        layer = nn.Dense(1, 2)
        layer.weight
        x.numpy()
        """
    assert references(code) == [
        (4, "mindspore.Tensor.device", False),
        (5, "mindspore.Tensor.data", False),
        (5, "mindspore.Tensor.grad", False),
        (6, "mindspore.Tensor.requires_grad", True),
        (8, "mindspore.nn.Dense.weight", False),
    ]


def test_names_that_are_set_are_told() -> None:
    code = """
        import torch
        torch.backends.cudnn.benchmark = True
        """
    assert references(code) == [(2, "torch.backends.cudnn.benchmark", True)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Net().parameters()", "mindspore.nn.Cell.parameters"),
        ("Net().own()", "?"),
        ("Net().kept()", "?"),
        ("Step([]).step()", "mindspore.nn.Optimizer.step"),
        ("Open().parameters()", "?"),
    ],
)
def test_a_method_that_the_project_does_not_have_is_the_library_s(line: str, expected: str) -> None:
    code = f"""
        from elsewhere import Mixin
        from mindspore import nn

        class Base(nn.Cell):
            kept = staticmethod(print)
            def own(self):
                pass

        class Net(Base):
            pass

        class Step(nn.Optimizer):
            pass

        class Open(Mixin, nn.Cell):
            pass

        net = Net()
        {line}
        """
    recorder = Recorder()
    follow(code, recorder=recorder)
    last = len(snippet(code).splitlines())
    found = [call.qualified_name for call in recorder.calls if call.node.lineno == last]
    named = [name for name in found if name.startswith("mindspore.nn.") and name.count(".") == 3]
    assert (named or ["?"]) == [expected]


def test_a_member_that_is_set_anywhere_is_not_missing() -> None:
    code = """
        from mindspore import nn

        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.train = nn.ReLU()

        class Other(nn.Cell):
            pass

        net, other, third = Net(), Other(), nn.Dense(1, 1)
        net.train(1)
        other.eval = print
        third.eval()
        third.train()
        """
    assert [(item.location.line, item.code) for item in check(code, ["MSL1"])] == [(15, "MSL110")]


def test_a_function_knows_the_network_and_the_optimizer_that_it_is_given() -> None:
    code = """
        from mindspore import nn

        def train(net, optimizer, other):
            net.train()
            optimizer.step()
            other.step()

        net = nn.Dense(1, 1)
        train(net, nn.Adam(net.trainable_params()), print)
        """
    assert [(item.location.line, item.code) for item in check(code, ["MSL1"])] == [(4, "MSL110"), (5, "MSL110")]


def test_what_a_loop_over_a_dataset_gives_are_tensors() -> None:
    code = """
        import mindspore.dataset as ds

        dataset = ds.MnistDataset("mnist").shuffle(8).batch(4)
        for image, label in dataset:
            image.cuda()
        for step, (image, label) in enumerate(dataset.create_tuple_iterator()):
            label.cuda()
        for row in dataset.create_dict_iterator():
            row["image"].cuda()
        for image, label in dataset.create_tuple_iterator(output_numpy=True):
            image.cuda()
        """
    assert [item.location.line for item in check(code, ["MSL108"])] == [5, 7, 9]


@pytest.mark.parametrize(
    ("version", "expected"), [("2.0.0", ["MSL108"]), ("2.5.0", []), (">=2.0,<2.6", []), ("2.10.0", [])]
)
def test_a_member_is_missing_by_the_targeted_version(version: str, expected: list[str]) -> None:
    code = """
        import mindspore as ms
        x = ms.Tensor([1.0])
        y = x.clone()
        """
    findings = check(code, settings=Settings(select=("MSL1",), target_version=version))
    assert codes(findings) == expected
    for finding in findings:
        assert "MindSpore 2.0 has no `clone`" in finding.message
        assert "MindSpore 2.5 has it" in finding.message


def test_an_unknown_name_is_reported_once() -> None:
    code = """
        import torch
        torch._private.nothing_of_the_kind()
        torch._private.nothing_of_the_kind()
        torch.nn.functional.relu(torch.zeros(2))
        """
    assert [item.location.line for item in check(code, ["MSL113"])] == [2]


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("x.transpose(1, 2)", "In MindSpore write `x.swapaxes(1, 2)`"),
        ("(x @ y).expand(n, -1)", "In MindSpore write `(x @ y).broadcast_to((n, -1))`"),
        ("x.expand(y.shape)", "In MindSpore write `x.broadcast_to(y.shape)`"),
        ("x.size(0)", "In MindSpore write `x.shape[0]`"),
        ("x.size()", "In MindSpore write `x.shape`"),
        ("x.softmax(dim=-1)", "In MindSpore write `ops.softmax(x, axis=-1)`"),
        ("x.mul_(y + 1)", "In MindSpore write `x = x * (y + 1)`"),
        ("x.abs().mul_(y)", "In MindSpore write `x.abs() * y`"),
        ("x.masked_fill_(y, 0)", "In MindSpore write `x = x.masked_fill(y, 0)`"),
        ("x.to(y.device)", "Leave it out: `ms.set_device` chooses the device once"),
        ("x.max(dim=1)", "In MindSpore write `ops.max(x, axis=1)`"),
        ("x.requires_grad_(True)", "In MindSpore write `ms.grad(fn)`"),
    ],
)
def test_advice_is_said_of_the_user_s_own_call(line: str, advice: str) -> None:
    code = f"""
        import torch

        class Net(torch.nn.Module):
            def forward(self, x, y):
                n = y.shape[0]
                return {line}
        """
    (finding,) = check(code, ["MSL104"])
    assert (finding.suggestion or "").startswith(advice)


@pytest.mark.parametrize(
    "line", ["x.view(2, -1)", "x.permute(1, 0)", "x.sum(dim=1)", "x.max()", "x.to(y.dtype)", "x.T"]
)
def test_what_needs_no_change_is_not_reported(line: str) -> None:
    code = f"""
        import torch

        class Net(torch.nn.Module):
            def forward(self, x, y):
                return {line}
        """
    assert check(code, ["MSL104"]) == []


def expected_in(path: Path) -> Counter[tuple[int, str]]:
    """Line and code of the findings that a program announces at its line ends."""
    found: Counter[tuple[int, str]] = Counter()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mark = _MARK.search(line)
        for code in mark[1].split(",") if mark else ():
            found[number, code.strip()] += 1
    return found


@pytest.mark.parametrize(
    "path", sorted(HALF_MIGRATED.rglob("*.py")), ids=lambda path: path.relative_to(HALF_MIGRATED).as_posix()
)
def test_half_migrated_files(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # from inside, so that a folder above that is called "tests" does not count
    monkeypatch.chdir(tmp_path)
    settings = Settings(select=("MSL1",), target_version="2.10.0", root=str(tmp_path))
    name = path.relative_to(HALF_MIGRATED).as_posix()
    findings = check(path.read_bytes(), path=name, settings=settings)
    assert Counter((item.location.line, item.code) for item in findings) == expected_in(path)
