"""Follows a module statement by statement: what each name and expression stands for.

One ``Flow`` walks one module once. Module-level code comes first, in order; function bodies follow at
the end of their part of the document (file, cell or fence), a caller before what it calls, so that
parameters are known from their first call. Whatever is met on the way is handed to an ``Observer``:
the rules listen there, and nothing here knows of them.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Callable, Optional, TypeVar

from ms_lint.knowledge.frameworks import KINDS
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.expressions import EXPRESSIONS
from ms_lint.semantics.observer import Observer
from ms_lint.semantics.scopes import Function, Scope, decorated_as
from ms_lint.semantics.statements import STATEMENTS, Statements
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Argument,
    Choice,
    ClassValue,
    Container,
    Scalar,
    SelfValue,
    Symbol,
    Tensor,
    Value,
    join,
)

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module

_Result = TypeVar("_Result")
_SCALARS = ("int", "float", "bool", "str", "bytes", "complex")


class Flow(Statements):
    """One walk over one module."""

    def __init__(self, module: Module, observer: Optional[Observer] = None) -> None:
        super().__init__(module, observer)
        self._expressions = dict(EXPRESSIONS)
        self._statements = dict(STATEMENTS)
        for node_type in observer.node_types if observer else ():
            if node_type in self._expressions:
                self._expressions[node_type] = _observed(self._expressions[node_type])
            if node_type in self._statements:
                self._statements[node_type] = _observed(self._statements[node_type])

    def follow_module(self) -> None:
        """Module-level code and, unless the module is only looked up, the bodies of its functions."""
        module = self.module
        for region, body in module.parts():
            restore = module.enter_region(region, body)
            self.body(body)
            self.follow_pending()
            module.leave_region(restore)

    def follow_pending(self) -> None:
        """The bodies of the functions met so far. In a module that is only looked up they wait until
        somebody asks for a class."""
        if self.observer is not None:
            self._follow_nested()

    def follow_rest(self) -> None:
        """The bodies of all functions that still wait."""
        self._follow_nested()

    def follow_class(self, info: ClassInfo) -> None:
        """All methods of a class: ``__init__`` first, then the entry method, then the rest."""
        if info.followed:
            return
        info.followed = True
        entry = KINDS[info.kind][2] if info.kind else ""
        order = {"__init__": 0, entry: 1}
        for _, function in sorted(info.methods.items(), key=lambda item: order.get(item[0], 2)):
            self.follow_function(function)
        for function in info.hidden_methods:
            self.follow_function(function)
        for name, function in list(info.methods.items()):
            if function in self.differing:
                info.methods[name] = self._follow_again(function)

    def follow_function(self, function: Function) -> None:
        """The body of a function, once."""
        if function.followed:
            return
        function.followed = True
        outer, outer_guards = self.scope, self._guards
        self.scope = scope = Scope(function.scope, function)
        self._guards = []
        node = function.node
        scope.env.update({parameter.name: UNKNOWN for parameter in getattr(node, "type_params", ())})
        self._bind_parameters(function, scope)
        nested, self.pending = self.pending, []
        if isinstance(node, ast.Lambda):
            self.value(node.body)
        else:
            self.body(node.body)
        self._follow_nested()
        self.pending = nested + self.pending
        self.scope, self._guards = outer, outer_guards
        self._close(function)
        if self.observer is not None:
            self.observer.function(function)

    def _follow_again(self, function: Function) -> Function:
        """A function whose callers differ: what the first one gave must not stand for all of them."""
        given = self.differing.pop(function)
        if self.following_again:
            return function  # once is enough: what nests would be followed two times two times ...
        again = Function(function.node, function.name, self.module, function.cls, function.scope)
        again.given = given
        function.followed_again = True
        self.module.functions.append(again)
        self.following_again = True
        self.follow_function(again)
        self.following_again = False
        return again

    def _follow_nested(self) -> None:
        """The bodies of the functions that wait: methods first, since they show what functions are given."""
        while self.pending:
            waiting, self.pending = self.pending, []
            for function in waiting:
                if function.cls is not None:
                    self.follow_class(function.cls)
            for function in waiting:
                if function.cls is None:
                    self.follow_function(function)
            for function in waiting:
                if function.cls is None and function in self.differing:
                    self._follow_again(function)

    def _close(self, function: Function) -> None:
        """Settle the names that a function reads: what it or an enclosing function binds is resolved."""
        parent = function.scope
        while parent is not None and parent.function is None and parent.parent is not None:
            parent = parent.parent
        outer = parent.function if parent is not None else None
        if outer is not None:
            outer.loads |= function.loads
            outer.reads_all_locals |= function.reads_all_locals
        function.closed = True
        for item in function.unresolved:
            if item.node.id in function.stores:
                continue
            around = outer
            while around is not None and around.closed and item.node.id not in around.stores:
                around = around.scope.function
            if around is None:
                self.module.unresolved.append(item)
            elif not around.closed:
                around.unresolved.append(item)  # it may bind the name further down

    def _bind_parameters(self, function: Function, scope: Scope) -> None:
        node, env, info = function.node, scope.env, function.cls
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list[Optional[ast.expr]] = [None] * (len(positional) - len(arguments.defaults))
        defaults += arguments.defaults
        pairs = list(zip(positional, defaults)) + list(zip(arguments.kwonlyargs, arguments.kw_defaults))
        given = function.given or {}
        kind = info.kind if info is not None else None
        is_entry = kind is not None and function.name in (KINDS[kind][2], info.unfinished_entry if info else None)
        for index, (argument, default) in enumerate(pairs):
            name = argument.arg
            if index == 0 and info is not None and not function.is_static and positional:
                env[name] = ClassValue(info) if decorated_as(node, "classmethod") else SelfValue(info)
                continue
            value = self.parameter_value(function, argument, default)
            if is_entry and kind is not None and isinstance(value, Argument):
                if value.default is None:
                    value = Tensor(KINDS[kind][1])
                elif value.default == NONE:
                    value = Choice((NONE, Tensor(KINDS[kind][1])))
            elif isinstance(value, Argument) and name in given:
                value = given[name]
            env[name] = value
        for variadic, container in ((arguments.vararg, "tuple"), (arguments.kwarg, "dict")):
            if variadic is not None:
                item = Tensor(KINDS[kind][1]) if is_entry and kind and container == "tuple" else UNKNOWN
                env[variadic.arg] = Container(container, item)

    def parameter_value(self, function: Function, argument: ast.arg, default: Optional[ast.expr]) -> Value:
        """What is known of a parameter from its annotation and default."""
        annotation = argument.annotation
        if annotation is not None:
            value = self.annotation_value(annotation, function.scope)
            if value is not None:
                if default is not None and isinstance(default, ast.Constant) and default.value is None:
                    return UNKNOWN if isinstance(value, Scalar) else join(NONE, value)
                if isinstance(value, Tensor) or default is None:
                    return value
        folded = None
        if default is not None:
            folded = self.quiet(default, function.scope)
        return Argument(function, argument.arg, folded)

    def annotation_value(self, annotation: ast.expr, scope: Scope) -> Optional[Value]:
        """The kind that a type annotation names: a scalar, a tensor, UNKNOWN for another type."""
        if isinstance(annotation, ast.Name) and annotation.id in _SCALARS:
            return Scalar(annotation.id)
        if isinstance(annotation, ast.Constant):
            return None
        value = self.quiet(annotation, scope)
        if isinstance(value, Symbol):
            canonical = self.module.catalog.canonical(value.name)
            root, _, leaf = canonical.rpartition(".")
            if leaf in ("Tensor", "Parameter") and root in ("mindspore", "torch", "torch.nn", "tensorflow"):
                return Tensor(root.partition(".")[0])
            if canonical == "numpy.ndarray":
                return Tensor("numpy")
        return UNKNOWN


def _observed(handler: Callable[..., _Result]) -> Callable[..., _Result]:
    def observe(flow: Flow, node: ast.AST) -> _Result:
        result = handler(flow, node)
        if flow.observer is not None:
            flow.observer.node(node)
        return result

    return observe
