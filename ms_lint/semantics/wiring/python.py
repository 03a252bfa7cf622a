"""Python's own functions and the methods of its containers, as far as networks are built with them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Callable

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.indexing import ShapeOf
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Layer, Tensor
from ms_lint.semantics.wiring.objects import Closure, Items, Library, PlainObject, Table, is_plain, truth
from ms_lint.semantics.wiring.operators import MAXIMUM_LENGTH
from ms_lint.semantics.wiring.sizes import Size

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.calls import Calls

_NUMBERS = (int, float)


def _plain(values: list[Any]) -> bool:
    return all(is_plain(value) for value in values)


def _len(run: Calls, values: list[Any]) -> Any:
    (value,) = values
    if isinstance(value, (str, tuple, range)):
        return len(value)
    items = run.iterate(value) if not isinstance(value, Tensor) else None
    if isinstance(value, Tensor):
        shape = run.shape(value)
        return UNKNOWN if not shape or shape[0] is None else shape[0]
    if isinstance(value, ShapeOf):
        return UNKNOWN
    return UNKNOWN if items is None else len(items)


def _range(run: Calls, values: list[Any]) -> Any:
    if all(isinstance(value, int) for value in values):
        try:
            return range(*values)
        except (TypeError, ValueError, OverflowError):
            pass
    return UNKNOWN


def _list(run: Calls, values: list[Any]) -> Any:
    if not values:
        return Items()
    items = run.iterate(values[0])
    return Items(is_open=True) if items is None else Items(items)


def _tuple(run: Calls, values: list[Any]) -> Any:
    if not values:
        return ()
    items = run.iterate(values[0])
    return UNKNOWN if items is None else tuple(items)


def _enumerate(run: Calls, values: list[Any]) -> Any:
    items = run.iterate(values[0])
    start = values[1] if len(values) > 1 else 0
    if items is None or not isinstance(start, int):
        return Items(is_open=True)
    return Items((start + index, item) for index, item in enumerate(items))


def _zip(run: Calls, values: list[Any]) -> Any:
    rows = [run.iterate(value) for value in values]
    if any(row is None for row in rows):
        return Items(is_open=True)
    return Items(zip(*(row for row in rows if row is not None)))


def _reversed(run: Calls, values: list[Any]) -> Any:
    items = run.iterate(values[0])
    return Items(is_open=True) if items is None else Items(reversed(items))


def _sorted(run: Calls, values: list[Any]) -> Any:
    items = run.iterate(values[0])
    if items is None or not _plain(items) or len(values) > 1:
        return Items(is_open=True)
    try:
        return Items(sorted(items))
    except TypeError:
        return Items(is_open=True)


def _sum(run: Calls, values: list[Any]) -> Any:
    items = run.iterate(values[0])
    if items is None or len(values) > 1:
        return UNKNOWN
    if all(isinstance(item, (int, Size)) for item in items):
        total: sizes.Dim = 0
        for item in items:
            total = sizes.add(total, item)
        return UNKNOWN if total is None else total
    return sum(items) if all(isinstance(item, _NUMBERS) for item in items) else UNKNOWN


def _extreme(function: Callable[..., Any]) -> Callable[[Calls, list[Any]], Any]:
    def choose(run: Calls, values: list[Any]) -> Any:
        items = run.iterate(values[0]) if len(values) == 1 else values
        if not items or not all(isinstance(item, _NUMBERS) for item in items):
            return UNKNOWN
        return function(items)

    return choose


def _convert(kind: type) -> Callable[[Calls, list[Any]], Any]:
    def convert(run: Calls, values: list[Any]) -> Any:
        if not values:
            return kind()
        value = values[0]
        if kind is int and isinstance(value, Size) and all(atom.is_size for atom in value.atoms()):
            return value
        if kind is str and isinstance(value, ClassInfo) and len(values) == 1:
            return f"<class '{value.name}'>"
        if not (is_plain(value) and isinstance(value, (int, float, str))) or len(values) > 1:
            return UNKNOWN
        try:
            return kind(value)
        except (ValueError, OverflowError):
            return UNKNOWN

    return convert


def _isinstance(run: Calls, values: list[Any]) -> Any:
    value, kinds = values
    known: list[Any] = [is_instance(run, value, kind) for kind in (kinds if isinstance(kinds, tuple) else (kinds,))]
    if any(answer is True for answer in known):
        return True
    return UNKNOWN if any(answer is UNKNOWN for answer in known) else False


_TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float,),
    "str": (str,),
    "bool": (bool,),
    "list": (Items,),
    "tuple": (tuple,),
    "dict": (Table,),
}


def is_instance(run: Calls, value: Any, kind: Any) -> Any:
    """Whether a value is of a class: True, False or UNKNOWN."""
    if isinstance(value, Tensor) and value.step is None and value.shape is None:
        return UNKNOWN  # an input that may be anything
    if isinstance(kind, Library):
        name = run.frame.module.canonical(kind.name)
        leaf = name.rpartition(".")[2]
        if name.startswith("builtins.") and leaf in _TYPES:
            if isinstance(value, Size):
                return True if leaf == "int" and all(atom.is_size for atom in value.atoms()) else UNKNOWN
            if isinstance(value, ShapeOf):
                return leaf == "tuple"
            return UNKNOWN if value is UNKNOWN else isinstance(value, _TYPES[leaf])
        if leaf in ("Iterable", "Sequence"):
            if isinstance(value, (Items, tuple)):
                return True
            return False if is_plain(value) and not isinstance(value, str) else UNKNOWN
        if isinstance(value, Layer):
            return run.frame.module.catalog.is_subclass(value.kind, name)
        if isinstance(value, CellObject):
            names = [ancestor for ancestor in value.info.ancestors if isinstance(ancestor, str)]
            if any(run.frame.module.catalog.is_subclass(ancestor, name) for ancestor in names):
                return True
            return UNKNOWN if None in value.info.ancestors else False
        if isinstance(value, Tensor):
            return True if leaf == "Tensor" else UNKNOWN
        if is_plain(value) or isinstance(value, (Items, tuple, Table)):
            return False if name.startswith(("mindspore.", "torch.", "numpy.")) else UNKNOWN
        return UNKNOWN
    if isinstance(kind, ClassInfo):
        if isinstance(value, (CellObject, PlainObject)):
            return kind in value.info.ancestors
        return UNKNOWN if value is UNKNOWN or isinstance(value, Size) else False
    return UNKNOWN


def _all(run: Calls, values: list[Any]) -> Any:
    items = run.iterate(values[0])
    known = [UNKNOWN] if items is None else [truth(item) for item in items]
    if any(item is False for item in known):
        return False
    return UNKNOWN if any(item is UNKNOWN for item in known) else True


def _any(run: Calls, values: list[Any]) -> Any:
    items = run.iterate(values[0])
    known = [UNKNOWN] if items is None else [truth(item) for item in items]
    if any(item is True for item in known):
        return True
    return UNKNOWN if any(item is UNKNOWN for item in known) else False


def _number(function: Callable[..., Any]) -> Callable[[Calls, list[Any]], Any]:
    def compute(run: Calls, values: list[Any]) -> Any:
        if not all(isinstance(value, _NUMBERS) for value in values):
            return UNKNOWN
        try:
            return function(*values)
        except (ArithmeticError, ValueError, TypeError):
            return UNKNOWN

    return compute


def _map(run: Calls, values: list[Any]) -> Any:
    function, items = values[0], run.iterate(values[1]) if len(values) == 2 else None
    if items is None or run.node is None:
        return Items(is_open=True)
    return Items(run.call(function, [item], {}, run.node) for item in items)


def _callable(run: Calls, values: list[Any]) -> Any:
    (value,) = values
    if is_plain(value) or isinstance(value, (Items, tuple, Table)):
        return False
    return True if isinstance(value, (Closure, ClassInfo, Layer, CellObject)) else UNKNOWN


def _product(run: Calls, values: list[Any]) -> Any:
    items = run.iterate(values[0])
    if items is None or len(values) > 1 or not all(isinstance(item, (int, Size)) for item in items):
        return UNKNOWN
    result = sizes.product(tuple(items))
    return UNKNOWN if result is None else result


def _linspace(run: Calls, values: list[Any]) -> Any:
    if len(values) == 3 and isinstance(values[2], int) and 0 <= values[2] <= MAXIMUM_LENGTH:
        first, last, count = values
        if isinstance(first, _NUMBERS) and isinstance(last, _NUMBERS):
            step = (last - first) / (count - 1) if count > 1 else 0
            return Items(first + step * index for index in range(count))
    return Items(is_open=True)


def _copy(run: Calls, values: list[Any]) -> Any:
    value = values[0] if len(values) == 1 else UNKNOWN
    if isinstance(value, PlainObject) and not value.is_open and "__copy__" not in value.info.methods:
        return PlainObject(value.info, dict(value.attributes))
    return value if is_plain(value) else UNKNOWN


def _repeat(run: Calls, values: list[Any]) -> Any:
    is_short = len(values) == 2 and isinstance(values[1], int) and 0 <= values[1] <= MAXIMUM_LENGTH
    return Items([values[0]] * values[1]) if is_short else UNKNOWN


def _type(run: Calls, values: list[Any]) -> Any:
    value = values[0] if len(values) == 1 else UNKNOWN
    return value.info if isinstance(value, (CellObject, PlainObject)) else UNKNOWN


FUNCTIONS: dict[str, Callable[[Calls, list[Any]], Any]] = {
    "builtins.len": _len,
    "builtins.range": _range,
    "builtins.list": _list,
    "builtins.tuple": _tuple,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.reversed": _reversed,
    "builtins.sorted": _sorted,
    "builtins.sum": _sum,
    "builtins.max": _extreme(max),
    "builtins.min": _extreme(min),
    "builtins.int": _convert(int),
    "builtins.float": _convert(float),
    "builtins.str": _convert(str),
    "builtins.bool": lambda run, values: truth(values[0]) if values else False,
    "builtins.abs": _number(abs),
    "builtins.round": _number(round),
    "builtins.isinstance": _isinstance,
    "builtins.all": _all,
    "builtins.any": _any,
    "builtins.map": _map,
    "builtins.callable": _callable,
    "builtins.pow": _number(lambda base, power: base**power if abs(power) < 64 and abs(base) < 1 << 16 else 0),
    "builtins.divmod": _number(divmod),
    "math.ceil": _number(math.ceil),
    "math.floor": _number(math.floor),
    "math.sqrt": _number(math.sqrt),
    "math.log": _number(math.log),
    "math.log2": _number(math.log2),
    "math.pow": _number(math.pow),
    "math.prod": _product,
    "numpy.prod": _product,
    "numpy.ceil": _number(math.ceil),
    "numpy.floor": _number(math.floor),
    "numpy.sqrt": _number(math.sqrt),
    "numpy.log2": _number(math.log2),
    "numpy.linspace": _linspace,
    "copy.deepcopy": lambda run, values: run.copied(values[0]) if values else UNKNOWN,
    "copy.copy": _copy,
    "itertools.repeat": _repeat,
    "builtins.type": _type,
}


def table_of(run: Calls, values: list[Any], keywords: dict[str, Any]) -> Any:
    """``dict(...)`` and ``OrderedDict(...)``."""
    table = Table()
    if values:
        source = values[0]
        if isinstance(source, Table):
            table.update(source)
            table.is_open = source.is_open
        else:
            items = run.iterate(source)
            for item in items or ():
                if isinstance(item, tuple) and len(item) == 2 and is_plain(item[0]):
                    table[item[0]] = item[1]
                else:
                    table.is_open = True
            table.is_open |= items is None
    table.update(keywords)
    return table


def list_method(run: Calls, items: Items, name: str, values: list[Any]) -> Any:
    """A method of a list."""
    if name == "append" and len(values) == 1:
        run.change(items).append(values[0])
        return None
    if name == "extend" and len(values) == 1:
        added = run.iterate(values[0])
        changed = run.change(items)
        if added is None or len(changed) + len(added) > MAXIMUM_LENGTH:
            changed.is_open = True
        else:
            changed.extend(added)
        return None
    if name == "insert" and len(values) == 2 and isinstance(values[0], int):
        run.change(items).insert(values[0], values[1])
        return None
    if name == "pop" and not items.is_open and items and all(isinstance(value, int) for value in values):
        index = values[0] if values else -1
        if -len(items) <= index < len(items):
            return run.change(items).pop(index)
    if name == "reverse" and not items.is_open:
        run.change(items).reverse()
        return None
    if name == "copy":
        return Items(items, items.is_open)
    if name in ("index", "count"):
        if not items.is_open and _plain(list(items)) and len(values) == 1 and is_plain(values[0]):
            if name == "count":
                return list(items).count(values[0])
            return items.index(values[0]) if values[0] in items else UNKNOWN
        return UNKNOWN
    if name in ("pop", "remove", "clear", "sort", "reverse", "insert"):
        run.change(items).is_open = True
    return UNKNOWN


def table_method(run: Calls, table: Table, name: str, values: list[Any], keywords: dict[str, Any]) -> Any:
    """A method of a dict."""
    if name in ("items", "keys", "values"):
        rows = [(key, value) for key, value in table.items()]
        if name != "items":
            rows = [row[0] if name == "keys" else row[1] for row in rows]
        return Items(rows, table.is_open)
    if name in ("get", "pop", "setdefault") and values and is_plain(values[0]) and not isinstance(values[0], slice):
        key, default = values[0], values[1] if len(values) > 1 else keywords.get("default")
        known = key in table
        value = table[key] if known else UNKNOWN if table.is_open else default
        if name == "pop" and known:
            run.set(table, key, UNKNOWN)
            table.pop(key, None)
        if name == "setdefault" and not known:
            run.set(table, key, value)
        return value
    if name == "update":
        for source in (*values, keywords):
            if isinstance(source, dict):
                for key, value in source.items():
                    run.set(table, key, value)
                table.is_open |= getattr(source, "is_open", False)
            else:
                table.is_open = True
        return None
    if name == "copy":
        return Table(table, table.is_open)
    return UNKNOWN


_TEXT_METHODS = frozenset(
    "lower upper strip startswith endswith replace split format title capitalize rstrip lstrip".split()
)


def text_method(text: str, name: str, values: list[Any], keywords: dict[str, Any]) -> Any:
    """A method of a string."""
    if name == "format" and (len(text) > 200 or ":" in text):
        return UNKNOWN
    if name == "join" and len(values) == 1 and isinstance(values[0], (Items, tuple)):
        items = list(values[0])
        if all(isinstance(item, str) for item in items) and not getattr(values[0], "is_open", False):
            return text.join(items)[:MAXIMUM_LENGTH]
        return UNKNOWN
    if name not in _TEXT_METHODS or not _plain(values) or not _plain(list(keywords.values())):
        return UNKNOWN
    try:
        result = getattr(text, name)(*values, **keywords)
    except (TypeError, ValueError, IndexError, KeyError):
        return UNKNOWN
    return Items(result) if isinstance(result, list) else result
