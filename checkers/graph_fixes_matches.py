"""The fix of ``match`` in compiled code: ``if`` and ``elif``. It has no rules."""

from __future__ import annotations

from typing import Any, Optional

from ms_lint.conversion.pieces import start_of
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.module import Module

from .graph_fixes import SAME
from .graph_statements import dedented, is_plain, margin_of, texts_of, without_head


def as_branches(compiled: Compiled, node: Any) -> Optional[Rewrite]:
    """``match x:`` with values only as ``if x == 1:`` and ``elif``. Any: Python before 3.10 has no such node."""
    module = compiled.module
    margin, subject = margin_of(module, node), texts_of(module, node.subject)
    if margin is None or subject is None or not is_plain(node.subject):
        return None
    lines = module.source.lines
    first = node.cases[0].pattern
    head = without_head(module, node.lineno, margin, "match")
    if head is None or any(line.strip() for line in lines[node.lineno : first.lineno - 1]):
        return None
    edits: list[tuple[Place, str]] = [*head]
    word = "if"
    for case in node.cases:
        test = _test(module, case.pattern, subject[0])
        number = case.pattern.lineno
        code = lines[number - 1].partition("#")[0].rstrip()
        inner = code[: len(code) - len(code.lstrip())]
        if (
            test is None
            or not code.endswith(":")
            or not code.startswith(f"{inner}case ")
            or not inner.startswith(margin)
        ):
            return None
        if case.guard is not None:
            guard = texts_of(module, case.guard)
            if guard is None or case.guard.end_lineno != number:
                return None
            test = f"({guard[0]})" if not test else f"({test}) and ({guard[0]})"
        if not test and (word == "if" or case is not node.cases[-1]):
            return None
        moved = dedented(module, case.body, inner)
        if moved is None or start_of(case.body[0])[0] == number:
            return None
        branch = f"{margin}{word} {test}:" if test else f"{margin}else:"
        edits.append(((number, 0, number, len(code.encode())), branch))
        edits += moved
        word = "elif"
    return Rewrite(tuple(edits), SAME)


def _test(module: Module, pattern: Any, subject: str) -> Optional[str]:
    """What a pattern asks; empty for what is always so, None for what is not written as a comparison."""
    kind = type(pattern).__name__
    if kind == "MatchValue":
        return f"{subject} == {module.text_of(pattern.value)}" if is_plain(pattern.value) else None
    if kind == "MatchSingleton":
        return f"{subject} is {pattern.value}"
    if kind == "MatchOr":
        tests = [_test(module, item, subject) for item in pattern.patterns]
        return " or ".join(test for test in tests if test) if all(tests) else None
    return "" if kind == "MatchAs" and pattern.pattern is None and pattern.name is None else None
