"""MSL624: names that have a value on one way through compiled code only."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Optional, Union

from ms_lint.findings import Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rule
from ms_lint.semantics.compiled import Compiled

from .graph_wording import graph_problem
from .unfixed import VALUE

_Loop = Union[ast.For, ast.While]
_ENDS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


class NameOfOneBranch(Rule):
    """A name that only one branch, or only the body of a loop, gives a value, and that is read afterwards.

    All branches are parsed before anything is known of what they test, and all have to give the name a value. That
    holds for shapes, arguments, and constants of the module too. Only tests of attributes (`if self.flag:`,
    `if self.mode == "sum":`, `if self.head is not None:`) are decided while the code is parsed, from MindSpore 2.1
    on. What a loop assigns first is not known behind it.

        if x.ndim == 4:
            size = x.shape[2]
        return self.head(x, size)

    Give it a value before:

        size = 1
        if x.ndim == 4:
            size = x.shape[2]
        return self.head(x, size)

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0: "The local variable 'size' is not defined in false branch", or
    "The name 'size' is not defined, or not supported in graph mode".
    """

    code = "MSL624"
    name = "name-of-one-branch"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = VALUE

    def check_compiled(self, compiled: Compiled) -> Problems:
        node = compiled.function.node
        if isinstance(node, ast.Lambda):
            return
        known = {item.arg for item in ast.walk(node.args) if isinstance(item, ast.arg)}
        reading = _Reading(set(_stored(node.body)), compiled.targets_before("2.1"))
        reading.body(node.body, known)
        told: set[str] = set()
        for name, (place, read) in reading.found.items():
            if read in compiled.around and place in compiled.around and name not in told:
                told.add(name)
                yield self._problem(compiled, name, place, read)

    def _problem(self, compiled: Compiled, name: str, place: ast.AST, read: ast.Name) -> Problem:
        if isinstance(place, ast.If):
            return graph_problem(
                compiled,
                place.test,
                say(
                    "`{name}` gets a value in one branch only, and is read in line {line}: the graph is not compiled, "
                    "whichever branch is taken.",
                    name=name,
                    line=read.lineno,
                ),
                say("Give `{name}` a value before the `if`.", name=name),
            )
        return graph_problem(
            compiled,
            read,
            say(
                "`{name}` gets its value in the loop of line {line} only: the graph does not know it here.",
                name=name,
                line=getattr(place, "lineno", 0),
            ),
            say("Give `{name}` a value before the loop.", name=name),
        )


@dataclass
class _Reading:
    """The names that have a value, statement by statement, as the compiler's parser has them.

    ``names`` are those that the function assigns to; ``partly`` says for a name without a value which branch or loop
    gives it one, and ``found`` for the ones that are read then, by what and where.
    """

    names: set[str]
    decides_nothing: bool
    partly: dict[str, Union[ast.If, _Loop]] = field(default_factory=dict)
    found: dict[str, tuple[Union[ast.If, _Loop], ast.Name]] = field(default_factory=dict)
    loops: list[_Loop] = field(default_factory=list)

    def body(self, statements: Iterable[ast.stmt], known: set[str]) -> Optional[set[str]]:
        """The names that have a value behind statements; None where control does not get there."""
        for statement in statements:
            after = self._statement(statement, known)
            if after is None:
                return None
            known = after
        return known

    def _statement(self, node: ast.stmt, known: set[str]) -> Optional[set[str]]:
        if isinstance(node, ast.If):
            self._reads(node.test, known)
            return self._branches(node, known)
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            return self._loop(node, known)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self._reads(item.context_expr, known)
            targets = {name for item in node.items if item.optional_vars for name in _bound(item.optional_vars)}
            return self.body(node.body, known | targets)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return known | {node.name}
        if isinstance(node, ast.Try) or not isinstance(node, ast.stmt):
            return known | set(_stored([node]))
        self._reads(node, known)
        if isinstance(node, _ENDS):
            return None
        return known | set(_stored([node]))

    def _branches(self, node: ast.If, known: set[str]) -> Optional[set[str]]:
        body, orelse = self.body(node.body, set(known)), self.body(node.orelse, set(known))
        if body is None or orelse is None:
            return orelse if body is None else body
        if not self.decides_nothing and _is_decided(node.test):
            return body | orelse
        for name in body ^ orelse:
            self.partly[name] = node
        return body & orelse

    def _loop(self, node: Union[_Loop, ast.AsyncFor], known: set[str]) -> set[str]:
        inside = set(known)
        targets: set[str] = set()
        if isinstance(node, ast.While):
            self._reads(node.test, known)
        else:
            self._reads(node.iter, known)
            targets = set(_bound(node.target))
        new = set(_stored(node.body)) - known - targets
        if not isinstance(node, ast.AsyncFor):
            for name in new:
                self.partly[name] = node
        self.body(node.body, inside | targets)
        if not isinstance(node, ast.AsyncFor):
            for name in new:
                self.partly[name] = node
        # its own variable is another rule's: it may be read by code that a constant rules out
        return known | targets

    def _reads(self, node: ast.AST, known: set[str]) -> None:
        for name in _loaded(node):
            if name.id in self.names and name.id not in known and name.id in self.partly:
                self.found.setdefault(name.id, (self.partly[name.id], name))


def _is_decided(test: ast.expr) -> bool:
    """Whether a test is decided while the code is parsed: it asks for attributes of `self` only."""
    if isinstance(test, ast.BoolOp):
        return all(map(_is_decided, test.values))
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _is_decided(test.operand)
    if isinstance(test, ast.Compare):
        return _is_decided(test.left) and all(isinstance(item, ast.Constant) for item in test.comparators)
    return isinstance(test, ast.Attribute) and isinstance(test.value, ast.Name) and test.value.id == "self"


def _loaded(node: ast.AST) -> Iterator[ast.Name]:
    """The names that an expression or simple statement reads, without those of functions and of comprehensions."""
    if isinstance(node, _FUNCTIONS):
        return
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        own = {name for item in node.generators for name in _bound(item.target)}
        for child in ast.iter_child_nodes(node):
            yield from (name for name in _loaded(child) if name.id not in own)
        return
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load):
            yield node
        return
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target
    for child in ast.iter_child_nodes(node):
        yield from _loaded(child)


def _stored(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """The names that statements assign to, without those of functions inside of them, and of comprehensions."""
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                yield node.id
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting.extend(ast.iter_child_nodes(node))


def _bound(target: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
