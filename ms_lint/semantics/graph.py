"""Follows compiled code once more, from where it is entered, with what the compiler knows of each value.

The first walk (``flow``) knows what each name stands for in general. This one starts at the functions
that are compiled (``entries``), goes where they call, passes values along, leaves out the branches that a
constant rules out, and notes what the rules for graph mode ask about.
"""

from __future__ import annotations

import ast
import copy
import itertools
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Callable, Optional, Union

from ms_lint.knowledge.graph import known_functions
from ms_lint.knowledge.graph_python import CHANGING, INTERPRETED_BEFORE_2_1, NAMEDTUPLE, is_one_of
from ms_lint.semantics import values
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import (
    AttributeSet,
    Branches,
    CallSite,
    Change,
    Compiled,
    Condition,
    Entry,
    Kind,
    depends_on_tensor,
    is_plain_object,
    kind_of,
    name_of,
)
from ms_lint.semantics.expressions import EXPRESSIONS
from ms_lint.semantics.flow import Flow
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Observer
from ms_lint.semantics.scopes import Function, Scope, decorated_as, merge
from ms_lint.semantics.statements import STATEMENTS
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Argument,
    Choice,
    ClassValue,
    Constant,
    Container,
    Derived,
    FunctionValue,
    Instance,
    Interpreted,
    Member,
    Partial,
    Runtime,
    Scalar,
    SelfValue,
    Sequence,
    Super,
    Symbol,
    Tensor,
    Unknown,
    Value,
    join,
    join_all,
    widen,
)

Arguments = dict[Union[int, str], Value]

_MAXIMUM_VISITS = 6
_MAXIMUM_DEPTH = 16
_MAXIMUM_FUNCTIONS = 400
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
#: Methods that change the object that they are called on.
CHANGING_METHODS = frozenset(
    "append extend insert pop remove clear sort reverse update setdefault popitem add discard appendleft extendleft "
    "popleft put fill add_ sub_ mul_ div_".split()
)
#: Tensor methods that give another view of the same numbers in PyNative mode, measured on 2.10.0.
_VIEWS = frozenset("view reshape swapaxes transpose permute squeeze expand_dims unsqueeze flatten narrow".split())
#: Functions and Tensor methods that give a tuple of tensors.
_SEVERAL = frozenset({"topk", "sort", "split", "chunk", "unbind", "unstack"})
_SCALAR_CASTS = {"int": "int", "float": "float", "bool": "bool", "complex": "complex", "round": ""}
_TENSOR_SCALARS = {"ndim": "int", "size": "int", "itemsize": "int", "nbytes": "int", "dtype": "dtype"}
#: Decorators of functions that are not compiled but called while the graph is.
_FOLDED = ("constexpr", "_primexpr", "lru_cache", "cache")


@dataclass(frozen=True)
class Visit:
    """One walk through a function, with what decides how it goes: another one like it would find the same."""

    given: dict[str, Value]
    receiver: Optional[Value]
    state: tuple[tuple[ClassInfo, str], ...]
    result: Value

    def is_like(
        self, given: dict[str, Value], receiver: Optional[Value], state: tuple[tuple[ClassInfo, str], ...]
    ) -> bool:
        """Whether a call with these arguments, on this object, would go the same way."""
        return (
            self.state == state
            and self.given.keys() == given.keys()
            and _is_same(self.receiver, receiver)
            and all(_is_same(value, given[name]) for name, value in self.given.items())
            and len({id(value) for value in self.given.values()}) == len({id(value) for value in given.values()})
        )


