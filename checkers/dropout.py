"""MSL3xx: the share to drop where the share to keep is meant, and the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say, sentences
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around
from ms_lint.semantics.values import Constant

from .arguments import is_number, known_values, owner_of, same_text, usual_number
from .originals import given, original_layer

_KEEP_PROB_PRIMITIVES = tuple(f"mindspore.ops.{name}" for name in ("Dropout", "Dropout2D", "Dropout3D"))
_DROP_LAYERS = tuple(f"mindspore.nn.Dropout{axes}d" for axes in (1, 2, 3))
_DROP_FUNCTIONS = tuple(f"mindspore.ops.dropout{axes}" for axes in ("", "1d", "2d", "3d"))
_TORCH_DROPOUTS = ("torch.nn.Dropout", "torch.nn.Dropout1d", "torch.nn.Dropout2d", "torch.nn.Dropout3d")


def _meaning(expression: ast.expr) -> Optional[str]:
    """What a rate is by its name: ``drop`` or ``keep``; None where the name tells nothing. ``1 - x`` is the
    other one of ``x``."""
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Sub):
        if isinstance(expression.left, ast.Constant) and expression.left.value == 1:
            other = _meaning(expression.right)
            return {"drop": "keep", "keep": "drop"}.get(other) if other else None
        return None
    if isinstance(expression, ast.IfExp):
        meanings = {_meaning(expression.body), _meaning(expression.orelse)} - {None}
        return meanings.pop() if len(meanings) == 1 else None
    if isinstance(expression, ast.Call):
        return _meaning_of_call(expression)
    if isinstance(expression, ast.Name):
        name = expression.id
    elif isinstance(expression, ast.Attribute):
        name = expression.attr
    elif isinstance(expression, ast.Subscript):
        index = expression.slice
        if not (isinstance(index, ast.Constant) and isinstance(index.value, str)):
            return _meaning(expression.value)
        name = index.value
    else:
        return None
    return _meaning_of_name(name)


def _meaning_of_call(node: ast.Call) -> Optional[str]:
    """What is read by name: ``float(rate)``, ``config.get('drop_rate', 0.1)``, ``getattr(config, 'dropout')``."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "float" and len(node.args) == 1:
        return _meaning(node.args[0])
    place = {"get": 0, "pop": 0, "getattr": 1}.get(name)
    if place is None or len(node.args) <= place:
        return None
    key = node.args[place]
    return _meaning_of_name(key.value) if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def _meaning_of_name(name: str) -> Optional[str]:
    name = name.lower()
    if "keep" in name or "retain" in name:
        return "keep"
    return "drop" if "drop" in name else None


def _complement(text: str, value: Any) -> str:
    """1 minus a rate: its number where it is written as one, else as an expression."""
    return str(float(f"{1 - value:g}")) if is_number(value) and same_text(text, value) else f"1 - {text}"


