"""Walks through a function that are like an earlier one, and need not be made again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.values import (
    Choice,
    Constant,
    Container,
    Interpreted,
    Runtime,
    Scalar,
    SelfValue,
    Sequence,
    Tensor,
    Unknown,
    Value,
)


@dataclass(frozen=True)
class Visit:
    """One walk through a function, with what decides how it goes: another one like it would find the same. ``sets``
    are the attributes that it sets."""

    given: dict[str, Value]
    receiver: Optional[Value]
    state: tuple[tuple[ClassInfo, str], ...]
    result: Value
    sets: dict[tuple[ClassInfo, str], Interpreted]

    def is_like(
        self, given: dict[str, Value], receiver: Optional[Value], state: tuple[tuple[ClassInfo, str], ...]
    ) -> bool:
        """Whether a call with these arguments, on this object, would go the same way."""
        return (
            self.state == state
            and self.given.keys() == given.keys()
            and is_same(self.receiver, receiver)
            and all(is_same(value, given[name]) for name, value in self.given.items())
            and len({id(value) for value in self.given.values()}) == len({id(value) for value in given.values()})
        )


_PLAIN = (Constant, Container, Runtime, Scalar, Sequence, Tensor, Unknown)


def is_plain(value: Value) -> bool:
    """Whether a value is made of tensors, numbers and lists of them alone."""
    if isinstance(value, (Choice, Sequence)):
        return all(map(is_plain, value.values if isinstance(value, Choice) else value.items))
    return isinstance(value, _PLAIN)


def is_same(first: Optional[Value], second: Optional[Value]) -> bool:
    """Whether two values are alike in all that is known of them. In doubt they are not."""
    if first is second:
        return True
    if isinstance(first, Sequence) and isinstance(second, Sequence):
        return (
            first.kind == second.kind
            and len(first.items) == len(second.items)
            and all(map(is_same, first.items, second.items))
        )
    if isinstance(first, Container) and isinstance(second, Container):
        return first.kind == second.kind and is_same(first.item, second.item)
    if isinstance(first, Choice) and isinstance(second, Choice):
        return len(first.values) == len(second.values) and all(map(is_same, first.values, second.values))
    if isinstance(first, SelfValue) and isinstance(second, SelfValue):
        return first.info is second.info
    return type(first) is type(second) and isinstance(first, (Constant, Runtime, Scalar, Tensor)) and first == second
