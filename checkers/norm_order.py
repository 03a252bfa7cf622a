"""MSL733: a BatchNorm that stands where the others of its class do not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.wiring.model import Layer, Step

_FEWEST_OTHERS = 2


class NormOutOfPlace(Rule):
    """A BatchNorm and a convolution have changed places.

    In a class whose convolutions have their BatchNorm right behind them, one BatchNorm comes first: what it gives goes
    into a convolution that has none. Or two stand in a row. The shapes fit, the network runs, and what is learnt is
    something else; weights of the original do not mean the same.

        nn.SequentialCell(
            nn.Conv2d(8, 8, 1), nn.BatchNorm2d(8), nn.ReLU(),
            nn.BatchNorm2d(8), nn.Conv2d(8, 8, 3), nn.ReLU(),
            nn.Conv2d(8, 8, 1), nn.BatchNorm2d(8),
        )

    Networks that normalize first (BatchNorm, ReLU, convolution) are left alone, and a BatchNorm between two
    convolutions. How values are followed is told in MSL720.
    """

    code = "MSL733"
    name = "norm-out-of-place"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = "the order that is meant, only the original or its author tells"

    def check_module(self, module: Module) -> Iterator[Problem]:
        if "BatchNorm" not in module.source.code:
            return
        for cls, order in _orders(module).items():
            if order.followed_by_norm < _FEWEST_OTHERS:
                continue
            for step in order.norms:
                before = order.before(step)
                if before is not None and order.is_norm(before) and before.layer is not step.layer:
                    yield self._problem(
                        step,
                        say(
                            "`{norm}` gets what `{other}` has normalized already.",
                            norm=_text(step),
                            other=_text(before),
                        ),
                    )
            early = [step for step in order.norms if order.is_early(step)]
            if len(early) == 1:
                yield self._problem(
                    early[0],
                    say(
                        "`{norm}` stands before `{layer}`; the other {count} convolutions of {cls} have theirs behind "
                        "them.",
                        norm=_text(early[0]),
                        layer=_text(order.after(early[0])[0]),
                        count=order.followed_by_norm,
                        cls=cls.name,
                    ),
                )

    def _problem(self, step: Step, message: str) -> Problem:
        assert step.layer is not None
        return Problem(step.layer.place.node, message, say("Check the order of the layers against the original."))


class _Order:
    """Which layers that a class makes itself come behind which. ``after`` has the steps that take a step's result."""

    def __init__(self, steps: dict[int, Step], after: dict[int, list[Step]]) -> None:
        self._own = {id(step) for step in steps.values()}
        self._after = after
        self.norms = [step for step in steps.values() if self.is_norm(step)]
        convolutions = [step for step in steps.values() if _is_convolution(step)]
        self.followed_by_norm = sum(any(map(self.is_norm, self.after(step))) for step in convolutions)

    def is_norm(self, step: Step) -> bool:
        """Whether a step is a BatchNorm that the class makes."""
        return step.layer is not None and id(step) in self._own and step.layer.class_name.startswith("BatchNorm")

    def after(self, step: Step) -> list[Step]:
        """The steps that take the result."""
        return self._after.get(id(step), [])

    def before(self, step: Step) -> Optional[Step]:
        """The step whose result this one alone gets."""
        found = step.inputs[0].step if step.inputs else None
        return found if found is not None and len(self.after(found)) == 1 else None

    def is_early(self, norm: Step) -> bool:
        """Whether a BatchNorm is behind no convolution, right before one that has none behind it."""
        behind, after = norm.inputs[0].step if norm.inputs else None, self.after(norm)
        if len(after) != 1 or not _is_convolution(after[0]) or id(after[0]) not in self._own:
            return False
        last = self.after(after[0])
        if len(last) != 1 or self.is_norm(last[0]):
            return False
        if behind is None or id(behind) not in self._own:  # what comes in
            return _is_convolution(last[0]) and id(last[0]) in self._own
        return behind.layer is not None and _is_activation(behind.layer)


def _orders(module: Module) -> dict[ClassInfo, _Order]:
    """The layers that each class of a module makes, as they follow on each other: each once, by where it is made."""
    after: dict[int, list[Step]] = {}
    owners: dict[int, Optional[ClassInfo]] = {}
    own: dict[ClassInfo, dict[int, Step]] = {}
    for wiring in module.wirings:
        for step in wiring.steps:
            for tensor in step.inputs:
                if tensor.step is not None:
                    after.setdefault(id(tensor.step), []).append(step)
            if step.layer is None or step.layer.place.module is not module:
                continue
            node = step.layer.place.node
            if id(node) not in owners:
                owners[id(node)] = _class_around(module, node)
            owner = owners[id(node)]
            if owner is not None and not wiring.cut:
                own.setdefault(owner, {})[id(node)] = step
    return {cls: _Order(steps, after) for cls, steps in own.items()}


def _class_around(module: Module, node: ast.AST) -> Optional[ClassInfo]:
    line = getattr(node, "lineno", 0)
    return next((cls for cls in module.classes if cls.node.lineno <= line <= (cls.node.end_lineno or 0)), None)


def _text(step: Step) -> str:
    """The code that makes the layer."""
    node = step.layer.place.node if step.layer is not None else None
    text = step.layer.place.module.text_of(node) if step.layer is not None and isinstance(node, ast.expr) else step.text
    return text if len(text) <= 60 else text[:57] + "..."


def _is_convolution(step: Step) -> bool:
    return step.layer is not None and step.layer.class_name.startswith("Conv")


def _is_activation(layer: Layer) -> bool:
    return layer.class_name.endswith(("ReLU", "ReLU6", "SiLU", "GELU", "Swish", "Sigmoid", "ELU", "Tanh", "Mish"))
