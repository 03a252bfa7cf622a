"""The table of differences: each row against its own programs, and what is refused in a row."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any, Optional

import pytest
from fixed_programs import normal
from helpers import Recorder, follow, snippet
from knowledge.differences import COMPILED, check, compile_rows
from knowledge.rows import Row, RowError, programs, read_rows

import ms_lint
from ms_lint.analysis import analyze
from ms_lint.findings import Applicability
from ms_lint.fixing import fix, is_applicable
from ms_lint.knowledge.catalog import package
from ms_lint.knowledge.differences import is_between, names_for
from ms_lint.rules import load_rules
from ms_lint.semantics.conditions import Given, holds
from ms_lint.semantics.uses import uses
from ms_lint.semantics.values import UNKNOWN, Choice, Constant, Container, Scalar, Sequence, Symbol, Tensor
from ms_lint.settings import Settings

ROWS = read_rows()
RULES = {rule.code: rule for rule in load_rules()}
#: In which origins a row has nothing to say.
OTHERS = {
    "torch": ("auto", "tensorflow"),
    "tensorflow": ("auto", "torch"),
    "unknown": ("torch", "tensorflow"),
}


def version_of(row: Row) -> str:
    """The newest version that a row is claimed for."""
    data = package("mindspore")
    assert data is not None
    return next(version for version in reversed(data.versions) if row.holds_for(version))


def messages(row: Row, program: str, origin: str, version: Optional[str] = None) -> list[str]:
    """What the rule of a row says of a program, of this row's words."""
    settings = Settings(
        select=(row.rule,), confidence="possible", origin=origin, target_version=version or version_of(row)
    )
    found = analyze(programs(row)[program], "net.py", settings)
    words = words_of(row)
    return [finding.message for finding in found if words.match(finding.message)]


def words_of(row: Row) -> re.Pattern[str]:
    """What the messages of a row match."""
    return re.compile("".join(re.escape(part) if i % 2 == 0 else ".*" for i, part in enumerate(split(row.message))))


def split(message: str) -> list[str]:
    """The words of a message and its fields in turn."""
    return re.split(r"(\{[^}]*\})", message[:-1])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row_speaks_of_its_before_alone(row: Row) -> None:
    origin = "auto" if row.origin in ("any", "unknown") else row.origin
    assert len(messages(row, "before", origin)) >= 1
    assert messages(row, "after", origin) == []
    if row.silent:
        assert messages(row, "silent", origin) == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.fix], ids=lambda row: row.id)
def test_the_fix_of_a_row_makes_its_after(row: Row) -> None:
    origin = "auto" if row.origin in ("any", "unknown") else row.origin
    settings = Settings(select=(row.rule,), confidence="possible", origin=origin, target_version=version_of(row))
    made, words = programs(row), words_of(row)
    fixed = fix(
        made["before"].encode(),
        "net.py",
        lambda content: analyze(content, "net.py", settings),
        lambda finding: words.match(finding.message) is not None,
    )
    if RULES[row.rule].fix is Applicability.UNSAFE:
        assert not any(is_applicable(finding, unsafe=False) for finding in fixed.mended)
    assert without_imports(fixed.content.decode()) == without_imports(made["after"])
    assert not [finding for finding in fixed.left if words.match(finding.message)]


def test_rules_with_safe_fixes_have_a_row_with_one() -> None:
    found = set()
    for row in ROWS:
        if row.fix and row.rule not in found and RULES[row.rule].fix is Applicability.SAFE:
            target = version_of(row)
            settings = Settings(select=(row.rule,), target_version=target)
            findings = analyze(programs(row)["before"], "net.py", settings)
            found |= {item.code for item in findings if is_applicable(item, unsafe=False)}
    assert found == {code for code, rule in RULES.items() if names_for(code) and rule.fix is Applicability.SAFE}
    assert all(RULES[row.rule].fix is not None for row in ROWS if row.fix)


def without_imports(code: str) -> str:
    """Normal code without the imports at its top."""
    return "\n".join(line for line in normal(code).splitlines() if not line.startswith(("import ", "from ")))


