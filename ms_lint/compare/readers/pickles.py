"""Pickles read as data: what they would build is noted down, and nothing is imported, called or built.

Python's own unpickler runs whatever a pickle names. This one knows the instructions (protocols 0 to 5, pickletools.py)
and keeps plain values; a name is a ``Name``, a call of it a ``Made``. A hostile pickle yields such notes at worst. How
many instructions and values there may be is bounded.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any, Callable, Optional

from ms_lint.compare.readers.wire import Malformed
from ms_lint.messages import say

#: So many instructions are a checkpoint of some 50,000 tensors.
_MAXIMUM_STEPS = 2_000_000
_MAXIMUM_LINE = 4096


class Name:
    """Something that the pickle would import."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


class Stored:
    """A persistent id: torch has the storages of tensors under such."""

    __slots__ = ("key",)

    def __init__(self, key: Any) -> None:
        self.key = key


class Made:
    """An object that the pickle would make: by calling ``of`` with ``arguments``, then setting ``state``, ``items`` and
    ``pairs``."""

    __slots__ = ("arguments", "items", "of", "pairs", "state")

    def __init__(self, of: Any, arguments: tuple[Any, ...]) -> None:
        self.of = of
        self.arguments = arguments
        self.state: Any = None
        self.items: list[Any] = []
        self.pairs: list[tuple[Any, Any]] = []

    @property
    def name(self) -> str:
        """The qualified name of what is called; empty where that is no name."""
        of = self.of
        if isinstance(of, Stored) and isinstance(of.key, tuple) and of.key[:1] == ("module",) and len(of.key) > 1:
            of = of.key[1]  # before 1.6 torch stored the class of a module with its source
        return of.name if isinstance(of, Name) else ""


class Table:
    """A dict: its keys need not be hashable here."""

    __slots__ = ("pairs",)

    def __init__(self) -> None:
        self.pairs: list[tuple[Any, Any]] = []


_MARK = object()


def read_pickle(data: memoryview, at: int = 0) -> tuple[Any, int]:
    """What the pickle that begins at ``at`` describes, and the place after it. Raises Malformed."""
    machine = _Machine(data, at)
    try:
        return machine.run(), machine.at
    except (IndexError, KeyError, struct.error, UnicodeDecodeError, TypeError, AttributeError) as error:
        if machine.at >= len(data):
            raise Malformed(say("it is truncated")) from None
        raise Malformed(say("an instruction of it is damaged ({error})", error=str(error))) from None


