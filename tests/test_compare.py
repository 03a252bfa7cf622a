"""Ports held against references: a faithful one gives no finding, one planted difference exactly that one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Optional

import make_compare_table as maker
import pytest
from compare_helpers import (
    DATA,
    KERAS,
    KERAS_WEIGHTS,
    PLANTED,
    POSE,
    SMALL,
    TORCH,
    WEIGHTS,
    reference_file,
    references_of,
)
from helpers import write_files

import ms_lint
from ms_lint.analysis import compare
from ms_lint.cli import main
from ms_lint.compare.comparison import Comparison, ComparisonError, compare_module, read_names
from ms_lint.compare.name_map import name_map
from ms_lint.compare.sources import load_reference
from ms_lint.compare.tables import as_html, rows, summary
from ms_lint.findings import Finding
from ms_lint.rules import load_rules
from ms_lint.semantics.module import Module
from ms_lint.settings import Settings

PORTS = DATA / "ports"
SETTINGS = Settings(select=("MSL9",))


def held(
    reference: str, port: Path, name: str, names: Optional[dict[str, str]] = None
) -> tuple[Comparison, list[Finding]]:
    """The comparison of a class with a file, and its findings."""

    def compared(module: Module) -> Comparison:
        return compare_module(load_reference(reference, module.catalog, default=name), module, name, names or {})

    return compare(str(port), SETTINGS, compared)


def path_of(reference: str, folder: Path) -> str:
    """A reference by its name: a file that was made, or source code."""
    return str(DATA / "originals" / reference) if ".py" in reference else str(reference_file(reference, folder))


FAITHFUL = [
    *((reference, "torch_net.py", "Net") for reference in (*TORCH, *WEIGHTS)),
    *((reference, "torch_net.py", "TextNet") for reference in ("text.pth", "text_module.pt", "torch_net.py")),
    *((reference, "keras_net.py", "Net") for reference in (*KERAS, *KERAS_WEIGHTS)),
    *((reference, "pose.py", "PoseNet") for reference in POSE),
    *((reference, "small.py", "Small") for reference in (*SMALL, "small.index")),
]


@pytest.mark.parametrize(("reference", "port", "name"), FAITHFUL)
def test_a_faithful_port_gives_no_finding(reference: str, port: str, name: str, tmp_path: Path) -> None:
    comparison, findings = held(path_of(reference, tmp_path), PORTS / port, name)
    assert findings == []
    assert comparison.differences == ()
    assert comparison.matching.rest == []  # nothing is left out by being unmatched
    assert comparison.cell.is_complete
    weighted = [layer for layer in comparison.matching.surplus if layer.weights]
    assert weighted == [] or comparison.reference.may_be_folded


@pytest.mark.parametrize(
    ("reference", "port"),
    [
        *((reference, "keras_shared.py") for reference in ("shared.keras", "shared.h5", "shared_frozen.pb")),
        ("keras_shared.py:build", "keras_shared.py"),
        ("shared.onnx", "torch_shared.py"),
        ("torch_shared.py", "torch_shared.py"),
    ],
)
def test_layers_that_both_sides_call_twice(reference: str, port: str, tmp_path: Path) -> None:
    comparison, findings = held(path_of(reference, tmp_path), PORTS / port, "Net")
    assert findings == []
    assert comparison.differences == ()
    calls = {pair.cell.name: pair.reference.calls for pair in comparison.matching.pairs}
    assert calls["shared"] == calls["norm"] == 2
    assert {layer.kind for layer in comparison.matching.rest} <= {"max_pool"}  # of a graph's poolings each is one


def test_what_is_matched_by_what(tmp_path: Path) -> None:
    comparison, _ = held(path_of("pose.pb", tmp_path), PORTS / "pose.py", "PoseNet")
    by = {pair.reference.name: (pair.cell.name, pair.by) for pair in comparison.matching.pairs}
    assert len(by) == 28
    assert by["mix1_out3"] == ("mix1_out3.conv", "name")
    assert {by["mix1_concat"][1], by["mix2_concat"][1]} == {"order"}
    comparison, _ = held(path_of("net.index", tmp_path), PORTS / "keras_net.py", "Net")
    assert {pair.by for pair in comparison.matching.pairs} == {"shape"}
    assert comparison.matching.cell_of("model/_operations/6") is not None


# ---------------------------------------------------------------- planted differences

CASES = [
    pytest.param(case, reference, id=f"{case}-{reference}")
    for case, planted in PLANTED.items()
    for reference in references_of(planted)
]


@pytest.mark.parametrize(("case", "reference"), CASES)
def test_a_planted_difference_is_found(case: str, reference: str, tmp_path: Path) -> None:
    planted = PLANTED[case]
    text = (PORTS / planted["port"]).read_text(encoding="utf-8")
    assert text.count(planted["before"]) == 1
    changed = tmp_path / planted["port"]
    changed.write_text(text.replace(planted["before"], planted["after"]), encoding="utf-8")
    _, findings = held(path_of(reference, tmp_path), changed, planted["class"])
    assert [finding.code for finding in findings] == planted["codes"], [finding.message for finding in findings]
    line = text[: text.index(planted["before"])].count("\n") + 1
    for finding in findings:
        assert Path(reference).name.partition(":")[0] in finding.message
        assert finding.location.line == line or planted.get("moved")


def test_each_rule_has_a_planted_difference() -> None:
    planted = {code for case in PLANTED.values() for code in case["codes"]}
    assert planted == {rule.code for rule in load_rules() if rule.code.startswith("MSL9")}


def test_the_page_counts_them() -> None:
    page = maker.PAGE.read_text(encoding="utf-8")
    assert "<!-- planted -->" in page
    assert maker.written(page) == page, "run tools/make_compare_table.py"


def test_a_graph_read_by_eye(tmp_path: Path) -> None:
    """The two numbers that reading a graph by eye got wrong, the layers that are not called yet, and nothing else."""
    for reference in POSE:
        comparison, findings = held(path_of(reference, tmp_path), PORTS / "pose_by_eye.py", "PoseNet")
        text = (PORTS / "pose_by_eye.py").read_text(encoding="utf-8").splitlines()
        wrong = [finding for finding in findings if finding.code != "MSL912"]
        assert [(finding.code, text[finding.location.line - 1].strip()) for finding in wrong] == [
            ("MSL902", "self.mix1_out3 = ConvReLU(192, 5, 32, 1)"),
            ("MSL909", next(line.strip() for line in text if "nn.Adam" in line)),
        ]
        assert "`mix1_out3.conv` has kernel_size=5" in wrong[0].message
        assert "Conv2D `mix1_out3`" in wrong[0].message
        assert "learning_rate=0.001" in wrong[1].message
        assert "0.0001" in wrong[1].message
        uncalled = {
            re.findall(r"self\.(\w+)", text[each.location.line - 1])[0] for each in findings if each.code == "MSL912"
        }
        assert uncalled == {
            "mix2_reduction1", "mix2_out1", "mix2_reduction2", "mix2_out2", "mix2_pool", "mix2_out3", "mix2_out0",
            "cls1_pool", "cls1_reduction", "cls1_fc1", "cls1_fc_pose_xyz", "cls1_fc_pose_wpqr",
        }  # fmt: skip
        assert any("mix2_out3.conv" in line for line in summary(comparison))


# ---------------------------------------------------------------- what is not known


def test_unknown_is_no_difference(tmp_path: Path) -> None:
    text = (PORTS / "torch_net.py").read_text(encoding="utf-8")
    for before, after in [
        ("self.left = conv(6, 4, 1)", "self.left = conv(6, 4, read_kernel())"),
        ("nn.BatchNorm2d(8, eps=1e-5", "nn.BatchNorm2d(8, eps=read_kernel()"),
        ("self.blocks = nn.SequentialCell(Block(8, 8), Block(8, 16, 2))", "self.blocks = make_blocks()"),
        ("self.norm = nn.GroupNorm(3, 9)", "self.norm = make_norm()"),
        ("x = self.blocks(x)", "x = self.blocks(x) if read_kernel() else x"),
    ]:
        assert before in text
        changed = (
            write_files(tmp_path, {"net.py": "from elsewhere import *\n" + text.replace(before, after)}) / "net.py"
        )
        for reference in (*TORCH, "net.pth"):
            _, findings = held(path_of(reference, tmp_path), changed, "Net")
            assert findings == [], (before, reference)


def test_ambiguous_layers_are_listed_and_not_compared(tmp_path: Path) -> None:
    code = """
    from mindspore import nn

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.one = nn.Conv2d(3, 8, 3)
            self.two = nn.Conv2d(3, 8, 3)

        def construct(self, x):
            return self.one(x) + self.two(x)
    """
    original = """
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.left = nn.Conv2d(3, 8, 3)
            self.right = nn.Conv2d(3, 8, 3)

        def forward(self, x):
            return self.left(x) + self.right(x)
    """
    write_files(tmp_path, {"net.py": code, "original.py": original})
    comparison, findings = held(str(tmp_path / "original.py"), tmp_path / "net.py", "Net")
    assert findings == []
    assert [layer.name for layer in comparison.matching.rest] == ["left", "right"]
    assert {row.note for row in rows(comparison)} == {"not matched"}
    comparison, findings = held(
        str(tmp_path / "original.py"), tmp_path / "net.py", "Net", {"left": "one", "right": "two"}
    )
    assert {pair.by for pair in comparison.matching.pairs} == {"map"}
    assert {finding.code for finding in findings} == {"MSL902", "MSL904"}


def test_arguments_of_a_class(tmp_path: Path) -> None:
    code = """
    from mindspore import nn

    class Net(nn.Cell):
        def __init__(self, depth, width=4):
            super().__init__()
            self.layers = nn.CellList([nn.Dense(width, width) for _ in range(depth)])

        def construct(self, x):
            for layer in self.layers:
                x = layer(x)
            return x
    """
    original = code.replace("mindspore", "torch").replace("nn.Cell)", "nn.Module)").replace("CellList", "ModuleList")
    original = original.replace("Dense", "Linear").replace("construct", "forward")
    write_files(tmp_path, {"net.py": code, "original.py": original})
    for arguments, missing in (("depth=3", 0), ("depth=2", 1)):
        comparison, findings = held(
            f"{tmp_path / 'original.py'}:Net(depth=3)", tmp_path / "net.py", f"Net({arguments})"
        )
        assert len(comparison.matching.pairs) == 3 - missing
        assert [finding.code for finding in findings] == ["MSL910"] * missing


# ---------------------------------------------------------------- tables and maps


def test_table(tmp_path: Path) -> None:
    comparison, _ = held(path_of("pose.pb", tmp_path), PORTS / "pose_by_eye.py", "PoseNet")
    table = {row.reference.partition(" ")[0]: row for row in rows(comparison)}
    assert table["mix1_out3"].state == "differs"
    assert table["mix1_out3"].note == "kernel_size=5 for 1"
    assert table["conv1"].state == "same"
    assert table["mix2_pool"].state == "uncalled"
    page = as_html(comparison)
    assert page.count("<tr") == len(rows(comparison)) + 1
    assert "kernel_size=5 for 1" in page


def test_names_from_a_file_are_escaped_in_the_page(tmp_path: Path) -> None:
    original = """
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.Sequential()
            self.layers.add_module("<script>", nn.Linear(3, 4))

        def forward(self, x):
            return self.layers(x)
    """
    code = """
    from mindspore import nn

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.head = nn.Dense(3, 4)

        def construct(self, x):
            return self.head(x)
    """
    write_files(tmp_path, {"net.py": code, "original.py": original})
    comparison, _ = held(str(tmp_path / "original.py"), tmp_path / "net.py", "Net")
    assert "<script>" not in as_html(comparison)


def test_map_of_names(tmp_path: Path) -> None:
    comparison, _ = held(path_of("net.pth", tmp_path), PORTS / "torch_net.py", "Net")
    found = name_map(comparison)
    assert found["parameters"]["stem.weight"] == {"from": "stem.weight"}
    assert found["parameters"]["stem_norm.gamma"] == {"from": "stem_norm.weight"}
    assert found["parameters"]["blocks.1.bn1.moving_variance"] == {"from": "blocks.1.bn1.running_var"}
    assert found["unmatched"] == {"cell": [], "reference": []}
    comparison, _ = held(path_of("net.keras", tmp_path), PORTS / "keras_net.py", "Net")
    found = name_map(comparison)["parameters"]
    assert found["stem.weight"] == {"from": "stem/kernel", "transpose": [3, 2, 0, 1]}
    assert found["depthwise.weight"] == {"from": "depthwise/kernel", "transpose": [2, 3, 0, 1]}
    assert found["up.weight"] == {"from": "up/kernel", "transpose": [3, 2, 0, 1]}
    assert found["hidden.weight"] == {"from": "hidden/kernel", "transpose": [1, 0]}  # the port flattens NHWC itself
    text = (
        (PORTS / "keras_net.py")
        .read_text(encoding="utf-8")
        .replace("ops.flatten(x.permute(0, 2, 3, 1))", "ops.flatten(x)")
    )
    changed = write_files(tmp_path, {"net.py": text}) / "net.py"
    comparison, _ = held(path_of("net.keras", tmp_path), changed, "Net")
    assert name_map(comparison)["parameters"]["hidden.weight"]["flatten"] == [16, 5]


# ---------------------------------------------------------------- the command


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["compare", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pose, port = path_of("pose.pb", tmp_path), PORTS / "pose_by_eye.py"
    code, out, err = run(capsys, pose, f"{port}:PoseNet")
    assert code == 1
    assert "MSL902" in out
    assert "27 layers matched" in err
    code, out, _ = run(capsys, pose, f"{PORTS / 'pose.py'}")  # of its Cells the one that fits
    assert (code, out) == (0, "No findings in 1 file.\n")
    assert run(capsys, pose, port, "--exit-zero", "-q")[0] == 0
    code, out, _ = run(capsys, pose, port, "--select", "MSL909")
    assert "MSL902" not in out


def test_formats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pose, port = path_of("pose.pb", tmp_path), PORTS / "pose_by_eye.py"
    _, out, _ = run(capsys, pose, port, "--output-format", "json")
    assert {finding["code"] for finding in json.loads(out)["findings"]} == {"MSL902", "MSL909", "MSL912"}
    _, out, _ = run(capsys, pose, port, "--output-format", "sarif")
    assert json.loads(out)["runs"][0]["results"]
    _, out, _ = run(capsys, pose, port, "--output-format", "github")
    assert out.count("::error") == 14
    _, out, _ = run(capsys, pose, port, "--table")
    assert "kernel_size=5 for 1" in out
    page, names = tmp_path / "page.html", tmp_path / "names.json"
    run(capsys, pose, port, "--html", page, "--write-map", names)
    assert "</html>" in page.read_text(encoding="utf-8")
    assert json.loads(names.read_text(encoding="utf-8"))["layers"]["conv1"] == "conv1.conv"
    assert read_names(str(names))["conv1"] == "conv1.conv"
    assert run(capsys, pose, f"{PORTS / 'pose.py'}:PoseNet", "--names", names)[0] == 0


@pytest.mark.parametrize(
    ("reference", "target", "reason"),
    [
        ("none.pb", "net.py", "no such file"),
        ("broken.pb", "net.py", "truncated"),
        ("original.txt", "net.py", "known are"),
        ("good.safetensors", "none.py", "no such file"),
        ("good.safetensors", "net.py:Other", "no model called Other; it has Net"),
        ("good.safetensors", "net.py:Net(", "no class with arguments"),
        ("good.safetensors", "broken.py", "syntax"),
        ("good.safetensors", "empty.py", "no class with layers"),
        ("good.safetensors", "folder", "name the class"),
        ("good.safetensors", "folder:Other", "no file has a class or function Other"),
        ("good.safetensors", "net.py:Nett", "did you mean Net?"),
        ("good.safetensors", "net.py:Net(depth=3)", "Net has no parameter depth; it has none"),
        ("good.safetensors", "net.py:make(size=3)", "make has no parameter size; it has width"),
        ("good.safetensors", "net.py:make", "what make returns is not known; name the class instead"),
        ("net.py:Other", "net.py", "no model called Other"),
        ("broken.py", "net.py", "syntax"),
    ],
)
def test_what_cannot_be_compared(
    reference: str, target: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    net = """
    from mindspore import nn

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.stem = nn.Dense(3, 4)

        def construct(self, x):
            return self.stem(x)

    def make(width=4):
        return choose(Net, width)
    """
    write_files(
        tmp_path,
        {"net.py": net, "folder/net.py": net, "broken.py": "import mindspore\ndef (", "empty.py": "import mindspore\n",
         "original.txt": "hello"},
    )  # fmt: skip
    (tmp_path / "broken.pb").write_bytes(b"\x0a\x7fabc")
    (tmp_path / "good.safetensors").write_bytes(reference_file("net.safetensors", tmp_path).read_bytes())
    code, out, err = run(capsys, tmp_path / reference, tmp_path / target)
    assert code == 2
    assert out == ""
    assert err.startswith("ms-lint: error: ")
    assert reason in err.lower() if reason == "syntax" else reason in err
    assert err.count("\n") == 1


def test_a_class_in_a_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (PORTS / "pose.py").read_text(encoding="utf-8")
    write_files(tmp_path, {"models/__init__.py": "from .pose import PoseNet\n", "models/pose.py": text})
    assert run(capsys, path_of("pose.pb", tmp_path), f"{tmp_path / 'models'}:PoseNet")[0] == 0


def test_notebook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (PORTS / "pose_by_eye.py").read_text(encoding="utf-8")
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "source": part, "outputs": [], "execution_count": None}
        for part in text.split("class PoseLoss")[:1]
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "pose.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    code, out, _ = run(capsys, path_of("pose.pb", tmp_path), f"{path}:PoseNet", "--output-format", "json")
    assert code == 1
    assert {finding["code"] for finding in json.loads(out)["findings"]} == {"MSL902", "MSL912"}


# ---------------------------------------------------------------- pairs in the settings


def project(folder: Path, pairs: str, code: str = "") -> Path:
    """A project with the port that has mistakes, the graph beside it, and pairs in its settings."""
    reference_file("pose.pb", folder)
    text = code or (PORTS / "pose_by_eye.py").read_text(encoding="utf-8")
    write_files(folder, {"net/pose.py": text})
    (folder / "pyproject.toml").write_text(f"[tool.ms-lint]\nselect = ['MSL9', 'MSL004']\n{pairs}", encoding="utf-8")
    return folder


def test_check_watches_the_pairs(tmp_path: Path) -> None:
    pair = '[tool.ms-lint.compare]\n"net/pose.py:PoseNet" = "pose.pb"\n'
    findings = ms_lint.check_paths([project(tmp_path, pair)])
    assert {finding.code for finding in findings} == {"MSL902", "MSL909", "MSL912"}
    silenced = (PORTS / "pose_by_eye.py").read_text(encoding="utf-8")
    silenced = silenced.replace("ConvReLU(192, 5, 32, 1)", "ConvReLU(192, 5, 32, 1)  # noqa: MSL902")
    findings = ms_lint.check_paths([project(tmp_path, pair, silenced)])
    assert {finding.code for finding in findings} == {"MSL909", "MSL912"}


def test_pairs_with_a_map_and_several_references(tmp_path: Path) -> None:
    (tmp_path / "names.json").write_text('{"conv1": "conv1.conv"}', encoding="utf-8")
    pair = (
        '[tool.ms-lint.compare]\n"net/pose.py:PoseNet" = [{ reference = "pose.pb", names = "names.json" }, "none.pb"]\n'
    )
    findings = ms_lint.check_paths([project(tmp_path, pair)])
    assert {finding.code for finding in findings} == {"MSL902", "MSL909", "MSL912", "MSL004"}
    unreadable = next(finding for finding in findings if finding.code == "MSL004")
    assert "none.pb" in unreadable.message
    assert (unreadable.location.line, unreadable.location.column) == (1, 1)


def test_files_without_a_pair_are_not_compared(tmp_path: Path) -> None:
    pair = '[tool.ms-lint.compare]\n"net/other.py:PoseNet" = "pose.pb"\n'
    assert ms_lint.check_paths([project(tmp_path, pair)]) == []


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        ('compare = "pose.pb"', "must be a table"),
        ('[tool.ms-lint.compare]\n"net.py" = 3', "must be"),
        ('[tool.ms-lint.compare]\n"net.py" = { names = "a.json" }', "no reference"),
        ('[tool.ms-lint.compare]\n"net.py" = { reference = "a.pb", map = "a.json" }', 'unknown key "map"'),
    ],
)
def test_wrong_pairs_are_settings_errors(pairs: str, reason: str, tmp_path: Path) -> None:
    from ms_lint.settings import SettingsError, load_settings

    project(tmp_path, pairs)
    with pytest.raises(SettingsError, match=reason):
        load_settings(tmp_path / "net" / "pose.py")


def test_a_map_that_is_none(tmp_path: Path) -> None:
    for content in ("", "[1]", '{"a": 1}', "[" * 100_000):
        path = tmp_path / "names.json"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ComparisonError):
            read_names(str(path))
