"""The founding notebook: every mistake that issue 2 names is found at its place, and nothing else is said.

The notebook is read from ``../shared/seed`` beside the repository, or from the folder that the environment variable
MS_LINT_SEED names; it is no part of the project. Cells count from 0, lines within their cell.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest
from helpers import seed_notebook

from ms_lint import check_source
from ms_lint.findings import Finding, Severity
from ms_lint.settings import Settings

NOTEBOOK = "migration_script.ipynb"
COLLAPSED = "migration_script_collapsed.ipynb"

#: Cell, line, code, and a word that the message must have.
EXPECTED = [
    # the skeleton: attribute misspelt, a Dense output unpacked, a module-level Cell returned
    (1, 13, "MSL701", "`self.pose_net`"),
    (1, 25, "MSL706", "6 names"),
    (1, 35, "MSL705", "`loss`"),
    # Conv2d() without arguments
    (2, 17, "MSL201", "`in_channels`"),
    # the TensorFlow source of the conv sub-net
    (2, 39, "MSL106", "`tf.nn.conv2d`"),
    (2, 40, "MSL106", "`tf.variable_scope`"),
    (2, 47, "MSL106", "`tf.split`"),
    (2, 47, "MSL107", "before TensorFlow 1.0"),
    (2, 48, "MSL106", "`tf.split`"),
    (2, 48, "MSL107", "ops.split(kernel"),
    (2, 51, "MSL106", "`tf.concat`"),
    (2, 51, "MSL107", "ops.concat(output_groups"),
    (2, 55, "MSL106", "`tf.nn.bias_add`"),
    (2, 58, "MSL106", "`tf.nn.relu`"),
    # the backbone: a kernel that differs from its siblings
    (6, 29, "MSL709", "`icp1_out3`"),
    # fifteen sub-cells that construct never calls
    (6, 32, "MSL703", "`self.icp2_reduction1`"),
    (6, 33, "MSL703", "`self.icp2_out1`"),
    (6, 34, "MSL703", "`self.icp2_reduction2`"),
    (6, 35, "MSL703", "`self.icp2_out2`"),
    (6, 36, "MSL703", "`self.icp2_pool`"),
    (6, 37, "MSL703", "`self.icp2_out3`"),
    (6, 38, "MSL703", "`self.icp2_out0`"),
    (6, 39, "MSL703", "`self.icp3_in`"),
    (6, 40, "MSL703", "`self.icp3_reduction1`"),
    (6, 41, "MSL703", "`self.icp3_out1`"),
    (6, 42, "MSL703", "`self.icp3_reduction2`"),
    (6, 43, "MSL703", "`self.icp3_out2`"),
    (6, 44, "MSL703", "`self.icp3_pool`"),
    (6, 45, "MSL703", "`self.icp3_out3`"),
    (6, 46, "MSL703", "`self.icp3_out0`"),
    # placeholders, a dead value, and the names that were never computed
    (6, 47, "MSL707", "etc"),
    (6, 72, "MSL708", "`icp2_in`"),
    (6, 73, "MSL707", "etc"),
    (6, 76, "MSL704", "`p1_x`"),
    (6, 76, "MSL704", "`p1_q`"),
    (6, 76, "MSL704", "`p2_x`"),
    (6, 76, "MSL704", "`p2_q`"),
    (6, 76, "MSL704", "`p3_x`"),
    (6, 76, "MSL704", "`p3_q`"),
    # the training script
    (9, 17, "MSL704", "`dataset`"),
    # torch's Bottleneck: what is still to migrate
    (10, 15, "MSL101", "`Bottleneck`"),
    (10, 19, "MSL103", "torch.nn.ReLU"),
    (10, 19, "MSL105", "`inplace`"),
    (10, 23, "MSL103", "torch.nn.BatchNorm2d"),
    (10, 24, "MSL103", "torch.nn.Conv2d"),
    (10, 26, "MSL103", "torch.nn.BatchNorm2d"),
    (10, 27, "MSL103", "torch.nn.Conv2d"),
    (10, 30, "MSL103", "torch.nn.BatchNorm2d"),
    (10, 31, "MSL103", "torch.nn.Conv2d"),
    (10, 36, "MSL103", "nn.SequentialCell"),
    (10, 37, "MSL103", "torch.nn.BatchNorm2d"),
    (10, 39, "MSL103", "torch.nn.Conv2d"),
    (10, 69, "MSL104", "idt.shape"),
    (10, 72, "MSL102", "`construct`"),
    # its port: the lost parameter, and what only the lost method used
    (10, 88, "MSL702", "`self.mode`"),
    (10, 88, "MSL704", "parameter 4"),
    (10, 90, "MSL702", "squeeze_idt"),
    (10, 102, "MSL702", "`self.shape`"),
    (10, 103, "MSL702", "`self.reshape`"),
    (10, 104, "MSL702", "`self.reduce_sum`"),
    # the second training script
    (10, 153, "MSL203", "PoseNetLoss"),
    (10, 159, "MSL204", "`opt`"),
    (10, 163, "MSL204", "`dataset`"),
]

#: Where the notebook is right, for a part that a hasty rule would speak of.
SILENT = {
    "1: Adam's arguments": (1, 41),
    "1: TrainOneStepCell": (1, 42),
    "2: ReLU() needs no arguments": (2, 18),
    "4: the default pad_mode 'same' of a TensorFlow port": (4, 6),
    "6: the order of LRN's arguments": (6, 9),
    "6: 'SAME' in capitals on MaxPool2d": (6, 18),
    "6: the first LRN": (6, 19),
    "6: a layer that is called": (6, 27),
    "6: MaxPool2d with stride 1": (6, 28),
    "6: concat along axis 1": (6, 31),
    "8: names of earlier cells": (8, 3),
    "8: the operators that construct uses": (8, 6),
    "8: a loss that is computed": (8, 19),
    "9: epochs": (9, 9),
    "9: Model(TrainOneStepCell)": (9, 16),
    "10: the split ReLU": (10, 89),
    "10: BatchNorm momentum 0.9 of a torch port": (10, 93),
    "10: pad_mode='pad' without padding": (10, 94),
    "10: pad_mode='pad' with padding": (10, 97),
    "10: the ReLU within the shortcut": (10, 111),
    "10: pad_mode='pad' within the shortcut": (10, 112),
    "10: `out += residual` rebinds": (10, 134),
    "10: torch's `out += residual`": (10, 64),
    "10: the call of another method": (10, 138),
    "10: Model(TrainOneStepCell) again": (10, 162),
}
#: Prose in a table is no code.
TABLE = (10, 168, 10, 176)


@cache
def findings(name: str) -> tuple[Finding, ...]:
    return tuple(check_source(seed_notebook(name).read_bytes(), name, Settings()))


@pytest.mark.parametrize(("cell", "line", "code", "word"), EXPECTED)
def test_expected_finding(cell: int, line: int, code: str, word: str) -> None:
    here = [f for f in findings(NOTEBOOK) if (f.location.cell, f.location.line) == (cell, line)]
    assert any(f.code == code and word in f.message for f in here), [f"{f.code} {f.message}" for f in here]


@pytest.mark.parametrize(("cell", "line"), SILENT.values(), ids=SILENT.keys())
def test_silence(cell: int, line: int) -> None:
    here = [f for f in findings(NOTEBOOK) if f.location.cell == cell and f.location.line <= line <= f.location.end_line]
    assert here == []


def test_nothing_unlisted() -> None:
    found = Counter((f.location.cell or 0, f.location.line, f.code) for f in findings(NOTEBOOK))
    expected = Counter((cell, line, code) for cell, line, code, _ in EXPECTED)
    assert sorted((found - expected).elements()) == [], "found, not listed"
    assert sorted((expected - found).elements()) == [], "listed, not found"


def test_the_table_is_prose() -> None:
    first_cell, first, last_cell, last = TABLE
    assert not [
        f for f in findings(NOTEBOOK) if f.location.cell in (first_cell, last_cell) and first <= f.location.line <= last
    ]


def test_torch_cells_are_work_and_not_errors() -> None:
    for f in findings(NOTEBOOK):
        if f.code in ("MSL101", "MSL102", "MSL103", "MSL104", "MSL105", "MSL106"):
            assert f.severity is Severity.INFO, f


def test_columns_point_at_the_name() -> None:
    lines: dict[int, list[str]] = {}
    document = json.loads(seed_notebook(NOTEBOOK).read_text(encoding="utf-8"))
    for number, cell in enumerate(document["cells"]):
        lines[number] = "".join(cell["source"]).split("\n")
    pointed: dict[tuple[int, int, str], str] = {}
    for f in findings(NOTEBOOK):
        at = f.location
        assert at.cell is not None
        text = lines[at.cell][at.line - 1]
        assert 1 <= at.column <= len(text)
        if at.line == at.end_line:
            assert at.column <= at.end_column <= len(text) + 1
            pointed[at.cell, at.line, f.code] = text[at.column - 1 : at.end_column - 1]
    assert pointed[1, 13, "MSL701"] == "self.poss_net"
    assert pointed[1, 25, "MSL706"] == "self.fc(input_1)"
    assert pointed[1, 35, "MSL705"] == "loss"
    assert pointed[2, 17, "MSL201"] == "Conv2d()"
    assert pointed[6, 72, "MSL708"] == "icp2_in"
    assert pointed[6, 73, "MSL707"] == '"""etc"""'
    assert pointed[9, 17, "MSL704"] == "dataset"
    assert pointed[10, 15, "MSL101"] == "nn.Module"
    assert pointed[10, 69, "MSL104"] == "size()"
    assert pointed[10, 88, "MSL704"] == "mode"


def test_the_collapsed_notebook_gives_one_finding() -> None:
    (found,) = findings(COLLAPSED)
    assert found.code == "MSL001"
    assert found.location.cell == 1
    assert (found.location.line, found.severity) == (9, Severity.ERROR)


@pytest.mark.parametrize("select", ["MSL7", "MSL704", "MSL1", "undefined-name"])
def test_selection_takes_a_part_of_the_whole(select: str) -> None:
    part = check_source(seed_notebook(NOTEBOOK).read_bytes(), NOTEBOOK, Settings(select=(select,)))
    whole = [f for f in findings(NOTEBOOK) if f.code.startswith(select) or f.name == select]
    assert part == whole
    assert part
