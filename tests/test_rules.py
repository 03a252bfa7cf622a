"""The rules against their own programs in tests/rules: what is marked is found, and nothing else."""

from __future__ import annotations

import ast
import re
import shutil
import sys
import textwrap
from collections import Counter
from pathlib import Path
from typing import Optional

import pytest
from fixed_programs import NO_FIX, fixed, normal, without_marks, write_settings
from knowledge.rows import programs as programs_of
from knowledge.rows import read_rows
from run_oracle import ABOUT_GRAPH_MODE, PROGRAMS, Case, find_cases, imports, kinds, read_evidence

import ms_lint
from ms_lint.findings import Applicability
from ms_lint.fixing import is_applicable
from ms_lint.knowledge.differences import names_for
from ms_lint.knowledge.versions import SHIPPED_VERSIONS
from ms_lint.rules import Rule, load_rules

CASES = find_cases()
CODES = sorted({case.code for case in CASES})
RULES = load_rules()
FIXES = {rule.code: rule.fix for rule in RULES}
#: Cannot be shown by a program: a rule of ours that fails is a defect of ours.
WITHOUT_CASE = {"MSL003"}
_MARK = re.compile(r"#\s*expect:\s*(.*)$")

Places = Counter[tuple[int, str]]


def marks(text: str) -> Places:
    """The findings that a program announces at its line ends: line and code. Looked for in the text,
    since a program may be one that does not parse."""
    found: Places = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        mark = _MARK.search(line)
        if mark is not None:
            for code in mark.group(1).replace(NO_FIX, "").split(","):
                assert re.fullmatch(r"MSL\d{3}", code.strip()), f"line {number}: what is {code.strip()!r}?"
                found[number, code.strip()] += 1
    return found


