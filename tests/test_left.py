"""What the summary says is left of another framework: never too little."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

from ms_lint.cli import main
from ms_lint.conversion.left import framework_of
from ms_lint.findings import Left
from ms_lint.runner import check_content, fix_content
from ms_lint.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
from measure_conversion import SNIPPETS, read_snippets

DATA = SNIPPETS.parent


def left_in(content: bytes, path: str) -> list[Left]:
    found: list[Left] = []
    check_content(content, path, Settings(target_version="2.10.0"), {}, left=found)
    return found


def names_of_torch(content: bytes) -> set[str]:
    """The imports of torch and of libraries made of it, by the names that they bind, that stand in a file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Import):
            found |= {item.name for item in node.names if framework_of(item.name.partition(".")[0]) == "torch"}
        elif isinstance(node, ast.ImportFrom) and framework_of((node.module or "").partition(".")[0]) == "torch":
            found |= {item.name for item in node.names}
    return found


@pytest.mark.parametrize(
    "name", ["creation", "functional", "functions", "layers", "methods", "modules", "models", "loops"]
)
def test_what_stays_is_counted_before_and_after(name: str, tmp_path: Path) -> None:
    snippets = read_snippets(DATA / name) if (DATA / name).is_dir() else read_snippets(SNIPPETS)
    wrong = []
    for snippet in snippets:
        if not snippet.name.startswith(f"{name}:") and not (DATA / name).is_dir():
            continue
        content, path = snippet.text.encode(), str(tmp_path / "net.py")
        after = fix_content(content, path, Settings(target_version="2.10.0"), unsafe=True).content
        if names_of_torch(after) and not (left_in(content, path) and left_in(after, path)):
            wrong.append((snippet.name, after.decode()))
    assert wrong == []


CODE = """\
import torch
from einops import rearrange
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        x = rearrange(x, "b (h d) -> b h d", h=2)
        return torch.unique(x), torch.relu(x)
"""


def summary(code: str, folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    (folder / "net.py").write_text(code, encoding="utf-8")
    main(["check", str(folder / "net.py"), *options])
    return capsys.readouterr().out


def test_the_summary_names_what_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = summary(CODE, tmp_path, capsys)
    assert out.endswith("No fix takes out 2 uses of other frameworks: einops.rearrange, torch.unique.\n")
    out = summary(CODE, tmp_path, capsys, "--fix", "--unsafe-fixes")
    assert out.endswith("2 uses of other frameworks are left to be done by hand: einops.rearrange, torch.unique.\n")


def test_nothing_left_is_said_where_it_is_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "import torch\n\nx = torch.ones(3)\n"
    assert summary(code, tmp_path, capsys).endswith("\nThe fixes leave nothing of other frameworks.\n")
    assert summary(code, tmp_path, capsys, "--fix").endswith("Fixed 2. No findings in 1 file.\n")


def test_json_has_the_apis(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(summary(CODE, tmp_path, capsys, "--output-format", "json"))["summary"]
    assert found["by_hand"] == {"einops.rearrange": 1, "torch.unique": 1}
    assert found["meant"] == 0


def test_what_is_meant_is_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = (
        "import mindspore as ms\ntry:\n    import torch\nexcept ImportError:\n    torch = None\n\n\n"
        "def is_torch(x):\n    return torch is not None and isinstance(x, torch.Tensor)\n"
    )
    assert summary(code, tmp_path, capsys).endswith("1 use of another framework is left where it is meant.\n")
