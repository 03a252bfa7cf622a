"""Comments that silence findings: ms_lint.suppressions."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import Optional

import pytest

from ms_lint.findings import Confidence, Finding, Location, Severity
from ms_lint.sources import Source, read_source
from ms_lint.suppressions import Suppressions, Unused

RULES = {
    "MSL301": "conv-padding",
    "MSL304": "batch-norm-momentum",
    "MSL701": "attribute-never-set",
    "MSL702": "layer-never-called",
}


def finding(line: int, code: str = "MSL301", end_line: int = 0, cell: Optional[int] = None) -> Finding:
    return Finding(
        code=code,
        name=RULES[code],
        severity=Severity.ERROR,
        confidence=Confidence.PROVED,
        path="net.py",
        location=Location(line, 1, end_line or line, 2, cell),
        message="m",
    )


def source(code: str, path: str = "net.py") -> Source:
    return read_source(textwrap.dedent(code).lstrip("\n"), path)


def apply(
    code: str, findings: Sequence[Finding], ran: Sequence[str] = tuple(RULES)
) -> tuple[list[tuple[int, str]], list[tuple[int, str, tuple[str, ...]]]]:
    """Line and code of what is left; line, text and codes of what is unused."""
    kept, unused = Suppressions(source(code)).apply(findings, {code: RULES[code] for code in ran}, RULES)
    return (
        [(left.location.line, left.code) for left in kept],
        [(each.location.line, each.text, each.codes) for each in unused],
    )


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "#noqa",
        "# NOQA",
        "# NoQA:MSL301",
        "# noqa: MSL301",
        "# noqa: msl301",
        "# noqa: E501,MSL301",
        "# noqa: E501 MSL301",
        "# noqa:E501, MSL301 because of the checkpoint",
        "# noqa: MSL3",
        "# noqa: because",
        "# type: ignore  # noqa: MSL301",
        "# ms-lint: ignore",
        "# ms-lint:ignore",
        "# MS-LINT: ignore",
        "# ms-lint: ignore[MSL301]",
        "# ms-lint: ignore [msl301]",
        "# ms-lint: ignore[MSL701, MSL301]",
        "# ms-lint: ignore[MSL3]",
        "# ms-lint: ignore[MSL]",
        "# ms-lint: ignore[conv-padding]",
        "# ms-lint: ignore[Conv-Padding]",
        "# ms-lint: ignore[MSL301",
        "# noqa: E501  # ms-lint: ignore[MSL301]",
        "# ms-lint: ignore[MSL301] the checkpoint wants it",
        "# ms-lint: ignore-file",
        "# ms-lint: ignore-file[MSL301]",
        "# ms-lint: ignore-file[MSL3]",
    ],
)
def test_silences_its_line(comment: str) -> None:
    kept, _ = apply(f"a = 1\nconv(x)  {comment}\n", [finding(2)])
    assert kept == []


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: E501",
        "# noqa: MSL701",
        "# noqa: MSL3010",
        "# noq",
        "# qa",
        "# ms-lint: ignore[MSL701]",
        "# ms-lint: ignore[conv]",
        "# ms-lint: ignore[]",
        "# ms-lint: ignored",
        "# ms-lint: ignore-files",
        "# flake8: noqa",  # for the file, but not after code
    ],
)
def test_does_not_silence(comment: str) -> None:
    kept, _ = apply(f"a = 1\nconv(x)  {comment}\n", [finding(2)])
    assert kept == [(2, "MSL301")]


def test_acts_on_its_line_only() -> None:
    kept, _ = apply("a\nb  # noqa\nc\n", [finding(1), finding(2), finding(3)])
    assert kept == [(1, "MSL301"), (3, "MSL301")]


@pytest.mark.parametrize(
    "line",
    ['"# noqa"', '"""# ms-lint: ignore"""', "f'{x}# noqa'", "'\\'# noqa'", "'''\n# noqa'''"],
)
def test_a_string_is_no_comment(line: str) -> None:
    for number in range(1, line.count("\n") + 2):
        assert apply(f"x = {line}\n", [finding(number)])[0] == [(number, "MSL301")]


def test_order_is_kept_and_nothing_to_do_costs_nothing() -> None:
    suppressions = Suppressions(source("noqa = 1\n"))
    findings = [finding(3), finding(1), finding(2)]
    assert suppressions.apply(findings, RULES) == (findings, [])
    assert Suppressions(source("a = 1\n")).found == ()


# --- several lines


def test_after_a_string_of_several_lines_as_in_flake8() -> None:
    code = '''
        x = f("""
        one
        two
        """)  # noqa: MSL301
        y = 1
        '''
    kept, _ = apply(code, [finding(line) for line in (1, 2, 3, 4, 5)])
    assert kept == [(5, "MSL301")]


def test_after_a_backslash_as_in_flake8() -> None:
    kept, _ = apply("x = a + \\\n    b  # noqa\ny\n", [finding(1), finding(2), finding(3)])
    assert kept == [(3, "MSL301")]


CALL = """
    conv = Conv2d(  {first}
        3,  {middle}
        64,
    )  {last}
    """


@pytest.mark.parametrize(
    ("place", "comment", "is_silenced"),
    [
        ("first", "# noqa", True),
        ("middle", "# noqa", False),
        ("last", "# noqa", False),
        ("first", "# ms-lint: ignore", True),
        ("middle", "# ms-lint: ignore", False),
        ("last", "# ms-lint: ignore", True),
        ("last", "# ms-lint: ignore[conv-padding]", True),
        ("last", "# ms-lint: ignore[MSL7]", False),
    ],
)
def test_a_call_of_several_lines(place: str, comment: str, is_silenced: bool) -> None:
    code = CALL.format(**{"first": "", "middle": "", "last": "", place: comment})
    kept, _ = apply(code, [finding(1, end_line=4)])
    assert (kept == []) is is_silenced


