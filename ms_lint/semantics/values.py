"""Abstract values: what an expression can stand for, as far as the source tells.

``UNKNOWN`` is the honest answer wherever nothing is known; rules stay silent on it.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

if TYPE_CHECKING:
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.scopes import Function

_MAXIMUM_ALTERNATIVES = 4
_MAXIMUM_CONSTANT_SIZE = 4096
_MAXIMUM_ITEMS = 2048


class Value:
    """Base of all values."""

    __slots__ = ()


class Unknown(Value):
    """Nothing is known."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


class Constant(Value):
    """A number, string, bytes, bool, None or Ellipsis that is known."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Constant({self.value!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Constant) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


NONE = Constant(None)


class Scalar(Value):
    """A Python object of a known builtin type (``int``, ``float``, ``str``, ``bool`` ...) whose value
    is not known."""

    __slots__ = ("type",)

    def __init__(self, type_name: str) -> None:
        self.type = type_name

    def __repr__(self) -> str:
        return f"Scalar({self.type})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scalar) and self.type == other.type

    def __hash__(self) -> int:
        return hash(self.type)


class Runtime(Value):
    """A Python value in compiled code that a tensor decides: ``x.item()``, ``1 if x.sum() > 0 else 2``.

    ``type`` is the name of its type, empty where that is not known; ``values`` are what it may be, where
    those are listed in the code.
    """

    __slots__ = ("type", "values")

    def __init__(self, type_name: str = "", values: tuple[Value, ...] = ()) -> None:
        self.type = type_name
        self.values = values

    def __repr__(self) -> str:
        return f"Runtime({self.type}{', ' if self.values else ''}{', '.join(map(repr, self.values))})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Runtime) and self.type == other.type and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.type)


class Interpreted(Runtime):
    """A value that Python computes while the graph runs: the compiler knows no type of it.

    ``node`` is the expression that it comes from. ``carries`` says that tensors go through it unchanged, or
    through code that could be differentiated: fields of an object, a function that is only called out of sight.
    """

    __slots__ = ("carries", "node")

    def __init__(self, node: ast.expr, carries: bool = False) -> None:
        super().__init__("any")
        self.node = node
        self.carries = carries

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Interpreted) and self.node is other.node

    def __hash__(self) -> int:
        return id(self.node)


class Derived(Value):
    """What a transformation (``mindspore.grad``, ``mindspore.jit``) makes of a function or Cell.

    ``arguments`` are those of the transformation, as of an ``Instance``.
    """

    __slots__ = ("arguments", "by", "function")

    def __init__(self, by: str, function: Value, arguments: Optional[dict[Union[int, str], Value]] = None) -> None:
        self.by = by
        self.function = function
        self.arguments = arguments or {}

    def __repr__(self) -> str:
        return f"Derived({self.by}, {self.function!r})"


class Symbol(Value):
    """Something outside the project, by its qualified name: ``mindspore.nn.Conv2d``.

    ``inferred`` says that the name was not bound by an import in sight but taken from context.
    """

    __slots__ = ("inferred", "name")

    def __init__(self, name: str, inferred: bool = False) -> None:
        self.name = name
        self.inferred = inferred

    def __repr__(self) -> str:
        return f"Symbol({self.name})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Symbol) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


class ClassValue(Value):
    """A class of the project."""

    __slots__ = ("info",)

    def __init__(self, info: ClassInfo) -> None:
        self.info = info

    def __repr__(self) -> str:
        return f"ClassValue({self.info.name})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClassValue) and self.info is other.info

    def __hash__(self) -> int:
        return id(self.info)


class FunctionValue(Value):
    """A function, method or lambda of the project."""

    __slots__ = ("function",)

    def __init__(self, function: Function) -> None:
        self.function = function

    def __repr__(self) -> str:
        return f"FunctionValue({self.function.name})"


class SelfValue(Value):
    """The instance that a method was called on, seen from inside its class."""

    __slots__ = ("info",)

    def __init__(self, info: ClassInfo) -> None:
        self.info = info

    def __repr__(self) -> str:
        return f"SelfValue({self.info.name})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SelfValue) and self.info is other.info

    def __hash__(self) -> int:
        return id(self.info)


class Super(Value):
    """What ``super()`` gives in a method of a class."""

    __slots__ = ("info",)

    def __init__(self, info: ClassInfo) -> None:
        self.info = info

    def __repr__(self) -> str:
        return f"Super({self.info.name})"


class Instance(Value):
    """An object made by calling a class: a layer, an operator, a Parameter, a Cell of the project.

    ``of`` is the class; ``call`` the expression that made it and ``arguments`` the values of its
    arguments: positional ones by position, keywords by name.
    """

    __slots__ = ("arguments", "call", "inferred", "of")

    def __init__(
        self,
        of: Union[str, ClassInfo],
        call: Optional[ast.Call] = None,
        arguments: Optional[dict[Union[int, str], Value]] = None,
        inferred: bool = False,
    ) -> None:
        self.of = of
        self.call = call
        self.arguments = arguments or {}
        self.inferred = inferred

    def __repr__(self) -> str:
        return f"Instance({self.of if isinstance(self.of, str) else self.of.name})"

    @property
    def class_name(self) -> str:
        """The last part of the class's name."""
        return self.of.rpartition(".")[2] if isinstance(self.of, str) else self.of.name


