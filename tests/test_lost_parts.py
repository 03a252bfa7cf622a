"""What a Cell lacks of its original: where originals are found, what is reported, and what ports may change."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Optional

import pytest
from helpers import write_files

import ms_lint
from ms_lint.cli import main
from ms_lint.findings import Finding
from ms_lint.settings import clear_cache

ORIGINAL = """
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels, stride=1, shortcut=None, slope=0.2, use_norm=True):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride, padding=1, bias=False)
        self.use_norm = use_norm
        if use_norm:
            self.norm = nn.BatchNorm2d(channels, eps=1e-3)
        self.act = nn.LeakyReLU(0.2)
        self.shortcut = shortcut

    def forward(self, x):
        y = self.conv(x)
        if self.use_norm:
            y = self.norm(y)
        y = self.act(y)
        if self.shortcut is not None:
            x = self.shortcut(x)
        return y + x
"""
PORT = """
from mindspore import nn, ops


class Block(nn.Cell):
    def __init__(self, channels, stride=1, shortcut=None, slope=0.2, use_norm=True):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride, pad_mode="pad", padding=1)
        self.use_norm = use_norm
        if use_norm:
            self.norm = nn.BatchNorm2d(channels, eps=1e-3, momentum=0.9)
        self.act = nn.LeakyReLU(0.2)
        self.shortcut = shortcut

    def construct(self, x):
        y = self.conv(x)
        if self.use_norm:
            y = self.norm(y)
        y = self.act(y)
        if self.shortcut is not None:
            x = self.shortcut(x)
        return y + x
"""


def check(folder: Path, port: str = PORT, original: Optional[str] = ORIGINAL, settings: str = "") -> list[Finding]:
    """The findings of MSL74x in a port, with the original beside it."""
    files = {"net.py": port, "ms-lint.toml": f"select = ['MSL74']\n{settings}"}
    write_files(folder, files if original is None else {**files, "torch_net.py": original})
    return ms_lint.check_paths([folder / "net.py"])


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_faithful_port_gives_no_finding(tmp_path: Path) -> None:
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "words"),
    [
        ("stride=1, shortcut=None", "shortcut=None, stride=1", "MSL740", 6, "takes `shortcut`"),
        (", use_norm=True", "", "MSL741", 6, "`use_norm`"),
        ("slope=0.2", "slope=0.1", "MSL742", 6, "`slope`"),
        ("        if use_norm:\n    ", "", "MSL744", 9, "`use_norm`"),
        ("        if self.shortcut is not None:\n    ", "", "MSL744", 20, "`shortcut`"),
        ("if self.shortcut is not None:\n            x = self.shortcut(x)", "pass", "MSL744", 13, "`shortcut`"),
        ("padding=1)", "padding=1, dilation=2)", "MSL746", 8, "dilation=2"),
        ("        if use_norm:\n            self.norm", "        self.norm", "MSL744", 10, "always has"),
        ("eps=1e-3", "eps=1e-5", "MSL746", 11, "eps=1e-05"),
        ("channels, 3, stride", "channels, 5, stride", "MSL746", 8, "kernel_size=5"),
        ("momentum=0.9", "momentum=0.1", "MSL746", 11, "momentum=0.1"),
        ("self.act = nn.LeakyReLU(0.2)", "self.act = nn.ReLU()", "MSL747", 18, "leaky_relu"),
        ("LeakyReLU(0.2)", "LeakyReLU(0.01)", "MSL746", 12, "alpha=0.01"),
        ("return y + x", "return y", "MSL747", 15, "an addition"),
        ("self.norm = nn.BatchNorm2d(channels, eps=1e-3, momentum=0.9)", "self.norm = nn.Identity()",
         "MSL745", 5, "`norm`"),
    ],
)  # fmt: skip
def test_what_is_lost(before: str, after: str, code: str, line: int, words: str, tmp_path: Path) -> None:
    assert before in PORT
    port = PORT.replace(before, after)
    if code == "MSL741":
        port = port.replace("self.use_norm = use_norm", "self.use_norm = True").replace("if use_norm:", "if True:")
    if words == "`use_norm`" and code == "MSL744":
        port = port.replace("        if self.use_norm:\n    ", "")
    findings = check(tmp_path, port)
    found = [finding for finding in findings if finding.code == code]
    assert found, findings
    assert found[0].location.line == line - 1  # the files begin below the first line
    assert words in found[0].message
    assert "torch_net.py" in found[0].message


def test_a_parameter_is_lost_though_there_is_a_new_one(tmp_path: Path) -> None:
    """A new one between the same neighbours, or of a name that is akin, may stand for it; any other may not."""
    port = PORT.replace("self.use_norm = use_norm", "self.use_norm = True").replace("if use_norm:", "if True:")
    new = port.replace("(self, channels, stride=1", "(self, channels, mode='a', stride=1")
    assert codes(check(tmp_path, new.replace(", use_norm=True", ""))) == ["MSL741"]
    assert codes(check(tmp_path, port.replace("use_norm=True", "mode=True"))) == []
    assert codes(check(tmp_path, new.replace(", use_norm=True", "").replace("mode=", "with_norm="))) == []


SHARED = """
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.layer = nn.Linear(width, width)
        self.head = nn.Linear(width, 4)

    def forward(self, x):
        for _ in range(3):
            x = torch.relu(self.layer(x))
        return self.head(x)
