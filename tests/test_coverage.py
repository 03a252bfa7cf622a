"""Uses of torch in files, and how many of them the counterparts cover (tools/measure_coverage.py)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from measure_coverage import count_uses, coverage, report

from ms_lint.usage import find_uses

CODE = """
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.classify = nn.Linear(3, 4)

    def forward(self, x: torch.Tensor):
        x = F.relu(self.classify(x)).view(-1)
        return x.size(0), torch.no_such_function(x)


loader = DataLoader([], 3)
"""
NAMES = {
    "torch.nn.Module",
    "torch.Tensor",
    "torch.nn.Linear",
    "torch.nn.functional.relu",
    "torch.Tensor.view",
    "torch.Tensor.size",
    "torch.no_such_function",
    "torch.utils.data.DataLoader",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "head.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "broken.py").write_text("import torch\ntorch.zeros(", encoding="utf-8")
    (tmp_path / "other.py").write_text("import os\nos.getcwd()\n", encoding="utf-8")
    return tmp_path


def test_uses_are_found_by_what_names_are_bound_to(project: Path) -> None:
    uses = list(find_uses([str(project)]))
    assert {use.name for use in uses} == NAMES
    relu = next(use for use in uses if use.name.endswith("relu"))
    assert (Path(relu.path).name, relu.location.line) == ("head.py", 14)


def test_an_attribute_that_a_class_of_the_project_adds_is_no_use(tmp_path: Path) -> None:
    code = "from torch import nn\nclass A(nn.Sequential):\n    pass\nx = A()\nx.anything\nnn.Sequential().stem(1)\n"
    (tmp_path / "a.py").write_text(code, encoding="utf-8")
    assert {use.name for use in find_uses([str(tmp_path)])} == {"torch.nn.Sequential"}


def test_what_is_not_known_counts_as_missing(project: Path) -> None:
    kinds, missing = coverage(count_uses(project))
    assert missing == Counter({"torch.no_such_function": 1})
    assert kinds["missing"] == 1
    assert sum(kinds.values()) == len(NAMES)


def test_the_report_says_the_share() -> None:
    text = report("some", Counter({"torch.cat": 3, "torch.no_such_function": 1}), 5)
    assert text.splitlines()[0].startswith("some: 4 uses of 2 names, 75.00 % covered")
    assert text.splitlines()[1].split() == ["1", "torch.no_such_function"]


def test_no_uses_are_no_division_by_zero() -> None:
    assert "0 uses of 0 names, 0.00 % covered" in report("none", Counter(), 5)
