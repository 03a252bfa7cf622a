"""MSL3xx: normalizations whose numbers mean something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Optional

from ms_lint.call_fix import AS_ORIGINAL, CallFix, complement
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import Message, say
from ms_lint.place_fix import replaced
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.origin import Origin
from ms_lint.semantics.values import Instance, Symbol

from .arguments import confidence_of, entries, is_number, known_values, same_text, usual_number
from .layer_parts import checked_class
from .originals import Original, given, origin_with, original_layer

_BATCH_NORMS = (
    "mindspore.nn.BatchNorm1d",
    "mindspore.nn.BatchNorm2d",
    "mindspore.nn.BatchNorm3d",
    "mindspore.nn.SyncBatchNorm",
)
_TORCH_BATCH_NORMS = tuple(name.replace("mindspore", "torch") for name in _BATCH_NORMS)
_NUMBERS = ("eps", "momentum")
_PARTIAL = "functools.partial"
_LARGEST_TORCH_MOMENTUM = 0.5
_TORCH_MOMENTUM, _TORCH_EPSILON = 0.1, 1e-5


class BatchNormMomentum(Rule):
    """A BatchNorm with torch's momentum.

    torch's momentum is the weight of the new batch, MindSpore's the weight of the running value: torch's
    0.1 is MindSpore's 0.9. Copied over, the running statistics follow each batch almost at once, and
    evaluation differs from training without an error. TensorFlow has MindSpore's meaning, so a port
    from TensorFlow keeps its number. Without a known origin a number below 0.5 is still taken for torch's: no model
    forgets more than half of its statistics at each step.

    Where the original layer is at hand, its number decides, whatever it is.

    ```python
    nn.BatchNorm2d(64, momentum=0.1)  # torch
    nn.BatchNorm2d(64, momentum=0.9)  # mindspore
    ```
    """

    code = "MSL304"
    name = "batch-norm-momentum"
    fix = Applicability.SAFE
    calls = (*_BATCH_NORMS, _PARTIAL)

    def check_call(self, call: Call) -> Iterator[Problem]:
        expression = _momentum(call)
        if call.made is not None and expression is not None and not _is_within(call, expression):
            return  # said of the partial
        original = original_layer(call, _TORCH_BATCH_NORMS)
        if original.layer is not None and not _is_set_later(original, "momentum"):
            yield from self._against(call, expression, original, original.layer)
            return
        if expression is None:
            return
        numbers, confidence = _numbers(call, expression)
        if not numbers or not all(0 < number < _LARGEST_TORCH_MOMENTUM for number in numbers):
            return
        origin = origin_with(call, original)
        if origin is not None and origin.framework != "torch":
            return
        number = numbers[0]
        yield Problem(
            expression,
            _because(
                say(
                    "`{layer}` keeps {momentum} of the running statistics at each step; torch's momentum {momentum} "
                    "keeps {kept}.",
                    layer=_layer_text(call),
                    momentum=f"{number:g}",
                    kept=f"{1 - number:g}",
                ),
                origin,
            ),
            say("Write `momentum={momentum}`.", momentum=_complement(call, expression, number)),
            confidence=confidence or (Confidence.LIKELY if origin is None else None),
            origin=origin,
            fix=_turned_round(call, expression),
        )

    def _against(
        self, call: Call, expression: Optional[ast.expr], original: Original, layer: Instance
    ) -> Iterator[Problem]:
        """A momentum that is not that of the original layer."""
        theirs = given(layer, 2, "momentum", original.owner)
        ours = known_values(call, "momentum") if expression is not None else [1 - _TORCH_MOMENTUM]
        if theirs is None or len(theirs) != 1 or not ours or len(ours) != 1 or call.bound is None or call.bound.star:
            return
        theirs = [_TORCH_MOMENTUM] if theirs == [None] and not _is_given(layer, 2, "momentum") else theirs
        if not is_number(theirs[0]) or not is_number(ours[0]) or abs(1 - theirs[0] - ours[0]) < 1e-9:
            return
        origin = origin_with(call, original)
        yield Problem(
            call.node if expression is None else expression,
            _because(
                say(
                    "`{call}` keeps {ours} of the running statistics at each step; the original, with torch's momentum "
                    "{theirs}, keeps {kept}.",
                    call=call.text,
                    ours=f"{ours[0]:g}",
                    theirs=f"{theirs[0]:g}",
                    kept=f"{1 - theirs[0]:g}",
                ),
                origin,
            ),
            say("Write `momentum={momentum}`.", momentum=f"{1 - theirs[0]:g}"),
            confidence=None if expression is None else confidence_of(call, "momentum"),
            origin=origin,
            fix=CallFix(call).put("momentum", repr(float(f"{1 - theirs[0]:g}"))).rewrite(AS_ORIGINAL),
        )


def _is_within(call: Call, expression: ast.expr) -> bool:
    """Whether an argument stands in the call itself, not in the partial that is called."""
    return any(expression is item for item in (*call.node.args, *(keyword.value for keyword in call.node.keywords)))


def _turned_round(call: Call, expression: ast.expr) -> Optional[Rewrite]:
    """The fix that writes 1 minus a momentum, in the call or in the dict that it comes from."""
    text = complement(expression, call.module.text_of(expression))
    return replaced(call.module, expression, text, AS_ORIGINAL)


def _because(message: Message, origin: Optional[Origin]) -> Message:
    """A sentence with the evidence of the origin, where there is one."""
    if origin is None:
        return message
    return say("{message.open} ({evidence}).", message=message, evidence=origin.evidence)


def _is_set_later(original: Original, name: str) -> bool:
    """Whether the original, as many do, sets a number of its layers after they were made."""
    return original.owner is not None and f".{name} = " in original.owner.module.source.code


def _is_given(layer: Instance, position: int, name: str) -> bool:
    return position in layer.arguments or name in layer.arguments


def _momentum(call: Call) -> Optional[ast.expr]:
    """The momentum that a BatchNorm, or a partial of one, is given; also through a dict that is written out."""
    if call.qualified_name == _PARTIAL:
        layer = call.arguments.get(0)
        if not (isinstance(layer, Symbol) and call.module.canonical(layer.name) in _BATCH_NORMS):
            return None
        keywords = {keyword.arg: keyword.value for keyword in call.node.keywords}
    else:
        expression = call.expression("momentum")
        if expression is not None or call.bound is None or not call.bound.star:
            return expression
        keywords = {}
    for keyword in call.node.keywords:
        if keyword.arg is None:
            keywords.update(entries(call, keyword.value))
    return keywords.get("momentum")


def _numbers(call: Call, expression: ast.expr) -> tuple[list[float], Optional[Confidence]]:
    """The numbers that an argument may be, and how sure that is (None: as sure as the rule)."""
    known: Optional[list[Any]] = None
    if expression is call.expression("momentum"):
        known = known_values(call, "momentum")
    if known is not None:
        return [item for item in known if is_number(item)], confidence_of(call, "momentum")
    number = usual_number(call, expression)
    written = isinstance(expression, ast.Constant)
    return [] if number is None else [number], None if written else Confidence.LIKELY


def _layer_text(call: Call) -> str:
    return call.module.text_of(call.node.args[0]) if call.qualified_name == _PARTIAL else call.text


def _complement(call: Call, expression: ast.expr, number: float) -> str:
    """1 minus the number, or, for a variable, the expression of it."""
    text = call.module.text_of(expression)
    if same_text(text, number) or (isinstance(expression, ast.Name) and text.isupper()):
        return f"{1 - number:g}"
    return f"1 - {text}"


class NormAttributeAssigned(Rule):
    """`eps` or `momentum` of a BatchNorm, set after it was made: it has no effect.

    The layer hands both numbers to its operators when it is made. The usual loop over the layers of a torch model,
    `m.eps = 1e-3; m.momentum = 0.03`, raises nothing in MindSpore and changes nothing.

    ```python
    m.momentum = 0.03  # torch
    nn.BatchNorm2d(64, eps=1e-3, momentum=0.97)  # mindspore: where the layer is made
    ```
    """

    code = "MSL307"
    name = "norm-attribute-assigned"
    unfixed = (
        "the layer is made elsewhere, often by a call that makes others, too; in a loop over layers the "
        "calls are not known"
    )
    nodes = (ast.If,)
    references = tuple(f"{layer}.{name}" for layer in _BATCH_NORMS for name in _NUMBERS)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        if reference.is_stored and isinstance(reference.node, ast.Attribute):
            yield self._problem(reference.node, reference.module)

    def check_node(self, node: ast.AST, module: Module) -> Iterator[Problem]:
        if not isinstance(node, ast.If):
            return
        found = checked_class(node.test, module)
        if found is None or not any(layer in _BATCH_NORMS for layer in found[1]):
            return
        name = found[0]
        for statement in ast.walk(ast.Module(node.body, [])):
            if not isinstance(statement, ast.Assign):
                continue
            for target in statement.targets:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in _NUMBERS
                    and isinstance(target.value, ast.Name)
                    and target.value.id == name
                ):
                    yield self._problem(target, module)

    def _problem(self, target: ast.Attribute, module: Module) -> Problem:
        return Problem(
            target,
            say(
                "`{target}` is set after the layer has handed its `{attr}` to its operators: nothing changes.",
                target=module.text_of(target),
                attr=target.attr,
            ),
            say("Give `momentum` where the layer is made, as 1 - torch's.")
            if target.attr == "momentum"
            else say("Give `{attribute}` where the layer is made.", attribute=target.attr),
        )


_NORMS = {
    **dict.fromkeys(_BATCH_NORMS, ("eps", _TORCH_BATCH_NORMS)),
    "mindspore.nn.LayerNorm": ("epsilon", ("torch.nn.LayerNorm",)),
    "mindspore.nn.GroupNorm": ("eps", ("torch.nn.GroupNorm",)),
}


class NormEpsilon(Rule):
    """A normalization with another epsilon than its original.

    The epsilon is what keeps the division finite; where the variance is small it decides the result. This is said
    where the original layer is at hand, in a class or in a comment, and both numbers are known.

    ```python
    nn.BatchNorm2d(64, eps=1e-3)  # torch
    nn.BatchNorm2d(64, eps=1e-3)  # mindspore
    ```
    """

    code = "MSL323"
    name = "norm-epsilon"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = tuple(_NORMS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        name, originals = _NORMS[call.qualified_name]
        bound = call.bound
        if bound is None or not bound.fits or bound.star:
            return
        original = original_layer(call, originals)
        layer = original.layer
        if layer is None or _is_set_later(original, "eps"):
            return
        place = 2 if call.qualified_name.endswith("GroupNorm") else 1
        theirs = given(layer, place, "eps", original.owner) if _is_given(layer, place, "eps") else [_TORCH_EPSILON]
        expression = call.expression(name)
        if expression is None:
            default = next((p.default for s, _ in call.attempts for p in s.parameters if p.name == name), None)
            ours = _evaluated(default)
        else:
            ours = known_values(call, name) or []
        if theirs is None or len(theirs) != 1 or len(ours) != 1:
            return
        if not is_number(theirs[0]) or not is_number(ours[0]) or abs(theirs[0] - ours[0]) <= 1e-3 * abs(theirs[0]):
            return
        origin = origin_with(call, original)
        yield Problem(
            call.node if expression is None else expression,
            _because(
                say(
                    "`{call}` computes with an epsilon of {ours}, the original with {theirs}.",
                    call=call.text,
                    ours=f"{ours[0]:g}",
                    theirs=f"{theirs[0]:g}",
                ),
                origin,
            ),
            say("Write `{name}={theirs}`.", name=name, theirs=f"{theirs[0]:g}"),
            origin=origin,
            fix=CallFix(call).put(name, repr(float(theirs[0]))).rewrite(AS_ORIGINAL),
        )


def _evaluated(default: Optional[str]) -> list[Any]:
    try:
        return [ast.literal_eval(default or "")]
    except (ValueError, SyntaxError):
        return []
