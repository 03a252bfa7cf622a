"""The table of counterparts: its form, and that both sides of every line exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ms_lint.knowledge import counterparts
from ms_lint.knowledge.catalog import Catalog, catalog_for
from ms_lint.knowledge.counterparts import counterpart

TABLE = Path(counterparts.__file__).parent / "counterparts.tsv"
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
ROWS = [line.split("\t") for line in LINES]
PREFIXES = {"nn": "mindspore.nn", "ops": "mindspore.ops", "ms": "mindspore", "mindspore": "mindspore"}
DOTTED = re.compile(r"(?<![\w./])(nn|ops|ms|mindspore)((?:\.[A-Za-z_]\w*)+)")
METHOD = re.compile(r"(?<![\w.])x\.([A-Za-z_]\w*)")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalog_for(("2.10.0",))


def qualified_names(text: str) -> list[str]:
    """The MindSpore names that a target or a hint speaks of."""
    return [PREFIXES[found[1]] + found[2] for found in DOTTED.finditer(text)]


def test_lines_are_well_formed() -> None:
    for line, row in zip(LINES, ROWS):
        assert len(row) == 3, line
        name, target, hint = row
        assert re.fullmatch(r"(torch|tensorflow)(\.\w+)+", name), line
        assert target, line
        assert target == target.strip(), line
        assert "`" not in target, line
        assert hint == hint.strip(), line
        assert not hint.endswith((".", ",", ";")), line
        assert line.isascii(), line
        assert hint.count("`") % 2 == 0, line


def test_lines_are_sorted_and_unique() -> None:
    names = [row[0] for row in ROWS]
    assert names == sorted(set(names))


def test_parentheses_of_targets_and_hints_are_closed() -> None:
    for row in ROWS:
        for text in row[1:]:
            assert text.count("(") == text.count(")"), row


def test_torch_names_exist(catalog: Catalog) -> None:
    names = [row[0] for row in ROWS if row[0].startswith("torch.")]
    assert [name for name in names if catalog.find(name) is None] == []


def test_torch_names_are_the_ones_looked_up(catalog: Catalog) -> None:
    """An alias is looked up under the first name of what it stands for; a method is not resolved."""
    names = [row[0] for row in ROWS if row[0].startswith("torch.") and not row[0].startswith("torch.Tensor.")]
    assert [(name, catalog.canonical(name)) for name in names if catalog.canonical(name) != name] == []


def test_tensorflow_names_carry_no_version() -> None:
    assert [row[0] for row in ROWS if ".compat." in row[0] or row[0].startswith("tensorflow.v1")] == []


def test_mindspore_names_exist(catalog: Catalog) -> None:
    missing = [(row[0], name) for row in ROWS for name in qualified_names(row[1]) if catalog.find(name) is None]
    assert missing == []


def test_mindspore_names_in_hints_exist(catalog: Catalog) -> None:
    missing = [(row[0], name) for row in ROWS for name in qualified_names(row[2]) if catalog.find(name) is None]
    assert missing == []


def test_tensor_methods_of_targets_exist(catalog: Catalog) -> None:
    missing = [
        (row[0], method)
        for row in ROWS
        for method in METHOD.findall(row[1])
        if catalog.find(f"mindspore.Tensor.{method}") is None
    ]
    assert missing == []


def test_hints_that_deny_a_tensor_method_are_right(catalog: Catalog) -> None:
    denied = [method for row in ROWS for method in re.findall(r"there is no x\.(\w+)", row[2])]
    assert len(denied) > 5
    assert [method for method in denied if catalog.find(f"mindspore.Tensor.{method}") is not None] == []


def test_names_that_are_none_are_noticed(catalog: Catalog) -> None:
    """The checks above would find a wrong target."""
    assert qualified_names("nn.Conv2D and ops.relu(x)") == ["mindspore.nn.Conv2D", "mindspore.ops.relu"]
    assert catalog.find("mindspore.nn.Conv2D") is None
    assert METHOD.findall("x = x.view(ops.ones(2))") == ["view"]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("torch.nn.Linear", "nn.Dense"),
        ("torch.Tensor.size", "x.shape"),
        ("torch.cat", "ops.cat"),
        ("tensorflow.nn.conv2d", "nn.Conv2d"),
    ],
)
def test_lookup(name: str, target: str) -> None:
    found = counterpart(name)
    assert found is not None
    assert found.target == target


def test_lookup_of_a_name_without_counterpart() -> None:
    assert counterpart("torch.no_such_function") is None
    assert counterpart("# name") is None
