"""Counterparts: the table that is shipped, the facts it is made from, and the look-up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from knowledge import mappings

from ms_lint.knowledge.catalog import Catalog, Package, package
from ms_lint.knowledge.counterparts import (
    Counterpart,
    counterpart,
    counterparts,
    normalized,
    qualified,
    single_name,
    table,
)

OFFICIAL = [
    line
    for line in (Path(__file__).parent / "data" / "official_names.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
NAMES = list(table().names())
#: Names of torch that the catalog lacks: private ones, those of old releases, and what is set at run time.
UNCATALOGED = re.compile(
    r"torch\.(_\w+(\..*)?|npu(\..*)?|optim\.(optimizer.*|ParamsT)|nn\.modules\..*|Tensor\.(npu|name|volatile)|is_autocast_ipu_enabled|backends\.cudnn\..*|cpu\.amp.*|cuda\.comm"
    r"|distributed\.(launch|nn\..*)|jit\.Final|multiprocessing\.spawn|autograd\.Function\.forward"
    r"|fx\.node|nn\.Module\.(_\w+|extra_repr|forward)|nn\.attention\..*|nn\.modules\.utils|nn\.utils\.prune"
    r"|optim\.Optimizer\.(param_groups|state)|optim\.lr_scheduler\._LRScheduler|signal\.windows"
    r"|utils\.(_pytree|benchmark|bottleneck|cpp_extension|dlpack|model_zoo).*)"
)


def torch_package() -> Package:
    data = package("torch")
    assert data is not None
    return data


TORCH = torch_package()


def rows(name: str) -> list[Counterpart]:
    return list(counterparts(name))


# ---------------------------------------------------------------- the shipped table


def test_the_table_is_what_its_tool_makes_of_the_facts() -> None:
    """Otherwise run ``python tools/knowledge/mappings.py``."""
    made = mappings.text_of(mappings.build(mappings.read_facts()))
    assert mappings.OUTPUT.read_text(encoding="utf-8") == made


def test_lines_are_sorted_and_unique() -> None:
    assert sorted(set(NAMES), key=str.encode) == NAMES
    assert len(NAMES) > 1300


def test_what_is_suggested_exists_and_binds_in_each_version_that_it_is_suggested_for() -> None:
    versions = {version: position for position, version in enumerate(table().versions)}
    checked = 0
    for name in NAMES:
        for row in rows(name.removesuffix(".*") + ".x" if name.endswith(".*") else name):
            for version in row.versions if row.target else ():
                assert mappings.problem(row.target, versions[version]) is None, (name, row.target, version)
                checked += 1
    assert checked > 10000


def test_the_check_of_suggestions_finds_what_is_wrong() -> None:
    newest = len(table().versions) - 1
    assert mappings.problem("ops.relu(x)", newest) is None
    assert mappings.problem("nn.Conv2D", newest) == "there is no mindspore.nn.Conv2D"
    assert mappings.problem("x.no_such_method(...)", newest) == "there is no mindspore.Tensor.no_such_method"
    assert mappings.problem("ops.softmax(x, dim=1)", newest) == "ops.softmax(x, dim=1) does not bind"
    assert mappings.problem("ops.softmax(x, ..., dim=1)", newest) == "ops.softmax(x, ..., dim=1) does not bind"
    assert mappings.problem("ops.Concat(axis=1)((a, b), 3)", newest) == "ops.Concat(axis=1)((a, b), 3) does not bind"
    assert mappings.problem("ops.softmax(x, ...)", newest) is None
    assert mappings.problem("ops.relu(", newest) == "it is no Python"
    assert mappings.problem("mint.sum", 0) == "there is no mindspore.mint.sum"


def test_names_are_the_ones_looked_up() -> None:
    """An alias is looked up under the first name of what it stands for."""
    names = [name for name in NAMES if not name.endswith(".*")]
    assert [name for name in names if normalized(name) != name] == []


def test_torch_names_exist() -> None:
    catalog = Catalog(())
    listed = {normalized(name) for name in OFFICIAL}
    names = [name.removesuffix(".*") for name in NAMES if name.startswith("torch.")]
    made_up = [
        name
        for name in names
        if name not in listed
        and not UNCATALOGED.fullmatch(name)
        and catalog.find(name) is None
        and not any(TORCH.find(name, position) for position in range(len(TORCH.versions)))
    ]
    assert made_up == []


def test_every_row_can_be_said_in_a_sentence() -> None:
    for name in NAMES:
        for row in rows(name):
            assert row.target == row.target.strip(), name
            assert "`" not in row.target, name
            assert row.hint == row.hint.strip(), name
            assert not row.hint.endswith((".", ",", ";")), name
            assert (row.target + row.hint).isascii(), name
            assert row.hint.count("`") % 2 == 0, name
            assert row.target or row.hint, name
            for text in (row.target, row.hint):
                assert text.count("(") == text.count(")"), name
            assert (row.verdict == "none") == (not row.target), name
            assert row.verdict != "same" or not row.hint, name


def test_what_must_be_given_besides_is_said() -> None:
    """A counterpart that demands a parameter which the original lacks, or has with a default, has a hint."""
    silent = [
        (name, row.target)
        for name in NAMES
        for row in rows(name)[:1]
        if row.differences is not None and not row.hint and row.family == "nn"
        if row.differences.required or any(ours == "required" for _, _, ours in row.differences.defaults)
    ]
    assert silent == []


def test_hints_that_deny_a_tensor_method_are_right() -> None:
    catalog = Catalog(())
    denied = {
        method for name in NAMES for row in rows(name) for method in re.findall(r"there is no x\.(\w+)", row.hint)
    }
    assert len(denied) > 5
    assert [method for method in denied if catalog.find(f"mindspore.Tensor.{method}") is not None] == []


# ---------------------------------------------------------------- what must be known


@pytest.mark.parametrize("root", ["torch.", "torch", "tf."])
def test_all_names_of_the_official_tables_resolve(root: str) -> None:
    names = [name for name in OFFICIAL if name.startswith(root)]
    assert len(names) >= {"torch.": 901, "torch": 983, "tf.": 190}[root]
    spelled = {name: re.sub(r"^tf\.", "tensorflow.", name) for name in names}
    assert [name for name, full in spelled.items() if not any(row.exact for row in rows(full))] == []


@pytest.mark.parametrize(
    ("pattern", "at_least"),
    [
        (r"torch\.Tensor\.[a-z]\w*[^_]_", 150),
        (r"torch\.nn\.init\.[a-z]\w*", 20),
        (r"torch\.optim\.[A-Z]\w+", 14),
        (r"torch\.optim\.lr_scheduler\.[A-Z]\w+", 16),
        (r"torch\.utils\.data\.\w+", 30),
        (r"torch\.utils\.data\.(distributed|sampler|dataset|dataloader)\.[A-Z]\w+", 1),
        (r"torch\.distributed\.[a-zA-Z]\w+", 80),
        (r"torch\.(amp|cuda\.amp)\.\w+", 4),
        (r"torch\.cuda\.[a-z]\w+", 60),
        (r"torch\.nn\.[A-Z]\w+", 140),
        (r"torch\.nn\.functional\.[a-z]\w+", 110),
    ],
)
def test_known_by_name(pattern: str, at_least: int) -> None:
    """Also where MindSpore has no counterpart: then what to do instead is said."""
    newest = len(TORCH.versions) - 1
    names = [name for name in TORCH.names() if re.fullmatch(pattern, name) and TORCH.find(name, newest)]
    assert len(names) >= at_least
    # torch.cuda.torch is torch itself
    assert [name for name in names if not rows(name) and not name.endswith(".torch")] == []


# ---------------------------------------------------------------- looking up


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("torch.nn.Linear", "nn.Dense"),
        ("torch.Tensor.size", "x.shape"),
        ("torch.cat", "ops.cat"),
        ("torch.nn.init.constant_", "mindspore.common.initializer.Constant"),
        ("tensorflow.nn.conv2d", "nn.Conv2d"),
        ("tensorflow.compat.v1.layers.conv2d", "nn.Conv2d"),
        ("keras.layers.Dense", "nn.Dense"),
    ],
)
def test_lookup(name: str, target: str) -> None:
    found = counterpart(name)
    assert found is not None
    assert found.target == target
    assert found.exact


def test_lookup_of_a_name_that_nothing_is_known_of() -> None:
    assert counterpart("torch.no_such_function") is None
    assert counterpart("# name") is None
    assert counterpart("") is None


def test_the_family_and_the_version_decide() -> None:
    found = counterpart("torch.nn.Linear", ("2.10.0",), "mint")
    assert found is not None
    assert (found.target, found.family, found.verdict) == ("mint.nn.Linear", "mint", "same")
    older = counterpart("torch.nn.Linear", ("2.0.0",), "mint")
    assert older is not None
    assert older.target == "nn.Dense"
    oldest = counterpart("torch.expm1", ("1.8.1",))
    assert oldest is not None
    assert oldest.target == "ops.expm1"


def test_for_a_range_of_versions_one_that_all_of_them_have_is_preferred() -> None:
    rewritten = counterpart("torch.Tensor.sin", ("1.10.0", "2.10.0"))
    assert rewritten is not None
    newest = counterpart("torch.Tensor.sin", ("2.10.0",))
    assert newest is not None
    assert newest.target == "x.sin(...)"
    assert "2.10.0" in rewritten.versions


def test_advice() -> None:
    assert Counterpart("ops.cat", "with axis for dim").advice == "In MindSpore write `ops.cat`, with axis for dim."
    assert Counterpart("", "leave it out").advice == "MindSpore has no counterpart; leave it out."


def test_differences_between_the_parameters() -> None:
    found = counterpart("torch.nn.Conv2d")
    assert found is not None
    assert found.differences is not None
    assert ("groups", "group") in found.differences.renamed
    assert ("bias", "has_bias") in found.differences.renamed
    assert "pad_mode" in found.differences.added
    assert ("has_bias", "True", "False") in found.differences.defaults
    assert found.differences.same_positions == 4
    pool = counterpart("torch.nn.MaxPool2d")
    assert pool is not None
    assert pool.differences is not None
    assert ("stride", "None", "1") in pool.differences.defaults


def test_names_in_texts_to_write() -> None:
    assert qualified("nn.Dense") == "mindspore.nn.Dense"
    assert qualified("np.array") is None
    assert single_name("ops.cat") == "mindspore.ops.cat"
    assert single_name("x.view(...)") == "mindspore.Tensor.view"
    assert single_name("x.view(1)") is None
    assert single_name("x = x.view(...)") is None
