"""Several targeted versions: what fails in some of them, in all of them, and in none (MSL206 to MSL209)."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
from helpers import check

import ms_lint
from ms_lint.runner import fix_content
from ms_lint.settings import Settings, certain_versions, load_settings, target_versions

HEAD = "import mindspore as ms\nfrom mindspore import Tensor, nn, ops\nx = Tensor([1.0, 2.0])\n"
CODES = ("MSL108", "MSL201", "MSL202", "MSL205", "MSL206", "MSL207", "MSL208", "MSL209")


def found(line: str, target: str, folder: Path) -> list[tuple[str, str]]:
    """Code and message of the findings in a line of a script for a target."""
    path = folder / "script.py"
    path.write_text(f"{HEAD}{line}\n", encoding="utf-8")
    overrides = {"target-version": target, "select": ",".join(CODES)}
    return [(item.code, item.message) for item in ms_lint.check_paths([str(path)], load_settings(str(path), overrides))]


NAMES = {
    "in all": ("nn.Dense(1, 2)", ">=1.8", []),
    "later than the first": ("ms.set_device('CPU')", ">=2.0,<2.8", ["MSL207"]),
    "gone before the last": ("ops.ResizeBilinear((1, 1))", ">=2.0,<2.8", ["MSL207"]),
    "in none of them": ("ms.set_device('CPU')", "<=2.0", ["MSL206"]),
    "all of a range that has it": ("ms.set_device('CPU')", ">=2.5", []),
    "a method": ("x.clone()", ">=2.0", ["MSL207"]),
    "a method of none of them": ("x.clone()", "<=2.0", ["MSL108"]),
    "an import": ("from mindspore import mint", ">=2.0", ["MSL207"]),
    "a module in two parts": ("import mindspore.mint.nn", ">=2.0", ["MSL207"]),
    "an import in a try": ("try:\n    from mindspore import mint\nexcept ImportError:\n    mint = None", ">=2.0", []),
    "asked for": ("if hasattr(ms, 'set_device'):\n    ms.set_device('CPU')", ">=2.0", []),
    "a look at the version": ("if ms.__version__ >= '2.5':\n    x.clone()", ">=2.0", []),
    # whether 2.3 has it is not known: it lies between the versions that were read
    "between known versions": ("ms.set_device('CPU')", "2.3", []),
    "a range between known versions": ("ms.set_device('CPU')", ">=2.1,<2.4", []),
    "under a name that was an alias later": ("nn.Top1CategoricalAccuracy()", ">=1.8,<2.1", []),
    "newer than all": ("ms.set_device('CPU')", "2.99", []),
}


@pytest.mark.parametrize(("line", "target", "codes"), NAMES.values(), ids=NAMES)
def test_names(line: str, target: str, codes: list[str], tmp_path: Path) -> None:
    assert [code for code, _ in found(line, target, tmp_path)] == codes


CALLS = {
    "in all": ("ops.pad(x, (1, 1))", ">=2.0", []),
    "an old keyword": ("ops.pad(x, paddings=((1, 1),))", ">=1.8", ["MSL208"]),
    "a new keyword": ("nn.Dropout(p=0.1)", ">=1.8", ["MSL208"]),
    "in none of them": ("ops.pad(x, paddings=((1, 1),))", ">=2.0", ["MSL205"]),
    "in the only one": ("nn.Dropout(p=0.1)", "2.0", []),
    "unpacked": ("nn.Dropout(**{'p': 0.1})", ">=1.8", []),
    "after a look at the version": ("if ms.__version__ >= '2':\n    nn.Dropout(p=0.1)", ">=1.8", []),
    "after a look at the parameters": (
        "given = inspect.signature(nn.Dropout).parameters\nif 'p' in given:\n    nn.Dropout(p=0.1)",
        ">=1.8",
        [],
    ),
    "in the second branch of one": (
        "sig = inspect.signature(nn.Dropout)\nif 'keep_prob' in sig.parameters:\n    pass\n"
        "elif 'p' in sig.parameters:\n    nn.Dropout(p=0.1)",
        ">=1.8",
        [],
    ),
    "one more argument": ("x.argmax(0, True)", ">=1.8", ["MSL208"]),
    "where it may fail": ("try:\n    nn.Dropout(p=0.1)\nexcept TypeError:\n    pass", ">=1.8", []),
}


@pytest.mark.parametrize(("line", "target", "codes"), CALLS.values(), ids=CALLS)
def test_calls(line: str, target: str, codes: list[str], tmp_path: Path) -> None:
    assert [code for code, _ in found(line, target, tmp_path)] == codes


def test_messages_name_the_versions(tmp_path: Path) -> None:
    ((_, message),) = found("ops.ResizeBilinear((1, 1))", ">=2.0,<2.7", tmp_path)
    assert message.startswith(
        "`ops.ResizeBilinear` does not exist in MindSpore 2.5 to 2.6, and MindSpore 2.0 to 2.6 is targeted. It raises "
        "an AttributeError there. MindSpore 2.0 has it."
    )
    ((_, message),) = found("nn.Dropout(p=0.1)", ">=1.9,<2.6", tmp_path)
    assert message.startswith(
        "`nn.Dropout`: MindSpore 1.9 to 1.10 has no parameter `p`, and MindSpore 1.9 to 2.5 is targeted: "
        "it raises a TypeError there."
    )


DEPRECATED = {
    "gone later": ("ops.ResizeBilinear((1, 1))", "2.0", "does not exist in MindSpore 2.5 any more"),
    "said by the package": ("nn.L1Regularizer(0.1)", "2.8", "is deprecated since MindSpore 2.8"),
    "not yet": ("nn.L1Regularizer(0.1)", "2.7", ""),
    # `get_context` will be deprecated some day, it says
    "some day": ("ms.get_context('mode')", "2.10", ""),
    "as good as ever": ("nn.Dense(1, 2)", "2.0", ""),
    "between known versions": ("ops.ResizeBilinear((1, 1))", "2.3", ""),
}


@pytest.mark.parametrize(("line", "target", "expected"), DEPRECATED.values(), ids=DEPRECATED)
def test_deprecated(line: str, target: str, expected: str, tmp_path: Path) -> None:
    findings = found(line, target, tmp_path)
    assert [code for code, _ in findings] == (["MSL209"] if expected else [])
    assert all(expected in message for _, message in findings)


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("ops.TensorAdd()(x, x)", "ops.Add()(x, x)"),
        ("ops.Pack(axis=1)((x, x))", "ops.Stack(axis=1)((x, x))"),
        ("nn.L1Regularizer(0.1)", "nn.L1Regularizer(0.1)"),
    ],
)
def test_operators_under_a_new_name_are_renamed(line: str, fixed: str, tmp_path: Path) -> None:
    head = "from mindspore import Tensor, nn, ops\nx = Tensor([1.0])\n"
    settings = Settings(select=("MSL209",), target_version="2.10.0", root=str(tmp_path))
    result = fix_content(f"{head}{line}\n".encode(), "net.py", settings, unsafe=False)
    assert result.content.decode() == f"{head}{fixed}\n"


@pytest.mark.parametrize(
    ("code", "line", "fixed"),
    [
        ("MSL207", "y = ms.is_tensor(x)", "y = ops.is_tensor(x)"),  # the same function under two names
        ("MSL207", "y = ms.set_device('CPU')", None),
        ("MSL208", "y = ops.ones_like(input_x=x)", "y = ops.ones_like(x)"),
        ("MSL208", "y = ops.pad(x, paddings=((0, 0), (1, 1)))", None),  # the parameter means something else
        ("MSL208", "y = nn.Dropout(p=0.5)", None),  # so does the first one
    ],
)
def test_what_all_versions_have_is_written(code: str, line: str, fixed: Optional[str], tmp_path: Path) -> None:
    head = "import mindspore as ms\nfrom mindspore import nn, ops\n\nx = ms.Tensor([1.0])\n"
    settings = Settings(select=(code,), target_version=">=1.8" if code == "MSL208" else ">=2.0", root=str(tmp_path))
    found = fix_content(f"{head}{line}\n".encode(), "net.py", settings, unsafe=True)
    assert found.content.decode() == f"{head}{fixed or line}\n"
    assert bool(found.left) == (fixed is None)


@pytest.mark.parametrize(
    ("target", "certain"),
    [
        ("2.7", ("2.7.2",)),
        ("2.7.1", ("2.7.1",)),
        ("2.3", ()),
        ("2.7.9", ()),
        ("2.99", ()),
        (">=2.9", ("2.9.0", "2.10.0")),
        (">=2.1,<2.4", ()),
        ("==2.6.*", ("2.6.0",)),
    ],
)
def test_which_versions_are_targeted_for_sure(target: str, certain: tuple[str, ...]) -> None:
    assert certain_versions(target) == certain
    assert set(certain) <= set(target_versions(target))


def test_the_package_of_a_module_that_is_gone_is_named() -> None:
    code = "import mindspore.dataset.vision.py_transforms as P\nnormalize = P.Normalize((0.5,), (0.5,))\n"
    (gone,) = check(code, settings=Settings(target_version="2.10.0"))
    assert gone.code == "MSL206"
    assert gone.suggestion == "Its names are in `mindspore.dataset.vision` now."
    (going,) = check(code, settings=Settings(target_version="2.7.0"))
    assert going.code == "MSL209"
    assert going.suggestion == "Write `mindspore.dataset.vision.Normalize`, whose parameters may be others."


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (
            "from mindspore.dataset.vision.py_transforms import ToTensor",
            "from mindspore.dataset.vision import ToTensor",
        ),
        ("import mindspore.dataset.vision.c_transforms as C", "import mindspore.dataset.vision as C"),
        # a name that the package does not have, and one that the file may use in full
        ("from mindspore.dataset.vision.py_transforms import PIL", None),
        ("import mindspore.dataset.vision.c_transforms", None),
    ],
)
def test_an_import_from_a_module_that_is_gone(line: str, mended: Optional[str]) -> None:
    fixed = fix_content(f"{line}\n".encode(), "a.py", Settings(target_version="2.10.0"), unsafe=True)
    assert fixed.content.decode().rstrip() == (mended or line)
