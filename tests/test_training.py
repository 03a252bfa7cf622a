"""Whole training scripts in tests/data/training: what is marked is found, and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import ms_lint

SCRIPTS = sorted((Path(__file__).parent / "data" / "training").glob("*.py"))
_MARK = re.compile(r"#\s*expect:\s*(.*)$")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.stem))
def test_script(script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = set()
    for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
        mark = _MARK.search(line)
        expected |= {(number, code.strip()) for code in mark.group(1).split(",")} if mark else set()
    assert bool(expected) == script.stem.endswith("_wrong")
    shutil.copy(script, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert {(found.location.line, found.code) for found in ms_lint.check_paths([script.name])} == expected


HANDED_ON = "loss = self.ce(x, y)\n        return loss"
WORKED_ON = [
    "loss = self.ce(x, y)\n        loss = self.mul(w, loss)\n        return self.sum(loss) / self.sum(w)",
    "return self.ce(x, y).mean()",
    "return ops.reduce_mean(self.ce(x, y))",
    "return (self.ce(x, y) * w).sum() / w.sum()",
]


@pytest.mark.parametrize(("body", "codes"), [(HANDED_ON, ["MSL405"]), *((body, []) for body in WORKED_ON)])
def test_a_loss_that_the_code_reduces_itself(body: str, codes: list[str]) -> None:
    code = (
        "import torch\nfrom mindspore import nn, ops\n\n\nclass Loss(nn.Cell):\n    def __init__(self):\n"
        "        super().__init__()\n        self.mul = ops.Mul()\n        self.sum = ops.ReduceSum()\n"
        f"        self.ce = nn.SoftmaxCrossEntropyWithLogits()\n\n    def construct(self, x, y, w):\n        {body}\n"
    )
    assert [item.code for item in ms_lint.check_source(code) if item.code == "MSL405"] == codes
