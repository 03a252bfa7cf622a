"""Areas of a rectangle in proportion to numbers, near to squares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


def treemap(weights: Sequence[float], within: Box) -> list[Box]:
    """A box for each weight; the boxes fill the rectangle. Weights are positive and come largest first.

    The squarified layout of Bruls, Huizing and van Wijk (2000): rows are laid along the shorter side, and a row
    takes the next weight as long as its worst proportion gets no worse.
    """
    boxes: list[Box] = []
    left = within
    scale = within.width * within.height / sum(weights) if weights else 0.0
    areas = [weight * scale for weight in weights]
    start = 0
    while start < len(areas):
        side = min(left.width, left.height)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], side) <= _worst(areas[start:end], side):
            end += 1
        row, left = _lay(areas[start:end], left)
        boxes += row
        start = end
    return boxes


def _worst(areas: Sequence[float], side: float) -> float:
    """The worst proportion of width to height in a row along a side."""
    total = sum(areas)
    return max(side * side * max(areas) / (total * total), total * total / (side * side * min(areas)))


def _lay(areas: Sequence[float], left: Box) -> tuple[list[Box], Box]:
    """The boxes of a row along the shorter side, and what is left of the rectangle."""
    total = sum(areas)
    row = []
    if left.width >= left.height:
        depth = total / left.height
        y = left.y
        for area in areas:
            row.append(Box(left.x, y, depth, area / depth))
            y += area / depth
        return row, Box(left.x + depth, left.y, max(left.width - depth, 1e-9), left.height)
    depth = total / left.width
    x = left.x
    for area in areas:
        row.append(Box(x, left.y, area / depth, depth))
        x += area / depth
    return row, Box(left.x, left.y + depth, left.width, max(left.height - depth, 1e-9))
