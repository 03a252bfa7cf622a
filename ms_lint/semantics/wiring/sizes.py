"""Sizes of axes: numbers, symbols and arithmetic on them, as far as it can be told.

A size is an ``int``, a ``Size`` (a polynomial over symbols, with integer division) or None where nothing is known.
Two sizes differ only where they differ for every value that their symbols can have: what cannot be told says nothing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Optional, Union

_counter = itertools.count(1)
_MAXIMUM_TERMS = 12
_MAXIMUM_DEGREE = 6
_MAXIMUM_NUMBER = 1 << 48
#: Values that a symbol is tried with where an equation cannot be solved: what images, sequences and layers have.
#: Smaller ones than what the size is divided by are not tried: 16 pixels in a network that divides them by 32.
_TRIED = (*range(2, 80), *range(80, 1056, 8), 299, 331, 2048)


class Atom:
    """A symbol: the size of an axis of an input, or an argument that is not known.

    With a ``divisor`` it stands for ``inner // divisor``, rounded down. ``text`` is how it is shown. ``is_size`` says
    that it is a whole number above zero: an argument may be anything until it is used as a number of channels. An
    ``opaque`` one stands for a result that is not followed: it equals itself, and takes no value by an equation.
    """

    __slots__ = ("divisor", "inner", "is_size", "opaque", "order", "text")

    def __init__(
        self,
        text: str,
        inner: Optional[Size] = None,
        divisor: int = 1,
        is_size: bool = False,
        opaque: bool = False,
    ) -> None:
        self.text = text
        self.inner = inner
        self.divisor = divisor
        self.is_size = is_size
        self.opaque = opaque
        self.order = next(_counter)

    def __eq__(self, other: object) -> bool:
        if self.__class__ is not other.__class__:
            return False
        assert isinstance(other, Atom)
        return self is other or (self.inner is not None and self.divisor == other.divisor and self.inner == other.inner)

    def __hash__(self) -> int:
        return hash((self.divisor, self.inner)) if self.inner is not None else id(self)

    def __repr__(self) -> str:
        return self.text

    @property
    def is_free(self) -> bool:
        """Whether an equation may decide it."""
        return self.inner is None and not self.opaque


Monomial = tuple[Atom, ...]


class Size:
    """A sum of products of symbols with integer factors; the empty product is the constant."""

    __slots__ = ("terms",)

    def __init__(self, terms: dict[Monomial, int]) -> None:
        self.terms = terms

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Size) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __repr__(self) -> str:
        return show(self)

    @property
    def constant(self) -> int:
        """The part without symbols."""
        return self.terms.get((), 0)

    @property
    def atom(self) -> Optional[Atom]:
        """The symbol, where the size is nothing but one."""
        if len(self.terms) == 1:
            (monomial, factor), *_ = self.terms.items()
            if factor == 1 and len(monomial) == 1:
                return monomial[0]
        return None

    def atoms(self) -> Iterator[Atom]:
        """The symbols in it, those within divisions included; some more than once."""
        for monomial in self.terms:
            for atom in monomial:
                yield atom
                if atom.inner is not None:
                    yield from atom.inner.atoms()


Dim = Union[int, Size, None]
Shape = tuple[Dim, ...]


def symbol(text: str) -> Size:
    """A new symbol for the size of an axis."""
    return Size({(Atom(text, is_size=True),): 1})


def argument(text: str) -> Size:
    """A new symbol for an argument that is not known, and may be no number at all."""
    return Size({(Atom(text),): 1})


def mark_as_size(size: Dim) -> None:
    """An argument was used as a number of channels or the like: its symbols are whole numbers above zero."""
    if isinstance(size, Size) and size.atom is not None:
        size.atom.is_size = True


def opaque(text: str, is_size: bool = False) -> Size:
    """A new symbol that takes no value by an equation."""
    return Size({(Atom(text, is_size=is_size, opaque=True),): 1})


def _made(terms: dict[Monomial, int]) -> Dim:
    terms = {monomial: factor for monomial, factor in terms.items() if factor}
    if not terms:
        return 0
    if len(terms) == 1 and () in terms:
        return terms[()]
    if len(terms) > _MAXIMUM_TERMS or any(
        len(monomial) > _MAXIMUM_DEGREE or abs(factor) > _MAXIMUM_NUMBER for monomial, factor in terms.items()
    ):
        return None
    return Size(terms)


def _terms(size: Union[int, Size]) -> dict[Monomial, int]:
    return size.terms if isinstance(size, Size) else {(): size}


def add(first: Dim, second: Dim, sign: int = 1) -> Dim:
    """The sum; with ``sign`` -1 the difference."""
    if first is None or second is None:
        return None
    if isinstance(first, int) and isinstance(second, int):
        return first + sign * second
    terms = dict(_terms(first))
    for monomial, factor in _terms(second).items():
        terms[monomial] = terms.get(monomial, 0) + sign * factor
    return _made(terms)


def multiply(first: Dim, second: Dim) -> Dim:
    """The product."""
    if first == 0 or second == 0:
        return 0
    if first is None or second is None:
        return None
    if isinstance(first, int) and isinstance(second, int):
        return first * second if abs(first) < _MAXIMUM_NUMBER and abs(second) < _MAXIMUM_NUMBER else None
    left, right = _terms(first), _terms(second)
    if len(left) * len(right) > 4 * _MAXIMUM_TERMS:
        return None
    terms: dict[Monomial, int] = {}
    for one, factor in left.items():
        for other, by in right.items():
            monomial = tuple(sorted(one + other, key=lambda atom: atom.order))
            terms[monomial] = terms.get(monomial, 0) + factor * by
    return _made(terms)


def product(shape: Shape) -> Dim:
    """The number of elements."""
    result: Dim = 1
    for size in shape:
        result = multiply(result, size)
    return result


def divide(size: Dim, divisor: Dim) -> Dim:
    """``size // divisor``, rounded down; None where the divisor is not a positive number, unless it cancels."""
    if size is None or divisor is None or divisor == 0:
        return None
    if isinstance(divisor, Size):
        return exact(size, divisor)
    if isinstance(size, int):
        return size // divisor
    if divisor < 0:
        return None
    if divisor == 1:
        return size
    whole: dict[Monomial, int] = {}
    rest: dict[Monomial, int] = {}
    for monomial, factor in size.terms.items():
        if monomial:
            (whole if factor % divisor == 0 else rest)[monomial] = factor
    quotient = {monomial: factor // divisor for monomial, factor in whole.items()}
    if not rest:
        quotient[()] = size.constant // divisor
        return _made(quotient)
    # the constant is brought between 0 and the divisor, so that `(n - 1) // 2 + 1` is `(n + 1) // 2`
    quotient[()] = size.constant // divisor
    remainder = size.constant % divisor
    if len(rest) == 1:
        (monomial, factor), *_ = rest.items()
        inner = monomial[0].inner if len(monomial) == 1 and factor == 1 else None
        if inner is not None:  # (a // m + r) // n is (a + r * m) // (m * n)
            by = monomial[0].divisor
            nested = divide(add(inner, remainder * by), by * divisor)
            return add(_made(quotient), nested)
    numerator = Size({**rest, (): remainder} if remainder else rest)
    atom = Atom(f"{show(numerator, rounded=True)}/{divisor}", numerator, divisor)
    return add(_made(quotient), Size({(atom,): 1}))


def exact(size: Dim, divisor: Dim) -> Dim:
    """The quotient where every term of ``size`` has the one term of ``divisor`` in it; else None."""
    if size is None or divisor is None or divisor == 0:
        return None
    if size == divisor:
        return 1
    factors = _terms(divisor)
    if len(factors) != 1:
        return None
    (by, factor), *_ = factors.items()
    quotient: dict[Monomial, int] = {}
    for monomial, count in _terms(size).items():
        left = list(monomial)
        for atom in by:
            if atom not in left:
                return None
            left.remove(atom)
        if count % factor:
            return None
        quotient[tuple(left)] = count // factor
    return _made(quotient)


def ceil_divide(size: Dim, divisor: int) -> Dim:
    """``size / divisor``, rounded up."""
    return divide(add(size, divisor - 1), divisor)


def substitute(size: Dim, values: Mapping[Atom, Dim], depth: int = 8) -> Dim:
    """The size with symbols replaced by what is known of them."""
    if not isinstance(size, Size) or not values or depth == 0:
        return size
    if not any(atom in values for atom in size.atoms()):
        return size
    total: Dim = 0
    for monomial, factor in size.terms.items():
        term: Dim = factor
        for atom in monomial:
            value: Dim = Size({(atom,): 1})
            if atom in values:
                value = substitute(values[atom], values, depth - 1)
            elif atom.inner is not None:
                value = divide(substitute(atom.inner, values, depth - 1), atom.divisor)
            term = multiply(term, value)
        total = add(total, term)
    return total


def _evaluate(size: Size, name: Atom, value: int) -> Optional[int]:
    result = substitute(size, {name: value})
    return result if isinstance(result, int) else None


def equal(first: Dim, second: Dim) -> Optional[bool]:
    """Whether two sizes are equal: True or False for all values of their symbols, None where that depends on
    them or is not known. Symbols are whole numbers above zero; where the two would be equal for a size of one
    alone, they count as different."""
    difference = add(first, second, -1)
    if difference is None:
        return None
    if isinstance(difference, int):
        return difference == 0
    names = {atom for atom in difference.atoms() if atom.inner is None}
    if not all(name.is_size for name in names):
        return None
    factors = {monomial: factor for monomial, factor in difference.terms.items() if monomial}
    constant = difference.constant
    for sign in (1, -1):
        if all(sign * factor > 0 for factor in factors.values()) and sign * constant >= 0:
            above_zero = any(all(atom.inner is None for atom in monomial) for monomial in factors)
            return False if constant or above_zero else None
    if constant % math.gcd(*factors.values()):
        return False
    if len(names) == 1:
        (name,) = names
        if name.opaque or list(factors) == [(name,)]:
            return None  # factor * name + constant: it has a solution, a whole number by the above
        smallest = max((atom.divisor for atom in difference.atoms()), default=1)
        if not any(_evaluate(difference, name, value) in (0, None) for value in _TRIED if value >= smallest):
            return False
    return None


def show(size: Dim, rounded: bool = False) -> str:
    """The size for a message: ``64``, ``N``, ``H/2``, ``4*dim``, ``?`` for what is not known. With ``rounded``
    without a constant that only says how it is rounded."""
    if size is None:
        return "?"
    if isinstance(size, int):
        return str(size)
    parts: list[str] = []
    for monomial, factor in sorted(size.terms.items(), key=lambda term: (-len(term[0]), [a.order for a in term[0]])):
        if not monomial and rounded:
            continue
        names = "*".join(atom.text for atom in monomial)
        number = abs(factor)
        text = names if names and number == 1 else f"{number}*{names}" if names else str(number)
        parts.append((" - " if factor < 0 else " + ") + text if parts else ("-" if factor < 0 else "") + text)
    text = "".join(parts)
    return f"({text})" if rounded and len(parts) > 1 else text


def show_shape(shape: Optional[Shape], last: Dim = None) -> str:
    """A shape for a message: ``(N, 64, H/2, W/2)``; ``(..., 64)`` where only the last axis is known."""
    if shape is None:
        return "(?)" if last is None else f"(..., {show(last)})"
    return f"({', '.join(show(size) for size in shape)}{',' if len(shape) == 1 else ''})"
