"""MSL646 to MSL650: functions that mean something else in compiled code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Union

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problems, Rule
from ms_lint.semantics.compiled import CallSite, Compiled
from ms_lint.semantics.values import Derived, FunctionValue

from .graph_fixes import without_slash
from .graph_fixes_functions import called_decorator, defined_alone, put_behind, with_own_value, without_wraps
from .graph_old_values import recursion_before_2_1
from .graph_wording import graph_problem
from .unfixed import ELSEWHERE

FunctionNode = Union[ast.FunctionDef, ast.AsyncFunctionDef]


class DecoratorDropped(Rule):
    """A decorator whose wrapper has `functools.wraps` is left out of the graph.

    `wraps` leaves a way back to the decorated function, and the compiler takes it: what the wrapper does before
    and after is not compiled. Decorators of nested functions are dropped in any case.

        def scaled(function):
            @functools.wraps(function)
            def wrapper(x):
                return function(x) * 2

            return wrapper

    Leave `functools.wraps` out, or call what the wrapper does where it is needed. The wrapper of a method needs a
    parameter `self` then, as the graph does not put it among `*args`. Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL646"
    name = "decorator-dropped"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        nodes = getattr(compiled.function.node, "decorator_list", [])
        for node, value in zip(nodes, compiled.decorators):
            if isinstance(value, FunctionValue) and _wraps(value):
                name = compiled.module.text_of(node)
                message = say(
                    "`@{name}` does nothing here: its `functools.wraps` leads the compiler past the wrapper.", name=name
                )
                instead = (
                    say("Leave `functools.wraps` out of the decorator, and give its wrapper a parameter `self`.")
                    if compiled.function.cls is not None and not compiled.function.is_static
                    else say("Leave `functools.wraps` out of the decorator.")
                )
                yield graph_problem(compiled, node, message, instead, without_wraps(compiled, value))
        for inner in compiled.nodes(ast.FunctionDef):
            for node in inner.decorator_list:
                value = compiled.value(node.func if isinstance(node, ast.Call) else node)
                if isinstance(value, (FunctionValue, Derived)):
                    message = say(
                        "`@{node}` does nothing on a function inside of another one.",
                        node=compiled.module.text_of(node),
                    )
                    instead = say("Call it: `{inner} = decorator({inner})`.", inner=inner.name)
                    fix = called_decorator(compiled, inner, node) if isinstance(value, FunctionValue) else None
                    yield graph_problem(compiled, node, message, instead, fix)


def _wraps(decorator: FunctionValue) -> bool:
    """Whether a decorator of the project makes its wrapper with `functools.wraps`, and the wrapper does more than
    to call what it wraps."""
    arguments = decorator.function.node.args.args
    wrapped = arguments[0].arg if arguments else ""
    for node in ast.walk(decorator.function.node):
        for item in getattr(node, "decorator_list", ()):
            called = item.func if isinstance(item, ast.Call) else item
            if getattr(called, "attr", getattr(called, "id", "")) == "wraps":
                return not all(_only_calls(statement, wrapped) for statement in node.body)  # type: ignore[attr-defined]
    return False


def _only_calls(statement: ast.stmt, wrapped: str) -> bool:
    """Whether a statement of a wrapper is a check, or gives back what the wrapped function gives."""
    if isinstance(statement, ast.If):
        return all(_only_calls(part, wrapped) for part in (*statement.body, *statement.orelse))
    if isinstance(statement, ast.Return):
        called = statement.value.func if isinstance(statement.value, ast.Call) else None
        parts = [called, *called.args] if isinstance(called, ast.Call) else [called]
        return any(isinstance(part, ast.Name) and part.id == wrapped for part in parts)
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text or isinstance(statement, (ast.Raise, ast.Assert, ast.Pass))


