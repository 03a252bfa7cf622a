"""MSL601-MSL606: statements and expressions that the graph compiler refuses wherever they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Union

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.syntax import REFUSED
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rule
from ms_lint.semantics.compiled import Compiled, is_plain_object
from ms_lint.semantics.values import ClassValue, Instance, Value

from .graph_fixes import behind_loop
from .graph_fixes_contexts import without_context
from .graph_fixes_loops import as_loops, with_flag
from .graph_fixes_syntax import known_syntax
from .graph_old_parser import refused_by_old_parser
from .graph_versions import syntax_before_2_1
from .graph_wording import graph_problem
from .unfixed import VALUE


class UnsupportedSyntax(Rule):
    """Syntax that the graph compiler does not have.

    `construct` and what it calls is turned into a graph before it runs. `try`, `yield`, `del`, `nonlocal`, `match`,
    `:=`, sets, and imports and classes inside of a function are refused, at every syntax level, with an error that
    often names another line.

        def construct(self, x):
            try:
                return self.head(x)
            except ValueError:
                return x

    Write instead what the graph can decide from shapes and constants, or do it outside of the graph:

        def construct(self, x):
            return self.head(x)

    MindSpore 1.x knows fewer operators, functions and methods: by the tables of its own parser `&`, `|`, `math.sin` and
    `list.extend`, say, are refused there.

    Before MindSpore 2.1 that holds for annotated assignments, dict comprehensions, stars in lists and assignments, and
    `a < b < c` too. Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL601"
    name = "unsupported-syntax"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        yield from refused_by_old_parser(compiled)
        for name, (words, suggestion) in REFUSED.items():
            node_type = getattr(ast, name, None)
            for node in compiled.nodes(node_type) if node_type is not None else ():
                yield graph_problem(
                    compiled,
                    _head(node),
                    say("The graph compiler does not know {words}.", words=words),
                    suggestion,
                    known_syntax(compiled, node),
                )
        if isinstance(compiled.function.node, ast.AsyncFunctionDef):
            words, suggestion = REFUSED["AsyncFunctionDef"]
            yield graph_problem(
                compiled,
                compiled.function.node,
                say("The graph compiler does not know {words}.", words=words),
                suggestion,
            )
        if compiled.targets_before("2.1"):
            yield from syntax_before_2_1(compiled)


def _head(node: ast.AST) -> Union[ast.AST, tuple[int, int, int, int]]:
    """A statement with a body is marked by its first word."""
    if isinstance(node, ast.expr) or not hasattr(node, "body") or isinstance(node, ast.ClassDef):
        return node
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    return line, column, line, column + len(type(node).__name__)


class LoopElse(Rule):
    """An `else` of a loop, which the graph compiler refuses.

        for layer in self.layers:
            x = layer(x)
        else:
            x = self.norm(x)

    What follows the loop does the same where nothing breaks it:

        for layer in self.layers:
            x = layer(x)
        x = self.norm(x)

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL602"
    name = "loop-else"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        loops: list[Union[ast.For, ast.While]] = [*compiled.nodes(ast.For), *compiled.nodes(ast.While)]
        for node in loops:
            if node.orelse:
                word = "for" if isinstance(node, ast.For) else "while"
                breaks = any(isinstance(part, ast.Break) for part in ast.walk(node))
                yield graph_problem(
                    compiled,
                    node.orelse[0],
                    say("The graph compiler refuses the `else` of a `{word}` loop.", word=word),
                    say("Set a flag before `break`, and test it after the loop.")
                    if breaks
                    else say("Write it after the loop, without `else`."),
                    with_flag(compiled, node) if breaks else behind_loop(compiled, node),
                )


class NestedComprehension(Rule):
    """A comprehension with two `for`, which the graph compiler refuses.

        outputs = [x * i * j for i in range(2) for j in range(3)]

    Write loops, or one comprehension inside of the other where a nested list is meant. Measured on MindSpore
    2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL603"
    name = "comprehension-with-two-loops"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        found: list[Union[ast.ListComp, ast.GeneratorExp, ast.DictComp]] = [
            *compiled.nodes(ast.ListComp),
            *compiled.nodes(ast.GeneratorExp),
            *compiled.nodes(ast.DictComp),
        ]
        for node in found:
            if len(node.generators) > 1:
                yield graph_problem(
                    compiled,
                    node,
                    say("The graph compiler refuses a comprehension with two `for`."),
                    say("Write two loops."),
                    as_loops(compiled, node),
                )