@pytest.mark.parametrize("row", [row for row in ROWS if row.origin != "any"], ids=lambda row: row.id)
def test_row_is_silent_without_its_origin(row: Row) -> None:
    for origin in OTHERS[row.origin]:
        assert messages(row, "before", origin) == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.since or row.until], ids=lambda row: row.id)
def test_row_is_silent_outside_its_versions(row: Row) -> None:
    data = package("mindspore")
    assert data is not None
    origin = "auto" if row.origin in ("any", "unknown") else row.origin
    for version in data.versions:
        if not row.holds_for(version):
            assert messages(row, "before", origin, version) == []


def test_what_is_compiled_is_up_to_date() -> None:
    assert COMPILED.read_text(encoding="utf-8") == compile_rows(ROWS), "run tools/build_knowledge.py --only differences"


# ---------------------------------------------------------------- what is refused

ROW = Row(
    file="made",
    id="made-row",
    rule="MSL401",
    names=("mindspore.ops.std",),
    message="`{call}` divides by n.",
    suggestion="Add `ddof=1`.",
    when=({"ddof": "absent"},),
    since="2.0.0",
    torch="torch.std(x)",
    before="ops.std(x)",
    after="ops.std(x, ddof=1)",
    inputs={"x": "[1.0, 2.0]"},
)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"id": "Made"}, "kebab-case"),
        ({"message": "no full stop"}, "full stop"),
        ({"message": "`{call}` and {nothing}."}, "no field nothing"),
        ({"message": "`{call.length}`."}, "no length"),
        ({"names": ("mindspore.ops.no_such_name",)}, "no claimed version has mindspore.ops.no_such_name"),
        ({"when": ({"axes": "absent"},)}, "no parameter axes"),
        ({"since": ""}, "no parameter ddof in 1"),
        ({"when": ({"ddof": "missing"},)}, "no condition is called 'missing'"),
        ({"when": ({"ddof": {"equals": 1}},)}, "no condition is called 'equals'"),
        ({"when": ({"ddof": {"not": "missing"}},)}, "no condition is called 'missing'"),
        ({"result": ("eaten",)}, "not used in the way 'eaten'"),
        ({"before": "x = ("}, "never closed|EOF"),
        ({"before": "y = x"}, "must end in an expression"),
        ({"before": ""}, "code is missing"),
    ],
)
def test_wrong_rows_are_refused(changes: dict[str, Any], problem: str) -> None:
    check(ROW)
    with pytest.raises(RowError, match=problem):
        check(replace(ROW, **changes))