class Tensor(Value):
    """A tensor of a framework (``mindspore``, ``torch``, ``tensorflow``), or a numpy array (``numpy``).

    ``layer`` is the layer whose output it is, when nothing was done to it since, and ``source`` the qualified
    name of the layer or function; ``dtype`` the type of its numbers by its numpy name, where it is known.
    """

    __slots__ = ("dtype", "framework", "layer", "source")

    def __init__(
        self, framework: str, layer: Optional[Instance] = None, dtype: Optional[str] = None, source: str = ""
    ) -> None:
        self.framework = framework
        self.layer = layer
        self.dtype = dtype
        self.source = source

    def __repr__(self) -> str:
        return f"Tensor({self.framework})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Tensor)
            and self.framework == other.framework
            and self.layer is other.layer
            and self.dtype == other.dtype
            and self.source == other.source
        )

    def __hash__(self) -> int:
        return hash(self.framework)


class Sequence(Value):
    """A tuple, list or set whose length and items are known.

    ``size`` counts the values in it, those in its items included: what is made of copies of itself
    grows without end, so ``sequence`` keeps it bounded.
    """

    __slots__ = ("items", "kind", "size")

    def __init__(self, kind: str, items: tuple[Value, ...]) -> None:
        self.kind = kind
        self.items = items
        self.size: int = 1 + sum(item.size if isinstance(item, Sequence) else 1 for item in items)

    def __repr__(self) -> str:
        return f"Sequence({self.kind}, {list(self.items)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.kind == other.kind and self.items == other.items

    def __hash__(self) -> int:
        return hash((self.kind, len(self.items)))


class Container(Value):
    """A list, tuple, dict, set, Cell list or generator whose items are alike but not counted.

    ``entries`` are the items of a dict by their keys, where it is written out.
    """

    __slots__ = ("entries", "item", "kind")

    def __init__(self, kind: str, item: Value = UNKNOWN, entries: Optional[dict[Any, Value]] = None) -> None:
        self.kind = kind
        self.item = item
        self.entries = entries

    def __repr__(self) -> str:
        return f"Container({self.kind}, {self.item!r})"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Container)
            and self.kind == other.kind
            and self.item == other.item
            and self.entries == other.entries
        )

    def __hash__(self) -> int:
        return hash(self.kind)


