"""What a Cell was ported from (ms_lint.semantics.origin)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Optional

import pytest
from helpers import check, class_named, follow, follow_file, snippet, write_files

from ms_lint.findings import Confidence
from ms_lint.knowledge.catalog import catalog_for
from ms_lint.semantics.module import Module
from ms_lint.semantics.origin import origin_of, original_of
from ms_lint.sources import read_source

CELL = "from mindspore import nn\nclass Net(nn.Cell):\n    def construct(self, x):\n        return x\n"


def framework(module: Module, name: str = "Net") -> Optional[str]:
    origin = origin_of(class_named(module, name))
    return origin.framework if origin else None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (CELL, None),
        ("import torch\n" + CELL, "torch"),
        ("from torch.utils.data import Dataset\n" + CELL, "torch"),
        ("import torchvision\n" + CELL, "torch"),
        ("import tensorflow as tf\n" + CELL, "tensorflow"),
        ("from tensorflow.keras import layers\n" + CELL, "tensorflow"),
        ("import keras\n" + CELL, "tensorflow"),
        ("import torch, tensorflow\n" + CELL, None),
        ("import numpy as np\n" + CELL, None),
        ("torchlike = 'torch'\n" + CELL, None),
        ("import torch\n# from TensorFlow\n" + CELL, "torch"),
    ],
)
def test_by_imports(code: str, expected: Optional[str]) -> None:
    assert framework(follow(code)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("# ported from torch, see https://pytorch.org\n" + CELL, "torch"),
        ('"""As in timm."""\n' + CELL, "torch"),
        ("# Copyright The HuggingFace Inc. team\n" + CELL, "torch"),
        (CELL + "    # was: tf.nn.relu(x)\n", "tensorflow"),
        ("# torch and tensorflow\n" + CELL, None),
        ("# see https://github.com/tensorflow/tpu/issues/494\n" + CELL, None),
        ("# PaddleOCR, which follows torch\n" + CELL, None),
        ("url = 'https://pytorch.org'\n" + CELL, None),
        ("torch_like = 1  # nothing\n" + CELL, None),
        (CELL + "        # self.fc = nn.Linear(3, 4, bias=False)\n", "torch"),
        (CELL + "        # self.fc = nn.Dense(3, 4)\n", None),
    ],
)
def test_by_comments_and_docstrings(code: str, expected: Optional[str]) -> None:
    origin = origin_of(class_named(follow(code), "Net"))
    assert (origin.framework if origin else None) == expected
    assert origin is None or origin.confidence is (Confidence.PROVED if "import torch" in code else Confidence.LIKELY)


@pytest.mark.parametrize(
    ("parameters", "attributes", "expected"),
    [
        ("inplanes, planes", "", "torch"),
        ("inplanes, width", "self.downsample = self.avgpool = None", "torch"),
        ("inplanes, width", "", None),
        ("width, planes", "self.planes = planes", None),
        ("inplanes, planes, filters", "", None),
        ("in_channels, out_channels", "self.conv1 = self.bn1 = None", None),
    ],
)
def test_by_names_of_torch_models(parameters: str, attributes: str, expected: Optional[str]) -> None:
    module = follow(
        f"""
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self, {parameters}):
                super().__init__()
                {attributes}
            def construct(self, x):
                return x
        class Other(nn.Cell): ...
        """
    )
    assert framework(module) == framework(module, "Other") == expected


def test_what_rests_on_a_likely_origin_is_likely() -> None:
    code = """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.bn = nn.BatchNorm2d(8, momentum=0.1)
            def construct(self, x):
                return self.bn(x)
        """
    (sure,) = check("import torch\n" + snippet(code), ["MSL304"])
    (likely,) = check("# from torch\n" + snippet(code), ["MSL304"])
    assert (sure.confidence, likely.confidence) == (Confidence.PROVED, Confidence.LIKELY)
    assert sure.origin == likely.origin == "torch"
    (unknown,) = check(code, ["MSL304"])
    assert (unknown.confidence, unknown.origin) == (Confidence.LIKELY, None)
    assert check("# from tensorflow\n" + snippet(code), ["MSL304"]) == []


@pytest.mark.parametrize("setting", ["torch", "tensorflow"])
@pytest.mark.parametrize("code", [CELL, "import torch\n" + CELL, "import tensorflow\n" + CELL])
def test_the_setting_wins(setting: str, code: str) -> None:
    module = follow(code, origin=setting)
    origin = origin_of(class_named(module, "Net"))
    assert origin is not None
    assert origin.framework == setting
    assert "setting" in origin.evidence


@pytest.mark.parametrize(
    ("base", "expected"),
    [("torch.nn.Module", "torch"), ("torch.nn.Conv2d", "torch"), ("tf.keras.layers.Layer", "tensorflow")],
)
def test_by_the_original_in_the_file(base: str, expected: str) -> None:
    """The class of the same name counts for more than what else is imported."""
    module = follow(
        f"""
        import torch
        import tensorflow as tf
        from mindspore import nn
        class Net({base}): ...
        class Net(nn.Cell): ...
        class Other(nn.Cell): ...
        """
    )
    origin = origin_of(class_named(module, "Net"))
    assert origin is not None
    assert origin.framework == expected
    assert "Net" in origin.evidence
    assert framework(module, "Other") is None


def test_the_original_is_no_cell_and_no_other_name() -> None:
    module = follow(
        """
        import torch
        from mindspore import nn
        class Net: ...
        class TorchNet(torch.nn.Module): ...
        class Net(nn.Cell): ...
        """
    )
    assert original_of(class_named(module, "Net")) is None


@pytest.mark.parametrize(("base", "expected"), [("torch.nn.Module", "torch"), ("keras.Model", "tensorflow")])
def test_by_the_original_in_the_project(tmp_path: Path, base: str, expected: str) -> None:
    root = base.partition(".")[0]
    files = {"reference/model.py": f"import {root}\nclass Net({base}):\n    pass\n", "net.py": CELL}
    write_files(tmp_path, files)
    module = follow_file(tmp_path, "net.py")
    origin = origin_of(class_named(module, "Net"))
    assert origin is not None
    assert origin.framework == expected
    assert "model.py" in origin.evidence
    original = original_of(class_named(module, "Net"))
    assert original is not None
    assert original.name == "Net"


def test_two_originals_that_disagree_say_nothing(tmp_path: Path) -> None:
    files = {
        "a.py": "import torch\nclass Net(torch.nn.Module): ...\n",
        "b.py": "import keras\nclass Net(keras.Model): ...\n",
        "net.py": CELL,
    }
    write_files(tmp_path, files)
    assert framework(follow_file(tmp_path, "net.py")) is None


@pytest.mark.parametrize(("names", "expected"), [(("Stem",), None), (("Stem", "Tail"), "torch")])
def test_one_class_of_a_common_name_in_another_folder_is_no_original(
    tmp_path: Path, names: tuple[str, ...], expected: Optional[str]
) -> None:
    theirs = "".join(f"class {name}(nn.Module):\n    def forward(self, x):\n        return x\n" for name in names)
    ours = "".join(
        f"class {name}(nn.Cell):\n    def construct(self, x):\n        return x\n" for name in ("Stem", "Tail")
    )
    write_files(
        tmp_path, {"lib/other.py": "from torch import nn\n" + theirs, "net.py": "from mindspore import nn\n" + ours}
    )
    assert framework(follow_file(tmp_path, "net.py"), "Stem") == expected


def test_another_cell_of_that_name_is_no_original(tmp_path: Path) -> None:
    write_files(tmp_path, {"other.py": CELL, "net.py": CELL})
    assert framework(follow_file(tmp_path, "net.py")) is None


# ---------------------------------------------------------------- notebooks and Markdown

TORCH = "import torch\nclass Old(torch.nn.Module):\n    def forward(self, x):\n        return x\n"
TF = "y = tf.nn.relu(x)\n"


def notebook(*cells: str) -> Module:
    """A notebook; a cell that begins with a fence is a markdown cell."""
    document = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": cell}
            if cell.startswith("`")
            else {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
            for cell in cells
        ],
    }
    module = Module(read_source(json.dumps(document), "net.ipynb"), catalog_for(("2.10.0",)), None)
    module.follow()
    return module


def fence(code: str) -> str:
    return f"```python\n{code}```\n"


def test_a_notebook_of_both_parts_goes_by_what_stands_before() -> None:
    second = CELL.replace("Net", "Second")
    module = notebook(fence(TF), CELL, TORCH, second)
    assert framework(module) == "tensorflow"
    assert framework(module, "Second") == "torch"


def test_a_notebook_with_nothing_before() -> None:
    assert framework(notebook(CELL, TORCH)) is None
    assert framework(notebook("x = 1", CELL)) is None


def test_a_part_with_both_frameworks_is_passed_over() -> None:
    assert framework(notebook(TORCH, "z = tf.nn.relu(torch.zeros(3))", CELL)) == "torch"


def test_an_original_in_a_notebook() -> None:
    original = TORCH.replace("Old", "Net")
    module = notebook(fence(original), fence(TF), CELL)
    assert framework(module) == "torch"


def test_a_markdown_file() -> None:
    text = snippet(
        """
        # Guide

        ```python
        y = tf.nn.relu(x)
        ```

        ```python
        from mindspore import nn
        class Net(nn.Cell): ...
        ```
        """
    )
    module = Module(read_source(text, "guide.md"), catalog_for(("2.10.0",)), None)
    module.follow()
    assert framework(module) == "tensorflow"
