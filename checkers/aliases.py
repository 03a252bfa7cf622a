"""Names of tensors in the order of the text: what a name was assigned, and who reads it afterwards. It has no rules."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Optional

from ms_lint.semantics.module import Module

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@lru_cache(maxsize=4)
def _sorted_names(scope: ast.AST) -> list[ast.Name]:
    """The names in a function or module, nested functions included."""
    return sorted((item for item in ast.walk(scope) if isinstance(item, ast.Name)), key=position)


class Names:
    """The names around a place where one of them, ``target``, is changed, in the order of the text."""

    def __init__(self, module: Module, target: ast.Name) -> None:
        self.target = target
        scope: ast.AST = target
        loop: Optional[ast.AST] = None
        while scope in module.parents and not isinstance(scope, _FUNCTIONS):
            scope = module.parents[scope]
            if isinstance(scope, (ast.For, ast.AsyncFor, ast.While)):
                loop = scope
        self.scope = scope
        self.loop = loop
        self._module = module
        self._sorted = _sorted_names(scope)
        self._here = position(target)

    def is_parameter(self) -> bool:
        """Whether the name is a parameter of the function around that was not assigned to before."""
        arguments = getattr(self.scope, "args", None)
        if not isinstance(arguments, ast.arguments):
            return False
        given = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        return any(item.arg == self.target.id for item in given) and self.last_store(self.target.id) is None

    def is_read_after(self) -> bool:
        """Whether the name is read after it, or anywhere in a loop around that does not bind it anew."""
        name, statement = self.target.id, self._module.parents[self.target]
        inside = {id(item) for item in ast.walk(statement)}
        for item in self._sorted:
            if item.id != name or id(item) in inside or not isinstance(item.ctx, ast.Load):
                continue
            if position(item) > self._here:
                return True
            if self.loop is not None and position(item) >= position(self.loop) and not self._is_loop_variable():
                return True
        return False

    def _is_loop_variable(self) -> bool:
        target = getattr(self.loop, "target", None)
        return target is not None and any(
            isinstance(item, ast.Name) and item.id == self.target.id for item in ast.walk(target)
        )

    def alias_read_after(self) -> Optional[str]:
        """Another name of the same value that is read after it and was not bound anew before."""
        name = self.target.id
        store = self.last_store(name)
        begin = position(store) if store is not None else (0, 0)
        candidates: list[tuple[str, tuple[int, int]]] = []
        if store is not None:
            source = self._plain_source(store)
            if source is not None:
                candidates.append((source, begin))
        for item in self._sorted:
            is_store = isinstance(item.ctx, ast.Store) and item.id != name and begin < position(item) < self._here
            if is_store and self._plain_source(item) == name:
                candidates.append((item.id, position(item)))
        for alias, since in candidates:
            if self.stays(alias, since):
                return alias
        return None

    def attribute_kept(self) -> Optional[str]:
        """The attribute of `self` that the name was bound to, where the function does not set it anew."""
        store = self.last_store(self.target.id)
        statement = self._module.parents.get(store) if store is not None else None
        value = statement.value if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
        if not isinstance(value, ast.Attribute) or not isinstance(value.value, ast.Name) or value.value.id != "self":
            return None
        is_set = any(
            isinstance(item, ast.Attribute) and item.attr == value.attr and isinstance(item.ctx, ast.Store)
            for item in ast.walk(self.scope)
        )
        return None if is_set else f"self.{value.attr}"

    def stays(self, alias: str, since: tuple[int, int]) -> bool:
        """Whether a name, as it was bound at ``since``, is read after the change."""
        for item in self._sorted:
            if item.id != alias or position(item) <= since:
                continue
            statement = self._statement(item)
            after = position(item) > self._here
            if isinstance(item.ctx, ast.Load):
                if after and not self._other_branch(item):
                    return True
            elif statement is not None and not after:
                return False
            elif after:
                # `x = x + y` reads it before it is bound anew
                value = getattr(statement, "value", None)
                reads = value is not None and any(
                    isinstance(part, ast.Name) and part.id == alias for part in ast.walk(value)
                )
                return reads and not self._other_branch(item)
        return False

    def _statement(self, node: ast.AST) -> Optional[ast.stmt]:
        parent: Optional[ast.AST] = node
        while parent is not None and not isinstance(parent, ast.stmt):
            parent = self._module.parents.get(parent)
        return parent

    def _other_branch(self, node: ast.AST) -> bool:
        """Whether a node stands in the other branch of an `if` that the assignment stands in."""
        own: dict[ast.AST, ast.AST] = {}
        child: ast.AST = self.target
        while child in self._module.parents:
            own[self._module.parents[child]] = child
            child = self._module.parents[child]
        child = node
        while child in self._module.parents and self._module.parents[child] not in own:
            child = self._module.parents[child]
        common = self._module.parents.get(child)
        if not isinstance(common, ast.If):
            return False
        return (own[common] in common.body) != (child in common.body)

    def last_store(self, name: str) -> Optional[ast.Name]:
        """Where a name was bound last before the change."""
        stores = [
            item
            for item in self._sorted
            if item.id == name and isinstance(item.ctx, ast.Store) and position(item) < self._here
        ]
        return stores[-1] if stores else None

    def _plain_source(self, store: ast.Name) -> Optional[str]:
        """The name that was assigned as it is: ``x`` for ``y = x``."""
        statement = self._module.parents.get(store)
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.value, ast.Name):
            return statement.value.id
        return None


def position(node: ast.AST) -> tuple[int, int]:
    """Line and column where a node begins."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
