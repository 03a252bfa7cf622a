"""The fixes of rules on their own programs in random formatting: it changes nothing, and all else stays."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from fix_forms import FORMS, Form, bare, formed
from fixed_programs import TARGETS, normal
from hypothesis import given, settings
from hypothesis import strategies as st
from run_oracle import ABOUT_GRAPH_MODE, Case, find_cases

from ms_lint import fixing
from ms_lint.findings import Applicability, Edit, Finding
from ms_lint.fixing import is_applicable
from ms_lint.rules import load_rules
from ms_lint.runner import check_content, fix_content
from ms_lint.settings import Settings

FIXES = {rule.code: rule.fix for rule in load_rules()}
#: Rules with fixes of places; those of whole files are tried in test_conversion.
FAMILIES = re.compile(r"MSL(10[7-9]|11[0-6]|[2-8]\d\d)")
CASES = [case for case in find_cases() if FIXES[case.code] is not None and FAMILIES.match(case.code)]
#: Lines that say nothing, in forms that are easily broken.
LINES = [
    "retained = f\"{'ä'!r:>{4}} {{}}\"  # retained, (",
    "retained = (walrus := 'ü') + walrus",
    "retained = [lambda a, *b, **c: (a, b, c)][0]",
    "@(lambda f: f)\ndef retained(a=(1, 2), *, b='é'): ...",
    "retained = 'a' \\\n    'b'",
    "retained = '''\n  # no comment )\n'''",
]
SPACES = st.sampled_from(["", " ", "\n        ", "  # é, ) (\n        ", "\n\n    # own line\n  "])


def settings_of(case: Case) -> Settings:
    mode = "graph" if case.code.startswith(ABOUT_GRAPH_MODE) else "auto"
    return Settings(target_version=TARGETS.get(case.code, "2.10.0"), select=(case.code,), execution_mode=mode)


def loosened(code: str, draw: st.DrawFn) -> str:
    """Code with spaces, line breaks and comments behind the commas and opening parentheses of calls."""
    lines = code.splitlines(keepends=True)
    places = []
    depth = 0
    in_string = 0
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        name = tokenize.tok_name[token.type]
        in_string += (name == "FSTRING_START") - (name == "FSTRING_END")
        if token.type == tokenize.OP and not in_string:
            depth += (token.string in "([{") - (token.string in ")]}")
            if depth and token.string in "(,":
                places.append(token.end)
    for row, column in sorted(places, reverse=True):
        if draw(st.integers(0, 3)) == 0:
            line = lines[row - 1]
            lines[row - 1] = line[:column] + draw(SPACES) + line[column:].lstrip(" ")
    return "".join(lines)


@st.composite
def programs(draw: st.DrawFn) -> tuple[Case, str, str]:
    """A case, its half-migrated program with lines between its own, and the same in another formatting."""
    case = draw(st.sampled_from(CASES))
    code = re.sub(r"\s*#\s*expect:.*", "", (case.folder / "before.py").read_text(encoding="utf-8"))
    tree = ast.parse(code)
    lines = code.splitlines()
    for statement in reversed(tree.body[1:]):
        if draw(st.integers(0, 4)) == 0 and not getattr(statement, "decorator_list", None):
            lines.insert(statement.lineno - 1, draw(st.sampled_from(LINES)))
    plain = "\n".join(lines) + "\n"
    form = draw(st.sampled_from([None, *FORMS.values()]))
    text = formed(plain, fixable(case, plain), form, draw(st.booleans())) if form is not None else None
    plain = text or plain
    made = loosened(plain, draw)
    if draw(st.booleans()):
        made = re.sub(r"^(    )+(?=\S)", lambda match: "\t" * (len(match[0]) // 4), made, flags=re.MULTILINE)
    simple = re.compile(r"^(\s*)(?=(?:self\.\w+|\w+) = (?!'''))", re.MULTILINE)
    if draw(st.booleans()):
        made = simple.sub(lambda match: f"{match[1]}_ = 'ß'; " if "\n" not in match[1] else match[0], made)
    try:
        ast.parse(made)
    except SyntaxError:  # a mixture of tabs and spaces, or a line that goes on
        made = plain
    return case, plain, made


@cache
def fixable(case: Case, text: str) -> list[Finding]:
    """The findings with fixes of a case's own rule in a program."""
    found = check_content(text.encode(), "before.py", settings_of(case), {})
    return [finding for finding in found if finding.fix is not None and finding.code == case.code]


