"""MSL653, MSL654: what is changed between the calls of compiled code, and does not reach it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional, Union

from ms_lint.findings import Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import Compiled, Kind, kind_of
from ms_lint.semantics.module import Module
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import Container, Derived, FunctionValue, Instance, SelfValue, Sequence, Value

from .graph_wording import graph_problem
from .unfixed import ELSEWHERE

#: Layers that compute otherwise while they are trained.
_BY_MODE = frozenset(
    "mindspore.nn." + name
    for name in "Dropout Dropout1d Dropout2d Dropout3d BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm".split()
)


@dataclass(frozen=True)
class _Body:
    """The statements of a function, or of the module (``function`` is None), that are not compiled."""

    module: Module
    function: Optional[Function]
    statements: list[ast.stmt]

    def value(self, name: str) -> Optional[Value]:
        """What a name stands for in it."""
        if self.function is not None:
            for target, _, value in reversed(self.function.assignments):
                if target.id == name:
                    return value
            if name in self.function.stores:
                return None
        return self.module.scope.env.get(name)


class ChangedAfterCompiling(Rule):
    """What compiled code reads of the world around it is read once.

    A number, array or Cell that is replaced after the first call is not seen: the graph has the old one as a
    constant.

        first = net(images)
        net.scale = 2.0
        second = net(images)

    Give it as an argument, or keep a tensor in a Parameter and assign to that. Measured on 2.0.0, 2.7.0 and 2.10.0.
    Reported where the same code calls the compiled Cell or function before and after the change.
    """

    code = "MSL653"
    name = "changed-after-compiling"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = ELSEWHERE

    wants_compiled = True

    def check_module(self, module: Module) -> Problems:
        for compiled, body, name, before, after in _repeated_calls(module):
            looped = _changed_in_loops(body, name)
            for node, what in _changes(body, name):
                is_between = before < node.lineno < after
                if (is_between or any(node is item for item in looped)) and _is_read(compiled, what, body):
                    text = module.text_of(node)
                    message = (
                        say(
                            "`{text}` is changed after `{name}` was compiled: the graph keeps what it was.",
                            text=text,
                            name=name,
                        )
                        if is_between
                        else say(
                            "`{text}` is another one in each turn of the loop: `{name}` is compiled in the first, and "
                            "keeps that one.",
                            text=text,
                            name=name,
                        )
                    )
                    yield graph_problem(compiled, node, message, say("Pass it as an argument, or use a Parameter."))
        yield from _handed_out(module)


class TrainingModeAfterCompiling(Rule):
    """`set_train(True)` after the first call is not seen by the graph.

    A Cell that was called before anything was said about training has been compiled as it was. Dropout stays off,
    and BatchNorm with its running statistics.

        net(images)
        net.set_train(True)
        loss = net(images)

    Call `set_train` before the first call. Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL654"
    name = "training-mode-after-compiling"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = ELSEWHERE

    wants_compiled = True

    def check_module(self, module: Module) -> Problems:
        for compiled, body, name, before, after in _repeated_calls(module):
            if before == after:
                continue
            first = min(_set_train(body, name), key=lambda call: call.lineno, default=None)
            if first is None or not before < first.lineno < after:
                continue
            if _turns_on(first) and _depends_on_mode(compiled):
                message = say("`{name}` was compiled before: the graph does not see that it is trained now.", name=name)
                instead = say("Call `{name}.set_train(True)` before the first call of `{name}`.", name=name)
                yield graph_problem(compiled, first, message, instead)


def _repeated_calls(module: Module) -> Iterator[tuple[Compiled, _Body, str, int, int]]:
    """The entries that code which is not compiled calls more than once: where, by which name, and the first and
    last line of the calls."""
    entries = [compiled for compiled in module.compiled if len(compiled.chain) == 1]
    if not entries:
        return
    known = {name for name, value in module.scope.env.items() if _entry(entries, value) is not None}
    bodies = [(_Body(module, None, module.source.tree.body), known)]
    inside = {record.function.node for record in entries[0].together}
    for function in module.functions:
        node = function.node
        local = {target.id for target, _, value in function.assignments if _entry(entries, value) is not None}
        local |= {item.function.name for item in entries if _is_defined_in(item, function)}
        if node not in inside and isinstance(node, ast.FunctionDef):
            bodies.append((_Body(module, function, node.body), local | (known & function.loads)))
    for body, names in bodies:
        lines: dict[str, list[int]] = {}
        for call in _walk(body.statements) if names else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
                lines.setdefault(call.func.id, []).append(call.lineno)
        for name, found in lines.items():
            compiled = _entry(entries, body.value(name)) or next(
                (item for item in entries if item.function.name == name and _is_defined_in(item, body.function)), None
            )
            if compiled is not None:
                yield compiled, body, name, min(found), max(found)


def _is_defined_in(compiled: Compiled, function: Optional[Function]) -> bool:
    """Whether an entry is a nested function of this one."""
    outer = compiled.function.scope.function
    return outer is not None and function is not None and outer.node is function.node


