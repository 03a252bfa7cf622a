"""Branches, loops and assignments in compiled code."""

from __future__ import annotations

import ast
from typing import Callable, Union

from ms_lint.semantics import values
from ms_lint.semantics.compiled import Branches, Condition, Kind, depends_on_tensor
from ms_lint.semantics.expressions import EXPRESSIONS
from ms_lint.semantics.graph.expressions import Expressions, chosen_value, truth_of, type_of
from ms_lint.semantics.module import Module
from ms_lint.semantics.operators import symbol
from ms_lint.semantics.scopes import merge
from ms_lint.semantics.statements import STATEMENTS
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Choice,
    Constant,
    Container,
    Instance,
    Interpreted,
    Runtime,
    Scalar,
    Symbol,
    Tensor,
    Value,
    join_all,
)


class GraphFlow(Expressions):
    """One walk over the compiled code that a module enters. ``compiled`` has what was met, by function."""

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._expressions = _EXPRESSIONS
        self._statements = _STATEMENTS

    def _if(self, node: ast.If) -> bool:  # type: ignore[override]
        test = self.value(node.test)
        truth = truth_of(test)
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
                        scope.env[name] = chosen_value(pair[0], pair[1])
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
            self._note_change(node, symbol(node.op) + "=", target, left)
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
            return Scalar(type_of(left, right))
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
