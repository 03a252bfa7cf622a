"""The lowest layer of the flow: its state."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Optional

from ms_lint.semantics.classes import Assignment, ClassInfo
from ms_lint.semantics.observer import Observer
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import SelfValue, Value

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module

_MAXIMUM_NESTED_CALLS = 24


class Walk:
    """The state of one walk over one module, and what its layers ask of one another."""

    def __init__(self, module: Module, observer: Optional[Observer] = None) -> None:
        self.module = module
        self.observer = observer
        self.scope = module.scope
        self.pending: list[Function] = []
        self.statement: Optional[ast.stmt] = None  # the one being followed, for whoever reports a failure
        self.nested_calls = 0
        self.following_again = False
        self.differing: dict[Function, dict[str, Value]] = {}
        self._guards: list[str] = []

    def follow_class(self, info: ClassInfo) -> None:
        """All methods of a class."""
        raise NotImplementedError

    def follow_function(self, function: Function) -> None:
        """The body of a function, once."""
        raise NotImplementedError

    def _follow_now(self, function: Function) -> bool:
        """A function at its first use, while another one is being followed; False where that nests too far."""
        if self.nests_too_far:
            return False
        self.nested_calls += 1
        self.follow_function(function)
        self.nested_calls -= 1
        return True

    @property
    def nests_too_far(self) -> bool:
        """Whether functions are followed from within functions to the limit."""
        return self.nested_calls >= _MAXIMUM_NESTED_CALLS

    def hand_over_self(self, value: Value) -> None:
        """`self` is iterated or given away: what is read of it then does not show."""
        if isinstance(value, SelfValue):
            value.info.dynamic_get = True

    def _set_attribute(
        self, info: ClassInfo, name: str, node: ast.expr, value: Value, expression: Optional[ast.expr]
    ) -> None:
        function = self.scope.function
        if function is not None:
            info.assignments.setdefault(name, []).append(Assignment(node, value, expression, function))
