"""What the graph compiler reads of a project: the compiled functions, and what is met in them.

A ``Compiled`` is one function that is compiled, with the way by which it is reached. It is filled by
``graph.GraphFlow``; rules only read it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Optional, TypeVar, Union, overload

from ms_lint.semantics import values
from ms_lint.semantics.observer import qualified_name
from ms_lint.semantics.values import (
    UNKNOWN,
    Choice,
    ClassValue,
    Constant,
    Container,
    FunctionValue,
    Instance,
    Interpreted,
    Member,
    Partial,
    Runtime,
    Scalar,
    SelfValue,
    Sequence,
    Symbol,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.module import Module
    from ms_lint.semantics.scopes import Function

_Other = TypeVar("_Other", bound=ast.AST)
_Node = TypeVar("_Node", bound=ast.AST)


class Kind(Enum):
    """What a value is for the compiler."""

    CONSTANT = "constant"  # known while the graph is compiled
    TENSOR = "tensor"  # computed when the graph runs
    RUNTIME = "runtime"  # a Python value that depends on a tensor: x.item(), a choice by a tensor
    PARAMETER = "parameter"
    CELL = "cell"
    OBJECT = "object"  # any other Python object: its class is of no meaning to the compiler
    FUNCTION = "function"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Entry:
    """Where compiled code begins: ``reason`` is ``jit`` or ``construct``. ``certain`` says that it is compiled
    whatever mode is set when the program is run; ``level`` is the syntax level there."""

    name: str
    reason: str
    certain: bool
    level: str


@dataclass(frozen=True)
class Condition:
    """An ``if``, a loop or a conditional expression around a node. ``kind`` is that of what is tested or
    iterated; ``branch`` is ``body`` or ``orelse``."""

    node: ast.AST
    kind: Kind
    branch: str = "body"

    @property
    def is_loop(self) -> bool:
        """Whether it is a loop."""
        return isinstance(self.node, (ast.For, ast.While))

    @property
    def is_runtime(self) -> bool:
        """Whether it is decided only when the graph runs. A loop over a tensor is unrolled: its length is known."""
        if isinstance(self.node, ast.For):
            return self.kind is Kind.RUNTIME
        return self.kind in (Kind.TENSOR, Kind.RUNTIME, Kind.PARAMETER)


@dataclass(frozen=True)
class CallSite:
    """A call in compiled code. ``name`` is the qualified name of what is called, empty where it has none."""

    node: ast.Call
    name: str
    callee: Value
    arguments: dict[Union[int, str], Value]


@dataclass(frozen=True)
class Change:
    """A place where something is changed and not bound anew.

    ``how`` is a method (``append``), ``[]=`` or an operator (``+=``); ``target`` the expression that is changed:
    ``a`` in ``a.append(1)`` and in ``a[0] = 1``. ``value`` is what it was before. ``owner`` says whose
    it is: ``local``, ``parameter``, ``closure``, ``global``, ``self`` (an attribute), or empty where that is not
    known. ``aliases`` are other local names of the same object, and ``parameter`` is the parameter that it was
    given for, if it is what the caller has.
    """

    node: ast.AST
    how: str
    target: ast.expr
    value: Value
    owner: str
    aliases: tuple[str, ...] = ()
    parameter: str = ""


@dataclass(frozen=True)
class AttributeSet:
    """An attribute that is set: ``self.count = ...``. ``owner`` is the object, ``initial`` what the attribute is
    given elsewhere (None where nothing else sets it), ``statement`` the assignment."""

    node: ast.Attribute
    owner: Value
    initial: Optional[Value]
    value: Value
    statement: ast.stmt


@dataclass(frozen=True)
class Branches:
    """An ``if`` or a conditional expression that a tensor decides. ``names`` has, for each name that a branch
    binds, its value before, after the body and after the else branch; None where it is not bound. ``ends`` says
    of both branches whether control leaves them."""

    node: Union[ast.If, ast.IfExp]
    names: dict[str, tuple[Optional[Value], Optional[Value], Optional[Value]]]
    ends: tuple[bool, bool] = (False, False)


@dataclass(eq=False)
class Compiled:
    """One compiled function.

    ``chain`` are the functions by which it is reached, from the entry to itself. The dictionaries hold only
    code that is compiled: not the branch that a constant rules out. ``together`` are all functions that the
    module's entries reach, itself and those of other modules included. ``decorators`` are the values of its
    decorators. ``interpreted`` are the expressions that Python computes while the graph runs; of those, ``mixed``
    are used with a tensor, in the place that is given. ``is_folded`` says that the function is not compiled, but
    called while the graph is (``constexpr``). ``called_from`` are its calls, with the functions that they are in,
    and ``receivers`` the classes of the objects that a method is called on. ``told`` are the parameters of an entry
    whose kind the calls in its module tell.
    """

    function: Function
    module: Module
    chain: tuple[str, ...]
    entry: Entry
    decorators: tuple[Value, ...] = ()
    values: dict[ast.AST, Value] = field(default_factory=dict)
    around: dict[ast.AST, tuple[Condition, ...]] = field(default_factory=dict)
    by_type: dict[type[ast.AST], list[ast.AST]] = field(default_factory=dict)
    calls: list[CallSite] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    attributes_set: list[AttributeSet] = field(default_factory=list)
    branches: list[Branches] = field(default_factory=list)
    interpreted: dict[ast.expr, Interpreted] = field(default_factory=dict)
    mixed: dict[ast.expr, ast.AST] = field(default_factory=dict)
    called_from: dict[ast.Call, Compiled] = field(default_factory=dict)
    receivers: set[ClassInfo] = field(default_factory=set)
    is_folded: bool = False
    results: list[Value] = field(default_factory=list)
    told: frozenset[str] = frozenset()
    together: list[Compiled] = field(default_factory=list)
    visits: int = 0
    is_active: bool = False

    @overload
    def nodes(self, first: type[_Node], /) -> Iterator[_Node]: ...

    @overload
    def nodes(self, first: type[_Node], second: type[_Other], /) -> Iterator[Union[_Node, _Other]]: ...

    @overload
    def nodes(self, *types: type[ast.AST]) -> Iterator[Any]: ...

    def nodes(self, *types: type[ast.AST]) -> Iterator[Any]:
        """The statements and expressions of these types, in the order in which they are met."""
        for node_type in types:
            yield from self.by_type.get(node_type, ())

    def value(self, node: ast.AST) -> Value:
        """What an expression stands for, over all ways by which the function is reached."""
        return self.values.get(node, UNKNOWN)

    def kind(self, node: ast.AST) -> Kind:
        """The kind of an expression."""
        return kind_of(self.value(node), self.module)

    def is_tensor(self, node: ast.expr) -> bool:
        """Whether an expression is a tensor for certain. Of the parameters of an entry only the first of
        ``construct`` is, which is what the Cell is for; others may be given anything."""
        value = self.value(node)
        if not (isinstance(value, Tensor) and value.framework == "mindspore"):
            return False
        names = [item.arg for item in self.function.node.args.args]
        if len(self.chain) > 1 or not isinstance(node, ast.Name) or node.id not in names or node.id in self.told:
            return True
        return (self.entry.reason == "construct" and names[1:2] == [node.id]) or node.id in self.function.stores

    def conditions(self, node: ast.AST) -> tuple[Condition, ...]:
        """The conditions and loops around a statement, expression or call of this function, outermost first."""
        return self.around.get(node, ())

    def is_read_after(self, name: str, node: ast.AST) -> bool:
        """Whether a local name is read further down, or further up in a loop around the node."""
        line = getattr(node, "end_lineno", 0) or getattr(node, "lineno", 0)
        first = min((getattr(c.node, "lineno", line) for c in self.conditions(node) if c.is_loop), default=line)
        changed = {id(part) for part in ast.walk(node)}
        return any(
            part.id == name and isinstance(part.ctx, ast.Load) and part.lineno >= first and id(part) not in changed
            for part in self.nodes(ast.Name)
        )

    @property
    def level(self) -> str:
        """``strict``, ``compatible`` or ``lax``."""
        return self.entry.level

    def targets_before(self, version: str) -> bool:
        """Whether a targeted version is older than this one, such as ``2.1``."""
        return any(_number(target) < _number(version) for target in self.module.catalog.versions)

    def targets_between(self, since: str, until: str) -> bool:
        """Whether a targeted version is ``since`` or newer, and older than ``until``."""
        return any(_number(since) <= _number(target) < _number(until) for target in self.module.catalog.versions)

    def targets_from(self, version: str) -> bool:
        """Whether a targeted version is this one or newer."""
        return any(_number(target) >= _number(version) for target in self.module.catalog.versions)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


_MAKES_CELL = ("mindspore.nn.Cell", "mindspore.ops.Primitive")


def kind_of(value: Value, module: Module) -> Kind:
    """The kind of a value; a list or tuple is what its items are."""
    if isinstance(value, (Constant, Scalar)):
        return Kind.CONSTANT
    if isinstance(value, Tensor):
        return Kind.TENSOR if value.framework == "mindspore" else Kind.OBJECT
    if isinstance(value, Runtime):
        return Kind.RUNTIME
    if isinstance(value, Instance):
        if value.of == "mindspore.Parameter":
            return Kind.PARAMETER
        return Kind.CELL if _is_cell(value, module) else Kind.OBJECT
    if isinstance(value, (FunctionValue, ClassValue, Symbol, Partial)):
        return Kind.FUNCTION
    if isinstance(value, SelfValue):
        return Kind.CELL if value.info.kind == "cell" else Kind.OBJECT
    if isinstance(value, Member):
        return Kind.UNKNOWN
    inner: tuple[Value, ...] = ()
    if isinstance(value, (Choice, Sequence)):
        inner = value.values if isinstance(value, Choice) else value.items
        if not inner:
            return Kind.CONSTANT
    elif isinstance(value, Container):
        inner = (value.item,)
    kinds = {kind_of(item, module) for item in inner}
    if len(kinds) == 1:
        return kinds.pop()
    if isinstance(value, Sequence) and Kind.UNKNOWN not in kinds and kinds & {Kind.TENSOR, Kind.PARAMETER}:
        return Kind.TENSOR
    return Kind.UNKNOWN


def _is_cell(value: Instance, module: Module) -> bool:
    if isinstance(value.of, str):
        return any(module.catalog.is_subclass(value.of, root) for root in _MAKES_CELL)
    return value.of.kind == "cell"


def depends_on_tensor(value: Value) -> bool:
    """Whether a value, or something in it, is known to come from a tensor."""
    return any(
        isinstance(item, Runtime)
        or (isinstance(item, Tensor) and item.framework == "mindspore")
        or (isinstance(item, Instance) and item.of == "mindspore.Parameter")
        for item in values.walk_values(value)
    )


def is_plain_object(value: Value) -> bool:
    """Whether a value is an object of a class of the project that is neither a Cell nor of a ``jit_class``."""
    if not isinstance(value, Instance) or isinstance(value.of, str):
        return False
    return value.of.kind is None and not any(_is_named(item, "jit_class") for item in value.of.node.decorator_list)


def _is_named(decorator: ast.expr, name: str) -> bool:
    if isinstance(decorator, ast.Call):
        decorator = decorator.func
    return getattr(decorator, "attr", getattr(decorator, "id", "")) == name


def name_of(callee: Value, module: Module) -> str:
    """The qualified name of what is called; empty where it has none."""
    named = qualified_name(callee)
    return module.canonical(named[0]) if named is not None else ""
