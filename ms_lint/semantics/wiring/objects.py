"""The Python side of following a class: functions, containers and names, as values; and how two values become one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from ms_lint.semantics.wiring.model import UNKNOWN, Layer, Tensor
from ms_lint.semantics.wiring.sizes import Atom, Shape, Size

if TYPE_CHECKING:
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.module import Module
    from ms_lint.semantics.scopes import FunctionNode

_MAXIMUM_CHOICES = 3


class Items(list[Any]):
    """A Python list. ``is_open`` says that its items are not all known; ``seen`` are some that it may have then."""

    __slots__ = ("is_open", "seen")

    def __init__(self, items: Any = (), is_open: bool = False) -> None:
        super().__init__(items)
        self.is_open = is_open
        self.seen: tuple[Any, ...] = ()


class Table(dict[Any, Any]):
    """A Python dict. ``is_open`` says that it may have more, or other, keys."""

    __slots__ = ("is_open",)

    def __init__(self, items: Any = (), is_open: bool = False) -> None:
        super().__init__(items)
        self.is_open = is_open


class Frame:
    """The names of one run of a function; ``parent`` are those around it."""

    __slots__ = ("cls", "env", "module", "parent", "receiver", "returns")

    def __init__(
        self,
        module: Module,
        parent: Optional[Frame] = None,
        cls: Optional[ClassInfo] = None,
        receiver: Any = None,
    ) -> None:
        self.env: dict[str, Any] = {}
        self.module = module
        self.parent = parent
        self.cls = cls
        self.receiver = receiver
        self.returns: list[Any] = []


class Closure:
    """A function of the project, with the names around it."""

    __slots__ = ("cls", "frame", "module", "node")

    def __init__(
        self, node: FunctionNode, module: Module, frame: Optional[Frame] = None, cls: Optional[ClassInfo] = None
    ) -> None:
        self.node = node
        self.module = module
        self.frame = frame
        self.cls = cls


class Bound:
    """A method of the project with the object that it belongs to."""

    __slots__ = ("closure", "receiver")

    def __init__(self, closure: Closure, receiver: Any) -> None:
        self.closure = closure
        self.receiver = receiver


class PlainObject:
    """An object of a class of the project that is no Cell: a configuration. ``is_open`` says that its attributes may
    have become others."""

    __slots__ = ("attributes", "info", "is_open")

    def __init__(self, info: ClassInfo, attributes: Optional[dict[str, Any]] = None) -> None:
        self.info = info
        self.attributes: dict[str, Any] = {} if attributes is None else attributes
        self.is_open = False


class Library:
    """Something outside the project, by its qualified name."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


class Member:
    """A method of a value that is no object of the project: of a tensor, a list, a layer."""

    __slots__ = ("name", "owner")

    def __init__(self, owner: Any, name: str) -> None:
        self.owner = owner
        self.name = name


class SuperValue:
    """What ``super()`` gives."""

    __slots__ = ("info", "receiver")

    def __init__(self, info: ClassInfo, receiver: Any) -> None:
        self.info = info
        self.receiver = receiver


class Applied:
    """``functools.partial(function, ...)``."""

    __slots__ = ("function", "keywords", "positional")

    def __init__(self, function: Any, positional: list[Any], keywords: dict[str, Any]) -> None:
        self.function = function
        self.positional = positional
        self.keywords = keywords


