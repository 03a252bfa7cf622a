"""Edits of calls (ms_lint.edits): what they write, and that they change nothing else."""

from __future__ import annotations

import ast
from typing import Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ms_lint.edits import Argument, Edits, add_keyword, remove_argument, rename_keyword
from ms_lint.findings import Edit
from ms_lint.fixing import apply_edits
from ms_lint.sources import Source, read_source


def call_of(source: Source) -> ast.Call:
    return next(node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def applied(code: str, source: Source, edits: Optional[Edits]) -> Optional[str]:
    if edits is None:
        return None
    placed = []
    for place, text in edits:
        assert isinstance(place, tuple)
        placed.append(Edit(source.location(*place), text))
    return apply_edits(code.encode(), "a.py", placed).decode()


def added(code: str) -> Optional[str]:
    source = read_source(code, "a.py")
    return applied(code, source, add_keyword(call_of(source), "k=1", source))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f()", "f(k=1)"),
        ("f(a)", "f(a, k=1)"),
        ("f(a, b=2)", "f(a, b=2, k=1)"),
        ("f(a, )", "f(a, k=1, )"),
        ("f(a,)", "f(a, k=1,)"),
        ("f((a))", "f((a), k=1)"),
        ("f(((a)),)", "f(((a)), k=1,)"),
        ("f(*a, **b)", "f(*a, **b, k=1)"),
        ("f(b=2, *a)", "f(b=2, *a, k=1)"),
        ("f(a\n)", "f(a, k=1\n)"),
        ("f(\n    a,\n    b\n)", "f(\n    a,\n    b,\n    k=1\n)"),
        ("f(\n    a,\n    b,\n)", "f(\n    a,\n    b,\n    k=1,\n)"),
        ("f(\n    a,\n    b)", "f(\n    a,\n    b,\n    k=1)"),
        ("f(\n    a,  # first, )\n    b,  # second\n)", "f(\n    a,  # first, )\n    b,  # second\n    k=1,\n)"),
        ("f(\n    a  # last, )\n)", "f(\n    a,  # last, )\n    k=1\n)"),
        ("f(\n    a\n    # below\n)", "f(\n    a,\n    k=1\n    # below\n)"),
        ("f(a,  # one\n  b)  # two", "f(a,  # one\n  b,\n  k=1)  # two"),
        ("x = 'é', f('é')  # é", "x = 'é', f('é', k=1)  # é"),
        ("f(\n\ta,\n\tb,\n)", "f(\n\ta,\n\tb,\n\tk=1,\n)"),
        ("f(a)\r\n", "f(a, k=1)\r\n"),
        ("f(\r\n  a\r\n)\r\n", "f(\r\n  a,\r\n  k=1\r\n)\r\n"),
        ("f(x for x in y)", None),
        ("f(lambda: (1, 2))", "f(lambda: (1, 2), k=1)"),
    ],
)
def test_add_keyword(code: str, expected: Optional[str]) -> None:
    assert added(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f()", "f(k=1, m=2)"),
        ("f(a)", "f(a, k=1, m=2)"),
        ("f(\n    a,\n    b\n)", "f(\n    a,\n    b,\n    k=1,\n    m=2\n)"),
        ("f(\n    a,\n    b,\n)", "f(\n    a,\n    b,\n    k=1,\n    m=2,\n)"),
        ("f(\r\n  a,  # é\r\n)", "f(\r\n  a,  # é\r\n  k=1,\r\n  m=2,\r\n)"),
        ("f(\n    a, b\n)", "f(\n    a, b, k=1, m=2\n)"),
    ],
)
def test_added_keywords_have_the_layout_of_the_call(code: str, expected: str) -> None:
    source = read_source(code, "a.py")
    assert applied(code, source, add_keyword(call_of(source), "k=1", source, "m=2")) == expected


@pytest.mark.parametrize(
    ("code", "index", "expected"),
    [
        ("f(a)", 0, "f()"),
        ("f(a,)", 0, "f()"),
        ("f(a, b)", 0, "f(b)"),
        ("f(a, b)", 1, "f(a)"),
        ("f(a, b,)", 1, "f(a,)"),
        ("f(a, b=2, c=3)", 1, "f(a, c=3)"),
        ("f(\n    a,\n    b=2,\n    c=3,\n)", 1, "f(\n    a,\n    c=3,\n)"),
        ("f(\n    a,  # why\n    b=2,\n)", 1, None),
        ("f((a), b)", 0, None),
        ("f(a, (b))", 1, None),
    ],
)
def test_remove_argument(code: str, index: int, expected: Optional[str]) -> None:
    source = read_source(code, "a.py")
    call = call_of(source)
    arguments: list[Argument] = [*call.args, *call.keywords]
    assert applied(code, source, remove_argument(call, arguments[index], source)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f(old=1)", "f(new=1)"),
        ("f(a, old = 1)", "f(a, new = 1)"),
        ("f('é', old=old)", "f('é', new=old)"),
        ("f(a)", None),
        ("f(**old)", None),
    ],
)
def test_rename_keyword(code: str, expected: Optional[str]) -> None:
    source = read_source(code, "a.py")
    assert applied(code, source, rename_keyword(call_of(source), "old", "new", source)) == expected


SPACE = st.sampled_from(["", " ", "\n", "  # c, ) (\n", "\n    ", "\\\n", "\n\n  # x\n\t"])
VALUES = st.sampled_from(
    ["a", "(a)", "((a,))", "'#, )'", "[1, (2)]", "g(h, i=1)", "lambda: 0", "'é'", "-1", "a if b else c"]
)


@st.composite
def calls(draw: st.DrawFn) -> str:
    """A call in any formatting."""
    positional = draw(st.lists(VALUES, max_size=3))
    named = [f"k{index}={value}" for index, value in enumerate(draw(st.lists(VALUES, max_size=3)))]
    arguments = positional + named
    text = "f(" + draw(SPACE)
    for index, argument in enumerate(arguments):
        last = index == len(arguments) - 1
        text += argument + draw(SPACE) + ("," if not last or draw(st.booleans()) else "") + draw(SPACE)
    return f"x = {text})  # end\n"


def parsed(code: str) -> ast.Module:
    return ast.parse(code)


@given(calls())
def test_an_added_keyword_is_all_that_changes(code: str) -> None:
    before = call_of(read_source(code, "a.py"))
    after = added(code)
    assert after is not None
    call = call_of(read_source(after, "a.py"))
    assert ast.dump(call.keywords.pop()) == ast.dump(ast.keyword("k", ast.Constant(1)))
    assert ast.dump(call) == ast.dump(before)
    assert [part for part in code.split() if part in after.split()] or not code.split()
    assert after.count("#") == code.count("#")


@given(calls(), st.data())
def test_a_removed_argument_is_all_that_changes(code: str, data: st.DataObject) -> None:
    source = read_source(code, "a.py")
    call = call_of(source)
    arguments: list[Argument] = [*call.args, *call.keywords]
    if not arguments:
        return
    chosen = data.draw(st.sampled_from(arguments))
    after = applied(code, source, remove_argument(call, chosen, source))
    if after is None:
        return
    left = call_of(read_source(after, "a.py"))
    expected = [ast.dump(item) for item in arguments if item is not chosen]
    assert [ast.dump(item) for item in (*left.args, *left.keywords)] == expected
    assert after.count("#") == code.count("#")
