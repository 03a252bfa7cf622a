"""The types of numbers that are followed (ms_lint/semantics/dtypes.py), and the operations that rules hear of."""

from __future__ import annotations

from typing import Optional

import pytest
from helpers import Recorder, follow, probed

from ms_lint.semantics.observer import Operation
from ms_lint.semantics.values import Tensor

FRAME = """
import numpy as np
import mindspore as ms
from mindspore import Tensor, Parameter, dtype as mstype, ops
from probe import probe
x = Tensor(np.ones((2, 3)), ms.float32)
i = Tensor([1, 2])
u = unknown()
probe({})
"""


@pytest.mark.parametrize(
    ("expression", "dtype"),
    [
        ("Tensor([1, 2])", "int64"),
        ("Tensor([1.0, 2])", "float32"),
        ("Tensor([[True], [False]])", "bool"),
        ("Tensor(3)", "int64"),
        ("Tensor([1, 2], ms.int32)", "int32"),
        ("Tensor([1, 2], dtype=mstype.float16)", "float16"),
        ("Tensor(np.array([1, 2]))", "int64"),
        ("Tensor(np.array([1.5]))", "float64"),
        ("Tensor(np.zeros((2, 2), dtype=np.int32))", "int32"),
        ("Tensor(np.zeros((2, 2), np.int32))", "int32"),
        ("Tensor(u)", None),
        ("Tensor([1, u])", None),
        ("Tensor([1], u)", None),
        ("x.astype(ms.int64)", "int64"),
        ("x.astype('int32')", "int32"),
        ("x.astype(u)", None),
        ("ops.cast(x, ms.bool_)", "bool"),
        ("x.long()", "int64"),
        ("x.float()", "float32"),
        ("x.reshape(6)", "float32"),
        ("ops.transpose(i, (0,))", "int64"),
        ("x[0]", "float32"),
        ("x > 0", "bool"),
        ("x == x", "bool"),
        ("ops.less(x, x)", "bool"),
        ("x.argmax(1)", "int64"),
        ("ops.argmax(x, 1)", "int64"),
        ("ops.zeros((2, 3))", "float32"),
        ("ops.zeros((2, 3), ms.int32)", "int32"),
        ("ops.arange(5)", "int64"),
        ("ops.arange(0, 1, 0.1)", "float32"),
        ("ops.full((2,), 0.5)", "int64"),
        ("ops.full((2,), 0.5, dtype=ms.float32)", "float32"),
        ("x + 1", "float32"),
        ("i + 1", "int64"),
        ("i + 0.5", "float32"),
        ("i / 2", "float32"),
        ("i // 2", "int64"),
        ("i + x", "float32"),
        ("1 - (x > 0)", "int64"),
        ("(x > 0) * (x < 1)", "bool"),
        ("x.astype(ms.float16) + 1.5", "float16"),
        ("x + u", None),
        ("x.sum()", None),
        ("x.asnumpy()", "float32"),
        ("x if u else x", "float32"),
        ("x if u else x.astype(ms.int32)", None),
    ],
)
def test_dtype(expression: str, dtype: Optional[str]) -> None:
    (value,) = probed(FRAME.format(expression))
    assert isinstance(value, Tensor)
    assert value.dtype == dtype


def test_a_variable_that_changes_in_a_loop_has_no_dtype() -> None:
    code = FRAME.format("x").replace("probe(x)", "for _ in range(3):\n    probe(x)\n    x = x.astype(ms.int32)")
    (value,) = probed(code)
    assert isinstance(value, Tensor)
    assert value.dtype is None


class Operations(Recorder):
    """Keeps the operations that are told of."""

    wants_operations = True

    def __init__(self) -> None:
        super().__init__()
        self.operations: list[Operation] = []

    def operation(self, operation: Operation) -> None:
        self.operations.append(operation)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("y = x + 1", [("x", "1")]),
        ("y = 2 * x - i", [("2", "x"), ("2 * x", "i")]),
        ("x += i", [("x", "i")]),
        ("p = Parameter(x)\np -= 1", [("p", "1")]),
        ("y = 1 + 2", []),
        ("y = u + 1", []),
    ],
)
def test_operations_with_tensors_are_told(statement: str, told: list[tuple[str, str]]) -> None:
    recorder = Operations()
    module = follow(FRAME.format("x").replace("probe(x)", statement), recorder=recorder)
    seen = [tuple(module.text_of(operand) for operand in item.operands) for item in recorder.operations]
    assert seen == told
