"""One file -> its findings (ms_lint.analysis): bad input, selection, suppressions, odd code."""

from __future__ import annotations

import ast
import json
import random
import re
import sys
import sysconfig
from functools import cache
from pathlib import Path

import pytest
from helpers import check, codes, snippet
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ms_lint.analysis import analyze, project_for
from ms_lint.findings import Confidence, Finding, Severity
from ms_lint.settings import Settings

NET = """
    from mindspore import nn
    class Net(nn.Cell):
        def construct(self, x):
            return x * scale
    """

# ---------------------------------------------------------------- what cannot be read

UNREADABLE: dict[str, tuple[bytes, str, int]] = {
    "syntax error": (b"x = 1\ny = (\nz = 2\n", "net.py", 2),
    "indentation": (b"def f():\nreturn 1\n", "net.py", 2),
    "tabs and spaces": (b"if x:\n        y = 1\n\tz = 2\n", "net.py", 3),
    "Python 2": (b"print 'x'\n", "net.py", 1),
    "not UTF-8": (b"x = 1\ny = '\xff'\n", "net.py", 2),
    "unknown encoding": (b"# coding: nowhere\nx = 1\n", "net.py", 1),
    "null byte": (b"x = 1\x00\n", "net.py", 1),
    "binary": (bytes(range(256)), "net.py", 3),
    "UTF-16": ("x = 1\n".encode("utf-16"), "net.py", 1),
    "unfinished string": (b"x = '''abc\n\n\n", "net.py", 1),
    "not JSON": (b"{", "net.ipynb", 1),
    "JSON, not a notebook": (b"[1, 2]", "net.ipynb", 1),
    "empty notebook file": (b"", "net.ipynb", 1),
    "break outside of a loop": (b"x = 1\nbreak\n", "net.py", 0),
    "return outside of a function": (b"return 1\n", "net.py", 0),
}


@pytest.mark.parametrize(("content", "path", "line"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_unreadable(content: bytes, path: str, line: int) -> None:
    """One MSL001 with the place. (What only the compiler refuses, ``ast`` takes: line 0 here.)"""
    found = check(content, path=path)
    if not line:
        assert codes(found) == []
        return
    (finding,) = found
    assert (finding.code, finding.severity, finding.confidence) == ("MSL001", Severity.ERROR, Confidence.PROVED)
    if sys.version_info >= (3, 10) or path.endswith(".ipynb") or (b"(" not in content and b"'''" not in content):
        assert finding.location.line == line  # the parser of 3.9 says where it gave up, not what was left open
    assert finding.location.column >= 1
    assert finding.path == path
    assert finding.message.startswith("The file cannot be checked: ")
    assert "\n" not in finding.message


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xef\xbb\xbf", b"# only a comment", b"\x0c\n", b"\r\n\r\n", b"'doc'"]
)
def test_empty_files(content: bytes) -> None:
    assert check(content) == []
    assert check(content.decode("utf-8-sig")) == []


def test_a_cell_that_does_not_parse() -> None:
    def cell(source: str) -> dict[str, object]:
        return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}

    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell("x = 1"), cell("a = 1\nb = (")]}
    (finding,) = check(json.dumps(document).encode(), path="net.ipynb")
    assert finding.code == "MSL001"
    assert (finding.location.cell, finding.location.line) == (1, 2)


def test_unreadable_can_be_deselected() -> None:
    assert check(b"x = (", select=["MSL7"]) == []
    assert codes(check(b"x = (", settings=Settings(ignore=("MSL001",)))) == []


# ---------------------------------------------------------------- selection

NOT_SELECTED = Settings(ignore=("MSL704",))


@pytest.mark.parametrize(
    ("given_settings", "expected"),
    [
        (Settings(), ["MSL704"]),
        (Settings(select=("MSL704",)), ["MSL704"]),
        (Settings(select=("MSL7",)), ["MSL704"]),
        (Settings(select=("undefined-name",)), ["MSL704"]),
        (Settings(select=("ALL",)), ["MSL704"]),
        (Settings(select=("MSL1",)), []),
        (Settings(ignore=("MSL704",)), []),
        (Settings(ignore=("MSL",)), []),
        (Settings(ignore=("undefined-name",)), []),
        (Settings(select=("MSL7",), ignore=("MSL704",)), []),
        (Settings(select=("MSL704",), ignore=("MSL7",)), ["MSL704"]),
        (Settings(select=("MSL1",), extend_select=("MSL704",)), ["MSL704"]),
        (Settings(per_file_ignores=(("net.py", ("MSL7",)),)), []),
        (Settings(per_file_ignores=(("other.py", ("MSL7",)),)), ["MSL704"]),
        (Settings(confidence="proved"), ["MSL704"]),
        (Settings(confidence="possible"), ["MSL704"]),
    ],
)
def test_selection(given_settings: Settings, expected: list[str]) -> None:
    assert codes(check(NET, settings=given_settings)) == expected


