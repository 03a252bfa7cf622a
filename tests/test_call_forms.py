"""Calls in two steps, classes called like functions and the reverse, and torch's order of arguments."""

from __future__ import annotations

import pytest
from helpers import check

from ms_lint.settings import Settings

_CODE = """
import mindspore as ms
from mindspore import Tensor, mint, nn, ops

a = Tensor([[1.0, 2.0]])
b = Tensor([[3.0, 4.0]])
ids = Tensor([0, 1], ms.int32)
value = {}
"""
#: What is right.
RIGHT = [
    "ops.Concat(axis=1)((a, b))",
    "ops.Concat(1)([a, b])",
    "ops.Stack(axis=0)((a, b))",
    "ops.ReLU()(a)",
    "ops.relu(a)",
    "ops.ReduceMean(keep_dims=True)(a, 1)",
    "ops.MatMul(transpose_b=True)(a, b)",
    "ops.Softmax(axis=-1)(a)",
    "ops.Gather()(a, ids, 0)",
    "ops.Cast()(a, ms.float16)",
    "ops.OneHot()(ids, 4, Tensor(1.0), Tensor(0.0))",
    "ops.Transpose()(a, (1, 0))",
    "ops.split(a, 1, axis=1)",
    "ops.pad(a, (1, 2))",
    "nn.Embedding(10, 4)(ids)",
    "nn.Conv2d(3, 8, 3, 1, 'pad', 1)",
    "nn.Dropout(p=0.1)",
    "nn.ReLU6()(a)",
]
#: What is not, with the rule and words of its message or help.
WRONG = [
    ("ops.ReLU(a)", "MSL202", "write `ops.ReLU()(a)`, or `ops.relu(a)`"),
    ("nn.ReLU(a)", "MSL202", "write `nn.ReLU()(a)`, or `ops.relu(a)`"),
    ("ops.Sigmoid(a)", "MSL202", "write `ops.Sigmoid()(a)`, or `ops.sigmoid(a)`"),
    ("ops.Concat((a, b), 1)", "MSL202", "write `ops.concat((a, b), 1)`"),
    ("ops.ReduceMean(a, 1)", "MSL202", "write `ops.ReduceMean()(a, 1)`"),
    ("ops.Concat(1)(a, b)", "MSL202", "Write `ops.Concat(1)((a, b))`: it takes one tuple."),
    ("ops.Stack(0)(a, b)", "MSL202", "Write `ops.Stack(0)((a, b))`: it takes one tuple."),
    ("ops.Stack()((a, b), 1)", "MSL202", "The axis belongs where it is made: `ops.Stack(axis=...)`."),
    ("ops.relu()(a)", "MSL201", "`ops.relu` is a function: write `ops.relu(a)`"),
    ("ops.gelu()(a)", "MSL201", "write `ops.gelu(a)`"),
    ("ops.concat(axis=1)((a, b))", "MSL201", "write `ops.concat((a, b), axis=1)`"),
    ("ops.Softmax(a)", "MSL432", "is made here with the tensor `a` as its `axis`"),
    ("ops.MatMul(a, b)", "MSL432", "is made here with the tensor `a` as its `transpose_a`"),
    ("nn.ReLU6(True)", "MSL202", "`nn.ReLU6` takes no positional argument and is given 1"),
    ("ops.Concat()((a, b), 1)", "MSL202", "takes at most 1 positional argument"),
    ("ops.Softmax(axis=-1)()", "MSL201", "lacks"),
    ("ops.ReduceMean(keepdim=True)(a, 1)", "MSL205", "keep_dims"),
    ("ops.Softmax(dim=1)(a)", "MSL205", "axis"),
    ("ops.concat((a, b), dim=1)", "MSL205", "axis"),
    ("nn.Conv2d(3, 8, 3, 1, 1)", "MSL301", "pad_mode"),
    ("nn.Conv2d(3, 8, 3, 2, 3 // 2)", "MSL301", "pad_mode"),
    ("nn.Conv2dTranspose(3, 8, 3, 2, 1)", "MSL301", "pad_mode"),
    ("ops.Conv2D(8, 3, 1, 1)", "MSL301", "mode"),
    ("nn.MaxPool2d(3, 2, 1)", "MSL303", "pad_mode"),
    ("nn.Dense(8, 4, False)", "MSL311", "has_bias"),
    ("ops.gather(a, 1, ids)", "MSL408", "gather_elements"),
    ("ops.zeros(2, 3)", "MSL408", "(2, 3)"),
    ("ops.transpose(a, 0, 1)", "MSL202", "swapaxes"),
    ("nn.Embedding(10, 4, 0)", "MSL311", "padding_idx"),
    ("ops.pad(a, ((0, 0), (1, 2)))", "MSL408", "flat"),
    ("ops.Pad((1, 2))(a)", "MSL408", "pair"),
]


@pytest.mark.parametrize("line", RIGHT)
def test_nothing_is_said_of_what_is_right(line: str) -> None:
    assert [str(found) for found in check(_CODE.format(line))] == []


@pytest.mark.parametrize(("line", "code", "words"), WRONG)
def test_what_is_wrong_is_said_with_what_to_write(line: str, code: str, words: str) -> None:
    found = check(_CODE.format(line))
    assert code in {item.code for item in found}, [item.message for item in found]
    assert any(words in f"{item.message} {item.suggestion}" for item in found if item.code == code)


def test_what_a_condition_decides_is_judged_only_where_nothing_of_it_fits() -> None:
    code = """
    from mindspore import nn, ops

    class Net(nn.Cell):
        def __init__(self, along_axis):
            super().__init__()
            self.along_axis = along_axis
            if along_axis:
                self.gather = ops.GatherD()
            else:
                self.gather = ops.GatherNd()

        def construct(self, x, ids):
            if self.along_axis:
                return self.gather(x, 1, ids)
            return self.gather(x, ids)

        def wrong(self, x, ids):
            return self.gather(x, 1, ids, 3)
    """
    assert [(item.code, item.location.line) for item in check(code)] == [("MSL202", 18)]


@pytest.mark.parametrize(
    ("line", "code"),
    [("nn.Dropout(0.1)", "MSL305"), ("ops.std(a, 1)", "MSL401"), ("nn.BatchNorm2d(8, 1e-5, 0.1)", "MSL304")],
)
def test_order_or_default_that_is_wrong_in_a_port_from_torch(line: str, code: str) -> None:
    assert code in {item.code for item in check("# ported from PyTorch\n" + _CODE.format(line))}


def test_the_parts_of_split_are_counted_in_the_form_of_older_versions() -> None:
    code = """
    from mindspore import nn, ops

    class Net(nn.Cell):
        def construct(self, x):
            {} = ops.split(x.view(1, -1, 2), axis=-1, output_num=2)
            return left + right
    """
    found = {
        names: [item.code for item in check(code.format(names), settings=Settings(target_version="1.10.0"))]
        for names in ("left, right", "left, right, more")
    }
    assert found == {"left, right": [], "left, right, more": ["MSL728"]}