class Partial(Value):
    """``functools.partial(function, ...)``; ``node`` is that call, where it is one of ``function`` itself."""

    __slots__ = ("arguments", "function", "node")

    def __init__(
        self, function: Value, arguments: dict[Union[int, str], Value], node: Optional[ast.Call] = None
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.node = node

    def __repr__(self) -> str:
        return f"Partial({self.function!r})"


class Member(Value):
    """An attribute of a value that is not followed further: ``x.view`` of a tensor."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: Value, name: str) -> None:
        self.owner = owner
        self.name = name

    def __repr__(self) -> str:
        return f"Member({self.owner!r}, {self.name})"


class Argument(Value):
    """What a function was given for a parameter whose callers are not known.

    ``default`` is the value of its default, or None where it has none.
    """

    __slots__ = ("default", "function", "name")

    def __init__(self, function: Function, name: str, default: Optional[Value]) -> None:
        self.function = function
        self.name = name
        self.default = default

    def __repr__(self) -> str:
        return f"Argument({self.name}={self.default!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Argument) and self.function is other.function and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


class Lazy(Value):
    """A value that is looked up when it is first used."""

    __slots__ = ()

    def resolve(self) -> Value:
        """The value that it stands for."""
        raise NotImplementedError


class Namespace(Value):
    """Something whose attributes are looked up one by one: a module of the project."""

    __slots__ = ()

    def attribute_value(self, name: str) -> Value:
        """What the attribute is; UNKNOWN where there is none."""
        raise NotImplementedError


class Choice(Value):
    """One of a few values, by the branch that was taken."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[Value, ...]) -> None:
        self.values = values

    def __repr__(self) -> str:
        return f"Choice{self.values!r}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Choice) and self.values == other.values

    def __hash__(self) -> int:
        return len(self.values)


def sequence(kind: str, items: tuple[Value, ...]) -> Union[Sequence, Container]:
    """A sequence of known items, or, where they are too many to keep, a container."""
    known = Sequence(kind, items)
    return known if known.size <= _MAXIMUM_ITEMS else Container(kind)


def alternatives(value: Value) -> tuple[Value, ...]:
    """The values that a value may be: itself, or the members of a choice."""
    return value.values if isinstance(value, Choice) else (value,)


def join(first: Value, second: Value) -> Value:
    """What is known after either of two branches."""
    if first is second or first == second:
        return first
    if isinstance(first, Tensor) and isinstance(second, Tensor) and first.framework == second.framework:
        return Tensor(
            first.framework,
            dtype=first.dtype if first.dtype == second.dtype else None,
            source=first.source if first.source == second.source else "",
        )
    values = list(alternatives(first))
    for value in alternatives(second):
        if value not in values:
            values.append(value)
    if len(values) > _MAXIMUM_ALTERNATIVES or any(isinstance(value, Unknown) for value in values):
        return UNKNOWN
    return Choice(tuple(values))


def widen(value: Value) -> Value:
    """What is known of a variable in a loop that assigns to it: its kind, but no longer its value."""
    if isinstance(value, Tensor):
        is_plain = value.layer is None and value.dtype is None and not value.source
        return value if is_plain else Tensor(value.framework)
    if isinstance(value, Scalar):
        return value
    if isinstance(value, (Container, Sequence)):
        return Container(value.kind)
    if isinstance(value, Choice):
        return join_all(tuple(widen(item) if item != NONE else item for item in value.values))
    return UNKNOWN


def constant(value: Value) -> Any:
    """The Python value of a constant, with tuples and lists of constants; raises ValueError when it is
    not known."""
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, Sequence) and value.kind in ("tuple", "list"):
        items = [constant(item) for item in value.items]
        return tuple(items) if value.kind == "tuple" else items
    raise ValueError(f"not a constant: {value!r}")


def elements(value: Value) -> Value:
    """What a loop over ``value`` sees."""
    if isinstance(value, Sequence):
        return join_all(value.items)
    if isinstance(value, Container):
        return value.item
    if isinstance(value, Tensor):
        return Tensor(value.framework, dtype=value.dtype)
    if isinstance(value, Instance) and is_dataset(value):
        return Container("tuple", Tensor("mindspore"))
    if isinstance(value, Instance) and value.of == "torch.utils.data.DataLoader":
        return Container("batch", Tensor("torch"))  # a tuple or a dictionary
    return UNKNOWN


