"""Functions and scopes: what following a body leaves behind."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Optional, Union

from ms_lint.knowledge.catalog import Signature, function_signature
from ms_lint.semantics import values
from ms_lint.semantics.values import NONE, ClassValue, FunctionValue, Value, join

if TYPE_CHECKING:
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.module import Module

FunctionNode = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]


@dataclass(eq=False)
class Function:
    """A function, method or lambda, and what following it showed.

    ``given`` holds the values of the arguments of its first known call; ``loads`` and ``stores`` the
    names read (in nested functions too) and bound; ``unresolved`` the names that nothing in sight
    binds; ``returns`` what it returns.
    """

    node: FunctionNode
    name: str
    module: Module
    cls: Optional[ClassInfo]
    scope: Scope
    given: Optional[dict[str, Value]] = None
    loads: set[str] = field(default_factory=set)
    stores: dict[str, list[ast.Name]] = field(default_factory=dict)
    assignments: list[tuple[ast.Name, ast.expr, Value]] = field(default_factory=list)
    unpackings: list[tuple[Union[ast.Tuple, ast.List], Optional[ast.expr], Value]] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    returns: list[tuple[ast.Return, Value]] = field(default_factory=list)
    declared: set[str] = field(default_factory=set)
    reads_all_locals: bool = False
    is_generator: bool = False
    followed_again: bool = False
    closed: bool = False
    followed: bool = False

    @property
    def is_superseded(self) -> bool:
        """Whether it, or the function around it, was followed again with other arguments: what was met
        in it the first time does not count."""
        function: Optional[Function] = self
        while function is not None:
            if function.followed_again:
                return True
            function = function.scope.function
        return False

    @property
    def owner(self) -> Optional[ClassInfo]:
        """The class that it is a method of, or that the function around it is a method of."""
        function: Optional[Function] = self
        while function is not None:
            if function.cls is not None:
                return function.cls
            function = function.scope.function
        return None

    @property
    def qualified_name(self) -> str:
        """The name with its class: ``PoseNet.construct``."""
        return self.name if self.cls is None else f"{self.cls.name}.{self.name}"

    @cached_property
    def is_static(self) -> bool:
        """Whether the first parameter is not the instance."""
        return decorated_as(self.node, "staticmethod")

    @cached_property
    def is_property(self) -> bool:
        """Whether reading the attribute calls the method."""
        return decorated_as(self.node, "property") or decorated_as(self.node, "cached_property")

    @cached_property
    def signature(self) -> Signature:
        """Parameters as a caller sees them, without ``self``."""
        return function_signature(self.node.args, skip=1 if self.cls is not None and not self.is_static else 0)

    @property
    def result(self) -> Value:
        """Join of all that it returns; None where it has no return statement."""
        if not self.returns:
            return NONE
        return values.join_all(tuple(value for _, value in self.returns))


def decorated_as(node: FunctionNode, name: str) -> bool:
    return any(
        (isinstance(decorator, ast.Name) and decorator.id == name)
        or (isinstance(decorator, ast.Attribute) and decorator.attr == name)
        for decorator in getattr(node, "decorator_list", ())
    )


class Scope:
    """Names bound in a module, class, function or comprehension."""

    __slots__ = ("declared", "env", "function", "is_class", "parent")

    def __init__(self, parent: Optional[Scope], function: Optional[Function] = None, is_class: bool = False) -> None:
        self.env: dict[str, Value] = {}
        self.parent = parent
        self.function = function
        self.is_class = is_class
        self.declared: set[str] = set()


@dataclass(eq=False)
class Unresolved:
    """A name that is read where nothing binds it. ``function`` is None at module level."""

    node: ast.Name
    function: Optional[Function]


def merge(first: dict[str, Value], second: dict[str, Value], prefer_known: bool = False) -> dict[str, Value]:
    """The names after two branches. With ``prefer_known`` (try/except import) a name that one branch
    sets to None keeps what the other one gives it."""
    merged = dict(second)
    for name, value in first.items():
        other = second.get(name)
        if (
            other is None
            or other is value
            or (prefer_known and (other == NONE or isinstance(other, (values.Unknown, ClassValue, FunctionValue))))
        ):
            merged[name] = value
        elif prefer_known and value == NONE:
            merged[name] = other
        else:
            merged[name] = join(value, other)
    return merged
