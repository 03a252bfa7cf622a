"""Where compiled code is entered, and the functions that it calls."""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import Compiled, Entry
from ms_lint.semantics.graph.notes import Arguments, Notes
from ms_lint.semantics.graph.visits import Visit, is_plain
from ms_lint.semantics.scopes import Function, Scope, decorated_as
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Argument,
    Choice,
    Constant,
    Container,
    FunctionValue,
    Scalar,
    SelfValue,
    Sequence,
    Symbol,
    Tensor,
    Value,
    join_all,
    widen,
)

_MAXIMUM_VISITS = 6
_MAXIMUM_DEPTH = 16
_MAXIMUM_FUNCTIONS = 400
#: Decorators of functions that are not compiled but called while the graph is.
_FOLDED = ("constexpr", "_primexpr", "lru_cache", "cache")
_HOOKS = ("register_forward_hook", "register_forward_pre_hook")
NO_ARGUMENTS = ast.Call(ast.Name("property", ast.Load()), [], [])


class Functions(Notes):
    """Follows functions with what is known of their arguments."""

    def enter(self, entry: Entry, function: Function, receiver: Optional[Value] = None) -> None:
        """Follow an entry. ``receiver`` is what ``self`` is."""
        given: dict[str, Value] = {}
        if entry.reason == "jit":
            node = function.node.args
            plain = [*node.posonlyargs, *node.args][: len(node.posonlyargs) + len(node.args) - len(node.defaults)]
            skip = 1 if function.cls is not None and not function.is_static else 0
            given = {item.arg: Tensor("mindspore") for item in plain[skip:] if item.annotation is None}
        told = _told(function) if entry.reason == "construct" else {}
        given.update(told)
        self._set_here.clear()
        self.interpret(function, given, receiver, (entry.name,), entry)
        if told and (record := self.compiled.get(function.node)) is not None:
            record.told = frozenset(told)
        if entry.reason == "construct" and isinstance(receiver, SelfValue):
            for hook in map(self._hook, registered_hooks(receiver.info), itertools.repeat(receiver.info)):
                if hook is not None:
                    own = receiver if hook.cls is not None else None
                    self.interpret(hook, {}, own, (entry.name, hook.qualified_name), entry)

    def _hook(self, call: ast.Call, info: ClassInfo) -> Optional[Function]:
        """The function that a call registers as a hook."""
        given = call.args[0] if call.args else None
        if isinstance(given, ast.Attribute) and isinstance(given.value, ast.Name) and given.value.id == "self":
            return info.method(given.attr)
        value = info.module.scope.env.get(given.id) if isinstance(given, ast.Name) else None
        return value.function if isinstance(value, FunctionValue) else None

    def interpret(
        self,
        function: Function,
        given: dict[str, Value],
        receiver: Optional[Value],
        chain: tuple[str, ...],
        entry: Entry,
    ) -> Value:
        """The result of a function that is compiled, with the values of its arguments by name."""
        record = self.compiled.get(function.node)
        if record is None:
            if len(self.compiled) >= _MAXIMUM_FUNCTIONS:
                return UNKNOWN
            record = Compiled(function, function.module, chain, entry, together=self.met_in, mixed=self._mixed)
            record.decorators = self._decorators(function)
            around = self.current is not None and self.current.is_folded
            record.is_folded = around or any(_leaf(item) in _FOLDED for item in record.decorators)
            self.compiled[function.node] = record
            self.met_in.append(record)
        if record.is_active or len(chain) > _MAXIMUM_DEPTH:
            self._cuts += 1
            return UNKNOWN
        if record.visits >= _MAXIMUM_VISITS:
            return widen(join_all(tuple(record.results))) if record.results else UNKNOWN
        record.visits += 1
        state = tuple(self._set_here)
        visits = self._visits.setdefault(function, [])
        for earlier in visits:
            if earlier.is_like(given, receiver, state):
                self._set_here.update(earlier.sets)
                record.results.append(result := self._renewed(earlier, given))
                return result
        cuts = self._cuts
        record.is_active = True
        node = function.node
        visit = Function(node, function.name, function.module, function.cls, function.scope)
        visit.followed = True
        visit.given = given
        outer = self.module, self.scope, self.current, self._conditions, self._guards, self.pending
        outer_given = self._given
        self.module, self.scope, self.current = function.module, Scope(function.scope, visit), record
        self._conditions, self._guards, self.pending = (), [], []
        try:
            self._bind_parameters(visit, self.scope)
            arguments = [*node.args.posonlyargs, *node.args.args]
            if isinstance(receiver, SelfValue):
                record.receivers.add(receiver.info)
            is_method = visit.cls is not None and not visit.is_static and not decorated_as(node, "classmethod")
            if receiver is not None and arguments and is_method:
                self.scope.env[arguments[0].arg] = receiver
            self.scope.env.update({name: value for name, value in given.items() if value is not UNKNOWN})
            self._given = {id(value): (value, name) for name, value in self.scope.env.items()}
            if isinstance(node, ast.Lambda):
                result = self.value(node.body)
            else:
                self.body(node.body)
                result = UNKNOWN if visit.is_generator else visit.result
        finally:
            self.module, self.scope, self.current, self._conditions, self._guards, self.pending = outer
            self._given = outer_given
            record.is_active = False
        record.results.append(result)
        if function.scope.function is None and cuts == self._cuts and is_plain(result):
            sets = {key: value for key, value in self._set_here.items() if key not in state}
            visits.append(Visit(given, receiver, state, result, sets))
        return result

    def _renewed(self, visit: Visit, given: dict[str, Value]) -> Value:
        """The result of an earlier call as that of another one: the same values, but other objects."""
        renewed = {id(value): given[name] for name, value in visit.given.items()}

        def renew(value: Value) -> Value:
            if id(value) in renewed:
                return renewed[id(value)]
            result = value
            if isinstance(value, (Tensor, Container)):
                result = copy.copy(value)
            elif isinstance(value, Sequence):
                result = Sequence(value.kind, tuple(map(renew, value.items)))
            elif isinstance(value, Choice):
                result = Choice(tuple(map(renew, value.values)))
            if id(value) in self._views:
                self._view(result, renew(self._views[id(value)][1]))
            renewed[id(value)] = result
            return result

        return renew(visit.result)

    def _decorators(self, function: Function) -> tuple[Value, ...]:
        outer, self.module = self.module, function.module
        current, self.current = self.current, None
        found = tuple(
            self.quiet(item.func if isinstance(item, ast.Call) else item, function.scope)
            for item in getattr(function.node, "decorator_list", ())
        )
        self.module, self.current = outer, current
        return found

    def _call_function(
        self, function: Function, node: ast.Call, arguments: Arguments, receiver: Optional[Value] = None
    ) -> Value:
        if self.current is None or isinstance(function.node, ast.AsyncFunctionDef):
            return UNKNOWN
        bound = self._give_arguments(function, node, arguments)
        chain = (*self.current.chain, shown_name(function, receiver))
        result = self.interpret(function, bound, receiver, chain, self.current.entry)
        record = self.compiled.get(function.node)
        if record is not None and node is not NO_ARGUMENTS:
            record.called_from[node] = self.current
        return result

    def _follow_function_value(
        self, function: Function, given: dict[str, Value], receiver: Optional[Value] = None
    ) -> None:
        if self.current is None:
            return  # a decorator is looked at
        chain = (*self.current.chain, shown_name(function, receiver))
        self.interpret(function, given, receiver, chain, self.current.entry)

    def _bind_parameters(self, function: Function, scope: Scope) -> None:
        super()._bind_parameters(function, scope)
        for name, value in scope.env.items():
            if isinstance(value, Argument) and isinstance(value.default, Constant) and value.default != NONE:
                # `k=2` in construct: a constant, whichever
                scope.env[name] = Scalar(type(value.default.value).__name__)

    def _function_definition(self, node: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> None:
        super()._function_definition(node)
        function = self.module.functions.pop()
        if function in self.pending:
            self.pending.remove(function)

    def _class_definition(self, node: ast.ClassDef) -> None:
        self.bind_name(node.name, UNKNOWN, None)  # refused by the compiler


def _told(function: Function) -> dict[str, Value]:
    """What the calls in the module of a Cell tell of the parameters of its ``construct``: their kinds, where all calls
    agree."""
    calls = function.cls.entry_calls if function.cls is not None else []
    found: dict[str, Value] = {}
    for name in {name for call in calls for name in call}:
        first, *others = (_kind_only(call.get(name, UNKNOWN)) for call in calls)
        if first is not UNKNOWN and all(other == first for other in others):
            found[name] = first
    return found


def _kind_only(value: Value) -> Value:
    """A number is a constant for the graph, whichever; a tensor has its dtype."""
    if isinstance(value, Constant) and type(value.value) in (int, float):
        return Scalar(type(value.value).__name__)
    if isinstance(value, Tensor) and value.framework == "mindspore":
        return Tensor("mindspore", dtype=value.dtype)
    return value if isinstance(value, Scalar) and value.type in ("int", "float") else UNKNOWN


def registered_hooks(info: ClassInfo) -> Iterator[ast.Call]:
    """The calls in ``__init__`` that register a forward hook on a Cell of the class."""
    init = info.methods.get("__init__")
    if init is None or "register_forward" not in info.module.source.code:
        return
    for node in ast.walk(init.node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _HOOKS:
            yield node


def shown_name(function: Function, receiver: Optional[Value]) -> str:
    if function.name == "<lambda>":
        return "lambda"
    if isinstance(receiver, SelfValue) and function.cls is not None and function.name in receiver.info.methods:
        return f"{receiver.info.name}.{function.name}"
    return function.qualified_name


def _leaf(value: Value) -> str:
    return value.name.rpartition(".")[2] if isinstance(value, Symbol) else ""
