"""MSL322: convolutions whose bias was lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from ms_lint.call_fix import AS_ORIGINAL, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.wiring.model import Step

from .arguments import owner_of
from .convolutions import CONVOLUTIONS, TORCH_CONVOLUTIONS, alike
from .made_layers import followers_of, steps_of
from .originals import given, origin_with, original_layer

_NORM = re.compile(r"norm|bn(?![a-z])", re.IGNORECASE)
_BIAS = re.compile(r"bias", re.IGNORECASE)
_ACTIVATION = re.compile(r"relu|gelu|silu|swish|sigmoid|tanh", re.IGNORECASE)
_ENOUGH_CONVOLUTIONS = re.compile(r"(?:\bnn\.Conv[123]d(?:Transpose)?\([\s\S]*?){3}")
#: Whether the text of a class names a normalization.
_HAS_NORM: WeakKeyDictionary[ClassInfo, bool] = WeakKeyDictionary()
_PLACE_OF_BIAS = 7


class ConvBiasLost(Rule):
    """A convolution without a bias where the original has one.

    torch and Keras give a convolution a bias unless told otherwise; in MindSpore `has_bias` is False by
    default. The bias of the original is lost: a checkpoint of it loads without its biases, and training starts
    from another model. In front of a BatchNorm, which takes the mean away again, no bias is what is wanted: where the
    original is not at hand, in classes that normalize it is only said of convolutions whose result is followed to an
    activation or a LayerNorm, which do not. Where the origin is not
    known, it is said of networks in which nothing normalizes and no convolution has a bias.

    ```python
    nn.Conv2d(3, 64, 3, padding=1)  # torch
    nn.Conv2d(3, 64, 3, pad_mode='pad', padding=1, has_bias=True)  # mindspore
    ```
    """

    code = "MSL322"
    name = "conv-bias-lost"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = CONVOLUTIONS

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits or bound.star or call.expression("has_bias") is not None:
            return
        original = original_layer(call, TORCH_CONVOLUTIONS)
        origin = origin_with(call, original)
        if origin is None:
            yield from self._of_neither(call)
            return
        confidence = None
        if original.is_known and origin.framework == "torch":
            layers = (original.layer,) if original.layer is not None else alike(call, original)
            biases = [given(layer, _PLACE_OF_BIAS, "bias", original.owner) for layer in layers]
            if not biases or any(bias not in ([None], [True]) for bias in biases):
                return
            said = say("the original has one")
        else:
            if original.is_known or (owner_of(call) is None and call.function is not None):
                return  # what a function makes, others put a normalization behind
            if _has_norm(call) and not _reaches_no_norm(call):
                return
            framework = "torch" if origin.framework == "torch" else "Keras"
            said = say("{framework} gives it one unless told", framework=framework)
            # tf.nn.conv2d has none, and names are kept by whoever knows both
            if origin.by_names or (origin.framework != "torch" and origin.confidence is not Confidence.PROVED):
                confidence = Confidence.POSSIBLE
        yield Problem(
            call.node,
            say(
                "`{call}` has no bias without `has_bias=True`; {said} ({evidence}).",
                call=call.text,
                said=said,
                evidence=origin.evidence,
            ),
            say("Add `has_bias=True`."),
            confidence=confidence,
            origin=origin,
            fix=CallFix(call).put("has_bias", "True").rewrite(AS_ORIGINAL),
        )

    def _of_neither(self, call: Call) -> Iterator[Problem]:
        """Where no origin is in sight: a network without any normalization, in which no convolution has a bias."""
        module = call.module
        if module.mentions(_NORM) or module.mentions(_BIAS) or not module.mentions(_ACTIVATION):
            return
        if not module.mentions(_ENOUGH_CONVOLUTIONS):
            return
        owner = owner_of(call)
        if owner is None or owner.kind != "cell":
            return
        yield Problem(
            call.node,
            say(
                "`{call}` has no bias without `has_bias=True`, nor has any other convolution of this file, and nothing "
                "in it normalizes: torch and Keras give a convolution a bias unless told.",
                call=call.text,
            ),
            say("Add `has_bias=True`."),
            fix=CallFix(call).put("has_bias", "True").rewrite(AS_ORIGINAL),
        )


#: What the mean of a channel goes through as it is.
_LINEAR = frozenset(
    "+ - [] reshape view flatten Flatten transpose permute swapaxes squeeze unsqueeze expand_dims concat cat stack "
    "split chunk interpolate AvgPool1d AvgPool2d AvgPool3d MaxPool1d MaxPool2d MaxPool3d Dropout Identity".split()
)
_CURVED = re.compile(
    r"(relu6?|leaky_?relu|prelu|elu|selu|gelu|silu|swish|mish|softplus|hard_?swish|hswish|hard_?sigmoid|hsigmoid|"
    r"sigmoid|tanh|softmax|log_?softmax|layer_?norm)$",
    re.IGNORECASE,
)
_MOST_STEPS = 200


def _reaches_no_norm(call: Call) -> bool:
    """Whether all that is made of a convolution's result is known as far as the next activation or LayerNorm, and none
    of it takes the mean of a channel away."""
    made = steps_of(call)
    return all(_is_curved_after(step, call.module) for step in made) if made else _is_activated_at_once(call)


def _is_activated_at_once(call: Call) -> bool:
    """Whether each call of a layer stands in that of an activation: for classes that cannot be followed."""
    owner, target = owner_of(call), call.module.parents.get(call.node)
    if owner is None or not isinstance(target, ast.Assign) or len(target.targets) != 1:
        return False
    layer = ast.dump(target.targets[0]).replace("Store()", "Load()")
    uses = [
        call.module.parents.get(node)
        for node in ast.walk(owner.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.dump(node.func) == layer
    ]
    return bool(uses) and all(isinstance(use, ast.Call) and _CURVED.match(_leaf(use.func)) for use in uses)


def _leaf(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _is_curved_after(step: Step, module: Module) -> bool:
    waiting, seen = [step], {id(step)}
    while waiting:
        followers = followers_of(module, waiting.pop())
        if not followers or len(seen) > _MOST_STEPS:
            return False
        for follower in followers:
            name = follower.operation.rpartition(".")[2]
            if _CURVED.match(name) or id(follower) in seen:
                continue
            if name not in _LINEAR:
                return False
            seen.add(id(follower))
            waiting.append(follower)
    return True


def _has_norm(call: Call) -> bool:
    """Whether the class that a call belongs to, or else the module, names a normalization."""
    owner = owner_of(call)
    if owner is None:
        return call.module.mentions(_NORM)
    if owner not in _HAS_NORM:
        lines = call.module.source.lines[owner.node.lineno - 1 : owner.node.end_lineno]
        _HAS_NORM[owner] = any(map(_NORM.search, lines))
    return _HAS_NORM[owner]