def test_two_rows_of_one_id_are_refused() -> None:
    with pytest.raises(RowError, match="two rows are called made-row"):
        compile_rows([ROW, ROW])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[row]]\nid = 'a-b'\nwhere = 1", "no key is called where"),
        ("[[row]]\nid = 'a-b'", "missing"),
        ("[other]", "nothing but"),
        ("[[row]", "Expected"),
        ("[[row]]\nid='a-b'\nrule='MSL401'\nnames='x'\nmessage='m.'\nbefore='b'\nafter='a'", "its original"),
        (
            "[[row]]\nid='a-b'\nrule='MSL401'\nnames='x'\nmessage='m.'\nbefore='b'\nafter='a'\ntorch='t'\norigin='keras'",
            "`origin` is one of",
        ),
    ],
)
def test_wrong_files_are_refused(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "made.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RowError, match=problem):
        read_rows(tmp_path)


def test_programs_are_what_one_would_write() -> None:
    row = replace(
        ROW, torch="torch.nn.GELU()(x)", before="y = x + 1\nnn.GELU()(y)", silent=("ops.std(x, ddof=0)", "x.sum()")
    )
    made = programs(row)
    assert made["torch"] == snippet(
        '''
        """Made of a row of the table of differences."""

        import torch

        x = torch.tensor([1.0, 2.0])
        result = torch.nn.GELU()(x)
        '''
    )
    assert made["before"] == snippet(
        '''
        """Made of a row of the table of differences."""

        from mindspore import Tensor
        from mindspore import nn

        x = Tensor([1.0, 2.0])


        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.made0 = nn.GELU()

            def construct(self, x):
                y = x + 1
                return self.made0(y)


        result = Net()(x)
        '''
    )
    assert "return (ops.std(x, ddof=0), x.sum())" in made["silent"]


# ---------------------------------------------------------------- versions and conditions


@pytest.mark.parametrize(
    ("version", "since", "until", "expected"),
    [
        ("2.7.0", "", "", True),
        ("2.10.0", "2.7.0", "", True),
        ("2.7.0", "2.7.0", "2.7.0", True),
        ("2.7.1", "2.0.0", "2.7", True),
        ("2.10.0", "", "2.7.0", False),
        ("1.10.0", "2.0.0", "", False),
    ],
)
def test_versions(version: str, since: str, until: str, expected: bool) -> None:
    assert is_between(version, since, until) is expected


PAIR = Sequence("tuple", (Constant(1), Scalar("int")))


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("absent", None, True),
        ("absent", Constant(1), False),
        ("given", UNKNOWN, True),
        ("number", None, False),
        ("int", Constant(1), True),
        ("int", Constant(True), False),
        ("bool", Constant(True), True),
        ("number", Constant(0.5), True),
        ("number", Scalar("float"), True),
        ("fraction", Constant(0.5), True),
        ("fraction", Constant(2.0), False),
        ("fraction", Constant(float("inf")), False),
        ("fraction", Scalar("float"), None),
        ("fraction", Scalar("str"), False),
        ("infinite", Constant(float("-inf")), True),
        ("infinite", Constant("inf"), False),
        ("even", Constant(4), True),
        ("odd", Constant(4), False),
        ("negative", Constant(-1), True),
        ("zero", Constant(0), True),
        ("str", Scalar("str"), True),
        ("none", Constant(None), True),
        ("tensor", Tensor("mindspore"), True),
        ("tensor", Tensor("numpy"), False),
        ("tensor", Constant(1), False),
        ("int", Tensor("mindspore"), False),
        ("sequence", PAIR, True),
        ("tuple", Container("list"), False),
        ("int", UNKNOWN, None),
        ("generator", Container("generator"), True),
        ("function", Symbol("mindspore.ops.relu"), True),
        ("class", Symbol("mindspore.nn.ReLU"), True),
        ("int", Symbol("mindspore.ops.relu"), None),
        ("generator", PAIR, False),
        ({"dtype": ["int32", "int64"]}, Tensor("mindspore", dtype="int64"), True),
        ({"dtype": "bool"}, Tensor("mindspore", dtype="int64"), False),
        ({"dtype": "bool"}, Tensor("mindspore"), None),
        ({"dtype": "bool"}, Constant(1), False),
        ("int", Choice((Constant(1), Constant(2))), True),
        ("int", Choice((Constant(1), Constant("a"))), None),
        ({"is": 1}, Constant(1), True),
        ({"is": 1}, Constant(True), False),
        ({"is": [1, 2]}, Constant(2), True),
        ({"is": [[0, 1]]}, Sequence("tuple", (Constant(0), Constant(1))), True),
        ({"is": "none"}, Constant("none"), True),
        ({"not": {"is": 1}}, Constant(2), True),
        ({"not": {"is": 1}}, UNKNOWN, None),
        ({"below": 0.5}, Constant(0.1), True),
        ({"above": 0.5}, Constant(0.1), False),
        ({"above": 0.0, "below": 1.0}, Constant(0.1), True),
        ({"length": 2}, PAIR, True),
        ({"length": 2}, Container("tuple"), None),
        ({"length": 2}, Constant(2), False),
        ({"items": "int"}, PAIR, True),
        ({"items": "str"}, PAIR, False),
        (["number", {"not": "zero"}], Constant(3), True),
        (["number", "str"], Constant(3), False),
    ],
)
def test_conditions(condition: Any, value: Any, expected: Optional[bool]) -> None:
    assert holds(condition, Given(value)) is expected


