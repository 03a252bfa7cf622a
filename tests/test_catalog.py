"""What the frameworks have (ms_lint.knowledge.catalog), on its own and as the rules see it."""

from __future__ import annotations

import ast
from typing import Optional

import pytest
from helpers import check, codes

from ms_lint.knowledge.catalog import (
    Catalog,
    Signature,
    catalog_for,
    function_signature,
    package,
    parse_signature,
)
from ms_lint.knowledge.versions import SHIPPED_VERSIONS
from ms_lint.settings import Settings

NEWEST = catalog_for((SHIPPED_VERSIONS[-1],))


def call(text: str) -> ast.Call:
    node = ast.parse(text, mode="eval").body
    assert isinstance(node, ast.Call)
    return node


# ---------------------------------------------------------------- signatures

SIGNATURE = "a, b=1, *, c, d=None"
BINDINGS = [
    ("f(1, c=2)", {"a", "c"}, (), (), 0),
    ("f(1, 2, c=3, d=4)", {"a", "b", "c", "d"}, (), (), 0),
    ("f(c=2)", {"c"}, ("a",), (), 0),
    ("f()", set(), ("a", "c"), (), 0),
    ("f(1, 2, 3, c=4)", {"a", "b", "c"}, (), (), 1),
    ("f(1, c=2, e=3)", {"a", "c"}, (), ("e",), 0),
    ("f(1, a=2, c=3)", {"a", "c"}, (), ("a",), 0),
    ("f(*x)", set(), (), (), 0),
    ("f(**x)", set(), (), (), 0),
    ("f(1, *x, e=3)", {"a"}, (), ("e",), 0),
]


@pytest.mark.parametrize(("text", "given", "missing", "unexpected", "surplus"), BINDINGS)
def test_bind(text: str, given: set[str], missing: tuple[str, ...], unexpected: tuple[str, ...], surplus: int) -> None:
    bound = parse_signature(SIGNATURE).bind(call(text))
    assert set(bound.arguments) == given
    assert (bound.missing, bound.unexpected, bound.surplus) == (missing, unexpected, surplus)
    assert bound.fits == (not missing and not unexpected and not surplus)
    assert bound.star == ("*" in text)


@pytest.mark.parametrize("text", ["a, /, b", "*a", "**a", "a=?, b=(1, 2)", "", "a=float('inf')"])
def test_signature_texts(text: str) -> None:
    signature = parse_signature(text)
    assert isinstance(signature, Signature)
    assert any(parameter.kind in ("*", "**") for parameter in signature.parameters) == text.startswith("*")


def test_bind_agrees_with_python() -> None:
    """Every call of a set of calls is accepted or refused as Python itself does."""
    shapes = ["a", "a, b=1", "a, *b", "*, a", "a, **b", "a=1, *, b=2", "a, b, c=3", "*a, b", ""]
    calls = ["f()", "f(1)", "f(1, 2)", "f(1, 2, 3)", "f(a=1)", "f(b=1)", "f(1, b=2)", "f(1, a=2)", "f(1, c=2)"]
    for shape in shapes:
        namespace: dict[str, object] = {}
        exec(f"def f({shape}): pass", namespace)
        definition = ast.parse(f"def f({shape}): pass").body[0]
        assert isinstance(definition, ast.FunctionDef)
        for text in calls:
            try:
                eval(text, namespace)
                accepted = True
            except TypeError:
                accepted = False
            for signature in (parse_signature(shape), function_signature(definition.args)):
                assert signature.bind(call(text)).fits == accepted, (shape, text)


def test_signature_of_a_method_leaves_self_off() -> None:
    definition = ast.parse("def f(self, x, y=2, *args, z, **more): pass").body[0]
    assert isinstance(definition, ast.FunctionDef)
    assert str(function_signature(definition.args, skip=1)) == "x, y=2, *args, z, **more"


def test_broken_signature() -> None:
    with pytest.raises(SyntaxError):
        parse_signature("a b")


# ---------------------------------------------------------------- look-ups

ENTRIES = [
    ("mindspore.nn.Conv2d", "class"),
    ("mindspore.nn.Cell", "class"),
    ("mindspore.ops.Concat", "class"),
    ("mindspore.ops.concat", "function"),
    ("mindspore.Tensor", "class"),
    ("mindspore.nn", "module"),
    ("mindspore.nn.WithLossCell", "class"),
    ("torch.nn.Module", "class"),
    ("torch.nn.functional.relu", "function"),
    ("mindspore.nn.NotThere", None),
    ("mindspore.nn.Conv2d.not_there", None),
    ("numpy.array", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "kind"), ENTRIES)
def test_find(name: str, kind: Optional[str]) -> None:
    entry = NEWEST.find(name)
    assert (entry.kind if entry else None) == kind


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("mindspore.ops.operations.Reshape", "mindspore.ops.Reshape"),
        ("mindspore.ops.Reshape", "mindspore.ops.Reshape"),
        ("not.known", "not.known"),
    ],
)
def test_canonical(name: str, canonical: str) -> None:
    assert NEWEST.canonical(name) == canonical


def test_subclasses() -> None:
    assert NEWEST.is_subclass("mindspore.nn.Conv2d", "mindspore.nn.Cell")
    assert NEWEST.is_subclass("mindspore.nn.Adam", "mindspore.nn.Cell")
    assert NEWEST.is_subclass("mindspore.ops.Concat", "mindspore.ops.Primitive")
    assert NEWEST.is_subclass("torch.nn.Conv2d", "torch.nn.Module")
    assert NEWEST.is_subclass("torch.nn.Module", "torch.nn.Module")
    assert not NEWEST.is_subclass("mindspore.ops.Concat", "mindspore.nn.Cell")
    assert not NEWEST.is_subclass("mindspore.nn.Cell", "mindspore.nn.Conv2d")
    assert not NEWEST.is_subclass("not.known", "mindspore.nn.Cell")