"""


@pytest.mark.parametrize(
    ("layers", "body", "found"),
    [
        ("self.layers = nn.CellList([nn.Dense(width, width) for _ in range(3)])",
         "for layer in self.layers:\n            x = ops.relu(layer(x))", ["MSL746"]),
        ("self.fc1 = nn.Dense(width, width)\n        self.fc2 = nn.Dense(width, width)",
         "x = ops.relu(self.fc1(x))\n        x = ops.relu(self.fc2(x))\n        x = ops.relu(self.fc1(x))", ["MSL746"]),
        ("self.layer = nn.Dense(width, width)",
         "for _ in range(3):\n            x = ops.relu(self.layer(x))", []),
        ("layer = nn.Dense(width, width)\n        self.layers = nn.SequentialCell(layer, layer, layer)",
         "for layer in self.layers:\n            x = ops.relu(layer(x))", []),
    ],
)  # fmt: skip
def test_one_layer_of_the_original_is_several(layers: str, body: str, found: list[str], tmp_path: Path) -> None:
    port = f"""
from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self, width):
        super().__init__()
        {layers}
        self.head = nn.Dense(width, 4)

    def construct(self, x):
        {body}
        return self.head(x)
"""
    assert codes(check(tmp_path, port, SHARED)) == found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(self, channels, stride=1", "(self, width, stride=1"),
        (", use_norm=True", ", use_norm=True, name='block'"),
        ("self.act = nn.LeakyReLU(0.2)", "self.act = nn.SequentialCell(nn.LeakyReLU(0.2))"),
        ("if self.shortcut is not None:\n            x = self.shortcut(x)",
         "x = x if self.shortcut is None else self.shortcut(x)"),
        ("if self.shortcut is not None:", "if self.shortcut:"),
        ("return y + x", "return ops.add(y, x)"),
        ("stride, pad_mode=\"pad\", padding=1", "stride=stride, pad_mode='pad', padding=(1, 1, 1, 1)"),
        ("self.shortcut = shortcut", "self.shortcut = nn.Identity() if shortcut is None else shortcut"),
    ],
)  # fmt: skip
def test_what_ports_may_change(before: str, after: str, tmp_path: Path) -> None:
    assert before in PORT
    port = PORT.replace(before, after)
    if "width" in after:
        port = port.replace("channels", "width")
    assert check(tmp_path, port) == []


# ---------------------------------------------------------------- where originals are found

WRONG = PORT.replace("slope=0.2", "slope=0.1")


def test_without_an_original_nothing_is_said(tmp_path: Path) -> None:
    assert check(tmp_path, WRONG, None) == []


def test_in_the_same_file(tmp_path: Path) -> None:
    both = ORIGINAL + WRONG.replace("from mindspore import nn, ops", "from mindspore import nn, ops")
    assert codes(check(tmp_path, both, None)) == ["MSL742"]


def test_in_the_same_notebook(tmp_path: Path) -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
        for text in (ORIGINAL, WRONG)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "net.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "ms-lint.toml").write_text("select = ['MSL74']\n", encoding="utf-8")
    assert codes(ms_lint.check_paths([tmp_path / "net.ipynb"])) == ["MSL742"]


def test_in_a_module_that_a_comment_names(tmp_path: Path) -> None:
    write_files(tmp_path, {"reference/blocks.py": ORIGINAL})
    assert check(tmp_path, WRONG, None) == []
    assert codes(check(tmp_path, "# ported from reference/blocks.py\n" + WRONG, None)) == ["MSL742"]


def test_in_what_the_setting_names(tmp_path: Path) -> None:
    write_files(tmp_path, {"reference/models/net.py": ORIGINAL})
    assert codes(check(tmp_path, WRONG, None, "originals = 'reference'")) == ["MSL742"]
    assert codes(check(tmp_path, WRONG, None, "originals = ['reference/models/net.py']")) == ["MSL742"]


def test_the_setting_wants_a_file_of_the_same_name(tmp_path: Path) -> None:
    """Every library of models has many a `Block`."""
    write_files(tmp_path, {"reference/other.py": ORIGINAL})
    assert check(tmp_path, WRONG, None, "originals = 'reference'") == []


def test_two_originals_are_none(tmp_path: Path) -> None:
    write_files(tmp_path, {"another.py": ORIGINAL})
    assert check(tmp_path, WRONG) == []


def test_option_and_config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"reference/net.py": ORIGINAL})
    check(tmp_path, WRONG, None)
    assert main(["check", str(tmp_path / "net.py"), "--originals", str(tmp_path / "reference"), "-q"]) == 1
    assert "MSL742" in capsys.readouterr().out
    check(tmp_path, WRONG, None, "originals = 'reference'")
    clear_cache()
    assert main(["config", str(tmp_path / "net.py")]) == 0
    assert re.search(r'originals += \["reference"\]', capsys.readouterr().out)


def test_a_setting_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"net.py": PORT, "ms-lint.toml": "originals = 'gone'\n"})
    assert main(["check", str(tmp_path / "net.py")]) == 2
    assert 'there is no file or folder "gone"' in capsys.readouterr().err


def test_a_file_with_the_same_classes_is_an_original(tmp_path: Path) -> None:
    more = "".join(f"class Part{i}(nn.{{kind}}):\n    pass\n\n\n" for i in range(3))
    write_files(tmp_path, {"reference/blocks.py": ORIGINAL + "\n\n" + more.format(kind="Module")})
    assert check(tmp_path, WRONG, None, "originals = 'reference'") == []
    port = WRONG + "\n\n" + more.format(kind="Cell")
    assert codes(check(tmp_path, port, None, "originals = 'reference'")) == ["MSL742"]


# ---------------------------------------------------------------- restraint


def test_numbers_that_the_original_sets_for_all_layers(tmp_path: Path) -> None:
    """As trainers do it: whatever the layers were made with."""
    port = PORT.replace("eps=1e-3", "eps=1e-5")
    write_files(tmp_path, {"reference/net.py": ORIGINAL})
    assert codes(check(tmp_path, port, None, "originals = 'reference'")) == ["MSL746"]
    setter = "def prepare(model):\n    for m in model.modules():\n        m.eps = 1e-5\n"
    write_files(tmp_path, {"reference/setup.py": setter})
    clear_cache()
    assert check(tmp_path, port, None, "originals = 'reference'") == []


def test_a_default_that_nobody_keeps_is_not_compared(tmp_path: Path) -> None:
    """The original's file makes the block with another padding than its default."""
    original = """
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels, padding=1):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=padding, bias=False)

    def forward(self, x):
        return torch.relu(self.conv(x))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block(8, padding=0)

    def forward(self, x):
        return self.block(x)
"""
    port = """
from mindspore import nn, ops


class Block(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, pad_mode="valid")

    def construct(self, x):
        return ops.relu(self.conv(x))
"""
    assert [code for code in codes(check(tmp_path, port, original)) if code != "MSL741"] == []
    alone = original[: original.index("class Net")]
    assert codes(check(tmp_path, port, alone)) != []