class _Machine:
    def __init__(self, data: memoryview, at: int) -> None:
        self._data = data
        self.at = at
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}

    # ------------------------------------------------------------------ reading

    def _take(self, size: int) -> memoryview:
        if size < 0 or size > len(self._data) - self.at:
            raise Malformed(say("it is truncated"))
        self.at += size
        return self._data[self.at - size : self.at]

    def _number(self, code: str) -> Any:
        return struct.unpack("<" + code, self._take(struct.calcsize(code)))[0]

    def _line(self) -> str:
        window = bytes(self._data[self.at : self.at + _MAXIMUM_LINE])
        end = window.find(b"\n")
        if end < 0:
            raise Malformed(say("it is truncated, or a line of it is too long"))
        self.at += end + 1
        return window[:end].decode("utf-8", "replace")

    def _text(self, size: int) -> str:
        return bytes(self._take(size)).decode("utf-8", "surrogatepass")

    def _text_or_bytes(self, size: int) -> str:
        return bytes(self._take(size)).decode("utf-8", "replace")

    # ------------------------------------------------------------------ the stack

    def _pop(self) -> Any:
        value = self._stack.pop()
        if value is _MARK:
            raise Malformed(say("an instruction of it finds nothing to work on"))
        return value

    def _pop_mark(self) -> list[Any]:
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index] is _MARK:
                values = self._stack[index + 1 :]
                del self._stack[index:]
                return values
        raise Malformed(say("an instruction of it finds no beginning"))

    def _top(self) -> Any:
        value = self._stack[-1]
        if value is _MARK:
            raise Malformed(say("an instruction of it finds nothing to work on"))
        return value

    # ------------------------------------------------------------------ running

    def run(self) -> Any:
        if bytes(self._data[self.at : self.at + 1]) not in (b"\x80", *_OLD_BEGINNINGS):
            raise Malformed(say("it is no pickle"))
        data, push = self._data, self._stack.append
        for _ in range(_MAXIMUM_STEPS):
            if self.at >= len(data):
                raise Malformed(say("it is truncated"))
            code = data[self.at]
            self.at += 1
            if code == _STOP:
                return self._pop()
            simple = _SIMPLE.get(code)
            if simple is not None:
                push(simple(self))
                continue
            action = _ACTIONS.get(code)
            if action is None:
                raise Malformed(say("it has the unknown instruction {code}", code=f"{code:#04x}"))
            action(self)
        raise Malformed(say("it has more than {count} instructions", count=f"{_MAXIMUM_STEPS:,}"))

    # what the instructions do that need more than a line

    def integer(self) -> Any:
        line = self._line()
        if line in ("00", "01"):
            return line == "01"
        return self._plain_integer(line.rstrip("L"))

    @staticmethod
    def _plain_integer(line: str) -> int:
        if len(line) > 300:
            return 0
        try:
            return int(line)
        except ValueError:
            raise Malformed(say("{text} in it is no number", text=repr(line[:20]))) from None

    def decimal(self) -> float:
        try:
            return float(self._line())
        except ValueError:
            raise Malformed(say("something in it is no number")) from None

    def long(self, size: int) -> int:
        raw = self._take(size)
        return int.from_bytes(raw, "little", signed=True) if size <= 64 else 0

    def quoted(self) -> str:
        line = self._line().strip()
        return line[1:-1] if len(line) > 1 and line[0] == line[-1] and line[0] in "'\"" else line

    def global_name(self) -> Name:
        module, name = self._line(), self._line()
        return Name(f"{module}.{name}")

    def stack_global(self) -> None:
        name, module = self._pop(), self._pop()
        self._stack.append(Name(f"{module}.{name}" if isinstance(module, str) and isinstance(name, str) else ""))

    def reduce(self) -> None:
        arguments, of = self._pop(), self._pop()
        self._stack.append(Made(of, arguments if isinstance(arguments, tuple) else ()))

    def make_with_keywords(self) -> None:
        _, arguments, of = self._pop(), self._pop(), self._pop()
        self._stack.append(Made(of, arguments if isinstance(arguments, tuple) else ()))

    def make_named(self) -> None:
        name, arguments = self.global_name(), self._pop_mark()
        self._stack.append(Made(name, tuple(arguments)))

    def make_object(self) -> None:
        values = self._pop_mark()
        if not values:
            raise Malformed(say("an instruction of it finds nothing to work on"))
        self._stack.append(Made(values[0], tuple(values[1:])))

    def build(self) -> None:
        state = self._pop()
        made = self._top()
        if isinstance(made, Made):
            made.state = state

    def set_items(self, values: list[Any]) -> None:
        target = self._top()
        if isinstance(target, (Made, Table)):
            target.pairs += zip(values[::2], values[1::2])

    def set_item(self) -> None:
        value, key = self._pop(), self._pop()
        self.set_items([key, value])

    def append(self, values: list[Any]) -> None:
        target = self._top()
        if isinstance(target, list):
            target += values
        elif isinstance(target, Made):
            target.items += values

    def table(self) -> Table:
        values = self._pop_mark()
        made = Table()
        made.pairs += zip(values[::2], values[1::2])
        return made

    def tuple_of(self, size: int) -> None:
        values = [self._pop() for _ in range(size)]
        self._stack.append(tuple(reversed(values)))

    def put(self, index: int) -> None:
        self._memo[index] = self._top()

    def frozen(self) -> tuple[Any, ...]:
        return tuple(self._pop_mark())

    def pop(self) -> None:
        self._stack.pop()

    def pop_mark(self) -> None:
        self._pop_mark()

    def duplicate(self) -> None:
        self._stack.append(self._top())

    def get(self, index: int) -> Any:
        if index not in self._memo:
            raise Malformed(say("it refers to something that it does not have"))
        return self._memo[index]

    def skip(self, size: int) -> None:
        self._take(size)

    def persistent(self) -> None:
        self._stack.append(Stored(self._pop()))


_STOP = ord(pickle.STOP)
_OLD_BEGINNINGS = (b"(", b"]", b"}", b")", b"c", b"I", b"L", b"F", b"S", b"V", b"N", b"d", b"l")


def _codes(table: dict[bytes, Callable[[_Machine], Any]]) -> dict[int, Callable[[_Machine], Any]]:
    return {code[0]: action for code, action in table.items()}


