"""Files of torch after their fixes: what becomes of each line, what stays as it is, and what is refused."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ms_lint.findings import Applicability, Finding
from ms_lint.knowledge.catalog import catalog_for
from ms_lint.knowledge.conversions import FORMS, SIGNATURES
from ms_lint.knowledge.counterparts import normalized
from ms_lint.runner import check_content, fix_content
from ms_lint.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
from measure_conversion import SNIPPETS, agree, measure, read_snippets

HEAD = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
MODELS = sorted((Path(__file__).parent / "data" / "models").glob("*.py"))


def fixed(text: str, folder: Path, unsafe: bool = True, family: str = "nn", path: str = "net.py") -> str:
    """A file after its fixes, in a folder of its own."""
    chosen = Settings(target_version="2.10.0", root=str(folder), api_family=family)
    return fix_content(text.encode(), str(folder / path), chosen, unsafe=unsafe).content.decode()


def found(text: str, folder: Path) -> list[Finding]:
    return check_content(text.encode(), str(folder / "net.py"), Settings(root=str(folder)), {})


def line_of(text: str, folder: Path, family: str = "nn") -> str:
    """What becomes of the last line of a file."""
    return fixed(f"{HEAD}\nx = torch.ones(2, 3)\n{text}\n", folder, family=family).rstrip("\n").rpartition("\n")[2]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nn.Linear(3, 4, bias=False)", "nn.Dense(3, 4, has_bias=False)"),
        ("nn.Conv2d(3, 8, 3)", "nn.Conv2d(3, 8, 3, pad_mode='valid', has_bias=True)"),
        ("nn.Conv2d(3, 8, 3, padding=1)", "nn.Conv2d(3, 8, 3, padding=1, pad_mode='pad', has_bias=True)"),
        (
            "nn.Conv2d(3, 8, 3, 1, 2, bias=False)",
            "nn.Conv2d(3, 8, 3, stride=1, padding=2, has_bias=False, pad_mode='pad')",
        ),
        ("nn.BatchNorm2d(8, momentum=0.01)", "nn.BatchNorm2d(8, momentum=0.99)"),
        ("nn.BatchNorm2d(8, 1e-3, 0.2)", "nn.BatchNorm2d(8, eps=1e-3, momentum=0.8)"),
        ("nn.MaxPool2d(2)", "nn.MaxPool2d(2, stride=2)"),
        ("nn.MaxPool2d(3, padding=1)", "nn.MaxPool2d(3, padding=1, stride=3, pad_mode='pad')"),
        ("nn.Dropout(0.1)", "nn.Dropout(p=0.1)"),
        ("nn.ReLU(inplace=True)", "nn.ReLU()"),
        ("nn.LayerNorm(8)", "nn.LayerNorm((8,), epsilon=1e-05)"),
        ("nn.ModuleList(nn.ReLU() for _ in range(2))", "nn.CellList([nn.ReLU() for _ in range(2)])"),
        ("nn.Sequential(*layers)", "nn.SequentialCell(*layers)"),
        ("torch.cat([x, x], dim=1)", "ops.cat([x, x], axis=1)"),
        ("torch.sum(x, 1, keepdim=True)", "ops.sum(x, 1, keepdim=True)"),
        ("torch.zeros(2, x.size(0))", "ops.zeros((2, x.shape[0]))"),
        ("x.view(x.size(0), -1)", "x.view(x.shape[0], -1)"),
        ("x.transpose(0, 1)", "x.swapaxes(0, 1)"),
        ("x.max(dim=1)", "ops.max(x, axis=1)"),
        ("x.max(1)[0].expand(2, -1)", "ops.max(x, axis=1)[0].broadcast_to((2, -1))"),
        ("x.cuda().detach()", "ops.stop_gradient(x)"),
        ("x.to(torch.float16)", "x.astype(ms.float16)"),
        ("x.std(dim=-1)", "x.std(axis=-1, ddof=1)"),
        ("F.gelu(F.relu(x, inplace=True))", "ops.gelu(ops.relu(x))"),
    ],
)
def test_calls(before: str, after: str, tmp_path: Path) -> None:
    assert line_of(f"y = {before}", tmp_path) == f"y = {after}"


def test_the_api_family_decides(tmp_path: Path) -> None:
    assert line_of("y = nn.Conv2d(3, 8, 3, padding=1)", tmp_path, "mint") == "y = mint.nn.Conv2d(3, 8, 3, padding=1)"


@pytest.mark.parametrize(
    ("call", "obstacle"),
    [
        ("nn.Conv2d(3, 8, 3, padding_mode='reflect')", "`padding_mode='reflect'` has no counterpart"),
        ("nn.LayerNorm(8, elementwise_affine=False)", "the scale and the shift are always there"),
        ("nn.Linear(*sizes)", "what `*` and `**` stand for is not known"),
        ("torch.unique(x)", "MindSpore gives a pair"),
    ],
)
def test_what_cannot_be_bound_is_left_and_said(call: str, obstacle: str, tmp_path: Path) -> None:
    assert line_of(f"y = {call}", tmp_path).startswith(f"y = {call[:12]}")
    assert any(obstacle in finding.message for finding in found(f"{HEAD}\nx = torch.ones(2)\ny = {call}\n", tmp_path))


def test_comments_and_line_breaks_stay(tmp_path: Path) -> None:
    text = HEAD + (
        "\nconv = nn.Conv2d(\n    3,  # colours\n    8,\n    kernel_size=3,\n    bias=False,  # the norm has one\n)\n"
        "y = torch.cat(  # joined\n    [torch.ones(1), torch.ones(2)],\n    dim=0,\n)\n"
    )
    after = fixed(text, tmp_path)
    for kept in ("    3,  # colours\n", "  # the norm has one\n", "cat(  # joined\n", "    axis=0,\n)"):
        assert kept in after
    assert "    has_bias=False" in after


def test_imports_move_when_all_uses_do(tmp_path: Path) -> None:
    after = fixed(f'"""A net."""\n{HEAD}\nnet = nn.Linear(3, 4)\n', tmp_path)
    assert after == '"""A net."""\nfrom mindspore import nn\n\nnet = nn.Dense(3, 4)\n'


def test_imports_stay_for_what_is_left(tmp_path: Path) -> None:
    after = fixed(f"from __future__ import annotations\n{HEAD}\nnet = nn.Linear(3, 4)\ny = nn.RMSNorm(3)\n", tmp_path)
    assert "import torch.nn as nn\n" in after
    assert "net = ms.nn.Dense(3, 4)\ny = nn.RMSNorm(3)\n" in after
    assert after.index("__future__") < after.index("mindspore")


def test_imports_that_are_guarded_stay_as_they_are(tmp_path: Path) -> None:
    """Under TYPE_CHECKING and in try nothing is moved or emptied: what follows uses imports of its own."""
    guarded = (
        "if TYPE_CHECKING:\n    from torch import Tensor\n\n"
        "try:\n    import torch.nn.functional as F\nexcept ImportError:\n    F = None\n"
    )
    head = '"""A layer."""\n\nfrom __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n'
    text = (
        f"{head}\n{guarded}\n"
        "import torch.nn as nn\n\n\nclass Net(nn.Module):\n    def forward(self, x: Tensor) -> Tensor:\n"
        "        return F.relu(x)\n"
    )
    after = fixed(text, tmp_path)
    assert guarded in after
    assert after.startswith(
        '"""A layer."""\n\nfrom __future__ import annotations\n\nfrom typing import TYPE_CHECKING\n'
    )
    assert "import torch.nn as nn" not in after
    assert "return ops.relu(x)" in after
    ast.parse(after)
    assert fixed(after, tmp_path) == after


def test_new_arguments_have_lines_of_their_own_where_the_others_do(tmp_path: Path) -> None:
    text = f"{HEAD}\nlayer = nn.Conv2d(\n    3,\n    8,\n    kernel_size=3,  # odd\n    padding=1,\n)\n"
    assert fixed(text, tmp_path).endswith(
        "(\n    3,\n    8,\n    kernel_size=3,  # odd\n    padding=1,\n    pad_mode='pad',\n    has_bias=True,\n)\n"
    )


def test_parameters_of_norms_have_their_names(tmp_path: Path) -> None:
    text = (
        f"{HEAD}\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.norm = nn.LayerNorm(8)\n        self.fc = nn.Linear(8, 8)\n\n    def forward(self, x):\n"
        "        return self.fc(x) * self.norm.weight + self.norm.bias + self.fc.bias\n"
    )
    assert "return self.fc(x) * self.norm.gamma + self.norm.beta + self.fc.bias" in fixed(text, tmp_path)


def test_blocks_without_gradients_are_taken_apart(tmp_path: Path) -> None:
    text = HEAD + 'with torch.no_grad():\n    x = torch.ones(3)\n    s = """\n    kept\n    """\n    y = x + 1\n'
    assert fixed(text, tmp_path).endswith('x = ops.ones((3,))\ns = """\n    kept\n    """\ny = x + 1\n')


def test_suppressed_lines_are_never_fixed(tmp_path: Path) -> None:
    text = f"{HEAD}\na = torch.ones(3)\nb = torch.ones(4)  # noqa: MSL103\n"
    assert "b = torch.ones(4)  # noqa" in fixed(text, tmp_path)


def test_a_class_with_a_method_that_would_mean_something_else_stays(tmp_path: Path) -> None:
    text = HEAD + (
        "\n\nclass A(nn.Module):\n    def forward(self, x):\n        return x.unfold(2, 2, 1)\n"
        "\n\nclass B(nn.Module):\n    def forward(self, x):\n        return x.size(0)\n"
    )
    after = fixed(text, tmp_path)
    assert "class A(nn.Module):\n    def forward(self, x):\n        return x.unfold(2, 2, 1)\n" in after
    assert "class B(ms.nn.Cell):\n    def construct(self, x):\n        return x.shape[0]\n" in after


def test_a_fix_says_why_it_needs_a_look(tmp_path: Path) -> None:
    text = HEAD + "\n\nclass A(nn.Module):\n    def forward(self, x):\n        x.add_(1)\n        return x\n"
    (fix,) = (finding.fix for finding in found(text, tmp_path) if finding.fix is not None)
    assert fix.applicability is Applicability.UNSAFE
    assert "bound to the name again" in fix.reason
    assert fixed(text, tmp_path, unsafe=False) == text


# ---------------------------------------------------------------- properties


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_models_are_converted_whole(path: Path, tmp_path: Path) -> None:
    after = fixed(path.read_text(encoding="utf-8"), tmp_path)
    assert not re.search(r"^(import|from) torch", after, re.MULTILINE)
    assert fixed(after, tmp_path) == after
    assert not [finding for finding in found(after, tmp_path) if finding.severity.value == "error"]


@pytest.mark.oracle
@pytest.mark.parametrize("mode", ["pynative", "graph"])
def test_models_compute_what_they_did(mode: str) -> None:
    outcomes = measure(list(read_snippets(MODELS[0].parent)), "2.10.0", mode)
    assert {item.snippet.name: (item.kind, item.message) for item in outcomes if item.kind != "equal"} == {}


def test_results_agree_up_to_rounding() -> None:
    one = {"shape": [2], "kind": "f", "numbers": [1.0, float("nan")]}
    assert agree(one, {**one, "numbers": [1.00001, float("nan")]})
    assert not agree(one, {**one, "numbers": [1.1, float("nan")]})
    assert not agree(one, {**one, "shape": [2, 1]})
    assert not agree(one, {**one, "kind": "i"})
    assert agree([1, [2, 3]], [1, [2, 3.00001]])


CALLS = sorted({item.shown for item in read_snippets(SNIPPETS) if "\n" not in item.shown and "=" not in item.shown})
SPACES = st.sampled_from(["", " ", "\n    ", "  # é\n    "])


@st.composite
def formatted(draw: st.DrawFn) -> str:
    """A call of a snippet, spread over lines with comments, among other code."""
    call = draw(st.sampled_from(CALLS))
    text = re.sub(r"(?<=[(,])\s*", lambda match: draw(SPACES) + match[0].strip(), call)
    around = draw(
        st.sampled_from(["r = {}", "r = ('ü', {})", "f = lambda a: {}", "r = [{} for _ in range(2)]", "(r := {})"])
    )
    try:
        ast.parse(around.format(text))
    except SyntaxError:
        text = call
    indented = draw(st.booleans())
    line = around.format(text)
    if indented:
        line = "if True:\n    " + line
    end = draw(st.sampled_from(["\n", "\r\n"]))
    head = "import torch\nimport torch.nn.functional as F\nx = torch.ones(2, 3, 4)\nkept = 'ä'  # kept\n"
    return (head + line + "\n").replace("\n", end)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(formatted())
def test_formatting_does_not_break_conversions(tmp_path: Path, text: str) -> None:
    after = fixed(text, tmp_path)
    ast.parse(after)
    assert "kept = 'ä'  # kept" in after
    assert ("\r\n" in text) == ("\r\n" in after)
    assert fixed(after, tmp_path) == after


def test_forms_stand_under_the_names_that_are_looked_up() -> None:
    """A form under another spelling of a name would never be found. Methods are looked up in the class of the object
    before those in its bases."""
    own = ("torch.nn.Sequential.add_module",)
    names = [name for name in (*FORMS, *SIGNATURES) if not name.endswith(".__call__") and name not in own]
    assert [name for name in names if normalized(name) != name] == []
    functions = [name for name in FORMS if name.startswith("torch.nn.init.")]
    assert [name for name in functions if catalog_for(()).find(name) is None] == []
    assert functions
