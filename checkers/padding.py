"""What convolutions and poolings have in common: a kind of padding, and its size. It has no rules."""

from __future__ import annotations

import ast
from typing import Any, Optional
from weakref import WeakKeyDictionary

from ms_lint.call_fix import RAISES, CallFix
from ms_lint.findings import Confidence
from ms_lint.messages import say
from ms_lint.rules import Problem, Rewrite
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import Origin, origin_around
from ms_lint.semantics.values import Constant, Scalar, Sequence

from .arguments import (
    axes_of,
    behind,
    confidence_of,
    is_numeric,
    is_zero,
    known_values,
    owner_of,
    per_axis,
    same_text,
    usual_number,
)

_CONVOLUTIONS = tuple(f"mindspore.nn.Conv{axes}d" for axes in (1, 2, 3))
_ORDINALS = (say("first"), say("second"), say("third"), say("fourth"), say("fifth"), say("sixth"))


def expanded(value: Any, axes: int, name: str = "padding") -> str:
    """torch's padding, one number an axis, as MindSpore's convolutions want it: before and after each axis."""
    numbers = per_axis(value, axes)
    if numbers is None:
        return f"{name}=(top, bottom, left, right)" if axes == 2 else f"{name}=..."
    if len(set(numbers)) == 1:
        return f"{name}={numbers[0]}"
    return f"{name}=({', '.join(f'{number}, {number}' for number in numbers)})"


def number_as_pad_mode(call: Call, pairs: bool, name: str = "padding") -> Optional[Problem]:
    """torch's padding, given by position, where MindSpore has ``pad_mode``. ``pairs`` says that the layer wants two
    numbers an axis, ``name`` what it calls its padding."""
    expression = call.expression("pad_mode")
    if expression is None:
        return None
    known = known_values(call, "pad_mode")
    text = call.module.text_of(expression)
    position = next((index for index, item in enumerate(call.node.args) if item is expression), None)
    if known is not None:
        if not all(is_numeric(item) for item in known):
            return None
        confidence = confidence_of(call, "pad_mode")
    else:
        unsure = _number_by_form(call, expression, position is not None)
        if unsure is None:
            return None
        confidence = unsure
    one = known[0] if known is not None and len(known) == 1 else None
    if one is not None and is_zero(one):
        written = "pad_mode='valid'"
    elif one is not None and isinstance(one, (tuple, list)) and pairs:
        written = f"pad_mode='pad', {expanded(one, axes_of(call), name)}"
    else:
        written = f"pad_mode='pad', {name}={text}"
    if position is None:
        said = say(
            "`{call}` is given the number `{text}` as `pad_mode`, which is a word: it raises an error.",
            call=call.text,
            text=text,
        )
    else:
        said = say(
            "The {ordinal} argument of `{call}` is `pad_mode`, not the padding: {padding} raises an error.",
            ordinal=_ORDINALS[min(position, 5)],
            call=call.text,
            padding=f"`{text}`"
            if one is None or same_text(text, one)
            else say("`{text}` (here {value})", text=text, value=repr(one)),
        )
    more = position is not None and len(call.node.args) > position + 1
    return Problem(
        expression,
        said,
        say("Write `{written}` and name the arguments after it.", written=written)
        if more
        else say("Write `{written}`.", written=written),
        confidence=confidence,
        fix=_behind_its_mode(call, position, written, name),
    )


def _behind_its_mode(call: Call, position: Optional[int], written: str, name: str) -> Optional[Rewrite]:
    """The fix of a padding in the place of ``pad_mode``: what follows it stands one place too early, as torch has
    nothing between."""
    fix, bound = CallFix(call), call.bound
    value = (
        written.removeprefix("pad_mode=").replace("'pad'", fix.quoted("pad")).replace("'valid'", fix.quoted("valid"))
    )
    if "..." in value or bound is None or (call.expression(name) is not None and position is None):
        return None
    fix.rename("pad_mode", "pad_mode", value)
    signature = next(one for one, other in call.attempts if other is bound)
    names = [parameter.name for parameter in signature.positional]
    following = call.node.args[position + 1 :] if position is not None else []
    if following and "Transpose" in call.qualified_name:
        return None
    for index, argument in enumerate(following, (position or 0) + 1):
        own = next((key for key, expression in bound.arguments.items() if expression is argument), None)
        if own is None or index + 1 >= len(names):
            return None
        fix.rename(own, names[index + 1])
    return fix.rewrite(RAISES)