def test_members() -> None:
    members = NEWEST.members("mindspore.nn.Conv2d")
    assert "set_train" in members  # inherited from Cell
    assert members == sorted(members)
    assert "Conv2d" in NEWEST.members("mindspore.nn")
    assert all("." not in name for name in NEWEST.members("mindspore.nn"))
    assert NEWEST.members("not.known") == []


def test_signatures() -> None:
    entry = NEWEST.find("mindspore.nn.Dense")
    assert entry is not None
    assert [p.name for p in entry.signatures[0].positional][:2] == ["in_channels", "out_channels"]
    concat = NEWEST.find("mindspore.ops.Concat")
    assert concat is not None
    assert [p.name for p in concat.signatures[0].parameters] == ["axis"]


def test_every_line_can_be_read() -> None:
    """Each name of each data file is found in the newest version that has it, and its signatures are
    read, or are none where the text is no parameter list (torch documents ``start=0, end``)."""
    for root in ("mindspore", "torch"):
        data = package(root)
        assert data is not None
        lines = data.path.read_text(encoding="utf-8").splitlines()
        names = [line.partition("\t")[0] for line in lines if line and not line.startswith("#")]
        assert names == sorted(names, key=str.encode)
        assert len(set(names)) == len(names)
        found, unread = 0, list[str]()
        for name in names[:: max(1, len(names) // 2000)]:
            for position in range(len(data.versions) - 1, -1, -1):
                entry = data.find(name, position)
                if entry is not None:
                    found += 1
                    assert entry.name
                    if entry.signature_texts and not entry.signatures:
                        unread.append(name)
                    break
        assert found > 1000
        assert len(unread) < found // 100, unread


def test_versions() -> None:
    data = package("mindspore")
    assert data is not None
    assert data.versions == SHIPPED_VERSIONS
    # ops.operations.ResizeBilinear went, ops.mint came
    old, new = Catalog((SHIPPED_VERSIONS[0],)), NEWEST
    assert old.find("mindspore.ops.ResizeBilinear") is not None
    assert new.find("mindspore.ops.ResizeBilinear") is None
    assert new.find("mindspore.mint") is not None
    assert old.find("mindspore.mint") is None


def test_a_range_of_versions_has_what_any_of_them_has() -> None:
    both = Catalog((SHIPPED_VERSIONS[0], SHIPPED_VERSIONS[-1]))
    assert both.find("mindspore.ops.ResizeBilinear") is not None
    assert both.find("mindspore.mint") is not None
    assert len(both.all_entries("mindspore.nn.Dense")) == 2
    assert len(both.all_entries("mindspore.mint")) == 1
    assert both.all_entries("not.known") == []


def test_unknown_packages() -> None:
    assert package("no_such_package") is None
    assert NEWEST.find("no_such_package.nn.Conv2d") is None


# ---------------------------------------------------------------- through the rules

CALLS = {
    "missing": ("nn.Conv2d()", ["MSL201"]),
    "missing some": ("nn.Conv2d(1, 2)", ["MSL201"]),
    "complete": ("nn.Conv2d(1, 2, 3)", []),
    "by keyword": ("nn.Conv2d(in_channels=1, out_channels=2, kernel_size=3)", []),
    "unpacked": ("nn.Conv2d(*sizes)", []),
    "unpacked keywords": ("nn.Conv2d(1, **options)", []),
    "too many": ("nn.ReLU(1, 2, 3, 4)", ["MSL202"]),
    "optional only": ("nn.ReLU()", []),
    "partial may be given the rest later": ("functools.partial(nn.Conv2d, 3)", []),
    "a call of a partial": ("functools.partial(nn.Conv2d, 3)(4)", []),
    "not in the catalog": ("nn.NoSuchLayer()", []),
    "an operator": ("ops.Reshape()", []),
    "an operator's call": ("ops.Reshape()(1)", ["MSL201"]),
    "subclass of a layer": ("type('A', (nn.Conv2d,), {})()", []),
    "variadic": ("nn.SequentialCell(nn.ReLU(), nn.ReLU(), nn.ReLU())", []),
    "decorator with arguments": ("ms.jit(None)", []),
}


@pytest.mark.parametrize(("text", "expected"), CALLS.values(), ids=CALLS.keys())
def test_calls(text: str, expected: list[str]) -> None:
    code = f"import functools\nimport mindspore as ms\nfrom mindspore import nn, ops\nx = {text}\n"
    assert codes(check(code, ["MSL201", "MSL202", "MSL003"])) == expected


def test_only_what_is_wrong_in_every_targeted_version() -> None:
    """A call that one of the targeted versions accepts is left alone."""
    data = package("mindspore")
    assert data is not None
    # nn.Dropout(p=...) came with 2.0; keep_prob alone was accepted before, too
    code = "from mindspore import nn\nx = nn.GELU(1, 2, 3, 4)\n"
    settings = Settings(select=("MSL202",), target_version=">=1.8")
    assert codes(check(code, settings=settings)) == ["MSL202"]


def test_a_default_that_is_not_known_is_shown_as_dots() -> None:
    """Rules tell keywords that were read out of ``**kwargs`` by it."""
    signature = parse_signature("a, b='x', c=-1, *, d=?, e=None")
    assert [parameter.default for parameter in signature.parameters] == [None, "'x'", "-1", "...", "None"]
