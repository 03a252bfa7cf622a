"""MSL909: the numbers of training, held against those in a reference's graph or configuration."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ms_lint.call_fix import AS_ORIGINAL, CallFix
from ms_lint.compare.comparison import Comparison
from ms_lint.compare.sources import number
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import replaced
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call

#: MindSpore's optimizers: which of the reference's they are, and their numbers by the reference's names.
_OPTIMIZERS: dict[str, tuple[str, dict[str, str]]] = {
    "mindspore.nn.Adam": ("adam", {"beta1": "beta1", "beta2": "beta2", "eps": "eps"}),
    "mindspore.nn.AdamWeightDecay": ("adamw", {"beta1": "beta1", "beta2": "beta2", "eps": "eps"}),
    "mindspore.nn.Momentum": ("momentum", {"momentum": "momentum"}),
    "mindspore.nn.SGD": ("sgd", {"momentum": "momentum"}),
    "mindspore.nn.RMSProp": ("rmsprop", {"decay": "decay", "momentum": "momentum", "eps": "epsilon"}),
    "mindspore.nn.Adagrad": ("adagrad", {}),
}


_KINDS = frozenset(kind for kind, _ in _OPTIMIZERS.values())
#: Both are stochastic gradient descent, with momentum or without.
_ALIKE = frozenset({"sgd", "momentum"})


def _is_only_one(call: Call) -> bool:
    """Whether the module makes no other optimizer."""
    made = {
        use.node
        for use in call.module.uses
        if isinstance(use, Call) and call.module.canonical(use.qualified_name) in _OPTIMIZERS
    }
    return made == {call.node}


class TrainingDiffers(Rule):
    """A number of the optimizer or of the loss other than in the reference.

    A graph that was written for training has the optimizer's learning rate, betas and epsilon as constants, and
    the factors of the terms of its loss; a Keras model has what `compile` was given. An optimizer of the same
    kind in the file of the Cell is held against them; where the file makes one optimizer and it is of another
    kind, that is reported. A factor of the loss is reported where exactly one of the
    reference is missing and exactly one is there in its place.

    ```python
    opt = nn.Adam(net.trainable_params(), learning_rate=0.001)  # the graph has 0.0001
    ```
    """

    code = "MSL909"
    name = "training-differs"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = tuple(_OPTIMIZERS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        known = _OPTIMIZERS.get(call.module.canonical(call.qualified_name))
        if known is None:
            return
        kind, numbers = known
        for comparison in call.module.comparisons:
            training = comparison.reference.training
            expected_kind = training.get("optimizer")
            if expected_kind != kind:
                if expected_kind in _KINDS and not {kind, expected_kind} <= _ALIKE and _is_only_one(call):
                    yield Problem(
                        call.node,
                        say(
                            "`{call}` is another optimizer than that in {file}: {expected}.",
                            call=call.text,
                            file=comparison.file,
                            expected=expected_kind,
                        ),
                        say("Use the optimizer of the original."),
                    )
                continue
            for theirs, ours in {"learning_rate": "learning_rate", **numbers}.items():
                expected, got = training.get(theirs), number(call, ours)
                if expected is None or got is None or _is_same(expected, got):
                    continue
                expression = call.expression(ours)
                yield Problem(
                    call.node if expression is None else expression,
                    say(
                        "`{call}` has {argument}={got}; the optimizer in {file} has {expected}.",
                        call=call.text,
                        argument=ours,
                        got=f"{got:g}",
                        expected=f"{expected:g}",
                        file=comparison.file,
                    ),
                    say("Write `{code}`.", code=f"{ours}={expected:g}"),
                    fix=CallFix(call).put(ours, f"{expected:g}").rewrite(AS_ORIGINAL),
                )

    def check_comparison(self, comparison: Comparison) -> Iterator[Problem]:
        factors = comparison.reference.training.get("loss_factors")
        if not factors:
            return
        found = list(_factors(comparison.module.source.tree))
        missing = [factor for factor in factors if not any(_is_same(factor, value) for value, _ in found)]
        surplus = [(value, node) for value, node in found if not any(_is_same(factor, value) for factor in factors)]
        if len(missing) == 1 and len(surplus) == 1:
            value, node = surplus[0]
            yield Problem(
                node,
                say(
                    "A term of the loss is multiplied by {got}; the loss in {file} has the factors {factors}.",
                    got=f"{value:g}",
                    factors=", ".join(f"{factor:g}" for factor in factors),
                    file=comparison.file,
                ),
                say("Write `{code}`.", code=f"{missing[0]:g}"),
                fix=replaced(comparison.module, node, f"{missing[0]:g}", AS_ORIGINAL),
            )


def _factors(tree: ast.AST) -> Iterator[tuple[float, ast.Constant]]:
    """The numbers that results of calls are multiplied by."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            for factor, other in ((node.left, node.right), (node.right, node.left)):
                if not (isinstance(factor, ast.Constant) and isinstance(other, ast.Call)):
                    continue
                if isinstance(factor.value, (int, float)):
                    yield float(factor.value), factor


def _is_same(first: float, second: float) -> bool:
    return abs(first - second) <= 1e-5 * max(abs(first), abs(second))
