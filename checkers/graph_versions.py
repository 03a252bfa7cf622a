"""MSL625, and what other rules say of MindSpore before 2.1, whose graphs have no interpreter at hand.

All of it was measured on 2.0.0, 2.7.0 and 2.10.0.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Confidence, Severity
from ms_lint.knowledge.syntax import REFUSED_BEFORE_2_1
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rule
from ms_lint.semantics.compiled import CallSite, Compiled, Condition
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Constant,
    Container,
    FunctionValue,
    Sequence,
    Symbol,
    Tensor,
    Value,
)

from .graph_effects import is_outermost
from .graph_old_objects import is_enum
from .graph_wording import graph_problem
from .unfixed import SEVERAL


def syntax_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """Syntax that the compiler has only since MindSpore 2.1."""
    for name, (words, suggestion) in REFUSED_BEFORE_2_1.items():
        for node in compiled.nodes(getattr(ast, name)):
            if _is_refused(node):
                message = say("The graph compiler does not know {words} before MindSpore 2.1.", words=words)
                yield graph_problem(compiled, node, message, suggestion)


def _is_refused(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return len(node.ops) > 1
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(isinstance(item, ast.Starred) for item in node.elts)
    if isinstance(node, ast.Assign):
        parts = (part for target in node.targets for part in ast.walk(target))
        return any(isinstance(part, ast.Starred) for part in parts)
    return True


class BranchWithoutValue(Rule):
    """A branch that gives None or raises where a tensor decides.

    Both branches are compiled and need results of one type. Before MindSpore 2.1 None is of no type that could be
    joined with a tensor, `raise` and `assert` neither. At the level `strict` that holds for None still.

        if x.sum() < 0:
            raise ValueError("negative")
        return self.head(x)

    Check outside of the graph, or give back a tensor in each case. Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL625"
    name = "branch-without-value"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = SEVERAL

    def check_compiled(self, compiled: Compiled) -> Problems:
        is_old, is_strict = compiled.targets_before("2.1"), compiled.level == "strict"
        if not (is_old or is_strict):
            return
        for node in compiled.nodes(ast.Raise, ast.Assert) if is_old else ():
            if _is_dropped(compiled):
                break
            decides = _tested(compiled, node) if isinstance(node, ast.Assert) else _decided(compiled, node)
            if decides:
                message = say("Before MindSpore 2.1 a tensor cannot decide whether this is raised.")
                yield graph_problem(compiled, node, message, say("Check it outside of the graph."))
        for call in compiled.calls if is_strict else ():
            callee = call.callee
            if isinstance(callee, FunctionValue) and _is_check(compiled, call):
                text = compiled.module.text_of(call.node)
                message = say(
                    "`{text}` gives nothing, and raises where a tensor says so: refused at this level.", text=text
                )
                yield graph_problem(compiled, call.node, message, say("Check it outside of the graph."))
        yield from self._none(compiled)

    def _none(self, compiled: Compiled) -> Iterator[Problem]:
        say_none = say("Give back a tensor in each case, such as `ops.zeros_like(x)`.")
        for branches in compiled.branches:
            for name, (_, body, orelse) in branches.names.items():
                values = [value for value in (body, orelse) if value is not None]
                if name and NONE in values and any(isinstance(value, Tensor) for value in values):
                    message = say(
                        "`{name}` is None in one branch and a tensor in the other: they cannot be joined.", name=name
                    )
                    place = branches.node.test if isinstance(branches.node, ast.If) else branches.node
                    yield graph_problem(compiled, place, message, say_none)
        returned = [node for node in compiled.nodes(ast.Return) if node.value is not None]
        inside = [node for node in returned if _decided(compiled, node)]
        nothing = [
            node
            for node in compiled.nodes(ast.Return)
            if (node.value is None or _is_none(compiled, node.value))
            and (_decided(compiled, node) or not compiled.conditions(node))
        ]
        decided = [*inside, *(node for node in nothing if _decided(compiled, node))]
        if not decided:
            return
        gives = any(node not in nothing for node in returned)
        if gives and (nothing or _falls_through(compiled.function.node)):
            message = say("A tensor decides whether this gives a tensor or None: the two cannot be joined.")
            yield graph_problem(compiled, decided[0], message, say_none)


def _is_dropped(compiled: Compiled) -> bool:
    """Whether a function is called in statements of their own only: such a graph leaves the calls out."""
    calls = compiled.called_from.items()
    return bool(calls) and all(any(node.value is call for node in caller.nodes(ast.Expr)) for call, caller in calls)


def _is_none(compiled: Compiled, node: ast.expr) -> bool:
    return compiled.value(node) == NONE


def _decided(compiled: Compiled, node: ast.AST) -> Optional[Condition]:
    """The condition around a node that a tensor decides."""
    return next((item for item in compiled.conditions(node) if item.is_runtime), None)


