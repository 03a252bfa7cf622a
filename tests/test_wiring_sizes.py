"""Sizes with symbols: what is equal, what never is, what cannot be told."""

from __future__ import annotations

import pytest

from ms_lint.semantics.wiring.sizes import (
    Dim,
    add,
    argument,
    ceil_divide,
    divide,
    equal,
    mark_as_size,
    multiply,
    product,
    show,
    show_shape,
    substitute,
    symbol,
)

HEIGHT, WIDTH, CHANNELS = symbol("H"), symbol("W"), symbol("C")


def test_two_ways_to_halve_are_one() -> None:
    padded = add(divide(add(HEIGHT, -1), 2), 1)  # kernel 3, padding 1, stride 2
    same = ceil_divide(HEIGHT, 2)
    assert padded == same
    assert equal(padded, same) is True
    assert equal(ceil_divide(same, 2), ceil_divide(HEIGHT, 4)) is True


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (3, 3, True),
        (3, 4, False),
        (HEIGHT, None, None),
        (HEIGHT, WIDTH, None),
        (HEIGHT, 7, None),
        (HEIGHT, add(HEIGHT, 1), False),
        (HEIGHT, ceil_divide(HEIGHT, 2), False),
        (multiply(2, divide(HEIGHT, 2)), HEIGHT, None),  # where the height is even
        (multiply(CHANNELS, 4), CHANNELS, False),
        (multiply(CHANNELS, 4), 64, None),
        (multiply(CHANNELS, 4), 62, False),
        (product((256, divide(HEIGHT, 32), divide(WIDTH, 32))), 9216, None),
        (product((256, divide(HEIGHT, 32), divide(WIDTH, 32))), 9217, False),
    ],
)
def test_equal(first: Dim, second: Dim, expected: object) -> None:
    assert equal(first, second) is expected
    assert equal(second, first) is expected


def test_an_argument_may_be_anything_until_it_is_a_size() -> None:
    planes = argument("planes")
    assert equal(add(HEIGHT, multiply(2, planes)), HEIGHT) is None  # a padding of zero
    assert equal(add(planes, 1), planes) is False
    mark_as_size(planes)
    assert equal(multiply(planes, 4), planes) is False


def test_division() -> None:
    assert divide(multiply(CHANNELS, 12), 4) == multiply(CHANNELS, 3)
    assert divide(multiply(CHANNELS, 12), CHANNELS) == 12
    assert divide(HEIGHT, 0) is None
    assert divide(7, 2) == 3


def test_substitute_reaches_into_divisions() -> None:
    assert isinstance(HEIGHT.atom, object)
    halved = add(multiply(ceil_divide(HEIGHT, 2), CHANNELS), 1)
    assert HEIGHT.atom is not None
    assert CHANNELS.atom is not None
    assert substitute(halved, {HEIGHT.atom: 7, CHANNELS.atom: 3}) == 13


def test_what_grows_without_end_is_not_kept() -> None:
    size: Dim = symbol("n")
    for _ in range(100):
        size = multiply(size, add(size, 1))
    assert size is None


def test_shown() -> None:
    assert show_shape((symbol("N"), 64, ceil_divide(HEIGHT, 2), None)) == "(N, 64, H/2, ?)"
    assert show(add(multiply(4, CHANNELS), -1)) == "4*C - 1"
    assert show_shape((3,)) == "(3,)"
    assert show_shape(None) == "(?)"