HOUSE = ("house_rules",)
HOUSE_NAMES = "import mindspore; from house import *\n"


@pytest.mark.parametrize(
    ("given_settings", "expected"),
    [
        (Settings(plugins=HOUSE), ["MSL951", "MSL952"]),
        (Settings(plugins=HOUSE, confidence="proved"), ["MSL951"]),
        (Settings(plugins=HOUSE, extend_select=("MSL953",)), ["MSL951", "MSL952", "MSL953"]),
        (Settings(plugins=HOUSE, extend_select=("house-note",)), ["MSL951", "MSL952", "MSL953"]),
        (Settings(plugins=HOUSE, select=("MSL953",)), ["MSL953"]),
        (Settings(plugins=HOUSE, ignore=("MSL95",)), []),
        (Settings(), []),
    ],
)
def test_rules_of_a_plugin(given_settings: Settings, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    assert codes(check(f"{HOUSE_NAMES}old_name()\nguess()\nnote()\n", settings=given_settings)) == expected


def test_a_rule_that_fails_costs_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    found = check(f"{HOUSE_NAMES}break_rule()\nbreak_rule()\nold_name()\n", settings=Settings(plugins=HOUSE))
    assert codes(found) == ["MSL003", "MSL951"]
    (error, _) = found
    assert error.location.line == 2
    for part in ("MSL954", "house-broken", "ValueError", "as the test wants it"):
        assert part in error.message


PATCHED_LAYERS = """
    from mindspore import nn
    norm = nn.LayerNorm(64, epsilon=1e-5)
    table = nn.Embedding(10, 64, 0)
    conv = nn.Conv2d(3, 8, 3, 1, 1)
    """


def test_what_a_package_patches_is_left_alone() -> None:
    """mindnlp replaces layers by torch's: what they take is not known there, but not all are replaced."""
    assert codes(check(snippet(PATCHED_LAYERS))) == ["MSL324", "MSL311", "MSL301"]
    assert codes(check("import mindnlp\n" + snippet(PATCHED_LAYERS))) == ["MSL301"]
    assert codes(check(snippet(PATCHED_LAYERS), path="mindnlp/models/bert.py")) == ["MSL301"]


def test_inferred_names_are_likely_only() -> None:
    text = "```python\nnet = nn.Conv2d()\nimport mindspore\n```\n"
    markdown = snippet(text)
    found = check(markdown, ["MSL201"], path="guide.md")
    assert {f.confidence for f in found} <= {Confidence.LIKELY}


# ---------------------------------------------------------------- suppressions, end to end

SUPPRESSED = [
    ("x = missing  # noqa", []),
    ("x = missing  # noqa: MSL704", []),
    ("x = missing  # noqa: MSL7", []),
    ("x = missing  # noqa: E501, MSL704", []),
    ("x = missing  # NOQA:msl704", []),
    ("x = missing  # noqa: E501", ["MSL704"]),
    ("x = missing  # noqa: MSL101", ["MSL002", "MSL704"]),
    ("x = missing  # ms-lint: ignore", []),
    ("x = missing  # ms-lint: ignore[MSL704]", []),
    ("x = missing  # ms-lint: ignore[undefined-name]", []),
    ("x = missing  # ms-lint: ignore[MSL701]", ["MSL002", "MSL704"]),
    ("# ms-lint: ignore-file\nx = missing", []),
    ("# ms-lint: ignore-file[MSL704]\nx = missing", []),
    ("# ms-lint: ignore-file[MSL7]\nx = missing\ny = other", []),
    ("# flake8: noqa\nx = missing", []),
    ("# flake8: noqa: MSL704\nx = missing", []),
    ("x = 1  # noqa: MSL704", ["MSL002"]),
    ("x = 1  # ms-lint: ignore[MSL704]", ["MSL002"]),
    ("x = 1  # noqa", []),
    ("x = 1  # noqa: E501", []),
    ("x = '''\n# noqa: MSL704\n'''\ny = missing", ["MSL704"]),
    ("x = f(\n    missing,\n    other,\n)  # noqa: MSL704", ["MSL704", "MSL704", "MSL002"]),
]


@pytest.mark.parametrize(("code", "expected"), SUPPRESSED, ids=[code for code, _ in SUPPRESSED])
def test_suppression(code: str, expected: list[str]) -> None:
    found = check("import mindspore\nf = print\n" + code + "\n")
    assert sorted(codes(found)) == sorted(expected)


def test_suppressions_in_a_notebook_and_in_a_fence() -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for source in ("import mindspore", "%matplotlib inline\nx = missing  # noqa: MSL704\ny = other")
    ]
    script = "import mindspore\nif __name__ == '__main__':\n    z = third  # ms-lint: ignore[MSL704]\n    w = fourth\n"
    fence = f"```python\n{script}```\n"
    cells.append({"cell_type": "markdown", "metadata": {}, "source": fence})
    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    found = check(json.dumps(document).encode(), path="net.ipynb")
    assert [(f.code, f.location.cell, f.location.line) for f in found] == [("MSL704", 1, 3), ("MSL704", 2, 5)]


