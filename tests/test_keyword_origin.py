"""Whose keywords a call of MindSpore has (MSL205), and names of MindSpore that nobody knows (MSL113)."""

from __future__ import annotations

from pathlib import Path

import pytest

import ms_lint
from ms_lint.settings import load_settings

HEAD = "import mindspore as ms\nfrom mindspore import nn, ops\nx = ms.Tensor([[1.0, 2.0]])\n"


def found(line: str, code: str, folder: Path) -> list[str]:
    """The messages of a rule's findings in a line of a script."""
    path = folder / "script.py"
    path.write_text(f"{HEAD}{line}\n", encoding="utf-8")
    settings = load_settings(str(path), {"target-version": "2.10", "select": code})
    return [item.message for item in ms_lint.check_paths([str(path)], settings)]


KEYWORDS = {
    "torch's layer": ("nn.Conv2d(1, 2, 3, bias=True)", "`bias` is a keyword of `torch.nn.Conv2d`. Write `has_bias`"),
    "two": ("nn.Conv2d(1, 2, 3, bias=True, groups=1)", "`bias` and `groups` are keywords of `torch.nn.Conv2d`."),
    "a layer with another name": ("nn.Dense(1, 2, bias=True)", "`bias` is a keyword of `torch.nn.Linear`."),
    "of Keras": ("nn.Dense(1, 2, use_bias=True)", "`use_bias` is a keyword of `tensorflow.keras.layers.Dense`."),
    "a function": ("ops.softmax(x, dim=1)", "`dim` is a keyword of `torch.softmax`. Write `axis` for `dim`."),
    "a primitive": ("ops.ReduceSum(keepdim=True)", "`keepdim` is a keyword of `torch.sum`."),
    "an optimizer": ("nn.SGD([], lr=0.1)", "`lr` is a keyword of `torch.optim.SGD`. Write `learning_rate` for `lr`."),
    "a method": ("x.argmax(dim=1, keepdims=True, nobody=1)", ""),
}


@pytest.mark.parametrize(("line", "expected"), KEYWORDS.values(), ids=KEYWORDS)
def test_whose_keyword_it_is(line: str, expected: str, tmp_path: Path) -> None:
    (message,) = found(line, "MSL205", tmp_path)
    assert expected in message
    assert expected or "is a keyword of" not in message or "torch.Tensor" in message


NAMES = {
    "a module's name": ("from mindspore.nn.layer import nothing\nnothing(3)\nnothing(4)", 1),
    "a deep module": ("from mindspore.nn.layer.conv import Conv2d\nConv2d(1, 2, 3)", 0),
    "a private name": ("from mindspore._nothing import some\nsome()", 0),
    "a member of a class": ("nn.Cell.nothing_of_it", 0),
    "of Python": ("from mindspore.log import logging\nlogging.info(3)", 0),
    "what a module takes from its package": (
        "from mindspore.communication.management import GlobalComm\nprint(GlobalComm.WORLD_COMM_GROUP)",
        0,
    ),
    "an operator that is only imported there": ("from mindspore.ops import operations as P\nP.MatmulDDS(1, 2)", 0),
    "of another version": ("from mindspore.profiler import tensor_board_trace_handler as t\nt()", 1),
    "asked for": ("if ms.__version__ < '2.6':\n    from mindspore.profiler import tensor_board_trace_handler as t", 0),
    "what MSL206 reports": ("nn.Nothing()", 0),
}


@pytest.mark.parametrize(("line", "count"), NAMES.values(), ids=NAMES)
def test_names_that_nobody_knows_are_reported_once(line: str, count: int, tmp_path: Path) -> None:
    assert len(found(line, "MSL113", tmp_path)) == count