def test_an_open_call_may_give_anything() -> None:
    assert holds("absent", Given(None, is_open=True)) is None
    assert holds("int", Given(None, is_open=True)) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("probe()", [("discarded", None)]),
        ("a, b = probe()", [("unpacked", 2), ("into", "a, b")]),
        ("a, *b = probe()", []),
        ("y = probe()[1]", [("indexed", 1)]),
        ("y = probe()[-1]", [("indexed", -1)]),
        ("y = probe().shape", [("attribute", "shape")]),
        ("y = 2 * probe()", [("computed", "Mult")]),
        ("y = probe() < 3", [("computed", "Compare")]),
        ("y = -probe()", [("computed", "USub")]),
        ("y += probe()", [("computed", "Add")]),
        ("y = print(probe())", [("argument", None)]),
        ("y = print(a=probe())", [("argument", None)]),
        ("y = bool(probe())", [("truth", None)]),
        ("if probe(): pass", [("truth", None)]),
        ("if not probe(): pass", [("truth", None)]),
        ("y = [a for a in probe()]", [("iterated", None)]),
        ("y = [probe() + 1 for a in x]", [("computed", "Add")]),
        ("for a in probe(): pass", [("iterated", None)]),
        ("y = probe()\nz = y + 1\nw = y[0]", [("named", "y"), ("computed", "Add"), ("indexed", 0)]),
        ("y = probe()\ny = y + 1", []),
        ("y = x[probe()]", []),
    ],
)
@pytest.mark.parametrize("in_function", [False, True])
def test_uses(code: str, expected: list[Any], in_function: bool) -> None:
    body = textwrap.indent(code, "    ")
    text = (
        f"from probe import probe\n@print\ndef f(x, y=1):\n{body}\n"
        if in_function
        else f"from probe import probe\n{code}\n"
    )
    recorder = Recorder()
    module = follow(text, recorder=recorder)
    call = next(call for call in recorder.calls if call.qualified_name == "probe.probe")
    assert uses(module, call.function, call.node) == expected


KERAS_ORIGINAL = """
from tensorflow import keras

class Stem(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.conv = keras.layers.Conv2D(8, 5, padding="same")

class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.stem = Stem()
        self.wide = keras.layers.Conv2D(8, 3, padding="same")
        self.border = keras.layers.ZeroPadding2D(1)
        self.reduce = keras.layers.Conv2D(8, 3, strides=2)
        self.plain = keras.layers.Conv2D(8, 3)

    def call(self, x):
        return self.plain(self.reduce(self.border(self.wide(self.stem(x)))))
"""
KERAS_PORT = """
from mindspore import nn

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 5, has_bias=True)
        self.wide = nn.Conv2d(8, 8, 3, has_bias=True)
        self.reduce = nn.Conv2d(8, 8, 3, 2, pad_mode="pad", padding=1, has_bias=True)
        self.plain = nn.Conv2d(8, 8, 3, has_bias=True)

    def construct(self, x):
        return self.plain(self.reduce(self.wide(self.stem(x))))
"""


def test_a_padding_that_the_original_in_keras_has_is_right(tmp_path: Path) -> None:
    (tmp_path / "original.py").write_text(KERAS_ORIGINAL, encoding="utf-8")
    port = tmp_path / "port.py"
    port.write_text(KERAS_PORT, encoding="utf-8")
    findings = ms_lint.check_paths([str(port)], overrides={"select": "MSL310,MSL311"})
    lines = KERAS_PORT.splitlines()
    assert [lines[finding.location.line - 1].split()[0] for finding in findings] == ["self.plain"]


@pytest.mark.parametrize(
    "test", ['__version__ < "2.0"', 'version.parse(ms.__version__) < version.parse("2.0")', "MS_VERSION < (2, 0)"]
)
def test_what_a_look_at_the_version_decides_is_left_to_it(test: str) -> None:
    code = (
        "import mindspore as ms\nfrom mindspore import __version__, ops\nfrom packaging import version\n\n"
        "MS_VERSION = (2, 0)\n\n\ndef padded(x):\n    {}return ops.pad(x, ((0, 0), (1, 1)))\n"
    )
    settings = Settings(select=("MSL408",))
    assert analyze(code.format(f"if {test}:\n        "), "net.py", settings) == []
    assert analyze(code.format(""), "net.py", settings) != []


def test_the_number_of_the_original_is_told() -> None:
    code = """\
import mindspore.nn as nn

# nn.LeakyReLU(0.1, inplace=True)
layer = nn.LeakyReLU()  # torch
"""
    finding = next(item for item in analyze(code, "net.py", Settings(origin="torch")) if item.code == "MSL310")
    assert "the original has 0.1" in finding.message
    assert finding.fix is not None
    assert [edit.replacement for edit in finding.fix.edits] == ["alpha=0.1"]