def test_noqa_can_be_disregarded() -> None:
    code = "import mindspore\nx = missing  # noqa\n"
    assert codes(check(code, respect_noqa=False)) == ["MSL704"]


def test_an_unused_suppression_can_be_suppressed_by_selection_only() -> None:
    code = "import mindspore  # noqa: MSL704\n"
    assert codes(check(code)) == ["MSL002"]
    assert codes(check(code, settings=Settings(ignore=("MSL002",)))) == []


# ---------------------------------------------------------------- order, doubles, passing over


def test_findings_are_sorted_by_place() -> None:
    found = check("import mindspore\nb = two\na = one\nz, y = four, three\n")
    assert [(f.location.line, f.message.split("`")[1]) for f in found] == [
        (2, "two"),
        (3, "one"),
        (4, "four"),
        (4, "three"),
    ]


def test_a_file_that_mentions_no_framework_is_only_parsed() -> None:
    assert analyze(b"x = 1  # noqa: MSL704\n", "net.py", Settings()) == []
    assert codes(analyze(b"import mindspore\nx = 1  # noqa: MSL704\n", "net.py", Settings())) == ["MSL002"]
    assert codes(analyze(b"x = (\n", "net.py", Settings())) == ["MSL001"]


def test_fragments_in_markdown_may_leave_names_out() -> None:
    fragment = "```python\nfrom mindspore import Tensor\nout = net(Tensor(x))\n```\n"
    assert check(fragment, path="page.md") == []


def test_text_and_bytes_say_the_same() -> None:
    text = snippet(NET) + "# 注释\ny = 'é'; z = missing\n"
    assert analyze(text, "net.py", Settings()) == analyze(text.encode(), "net.py", Settings())
    last = analyze(text, "net.py", Settings())[-1]
    assert last.location.column == len("y = 'é'; z = ") + 1


def test_running_twice_says_the_same() -> None:
    assert check(NET) == check(NET)


# ---------------------------------------------------------------- deep and wide code

