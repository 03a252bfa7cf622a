"""The conditions in which the table of differences says when a difference is there.

A condition is a word, a list of conditions that all hold, or a table whose entries all hold. What is not known
makes it neither true nor false (None), and then nothing is said.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable, Optional

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.values import (
    ClassValue,
    Container,
    FunctionValue,
    Instance,
    Scalar,
    Sequence,
    Symbol,
    Tensor,
    Value,
    alternatives,
    constant,
)

#: How an argument is given.
FORMS = ("absent", "given", "positional", "keyword")


@dataclass(frozen=True)
class Given:
    """An argument: its value, None where it is not given, its expression, and whether it is given by position.
    ``is_open`` says that a ``*`` or ``**`` in the call may give it."""

    value: Optional[Value]
    by_position: bool = False
    is_open: bool = False
    owner: Optional[ClassInfo] = None
    expression: Optional[ast.expr] = None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


#: Kinds of Python values, and what can be said of numbers.
_KINDS: dict[str, Callable[[Any], bool]] = {
    "none": lambda value: value is None,
    "bool": lambda value: isinstance(value, bool),
    "int": _is_whole,
    "float": lambda value: isinstance(value, float),
    "number": _is_number,
    "str": lambda value: isinstance(value, str),
    "tuple": lambda value: isinstance(value, tuple),
    "list": lambda value: isinstance(value, list),
    "sequence": lambda value: isinstance(value, (tuple, list)),
    "generator": lambda value: False,
}
_NUMBERS: dict[str, Callable[[Any], bool]] = {
    "fraction": lambda value: math.isfinite(value) and value != int(value),
    "infinite": math.isinf,
    "negative": lambda value: bool(value < 0),
    "positive": lambda value: bool(value > 0),
    "zero": lambda value: bool(value == 0),
    "even": lambda value: bool(value % 2 == 0),
    "odd": lambda value: bool(value % 2 == 1),
}
#: What is no plain Python value.
_OBJECTS = ("tensor", "function", "class", "instance")
#: An argument that is written with one axis: `x.reshape(-1)`, `x.flatten()`.
FLAT = "flat"
WORDS = frozenset((*FORMS, *_KINDS, *_NUMBERS, *_OBJECTS, FLAT))
#: Keys of tables: what they take is in ``_compare``.
KEYS = frozenset({"is", "not", "below", "above", "length", "items", "text", "dtype"})


def holds(condition: Any, given: Given) -> Optional[bool]:
    """Whether a condition holds for an argument; None where that cannot be told."""
    if condition == FLAT:
        return _is_flat(given.expression)
    if isinstance(condition, str):
        return _form_holds(condition, given) if condition in FORMS else _of_value(given, _word(condition))
    if isinstance(condition, Mapping):
        return every(
            _not(holds(wanted, given))
            if key == "not"
            else _is_written(given.expression, wanted)
            if key == "text"
            else _of_value(given, _comparison(key, wanted))
            for key, wanted in condition.items()
        )
    return every(holds(part, given) for part in condition)


def every(answers: Any) -> Optional[bool]:
    """Whether all are true: False where one is false, else None where one is not known."""
    known: Optional[bool] = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            known = None
    return known


def _not(answer: Optional[bool]) -> Optional[bool]:
    return None if answer is None else not answer


def _form_holds(word: str, given: Given) -> Optional[bool]:
    if given.value is None:
        return None if given.is_open else word == "absent"
    return {"absent": False, "given": True, "positional": given.by_position, "keyword": not given.by_position}[word]


def _is_written(expression: Optional[ast.expr], pattern: str) -> bool:
    return expression is not None and re.search(pattern, ast.unparse(expression), re.IGNORECASE) is not None


def _is_flat(expression: Optional[ast.expr]) -> bool:
    if not (isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute)):
        return False
    if expression.func.attr in ("flatten", "ravel"):
        return True
    shape = expression.args[-1] if expression.args else None
    return expression.func.attr in ("reshape", "view") and shape is not None and ast.unparse(shape) in ("-1", "(-1,)")


Test = Callable[[Value], Optional[bool]]


def _of_value(given: Given, test: Test) -> Optional[bool]:
    """What a test says of all values that an argument may have."""
    if given.value is None:
        return None if given.is_open else False
    answers = {test(value) for value in _decided(given.value, given.owner)}
    return answers.pop() if len(answers) == 1 else None


def _decided(value: Value, owner: Optional[ClassInfo]) -> list[Value]:
    """The values that a value may be, with the parameters of ``__init__`` decided by its callers."""
    found: list[Value] = []
    for each in alternatives(value if owner is None else owner.decide(value)):
        found += alternatives(each if owner is None else owner.decide(each))
    return found


def _python(value: Value) -> tuple[bool, Any]:
    """Whether a value is known, and what it is."""
    try:
        return True, constant(value)
    except ValueError:
        return False, None


def _word(word: str) -> Test:
    def test(value: Value) -> Optional[bool]:
        if word in _OBJECTS:
            return _is_object(word, value)
        known, python = _python(value)
        if word in _NUMBERS:
            if known:
                return _is_number(python) and _NUMBERS[word](python)
            return None if _kind(value) in ("int", "float", None) else False
        if known:
            return _KINDS[word](python)
        kind = _kind(value)
        if kind is None:
            return None
        return (
            kind == word
            or (word == "number" and kind in ("int", "float"))
            or (word == "sequence" and kind in ("tuple", "list"))
        )

    return test


def _kind(value: Value) -> Optional[str]:
    """The kind of a value that is not known otherwise: a word of ``_KINDS``, another one, or None."""
    if isinstance(value, Scalar):
        return value.type
    if isinstance(value, (Sequence, Container)):
        return value.kind
    if isinstance(value, (Tensor, FunctionValue, ClassValue, Instance)):
        return "object"
    return None


def _is_object(word: str, value: Value) -> Optional[bool]:
    if isinstance(value, Instance):
        return word == ("tensor" if value.of == "mindspore.Parameter" else "instance")
    if isinstance(value, Tensor):
        return word == "tensor" and value.framework == "mindspore"
    if isinstance(value, (FunctionValue, ClassValue)):
        return word == ("function" if isinstance(value, FunctionValue) else "class")
    if isinstance(value, Symbol):  # by the custom of the frameworks: `nn.ReLU`, `ops.relu`
        return word == ("class" if value.name.rpartition(".")[2][:1].isupper() else "function")
    return False if _python(value)[0] or _kind(value) is not None else None


def _comparison(key: str, wanted: Any) -> Test:
    def test(value: Value) -> Optional[bool]:
        if key == "length":
            return _length(value, wanted)
        if key == "dtype":
            return _is_of_type(value, wanted if isinstance(wanted, list) else [wanted])
        if key == "items":
            if isinstance(value, Sequence):
                return every(holds(wanted, Given(item)) for item in value.items)
            return None if _kind(value) is None or isinstance(value, Container) else False
        known, python = _python(value)
        if not known:
            return False if _kind(value) == "object" else None
        if key == "is":
            return any(_same(python, item) for item in (wanted if isinstance(wanted, list) else [wanted]))
        return _is_number(python) and (python < wanted if key == "below" else python > wanted)

    return test


def _length(value: Value, wanted: int) -> Optional[bool]:
    if isinstance(value, Sequence):
        return len(value.items) == wanted
    if isinstance(value, Container):
        return None
    return False if _python(value)[0] or _kind(value) is not None else None


def _is_of_type(value: Value, wanted: list[str]) -> Optional[bool]:
    if isinstance(value, Tensor):
        return None if value.dtype is None else value.dtype in wanted
    return False if _python(value)[0] or _kind(value) is not None else None


def _same(value: Any, wanted: Any) -> bool:
    """Equality in which True is not 1, and a tuple is as good as a list."""
    if isinstance(value, (tuple, list)) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(_same, value, wanted))
    return isinstance(value, bool) == isinstance(wanted, bool) and bool(value == wanted)