def findings(program: Path, original: Optional[Path], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Line and code of the findings in a program, in a project of its own with the original beside it."""
    for file in (program, original):
        if file is not None:
            shutil.copy(file, folder)
    write_settings(folder, program, original)
    # from inside, so that a folder above that is called "tests" does not count
    monkeypatch.chdir(folder)
    return Counter((found.location.line, found.code) for found in ms_lint.check_paths([program.name]))


def programs(names: tuple[str, ...]) -> list[object]:
    """(case, path) of the programs of these names."""
    return [
        pytest.param(case, path, id=f"{case.name}/{name}")
        for case in CASES
        for name, path in case.programs().items()
        if name in names
    ]


@pytest.mark.parametrize(("case", "program"), programs(("before",)))
def test_before_gives_the_marked_findings(
    case: Case, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = marks(program.read_text(encoding="utf-8"))
    assert case.code in {code for _, code in expected}
    assert findings(program, case.original, tmp_path, monkeypatch) == expected


@pytest.mark.parametrize(("case", "program"), programs(("after", "fixed", "silent")))
def test_after_gives_no_finding(case: Case, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not marks(program.read_text(encoding="utf-8"))
    assert findings(program, case.original, tmp_path, monkeypatch) == Counter()


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_fixes_turn_before_into_after(case: Case) -> None:
    """Where all findings have fixes, those must make the repaired program, or `fixed.py`, which the oracle runs too;
    else they must leave what is marked `(no fix)`, and be done in one go."""
    found, result = fixed(case)
    before = (case.folder / "before.py").read_bytes()
    own = FIXES[case.code]
    assert own is not None or not any(finding.fix for finding in found if finding.code == case.code)
    if own is Applicability.UNSAFE:
        assert not any(is_applicable(finding, unsafe=False) for finding in found if finding.code == case.code)
    assert not any(finding.fix for finding in result.left)
    if own is not None and not case.code.startswith("MSL1"):  # there one finding has the fix of all
        marked = {number for number, line in enumerate(before.decode().splitlines(), 1) if line.endswith(NO_FIX)}
        unfixed = [finding for finding in found if finding.code == case.code and finding.fix is None]
        assert {finding.location.line for finding in unfixed} == marked
    if not any(finding.fix for finding in found):
        assert result.content == before
    elif own is not None and (all(item.fix for item in found) if case.code.startswith("MSL1") else not result.left):
        text = without_marks(result.content.decode())
        name = "fixed.py" if case.has("fixed") else "after.py"
        assert normal(text) == normal((case.folder / name).read_text(encoding="utf-8"))
        assert name == "after.py" or text == (case.folder / name).read_text(encoding="utf-8")


#: Rules whose finding works as it is in the newest version: no program can show that it is mended.
#: tests/test_version_range.py has their fixes.
SAME_RESULT = {"MSL207", "MSL209"}


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.fix is not None and rule.code not in SAME_RESULT],
    ids=lambda rule: str(rule.code),
)
def test_a_rule_with_a_fix_fixes_a_program_of_its_folder(rule: type[Rule]) -> None:
    cases = [case for case in CASES if case.code == rule.code]
    assert any(NO_FIX not in (case.folder / "before.py").read_text(encoding="utf-8") for case in cases)
    if rule.fix is Applicability.SAFE and not rule.code.startswith("MSL1") and not names_for(rule.code):
        assert any(is_applicable(item, unsafe=False) for case in cases for item in fixed(case)[0])


@pytest.mark.parametrize(
    ("marked", "is_right"),
    [
        ("self.relu = nn.ReLU()  # expect: MSL703", True),
        ("self.relu = nn.ReLU()", False),
        ("self.relu = nn.ReLU()  # expect: MSL702", False),
        ("self.relu = nn.ReLU()  # expect: MSL703, MSL703", False),
        ("# expect: MSL703\n        self.relu = nn.ReLU()", False),
    ],
)
def test_wrong_marks_are_noticed(marked: str, is_right: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "made" / "before.py"
    program.parent.mkdir()
    text = """\
    from mindspore import nn


    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            {}

        def construct(self, x):
            return x
    """
    program.write_text(textwrap.dedent(text).format(marked), encoding="utf-8")
    folder = tmp_path / "project"
    folder.mkdir()
    expected = marks(program.read_text(encoding="utf-8"))
    assert (findings(program, None, folder, monkeypatch) == expected) is is_right


def test_a_mark_that_is_no_code_is_refused() -> None:
    with pytest.raises(AssertionError, match="MSL70"):
        marks("x = 1  # expect: MSL70\n")


# ---------------------------------------------------------------- rules and folders


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert set(CODES) == {rule.code for rule in RULES} - WITHOUT_CASE


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_case_is_complete(case: Case) -> None:
    assert case.has("after")
    assert not (case.has("torch") and case.has("tensorflow"))
    known = {f"{name}.py" for name in (*PROGRAMS, "torch", "tensorflow")}
    assert {path.name for path in case.folder.iterdir() if path.is_file()} <= known
    # what a file is, apart from what it computes, has no original
    assert (case.original is None) == case.code.startswith("MSL0")


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(path, id=f"{case.name}/{path.name}")
        for case in CASES
        if case.original is not None
        for path in (case.original, *case.programs().values())
    ],
)
def test_program_ends_in_its_result(program: Path) -> None:
    tree = ast.parse(program.read_text(encoding="utf-8"))
    last = tree.body[-1]
    assert ast.get_docstring(tree)
    assert isinstance(last, ast.Assign)
    assert [getattr(target, "id", None) for target in last.targets] == ["result"]
    if program.stem in ("after", "silent"):
        assert "mindspore" in imports(program)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_rule_is_described(rule: type[Rule]) -> None:
    assert re.fullmatch(r"MSL\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    summary, _, rest = (rule.__doc__ or "").partition("\n")
    assert summary == summary.strip()
    assert summary.endswith((".", ":")) or "`" in summary
    assert 20 <= len(summary) <= 110
    assert not rest or rest.startswith("\n"), "the summary is one line, then an empty one"


def test_evidence_covers_every_case_and_proves_it() -> None:
    seen = kinds(read_evidence())
    expected = {(case.name, program) for case in CASES if case.original is not None for program in case.programs()}
    # what only older versions do, the newest one cannot prove
    rows = {row.case: row for row in read_rows() if row.runs_on(SHIPPED_VERSIONS[-1])}
    expected |= {(name, program) for name, row in rows.items() for program in set(programs_of(row)) & set(PROGRAMS)}
    assert {(name, program) for name, program, _ in seen} == expected
    for (name, program, mode), (kind, _) in seen.items():
        if program == "before":
            is_about_graph = name.startswith(ABOUT_GRAPH_MODE) or (name in rows and rows[name].mode == "graph")
            proving = "graph" if is_about_graph else "pynative"
            assert mode != proving or kind in ("raises", "differs"), name
        else:
            assert kind == {"after": "agrees", "fixed": "agrees", "silent": "runs"}[program], name


# ---------------------------------------------------------------- a rule that fails

FAILING_RULE = '''
import ast

from ms_lint.rules import Rule


class Failing(Rule):
    """A rule that fails at one name."""

    code = "MSL990"
    name = "failing-rule"
    nodes = (ast.Call,)

    def check_node(self, node, module):
        if getattr(node.func, "id", "") == "unlucky":
            raise LookupError("not in the table")
        return ()
'''

PROGRAM = """\
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        return self.relu({}(x))


def {}(x):
    return x
"""


def test_a_failing_rule_costs_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = "ms_lint_plugin_with_a_failing_rule"
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / f"{plugin}.py").write_text(FAILING_RULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "plugins")
    project = tmp_path / "project"
    project.mkdir()
    (project / "ms-lint.toml").write_text(f'plugins = ["{plugin}"]\n', encoding="utf-8")
    for name in ("unlucky", "lucky"):
        (project / f"{name}.py").write_text(PROGRAM.format(name, name), encoding="utf-8")
    monkeypatch.chdir(project)
    try:
        found = ms_lint.check_paths(["."])
    finally:
        sys.modules.pop(plugin, None)
    assert [(Path(item.path).name, item.location.line, item.code) for item in found] == [
        ("lucky.py", 6, "MSL701"),
        ("unlucky.py", 6, "MSL701"),
        ("unlucky.py", 6, "MSL003"),
    ]
    (failure,) = (item for item in found if item.code == "MSL003")
    assert failure.name == "internal-error"
    assert "MSL990 (failing-rule)" in failure.message
    assert "LookupError: not in the table" in failure.message