DEEP = {
    "nested parentheses": "x = " + "(" * 10_000 + "1" + ")" * 10_000,
    "nested lists": "x = " + "[" * 3_000 + "]" * 3_000,
    "some nested lists": "x = " + "[" * 90 + "]" * 90,
    "a long sum": "x = " + " + ".join(["1"] * 5_000),
    "a long sum of names": "from mindspore import ops\nx = " + " + ".join(["ops.a"] * 5_000),
    "a long string of strings": "x = " + " + ".join(["'a'"] * 5_000),
    "a long chain of attributes": "x = a" + ".b" * 3_000,
    "a long chain of calls": "x = a" + ".b()" * 1_500,
    "a long chain of subscripts": "x = a" + "[0]" * 1_500,
    "a long chain of comparisons": "x = " + " < ".join(["1"] * 5_000),
    "a long and": "x = " + " and ".join(["a"] * 5_000),
    "nested nots": "x = " + "not " * 1_500 + "1",
    "nested minus": "x = " + "-" * 1_500 + "1",
    "nested lambdas": "x = " + "lambda: " * 1_500 + "1",
    "nested conditionals": "x = " + "1 if a else " * 1_500 + "2",
    "a long elif": "if a:\n    pass\n" + "elif a:\n    pass\n" * 2_000,
    "nested ifs": "".join(" " * i + "if a:\n" for i in range(95)) + " " * 95 + "pass\n",
    "very nested ifs": "".join(" " * i + "if a:\n" for i in range(2_000)) + " " * 2_000 + "pass\n",
    "nested functions": "".join(" " * i + "def f():\n" for i in range(95)) + " " * 95 + "pass\n",
    "very nested functions": "".join(" " * i + "def f():\n" for i in range(2_000)) + " " * 2_000 + "pass\n",
    "nested classes": "".join(" " * i + "class A:\n" for i in range(95)) + " " * 95 + "pass\n",
    "many functions that call each other": "".join(f"def f{i}(x): return f{i + 1}(x)\n" for i in range(2_000)),
    "many functions that call the one before": "".join(f"def f{i + 1}(x): return f{i}(x)\n" for i in range(2_000)),
    "many methods that call each other": "class A:\n"
    + "".join(f"    def f{i}(self): return self.f{i + 1}()\n" for i in range(2_000)),
    "many assignments": "".join(f"x{i} = x{i - 1}\n" for i in range(1, 20_000)),
    "a wide list": "x = [" + "1, " * 50_000 + "]",
    "a wide call": "x = f(" + "1, " * 20_000 + ")",
    "a long base chain": "from mindspore import nn\nclass A0(nn.Cell): ...\n"
    + "".join(f"class A{i + 1}(A{i}): ...\n" for i in range(200)),
    "a doubling base graph": "class A0: ...\nclass B0: ...\n"
    + "".join(f"class A{i + 1}(A{i}, B{i}): ...\nclass B{i + 1}(A{i}, B{i}): ...\n" for i in range(200)),
    "a doubling sequence": "x = [1]\n" + "x = x + x\n" * 18,
    "a doubling tuple": "x = (1,)\n" + "x = (x, x)\n" * 60 + "y = x == x\nif y:\n    x = (x,)\n",
    "a doubling string": "x = 'a'\n" + "x = x + x\n" * 64,
    "a squared number": "x = 9\n" + "x = x * x\n" * 64,
    "a great power": "x = 9 ** 9 ** 9 ** 9",
    "a great repetition": "x = [1] * 10 ** 10\ny = 'x' * 10 ** 10\nz = (1,) * 10 ** 10",
    "branches": "x = 1\n" + "".join(f"if a{i}:\n    x = {i}\n" for i in range(3_000)),
    "a chain of aliases": "from mindspore import nn\nx0 = nn.Conv2d\n"
    + "".join(f"x{i + 1} = x{i}\n" for i in range(3_000)),
    "nested f-strings": "x = f'{a}" + "{a}" * 3_000 + "'",
    "unpacking of unpackings": "(" * 90 + "a," + ")," * 89 + ") = x",
}


@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP.keys())
@pytest.mark.parametrize("framework", ["import mindspore\n", ""])
def test_deep_code(code: str, framework: str) -> None:
    """No crash and no hang: the file is checked, or one finding says that it cannot be."""
    found = check(framework + code, ["MSL001", "MSL003", "MSL701", "MSL705"])
    assert codes(found) in ([], ["MSL001"])
    for finding in found:
        assert "internal" not in finding.message
        assert any(
            word in finding.message for word in ("deep", "nest", "many", "complex", "parentheses", "indentation")
        )


LONG = {
    "a long elif": "if a:\n    pass\n" + "elif a:\n    pass\n" * 150,
    "a long sum": "x = " + " + ".join(["1"] * 200),
    "many assignments": DEEP["many assignments"],
    "branches": DEEP["branches"],
    "a wide list": DEEP["a wide list"],
}


@pytest.mark.parametrize("code", LONG.values(), ids=LONG.keys())
def test_long_code_is_checked(code: str) -> None:
    """Generated code of that kind is real, so it is no reason to give up on a file."""
    assert check(code, ["MSL001"]) == []


