"""Copies of what was made: of an object that is made again with the same arguments, and for ``copy.deepcopy``.

A network makes the same block many times. Its ``__init__`` is followed once for the same arguments; after that the
object is copied, with all that it holds.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Layer, Parameter, Place, Step, Tensor
from ms_lint.semantics.wiring.objects import Applied, Choice, Closure, Items, Library, Table
from ms_lint.semantics.wiring.sizes import Size

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module

#: What cannot change, and is shared by copies.
_SHARED = frozenset({int, float, str, bytes, bool, type(None), slice, range, type(UNKNOWN), Size, Library, ClassInfo})
_MAXIMUM_KEY = 64


class CannotCopy(Exception):
    """A value whose copy would not be what the code makes."""


@dataclass(frozen=True)
class Template:
    """An object as its ``__init__`` left it: ``callers`` is the number of calls that led to it, ``steps`` what ran,
    ``size`` how many objects it is made of."""

    made: CellObject
    callers: int
    steps: tuple[Step, ...]
    size: int


class Memory:
    """What the runs for one module share, so that the same is not followed again for each of its classes.

    ``templates`` are the objects that were made, by class and arguments, None for those that cannot be copied;
    ``arguments`` the symbols for arguments that are not known, by the name of the parameter; ``opaque`` the results of
    operations that are not followed, ``names`` the values of names of modules.
    """

    def __init__(self) -> None:
        self.templates: dict[tuple[Any, ...], Optional[Template]] = {}
        self.opaque: dict[Any, Size] = {}
        self.names: dict[tuple[Module, str], Any] = {}
        self._arguments: dict[str, Size] = {}

    def start(self) -> None:
        """Another run begins: nothing was told of the arguments yet."""
        for size in self._arguments.values():
            for atom in size.atoms():
                atom.is_size = False

    def argument(self, name: str) -> Size:
        """The symbol for an argument that is not known."""
        if name not in self._arguments:
            self._arguments[name] = sizes.argument(name)
        return self._arguments[name]


def key_of(info: ClassInfo, positional: list[Any], keywords: dict[str, Any]) -> Optional[tuple[Any, ...]]:
    """What tells the arguments that an object is made with; None where they are more than plain values."""
    if len(positional) + len(keywords) > _MAXIMUM_KEY:
        return None
    try:
        return (id(info), *map(_key, positional), *((name, _key(keywords[name])) for name in sorted(keywords)))
    except CannotCopy:
        return None


def _key(value: Any) -> Any:
    kind = value.__class__
    if kind in (int, float, str, bool, type(None), bytes):
        return (kind, value)
    if kind is tuple and len(value) <= _MAXIMUM_KEY:
        return (kind, *map(_key, value))
    if value is UNKNOWN or kind is Library or kind is Size:
        return value
    if kind is ClassInfo:
        return (kind, id(value))
    if kind is Closure and value.frame is None:
        return (kind, id(value.node), id(value.cls))
    if kind is Items and not value.is_open and len(value) <= _MAXIMUM_KEY:
        return (kind, *map(_key, value))
    if kind is Table and not value.is_open and len(value) <= _MAXIMUM_KEY:
        return (kind, *((name, _key(item)) for name, item in value.items()))
    if kind is Applied:
        return (kind, _key(value.function), _key(tuple(value.positional)), _key(Table(value.keywords)))
    raise CannotCopy


class Copier:
    """One copy: what two names share in the original, they share in the copy.

    ``callers`` are the calls that lead to the copy, in place of the first ``replaced`` that led to the original.
    Without ``keeps_paths`` the layers have no paths yet. ``shared`` are objects that are not copied.
    """

    def __init__(
        self,
        callers: tuple[ast.AST, ...] = (),
        replaced: int = 0,
        keeps_paths: bool = True,
        shared: tuple[Any, ...] = (),
    ) -> None:
        self.callers = callers
        self.replaced = replaced
        self.keeps_paths = keeps_paths
        self.count = 0
        self._known: dict[int, Any] = {id(value): value for value in shared}

    def copy(self, value: Any) -> Any:
        """The copy of a value; ``CannotCopy`` is raised for functions with names around them and the like."""
        kind = value.__class__
        if kind in _SHARED:
            return value
        if kind is tuple:
            return tuple([self.copy(item) for item in value])
        known = self._known.get(id(value))
        if known is not None:
            return known
        self.count += 1
        copied: Any
        if kind is Layer:
            copied = self._layer(value)
        elif kind is CellObject:
            copied = CellObject(value.info, place=value.place, complete=value.complete, calls=value.calls)
            self._known[id(value)] = copied
            copied.path = value.path if self.keeps_paths else ""
            copied.attributes = {name: self.copy(item) for name, item in value.attributes.items()}
            copied.layer = None if value.layer is None else self.copy(value.layer)
        elif kind is Items:
            copied = self._known[id(value)] = Items((), value.is_open)
            copied.seen = value.seen
            copied += [self.copy(item) for item in value]
        elif kind is Table:
            copied = self._known[id(value)] = Table((), value.is_open)
            copied.update({name: self.copy(item) for name, item in value.items()})
        elif kind is Parameter:
            copied = Parameter(value.shape, value.step, value.name, value.dtype, value.last, value.place)
            copied.path = value.path if self.keeps_paths else ""
            copied.trainable = value.trainable
        elif kind is Tensor:
            # what is known of it does not change
            copied = Tensor(None, value.step, value.name, value.dtype, value.last) if value.shape is None else value
        elif kind is Choice:
            copied = Choice(tuple([self.copy(item) for item in value.values]))
        elif kind is Applied or (kind is Closure and value.frame is None):
            copied = value
        else:
            raise CannotCopy
        self._known[id(value)] = copied
        return copied

    def _layer(self, value: Layer) -> Layer:
        arguments = value.arguments
        for item in arguments.values():
            if item.__class__ not in _SHARED:
                arguments = {name: self.copy(argument) for name, argument in arguments.items()}
                break
        copied = Layer(value.kind, arguments, value.place, value.given, calls=value.calls)
        self._known[id(value)] = copied
        copied.path = value.path if self.keeps_paths else ""
        copied.callers = (*self.callers, *value.callers[self.replaced :])
        if value.items is not None:
            copied.items = {name: self.copy(item) for name, item in value.items.items()}
        return copied


def template_of(made: CellObject, callers: tuple[ast.AST, ...], steps: tuple[Step, ...]) -> Optional[Template]:
    """What an object is like before anything happens to it; None where it cannot be copied."""
    copier = Copier(callers, len(callers))
    try:
        return Template(copier.copy(made), len(callers), steps, copier.count)
    except CannotCopy:
        return None


def copy_of(template: Template, callers: tuple[ast.AST, ...], place: Place) -> CellObject:
    """A new object like one that was made before, made by the call at ``place``."""
    copier = Copier(callers, template.callers)
    made: CellObject = copier.copy(template.made)
    if made.layer is not None and template.made.layer is not None and template.made.place == template.made.layer.place:
        made.layer.place = place
    made.place = place
    return made
