"""What convolutions and poolings have in common: a kind of padding, and its size. It has no rules."""

from __future__ import annotations

import ast
from typing import Any, Optional

from ms_lint.findings import Confidence
from ms_lint.rules import Problem
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Scalar

from .arguments import axes_of, confidence_of, is_numeric, is_zero, known_values, per_axis, same_text

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def expanded(value: Any, axes: int) -> str:
    """torch's padding, one number an axis, as MindSpore's convolutions want it: before and after each axis."""
    numbers = per_axis(value, axes)
    if numbers is None:
        return "padding=(top, bottom, left, right)" if axes == 2 else "padding=..."
    if len(set(numbers)) == 1:
        return f"padding={numbers[0]}"
    return f"padding=({', '.join(f'{number}, {number}' for number in numbers)})"


def number_as_pad_mode(call: Call, padding: str) -> Optional[Problem]:
    """torch's padding, given by position, where MindSpore has ``pad_mode``. ``padding`` says how the layer
    writes it: ``pairs`` (two numbers an axis) or ``plain``."""
    expression = call.expression("pad_mode")
    value = call.argument("pad_mode")
    if expression is None or value is None:
        return None
    known = known_values(call, "pad_mode")
    text = call.module.text_of(expression)
    if known is not None:
        if not all(is_numeric(item) for item in known):
            return None
    elif not (isinstance(value, Scalar) and value.type in ("int", "float")) and not (
        isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.FloorDiv)
    ):
        return None
    one = known[0] if known is not None and len(known) == 1 else None
    if one is not None and is_zero(one):
        written = "pad_mode='valid'"
    elif one is not None and isinstance(one, (tuple, list)) and padding == "pairs":
        written = f"pad_mode='pad', {expanded(one, axes_of(call))}"
    else:
        written = f"pad_mode='pad', padding={text}"
    position = next((index for index, item in enumerate(call.node.args) if item is expression), None)
    if position is None:
        said = f"`{call.text}` is given the number `{text}` as `pad_mode`, which is a word: it raises an error."
    else:
        said = (
            f"The {_ORDINALS[min(position, 5)]} argument of `{call.text}` is `pad_mode`, not the padding: "
            f"`{text}`{'' if one is None or same_text(text, one) else f' (here {one!r})'} raises an error."
        )
    more = position is not None and len(call.node.args) > position + 1
    return Problem(
        expression,
        said,
        f"Write `{written}`" + (" and name the arguments after it." if more else "."),
        confidence=Confidence.LIKELY if isinstance(value, Scalar) else confidence_of(call, "pad_mode"),
    )


def padding_without_pad(call: Call) -> Optional[tuple[Any, str]]:
    """The nonzero padding, and the mode in words, where the mode is not 'pad' and so refuses it."""
    padding = known_values(call, "padding")
    bound = call.bound
    if padding is None or bound is None or not all(is_numeric(item) for item in padding):
        return None
    nonzero = [item for item in padding if not is_zero(item)]
    if call.expression("pad_mode") is None:
        if bound.star or not nonzero:
            return None
        default = next((p.default for s, _ in call.attempts for p in s.parameters if p.name == "pad_mode"), None)
        return nonzero[0], f"the default {default}"
    modes = known_values(call, "pad_mode")
    if modes is None or len(nonzero) < len(padding):
        return None
    if not all(isinstance(mode, str) and mode.lower() in ("same", "valid") for mode in modes):
        return None
    return nonzero[0], f"{modes[0]!r}"