# --- the whole file


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("# flake8: noqa", []),
        ("# FLAKE8: NOQA", []),
        ("# flake8: noqa: MSL301", ["MSL701"]),
        ("# flake8: noqa: MSL3, MSL7", []),
        ("# flake8: noqa: E501", ["MSL301", "MSL701"]),
        ("# ms-lint: ignore-file", []),
        ("# ms-lint: ignore-file[MSL7]", ["MSL301"]),
        ("# ms-lint: ignore-file[attribute-never-set]", ["MSL301"]),
        ("# ms-lint: ignore", ["MSL301", "MSL701"]),
    ],
)
def test_for_the_file(comment: str, kept: list[str]) -> None:
    left, _ = apply(f"a = 1\nb = 1\n{comment}\n", [finding(1), finding(2, "MSL701")])
    assert [code for _, code in left] == kept


# --- unused


@pytest.mark.parametrize(
    ("comment", "unused"),
    [
        ("# noqa: MSL301", ("MSL301",)),
        ("# noqa: msl301", ("MSL301",)),
        ("# noqa: E501, MSL301, MSL7", ("MSL301", "MSL7")),
        ("# flake8: noqa: MSL301", None),  # means nothing after code
        ("# noqa", None),
        ("# noqa: E501", None),
        ("# ms-lint: ignore", ()),
        ("# ms-lint: ignore-file", ()),
        ("# ms-lint: ignore[MSL301]", ("MSL301",)),
        ("# ms-lint: ignore[conv-padding]", ("conv-padding",)),
        ("# ms-lint: ignore[conv-pading]", ("conv-pading",)),
        ("# ms-lint: ignore[MSL999]", ("MSL999",)),
        ("# ms-lint: ignore[]", ("[]",)),
    ],
)
def test_unused(comment: str, unused: Optional[tuple[str, ...]]) -> None:
    _, found = apply(f"b = 1  {comment}\n", [])
    assert found == ([] if unused is None else [(1, comment, unused)])


def test_unused_for_the_file() -> None:
    _, found = apply("# flake8: noqa: E501, MSL301\n# flake8: noqa\n", [])
    assert found == [(1, "# flake8: noqa: E501, MSL301", ("MSL301",))]


def test_only_the_codes_that_did_nothing() -> None:
    _, unused = apply("a  # noqa: MSL301, MSL701, E501\n", [finding(1)])
    assert unused == [(1, "# noqa: MSL301, MSL701, E501", ("MSL701",))]


def test_used_ones_are_not_reported() -> None:
    code = "a  # ms-lint: ignore[MSL301]  # noqa: MSL3\n# ms-lint: ignore-file[conv-padding]\n"
    assert apply(code, [finding(1)]) == ([], [])


@pytest.mark.parametrize(
    "comment", ["# noqa: MSL301", "# ms-lint: ignore[MSL3]", "# ms-lint: ignore-file[conv-padding]"]
)
def test_not_unused_if_the_rule_did_not_run(comment: str) -> None:
    assert apply(f"a  {comment}\n", [], ran=["MSL701"]) == ([], [])


def test_unused_place_is_that_of_the_comment() -> None:
    text = "名 = 1  # 说明 # noqa: MSL301 x\n"
    _, unused = Suppressions(source(text)).apply([], RULES)
    start = text.index("# noqa") + 1
    assert unused == [Unused(Location(1, start, 1, start + 14), "# noqa: MSL301", ("MSL301",))]


# --- notebooks and Markdown


def notebook(*cells: tuple[str, str]) -> Source:
    content = {
        "cells": [{"cell_type": kind, "metadata": {}, "source": text} for kind, text in cells],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return read_source(json.dumps(content), "net.ipynb")


def test_a_line_comment_acts_in_its_cell() -> None:
    both = notebook(("code", "a = 1  # noqa"), ("code", "a = 1"))
    findings = [finding(1, cell=0), finding(1, cell=1)]
    assert Suppressions(both).apply(findings, RULES) == ([findings[1]], [])


def test_a_file_comment_acts_on_all_cells_and_fences() -> None:
    cells = notebook(
        ("code", "a = 1"),
        ("markdown", "Text\n```python\nb = 1\n```\n"),
        ("code", "# ms-lint: ignore-file[MSL301]"),
    )
    findings = [finding(1, cell=0), finding(3, cell=1), finding(3, "MSL701", cell=1)]
    assert Suppressions(cells).apply(findings, RULES) == ([findings[2]], [])


def test_in_a_fence_of_a_notebook() -> None:
    cells = notebook(("markdown", "- Text\n\n  ```python\n  b = 1  # noqa: MSL301, MSL7\n  ```\n"))
    kept, unused = Suppressions(cells).apply([finding(4, cell=0)], RULES)
    assert kept == []
    assert unused == [Unused(Location(4, 10, 4, 30, 0), "# noqa: MSL301, MSL7", ("MSL7",))]


def test_in_markdown() -> None:
    code = "# noqa is a heading here\n\n```python\na = 1\nb = 1  # ms-lint: ignore\n```\n"
    findings = [finding(4), finding(5)]
    kept, unused = Suppressions(source(code, "net.md")).apply(findings, RULES)
    assert (kept, unused) == ([findings[0]], [])