class EarlyBoundClosure(Rule):
    """A nested function keeps the value that a variable had when the function was defined.

    Python looks the variable up when the function is called; the graph has put the value in before.

        scale = 1
        def inner():
            return x * scale
        scale = 10
        return inner()

    Give it as an argument:

        def inner(scale):
            return x * scale
        return inner(10)

    Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL647"
    name = "early-bound-closure"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for inner in compiled.nodes(ast.FunctionDef, ast.Lambda):
            free = _free_names(inner)
            name = next((name for name in sorted(free) if _changes_after(compiled, inner, name)), None)
            if name is not None:
                what = say("The lambda") if isinstance(inner, ast.Lambda) else f"`{inner.name}`"
                message = say(
                    "{what} keeps the `{name}` of where it is defined; Python would take the later one.",
                    what=what,
                    name=name,
                )
                instead = say("Give `{name}` as an argument.", name=name)
                yield graph_problem(compiled, inner, message, instead, put_behind(compiled, inner))
        for statement in compiled.nodes(ast.Assign):
            made = statement.value
            if isinstance(made, ast.GeneratorExp):
                name = next((item for item in sorted(_read_names(made)) if _changes_after(compiled, made, item)), None)
                if name is not None:
                    message = say(
                        "The generator is run here, with this `{name}`; Python would take the later one.", name=name
                    )
                    instead = say("Set `{name}` before it.", name=name)
                    yield graph_problem(compiled, made, message, instead, put_behind(compiled, made))


def _read_names(inner: ast.GeneratorExp) -> set[str]:
    """The names that a generator reads and does not bind, without those of what it runs over first."""
    bound = {id(part) for item in inner.generators for part in ast.walk(item.target)}
    bound |= {id(part) for part in ast.walk(inner.generators[0].iter)}
    names = [part for part in ast.walk(inner) if isinstance(part, ast.Name)]
    return {part.id for part in names if id(part) not in bound} - {
        part.id for item in inner.generators for part in ast.walk(item.target) if isinstance(part, ast.Name)
    }


def _free_names(inner: Union[ast.FunctionDef, ast.Lambda]) -> set[str]:
    arguments = inner.args
    bound = {item.arg for item in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    bound |= {item.arg for item in (arguments.vararg, arguments.kwarg) if item is not None}
    body: list[ast.AST] = [inner.body] if isinstance(inner, ast.Lambda) else list(inner.body)
    read: set[str] = set()
    for node in (part for item in body for part in ast.walk(item)):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
    return read - bound


def _changes_after(compiled: Compiled, inner: Union[ast.FunctionDef, ast.Lambda, ast.GeneratorExp], name: str) -> bool:
    """Whether a variable of the function around gets another value after ``inner`` was defined, and ``inner`` is
    kept until then."""
    end = inner.end_lineno or inner.lineno
    loops = [condition.node for condition in compiled.conditions(inner) if isinstance(condition.node, ast.For)]
    if isinstance(inner, ast.Lambda) and _is_called_at_once(compiled, inner):
        return False
    for loop in loops:
        if any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(loop.target)):
            return isinstance(inner, ast.Lambda) and _is_collected(compiled, inner)
    if isinstance(inner, ast.Lambda):
        for comprehension in compiled.nodes(ast.ListComp):
            targets = {
                part.id
                for item in comprehension.generators
                for part in ast.walk(item.target)
                if isinstance(part, ast.Name)
            }
            if comprehension.elt is inner and name in targets:
                return True
    last_use = max((use for use in _uses(compiled, inner)), default=0)
    return any(
        part.id == name and isinstance(part.ctx, ast.Store) and end < part.lineno < last_use
        for statement in compiled.nodes(ast.Assign, ast.AugAssign)
        for part in _targets(statement)
    )


def _targets(statement: Union[ast.Assign, ast.AugAssign]) -> Iterator[ast.Name]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    for target in targets:
        yield from (part for part in ast.walk(target) if isinstance(part, ast.Name))


def _uses(compiled: Compiled, inner: ast.AST) -> Iterator[int]:
    """The lines that read the name that the nested function has."""
    names = {inner.name} if isinstance(inner, ast.FunctionDef) else set()
    for statement in compiled.nodes(ast.Assign):
        if statement.value is inner:
            names |= {part.id for part in _targets(statement)}
    for node in compiled.nodes(ast.Name):
        if node.id in names and isinstance(node.ctx, ast.Load):
            yield node.lineno


def _is_called_at_once(compiled: Compiled, inner: ast.Lambda) -> bool:
    return any(call.node.func is inner for call in compiled.calls)


def _is_collected(compiled: Compiled, inner: ast.Lambda) -> bool:
    return any(inner in call.node.args and getattr(call.node.func, "attr", "") == "append" for call in compiled.calls)


class GlobalWrite(Rule):
    """A global variable that compiled code assigns to stays what it was.

        global STEPS
        STEPS = STEPS + 1

    The assignment is made in the graph and not in the module: nobody sees it, and the next call begins with the old
    value. Keep a number that changes in a Parameter, or count outside of the graph. Measured on 2.0.0, 2.7.0 and
    2.10.0.
    """

    code = "MSL648"
    name = "global-write-lost"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = ELSEWHERE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for statement in compiled.nodes(ast.Global):
            for name in statement.names:
                written = [
                    part
                    for assignment in compiled.nodes(ast.Assign, ast.AugAssign)
                    for part in _targets(assignment)
                    if part.id == name and isinstance(part.ctx, ast.Store)
                ]
                if written:
                    message = say(
                        "The global `{name}` is assigned to in the graph only: the module's own stays as it was.",
                        name=name,
                    )
                    yield graph_problem(
                        compiled, written[0], message, say("Keep it in a Parameter, or return the new value.")
                    )


class UnsupportedFunction(Rule):
    """A form of function that the graph compiler does not understand.

    Parameters that are positional only (`def f(a, /)`), attributes of functions (`f.count`), and defaults of
    nested functions that are no constants (`lambda y, i=i: y * i`) end the compilation with an error that does not
    name them. Use plain parameters, and give values as arguments. Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL649"
    name = "unsupported-function"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        if compiled.targets_before("2.1"):
            yield from recursion_before_2_1(compiled)
        arguments = compiled.function.node.args
        if arguments.posonlyargs:
            names = ", ".join(f"`{item.arg}`" for item in arguments.posonlyargs if item.arg != "self")
            message = say(
                "The graph does not find {names}: parameters before the `/` are unknown to the compiler.", names=names
            )
            found = compiled.function.node
            fix = None if isinstance(found, ast.Lambda) else without_slash(compiled, found)
            yield graph_problem(compiled, found, message, say("Leave the `/` out."), fix)
        for node in compiled.nodes(ast.Attribute):
            owner = compiled.value(node.value)
            if isinstance(owner, FunctionValue) and not node.attr.startswith("__"):
                text = compiled.module.text_of(node)
                message = say("`{text}`: functions have no attributes in the graph.", text=text)
                yield graph_problem(compiled, node, message, say("Use a variable of the module."))
        for call in compiled.calls:
            if _is_lambda_among_others(call):
                text = compiled.module.text_of(call.node.func)
                message = say(
                    "`{text}` is a lambda that does not stand alone on its line: the compiler cannot read it.",
                    text=text,
                )
                instead = say("Define a function with `def`, and put that there.")
                yield graph_problem(compiled, call.node, message, instead, defined_alone(compiled, call))
        for inner in compiled.nodes(ast.Lambda):
            captured = [item for item in inner.args.defaults if isinstance(item, ast.Name)]
            if captured and _is_stored(compiled, inner):
                text = compiled.module.text_of(captured[0])
                message = say(
                    "The default `{text}` of the lambda is not compiled where the lambda is called from a list.",
                    text=text,
                )
                instead = say("Define a function, and give the value as an argument.")
                yield graph_problem(compiled, inner, message, instead, with_own_value(compiled, inner))


def _is_lambda_among_others(call: CallSite) -> bool:
    """Whether a lambda from outside of compiled code is called that is part of a larger expression: an item of a
    dict or list, or a choice."""
    callee = call.callee
    if not (isinstance(callee, FunctionValue) and isinstance(callee.function.node, ast.Lambda)):
        return False
    outer = callee.function.scope.function
    if not isinstance(call.node.func, (ast.Attribute, ast.Subscript)) or (
        outer is not None and outer.name != "__init__"
    ):
        return False
    body = outer.node if outer is not None else callee.function.module.source.tree
    return any(
        isinstance(part, (ast.Dict, ast.List, ast.Tuple, ast.IfExp))
        and any(child is callee.function.node for child in ast.iter_child_nodes(part))
        for part in ast.walk(body)
    )


def _is_stored(compiled: Compiled, inner: ast.Lambda) -> bool:
    in_list = any(item.elt is inner for item in compiled.nodes(ast.ListComp, ast.GeneratorExp))
    return (
        in_list
        or any(inner in item.elts for item in compiled.nodes(ast.List, ast.Tuple))
        or _is_collected(compiled, inner)
    )
