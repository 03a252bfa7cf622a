"""MSL8xx: seeds that do not seed what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ms_lint.call_fix import AS_ORIGINAL, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call


class ManualSeed(Rule):
    """`manual_seed` leaves the weights of layers, dropout and `ops` unseeded.

    The seed of `ms.manual_seed` is that of the generators of `mint` alone. What `torch.manual_seed`
    is called for, weights and dropout that come out the same, `ms.set_seed` does.

    ```python
    ms.manual_seed(0)
    ms.set_seed(0)
    ```
    """

    code = "MSL847"
    name = "manual-seed"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = ("mindspore.manual_seed",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        code = call.module.source.code
        if re.search(r"set_seed\(|rng_state|Generator|def manual_seed", code) or not call.node.args:
            return
        seed = call.module.text_of(call.node.args[0])
        yield Problem(
            call.node,
            say("`{call}({seed})` seeds neither the weights of layers nor dropout.", call=call.text, seed=seed),
            say("Write `{what}.set_seed({seed})`.", what=call.text.rpartition(".")[0] or "ms", seed=seed),
            fix=CallFix(call).call_as("mindspore.set_seed").rewrite(AS_ORIGINAL),
        )