def test_parameters_under_other_names(tmp_path: Path) -> None:
    """Begun alike, or with the default that is gone: they may stand for the original's."""
    original = ORIGINAL.replace("stride=1,", "stride=1, in_chans=3, width_mult=1.0,").replace(
        "self.shortcut = shortcut", "self.shortcut = shortcut\n        self.stem = nn.Conv2d(in_chans, width_mult, 1)"
    )
    port = PORT.replace("use_norm=True", "use_norm=True, in_channels=3, alpha=1.0")
    assert [code for code in codes(check(tmp_path, port, original)) if code == "MSL741"] == []


def test_a_branch_that_is_asked_with_more(tmp_path: Path) -> None:
    port = PORT.replace("if self.use_norm:", "if self.use_norm and self.training:")
    assert check(tmp_path, port) == []


def test_what_is_misspelt_is_no_lost_branch(tmp_path: Path) -> None:
    port = PORT.replace("if self.use_norm:", "if self.use_nrom:")
    assert check(tmp_path, port) == []


def test_layers_that_a_parameter_hands_in(tmp_path: Path) -> None:
    """Which layer `norm_layer(channels)` makes is for the caller to say: its default is a guess."""
    original = """
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self, channels, norm_layer=nn.LayerNorm, act_layer=nn.GELU):
            super().__init__()
            self.norm = norm_layer(channels)
            self.fc = nn.Linear(4, 4)
            self.act = act_layer()

        def forward(self, x):
            return self.act(self.fc(self.norm(x)))
    """
    port = """
    from mindspore import nn

    class Net(nn.Cell):
        def __init__(self, channels):
            super().__init__()
            self.norm = nn.BatchNorm1d(channels, eps=1e-3)
            self.fc = nn.Dense(4, 4)
            self.act = nn.ReLU()

        def construct(self, x):
            return self.act(self.fc(self.norm(x)))
    """
    assert check(tmp_path, textwrap.dedent(port), textwrap.dedent(original)) == []


def test_what_another_rule_says_is_not_said_again(tmp_path: Path) -> None:
    port = PORT.replace("momentum=0.9", "momentum=0.1")
    write_files(tmp_path, {"net.py": port, "torch_net.py": ORIGINAL, "ms-lint.toml": ""})
    findings = ms_lint.check_paths([tmp_path / "net.py"])
    assert [(finding.code, finding.location.line) for finding in findings] == [("MSL304", 10)]


def test_a_pair_in_the_settings_is_compared_once(tmp_path: Path) -> None:
    settings = "extend-select = ['MSL9']\n[compare]\n'net.py:Block' = 'torch_net.py:Block'"
    findings = check(tmp_path, PORT.replace("eps=1e-3", "eps=1e-5"), ORIGINAL, settings)
    assert codes(findings) == ["MSL906"]
