"""What the syntax of a definition says: whether it is an overload or a property, and what a base class is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional, Union

from .bindings import Binding, Function

_OVERLOADS = frozenset({"overload", "_overload", "_overload_method"})
_PROPERTIES = frozenset(
    {"property", "cached_property", "abstractproperty", "lazy_property", "classproperty", "dependent_property"}
)


def _decorators(node: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> Iterator[str]:
    for decorator in node.decorator_list:
        yield ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)


def is_overload(node: ast.AST) -> bool:
    """Whether a definition only declares a form of a call."""
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
        name.rpartition(".")[2] in _OVERLOADS for name in _decorators(node)
    )


def with_overloads(old: Optional[Binding], new: Function, in_stub: bool) -> Function:
    """A function that is defined again: with its overloads where the earlier definitions are some."""
    if (
        isinstance(old, Function)
        and old.module == new.module
        and old.definitions
        and (in_stub or is_overload(old.definitions[-1]))
    ):
        return Function(new.module, new.name, (*old.definitions, *new.definitions), new.role)
    return new


def role_of(statement: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> Optional[str]:
    """The role of a definition in a class; None for the setter of a property."""
    role = "method"
    for name in _decorators(statement):
        leaf = name.rpartition(".")[2]
        if leaf in ("setter", "deleter"):
            return None
        if leaf in _PROPERTIES or leaf == "getter":
            role = "property"
        elif leaf == "staticmethod":
            role = "static"
        elif leaf == "classmethod":
            role = "class"
    # special methods that Python makes so without being told
    return "static" if statement.name == "__new__" else role


def base_expression(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node  # `Generic[T]`
