"""MSL8xx: training in half precision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ms_lint.findings import Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call

from .arguments import known_values

_HALF = ("O1", "O2", "O3", "auto")
_SCALED = re.compile(r"[Ss]cale|bfloat16|bf16|all_finite")
_TRAINS = re.compile(r"value_and_grad\(|GradOperation\(|\bgrad\(|TrainOneStepCell\(")


class LossNotScaled(Rule):
    """A network in half precision is trained without a scaled loss.

    Numbers below 6e-8 are zero in `float16`, and gradients are often that small. torch's autocast goes
    with a `GradScaler`; `auto_mixed_precision` only changes the network.

    ```python
    net = amp.auto_mixed_precision(net, 'O2')
    scaler = amp.DynamicLossScaler(scale_value=2**16, scale_factor=2, scale_window=1000)

    def forward_fn(images, labels):
        return scaler.scale(loss_fn(net(images), labels))

    loss, gradients = grad_fn(images, labels)
    gradients = scaler.unscale(gradients)
    ```
    """

    code = "MSL825"
    name = "loss-not-scaled"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = "there are fixed and dynamic scales, and loss and gradients have to go through the scaler in two places"
    calls = ("mindspore.amp.auto_mixed_precision",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        levels = known_values(call, "amp_level")
        code = call.module.source.code
        if not levels or any(level not in _HALF for level in levels) or call.expression("dtype") is not None:
            return
        if _SCALED.search(code) or not _TRAINS.search(code):
            return
        yield Problem(
            call.node,
            say(
                "With {levels} small gradients become zero in float16, and nothing here scales the loss.",
                levels=repr(levels[0]),
            ),
            say("Scale it with `amp.DynamicLossScaler` or `amp.StaticLossScaler`, and unscale the gradients."),
        )
