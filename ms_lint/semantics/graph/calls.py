"""What calls give in compiled code."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.knowledge.graph_python import CHANGING, INTERPRETED_BEFORE_2_1, NAMEDTUPLE, is_one_of
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import CallSite, depends_on_tensor, is_plain_object, name_of
from ms_lint.semantics.graph.attributes import Attributes
from ms_lint.semantics.graph.notes import Arguments
from ms_lint.semantics.scopes import decorated_as
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Choice,
    ClassValue,
    Container,
    Derived,
    FunctionValue,
    Instance,
    Interpreted,
    Member,
    Partial,
    Runtime,
    SelfValue,
    Super,
    Symbol,
    Tensor,
    Unknown,
    Value,
    join_all,
)

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


class Calls(Attributes):
    """Follows calls into the project, and knows what others give."""

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

    def call(self, node: ast.Call, callee: Value, arguments: Arguments, choice: tuple[Value, ...] = ()) -> Value:
        """The result of a call."""
        if isinstance(callee, Partial) and isinstance(node.func, ast.Attribute) and depend(arguments):
            # a partial that __init__ made is called by Python; one that the graph makes is compiled
            return self._interpreted(node, carries=True)
        return super().call(node, callee, arguments, choice)

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
            carries = is_plain_object(made) and depend(arguments)
            return self._interpreted(node, carries=True) if carries else made
        if isinstance(callee, Derived) and callee.by == NAMEDTUPLE:
            return self._interpreted(node, carries=True) if depend(arguments) else UNKNOWN
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
        depends = depend(arguments)
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
            elif isinstance(value, Member) and isinstance(value.owner, SelfValue):
                method = value.owner.info.method(value.name)
                if method is not None:
                    self._follow_function_value(method, {}, value.owner)

    def _follow_derived(self, callee: Derived, node: ast.Call, arguments: Arguments) -> None:
        inner = callee.function
        while isinstance(inner, Derived):
            inner = inner.function
        if isinstance(inner, (FunctionValue, Member, Instance, SelfValue)):
            self._result(node, inner, arguments)


def depend(arguments: Arguments) -> bool:
    return any(depends_on_tensor(value) for value in arguments.values())
