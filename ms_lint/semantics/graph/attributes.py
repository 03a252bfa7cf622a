"""What `self.x` and other attributes are in compiled code, and what sets them."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.semantics import values
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import AttributeSet, Kind
from ms_lint.semantics.graph.functions import NO_ARGUMENTS, Functions, shown_name
from ms_lint.semantics.scopes import Function, Scope
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Constant,
    Container,
    FunctionValue,
    Instance,
    Interpreted,
    Member,
    Runtime,
    Scalar,
    SelfValue,
    Sequence,
    Symbol,
    Tensor,
    Unknown,
    Value,
    join_all,
)

_TENSOR_SCALARS = {"ndim": "int", "size": "int", "itemsize": "int", "nbytes": "int", "dtype": "dtype"}


class Attributes(Functions):
    """Reads and notes attributes."""

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
            self.interpret(setter, given, owner, (*record.chain, shown_name(setter, owner)), record.entry)
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

    def _set_attribute(
        self, info: ClassInfo, name: str, node: ast.expr, value: Value, expression: Optional[ast.expr]
    ) -> None:
        """Nothing new: the first walk has seen it."""

    def hand_over_self(self, value: Value) -> None:
        """Nothing new: the first walk has seen it."""

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

    def _self_attribute(self, info: ClassInfo, name: str, node: ast.expr) -> Value:
        value = self._attributes.get((info, name))
        if value is None:
            method = info.method(name)
            if method is not None and method.is_property and self.current is not None:
                info.module.follow_class(info)
                return self._call_function(method, NO_ARGUMENTS, {}, SelfValue(info))
            value = self._attributes[info, name] = self._own_attribute(info, name)
        is_own = isinstance(value, Symbol) and value.name == f"mindspore.nn.Cell.{name}"
        if (info, name) not in self._set_here or name == "training" or is_own:
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
        value = info.attribute(name)
        assigned = info.assignments.get(name, ())
        if value is UNKNOWN and len(assigned) == 1 and isinstance(assigned[0].expression, ast.Call):
            return self._closure(info, assigned[0].expression.func, assigned[0].function)
        if isinstance(value, Container) and value.item is UNKNOWN and len(assigned) == 1:
            held = assigned[0].value
            if isinstance(held, Sequence) and all(
                isinstance(item, (FunctionValue, Member, Symbol)) for item in held.items
            ):
                return Container(value.kind, values.elements(held))  # what a loop over it calls
        return value

    def _closure(self, info: ClassInfo, called: ast.expr, function: Function) -> Value:
        """The functions that a function of the project makes and gives back: `self.act = make_act(2)`."""
        outer, current = self.module, self.current
        self.module, self.current = info.module, None
        scope = Scope(function.scope, function)
        scope.env["self"] = SelfValue(info)
        callee = self.quiet(called, scope)
        self.module, self.current = outer, current
        if isinstance(callee, Member) and isinstance(callee.owner, SelfValue):
            maker = callee.owner.info.method(callee.name)
        else:
            maker = callee.function if isinstance(callee, FunctionValue) else None
        if maker is None:
            return UNKNOWN
        maker.module.follow_functions()
        made = values.alternatives(maker.result)
        return maker.result if all(isinstance(item, FunctionValue) for item in made) else UNKNOWN

    def _has_attribute(self, info: ClassInfo, name: str) -> bool:
        info.module.follow_class(info)
        known = any(
            isinstance(item, ClassInfo) and (name in item.assignments or name in item.class_names)
            for item in info.ancestors
        )
        return known or info.method(name) is not None


def _sets(function: Function, name: str) -> bool:
    """Whether a method is the setter of a property."""
    decorators = getattr(function.node, "decorator_list", ())
    return function.name == name and any(getattr(item, "attr", "") == "setter" for item in decorators)
