"""The fix of ``match`` in compiled code: ``if`` and ``elif``. It has no rules."""

from __future__ import annotations

from typing import Any, Optional

from ms_lint.conversion.pieces import start_of
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.module import Module

from .graph_fixes import SAME
from .graph_statements import dedented, is_plain, margin_of, texts_of


def as_branches(compiled: Compiled, node: Any) -> Optional[Rewrite]:
    """``match x:`` with values only as ``if x == 1:`` and ``elif``. Any: Python before 3.10 has no such node."""
    module = compiled.module
    margin, subject = margin_of(module, node), texts_of(module, node.subject)
    if margin is None or subject is None or not is_plain(node.subject):
        return None
    lines = module.source.lines
    edits: list[tuple[Place, str]] = []
    first = node.cases[0].pattern
    if any(line.strip() for line in lines[node.lineno : first.lineno - 1]) or not lines[node.lineno - 1].endswith(":"):
        return None
    edits.append(((node.lineno, 0, node.lineno + 1, 0), ""))
    word = "if"
    for case in node.cases:
        test = _test(module, case.pattern, subject[0])
        head, line = case.pattern.lineno, lines[case.pattern.lineno - 1]
        inner = line[: len(line) - len(line.lstrip())]
        if test is None or not line.rstrip().endswith(":") or not line.startswith(f"{inner}case "):
            return None
        if case.guard is not None:
            guard = texts_of(module, case.guard)
            if guard is None or case.guard.end_lineno != head:
                return None
            test = f"({guard[0]})" if not test else f"{test} and ({guard[0]})"
        if not test and (word == "if" or case is not node.cases[-1]):
            return None
        moved = dedented(module, case.body, f"{margin}{inner[len(margin) :]}")
        if moved is None or start_of(case.body[0])[0] == head:
            return None
        edits.append(((head, 0, head, len(line.encode())), f"{margin}{word} {test}:" if test else f"{margin}else:"))
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
        return f"({' or '.join(test for test in tests if test)})" if all(tests) else None
    return "" if kind == "MatchAs" and pattern.pattern is None and pattern.name is None else None
