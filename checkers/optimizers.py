"""MSL8xx: optimizers that take another step than the one that they were ported from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import CallFix
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Constant

from .arguments import is_number, known_values
from .networks import origin_of_call

#: What takes optimizers of `mindspore.nn` alone.
_NEEDS_OWN = re.compile(r"\bModel\(|TrainOneStep|build_train_network")


class AdamWithoutBiasCorrection(Rule):
    """`nn.AdamWeightDecay` is not AdamW: it has no bias correction.

    torch's AdamW divides the running averages by `1 - beta ** step`. `nn.AdamWeightDecay`, made for
    BERT, does not: the first step is more than three times as long. Its epsilon is 1e-6 instead of
    1e-8, and its decay 0 instead of 0.01.

    ```python
    nn.AdamWeightDecay(net.trainable_params(), 1e-3, weight_decay=0.01)
    mindspore.experimental.optim.AdamW(net.trainable_params(), lr=1e-3, weight_decay=0.01)
    ```

    Reported in code that is known to come from torch; `mint.optim.AdamW` is the same as torch's too.
    """

    code = "MSL830"
    name = "adam-without-bias-correction"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.nn.AdamWeightDecay",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        origin = origin_of_call(call)
        if origin is None or origin.framework != "torch":
            return
        yield Problem(
            call.node,
            say(
                "`{call}` has no bias correction: its first steps are about three times those of torch's AdamW "
                "({evidence}).",
                call=call.text,
                evidence=origin.evidence,
            ),
            say("Write `mindspore.experimental.optim.AdamW`, with torch's arguments."),
            origin=origin,
            # without a decay torch's own default, 0.01, may be meant
            fix=_experimental(call, "AdamW") if call.expression("weight_decay") is not None else None,
        )


class AdamEpsilon(Rule):
    """A large `eps` of Adam, which counts for more than in torch.

    `nn.Adam` adds `eps` before the bias correction, torch after it. In the first step it is 31 times as
    large as torch's, and hundreds of steps later still twice. With 1e-8 nothing is seen of it; with
    1e-5 and more, gradients of that size are held back.

    ```python
    nn.Adam(net.trainable_params(), 1e-3, eps=1e-3)
    mindspore.experimental.optim.AdamW(net.trainable_params(), lr=1e-3, eps=1e-3, weight_decay=0.0)
    ```
    """

    code = "MSL848"
    name = "adam-epsilon"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.nn.Adam",)
    _LARGE = 1e-5

    def check_call(self, call: Call) -> Iterator[Problem]:
        known = known_values(call, "eps")
        origin = origin_of_call(call)
        expression = call.expression("eps")
        if known is None or expression is None or origin is None or origin.framework != "torch":
            return
        if known and all(is_number(value) and value >= self._LARGE for value in known):
            yield Problem(
                expression,
                say(
                    "`{call}` adds its `eps` before the bias correction: {known} works like {number} of torch in "
                    "the first step ({evidence}).",
                    call=call.text,
                    known=known[0],
                    number=f"{known[0] * 31.6:.2g}",
                    evidence=origin.evidence,
                ),
                say(
                    "Write `mindspore.experimental.optim.AdamW` with `weight_decay=0.0`, which adds it where "
                    "torch does."
                ),
                origin=origin,
                # a decay of `nn.Adam` is part of the gradient, that of AdamW is not
                fix=_experimental(call, "AdamW", "weight_decay=0.0") if _is_zero(call, "weight_decay") else None,
            )


class RmsPropStart(Rule):
    """`nn.RMSProp` begins with a mean square of one.

    torch and Keras begin with zero, so that their first steps are about ten times as long. Epsilon
    stands under the root here, and beside it in torch. Only `tf.train.RMSPropOptimizer` is the same.

    ```python
    nn.RMSProp(net.trainable_params(), 0.01, decay=0.99)
    mindspore.experimental.optim.RMSprop(net.trainable_params(), lr=0.01)
    ```
    """

    code = "MSL837"
    name = "rmsprop-start"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.nn.RMSProp",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        origin = origin_of_call(call)
        if origin is None:
            return
        is_keras = origin.framework == "tensorflow" and "keras" in call.module.source.code.lower()
        if origin.framework != "torch" and not is_keras:
            return
        yield Problem(
            call.node,
            say(
                "`{call}` begins with a mean square of one, {framework} with zero: its first steps are a tenth as "
                "long ({evidence}).",
                call=call.text,
                framework="Keras" if is_keras else "torch",
                evidence=origin.evidence,
            ),
            say("Write `mindspore.experimental.optim.RMSprop`, with torch's arguments."),
            origin=origin,
            fix=_experimental(call, "RMSprop", *_of_keras(call) if is_keras else ()),
        )


def _of_keras(call: Call) -> list[str]:
    """Keras' defaults where the call has none of its own: those of ``mindspore.experimental`` are torch's."""
    defaults = {"decay": "alpha=0.9", "epsilon": "eps=1e-7"}
    return [text for name, text in defaults.items() if call.expression(name) is None]


class MomentumNesterov(Rule):
    """`nn.Momentum` ignores `use_nesterov` on the CPU.

    There it takes plain steps. `nn.SGD` with `nesterov=True` takes those of torch and TensorFlow.

    ```python
    nn.Momentum(net.trainable_params(), 0.1, 0.9, use_nesterov=True)
    nn.SGD(net.trainable_params(), 0.1, 0.9, nesterov=True)
    ```
    """

    code = "MSL836"
    name = "momentum-nesterov"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.nn.Momentum",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.argument("use_nesterov") != Constant(True):
            return
        origin = origin_of_call(call)
        expression = call.expression("use_nesterov")
        if origin is not None and expression is not None:
            yield Problem(
                expression,
                say("On the CPU `{call}` ignores `use_nesterov` and takes plain steps.", call=call.text),
                say("Write `nn.SGD(..., nesterov=True)`."),
                origin=origin,
                fix=_as_sgd(call),
            )


def _as_sgd(call: Call) -> Optional[Rewrite]:
    """The fix that makes an `nn.SGD`, whose fourth parameter is another one."""
    fix = CallFix(call).call_as("mindspore.nn.SGD").rename("use_nesterov", "nesterov")
    for name in ("weight_decay", "loss_scale"):
        if call.bound is not None and name in call.bound.arguments:
            fix.rename(name, name)
    return fix.rewrite(say("the optimizer's own parameters have other names in checkpoints"), Applicability.UNSAFE)


#: The parameters of `mindspore.nn` that those of `mindspore.experimental` have under other names, or as they are.
_RENAMED = {"learning_rate": "lr", "decay": "alpha", "epsilon": "eps"}
_SAME = frozenset({"params", "eps", "weight_decay", "momentum", "centered"})


def _is_zero(call: Call, name: str) -> bool:
    return call.expression(name) is None or known_values(call, name) in ([0], [0.0])


def _experimental(call: Call, optimizer: str, *more: str) -> Optional[Rewrite]:
    """The fix that makes an optimizer of ``mindspore.experimental``, where all arguments have their places there and
    nothing in the module needs one of ``mindspore.nn``."""
    bound = call.bound
    rates = known_values(call, "learning_rate")
    if bound is None or bound.star or call.module.mentions(_NEEDS_OWN):
        return None
    if call.expression("learning_rate") is not None and not (rates and all(is_number(rate) for rate in rates)):
        return None
    fix = CallFix(call).call_as(f"mindspore.experimental.optim.{optimizer}")
    betas = [name for name in ("beta1", "beta2") if name in bound.arguments]
    for name in bound.arguments:
        if name in _RENAMED:
            fix.rename(name, _RENAMED[name])
        elif name not in _SAME and name not in betas:
            return None
    if betas:
        first = fix.text("beta1") if "beta1" in betas else "0.9"
        second = fix.text("beta2") if "beta2" in betas else "0.999"
        fix.rename(betas[0], "betas", f"({first}, {second})").drop(*betas[1:])
    for item in more:
        name, _, value = item.partition("=")
        fix.put(name, value)
    if optimizer == "RMSprop" and call.expression("learning_rate") is None:
        fix.put("lr", "0.1")  # the default of `nn.RMSProp`
    reason = say("it is called with the gradients alone, and takes no schedule of `mindspore.nn`")
    return fix.rewrite(reason, Applicability.UNSAFE)
