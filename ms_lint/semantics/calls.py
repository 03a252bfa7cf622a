"""The calls in a module: who is called with what, and what comes back."""

from __future__ import annotations

import ast
from typing import Optional, Union

from ms_lint.knowledge.frameworks import KINDS, REGISTERS, TRANSFORMATIONS
from ms_lint.semantics import values
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.observer import Call, qualified_name
from ms_lint.semantics.results import gradients, result_of_call
from ms_lint.semantics.scopes import Function, Scope
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Argument,
    Choice,
    ClassValue,
    Constant,
    Derived,
    FunctionValue,
    Instance,
    Member,
    Partial,
    Scalar,
    SelfValue,
    Super,
    Symbol,
    Tensor,
    Value,
    widen,
)
from ms_lint.semantics.walk import Walk

#: Functions that are given `self` and read no layer of it.
_LOOKS_ONLY = frozenset(
    f"builtins.{name}" for name in ("super", "isinstance", "type", "id", "hasattr", "getattr", "setattr", "repr", "str")
)


class Calls(Walk):
    """What a call gives, and what it shows of the function, class or attribute that it is about."""

    def call(
        self, node: ast.Call, callee: Value, arguments: dict[Union[int, str], Value], choice: tuple[Value, ...] = ()
    ) -> Value:
        """A call of a known callee with known arguments: tells the observer, gives the result. ``choice`` has all that
        may be called here, where that is more than one."""
        kind = callee.__class__
        if kind is Choice:
            assert isinstance(callee, Choice)
            called = tuple(value for value in callee.values if value != NONE)
            return values.join_all(tuple(self.call(node, value, arguments, called) for value in called))
        if kind is Partial:
            assert isinstance(callee, Partial)
            merged = _with_own(callee, arguments)
            self._tell(node, callee.function, merged, arguments, choice=choice, made=callee)
            return self._result(node, callee.function, merged)
        if self.observer is not None:
            if kind is Argument:
                self._tell_default(node, callee, arguments)
            else:
                self._tell(node, callee, arguments, choice=choice)
        return self._result(node, callee, arguments)

    def _tell_default(self, node: ast.Call, callee: Value, arguments: dict[Union[int, str], Value]) -> None:
        """The call of a parameter: of the layer that is its default, where others may be given."""
        assert isinstance(callee, Argument)
        given, default = None, callee.default
        made = default if isinstance(default, Partial) else None
        if made is not None:
            given, arguments, default = arguments, _with_own(made, arguments), made.function
        if isinstance(default, Symbol) and default.name.startswith("mindspore."):
            self._tell(node, Symbol(default.name, inferred=True), arguments, given, by_default=True, made=made)

    def _tell(
        self,
        node: ast.Call,
        callee: Value,
        arguments: dict[Union[int, str], Value],
        given: Optional[dict[Union[int, str], Value]] = None,
        by_default: bool = False,
        choice: tuple[Value, ...] = (),
        made: Optional[Partial] = None,
    ) -> None:
        observer = self.observer
        if observer is None:
            return
        named = qualified_name(callee)
        if named is None:
            return
        name, inferred = named
        if observer.wants(name):
            name = self.module.canonical(name)
            function, partial = self.scope.function, given is not None
            call = Call(node, name, callee, arguments, self.module, function, inferred, partial, given, by_default)
            call.choice, call.made = choice, made
            observer.call(call)

    def _result(self, node: ast.Call, callee: Value, arguments: dict[Union[int, str], Value]) -> Value:
        if not (isinstance(callee, Symbol) and callee.name in _LOOKS_ONLY):
            for value in arguments.values():
                self.hand_over_self(value)
        if isinstance(callee, ClassValue):
            self._remember_call(callee.info, node, arguments)
            return Instance(callee.info, node, arguments)
        if isinstance(callee, FunctionValue):
            return self._call_function(callee.function, node, arguments)
        if isinstance(callee, Derived):
            return gradients(self.module, callee)
        if isinstance(callee, Member) and isinstance(callee.owner, Super) and callee.name in REGISTERS:
            return self._register(callee.owner.info, callee.name, node, arguments)
        if isinstance(callee, Member) and isinstance(callee.owner, SelfValue):
            return self._call_self(callee.owner.info, callee.name, node, arguments)
        if isinstance(callee, Instance) and isinstance(callee.of, ClassInfo):
            return self._call_instance(callee.of, node, arguments)
        if isinstance(callee, SelfValue):
            return self._call_self(callee.info, KINDS[callee.info.kind][2] if callee.info.kind else "", node, arguments)
        if isinstance(callee, Symbol):
            special = self._special_call(callee.name, node, arguments)
            if special is not None:
                return special
        return result_of_call(self.module, node, callee, arguments)

    def _special_call(self, name: str, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Optional[Value]:
        if name == "builtins.super":
            function = self.scope.function
            scope: Optional[Scope] = self.scope
            while function is not None and function.cls is None and scope is not None:
                scope = scope.parent
                function = scope.function if scope is not None else None
            return Super(function.cls) if function is not None and function.cls is not None else UNKNOWN
        if name in TRANSFORMATIONS:
            given = next((arguments[key] for key in (0, "fn", "function") if key in arguments), None)
            if given is not None:
                derived = Derived(name, given, arguments)
                self.module.transformed.append((derived, node))
                return derived
            if name.rpartition(".")[2] in ("jit", "ms_function"):  # waits for its function: `jit(jit_level="O1")(f)`
                return Partial(Symbol(name), arguments)
        if name in ("builtins.setattr", "builtins.getattr", "builtins.hasattr", "builtins.delattr"):
            owner, attribute = arguments.get(0), arguments.get(1)
            if isinstance(owner, SelfValue):
                self._attribute_by_name(name, owner.info, attribute, node, arguments)
            return None
        if name == "builtins.vars" and isinstance(arguments.get(0), SelfValue):
            owner = arguments[0]
            assert isinstance(owner, SelfValue)
            owner.info.dynamic_set = owner.info.dynamic_get = True
        return None

    def _attribute_by_name(
        self,
        name: str,
        info: ClassInfo,
        attribute: Optional[Value],
        node: ast.Call,
        arguments: dict[Union[int, str], Value],
    ) -> None:
        known = isinstance(attribute, Constant) and isinstance(attribute.value, str)
        if name == "builtins.setattr":
            if known:
                assert isinstance(attribute, Constant)
                self._set_attribute(info, attribute.value, node, arguments.get(2, UNKNOWN), None)
            else:
                info.dynamic_set = True
        elif known:
            assert isinstance(attribute, Constant)
            info.guarded.add(attribute.value)
        else:
            info.dynamic_get = True

    def _give_arguments(
        self, function: Optional[Function], node: ast.Call, arguments: dict[Union[int, str], Value]
    ) -> dict[str, Value]:
        """Arguments by parameter name; the first call of a function not yet followed leaves them with it."""
        if function is None:
            return {}
        bound: dict[str, Value] = {}
        positional = function.signature.positional
        for key, value in arguments.items():
            if isinstance(key, str):
                bound[key] = value
            elif key < len(positional):
                bound[positional[key].name] = value
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            bound = {}
        return bound

    def _remember_call(self, info: ClassInfo, node: ast.Call, arguments: dict[Union[int, str], Value]) -> None:
        """A call site of a class: it may decide the parameters of ``__init__``."""
        if info.module is self.module:
            open_ended = any(isinstance(item, ast.Starred) for item in node.args) or any(
                keyword.arg is None for keyword in node.keywords
            )
            bound = self._give_arguments(info.method("__init__"), node, arguments)
            info.calls.append(None if open_ended else bound)

    def _call_function(self, function: Function, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Value:
        """The result of a function of the project, followed now when this is its first call."""
        bound = self._give_arguments(function, node, arguments)
        if function.module is not self.module or isinstance(function.node, ast.AsyncFunctionDef):
            return UNKNOWN
        kinds = {name: _kind_only(value) for name, value in bound.items()}
        if not function.followed:
            if self.nests_too_far or self.observer is None:
                return UNKNOWN  # before anything is left with the function
            function.given = {name: value for name, value in kinds.items() if value is not UNKNOWN}
            self._follow_now(function)
        elif function.given is None:
            return UNKNOWN
        elif any(kinds.get(name, UNKNOWN) != value for name, value in function.given.items()):
            common = self.differing.get(function, function.given)
            joined = {name: _either(value, kinds.get(name, UNKNOWN)) for name, value in common.items()}
            self.differing[function] = {name: value for name, value in joined.items() if value is not UNKNOWN}
            return UNKNOWN
        return widen(function.result) if not function.is_generator else UNKNOWN

    def _call_self(self, info: ClassInfo, name: str, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Value:
        if name in REGISTERS and name not in info.methods:
            return self._register(info, name, node, arguments)
        method = info.method(name)
        if method is None:
            return UNKNOWN
        return self._call_function(method, node, arguments)

    def _register(self, info: ClassInfo, name: str, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Value:
        """A method that sets an attribute whose name it is given."""
        key, made = REGISTERS[name]
        named = arguments.get(0, arguments.get(key, UNKNOWN))
        if isinstance(named, Constant) and isinstance(named.value, str):
            self._set_attribute(info, named.value, node, arguments.get(1, arguments.get(made, UNKNOWN)), None)
        else:
            info.dynamic_set = True
        return NONE

    def _call_instance(self, info: ClassInfo, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Value:
        entry = info.entry
        if entry is None or entry.module is not self.module or self.observer is None:
            return UNKNOWN
        if given := self._give_arguments(entry, node, arguments):
            info.entry_calls.append(given)
        if not info.followed and not self.nests_too_far:
            self.nested_calls += 1
            self.follow_class(info)
            self.nested_calls -= 1
        if not (entry.followed and entry.returns):
            return UNKNOWN
        result = entry.result
        return Tensor(result.framework, source=result.source) if isinstance(result, Tensor) else widen(result)


def _with_own(partial: Partial, arguments: dict[Union[int, str], Value]) -> dict[Union[int, str], Value]:
    """The arguments of a partial, and those that it is called with behind them."""
    merged = dict(partial.arguments)
    positional = sum(1 for key in merged if isinstance(key, int))
    for key, value in arguments.items():
        merged[key + positional if isinstance(key, int) else key] = value
    return merged


def _kind_only(value: Value) -> Value:
    """What one call tells of a parameter: its kind; other calls may give other values. A network, an optimizer or
    a dataset is its own kind."""
    if isinstance(value, (Tensor, Scalar)):
        return widen(value)
    if isinstance(value, Instance):
        of = value.of
        is_kept = of.startswith(("mindspore.", "torch.")) if isinstance(of, str) else of.kind in ("cell", "module")
        return value if is_kept else UNKNOWN
    return UNKNOWN


def _either(first: Value, second: Value) -> Value:
    """What two calls tell of a parameter: what they agree on, or one of a few objects."""
    if first == second:
        return first
    objects = (*values.alternatives(first), *values.alternatives(second))
    return values.join(first, second) if all(isinstance(item, Instance) for item in objects) else UNKNOWN
