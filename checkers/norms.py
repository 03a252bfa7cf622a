"""MSL3xx: normalizations whose numbers mean something else."""

from __future__ import annotations

from collections.abc import Iterator

from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_of
from ms_lint.semantics.values import Constant

_LARGEST_TORCH_MOMENTUM = 0.5


class BatchNormMomentum(Rule):
    """A BatchNorm with torch's momentum in a port from torch.

    torch's momentum is the weight of the new batch, MindSpore's the weight of the running value: torch's
    0.1 is MindSpore's 0.9. Copied over, the running statistics follow each batch almost at once, and
    evaluation differs from training without an error. TensorFlow has MindSpore's meaning, so a port
    from TensorFlow keeps its number: this rule speaks only where the origin is known to be torch.

    ```python
    nn.BatchNorm2d(64, momentum=0.1)  # torch
    nn.BatchNorm2d(64, momentum=0.9)  # mindspore
    ```
    """

    code = "MSL304"
    name = "batch-norm-momentum"
    calls = (
        "mindspore.nn.BatchNorm1d",
        "mindspore.nn.BatchNorm2d",
        "mindspore.nn.BatchNorm3d",
        "mindspore.nn.SyncBatchNorm",
    )

    def check_call(self, call: Call) -> Iterator[Problem]:
        momentum = call.argument("momentum")
        owner = call.function.owner if call.function is not None else None
        expression = call.expression("momentum")
        if momentum is None or owner is None or expression is None:
            return
        momentum = owner.decide(momentum)
        if not (isinstance(momentum, Constant) and isinstance(momentum.value, float)):
            return
        if not 0 < momentum.value < _LARGEST_TORCH_MOMENTUM:
            return
        origin = origin_of(owner)
        if origin is None or origin.framework != "torch":
            return
        yield Problem(
            expression,
            f"`{call.text}` keeps {momentum.value:g} of the running statistics at each step; torch's momentum "
            f"{momentum.value:g} keeps {1 - momentum.value:g} ({origin.evidence}).",
            f"Write `momentum={1 - momentum.value:g}`.",
            origin=origin,
        )