def _number_by_form(call: Call, expression: ast.expr, by_position: bool) -> Optional[Confidence]:
    """How sure it is that an expression of unknown value is a number; None where nothing says so."""
    value = call.value_of(expression)
    if isinstance(value, Scalar):
        return Confidence.LIKELY if value.type in ("int", "float") else None
    if is_halved(behind(call, expression)) or usual_number(call, expression) is not None:
        return Confidence.LIKELY
    if not by_position or not _is_named_padding(expression) or isinstance(value, (Constant, Sequence)):
        return None
    if isinstance(expression, ast.Call):
        return Confidence.LIKELY  # computed, as `autopad(k, p)` is
    # Keras calls the mode `padding`
    origin = origin_around(call.module, owner_of(call))
    return Confidence.LIKELY if origin is not None and origin.framework == "torch" else Confidence.POSSIBLE


def is_halved(expression: ast.expr) -> bool:
    """Whether it is a formula such as ``(k - 1) // 2``, alone or for each axis."""
    if isinstance(expression, (ast.Tuple, ast.List)):
        return any(is_halved(item) for item in expression.elts)
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Mult):
        return is_halved(expression.left) or is_halved(expression.right)
    return isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.FloorDiv)


def _is_named_padding(expression: ast.expr) -> bool:
    if isinstance(expression, ast.Call):
        expression = expression.func
    name = expression.id if isinstance(expression, ast.Name) else getattr(expression, "attr", "")
    return "pad" in name.lower() and "mode" not in name.lower()


def padding_without_pad(call: Call, name: str = "padding") -> Optional[tuple[Any, str, Optional[Confidence]]]:
    """The nonzero padding (None where its number is not known), the mode in words, and how sure it is, where the mode
    is not 'pad' and so refuses the padding."""
    padding, expression = known_values(call, name), call.expression(name)
    bound = call.bound
    if bound is None or expression is None:
        return None
    if call.expression("pad_mode") is None:
        if bound.star:
            return None
        default = next((p.default for s, _ in call.attempts for p in s.parameters if p.name == "pad_mode"), None)
        mode: str = say("the default {default}", default=default)
    else:
        modes = known_values(call, "pad_mode")
        if modes is None or not all(isinstance(mode, str) and mode.lower() in ("same", "valid") for mode in modes):
            return None
        if padding is not None and any(is_numeric(item) and is_zero(item) for item in padding):
            return None
        mode = f"{modes[0]!r}"
    if padding is not None:
        if not all(is_numeric(item) for item in padding):
            return None
        nonzero = [item for item in padding if not is_zero(item)]
        return (nonzero[0], mode, confidence_of(call, name, "pad_mode")) if nonzero else None
    usual = usual_number(call, expression)
    if usual or is_halved(behind(call, expression)):
        return usual or None, mode, Confidence.LIKELY
    return None


# ---------------------------------------------------------------- whose padding it is

_PADDED: WeakKeyDictionary[Module, dict[Optional[ClassInfo], int]] = WeakKeyDictionary()


def origin_by_padding(call: Call) -> Optional[Origin]:
    """torch, where the class of a call pads a convolution with a stride by half of its kernel on all sides: no other
    framework does, and who writes MindSpore alone leaves it to 'same'."""
    line = _padded(call.module).get(owner_of(call))
    if line is None:
        return None
    evidence = say("line {line} pads a convolution with a stride on all sides, as torch does", line=line)
    return Origin("torch", evidence, Confidence.LIKELY)


def _padded(module: Module) -> dict[Optional[ClassInfo], int]:
    """The first line of each class that makes such a convolution."""
    if module not in _PADDED:
        found: dict[Optional[ClassInfo], int] = {}
        for call in module.uses:
            if isinstance(call, Call) and call.qualified_name in _CONVOLUTIONS and _is_padded_half(call):
                found.setdefault(owner_of(call), call.node.lineno)
        _PADDED[module] = found
    return _PADDED[module]


def _is_padded_half(call: Call) -> bool:
    axes = axes_of(call)
    values = [known_values(call, name) for name in ("kernel_size", "stride", "padding", "pad_mode")]
    if any(value is None or len(value) != 1 for value in values) or values[3] != ["pad"]:
        return False
    kernel, stride, padding = (per_axis(value[0], axes) for value in values[:3] if value is not None)
    if kernel is None or stride is None or padding is None:
        return False
    return all(by > 1 and size > 1 and 2 * pad == size - 1 for size, by, pad in zip(kernel, stride, padding))
