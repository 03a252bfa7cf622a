"""`ms-lint api`: names and their spellings, what is shown of them, and what a project lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ms_lint import api
from ms_lint.cli import main
from ms_lint.knowledge.versions import SHIPPED_VERSIONS

NEWEST = api.Target((SHIPPED_VERSIONS[-1],))
MINT = api.Target((SHIPPED_VERSIONS[-1],), "mint")


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("torch.nn.functional.relu", ["torch.nn.functional.relu"]),
        ("F.relu", ["torch.nn.functional.relu"]),
        ("nn.Conv2d", ["torch.nn.Conv2d", "mindspore.nn.Conv2d"]),
        ("Tensor.view", ["torch.Tensor.view", "mindspore.Tensor.view"]),
        ("tf.nn.conv2d", ["tensorflow.nn.conv2d"]),
        ("keras.layers.Dense", ["keras.layers.Dense"]),
        ("ops.max", ["mindspore.ops.max"]),
        ("ms.set_device", ["mindspore.set_device"]),
        ("mint.nn.Linear", ["mindspore.mint.nn.Linear"]),
        ("torch.nn.init.kaiming_normal_", ["torch.nn.init.kaiming_normal_"]),
        ("torchvision.ops.nms", ["torchvision.ops.nms"]),
        ("no_such_name", []),
        ("nn.NoSuchLayer", []),
        ("", []),
        (".", []),
        ("torch", []),
        ("x" * 1000, []),
    ],
)
def test_spellings(spelling: str, names: list[str]) -> None:
    assert api.resolve(spelling) == names


def test_a_name_without_dots_is_looked_for_everywhere() -> None:
    found = api.resolve("relu")
    assert {"torch.relu", "torch.nn.functional.relu", "torch.Tensor.relu", "mindspore.ops.relu"} <= set(found)
    assert api.resolve("Conv2d") == ["torch.nn.Conv2d", "mindspore.nn.Conv2d", "mindspore.mint.nn.Conv2d"]


def test_nearest_names() -> None:
    assert api.nearest_names("nn.Convv2d")[0] == "torch.nn.Conv2d"
    assert api.nearest_names("torch.nn.functional.rellu")[0] == "torch.nn.functional.relu"
    assert api.nearest_names("mindspore.ops.reshap")[0] == "mindspore.ops.reshape"
    assert api.nearest_names("Conv2D") != []
    assert api.nearest_names("qqqqqqqqqq") == []


def test_both_signatures_stand_side_by_side() -> None:
    found = api.describe("torch.nn.Conv2d", NEWEST)
    first = found["counterparts"][0]
    assert first["write"] == "nn.Conv2d"
    assert first["devices"] == ["Ascend", "GPU", "CPU"]
    assert ["in_channels", "in_channels", ""] in first["parameters"]
    assert ["bias=True", "has_bias=False", "renamed, another default"] in first["parameters"]
    assert ["padding_mode='zeros'", "", "left out"] in first["parameters"]
    assert ["", "pad_mode='same'", ""] in first["parameters"]


def test_the_family_is_put_first() -> None:
    assert api.describe("torch.nn.Linear", NEWEST)["counterparts"][0]["write"] == "nn.Dense"
    first = api.describe("torch.nn.Linear", MINT)["counterparts"][0]
    assert (first["write"], first["verdict"], first["family"]) == ("mint.nn.Linear", "same", "mint")


def test_a_version_that_has_nothing_is_told_which_one_has() -> None:
    found = api.describe("torch.optim.NAdam", api.Target(("2.0.0",)))
    assert found["advice"] == "Nothing in MindSpore 2.0 is known to stand for it; MindSpore 2.5 has it."
    assert not found["counterparts"][0]["in_target"]
    assert "not in 2.0" in api.as_text(found)


def test_a_name_of_mindspore_has_its_versions() -> None:
    relu = api.describe("mindspore.ops.relu", NEWEST)
    assert (relu["since"], relu["until"], relu["not_in"]) == ("1.9.0", None, "1.8.1")
    assert relu["in_target"]
    assert "torch.nn.functional.relu" in relu["originals"]
    gone = api.describe("mindspore.ops.ResizeBilinear", NEWEST)
    assert gone["until"] is not None
    assert not gone["in_target"]
    text = api.as_text(gone)
    assert "MindSpore 2.10 does not have it." in text
    assert "until" in text
    concat = api.describe("mindspore.ops.Concat", NEWEST)
    assert concat["signatures"][-1]["instance"]


def test_every_kind_of_name_can_be_shown() -> None:
    for name in (
        "torch.float32",
        "torch.cuda.empty_cache",
        "torch.nn.RMSNorm",
        "torch.Tensor.add_",
        "torch.nn.functional",
        "tensorflow.nn.conv2d",
        "mindspore.nn",
        "mindspore.float32",
        "mindspore.Tensor.shape",
        "mindspore.mint.nn.functional",
    ):
        text = api.as_text(api.describe(name, NEWEST))
        assert text.startswith(name)
        json.loads(api.as_json(api.describe(name, NEWEST)))


# ---------------------------------------------------------------- the command


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["api", "nn.Conv2d", "--target-version", "2.10"]) == 0
    out = capsys.readouterr().out
    assert "In MindSpore write `nn.Conv2d`" in out
    assert "By position, the first 4 arguments mean the same." in out
    assert "mindspore.nn.Conv2d  (class" in out


def test_command_with_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["api", "F.relu", "nn.Convv2d"]) == 1
    captured = capsys.readouterr()
    assert "torch.nn.functional.relu" in captured.out
    assert 'ms-lint: "nn.Convv2d" is not known; the nearest are torch.nn.Conv2d' in captured.err


def test_command_with_a_package_or_something_of_one_without_a_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["api", "torch", "torchvision.models.resnet50"]) == 1
    captured = capsys.readouterr()
    assert "take the network from mindcv" in captured.out
    assert captured.err == 'ms-lint: "torch" is a whole package; name something in it\n'


def test_what_mindspore_says_to_use_and_long_signatures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["api", "mindspore.nn.OneHot", "mindspore.set_context"]) == 0
    out = capsys.readouterr().out
    assert "Deprecated since MindSpore 2.0. MindSpore says to use ops.one_hot." in out
    assert max(map(len, out.splitlines())) <= 120


def test_a_method_stands_for_a_function_whose_first_argument_is_its_tensor() -> None:
    found = api.describe("torch.trace", api.Target(("1.8.1",)))
    method = next(item for item in found["counterparts"] if item["write"] == "x.trace(...)")
    assert method["parameters"][0] == ["input", "x", "the tensor whose method it is"]


def test_command_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["api", "torch.cat", "nn.Convv2d", "--output-format", "json", "--target-version", "2.0"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["names"][0]["name"] == "torch.cat"
    assert data["names"][0]["target_versions"] == ["2.0.0"]
    assert data["unknown"]["nn.Convv2d"]


@pytest.mark.parametrize("arguments", [[], ["F.relu", "--missing", "."], ["--missing", "no/such/folder"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["api", *arguments]) == 2
    assert capsys.readouterr().err.startswith("ms-lint: error: ")


def test_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "import torch\nx = torch.nn.RMSNorm(3)\ny = torch.cat([x])\nz = torch.nn.RMSNorm(4)\n"
    (tmp_path / "a.py").write_text(code, encoding="utf-8")
    (tmp_path / "b.py").write_text("import torch\ntorch.optim.NAdam([])\ntorch.no_such()\n", encoding="utf-8")
    assert main(["api", "--missing", str(tmp_path), "--target-version", "2.10"]) == 1
    out = capsys.readouterr().out
    assert "2  torch.nn.RMSNorm: MindSpore has no counterpart; write it out" in out
    assert "a.py:2" in out
    assert "3 of 5 uses, 2 of 4 names of torch and TensorFlow have no counterpart." in out
    assert main(["api", "--missing", str(tmp_path), "--target-version", "2.0", "--output-format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [(item["name"], item["verdict"], item["count"]) for item in data["missing"]] == [
        ("torch.nn.RMSNorm", "none", 2),
        ("torch.no_such", "unknown", 1),
        ("torch.optim.NAdam", "unknown", 1),
    ]
    assert data["missing"][0]["places"][0]["line"] == 2


def test_nothing_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.py").write_text("import torch\ny = torch.cat([])\n", encoding="utf-8")
    assert main(["api", "--missing", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("0 of 1 uses")