def comments(code: str) -> Counter[str]:
    """The comments of a program, without those that tell a linter something of an import: they go with it."""
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    found = (token.string for token in tokens if token.type == tokenize.COMMENT)
    return Counter(text for text in found if not text.startswith("# noqa"))


def keys(findings: list[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.message) for finding in findings)


@cache
def mended(case: Case, text: str) -> tuple[str, int]:
    """A program after its fixes, and how many they were."""
    fixed = fix_content(text.encode(), "before.py", settings_of(case), unsafe=True)
    return fixed.content.decode(), len(fixed.mended)


@settings(max_examples=60)
@given(programs(), st.sampled_from(["\n", "\r\n"]))
def test_what_a_fix_writes_does_not_depend_on_the_formatting(made: tuple[Case, str, str], end: str) -> None:
    case, plain, text = made
    chosen = settings_of(case)
    content = text.replace("\n", end).encode()
    found = check_content(content, "before.py", chosen, {})
    result = fix_content(content, "before.py", chosen, unsafe=True)
    after = result.content.decode()
    ast.parse(after)
    compile(after, "before.py", "exec")
    assert ("\r\n" in after) == (end == "\r\n")
    after = after.replace(end, "\n")
    assert comments(after) == comments(text)
    if case.code != "MSL601":  # a `try` that cannot fail goes with its handlers
        assert after.count("retained") == text.count("retained")
        assert after.count("_ = 'ß'; ") == text.count("_ = 'ß'; ")
    # what a fix claims to have mended is not there any more, and nothing is left to do
    left = check_content(result.content, "before.py", chosen, {})
    gone = keys(found) - keys(left)
    assert all(gone[key] for key in keys(list(result.mended)) if key in keys(found))
    assert fix_content(result.content, "before.py", chosen, unsafe=True).content == result.content
    expected, count = mended(case, plain)
    if len(result.mended) == count and case.code not in NAMED:
        assert normal(bare(after.replace("_ = 'ß'; ", ""))) == normal(bare(expected))


#: What forms write around an expression.
WRITTEN = re.compile(r"retained é→𝒳'|\bretained\w*")

#: What they make is called like the variable that something is assigned to, where it is; the last one has a finding of
#: the `dict` that a form writes.
NAMED = {"MSL327", "MSL603", "MSL608", "MSL712", "MSL644"}


def assert_only_mended(case: Case, plain: str, text: str) -> bool:
    """A program with the expressions of its findings in a form is mended, and nothing else in it is changed; whether
    all is mended that is mended in the plain program."""
    chosen = settings_of(case)
    found = check_content(text.encode(), "before.py", chosen, {})
    result = fix_content(text.encode(), "before.py", chosen, unsafe=True)
    after = result.content.decode()
    compile(after, "before.py", "exec")
    assert comments(after) == comments(text)
    assert sorted(WRITTEN.findall(after)) == sorted(WRITTEN.findall(text))
    assert ("\\\n" in after) == ("\\\n" in text)
    assert after.count("\\\n") <= text.count("\\\n")  # what stands in an argument goes with it
    gone = keys(found) - keys(list(result.left))
    assert all(gone[key] for key in keys(list(result.mended)) if key in keys(found))
    assert fix_content(result.content, "before.py", chosen, unsafe=True).content == result.content
    expected, count = mended(case, plain)
    if len(result.mended) != count or case.code in NAMED:
        return False
    assert normal(bare(after)) == normal(bare(expected))
    return True


def in_form(form: Form) -> tuple[int, int]:
    """How many rules have a program whose findings can be put into a form, and how many are then mended as else."""
    tried, same = set[str](), set[str]()
    for index, case in enumerate(CASES):
        if case.code in tried or (case.code == "MSL601" and form is FORMS["walrus"]):  # it is what the rule refuses
            continue
        plain = re.sub(r"\s*#\s*expect:.*", "", (case.folder / "before.py").read_text(encoding="utf-8"))
        text = formed(plain, fixable(case, plain), form, outermost=index % 2 == 1)
        if text is not None:
            tried.add(case.code)
            if assert_only_mended(case, plain, text):
                same.add(case.code)
    return len(tried), len(same)


@pytest.mark.parametrize("name", FORMS)
def test_a_fix_of_an_expression_in_a_form_leaves_the_form(name: str) -> None:
    tried, same = in_form(FORMS[name])
    assert tried >= 45
    # what stands elsewhere is not followed everywhere, and not every fix has room there
    assert same >= 0.6 * tried