class Choice:
    """One of a few layers or functions, by a branch whose condition is not known."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.values = values


class _Missing:
    __slots__ = ()


MISSING = _Missing()
_LIST = _Missing()
#: Where a value is kept: the container and its key, with the value there.
Writes = dict[tuple[int, Any], tuple[Any, Any, Any]]


class Journal:
    """What was written since a branch began, so that it can be taken back."""

    def __init__(self) -> None:
        self._first: Writes = {}

    def note(self, container: dict[Any, Any], key: Any) -> None:
        """A key of a dict is about to be written."""
        place = (id(container), key)
        if place not in self._first:
            self._first[place] = (container, key, container.get(key, MISSING))

    def note_list(self, items: Items) -> None:
        """A list is about to be changed."""
        place = (id(items), _LIST)
        if place not in self._first:
            self._first[place] = (items, _LIST, (list(items), items.is_open))

    def take_back(self) -> Writes:
        """Restore what was there before; what was written is returned."""
        written: Writes = {}
        for place, (container, key, before) in self._first.items():
            written[place] = (container, key, read(container, key))
            write(container, key, before)
        return written


def read(container: Any, key: Any) -> Any:
    """What stands at a place of a ``Journal``."""
    return (list(container), container.is_open) if key is _LIST else container.get(key, MISSING)


def write(container: Any, key: Any, value: Any) -> None:
    """Put a value at a place of a ``Journal``."""
    if key is _LIST:
        container[:], container.is_open = value
    elif value is MISSING:
        container.pop(key, None)
    else:
        container[key] = value


def join_places(container: Any, key: Any, values: list[Any]) -> Any:
    """The one value that stands at a place after branches that left these."""
    if key is _LIST:
        first, is_open = values[0]
        for other, other_open in values[1:]:
            if len(first) != len(other):
                container.seen = tuple(first if len(first) > len(other) else other)
                return (first[: min(len(first), len(other))], True)
            first, is_open = [join(one, two) for one, two in zip(first, other)], is_open or other_open
        return (first, is_open)
    result = values[0]
    for value in values[1:]:
        result = _join_known(key, result, value) if _is_of_tensor(container, key) else join(result, value)
    return result


def _is_of_tensor(container: Any, key: Any) -> bool:
    """Whether a place is a field of a tensor or layer, or what a symbol is, and no name or attribute of the code."""
    if isinstance(key, Atom):
        return True
    return (key in ("shape", "last") and "step" in container) or (key == "items" and "kind" in container)


def _join_known(key: Any, first: Any, second: Any) -> Any:
    """What is known of a tensor, or of a symbol, after one of two branches."""
    if key == "shape":
        return join_shapes(first, second)
    if first is second or first == second:
        return first
    return MISSING if isinstance(key, Atom) else None


def join(first: Any, second: Any) -> Any:
    """What is known of a value that is one of two."""
    if first is second:
        return first
    if first is UNKNOWN or second is UNKNOWN or first is MISSING or second is MISSING:
        return UNKNOWN
    if isinstance(first, Tensor) and isinstance(second, Tensor):
        same_type = first.dtype == second.dtype
        shape = join_shapes(first.shape, second.shape)
        ends = [
            value.last if value.shape is None else value.shape[-1] if value.shape else None for value in (first, second)
        ]
        last = ends[0] if shape is None and ends[0] == ends[1] else None
        return Tensor(shape, dtype=first.dtype if same_type else None, last=last)
    if isinstance(first, tuple) and isinstance(second, tuple) and len(first) == len(second):
        return tuple(join(one, two) for one, two in zip(first, second))
    if is_plain(first) and is_plain(second) and type(first) is type(second) and first == second:
        return first
    if isinstance(first, Size) and first == second:
        return first
    if is_layer_like(first) and is_layer_like(second):
        values = [*(first.values if isinstance(first, Choice) else (first,))]
        values += [
            value
            for value in (second.values if isinstance(second, Choice) else (second,))
            if not any(value is known or (isinstance(value, Library) and value == known) for known in values)
        ]
        return values[0] if len(values) == 1 else Choice(tuple(values)) if len(values) <= _MAXIMUM_CHOICES else UNKNOWN
    return UNKNOWN


def join_shapes(first: Optional[Shape], second: Optional[Shape]) -> Optional[Shape]:
    """The axes that two shapes agree on; None where they differ in their number."""
    if first is None or second is None or len(first) != len(second):
        return None
    return tuple(one if one == two else None for one, two in zip(first, second))


def is_layer_like(value: object) -> bool:
    """Whether a value may be called or skipped as a layer."""
    from ms_lint.semantics.wiring.model import CellObject

    return isinstance(value, (Layer, CellObject, Closure, Bound, Library, Applied, Choice))


_PLAIN: tuple[type, ...] = (int, float, str, bytes, bool, type(None), slice, range)


def is_plain(value: object) -> bool:
    """Whether a value is a Python number, string, None ... that is known."""
    return isinstance(value, _PLAIN)


def truth(value: Any) -> Union[bool, Any]:
    """Whether a value is true: True, False or UNKNOWN."""
    if is_plain(value):
        return bool(value)
    if isinstance(value, (Items, Table)):
        return True if value else UNKNOWN if value.is_open else False
    if isinstance(value, tuple):
        return bool(value)
    if isinstance(value, Layer):
        return bool(value.items) if value.items is not None else True
    if value is UNKNOWN or isinstance(value, (Size, Tensor)):
        return UNKNOWN
    return True


def names_of(target: ast.expr) -> list[str]:
    """The names that an assignment binds."""
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


Handler = Callable[..., Any]
