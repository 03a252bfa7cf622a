"""The user's own counterparts: `[tool.ms-lint.mapping]` in settings, findings, fixes and answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ms_lint.cli import main
from ms_lint.findings import Applicability
from ms_lint.runner import check_content, fix_content
from ms_lint.settings import Settings, SettingsError, load_settings

TABLE = """\
[mapping]
"mylib.ConvBNReLU" = "mylib_ms.ConvBNReLU"
"torch.nn.SyncBatchNorm" = "mylib_ms.SyncNorm"
[mapping."mylib.layers.Attention"]
to = "mylib_ms.Attention"
rename = { bias = "has_bias" }
drop = ["inplace"]
values = { act = { relu = "ReLU" } }
"""


def settings_of(folder: Path, table: str = TABLE) -> Settings:
    (folder / "ms-lint.toml").write_text(table, encoding="utf-8")
    return load_settings(str(folder))


def fixed(code: str, folder: Path, unsafe: bool = False) -> str:
    return fix_content(code.encode(), str(folder / "net.py"), settings_of(folder), unsafe=unsafe).content.decode()


def test_a_class_of_ones_own_is_found_and_replaced(tmp_path: Path) -> None:
    code = "from mindspore import nn\nfrom mylib import ConvBNReLU\n\na = ConvBNReLU(3, 8)\nb = nn.CellList([a])\n"
    found = check_content(code.encode(), str(tmp_path / "net.py"), settings_of(tmp_path), {})
    assert [(item.code, item.location.line) for item in found] == [("MSL119", 4)]
    assert found[0].message.startswith("`ConvBNReLU` is mylib_ms.ConvBNReLU in MindSpore, by the mapping")
    assert found[0].fix is not None
    assert found[0].fix.applicability is Applicability.SAFE
    assert fixed(code, tmp_path) == code.replace("from mylib ", "from mylib_ms ")


def test_arguments_are_renamed_dropped_and_given_other_values(tmp_path: Path) -> None:
    code = (
        "import mindspore as ms\nimport mylib.layers as L\n\n"
        "a = L.Attention(8, bias=True,  # kept\n                act='relu', inplace=True)\n"
    )
    assert fixed(code, tmp_path) == (
        "import mindspore as ms\nimport mylib_ms\n\n"
        "a = mylib_ms.Attention(8, has_bias=True,  # kept\n                act='ReLU')\n"
    )


def test_what_cannot_be_bound_is_left_and_said(tmp_path: Path) -> None:
    code = "from mylib.layers import Attention\n\na = Attention(8, **options)\nb = Attention(8, bias=False)\n"
    found = check_content(code.encode(), str(tmp_path / "net.py"), settings_of(tmp_path), {})
    assert "what `*` and `**` stand for is not known" in found[0].message
    after = fixed(code, tmp_path, unsafe=True)
    assert "from mylib.layers import Attention\n" in after
    assert "a = Attention(8, **options)\n" in after


def test_other_names_of_an_import_stay(tmp_path: Path) -> None:
    code = "from mylib import ConvBNReLU, Other\n\na = [ConvBNReLU(3), Other(4)]\n"
    assert (
        fixed(code, tmp_path)
        == "from mylib import Other\nfrom mylib_ms import ConvBNReLU\n\na = [ConvBNReLU(3), Other(4)]\n"
    )


def test_it_goes_together_with_the_rest_of_a_torch_file(tmp_path: Path) -> None:
    code = (
        "import torch\nfrom torch import nn\nfrom mylib import ConvBNReLU\n\n\nclass Net(nn.Module):\n"
        "    def __init__(self):\n        super().__init__()\n        self.block = ConvBNReLU(3, 8)\n"
        "        self.norm = nn.SyncBatchNorm(8)\n\n    def forward(self, x):\n"
        "        return torch.relu(self.norm(self.block(x)))\n"
    )
    after = fixed(code, tmp_path, unsafe=True)
    assert "import torch" not in after
    assert "from mylib_ms import ConvBNReLU\n" in after
    assert "self.norm = mylib_ms.SyncNorm(8)" in after
    assert "import mylib_ms\n" in after


def test_a_library_of_the_same_project_is_mapped_too(tmp_path: Path) -> None:
    (tmp_path / "mylib.py").write_text("class ConvBNReLU:\n    pass\n", encoding="utf-8")
    code = "from mylib import ConvBNReLU\n\na = ConvBNReLU()\n"
    assert fixed(code, tmp_path) == "from mylib_ms import ConvBNReLU\n\na = ConvBNReLU()\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('mapping = ["a.B"]', 'must be a table such as "mylib.Block"'),
        ('mapping = { Block = "b.Block" }', '"Block" is not a qualified name'),
        ('mapping = { "a.B" = 3 }', 'what stands for "a.B" must be'),
        ('mapping = { "a.B" = "b" }', "must be a qualified name"),
        (
            'mapping = { "a.B" = { to = "b.B", renamed = {} } }',
            'the unknown key "renamed"; valid: to, rename, drop, values',
        ),
        ('mapping = { "a.B" = { rename = {} } }', "must be a qualified name"),
        ('mapping = { "a.B" = { to = "b.B", rename = ["x"] } }', '"rename" of "a.B" must be a table'),
        ('mapping = { "a.B" = { to = "b.B", drop = "x" } }', '"drop" of "a.B" must be an array'),
        (
            'mapping = { "a.B" = { to = "b.B", drop = ["x"], rename = { x = "y" } } }',
            'both drops and keeps the argument "x"',
        ),
        ('mapping = { "a.B" = { to = "b.B", values = { x = 1 } } }', '"values" of "a.B" must be a table'),
        ('mapping = { "a.B" = "a.B" }', '"a.B" stands for itself'),
    ],
)
def test_wrong_settings_are_told(line: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        settings_of(tmp_path, line + "\n")
    assert problem in str(error.value)
    assert "ms-lint.toml" in str(error.value)


def test_config_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings_of(tmp_path)
    main(["config", str(tmp_path)])
    out = capsys.readouterr().out
    assert '"mylib.ConvBNReLU" = "mylib_ms.ConvBNReLU"' in out
    assert 'rename = { bias = "has_bias" }, drop = ["inplace"], values = { act = { "relu" = "ReLU" } }' in out


def test_api_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    settings_of(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["api", "mylib.layers.Attention"]) == 0
    out = capsys.readouterr().out
    assert "mylib_ms.Attention" in out
    assert "has_bias" in out
    assert main(["api", "mylib.ConvBNReLU", "--output-format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["names"]
    assert found["name"] == "mylib.ConvBNReLU"
    assert found["counterparts"][0]["write"] == "mylib_ms.ConvBNReLU"