#: Instructions that put one value on the stack.
_SIMPLE = _codes(
    {
        pickle.MARK: lambda machine: _MARK,
        pickle.NONE: lambda machine: None,
        pickle.NEWTRUE: lambda machine: True,
        pickle.NEWFALSE: lambda machine: False,
        pickle.INT: _Machine.integer,
        pickle.LONG: lambda machine: machine._plain_integer(machine._line().rstrip("L")),
        pickle.FLOAT: _Machine.decimal,
        pickle.BININT: lambda machine: machine._number("i"),
        pickle.BININT1: lambda machine: machine._number("B"),
        pickle.BININT2: lambda machine: machine._number("H"),
        pickle.LONG1: lambda machine: machine.long(machine._number("B")),
        pickle.LONG4: lambda machine: machine.long(machine._number("i")),
        pickle.BINFLOAT: lambda machine: struct.unpack(">d", machine._take(8))[0],
        pickle.STRING: _Machine.quoted,
        pickle.UNICODE: lambda machine: machine._line(),
        pickle.BINSTRING: lambda machine: machine._text_or_bytes(machine._number("i")),
        pickle.SHORT_BINSTRING: lambda machine: machine._text_or_bytes(machine._number("B")),
        pickle.BINBYTES: lambda machine: machine._take(machine._number("I")),
        pickle.SHORT_BINBYTES: lambda machine: machine._take(machine._number("B")),
        pickle.BINBYTES8: lambda machine: machine._take(machine._number("Q")),
        pickle.BYTEARRAY8: lambda machine: machine._take(machine._number("Q")),
        pickle.BINUNICODE: lambda machine: machine._text(machine._number("I")),
        pickle.SHORT_BINUNICODE: lambda machine: machine._text(machine._number("B")),
        pickle.BINUNICODE8: lambda machine: machine._text(machine._number("Q")),
        pickle.EMPTY_LIST: lambda machine: [],
        pickle.EMPTY_TUPLE: lambda machine: (),
        pickle.EMPTY_DICT: lambda machine: Table(),
        pickle.EMPTY_SET: lambda machine: [],
        pickle.LIST: lambda machine: machine._pop_mark(),
        pickle.TUPLE: _Machine.frozen,
        pickle.DICT: _Machine.table,
        pickle.FROZENSET: _Machine.frozen,
        pickle.GLOBAL: _Machine.global_name,
        pickle.GET: lambda machine: machine.get(machine._plain_integer(machine._line())),
        pickle.BINGET: lambda machine: machine.get(machine._number("B")),
        pickle.LONG_BINGET: lambda machine: machine.get(machine._number("I")),
        pickle.PERSID: lambda machine: Stored(machine._line()),
        pickle.EXT1: lambda machine: Name(f"extension.{machine._number('B')}"),
        pickle.EXT2: lambda machine: Name(f"extension.{machine._number('H')}"),
        pickle.EXT4: lambda machine: Name(f"extension.{machine._number('i')}"),
        pickle.NEXT_BUFFER: lambda machine: None,
    }
)
_ACTIONS = _codes(
    {
        pickle.PROTO: lambda machine: machine.skip(1),
        pickle.FRAME: lambda machine: machine.skip(8),
        pickle.READONLY_BUFFER: lambda machine: None,
        pickle.POP: _Machine.pop,
        pickle.POP_MARK: _Machine.pop_mark,
        pickle.DUP: _Machine.duplicate,
        pickle.STACK_GLOBAL: _Machine.stack_global,
        pickle.REDUCE: _Machine.reduce,
        pickle.NEWOBJ: _Machine.reduce,
        pickle.NEWOBJ_EX: _Machine.make_with_keywords,
        pickle.INST: _Machine.make_named,
        pickle.OBJ: _Machine.make_object,
        pickle.BUILD: _Machine.build,
        pickle.SETITEM: _Machine.set_item,
        pickle.SETITEMS: lambda machine: machine.set_items(machine._pop_mark()),
        pickle.APPEND: lambda machine: machine.append([machine._pop()]),
        pickle.APPENDS: lambda machine: machine.append(machine._pop_mark()),
        pickle.ADDITEMS: lambda machine: machine.append(machine._pop_mark()),
        pickle.TUPLE1: lambda machine: machine.tuple_of(1),
        pickle.TUPLE2: lambda machine: machine.tuple_of(2),
        pickle.TUPLE3: lambda machine: machine.tuple_of(3),
        pickle.PUT: lambda machine: machine.put(machine._plain_integer(machine._line())),
        pickle.BINPUT: lambda machine: machine.put(machine._number("B")),
        pickle.LONG_BINPUT: lambda machine: machine.put(machine._number("I")),
        pickle.MEMOIZE: lambda machine: machine.put(len(machine._memo)),
        pickle.BINPERSID: _Machine.persistent,
    }
)


def pairs_of(value: Any) -> Optional[list[tuple[Any, Any]]]:
    """The pairs of what is a dict, or would be made as one (OrderedDict, defaultdict); None for anything else."""
    if isinstance(value, Table):
        return value.pairs
    if isinstance(value, Made) and value.name.rpartition(".")[2] in ("OrderedDict", "dict", "defaultdict"):
        pairs = list(value.pairs)
        for argument in value.arguments[:1]:  # protocol 0: the items as a list of lists
            for item in argument if isinstance(argument, list) else ():
                if isinstance(item, (list, tuple)) and len(item) == 2:
                    pairs.append((item[0], item[1]))
        return pairs
    return None