def _tested(compiled: Compiled, node: ast.Assert) -> bool:
    return Condition(ast.If(node.test, [], []), compiled.kind(node.test)).is_runtime


def _is_check(compiled: Compiled, call: CallSite) -> bool:
    """Whether a function is called in a statement of its own, and has nothing but conditional exceptions."""
    callee = call.callee
    assert isinstance(callee, FunctionValue)
    if not any(node.value is call.node for node in compiled.nodes(ast.Expr)):
        return False
    body = getattr(callee.function.node, "body", [])
    record = next((item for item in compiled.together if item.function.node is callee.function.node), None)
    if record is None or not isinstance(body, list):
        return False
    return all(isinstance(node, ast.If) for node in body) and any(
        _decided(record, item) for item in record.nodes(ast.Raise)
    )


def _falls_through(function: ast.AST) -> bool:
    """Whether control may reach the end of a function."""
    body = getattr(function, "body", None)
    return isinstance(body, list) and not _ends(body)


def _ends(body: list[ast.stmt]) -> bool:
    last = body[-1] if body else None
    if isinstance(last, ast.If):
        return _ends(last.body) and _ends(last.orelse)
    if isinstance(last, ast.With):
        return _ends(last.body)
    return isinstance(last, (ast.Return, ast.Raise)) or (isinstance(last, ast.While) and not last.orelse)


def arguments_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """Arguments of the outermost Cell that are no tensors, numbers, None, or tuples, lists and dicts of them."""
    if len(compiled.chain) > 1 or not is_outermost(compiled):
        return
    node = compiled.function.node.args
    own = 1 if compiled.function.cls is not None and not compiled.function.is_static else 0
    plain = [*node.posonlyargs, *node.args]
    plain = plain[own : len(plain) - len(node.defaults)]
    names = {item.arg for item in plain} - set(compiled.function.stores)
    told: set[str] = set()
    for name, place, what in _uses(compiled, names):
        if name not in told:
            told.add(name)
            message = say(
                "`{name}` is {what}: before MindSpore 2.1 no network can be given that.", name=name, what=what
            )
            yield graph_problem(compiled, place, message, say("Give it to `__init__`."))


def _uses(compiled: Compiled, names: set[str]) -> Iterator[tuple[str, ast.AST, str]]:
    """Parameters that are used as nothing but a string, an array, an object or a function can be, or given one."""
    for given in compiled.function.cls.entry_calls if compiled.function.cls is not None else ():
        for parameter in compiled.function.node.args.args:
            what = _refused_as_argument(given.get(parameter.arg, UNKNOWN))
            if parameter.arg in names and what:
                yield parameter.arg, parameter, what
    for compare in compiled.nodes(ast.Compare):
        parts = [compare.left, *compare.comparators]
        for part in parts:
            others = [compiled.value(item) for item in parts if item is not part]
            if isinstance(part, ast.Name) and part.id in names:
                if any(isinstance(value, Constant) and isinstance(value.value, str) for value in others):
                    yield part.id, part, say("a string")
                elif any(_is_enum_member(compiled, item) for item in parts if item is not part):
                    yield part.id, part, say("a member of an Enum")
    for call in compiled.calls:
        function = call.node.func
        if isinstance(function, ast.Name) and function.id in names:
            yield function.id, function, say("a function or a Cell")
        first = call.node.args[0] if call.node.args else None
        if isinstance(first, ast.Name) and first.id in names:
            asked = compiled.value(call.node.args[1]) if len(call.node.args) == 2 else None
            if call.name == "builtins.isinstance" and asked == Symbol("builtins.str"):
                yield first.id, first, say("a string")
            if call.name == "mindspore.Tensor" and len(call.node.args) == 1:
                yield first.id, first, say("an array")
    for attribute in compiled.nodes(ast.Attribute):
        owner = attribute.value
        if isinstance(owner, ast.Name) and owner.id in names and isinstance(attribute.ctx, ast.Load):
            find = compiled.module.catalog.find
            owners = ("Tensor", "nn.Cell", "Parameter")
            is_known = any(find(f"mindspore.{kind}.{attribute.attr}") is not None for kind in owners)
            if not is_known and attribute.attr not in _PYTHON_ATTRIBUTES:
                yield owner.id, owner, say("an object")


def _refused_as_argument(value: Value) -> str:
    if isinstance(value, Tensor) and value.framework == "numpy":
        return say("an array")
    kind = value.kind if isinstance(value, (Container, Sequence)) else ""
    return say("a range") if kind == "range" else say("a set") if kind == "set" else ""


_PYTHON_ATTRIBUTES = frozenset(
    "keys values items get append extend pop index count insert shape dtype ndim size T".split()
)


def _is_enum_member(compiled: Compiled, node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and is_enum(compiled.value(node.value))
