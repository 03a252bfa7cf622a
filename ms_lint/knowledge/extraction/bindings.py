"""What a name of a module can be bound to."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Optional, Union

Definition = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]


@dataclass(frozen=True, eq=False)
class Binding:
    """Something that is not known better: a value, or what a call returned."""

    module: str = ""
    name: str = ""


@dataclass(frozen=True, eq=False)
class ModuleRef(Binding):
    """The module ``name`` of the package that is read."""


@dataclass(frozen=True, eq=False)
class External(Binding):
    """The object with the dotted name ``name``, of another package or of an extension written in C."""


@dataclass(frozen=True, eq=False)
class Text(Binding):
    """A string that is known."""

    value: str = ""


@dataclass(frozen=True, eq=False)
class Strings(Binding):
    """A list, tuple or set of known strings, such as ``__all__``."""

    items: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Function(Binding):
    """A function; ``definitions`` has its overloads. ``role`` is ``function``, and in a class ``method``,
    ``static``, ``class`` or ``property``."""

    definitions: tuple[Definition, ...] = ()
    role: str = "function"


@dataclass(frozen=True, eq=False)
class Class(Binding):
    """A class; ``name`` is qualified by the classes around it. ``bases`` are as they stood at its definition, None
    for those that were not known yet. ``assigned`` are members that got their value after the body."""

    node: ast.ClassDef = field(default_factory=lambda: ast.ClassDef("", [], [], [], []))
    bases: tuple[Optional[Binding], ...] = ()
    assigned: dict[str, Binding] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Record(Binding):
    """A class made by ``namedtuple``."""

    fields: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Instance(Binding):
    """What a call of a class of the package returned."""

    of: Optional[Class] = None


@dataclass(frozen=True, eq=False)
class Documented(Binding):
    """A function that was given its docstring from outside, as torch does for those bound by C."""

    of: Optional[Binding] = None
    text: str = ""


@dataclass(frozen=True, eq=False)
class Partial(Binding):
    """``functools.partial`` of something."""

    of: Optional[Binding] = None
    call: ast.Call = field(default_factory=lambda: ast.Call(ast.Name("partial"), [], []))