class GraphFlow(Flow):
    """One walk over the compiled code that a module enters. ``compiled`` has what was met, by function."""

    def __init__(self, module: Module) -> None:
        super().__init__(module, Observer())
        self._expressions = _EXPRESSIONS
        self._statements = _STATEMENTS
        self.compiled: dict[ast.AST, Compiled] = {}
        self.met_in: list[Compiled] = []
        self._mixed: dict[ast.expr, ast.AST] = {}
        self._set_here: dict[tuple[ClassInfo, str], Interpreted] = {}
        self.current: Optional[Compiled] = None
        self._conditions: tuple[Condition, ...] = ()
        self._views: dict[int, tuple[Value, Value]] = {}
        self._given: dict[int, tuple[Value, str]] = {}
        self._visits: dict[Function, list[Visit]] = {}
        self._cuts = 0  # calls that were not followed, since the function was being followed already
        self._attributes: dict[tuple[ClassInfo, str], Value] = {}

    # ------------------------------------------------------------------ functions

    def enter(self, entry: Entry, function: Function, receiver: Optional[Value] = None) -> None:
        """Follow an entry. ``receiver`` is what ``self`` is."""
        given: dict[str, Value] = {}
        if entry.reason == "jit":
            node = function.node.args
            plain = [*node.posonlyargs, *node.args][: len(node.posonlyargs) + len(node.args) - len(node.defaults)]
            skip = 1 if function.cls is not None and not function.is_static else 0
            given = {item.arg: Tensor("mindspore") for item in plain[skip:] if item.annotation is None}
        self._set_here.clear()
        self.interpret(function, given, receiver, (entry.name,), entry)
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
        if function.scope.function is None and cuts == self._cuts and _is_plain(result):
            visits.append(Visit(given, receiver, state, result))
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
        assert self.current is not None
        if isinstance(function.node, ast.AsyncFunctionDef):
            return UNKNOWN
        bound = self._give_arguments(function, node, arguments)
        chain = (*self.current.chain, _shown(function, receiver))
        result = self.interpret(function, bound, receiver, chain, self.current.entry)
        record = self.compiled.get(function.node)
        if record is not None and node is not _NO_ARGUMENTS:
            record.called_from[node] = self.current
        return result

    def _call_self(self, info: ClassInfo, name: str, node: ast.Call, arguments: Arguments) -> Value:
        method = info.method(name)
        if method is None:
            return self._call_attribute(info.attribute(name), node, arguments)
        return self._call_function(method, node, arguments, SelfValue(info))

    def _call_attribute(self, value: Value, node: ast.Call, arguments: Arguments) -> Value:
        return UNKNOWN if isinstance(value, (Unknown, SelfValue)) else self._result(node, value, arguments)

    def _call_instance(self, info: ClassInfo, node: ast.Call, arguments: Arguments) -> Value:
        entry = info.entry if info.kind == "cell" else info.method("__call__")
        if entry is None:
            return UNKNOWN
        info.module.follow_class(info)
        return self._call_function(entry, node, arguments, SelfValue(info))

    def call(self, node: ast.Call, callee: Value, arguments: Arguments) -> Value:
        """The result of a call."""
        if isinstance(callee, Partial) and isinstance(node.func, ast.Attribute) and _depend(arguments):
            # a partial that __init__ made is called by Python; one that the graph makes is compiled
            return self._interpreted(node, carries=True)
        return super().call(node, callee, arguments)

    def _result(self, node: ast.Call, callee: Value, arguments: Arguments) -> Value:
        if isinstance(callee, Choice):
            return join_all(tuple(self._result(node, value, arguments) for value in callee.values if value != NONE))
        if isinstance(callee, Member):
            owner = callee.owner
            if isinstance(owner, Super):
                return self._call_super(owner.info, callee.name, node, arguments)
            if isinstance(owner, Instance) and isinstance(owner.of, ClassInfo):
                owner.of.module.follow_class(owner.of)
                method = owner.of.method(callee.name)
                if method is not None:
                    return self._call_function(method, node, arguments, SelfValue(owner.of))
            if isinstance(owner, ClassValue):
                return self._call_through_class(owner.info, callee.name, node, arguments)
            if isinstance(owner, Tensor) and owner.framework == "mindspore":
                if callee.name in ("asnumpy", "numpy"):
                    return self._interpreted(node)
                if callee.name in ("item", "tolist"):
                    return Runtime("list" if callee.name == "tolist" else "")
                if callee.name in _SEVERAL:
                    return Container("tuple", Tensor("mindspore"))
                if callee.name in _VIEWS:
                    view = Tensor("mindspore", dtype=owner.dtype)
                    self._view(view, owner)
                    return view
            if isinstance(owner, Interpreted):
                return owner
            if isinstance(owner, Runtime):
                return Runtime()
        if isinstance(callee, Interpreted):
            return callee
        if isinstance(callee, ClassValue):
            self._follow_given(arguments)
            made = Instance(callee.info, node, arguments)
            carries = is_plain_object(made) and _depend(arguments)
            return self._interpreted(node, carries=True) if carries else made
        if isinstance(callee, Derived) and callee.by == NAMEDTUPLE:
            return self._interpreted(node, carries=True) if _depend(arguments) else UNKNOWN
        if isinstance(callee, Derived):
            self._follow_derived(callee, node, arguments)
            return UNKNOWN
        if isinstance(callee, (Symbol, Unknown, Instance, Member)):
            self._follow_given(arguments)
        if isinstance(callee, Symbol):
            runtime = self._runtime_result(node, callee.name, arguments)
            if runtime is not None:
                return runtime
        return super()._result(node, callee, arguments)

    def _runtime_result(self, node: ast.Call, name: str, arguments: Arguments) -> Optional[Value]:
        """What a function gives for an argument that a tensor decides; None for what the compiler knows."""
        root, _, leaf = name.partition(".")
        given = arguments.get(0, UNKNOWN)
        depends = _depend(arguments)
        if self.module.canonical(name) == "mindspore.Tensor":
            if not depends or len(arguments) > 1:
                return None
            carries = isinstance(given, Tensor) and self._is_surely_tensor(node.args[0] if node.args else None)
            return self._interpreted(node, carries) if carries or not isinstance(given, Tensor) else UNKNOWN
        if root == "mindspore" and depends and leaf.rpartition(".")[2] in _SEVERAL:
            return Container("tuple", Tensor("mindspore"))
        if root in ("mindspore", "torch", "tensorflow"):
            return None
        if is_one_of(name, INTERPRETED_BEFORE_2_1) and not self._targets_from_2_1:
            return self._interpreted(node)
        if root == "builtins":
            if not depends:
                return None
            if leaf in _SCALAR_CASTS:
                return given if isinstance(given, Interpreted) else Runtime(_SCALAR_CASTS[leaf])
            if leaf == "len" and isinstance(given, Interpreted):
                return given
            if leaf in ("abs", "sum", "min", "max", "pow"):
                return given if isinstance(given, Runtime) else Tensor("mindspore")
            if leaf in ("str", "repr", "format", "any", "all", "type"):
                if leaf != "type":  # who asks for the type does not know that it is a tensor
                    self._interpreted(node)
                return Runtime({"any": "bool", "all": "bool", "type": "type"}.get(leaf, "str"))
            return self._interpreted(node, carries=True) if leaf == "dict" else None
        if name in self._known_functions:
            return None
        if is_one_of(name, CHANGING):
            return Runtime() if depends else None
        if depends or any(isinstance(value, Container) and value.kind == "dict" for value in arguments.values()):
            return self._interpreted(node, carries=name.startswith(("copy.", "functools.")))
        return None

    def _is_surely_tensor(self, node: Optional[ast.expr]) -> bool:
        """Whether what is taken for a tensor is one: of the parameters of an entry only the first of `construct`,
        which is what the Cell is for. Others may be given arrays."""
        record = self.current
        if record is None or not isinstance(node, ast.Name) or self._owner(node)[0] != "parameter":
            return True
        names = [item.arg for item in record.function.node.args.args]
        return len(record.chain) > 1 or (record.entry.reason == "construct" and names[1:2] == [node.id])

    @property
    def _known_functions(self) -> frozenset[str]:
        """Functions of Python that the compiler knows in every targeted version."""
        return known_functions(self.module.catalog.versions)

    @property
    def _targets_from_2_1(self) -> bool:
        return self.current is None or self.current.targets_from("2.1")

    def _interpreted(self, node: ast.expr, carries: bool = False) -> Value:
        record = self.current
        assert record is not None
        if "@jit.typing" in self.module.source.lines[(node.end_lineno or node.lineno) - 1]:
            return Tensor("mindspore")  # the comment says the type
        return record.interpreted.setdefault(node, Interpreted(node, carries))

    def _mix(self, node: ast.AST, first: Value, second: Value) -> None:
        """Note that a value of Python's is used with a tensor, which costs the tensor its gradient."""
        record = self.current
        for value, other in ((first, second), (second, first)):
            if record is None or not isinstance(value, Interpreted):
                continue
            is_tensor = isinstance(other, Tensor) and other.framework == "mindspore"
            if is_tensor or self._kind(other) is Kind.PARAMETER:
                self._mixed.setdefault(value.node, node)

    def _call_super(self, info: ClassInfo, name: str, node: ast.Call, arguments: Arguments) -> Value:
        receiver = self.scope.env.get("self")
        for ancestor in info.ancestors[1:]:
            if isinstance(ancestor, ClassInfo) and name in ancestor.methods:
                ancestor.module.follow_class(ancestor)
                return self._call_function(ancestor.methods[name], node, arguments, receiver or SelfValue(info))
        return UNKNOWN

    def _call_through_class(self, info: ClassInfo, name: str, node: ast.Call, arguments: Arguments) -> Value:
        """``Base.construct(self, x)``, or a static method."""
        method = info.method(name)
        if method is None:
            return UNKNOWN
        if method.is_static or decorated_as(method.node, "classmethod"):
            return self._call_function(method, node, arguments)
        rest: Arguments = {key - 1 if isinstance(key, int) else key: arguments[key] for key in arguments if key != 0}
        return self._call_function(method, node, rest, arguments.get(0))

    def _follow_given(self, arguments: Arguments) -> None:
        """Functions that something outside of the project is given: it calls them."""
        for value in arguments.values():
            if isinstance(value, FunctionValue):
                self._follow_function_value(value.function, {})

    def _follow_derived(self, callee: Derived, node: ast.Call, arguments: Arguments) -> None:
        inner = callee.function
        while isinstance(inner, Derived):
            inner = inner.function
        if isinstance(inner, (FunctionValue, Member, Instance, SelfValue)):
            self._result(node, inner, arguments)

    def _follow_function_value(self, function: Function, given: dict[str, Value]) -> None:
        assert self.current is not None
        chain = (*self.current.chain, _shown(function, None))
        self.interpret(function, given, None, chain, self.current.entry)

    # ------------------------------------------------------------------ names and attributes

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

    def _set_attribute(
        self, info: ClassInfo, name: str, node: ast.expr, value: Value, expression: Optional[ast.expr]
    ) -> None:
        """Nothing new: the first walk has seen it."""

    def hand_over_self(self, value: Value) -> None:
        """Nothing new: the first walk has seen it."""

    def assign(self, target: ast.expr, value: Value, expression: Optional[ast.expr]) -> None:
        """Bind a target, and note what is changed by it."""
        if isinstance(target, ast.Attribute):
            owner = self.operand(target.value)
            self._note_attribute(target, owner, value)
            return
        if isinstance(target, ast.Subscript):
            before = self.operand(target.value)
            self.value(target.slice)
            self._note_change(target, "[]=", target.value, before)
            if isinstance(target.value, ast.Name) and not isinstance(before, Tensor):
                self._change_list(target.value.id, "append", {0: value})
            return
        super().assign(target, value, expression)

    def _note_attribute(self, target: ast.Attribute, owner: Value, value: Value) -> None:
        record, statement = self.current, self.statement
        if record is None or statement is None:
            return
        self.met(target)
        info = owner.info if isinstance(owner, SelfValue) else owner.of if isinstance(owner, Instance) else None
        if not isinstance(info, ClassInfo):
            return
        info.module.follow_class(info)
        setter = next((item for item in info.hidden_methods if _sets(item, target.attr)), None)
        if setter is not None:
            parameters = [item.arg for item in setter.node.args.args]
            given = dict.fromkeys(parameters[1:2], value)
            self.interpret(setter, given, owner, (*record.chain, _shown(setter, owner)), record.entry)
            return
        given_elsewhere = [
            assignment.value
            for ancestor in info.ancestors
            if isinstance(ancestor, ClassInfo)
            for assignment in ancestor.assignments.get(target.attr, ())
            if assignment.function.node is not record.function.node
        ]
        initial = join_all(tuple(given_elsewhere)) if given_elsewhere else info.class_names.get(target.attr)
        record.attributes_set.append(AttributeSet(target, owner, initial, value, statement))
        if isinstance(value, (Constant, Scalar, Runtime)) or (
            isinstance(value, Unknown) and self._counts(statement, initial)
        ):
            self._set_here.setdefault((info, target.attr), Interpreted(target))

    def _counts(self, statement: ast.stmt, initial: Optional[Value]) -> bool:
        """Whether an assignment counts a number up, or down: `self.n = self.n + 1`."""
        if initial is not None:
            return initial != NONE and self._kind(initial) is Kind.CONSTANT
        right = statement.value if isinstance(statement, (ast.Assign, ast.AugAssign)) else None
        right = right.right if isinstance(right, ast.BinOp) else right
        return isinstance(right, ast.Constant)

    def _self_attribute(self, info: ClassInfo, name: str, node: ast.expr) -> Value:
        value = self._attributes.get((info, name))
        if value is None:
            method = info.method(name)
            if method is not None and method.is_property and self.current is not None:
                info.module.follow_class(info)
                return self._call_function(method, _NO_ARGUMENTS, {}, SelfValue(info))
            value = self._attributes[info, name] = self._own_attribute(info, name)
        if (info, name) not in self._set_here or name == "training" or not self._has_attribute(info, name):
            return value
        if any(isinstance(item, (Instance, Member)) for item in values.alternatives(value)):
            return value
        return self._set_here[info, name]  # no longer a constant, and of no type that the compiler knows

    def _own_attribute(self, info: ClassInfo, name: str) -> Value:
        if name == "training":
            return Scalar("bool")
        own = f"mindspore.nn.Cell.{name}"
        if not self._has_attribute(info, name) and info.kind == "cell" and self.module.catalog.find(own) is not None:
            return Symbol(own)
        if info.method(name) is not None and name not in info.assignments:
            return Member(SelfValue(info), name)
        return info.attribute(name)

    def attribute_of(self, owner: Value, name: str, node: ast.Attribute) -> Value:
        """What an attribute of a value is in compiled code."""
        if isinstance(owner, Instance) and isinstance(owner.of, ClassInfo):
            return self._self_attribute(owner.of, name, node)
        if isinstance(owner, Interpreted):
            return owner
        if isinstance(owner, Runtime):
            return Member(owner, name)
        if isinstance(owner, Tensor) and owner.framework == "mindspore" and name in _TENSOR_SCALARS:
            return Scalar(_TENSOR_SCALARS[name])
        return super().attribute_of(owner, name, node)

    def _has_attribute(self, info: ClassInfo, name: str) -> bool:
        info.module.follow_class(info)
        known = any(
            isinstance(item, ClassInfo) and (name in item.assignments or name in item.class_names)
            for item in info.ancestors
        )
        return known or info.method(name) is not None

    # ------------------------------------------------------------------ what is met

    def met(self, node: ast.AST) -> None:
        """Note a statement or expression with the conditions around it."""
        record = self.current
        if record is not None and node not in record.around:
            record.around[node] = self._conditions
            record.by_type.setdefault(node.__class__, []).append(node)

    def value(self, node: ast.expr) -> Value:
        """The value of an expression, noted."""
        return self._noted(node, super().value(node))

    def operand(self, node: ast.expr) -> Value:
        """The value of what stands left of a dot or of call parentheses, noted."""
        return self._noted(node, super().operand(node))

    def _noted(self, node: ast.expr, value: Value) -> Value:
        record = self.current
        if record is not None:
            self.met(node)
            before = record.values.get(node)
            record.values[node] = value if before is None else join(before, value)
        return value

    def body(self, statements: Iterable[ast.stmt]) -> bool:
        """Follow statements in order; True where control does not reach the end. What comes after that is not
        compiled."""
        for statement in statements:
            self.statement = statement
            self.met(statement)
            ended = self._statements[statement.__class__](self, statement)
            if ended or isinstance(statement, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
                return True
        return False

    def _kind(self, value: Value) -> Kind:
        return kind_of(value, self.module)

    def _call(self, node: ast.Call) -> Value:
        callee = self.operand(node.func)
        arguments: Arguments = {}
        for index, argument in enumerate(node.args):
            arguments[index] = self.value(argument)
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                arguments[keyword.arg] = value
        if self.current is not None:
            self.current.calls.append(CallSite(node, name_of(callee, self.module), callee, arguments))
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr in CHANGING_METHODS:
            self._note_change(node, func.attr, func.value, self.current.value(func.value) if self.current else UNKNOWN)
            if isinstance(func.value, ast.Name):
                self._change_list(func.value.id, func.attr, arguments)
        return self.call(node, callee, arguments)

    def _note_change(self, node: ast.AST, how: str, target: ast.expr, value: Value) -> None:
        record = self.current
        if record is None:
            return
        owner, name = self._owner(target)
        aliases: tuple[str, ...] = ()
        if owner in ("local", "parameter") and not isinstance(value, (Unknown, Scalar, Constant)):
            same = [value, *self._views.get(id(value), ())]
            aliases = tuple(
                other
                for other, held in self.scope.env.items()
                if other != name and any(held is item or _holds(held, item) for item in same)
            )
        if all(change.node is not node for change in record.changes):
            given = self._given.get(id(value), (value, ""))[1]
            record.changes.append(Change(node, how, target, value, owner, aliases, given))

    def _owner(self, target: ast.expr) -> tuple[str, str]:
        """Whose the changed object is, and the name that it is reached by."""
        root = target
        while isinstance(root, (ast.Subscript, ast.Attribute)):
            if isinstance(root, ast.Attribute) and isinstance(self.operand(root.value), (SelfValue, Instance)):
                return "self", root.attr
            root = root.value
        if not isinstance(root, ast.Name):
            return "", ""
        name = root.id
        scope: Optional[Scope] = self.scope
        function = self.scope.function
        while scope is not None and name not in scope.env:
            scope = scope.parent
        if scope is None:
            return "", name
        if scope.parent is None:
            return "global", name
        if scope.function is not function:
            return "closure", name
        stores = function.stores if function is not None else {}
        parameters = function.node.args if function is not None else None
        if parameters is not None and name not in stores:
            names = [*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs]
            if any(item.arg == name for item in names):
                return "parameter", name
        return "local", name

    # ------------------------------------------------------------------ expressions

    def _compare(self, node: ast.Compare) -> Value:
        operands = [self.value(node.left), *(self.value(item) for item in node.comparators)]
        left, right = operands[0], operands[1]
        if len(node.ops) == 1:
            operation = node.ops[0]
            if isinstance(operation, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)) and NONE in (left, right):
                other = right if left == NONE else left
                if other == NONE or _is_never_none(other):
                    return Constant((other == NONE) == isinstance(operation, (ast.Is, ast.Eq)))
                return Scalar("bool")
            if isinstance(left, Constant) and isinstance(right, Constant) and type(operation) in _COMPARE:
                try:
                    return Constant(bool(_COMPARE[type(operation)](left.value, right.value)))
                except TypeError:
                    return Scalar("bool")
        if any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            return Scalar("bool")
        if any(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops):
            return Runtime("bool") if depends_on_tensor(left) else Scalar("bool")
        if any(isinstance(item, Tensor) for item in operands):
            return Tensor("mindspore")
        if any(isinstance(item, Runtime) for item in operands):
            return Runtime("bool")
        if any(self._kind(item) is not Kind.CONSTANT for item in operands):
            return UNKNOWN
        return Scalar("bool")

    def _boolean(self, node: ast.BoolOp) -> Value:
        seen: list[Value] = []
        decides = not isinstance(node.op, ast.And)
        for part in node.values:
            value = self.value(part)
            truth = _truth(value)
            if truth is decides:
                seen.append(value)
                break
            if truth is None:
                seen.append(value)
        if not seen:
            return Constant(not decides)
        if any(isinstance(value, Tensor) for value in seen):
            return Tensor("mindspore")
        if any(isinstance(value, Runtime) for value in seen):
            return Runtime("bool")
        return join_all(tuple(seen))

    def _unary(self, node: ast.UnaryOp) -> Value:
        value = self.value(node.operand)
        if isinstance(value, Runtime):
            return Runtime("bool" if isinstance(node.op, ast.Not) else value.type)
        if isinstance(node.op, ast.Not):
            truth = _truth(value)
            if truth is not None:
                return Constant(not truth)
            if isinstance(value, (Tensor, Unknown, Choice, Argument)):
                return value if isinstance(value, Tensor) else UNKNOWN
        return values.unary(node.op, value)

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        self._mix(node, left, right)
        for value in (left, right):
            if isinstance(value, Interpreted):
                return value
        if isinstance(left, Runtime) or isinstance(right, Runtime):
            if any(isinstance(item, Tensor) and item.framework == "mindspore" for item in (left, right)):
                return Tensor("mindspore")
            return Runtime(left.type if isinstance(left, Runtime) else getattr(right, "type", ""))
        if isinstance(left, (Scalar, Constant)) and isinstance(right, (Scalar, Constant)):
            result = values.binary(node.op, left, right)
            return result if result is not UNKNOWN else Scalar(_type_of(left, right))
        return values.binary(node.op, left, right)

    def _conditional(self, node: ast.IfExp) -> Value:
        test = self.value(node.test)
        truth = _truth(test)
        if truth is not None:
            return self.value(node.body if truth else node.orelse)
        kind = self._kind(test)
        found = []
        for branch, part in (("body", node.body), ("orelse", node.orelse)):
            outer, self._conditions = self._conditions, (*self._conditions, Condition(node, kind, branch))
            found.append(self.value(part))
            self._conditions = outer
        if Condition(node, kind).is_runtime:
            if self.current is not None:
                self.current.branches.append(Branches(node, {"": (None, found[0], found[1])}))
            chosen = _chosen(found[0], found[1])
            mixes = isinstance(chosen, Runtime) and not chosen.type
            return self._interpreted(node) if mixes else chosen
        return join(found[0], found[1])

    def _subscript(self, node: ast.Subscript) -> Value:
        owner = self.value(node.value)
        index = self.value(node.slice)
        if isinstance(owner, Tensor):
            result: Value = Tensor(owner.framework)
            self._view(result, owner)
            return result
        if isinstance(owner, Runtime):
            return owner if isinstance(owner, Interpreted) else Runtime()
        if isinstance(owner, (Sequence, Container)) and depends_on_tensor(index):
            item = values.elements(owner)
            if owner.kind == "list" and isinstance(index, Tensor):
                return self._interpreted(node, carries=depends_on_tensor(item))
            return item if isinstance(item, Tensor) else Runtime()
        if isinstance(owner, Sequence) and isinstance(index, Constant) and isinstance(index.value, int):
            return owner.items[index.value] if -len(owner.items) <= index.value < len(owner.items) else UNKNOWN
        if isinstance(owner, (Sequence, Container)):
            item = values.elements(owner)
            return Container(owner.kind, item) if isinstance(node.slice, ast.Slice) else item
        return UNKNOWN

    def _view(self, view: Value, base: Value) -> None:
        self._views[id(view)] = (view, base)

    # ------------------------------------------------------------------ statements

    def _if(self, node: ast.If) -> bool:  # type: ignore[override]
        test = self.value(node.test)
        truth = _truth(test)
        if truth is not None:
            return self.body(node.body if truth else node.orelse)
        scope, kind = self.scope, self._kind(test)
        before = scope.env
        outer = self._conditions
        after: list[dict[str, Value]] = []
        ends: list[bool] = []
        for branch, block in (("body", node.body), ("orelse", node.orelse)):
            scope.env = dict(before)
            self._narrow(node.test, branch == "body")
            self._conditions = (*outer, Condition(node, kind, branch))
            ends.append(self.body(block))
            after.append(scope.env)
        self._conditions = outer
        is_runtime = Condition(node, kind).is_runtime
        if is_runtime and self.current is not None:
            self._note_branches(node, before, after, (ends[0], ends[1]))
        if ends[0] or ends[1]:
            scope.env = after[1] if ends[0] else after[0]
        else:
            scope.env = merge(after[0], after[1])
            if is_runtime:
                for name in scope.env:
                    pair = after[0].get(name), after[1].get(name)
                    if pair[0] is not None and pair[1] is not None and pair[0] is not pair[1]:
                        scope.env[name] = _chosen(pair[0], pair[1])
        return ends[0] and ends[1]

    def _narrow(self, test: ast.expr, holds: bool) -> None:
        """What a condition says of names where it holds, or does not."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self._narrow(test.operand, not holds)
        if isinstance(test, ast.BoolOp):
            if isinstance(test.op, ast.And) == holds:
                for part in test.values:
                    self._narrow(part, holds)
            return None
        env = self.scope.env
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Is, ast.IsNot)):
            name, right = test.left, test.comparators[0]
            if isinstance(name, ast.Name) and isinstance(right, ast.Constant) and right.value is None:
                value = env.get(name.id)
                if isinstance(value, Choice):
                    is_none = isinstance(test.ops[0], ast.Is) == holds
                    env[name.id] = NONE if is_none else join_all(tuple(i for i in value.values if i != NONE))
        elif isinstance(test, ast.Call) and len(test.args) == 2 and isinstance(test.args[0], ast.Name) and holds:
            asked = self._noted(test.args[1], super().value(test.args[1]))
            if self.operand(test.func) == Symbol("builtins.isinstance") and test.args[0].id in env:
                env[test.args[0].id] = self._instance_of(asked, env[test.args[0].id])
        return None

    def _instance_of(self, asked: Value, known: Value) -> Value:
        """The value of what is an instance of a class."""
        if not isinstance(asked, Symbol):
            return UNKNOWN
        name = self.module.canonical(asked.name)
        if name == "mindspore.Tensor":
            return known if isinstance(known, (Tensor, Runtime)) else Tensor("mindspore")
        leaf = name.rpartition(".")[2]
        if name.startswith("builtins."):
            return Container(leaf) if leaf in ("list", "tuple", "dict", "set") else Scalar(leaf)
        return Tensor("numpy") if name == "numpy.ndarray" else UNKNOWN

    def _note_branches(
        self, node: ast.If, before: dict[str, Value], after: list[dict[str, Value]], ends: tuple[bool, bool]
    ) -> None:
        assert self.current is not None
        names = {}
        for name in {**after[0], **after[1]}:
            found = before.get(name), after[0].get(name), after[1].get(name)
            if found[0] is not found[1] or found[0] is not found[2]:
                names[name] = found
        self.current.branches.append(Branches(node, names, ends))

    def _for(self, node: Union[ast.For, ast.AsyncFor]) -> None:
        iterated = self.value(node.iter)
        kind = Kind.RUNTIME if depends_on_tensor(iterated) and _is_range(node.iter) else self._kind(iterated)
        self._widen_assigned(node.body)
        before = dict(self.scope.env)
        outer, self._conditions = self._conditions, (*self._conditions, Condition(node, kind))
        self.assign(node.target, values.elements(iterated), None)
        self.body(node.body)
        self._conditions = outer
        self.scope.env = merge(before, self.scope.env)
        self.body(node.orelse)

    def _while(self, node: ast.While) -> None:
        self._widen_assigned(node.body)
        test = self.value(node.test)
        before = dict(self.scope.env)
        outer, self._conditions = self._conditions, (*self._conditions, Condition(node, self._kind(test)))
        self.body(node.body)
        self._conditions = outer
        self.scope.env = merge(before, self.scope.env)
        self.body(node.orelse)

    def _augmented_assign(self, node: ast.AugAssign) -> None:
        target = node.target
        right = self.value(node.value)
        left = self.operand(target) if not isinstance(target, ast.Name) else self.name(target)
        self._mix(node, left, right)
        result = self._combined(node.op, left, right)
        if isinstance(target, ast.Name):
            self._note_change(node, _SIGNS.get(type(node.op), "=") + "=", target, left)
            self.bind_name(target.id, result, target)
        else:
            self.assign(target, result, None)

    def _combined(self, operation: ast.operator, left: Value, right: Value) -> Value:
        for value in (left, right):
            if isinstance(value, Interpreted):
                return value
        if isinstance(left, Runtime) or isinstance(right, Runtime):
            return Tensor("mindspore") if isinstance(left, Tensor) or isinstance(right, Tensor) else Runtime()
        result = values.binary(operation, left, right)
        if result is UNKNOWN and isinstance(left, (Scalar, Constant)) and isinstance(right, (Scalar, Constant)):
            return Scalar(_type_of(left, right))
        return result

    def _with(self, node: Union[ast.With, ast.AsyncWith]) -> bool:  # type: ignore[override]
        for item in node.items:
            value = self.value(item.context_expr)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, UNKNOWN if isinstance(value, Instance) else value, None)
        return self.body(node.body)

    def _import_in_function(self, node: Union[ast.Import, ast.ImportFrom]) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                root = alias.name.partition(".")[0]
                value = self.module.import_module(alias.name if alias.asname else root)
                self.bind_name(alias.asname or root, value, None)
            elif alias.name != "*":
                self.bind_name(alias.asname or alias.name, self.module.import_name(node, alias.name), None)


_HOOKS = ("register_forward_hook", "register_forward_pre_hook")


def registered_hooks(info: ClassInfo) -> Iterator[ast.Call]:
    """The calls in ``__init__`` that register a forward hook on a Cell of the class."""
    init = info.methods.get("__init__")
    if init is None or "register_forward" not in info.module.source.code:
        return
    for node in ast.walk(init.node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _HOOKS:
            yield node


_PLAIN = (Constant, Container, Runtime, Scalar, Sequence, Tensor, Unknown)


def _is_plain(value: Value) -> bool:
    """Whether a value is made of tensors, numbers and lists of them alone."""
    if isinstance(value, (Choice, Sequence)):
        return all(map(_is_plain, value.values if isinstance(value, Choice) else value.items))
    return isinstance(value, _PLAIN)


def _is_same(first: Optional[Value], second: Optional[Value]) -> bool:
    """Whether two values are alike in all that is known of them. In doubt they are not."""
    if first is second:
        return True
    if isinstance(first, Sequence) and isinstance(second, Sequence):
        return (
            first.kind == second.kind
            and len(first.items) == len(second.items)
            and all(map(_is_same, first.items, second.items))
        )
    if isinstance(first, Container) and isinstance(second, Container):
        return first.kind == second.kind and _is_same(first.item, second.item)
    if isinstance(first, Choice) and isinstance(second, Choice):
        return len(first.values) == len(second.values) and all(map(_is_same, first.values, second.values))
    if isinstance(first, SelfValue) and isinstance(second, SelfValue):
        return first.info is second.info
    return type(first) is type(second) and isinstance(first, (Constant, Runtime, Scalar, Tensor)) and first == second


_NO_ARGUMENTS = ast.Call(ast.Name("property", ast.Load()), [], [])
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%"}


def _holds(held: Value, item: Value) -> bool:
    """Whether a list has another list as its item."""
    return isinstance(held, Sequence) and isinstance(item, Sequence) and any(part is item for part in held.items)


def _shown(function: Function, receiver: Optional[Value]) -> str:
    if function.name == "<lambda>":
        return "lambda"
    if isinstance(receiver, SelfValue) and function.cls is not None and function.name in receiver.info.methods:
        return f"{receiver.info.name}.{function.name}"
    return function.qualified_name


def _depend(arguments: Arguments) -> bool:
    return any(depends_on_tensor(value) for value in arguments.values())


def _leaf(value: Value) -> str:
    return value.name.rpartition(".")[2] if isinstance(value, Symbol) else ""


def _sets(function: Function, name: str) -> bool:
    """Whether a method is the setter of a property."""
    decorators = getattr(function.node, "decorator_list", ())
    return function.name == name and any(getattr(item, "attr", "") == "setter" for item in decorators)


def _is_never_none(value: Value) -> bool:
    return isinstance(
        value, (Constant, Scalar, Tensor, Sequence, Container, Instance, FunctionValue, ClassValue, SelfValue)
    )


def _truth(value: Value) -> Optional[bool]:
    """Whether a condition holds, where the compiler can only see it one way."""
    if isinstance(value, Constant) and isinstance(value.value, (bool, int, float, str, type(None))):
        return bool(value.value)
    return None


def _type_of(left: Value, right: Value) -> str:
    names = [item.type if isinstance(item, Scalar) else type(item.value).__name__ for item in (left, right)]  # type: ignore[attr-defined]
    return "float" if "float" in names else names[0]


def _chosen(first: Value, second: Value) -> Value:
    """What a name stands for when a tensor decides between two values."""
    if isinstance(first, (Constant, Scalar, Runtime)) and isinstance(second, (Constant, Scalar, Runtime)):
        if first == second and isinstance(first, Constant):
            return first
        types = {
            item.type if isinstance(item, (Scalar, Runtime)) else type(item.value).__name__ for item in (first, second)
        }
        return Runtime(types.pop() if len(types) == 1 else "", (first, second))
    return join(first, second)


def _is_range(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range"


_EXPRESSIONS: dict[type[ast.AST], Callable[..., Value]] = {
    **EXPRESSIONS,
    ast.Attribute: GraphFlow.value,
    ast.Call: GraphFlow._call,
    ast.Compare: GraphFlow._compare,
    ast.BoolOp: GraphFlow._boolean,
    ast.UnaryOp: GraphFlow._unary,
    ast.BinOp: GraphFlow._binary,
    ast.IfExp: GraphFlow._conditional,
    ast.Subscript: GraphFlow._subscript,
}
_STATEMENTS: dict[type[ast.AST], Callable[..., None]] = {
    **STATEMENTS,
    ast.FunctionDef: GraphFlow._function_definition,
    ast.AsyncFunctionDef: GraphFlow._function_definition,
    ast.ClassDef: GraphFlow._class_definition,
    ast.If: GraphFlow._if,  # type: ignore[dict-item]
    ast.For: GraphFlow._for,
    ast.While: GraphFlow._while,
    ast.AugAssign: GraphFlow._augmented_assign,
    ast.With: GraphFlow._with,  # type: ignore[dict-item]
    ast.Import: GraphFlow._import_in_function,
    ast.ImportFrom: GraphFlow._import_in_function,
}
