"""What becomes of a value (ms_lint.semantics.reads), and what gradient functions give (results)."""

from __future__ import annotations

import ast
import textwrap

import pytest
from helpers import VERSIONS, module_value

from ms_lint.knowledge.catalog import catalog_for
from ms_lint.semantics.module import Module
from ms_lint.semantics.reads import (
    assigned_expression,
    followed,
    is_discarded,
    loops_around,
    reads_of,
    returned,
    scope_of,
    statement_of,
    target_of,
)
from ms_lint.sources import read_source


def module_of(code: str, path: str = "train.py") -> Module:
    module = Module(read_source(textwrap.dedent(code), path), catalog_for(VERSIONS), None)
    module.follow()
    return module


def find(module: Module, text: str, last: bool = False) -> ast.expr:
    """The first (or last) expression with this text."""
    found = [
        node for node in ast.walk(module.source.tree) if isinstance(node, ast.expr) and module.text_of(node) == text
    ]
    found.sort(key=lambda node: (node.lineno, node.col_offset))
    return found[-1 if last else 0]


def lines_of_reads(code: str) -> list[int]:
    module = module_of(code)
    target = target_of(module, find(module, "make()"))
    assert isinstance(target, ast.Name)
    return [node.lineno for node in reads_of(module, target)]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("g = make()\nuse(g)\ng = other(g)\nuse(g)", [2, 3]),
        ("use(g)\ng = make()\n", []),
        ("g = make()\nif a:\n    g = other\nuse(g)", [4]),
        ("g = make()\ng += 1\nuse(g)", [2]),
        ("for x in xs:\n    use(g)\n    g = make()\n", [2]),
        ("for x in xs:\n    g = make()\n    if x % 2:\n        use(g)", [4]),
        ("def f():\n    g = make()\n    def inner():\n        return g\n    return inner", [4]),
        ("g = make()\nfor g in xs:\n    use(g)", []),
        ("if (g := make()) and g:\n    use(g)", [1, 2]),
    ],
)
def test_reads_of_a_result(code: str, lines: list[int]) -> None:
    assert lines_of_reads(code) == lines


def test_what_a_node_stands_in() -> None:
    module = module_of(
        """
        def f(xs):
            for x in xs:
                while x:
                    g(x)
        h(1)
        k = h(2)
        """
    )
    call = find(module, "g(x)")
    assert [type(loop) for loop in loops_around(module, call)] == [ast.While, ast.For]
    assert isinstance(scope_of(module, call), ast.FunctionDef)
    assert isinstance(statement_of(module, call), ast.Expr)
    assert is_discarded(module, find(module, "h(1)"))
    assert not is_discarded(module, find(module, "h(2)"))
    assert isinstance(target_of(module, find(module, "h(2)")), ast.Name)


def test_what_a_name_was_assigned() -> None:
    module = module_of(
        """
        a = first()
        b = a
        c = 1
        c = 2
        def f(p):
            return a, b, c, p
        """
    )
    names = {text: find(module, text, last=True) for text in "abcp"}
    assert module.text_of(followed(module, names["b"])) == "first()"
    for text in "cp":
        name = names[text]
        assert isinstance(name, ast.Name)
        assert assigned_expression(module, name) is None
        assert followed(module, name) is name


def test_what_functions_return() -> None:
    module = module_of(
        """
        def f(x):
            def inner():
                return 1
            if x:
                return 2
            return 3
        """
    )
    outer = next(function for function in module.functions if function.name == "f")
    assert [module.text_of(node) for node in returned(outer)] == ["3", "2"]


GRADIENTS = """
import mindspore as ms
def f(x, y):
    return x * y
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("ms.grad(f)(1, 2)", "Tensor(mindspore)"),
        ("ms.grad(f, (0, 1))(1, 2)", "UNKNOWN"),
        ("ms.grad(f, None, ws)(1, 2)", "Container(tuple, Tensor(mindspore))"),
        ("ms.grad(f, has_aux=True)(1, 2)", "UNKNOWN"),
        ("ms.value_and_grad(f, None, ws)(1, 2)", "Sequence(tuple, [UNKNOWN, Container(tuple, Tensor(mindspore))])"),
        ("ms.value_and_grad(f, weights=ws)(1, 2)", "Sequence(tuple, [UNKNOWN, UNKNOWN])"),
        ("ms.jit(ms.grad(f))(1, 2)", "Tensor(mindspore)"),
    ],
)
def test_what_gradient_functions_give(call: str, expected: str) -> None:
    assert repr(module_value(f"{GRADIENTS}\nws = make()\nresult = {call}\n", "result")) == expected
