"""Sizes of what convolutions and pooling give, by the padding modes of MindSpore and torch."""

from __future__ import annotations

from typing import Any, Optional

from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.model import UNKNOWN
from ms_lint.semantics.wiring.sizes import Dim, Size


def each(value: Any, count: int) -> list[Dim]:
    """A kernel, stride ... for each spatial axis, from a number or a tuple; None where it is not known."""
    if isinstance(value, bool):
        return [None] * count
    if isinstance(value, (int, Size)):
        return [value] * count
    if isinstance(value, (tuple, list)):
        items = [item if isinstance(item, (int, Size)) else None for item in value]
        if len(items) == 1:
            return items * count
        if len(items) == count:
            return items
        if len(items) == count + 2:  # of all axes: (1, 1, height, width)
            return items[2:]
    return [None] * count


def paddings(mode: Any, padding: Any, count: int) -> Optional[list[Dim]]:
    """What is added to each spatial axis, both sides together; None for ``same``. A list of None where it is not
    known."""
    if isinstance(padding, str):
        mode, padding = padding, 0
    if mode == "same":
        return None
    if mode == "valid":
        return [0] * count
    if mode in ("pad", None):
        if isinstance(padding, (tuple, list)) and len(padding) == 2 * count:
            sides = each(padding, 2 * count)
            return [sizes.add(sides[2 * axis], sides[2 * axis + 1]) for axis in range(count)]
        return [sizes.multiply(size, 2) for size in each(padding, count)]
    return [None] * count


def window(
    size: Dim, kernel: Dim, stride: Dim, padding: Optional[Dim], dilation: Dim, is_same: bool, ceil: bool = False
) -> Dim:
    """The number of positions of a window along an axis."""
    if not isinstance(stride, int) or stride < 1:
        return None
    if is_same:
        return sizes.ceil_divide(size, stride)
    span = sizes.add(sizes.multiply(dilation, sizes.add(kernel, -1)), 1)
    room = sizes.add(sizes.add(size, padding), span, -1)
    steps = sizes.ceil_divide(room, stride) if ceil else sizes.divide(room, stride)
    result = sizes.add(steps, 1)
    return result if not isinstance(result, int) or result > 0 else None


def transposed(
    size: Dim, kernel: Dim, stride: Dim, padding: Optional[Dim], dilation: Dim, mode: Any, output_padding: Dim
) -> Dim:
    """The size that a transposed convolution gives along an axis."""
    grown = sizes.multiply(size, stride)
    if mode == "same":
        return grown
    span = sizes.add(sizes.multiply(dilation, sizes.add(kernel, -1)), 1)
    more = sizes.add(span, stride, -1)
    if mode == "valid":
        return sizes.add(grown, max(more, 0)) if isinstance(more, int) else None
    if mode in ("pad", None):
        return sizes.add(sizes.add(sizes.add(grown, more), padding, -1), output_padding)
    return None


def known(value: Any) -> bool:
    """Whether an argument is known."""
    return value is not UNKNOWN