def _walk(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of statements, without those of functions and classes that are defined there."""
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _entry(entries: list[Compiled], value: Optional[Value]) -> Optional[Compiled]:
    """The entry that a call of a value runs."""
    while isinstance(value, Derived):
        value = value.function
    if isinstance(value, FunctionValue):
        node = value.function.node
        return next((compiled for compiled in entries if compiled.function.node is node), None)
    if isinstance(value, Instance) and isinstance(value.of, ClassInfo):
        info = value.of
        return next((item for item in entries if info in item.receivers and info.entry is not None), None)
    return None


#: What is changed: an attribute of the Cell, a global variable, or one of the function around (``closure``).
_Changed = tuple[str, str]


def _changed_in_loops(body: _Body, name: str) -> list[ast.expr]:
    """What gets another value in each turn of a loop that calls a compiled function or Cell."""
    found: list[ast.expr] = []
    for loop in _walk(body.statements):
        if not isinstance(loop, (ast.For, ast.While)):
            continue
        parts = list(_walk(loop.body))
        if not any(
            isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == name for part in parts
        ):
            continue
        found += [part.target for part in parts if isinstance(part, ast.AugAssign)]
        for part in parts:
            if isinstance(part, ast.Assign) and not isinstance(part.value, ast.Constant):
                read = {item.id for item in ast.walk(part.value) if isinstance(item, ast.Name)}
                found += part.targets if read & _stored(loop) else []
        found += [loop.target] if isinstance(loop, ast.For) else []
    return found


def _stored(loop: Union[ast.For, ast.While]) -> set[str]:
    """The names that are bound in each turn of a loop."""
    return {part.id for part in _walk([loop]) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


def _handed_out(module: Module) -> Iterator[Problem]:
    """Lists and dicts that a compiled function reads and the function around gives away beside it."""
    for compiled in module.compiled:
        outer = compiled.function.scope.function
        if len(compiled.chain) > 1 or compiled.entry.reason != "jit" or outer is None:
            continue
        own = compiled.function.name
        for statement in _walk(getattr(outer.node, "body", [])):
            given = statement.value if isinstance(statement, ast.Return) else None
            items = given.elts if isinstance(given, ast.Tuple) else []
            names = {item.id for item in items if isinstance(item, ast.Name)}
            for target, _, value in outer.assignments if own in names else ():
                is_list = isinstance(value, (Sequence, Container)) and value.kind in ("list", "dict")
                if target.id in names and is_list and target.id in compiled.function.loads:
                    message = say(
                        "`{name}` is handed out beside `{function}`, which reads it once, while it is compiled: what "
                        "is changed in it later is not seen.",
                        name=target.id,
                        function=own,
                    )
                    yield graph_problem(compiled, statement, message, say("Pass it as an argument."))


def _changes(body: _Body, name: str) -> Iterator[tuple[ast.expr, _Changed]]:
    declared = {item for node in _walk(body.statements) if isinstance(node, ast.Global) for item in node.names}
    for node in _walk(body.statements):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, (ast.AugAssign, ast.For)):
            targets = [node.target]
        for target in targets:
            root = target.value if isinstance(target, ast.Subscript) else target
            if isinstance(root, ast.Attribute) and isinstance(root.value, ast.Name) and root.value.id == name:
                yield target, ("attribute", root.attr)
            elif isinstance(root, ast.Name) and (root.id in declared or body.function is None):
                yield target, ("global", root.id)
            elif isinstance(root, ast.Name):
                yield target, ("closure", root.id)


def _is_read(compiled: Compiled, changed: _Changed, body: _Body) -> bool:
    """Whether the graph has the old value as a constant."""
    kind, name = changed
    if kind == "closure":
        return _is_defined_in(compiled, body.function) and name in compiled.function.loads - _local_names(compiled)
    for record in compiled.together:
        if kind == "global":
            held = compiled.module.scope.env.get(name)
            if isinstance(held, (Sequence, Container)) and any(
                record.value(node) is held for node in record.nodes(ast.Name)
            ):
                return True
            here = record.nodes(ast.Name) if record.module is compiled.module else ()
            read = {node.id for node in here if isinstance(node.ctx, ast.Load)} - _local_names(record)
            if name in read:
                return True
            continue
        for node in record.nodes(ast.Attribute):
            owner = record.value(node.value)
            is_own = isinstance(owner, SelfValue) and owner.info in compiled.receivers
            if node.attr == name and isinstance(node.ctx, ast.Load) and is_own and _is_constant(record, node):
                return True
    return False


def _local_names(record: Compiled) -> set[str]:
    parameters = {item.arg for item in ast.walk(record.function.node.args) if isinstance(item, ast.arg)}
    return parameters.union(record.function.stores)


def _is_constant(record: Compiled, node: ast.Attribute) -> bool:
    value = record.value(node)
    return not isinstance(value, Instance) or kind_of(value, record.module) is not Kind.PARAMETER


def _depends_on_mode(compiled: Compiled) -> bool:
    """Whether anything that the entry reaches asks for `training`."""
    for record in compiled.together:
        for node in record.nodes(ast.Attribute):
            if node.attr == "training" and isinstance(record.value(node.value), SelfValue):
                return True
        for call in record.calls:
            if isinstance(call.callee, Instance) and call.callee.of in _BY_MODE:
                return True
    return False


def _set_train(body: _Body, name: str) -> Iterator[ast.Call]:
    for node in _walk(body.statements):
        function = node.func if isinstance(node, ast.Call) else None
        owner = function.value if isinstance(function, ast.Attribute) and function.attr == "set_train" else None
        if isinstance(node, ast.Call) and isinstance(owner, ast.Name) and owner.id == name:
            yield node


def _turns_on(call: ast.Call) -> bool:
    given: Union[ast.expr, None] = call.args[0] if call.args else None
    for keyword in call.keywords:
        given = keyword.value
    return given is None or (isinstance(given, ast.Constant) and given.value is True)