class DropoutPolarity(Rule):
    """Dropout given the share to drop where it takes the share to keep, or the other way round.

    The first parameter of `nn.Dropout` is `keep_prob`, the share of the values that is kept; torch and Keras
    give the share that is dropped. `nn.Dropout(0.1)` drops nine values of ten. The primitives `ops.Dropout`,
    `ops.Dropout2D` and `ops.Dropout3D` are the same; `nn.Dropout2d` and `ops.dropout` take the share to drop.
    From MindSpore 2.0 on, `nn.Dropout` has the parameter `p`, which is torch's.

    A variable is judged by its name: one that says `drop` is the share to drop, one that says `keep` the
    share to keep, and `1 - x` the other one.

    ```python
    nn.Dropout(0.1)  # torch
    nn.Dropout(p=0.1)  # mindspore
    ```
    """

    code = "MSL305"
    name = "dropout-polarity"
    fix = Applicability.SAFE
    calls = ("mindspore.nn.Dropout", *_KEEP_PROB_PRIMITIVES, *_DROP_LAYERS, *_DROP_FUNCTIONS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits_by_place:
            return
        p = call.expression("p")
        if p is not None and call.argument("p") != Constant(None):
            yield from self._given_to_p(call, p)
        elif call.expression("keep_prob") is not None:
            yield from self._given_to_keep_prob(call, bound.arguments["keep_prob"])

    def _given_to_p(self, call: Call, expression: ast.expr) -> Iterator[Problem]:
        # before 2.0 these took the share to keep under the same name
        is_layer = call.qualified_name == "mindspore.nn.Dropout"
        if not is_layer and any(version.startswith("1.") for version in call.module.catalog.versions):
            return
        if _meaning(expression) != "keep" or known_values(call, "p") == [0.5]:
            return
        text = call.module.text_of(expression)
        yield Problem(
            expression,
            say(
                "`{call}` drops the share `p`; by its name `{text}` is the share that is kept.",
                call=call.text,
                text=text,
            ),
            say("Write `p={other}`.", other=_other(expression, call)),
            confidence=Confidence.LIKELY,
            fix=CallFix(call).put("p", _other(expression, call)).rewrite(AS_ORIGINAL),
        )

    def _given_to_keep_prob(self, call: Call, expression: ast.expr) -> Iterator[Problem]:
        text = call.module.text_of(expression)
        known = known_values(call, "keep_prob")
        value = known[0] if known is not None and len(known) == 1 and is_number(known[0]) else None
        is_written = isinstance(call.argument("keep_prob"), Constant)
        meaning = _meaning(expression)
        if meaning == "keep" or (value == 0.5 and is_written):
            return
        has_p = all(any(p.name == "p" for p in signature.parameters) for signature, _ in call.attempts)
        by_name = not any(item is expression for item in call.node.args)
        call_text = f"`{call.text}({'keep_prob=' if by_name else ''}{text})`"
        if meaning == "drop":
            usual = value if value is not None else usual_number(call, expression)
            number = (
                None
                if value is None
                else say("With {value} it drops {percent}.", value=f"{value:g}", percent=_percent(1 - value))
            )
            other = _other(expression, call)
            written = f"p={text}" if has_p else f"keep_prob={other}"
            fix = CallFix(call).rename("keep_prob", "p") if has_p else CallFix(call).put("keep_prob", other)
            yield Problem(
                expression,
                sentences(
                    say(
                        "{call} takes `{text}` as `keep_prob`, the share that is kept; by its name it is the share to "
                        "drop.",
                        call=call_text,
                        text=text,
                    ),
                    number,
                ),
                say("Write `{written}`.", written=written),
                # a large one may well be a share to keep under a poor name
                confidence=Confidence.POSSIBLE if usual is not None and usual > 0.5 else Confidence.LIKELY,
                fix=fix.rewrite(AS_ORIGINAL),
            )
            return
        if value is None or not 0 <= value < 1:
            return
        other = _complement(text, value)
        written = f"p={text}" if has_p else f"keep_prob={other}"
        fix = CallFix(call).rename("keep_prob", "p") if has_p else CallFix(call).put("keep_prob", other)
        if value == 0:
            yield Problem(
                expression,
                say(
                    "{call_text} keeps nothing and raises an error: `keep_prob` is the share that is kept.",
                    call_text=call_text,
                ),
                say("Write `{written}`.", written=written),
                confidence=None if is_written else Confidence.LIKELY,
                fix=fix.rewrite(RAISES),
            )
            return
        origin = origin_around(call.module, owner_of(call))
        is_torch = origin is not None and origin.framework == "torch"
        original = original_layer(call, _TORCH_DROPOUTS)
        dropouts = original.layers if original.layer is None else (original.layer,)
        rates = [rate for item in dropouts for rate in given(item, 0, "p", original.owner) or ()]
        if value not in rates and any(is_number(rate) and abs(1 - rate - value) < 1e-9 for rate in rates):
            return
        if value in rates or (is_torch and value < 0.5):
            confidence = Confidence.PROVED if is_written else Confidence.LIKELY
        else:
            # hardly anyone keeps less than half
            confidence = Confidence.LIKELY if value < 0.5 else Confidence.POSSIBLE
        if confidence is Confidence.POSSIBLE and not is_torch:
            return
        message = say(
            "{call} keeps {kept} of the values and drops {dropped}.",
            call=call_text,
            kept=_percent(value),
            dropped=_percent(1 - value),
        )
        if is_torch and origin:
            message = say(
                "{message.open}; torch's `Dropout({value})` drops {percent} ({evidence}).",
                message=message,
                value=f"{value:g}",
                percent=_percent(value),
                evidence=origin.evidence,
            )
        yield Problem(
            expression,
            message,
            say("Write `{written}`.", written=written),
            confidence=confidence,
            fix=fix.rewrite(AS_ORIGINAL),
        )


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %"


def _other(expression: ast.expr, call: Call) -> str:
    """The other one of a rate: ``x`` for ``1 - x``, ``1 - x`` for ``x``."""
    if isinstance(expression, ast.BinOp) and _meaning(expression.right) is not None:
        return call.module.text_of(expression.right)
    return f"1 - {call.module.text_of(expression)}"
