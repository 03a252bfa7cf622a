"""Classes of the project: bases, framework kind, methods, and what is set and read on ``self``."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Optional, Union

from ms_lint.knowledge.frameworks import KERAS_CLASSES, KERAS_ROOTS, KINDS, TENSORFLOW_MODULE
from ms_lint.semantics.values import (
    UNKNOWN,
    Argument,
    ClassValue,
    Instance,
    Sequence,
    Symbol,
    Value,
    alternatives,
    join,
    join_all,
    walk_values,
    widen,
)

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module
    from ms_lint.semantics.scopes import Function

#: Base classes of the standard library that bring no attributes which a network could have.
_WITHOUT_MEMBERS = ("builtins.object", "abc.", "typing.", "typing_extensions.")


@dataclass(frozen=True)
class Assignment:
    """One place where an attribute of ``self`` is set: ``self.conv = nn.Conv2d(3, 8, 3)``.

    ``expression`` is None where the value comes out of an unpacking, a loop or ``setattr``.
    """

    node: ast.expr
    value: Value
    expression: Optional[ast.expr]
    function: Function


@dataclass(frozen=True)
class Read:
    """One place where an attribute of ``self`` is read."""

    node: ast.expr
    function: Function


@dataclass
class ClassInfo:
    """What is known of one class.

    ``methods`` and ``class_names`` come from the class body, ``hidden_methods`` are setters of properties and
    definitions that a later one of the same name replaces; ``assignments`` and ``reads`` from
    following the methods. ``calls`` are the arguments of the calls of the class in its own module, by
    parameter (None for a call with ``*`` or ``**``), and ``entry_calls`` those of the calls of its objects.
    ``dynamic_set`` and ``dynamic_get`` say that attributes are set or read under names that the source does not show.
    """

    name: str
    node: ast.ClassDef
    module: Module
    bases: tuple[Value, ...]
    methods: dict[str, Function] = field(default_factory=dict)
    class_names: dict[str, Value] = field(default_factory=dict)
    assignments: dict[str, list[Assignment]] = field(default_factory=dict)
    reads: dict[str, list[Read]] = field(default_factory=dict)
    guarded: set[str] = field(default_factory=set)
    hidden_methods: list[Function] = field(default_factory=list)
    calls: list[Optional[dict[str, Value]]] = field(default_factory=list)
    entry_calls: list[dict[str, Value]] = field(default_factory=list)
    dynamic_set: bool = False
    dynamic_get: bool = False
    followed: bool = False

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @cached_property
    def ancestors(self) -> tuple[Union[ClassInfo, str, None], ...]:
        """The class itself and its bases, depth first: a ClassInfo for a class of the project, a
        qualified name for one of a library, None for what is not known."""
        found: list[Union[ClassInfo, str, None]] = []
        seen: set[int] = set()
        waiting: list[Union[ClassInfo, str, None]] = [self]
        while waiting:
            ancestor = waiting.pop()
            if isinstance(ancestor, ClassInfo):
                if id(ancestor) in seen:
                    continue
                seen.add(id(ancestor))
                for value in (value for base in reversed(ancestor.bases) for value in alternatives(base)):
                    if isinstance(value, ClassValue):
                        waiting.append(value.info)
                    else:
                        waiting.append(value.name if isinstance(value, Symbol) else None)
            found.append(ancestor)
        return tuple(found)

    @cached_property
    def kind(self) -> Optional[str]:
        """``cell``, ``module`` or ``keras`` by the bases, across files; None for other classes."""
        catalog = self.module.catalog
        for ancestor in self.ancestors:
            if not isinstance(ancestor, str) or ancestor == "builtins.object":
                continue
            if ancestor.startswith(KERAS_ROOTS) or ancestor == TENSORFLOW_MODULE:
                if ancestor == TENSORFLOW_MODULE or ancestor.rpartition(".")[2] in KERAS_CLASSES:
                    return "keras"
                continue
            for kind in ("cell", "module"):
                if catalog.is_subclass(ancestor, KINDS[kind][0]):
                    return kind
        return None

    @property
    def unfinished_entry(self) -> Optional[str]:
        """``forward`` in a Cell without ``construct``: it is to become that."""
        is_left = self.kind == "cell" and "forward" in self.methods and self.entry is None
        return KINDS["module"][2] if is_left else None

    @property
    def entry(self) -> Optional[Function]:
        """The method that a call of an instance runs: ``construct``, ``forward`` or ``call``."""
        kind = self.kind
        return self.method(KINDS[kind][2]) if kind else None

    @cached_property
    def library_base(self) -> Optional[str]:
        """The class of a library that decides the kind; None for other classes, and where not all bases are known."""
        names = [ancestor for ancestor in self.ancestors if not isinstance(ancestor, ClassInfo)]
        if self.kind is None or self.kind == "keras":
            return None
        catalog, root = self.module.catalog, KINDS[self.kind][0]
        for name in names:
            if name is None or not (name.startswith(_WITHOUT_MEMBERS) or catalog.find(name) is not None):
                return None
        return next((name for name in names if name is not None and catalog.is_subclass(name, root)), None)

    def library_member(self, name: str, above: bool = False) -> Optional[str]:
        """The qualified name of an attribute that the class has, if at all, from its library base
        (``mindspore.nn.Cell.set_train``); None where the project provides it. With ``above`` the class itself
        does not count, as for ``super()``."""
        if self.library_base is None or name.startswith("__"):
            return None
        for info in self.ancestors:
            if isinstance(info, ClassInfo) and not (above and info is self) and info.provides(name):
                return None
        return f"{self.library_base}.{name}"

    def made_by_super(self) -> Optional[str]:
        """The layer of MindSpore whose ``__init__`` the ``super().__init__`` of this class is; None where it is one of
        the project, or that of Cell itself."""
        base = self.library_base
        if base is None or not base.startswith("mindspore.") or base == KINDS["cell"][0]:
            return None
        above = (info for info in self.ancestors if isinstance(info, ClassInfo) and info is not self)
        return None if any("__init__" in info.methods for info in above) else base

    def provides(self, name: str) -> bool:
        """Whether the class itself defines or sets an attribute, as far as it was followed."""
        return name in self.methods or name in self.class_names or name in self.assignments or name in self.guarded

    def method(self, name: str) -> Optional[Function]:
        """A method by name, inherited ones included."""
        for ancestor in self.ancestors:
            if isinstance(ancestor, ClassInfo) and name in ancestor.methods:
                return ancestor.methods[name]
        return None

    def decide(self, value: Value) -> Value:
        """A value with the parameters of ``__init__`` in it decided: where all call sites agree on an
        argument it is that value, without any call site the default. UNKNOWN where they differ, or
        where other files may call the class."""
        init = self.methods.get("__init__")
        if not isinstance(value, Argument) or value.function is not init:
            return value
        if self._is_named_elsewhere:
            return UNKNOWN
        default = value.default if value.default is not None else UNKNOWN
        given: list[Value] = []
        for arguments in self.calls:
            if arguments is None:
                return UNKNOWN
            given.append(arguments.get(value.name, default))
        return join_all(tuple(given)) if given else default

    @cached_property
    def _is_named_elsewhere(self) -> bool:
        """Whether other files of the project speak of the class; those with a class of its name mean their own."""
        index = self.module.index
        return index.mentions(self.name, {os.path.abspath(self.module.path), *index.files_with_class(self.name)})

    def project_ancestors(self) -> list[ClassInfo]:
        """The class and its bases within the project, each with its methods followed."""
        found = [ancestor for ancestor in self.ancestors if isinstance(ancestor, ClassInfo)]
        for ancestor in found:
            ancestor.module.follow_class(ancestor)
        return found

    def instances_made(self) -> Iterator[Instance]:
        """The objects that `__init__` makes and gives a name, on ``self`` or locally, alone or in lists."""
        init = self.methods.get("__init__")
        made = [value for _, _, value in init.assignments] if init is not None else []
        made += [assignment.value for assignments in self.assignments.values() for assignment in assignments]
        for value in made:
            for inner in walk_values(value):
                if isinstance(inner, Instance):
                    yield inner

    def attribute(self, name: str) -> Value:
        """What ``self.name`` is: the join of all that is assigned to it so far, bases included."""
        for ancestor in self.ancestors:
            if not isinstance(ancestor, ClassInfo):
                continue
            if ancestor is not self:
                ancestor.module.follow_class(ancestor)
            assigned = ancestor.assignments.get(name)
            if assigned:
                result = assigned[0].value
                if self.kind == "cell" and isinstance(result, Instance) and result.of == "mindspore.Parameter":
                    return result  # what is assigned to it later is its value
                for assignment in assigned[1:]:
                    if result is UNKNOWN:
                        break
                    result = join(result, assignment.value)
                # a list on `self` may grow anywhere: its items are not counted
                return widen(result) if isinstance(result, Sequence) and result.kind == "list" else result
            if name in ancestor.class_names:
                return ancestor.class_names[name]
        return UNKNOWN
