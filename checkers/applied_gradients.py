"""MSL8xx: gradients that nobody applies, or not all of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Optional

from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import behind_statement, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import (
    loops_around,
    reads_of,
    target_of,
)

from .gradients import MADE, gives_values, gives_weights
from .training_fixes import only_optimizer

_STEP = re.compile(r"opt\w*\.step\(")


class GradientsNotApplied(Rule):
    """The gradients of the weights are computed and nobody reads them.

    In torch `loss.backward()` leaves the gradients in the parameters, and `optimizer.step()` finds them
    there. In MindSpore they are a result: unless the optimizer is called with them, nothing is
    trained.

    ```python
    loss, gradients = grad_fn(images, labels)
    optimizer(gradients)
    ```
    """

    code = "MSL816"
    name = "gradients-not-applied"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.ops.value_and_grad.__call__",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        target = target_of(call.module, call.node)
        if not (isinstance(target, ast.Tuple) and len(target.elts) == 2 and gives_weights(call)):
            return
        gradients = target.elts[1]
        if not isinstance(gradients, ast.Name) or gradients.id.startswith("_"):
            return
        function = call.function
        if function is not None and (gradients.id in function.declared or function.reads_all_locals):
            return
        if call.module.mentions(_STEP):
            return  # torch's step stands for the call, and is found by itself
        if not reads_of(call.module, gradients):
            yield Problem(
                gradients,
                say("Nothing reads `{gradients}`: the weights are never changed.", gradients=gradients.id),
                say("Call the optimizer with it: `optimizer({gradients})`.", gradients=gradients.id),
                fix=self._applied(call, gradients.id),
            )

    def _applied(self, call: Call, gradients: str) -> Optional[Rewrite]:
        """The fix that calls the one optimizer that there is."""
        optimizer = only_optimizer(call)
        if optimizer is None:
            return None
        doubt = say("taken for the optimizer that is meant: `{optimizer}`", optimizer=optimizer)
        return unsafe(behind_statement(call.module, call.node, f"{optimizer}({gradients})", doubt), doubt)


class GradientsOfLastBatch(Rule):
    """Gradients are meant to be accumulated, and only those of one batch are applied.

    torch adds gradients up in the parameters until `zero_grad()` is called, so a loop that steps every
    n batches trains on n batches at once. A MindSpore gradient function gives fresh gradients each
    time: those of the batches in between are thrown away unless the code adds them up.

    ```python
    for step, batch in enumerate(batches):
        loss, gradients = grad_fn(*batch)
        total = gradients if step % 4 == 0 else [a + b for a, b in zip(total, gradients)]
        if step % 4 == 3:
            optimizer(total)
    ```
    """

    code = "MSL817"
    name = "gradients-of-last-batch"
    confidence = Confidence.LIKELY
    unfixed = "the sum over the batches needs a variable, a place to begin, and a place to be applied"
    calls = MADE

    def check_call(self, call: Call) -> Iterator[Problem]:
        module = call.module
        loop = next(loops_around(module, call.node), None)
        target = target_of(module, call.node)
        if loop is None or not gives_weights(call):
            return
        if gives_values(call):
            target = target.elts[1] if isinstance(target, ast.Tuple) and len(target.elts) == 2 else None
        if not isinstance(target, ast.Name):
            return
        around: set[int] = set()
        reads = reads_of(module, target)
        if self._are_read_after(module, reads, loop):
            yield Problem(
                reads[0],
                say(
                    "`{target}` holds the gradients of the last batch alone after the loop of line {lineno}: those of "
                    "the batches before are lost.",
                    target=target.id,
                    lineno=loop.lineno,
                ),
                say("Add the gradients up, and call the optimizer with the sum; or call it in the loop."),
            )
            return
        for node in reads:
            condition = self._every_nth(call, node, loop)
            if condition is None:
                return
            around.add(id(condition))
            found = condition, node
        if len(around) == 1:
            condition, node = found
            yield Problem(
                node,
                say(
                    "`{target}` holds the gradients of the last batch alone when `{test}`: those of the batches "
                    "before are lost.",
                    target=target.id,
                    test=module.text_of(condition.test),
                ),
                say("Add the gradients up, and call the optimizer with the sum."),
            )

    def _are_read_after(self, module: Module, reads: Sequence[ast.AST], loop: ast.stmt) -> bool:
        """Whether gradients go into an optimizer behind the whole loop, and nowhere else."""
        if not reads or any(isinstance(item, (ast.Break, ast.Return)) for item in ast.walk(loop)):
            return False
        calls = [module.parents.get(node) for node in reads]
        return all(
            isinstance(item, ast.Call) and item.lineno > (loop.end_lineno or 0) and "opt" in module.text_of(item.func)
            for item in calls
        )

    def _every_nth(self, call: Call, node: ast.AST, loop: ast.AST) -> Optional[ast.If]:
        """The condition on a remainder under which a node runs, within the loop and not around the call."""
        module = call.module
        current: Optional[ast.AST] = module.parents.get(node)
        while current is not None and current is not loop:
            if isinstance(current, ast.If) and any(
                isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod) for part in ast.walk(current.test)
            ):
                inside = any(part is call.node for part in ast.walk(current))
                return None if inside else current
            current = module.parents.get(current)
        return None
