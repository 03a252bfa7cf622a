"""Executes the modules of a package abstractly: which name is bound to what, as an import would leave them.

Modules run in the order in which Python would run them: imports first, ``*`` copies the names as they stand, later
bindings win, ``del`` removes, arithmetic on ``__all__`` is followed. Nothing is really imported.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Optional, Union

from .bindings import Binding, Class, External, Instance, ModuleRef
from .definitions import base_expression
from .execution import ClassBody, Execution, Module
from .sources import Sources

_DEPTH = 400


class World:
    """The modules of a package, executed as they are asked for. Objects of ``others`` are followed too."""

    def __init__(self, sources: Sources, top: str, *others: str) -> None:
        self.sources = sources
        self.top = top
        self._roots = frozenset({top, *others})
        self.modules: dict[str, Module] = {}
        self._loading = 0
        self._lineages: dict[Class, tuple[Union[Class, str], ...]] = {}
        self._members: dict[Class, dict[str, Binding]] = {}

    def is_internal(self, name: str) -> bool:
        """Whether a dotted name lies in the package."""
        return name.partition(".")[0] in self._roots

    def load(self, name: str) -> Optional[Module]:
        """Import a module, its parents first. None where it has no source here."""
        known = self.modules.get(name)
        if known is not None or not self.is_internal(name):
            return known
        parent, _, leaf = name.rpartition(".")
        if parent and self.load(parent) is None:
            return None
        if name in self.modules:
            return self.modules[name]
        place = self.sources.locate(name)
        if place is None or self._loading >= _DEPTH:
            return None
        module = self.modules[name] = Module(name, *place)
        if module.path is not None:
            self._loading += 1
            Execution(self, module).run(self.sources.tree(module.path).body)
            self._loading -= 1
        if parent:
            self.modules[parent].names[leaf] = ModuleRef(parent, name)
        return module

    def attribute(self, binding: Optional[Binding], name: str) -> Optional[Binding]:
        """What an attribute of something is bound to; None where it is not known."""
        if isinstance(binding, ModuleRef):
            module = self.modules.get(binding.name)
            return module.names.get(name) if module else None
        if isinstance(binding, External):
            return External(binding.module, f"{binding.name}.{name}")
        if isinstance(binding, Instance):
            return self.attribute(binding.of, name)
        if isinstance(binding, Class):
            for cls in self.lineage(binding):
                member = self.members(cls).get(name) if isinstance(cls, Class) else None
                if member is not None:
                    return member
        return None

    def evaluate(self, module: str, node: ast.expr) -> Optional[Binding]:
        """What an expression is in the scope of a module, as it stands now."""
        return Execution(self, self.modules[module]).evaluate(node)

    # ---- classes

    def bases(self, cls: Class) -> list[Union[Class, str]]:
        """The base classes; those that are not of this package by their name."""
        found: list[Union[Class, str]] = []
        for node, base in zip(map(base_expression, cls.node.bases), cls.bases):
            base = base or self.evaluate(cls.module, node)  # a stub may define it later
            if isinstance(base, Class):
                if base is not cls:
                    found.append(base)
            else:
                found.append(base.name if isinstance(base, External) else ast.unparse(node))
        return found

    def lineage(self, cls: Class) -> tuple[Union[Class, str], ...]:
        """The class and its ancestors in the order in which Python looks for members."""
        known = self._lineages.get(cls)
        if known is None:
            self._lineages[cls] = (cls,)  # a class among its own ancestors is refused by Python
            known = self._lineages[cls] = _linearize(cls, [(base, self._ancestors(base)) for base in self.bases(cls)])
        return known

    def _ancestors(self, base: Union[Class, str]) -> tuple[Union[Class, str], ...]:
        return self.lineage(base) if isinstance(base, Class) else (base,)

    def derives(self, cls: Class, names: Iterable[str]) -> bool:
        """Whether the class or an ancestor has one of the names, without their modules."""
        wanted = set(names)
        return any(
            (ancestor if isinstance(ancestor, str) else ancestor.name).rpartition(".")[2] in wanted
            for ancestor in self.lineage(cls)
        )

    def members(self, cls: Class) -> dict[str, Binding]:
        """What the body of the class binds, and what was assigned to it later."""
        known = self._members.get(cls)
        if known is None:
            known = self._members[cls] = {}
            ClassBody(self, cls, known).run(cls.node.body)
        return {**known, **cls.assigned} if cls.assigned else known


def _linearize(
    cls: Class, bases: list[tuple[Union[Class, str], tuple[Union[Class, str], ...]]]
) -> tuple[Union[Class, str], ...]:
    """The C3 order; where there is none, depth first."""
    rows = [list(ancestors) for _, ancestors in bases] + [[base for base, _ in bases]]
    order: list[Union[Class, str]] = [cls]
    while True:
        rows = [row for row in rows if row]
        if not rows:
            return tuple(order)
        candidate = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), rows[0][0])
        order.append(candidate)
        rows = [[item for item in row if item != candidate] for row in rows]