def is_dataset(value: Instance) -> bool:
    """Whether an object is a dataset of MindSpore, whose turns in a loop are tuples of tensors."""
    return isinstance(value.of, str) and value.of.startswith("mindspore.dataset.") and value.of.endswith("Dataset")


def join_all(values: tuple[Value, ...]) -> Value:
    """Join of any number of values; UNKNOWN for none."""
    if not values:
        return UNKNOWN
    result = values[0]
    for value in values[1:]:
        result = join(result, value)
        if result is UNKNOWN:
            break
    return result


_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
}
_NUMBERS = (int, float)


def binary(operation: ast.operator, left: Value, right: Value) -> Value:
    """Value of an arithmetic expression."""
    if isinstance(operation, ast.Mod) and _is_text(left):
        return Scalar("str")
    left, right = _operand(left), _operand(right)
    for value in (left, right):
        if isinstance(value, Tensor):
            other = right if value is left else left
            framework = value.framework
            if isinstance(other, Tensor) and other.framework != framework:
                framework = other.framework if framework == "numpy" else framework
            return Tensor(framework)
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _fold(operation, left.value, right.value)
    if isinstance(left, Sequence) and isinstance(right, Sequence) and left.kind == right.kind:
        if not isinstance(operation, ast.Add):
            return UNKNOWN
        return sequence(left.kind, left.items + right.items)
    if isinstance(left, (Sequence, Container)):
        return Container(left.kind)
    return UNKNOWN


def _is_text(value: Value) -> bool:
    return (isinstance(value, Constant) and isinstance(value.value, str)) or value == Scalar("str")


def _operand(value: Value) -> Value:
    """A Parameter counts as the Tensor that it is."""
    return Tensor("mindspore") if isinstance(value, Instance) and value.of == "mindspore.Parameter" else value


def _fold(operation: ast.operator, left: Any, right: Any) -> Value:
    function = _BINARY.get(type(operation))
    plain = isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS)
    text = isinstance(left, str) and isinstance(right, str) and isinstance(operation, ast.Add)
    if function is None or not (plain or text):
        return UNKNOWN
    if text and len(left) + len(right) > _MAXIMUM_CONSTANT_SIZE:
        return Scalar("str")
    if isinstance(operation, (ast.Pow, ast.LShift)) and isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * right if isinstance(operation, ast.Pow) else left.bit_length() + right
        if bits > _MAXIMUM_CONSTANT_SIZE:
            return Scalar("int")
    try:
        result = function(left, right)
    except (ArithmeticError, TypeError, ValueError):
        return UNKNOWN
    if isinstance(result, complex):
        return Scalar("complex")
    if isinstance(result, int) and result.bit_length() > _MAXIMUM_CONSTANT_SIZE:
        return Scalar("int")
    return Constant(result)


def unary(operation: ast.unaryop, operand: Value) -> Value:
    """Value of ``-x``, ``+x``, ``not x`` or ``~x``."""
    if isinstance(operand, Tensor):
        return UNKNOWN if isinstance(operation, ast.Not) else Tensor(operand.framework)
    if isinstance(operation, ast.Not):
        return Constant(not operand.value) if isinstance(operand, Constant) else Scalar("bool")
    if isinstance(operand, Constant) and isinstance(operand.value, _NUMBERS):
        if isinstance(operation, ast.USub):
            return Constant(-operand.value)
        if isinstance(operation, ast.UAdd):
            return operand
    return UNKNOWN


def walk_values(value: Value, depth: int = 4) -> Iterator[Value]:
    """A value and the values inside of it: choices, items of sequences and containers."""
    yield value
    if depth == 0:
        return
    inner: tuple[Value, ...] = ()
    if isinstance(value, Choice):
        inner = value.values
    elif isinstance(value, Sequence):
        inner = value.items
    elif isinstance(value, Container):
        inner = (value.item,)
    for item in inner:
        yield from walk_values(item, depth - 1)
