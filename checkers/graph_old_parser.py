"""What the parser of MindSpore 1.x refuses and that of the newest version takes, by the tables of both packages.

These versions were not run. Where their own lists say that an operator has no function, that a function is not
implemented, or where the parser has no such method of lists and dicts, nothing else can come of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from ms_lint.knowledge.graph import graph_facts
from ms_lint.knowledge.versions import SHIPPED_VERSIONS
from ms_lint.messages import say
from ms_lint.rules import Problem
from ms_lint.semantics.compiled import Compiled, depends_on_tensor
from ms_lint.semantics.values import Container, Sequence

from .graph_wording import graph_problem


def refused_by_old_parser(compiled: Compiled) -> Iterator[Problem]:
    """Operators, functions, and methods of lists and dicts with tensors that a targeted version does not know."""
    for version in compiled.module.catalog.versions:
        if version.startswith("1."):
            for node, text in (*_operators(compiled, version), *_calls(compiled, version)):
                message = say(
                    "`{text}` is refused: the parser of MindSpore {version} has none.", text=text, version=version
                )
                yield graph_problem(compiled, node, message, say("Compute it with MindSpore's functions, or outside."))
            return


def _operators(compiled: Compiled, version: str) -> Iterator[tuple[ast.AST, str]]:
    refused = _refused_operators(version)
    for node in compiled.nodes(ast.BinOp, ast.AugAssign):
        if type(node.op).__name__ in refused:
            yield node, compiled.module.text_of(node) if isinstance(node, ast.BinOp) else ast.unparse(node)


def _calls(compiled: Compiled, version: str) -> Iterator[tuple[ast.AST, str]]:
    functions, methods = graph_facts(version).functions, _missing_methods(version)
    for call in compiled.calls:
        function = call.node.func
        text = compiled.module.text_of(function)
        if functions.get(call.name, "") is None:
            yield call.node, f"{text}()"
        elif isinstance(function, ast.Attribute):
            owner = compiled.value(function.value)
            kind = owner.kind if isinstance(owner, (Container, Sequence)) else ""
            if f"{kind}_{function.attr}" in methods and depends_on_tensor(owner):
                yield call.node, f"{text}()"


@cache
def _refused_operators(version: str) -> frozenset[str]:
    """Operators that have no function, or one that is not implemented."""
    old, new = graph_facts(version), graph_facts(SHIPPED_VERSIONS[-1])
    return frozenset(
        name
        for name in new.operators
        if name not in old.operators or old.functions.get(f"operator.{old.operators[name]}", "") is None
    )


@cache
def _missing_methods(version: str) -> frozenset[str]:
    old, new = graph_facts(version).methods, graph_facts(SHIPPED_VERSIONS[-1]).methods
    return frozenset(name for name in new if name.startswith(("list_", "dict_")) and name not in old)
