"""What rules are told of compiled code: what is met, what is changed, what Python computes."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Optional, Union

from ms_lint.knowledge.graph import known_functions
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import Change, Compiled, Condition, Kind, kind_of
from ms_lint.semantics.flow import Flow
from ms_lint.semantics.graph.visits import Visit
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Observer
from ms_lint.semantics.scopes import Function, Scope
from ms_lint.semantics.values import (
    Constant,
    Instance,
    Interpreted,
    Scalar,
    SelfValue,
    Sequence,
    Tensor,
    Unknown,
    Value,
    join,
)

Arguments = dict[Union[int, str], Value]


class Notes(Flow):
    """A walk that notes what it meets, by function."""

    def __init__(self, module: Module) -> None:
        super().__init__(module, Observer())
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

    def _interpreted(self, node: ast.expr, carries: bool = False) -> Value:
        record = self.current
        if record is None:
            return Interpreted(node, carries)
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

    def _view(self, view: Value, base: Value) -> None:
        self._views[id(view)] = (view, base)

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


def _holds(held: Value, item: Value) -> bool:
    """Whether a list has another list as its item."""
    return isinstance(held, Sequence) and isinstance(item, Sequence) and any(part is item for part in held.items)