def test_deep_code_in_a_method_is_checked_or_reported_once() -> None:
    inner = "x = " + "[" * 190 + "]" * 190
    code = f"from mindspore import nn\nclass Net(nn.Cell):\n    def construct(self, x):\n        {inner}\n"
    found = check(code + "        return self.missing\n")
    assert codes(found) in (["MSL701"], ["MSL001"])


def test_the_recursion_limit_is_left_alone() -> None:
    before = sys.getrecursionlimit()
    check(DEEP["very nested functions"])
    check(DEEP["a long chain of attributes"])
    assert sys.getrecursionlimit() == before


# ---------------------------------------------------------------- random damage to real files


def assert_in_file(finding: Finding, text: str) -> None:
    lines = text.split("\n")
    at = finding.location
    assert 1 <= at.line <= max(1, len(lines)), (finding, len(lines))
    assert at.line <= at.end_line <= max(1, len(lines)), (finding, len(lines))
    assert 1 <= at.column <= len(lines[at.line - 1]) + 1, finding
    assert 1 <= at.end_column <= len(lines[at.end_line - 1]) + 1, finding
    assert (at.line, at.column) <= (at.end_line, at.end_column), finding


@cache
def samples() -> tuple[str, ...]:
    here = Path(__file__).resolve().parent
    repository = here.parent
    paths = sorted((repository / "examples").rglob("*.py")) + sorted((here / "rules").rglob("*.py"))
    library = Path(sysconfig.get_path("stdlib"))
    paths += [library / name for name in ("dataclasses.py", "contextlib.py", "textwrap.py", "abc.py", "heapq.py")]
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    return tuple(text for text in texts if len(text) < 60_000)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A real file with some lines deleted, doubled, exchanged, moved in or out, or words exchanged."""
    text = draw(st.sampled_from(samples()))
    rng = random.Random(draw(st.integers(0, 2**32)))
    lines = text.split("\n")
    for _ in range(draw(st.integers(0, 5))):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        kind = rng.randrange(8)
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[at])
        elif kind == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 3:
            lines[at] = "    " + lines[at]
        elif kind == 4:
            lines[at] = lines[at][4:]
        elif kind == 5:
            words = lines[at].split(" ")
            rng.shuffle(words)
            lines[at] = " ".join(words)
        elif kind == 6:
            lines[at] = lines[at].replace("(", "(é, ").replace("=", "= '𝟙' +", 1)
        else:
            lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
    return "\n".join(lines)


#: Every rule that is not a plugin's, the ones off by default as well.
EVERYTHING = Settings(select=("ALL",), confidence="possible")


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(damaged())
@example("class A(A): ...\nclass B(A): ...\n")
@example("from . import *\nfrom .. import a\nfrom .a.b import *\n")
@example("from mindspore import nn\nclass N(nn.Cell):\n    def construct(): return x\n")
@example("from mindspore import nn\nclass N(nn.Cell):\n    def __init__(): self.x = nn.Conv2d()\n")
@example("from mindspore import nn\nclass N(nn.Cell):\n    construct = lambda self, x: self.y\n")
@example("from mindspore import nn\nclass N(nn.Cell):\n    construct = None\n    def forward(*a): a[0].x\n")
@example("import mindspore\nnonlocal_ = 1\ndel nonlocal_\nglobal x\nx = y\n")
@example("import mindspore as ms\n\fx = ms.nn.Conv2d()\n")
@example("import mindspore as ms\nx = ms.nn.Conv2d(\\\n)\n")
@example("import mindspore as ms; ms.nn.Conv2d(); ms.nn.Conv2d(); ms.x.y.z()()()[0](1)\n")
@example("import mindspore as ms\nms.ops.concat(*ms, **ms)(ms=ms)\nms: ms = ms\nms += ms\n")
@example("from mindspore import nn\nclass N(nn.Cell):\n    class construct(nn.Cell): ...\n    def f(self): self()\n")
@example("@x\nclass A(metaclass=A): pass\nimport mindspore\n")
@example("import torch\ndef f(x, inplace): torch.relu(x, inplace=inplace, **{'inplace': 1})\n")
@example(
    "import tensorflow as tf\ntf.concat(3, 3); tf.split(1); tf.split(3, 2, x); tf.concat(axis=1); tf.split(3, *x)\n"
)
def test_damaged_files(text: str) -> None:
    found = analyze(text, "net.py", EVERYTHING)
    assert "MSL003" not in codes(found), [f.message for f in found if f.code == "MSL003"]
    if "MSL001" in codes(found):
        assert len(found) == 1
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for finding in found:
        assert_in_file(finding, plain)
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        assert codes(found) == ["MSL001"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(damaged(), min_size=1, max_size=4), st.booleans())
def test_damaged_notebooks(texts: list[str], markdown: bool) -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None} for text in texts
    ]
    if markdown:
        cells[-1] = {"cell_type": "markdown", "metadata": {}, "source": f"```python\n{texts[-1]}\n```\n"}
    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    found = analyze(json.dumps(document), "net.ipynb", EVERYTHING)
    assert "MSL003" not in codes(found), [f.message for f in found if f.code == "MSL003"]
    for finding in found:
        at = finding.location
        assert at.cell is not None
        assert 0 <= at.cell < len(cells)
        source = str(cells[at.cell]["source"])
        assert_in_file(finding, source.replace("\r\n", "\n").replace("\r", "\n"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["net.py", "net.ipynb", "net.md"]))
def test_any_bytes(content: bytes, path: str) -> None:
    assert set(codes(analyze(content, path, EVERYTHING))) <= {"MSL001", "MSL002"}


@pytest.mark.parametrize(
    "name", ["test_grammar.py", "test_patma.py", "test_syntax.py", "test_scope.py", "test_generators.py"]
)
def test_standard_library_files(name: str) -> None:
    """Files with every construct of the language; skipped where Python came without its tests."""
    path = Path(sysconfig.get_path("stdlib")) / "test" / name
    if not path.is_file():
        pytest.skip(f"this Python has no {name}")
    text = path.read_text(encoding="utf-8")
    found = analyze(text, str(path), EVERYTHING, project=project_for(EVERYTHING))
    assert not {"MSL001", "MSL003"} & set(codes(found))


def test_standard_library_modules_as_cells() -> None:
    """Real classes, made Cells: names of a library that works are never undefined."""
    library = Path(sysconfig.get_path("stdlib"))
    reported: list[tuple[str, int, str]] = []
    for name in (
        "argparse.py",
        "dataclasses.py",
        "pathlib.py",
        "turtle.py",
        "zipfile.py",
        "pydoc.py",
        "tokenize.py",
        "tarfile.py",
    ):
        path = library / name
        if not path.is_file():
            continue
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            lines[number] = re.sub(r"^class (\w+)(?:\(\))?:", r"class \1(__ms.nn.Cell):", line)
            lines[number] = re.sub(r"^class (\w+)\((?!__ms|\w+=)", r"class \1(__ms.nn.Cell, ", lines[number])
        text = "\n".join(["import mindspore as __ms", *lines])
        for finding in analyze(text, str(path), Settings(select=("MSL704", "MSL003"))):
            reported.append((name, finding.location.line - 1, finding.message))
    assert reported == []


@pytest.mark.parametrize(
    ("version", "code", "expected"),
    [
        ("1.8.1", "ops.ReduceSum()(x)", []),
        ("2.10.0", "ops.ReduceSum()(x)", []),
        ("1.8.1", "ops.Reshape()(x)", ["MSL201"]),
        ("2.10.0", "ops.Reshape()(x)", ["MSL201"]),
    ],
)
def test_operators_of_1_x_have_defaults_that_are_not_read(version: str, code: str, expected: list[str]) -> None:
    text = f"from mindspore import Tensor, ops\nx = Tensor([1.0])\ny = {code}\n"
    settings = Settings(select=("MSL201",), target_version=version)
    assert codes(check(text, settings=settings)) == expected


INITIALIZED = """\
from mindspore import nn


def initialize(layer):
    kind = layer.__class__.__name__
    {}layer.weight.set_data(1)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(8)
        initialize(self.bn)

    def construct(self, x):
        return self.bn(x)
"""


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("", ["MSL331"]),
        ("if kind.find('Conv') >= 0:\n        ", []),
        ("if isinstance(layer, nn.Dense):\n        ", []),
        ("if type(layer) is nn.Dense:\n        ", []),
        ("if isinstance(layer, nn.BatchNorm2d):\n        ", ["MSL331"]),
    ],
)
def test_branches_by_the_kind_of_a_layer(test: str, expected: list[str]) -> None:
    assert codes(check(INITIALIZED.format(test))) == expected