#: What a fix would do that does not leave the form alone.
FAULTS = {
    "joined": ("; retained = 'ä'", ""),
    "backslashes": ("\\\n", ""),
    "call": ("retained='ü', ", ""),
    "lambda": ("(lambda retained=0: ", "(lambda: "),
    "f-string": ("} retained'", "}'"),
    "decorator": ("\ndef retained_value(): ...", "\nasync def retained_value(): ..."),
    "walrus": ("(retained := ", "("),
    "non-ascii": ("é→𝒳", "é→𝒳é"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_fix_that_breaks_a_form_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fix that changes what is around it, and a fix whose columns are those of another line, fail in each form."""
    apply = fixing.apply_edits
    case, plain, text = next(
        (case, plain, text)
        for case in CASES
        if case.code in ("MSL303", "MSL829")
        for plain in [re.sub(r"\s*#\s*expect:.*", "", (case.folder / "before.py").read_text(encoding="utf-8"))]
        for text in [formed(plain, fixable(case, plain), FORMS[name], outermost=False)]
        if text is not None and assert_only_mended(case, plain, text)
    )

    def careless(content: bytes, path: str, edits: Iterable[Edit]) -> bytes:
        new = apply(content, path, edits)
        return new.decode().replace(*FAULTS[name]).encode() if b"retained" in content or name == "backslashes" else new

    monkeypatch.setattr(fixing, "apply_edits", careless)
    with pytest.raises(AssertionError):
        assert_only_mended(case, plain, text)


@pytest.mark.parametrize("case", CASES[::7], ids=lambda case: str(case.name))
def test_safe_fixes_are_of_proved_findings(case: Case) -> None:
    content = (case.folder / "before.py").read_bytes()
    for finding in check_content(content, "before.py", settings_of(case), {}):
        if is_applicable(finding, unsafe=False):
            assert finding.confidence.value == "proved"
            assert FIXES[finding.code] is Applicability.SAFE


@pytest.mark.parametrize(
    ("chosen", "mended"),
    [
        ({}, {"MSL202", "MSL115"}),
        ({"fixable": ("MSL202",)}, {"MSL202"}),
        ({"fixable": ("MSL2",)}, {"MSL202"}),
        ({"unfixable": ("MSL202",)}, {"MSL115"}),
        ({"unfixable": ("device-name", "MSL2")}, set()),
    ],
)
def test_settings_say_which_rules_may_fix(chosen: dict[str, Any], mended: set[str]) -> None:
    code = b"import mindspore as ms\nfrom mindspore import nn\n\n"
    code += b"ms.set_context(device_target='cpu')\nact = nn.ReLU6(True)\n"
    given = Settings(target_version="2.10.0", **chosen)
    assert {finding.code for finding in fix_content(code, "a.py", given, unsafe=False).mended} == mended
    # what may not be fixed is reported all the same
    assert {"MSL202", "MSL115"} <= {finding.code for finding in check_content(code, "a.py", given, {})}


def test_what_a_method_is_told_is_not_left_out() -> None:
    """`recompute(False)` raises an error, and `recompute()` would do the opposite of what it says."""
    code = b"from mindspore import nn\n\nnorm = nn.LayerNorm((3,))\nnorm.recompute(False)\nact = nn.ReLU6(False)\n"
    fixed = fix_content(code, "a.py", Settings(target_version="2.10.0", select=("MSL202",)), unsafe=True)
    assert fixed.content == code.replace(b"ReLU6(False)", b"ReLU6()")
    assert [finding.location.line for finding in fixed.left] == [4]


@pytest.mark.parametrize(
    ("call", "spread"),
    [("nn.Dropout(0.1, *more)", "`*more`"), ("nn.Dropout(0.1, **more)", ""), ("nn.Dropout(0.1)", "")],
)
def test_a_finding_without_a_fix_says_which_argument_stands_in_the_way(call: str, spread: str) -> None:
    code = f"from mindspore import nn\n\nmore = list(input())\nlayer = {call}\n"
    chosen = Settings(select=("MSL305",), origin="torch")
    (found,) = check_content(code.encode(), "net.py", chosen, {})
    told = f"It is not fixed by itself: what {spread} stands for is not known."
    assert (told in (found.suggestion or "")) == bool(spread)
    assert (found.fix is None) == bool(spread)
