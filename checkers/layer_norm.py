"""MSL324: the shape that a LayerNorm is given, in torch's form."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import RAISES, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import around
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Constant, Scalar, Sequence, alternatives

from .arguments import confidence_of, is_number, known_values, usual_number

_LAYER_NORM = "mindspore.nn.LayerNorm"
#: Names of numbers of channels; ``size`` and ``shape`` alone may well be tuples.
_SIZES = re.compile(r"(?:^|_)(?:dim|channels?|chans|features|embd|planes|units|width|model|hidden)\d*$|\w_size$")
_LISTS_OF_SIZES = re.compile(r"(?:^|_)(?:dims|channels|widths|planes|sizes)$")


class LayerNormShape(Rule):
    """The shape of a LayerNorm as torch takes it: a number, or several axes without saying so.

    torch takes a number for the last axis; MindSpore wants a tuple or list, and raises a TypeError. For several axes
    MindSpore has to be told where they begin: by default it normalizes over the last axis alone. And the second
    argument is that axis, not torch's epsilon.

    ```python
    nn.LayerNorm(dim)  # torch
    nn.LayerNorm((dim,), epsilon=1e-5)  # mindspore
    nn.LayerNorm((4, 8))  # torch
    nn.LayerNorm((4, 8), begin_norm_axis=1, begin_params_axis=1, epsilon=1e-5)  # mindspore: after the batch
    ```
    """

    code = "MSL324"
    name = "layer-norm-shape"
    fix = Applicability.SAFE
    calls = (_LAYER_NORM,)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits_by_place:
            return
        shape, begin = call.expression("normalized_shape"), call.expression("begin_norm_axis")
        if shape is not None:
            yield from self._number(call, shape)
            yield from self._axes(call, shape)
        epsilon = known_values(call, "begin_norm_axis")
        if begin is not None and _is_epsilon(call, begin, epsilon):
            yield Problem(
                begin,
                say(
                    "The second argument of `{call}` is `begin_norm_axis`, where torch has the epsilon: "
                    "`{begin}` raises an error.",
                    call=call.text,
                    begin=call.module.text_of(begin),
                ),
                say("Write `epsilon={begin}`.", begin=call.module.text_of(begin)),
                fix=CallFix(call).rename("begin_norm_axis", "epsilon").rewrite(RAISES),
                confidence=confidence_of(call, "begin_norm_axis") if epsilon else Confidence.LIKELY,
            )

    def _number(self, call: Call, shape: ast.expr) -> Iterator[Problem]:
        known = known_values(call, "normalized_shape")
        text = call.module.text_of(shape)
        confidence: Optional[Confidence]
        if known is not None:
            if not all(is_number(item) for item in known):
                return
            confidence = confidence_of(call, "normalized_shape")
        elif call.value_of(shape) == Scalar("int") or usual_number(call, shape) is not None or _is_size(call, shape):
            confidence = Confidence.LIKELY
        else:
            return
        yield Problem(
            shape,
            say("`{call}` takes a tuple or list: the number `{text}` raises a TypeError.", call=call.text, text=text),
            say("Write `({text},)`.", text=text),
            fix=around(call.module, shape, "(", ",)", RAISES),
            confidence=confidence,
        )

    def _axes(self, call: Call, shape: ast.expr) -> Iterator[Problem]:
        value = call.argument("normalized_shape")
        if not isinstance(value, Sequence) or len(value.items) < 2 or call.bound is None or call.bound.star:
            return
        if call.expression("begin_norm_axis") is not None:
            return
        count = len(value.items)
        yield Problem(
            shape,
            say(
                "`{call}` with {count} axes normalizes over the last one alone; torch over all {count}.",
                call=call.text,
                count=count,
            ),
            say(
                "Add `begin_norm_axis` and `begin_params_axis`: where these axes begin, 1 if only the batch is "
                "in front."
            ),
            confidence=Confidence.LIKELY,
        )


def _is_size(call: Call, expression: ast.expr) -> bool:
    """Whether an expression of unknown value is a number by its name: ``dim``, ``config.hidden_size``, ``dims[0]``,
    ``4 * dim``."""
    if any(isinstance(item, (Sequence, Constant)) for item in alternatives(call.value_of(expression))):
        return False
    if isinstance(expression, ast.Name) and call.function is not None and expression.id in call.function.stores:
        return False  # `if isinstance(dim, int): dim = (dim,)`
    if isinstance(expression, ast.BinOp):
        if not isinstance(expression.op, (ast.Mult, ast.FloorDiv)):
            return False
        return _is_size(call, expression.left) or _is_size(call, expression.right)
    if isinstance(expression, ast.Subscript):
        name = _name(expression.value)
        return bool(_LISTS_OF_SIZES.search(name)) and not isinstance(expression.slice, ast.Slice)
    return bool(_SIZES.search(_name(expression)))


def _name(expression: ast.expr) -> str:
    return expression.id if isinstance(expression, ast.Name) else getattr(expression, "attr", "")


def _is_epsilon(call: Call, expression: ast.expr, known: Optional[list[object]]) -> bool:
    if known is not None:
        return all(isinstance(item, float) for item in known)
    return "eps" in _name(expression).lower()