class CustomException(Rule):
    """An exception of the project's own that compiled code raises.

        class ShapeError(Exception): ...

        def construct(self, x):
            if x.shape[1] != self.channels:
                raise ShapeError("channels")

    The graph compiler knows Python's own exceptions only, and refuses all others while it compiles, reached
    or not. Raise `ValueError` or another one of Python's. Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL604"
    name = "custom-exception-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = VALUE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for node in compiled.nodes(ast.Raise):
            if node.exc is None:
                continue
            value = compiled.value(node.exc)
            raised = value.info if isinstance(value, ClassValue) else value.of if isinstance(value, Instance) else None
            if raised is not None and not isinstance(raised, str):
                yield graph_problem(
                    compiled,
                    node,
                    say(
                        "The graph compiler knows no `{raised}`: only Python's own exceptions can be raised.",
                        raised=raised.name,
                    ),
                    say("Raise one of those, such as ValueError."),
                )


class ContextManager(Rule):
    """A context manager in compiled code.

    The graph compiler takes `with` only for objects of classes that are marked with `ms.jit_class`. Files,
    `contextlib.nullcontext`, functions with `contextlib.contextmanager`, `_no_grad` and classes without the mark
    are refused.

        with no_grad():
            target = self.teacher(x)

    For gradients, `ops.stop_gradient` does it:

        target = ops.stop_gradient(self.teacher(x))

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL605"
    name = "context-manager-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for node in compiled.nodes(ast.With):
            for item in node.items:
                yield from self._item(compiled, node, item)

    def _item(self, compiled: Compiled, node: ast.With, item: ast.withitem) -> Iterator[Problem]:
        value = compiled.value(item.context_expr)
        name = _called(compiled, item.context_expr)
        if _swallows(value):
            text = compiled.module.text_of(item.context_expr)
            message = say(
                "`with {text}` does not keep exceptions back in the graph: what is raised inside of it is raised.",
                text=text,
            )
            yield graph_problem(compiled, item.context_expr, message, say("Test for what can go wrong."))
            return
        if not (name or is_plain_object(value) or _is_outside(value)):
            return
        text = compiled.module.text_of(item.context_expr)
        suggestion = say("Enter it outside of the graph.")
        if "no_grad" in name:
            suggestion = say("Write `ops.stop_gradient` around what needs no gradient.")
        yield graph_problem(
            compiled,
            item.context_expr,
            say("`with {text}` is refused: the graph compiler takes objects of a `ms.jit_class` only.", text=text),
            suggestion,
            without_context(compiled, node, item, name),
        )


def _called(compiled: Compiled, node: ast.expr) -> str:
    """The qualified name of what is called there; empty where it is none from outside the project."""
    for call in compiled.calls:
        if call.node is node and not isinstance(call.callee, ClassValue):
            return call.name
    return ""


def _swallows(value: Value) -> bool:
    """Whether the class's `__exit__` keeps exceptions back: it returns True."""
    info = value.of if isinstance(value, Instance) else None
    method = info.method("__exit__") if info is not None and not isinstance(info, str) else None
    return method is not None and any(
        isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and node.value.value is True
        for node in ast.walk(method.node)
    )


def _is_outside(value: Value) -> bool:
    return isinstance(value, Instance) and isinstance(value.of, str)
