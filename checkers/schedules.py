"""MSL8xx: learning rates that change at another time than they did in the original."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import RAISES
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import replaced
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import followed, scope_of
from ms_lint.semantics.values import Constant, Container, Instance, Sequence

from .arguments import is_number, known_values
from .networks import OPTIMIZERS, origin_of_call, words

_SCHEDULES = tuple(
    f"mindspore.nn.{name}"
    for name in "CosineDecayLR ExponentialDecayLR InverseDecayLR NaturalExpDecayLR PolynomialDecayLR WarmUpLR".split()
)
_RATE_LISTS = tuple(
    f"mindspore.nn.{name}"
    for name in "cosine_decay_lr exponential_decay_lr inverse_decay_lr natural_exp_decay_lr polynomial_decay_lr".split()
)
_EPOCH = frozenset(("epoch", "epochs"))
_STEP = frozenset(
    "step steps iter iters iteration iterations batch batches size len num total per data dataset loader".split()
)
#: A literal list of rates longer than this may well be one for each step.
_FEW = 24
#: More than torch's schedules usually count in epochs.
_MANY_EPOCHS = 400


def _counts_epochs(module: Module, node: ast.expr) -> bool:
    """Whether a number is one of epochs by its name: ``args.epochs``, but not ``epochs * steps_per_epoch``."""
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        return False
    found = words(module.text_of(node))
    named = found & _EPOCH and not found & (_STEP - {"num", "total"})
    if named and isinstance(node, ast.Name):
        assigned = followed(module, node)
        return not isinstance(assigned, ast.BinOp)
    return bool(named)


def _made_of(module: Module, node: ast.expr) -> ast.expr:
    """What an array or a tensor was made of: a list, a call; the list that a name stands for while it is filled."""
    for _ in range(3):
        made = followed(module, node)
        if isinstance(made, (ast.List, ast.Tuple)) and not made.elts:
            return node
        if not (
            isinstance(made, ast.Call)
            and made.args
            and getattr(made.func, "attr", getattr(made.func, "id", "")) in ("array", "asarray", "Tensor", "tensor")
        ):
            return made
        node = made.args[0]
    return node


class RatesPerEpoch(Rule):
    """A list of learning rates with one rate for each epoch.

    torch's schedulers are stepped by the training loop, once an epoch as a rule. An optimizer of
    `mindspore.nn` takes the next rate of a list, or of a schedule, each time it is called: after as
    many batches as there are rates it stays at the last one.

    ```python
    rates = [0.1 * 0.9 ** epoch for epoch in range(epochs)]
    rates = [0.1 * 0.9 ** epoch for epoch in range(epochs) for _ in range(steps_per_epoch)]
    ```
    """

    code = "MSL838"
    name = "rates-per-epoch"
    confidence = Confidence.LIKELY
    unfixed = "how many steps an epoch has is not in the call"
    calls = (*OPTIMIZERS, *_SCHEDULES, *_RATE_LISTS, "mindspore.nn.piecewise_constant_lr")

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name in OPTIMIZERS:
            yield from self._list(call)
        elif call.qualified_name in _RATE_LISTS:
            steps = call.argument("step_per_epoch")
            expression = call.expression("step_per_epoch")
            if steps == Constant(1) and expression is not None:
                yield self._problem(
                    expression, say("With `step_per_epoch=1` `{call}` gives one rate for each epoch", call=call.text)
                )
        else:
            yield from self._schedule(call)

    def _problem(self, place: ast.expr, what: str) -> Problem:
        return Problem(
            place,
            say("{what}; an optimizer takes the next one at each step.", what=what),
            say("Repeat each rate as often as an epoch has steps, or count in steps."),
        )

    def _list(self, call: Call) -> Iterator[Problem]:
        expression = call.expression("learning_rate")
        if expression is None:
            return
        rates = _made_of(call.module, expression)
        value = call.argument("learning_rate")
        what = say("`{expression}` has one rate for each epoch", expression=call.module.text_of(expression))
        if isinstance(rates, ast.ListComp) and len(rates.generators) == 1:
            if _is_range_of_epochs(call.module, rates.generators[0].iter):
                yield self._problem(expression, what)
        elif isinstance(rates, (ast.List, ast.Tuple)) and isinstance(value, Sequence):
            few = 1 < len(value.items) <= _FEW
            if few and all(isinstance(item, Constant) and is_number(item.value) for item in value.items):
                yield self._problem(
                    expression,
                    say(
                        "`{expression}` has {count} rates",
                        expression=call.module.text_of(expression),
                        count=len(value.items),
                    ),
                )
        elif self._is_spread_over_epochs(call.module, rates) or self._is_filled_by_epoch(call, rates):
            yield self._problem(expression, what)

    def _is_spread_over_epochs(self, module: Module, made: ast.expr) -> bool:
        """Whether numbers are spread over as many rates as there are epochs: ``np.linspace(0.1, 0.0, epochs)``."""
        if not isinstance(made, ast.Call):
            return False
        name = getattr(made.func, "attr", "")
        count = made.args[2:3] + [keyword.value for keyword in made.keywords if keyword.arg == "num"]
        return name in ("linspace", "logspace", "geomspace") and any(_counts_epochs(module, item) for item in count)

    def _is_filled_by_epoch(self, call: Call, name: ast.expr) -> bool:
        """Whether a list is filled by a loop over epochs, once in each."""
        if not isinstance(name, ast.Name):
            return False
        module = call.module
        for loop in ast.walk(scope_of(module, name)):
            if not (isinstance(loop, ast.For) and _is_range_of_epochs(module, loop.iter)):
                continue
            for node in ast.walk(loop):
                if (
                    isinstance(node, ast.Call)
                    and module.text_of(node.func) == f"{name.id}.append"
                    and not any(isinstance(item, (ast.For, ast.While)) and item is not loop for item in ast.walk(loop))
                ):
                    return True
        return False

    def _schedule(self, call: Call) -> Iterator[Problem]:
        origin = origin_of_call(call)
        for name in ("decay_steps", "warmup_steps", "milestone"):
            expression = call.expression(name)
            if expression is None:
                continue
            text = call.module.text_of(expression)
            if _counts_epochs(call.module, expression):
                yield Problem(
                    expression,
                    say(
                        "`{name}` of `{call}` counts steps, and `{text}` is a number of epochs.",
                        name=name,
                        call=call.text,
                        text=text,
                    ),
                    say("Write `{text} * steps_per_epoch`.", text=text),
                )
            elif origin is not None and origin.framework == "torch" and self._is_small(call, name):
                yield Problem(
                    expression,
                    say(
                        "`{name}` of `{call}` counts steps of the optimizer, `{text}` of them; torch's "
                        "schedulers are stepped once an epoch as a rule ({evidence}).",
                        name=name,
                        call=call.text,
                        text=text,
                        evidence=origin.evidence,
                    ),
                    say("Multiply it by the number of steps in an epoch."),
                    origin=origin,
                )

    def _is_computed(self, module: Module, expression: ast.expr) -> bool:
        expression = followed(module, expression)
        items = expression.elts if isinstance(expression, (ast.List, ast.Tuple)) else [expression]
        return any(isinstance(followed(module, item), (ast.BinOp, ast.ListComp)) for item in items)

    def _is_small(self, call: Call, name: str) -> bool:
        known = known_values(call, name)
        expression = call.expression(name)
        if not known or expression is None or self._is_computed(call.module, expression):
            return False  # what is multiplied may well be counted in steps
        numbers = [item for value in known for item in (value if isinstance(value, (list, tuple)) else [value])]
        return bool(numbers) and all(is_number(item) and item <= _MANY_EPOCHS for item in numbers)


def _is_range_of_epochs(module: Module, node: ast.expr) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range" and node.args):
        return False
    return _counts_epochs(module, node.args[0 if len(node.args) == 1 else 1])


class ScheduleOfOtherOptimizer(Rule):
    """A schedule and an optimizer that do not go together.

    The schedulers of `mindspore.experimental.optim.lr_scheduler` take the optimizers of
    `mindspore.experimental.optim` and `mindspore.mint.optim`, and are stepped by hand as in torch. The
    optimizers of `mindspore.nn` take a list of rates or a schedule such as `nn.CosineDecayLR`, which
    is made from numbers. Anything else raises a TypeError.

    ```python
    lr_scheduler.StepLR(nn.SGD(params, 0.1), 10)  # raises
    lr_scheduler.StepLR(mindspore.experimental.optim.SGD(params, 0.1), 10)
    ```
    """

    code = "MSL839"
    name = "schedule-of-other-optimizer"
    unfixed = "the optimizer and the schedule have to be made in the other order, or by other classes"
    calls = ("mindspore.experimental.optim.*", "mindspore.mint.optim.*", *_SCHEDULES)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name in _SCHEDULES:
            yield from self._made_from_optimizer(call)
        elif ".lr_scheduler." in call.qualified_name:
            yield from self._of_optimizer(call)
        else:
            yield from self._as_rate(call)

    def _made_from_optimizer(self, call: Call) -> Iterator[Problem]:
        first = call.node.args[0] if call.node.args else None
        given = [keyword.value for keyword in call.node.keywords if keyword.arg == "optimizer"]
        place = given[0] if given else first
        if place is not None and _is_optimizer(call, place):
            yield Problem(
                place,
                say(
                    "`{call}` is made from numbers, not from the optimizer `{place}`: it raises a TypeError.",
                    call=call.text,
                    place=call.module.text_of(place),
                ),
                say("Make the schedule first, and give it to the optimizer as its `learning_rate`."),
            )

    def _of_optimizer(self, call: Call) -> Iterator[Problem]:
        place = call.expression("optimizer")
        if place is not None and _is_optimizer(call, place, "mindspore.nn."):
            yield Problem(
                place,
                say("`{call}` takes no optimizer of `mindspore.nn`: it raises a TypeError.", call=call.text),
                say(
                    "Make the optimizer with `mindspore.experimental.optim`, or give it a schedule of "
                    "`mindspore.nn` as its `learning_rate`."
                ),
            )

    def _as_rate(self, call: Call) -> Iterator[Problem]:
        place = call.expression("lr")
        value = call.argument("lr")
        is_schedule = isinstance(value, Instance) and value.of in _SCHEDULES
        is_list = isinstance(value, (Sequence, Container)) and value.kind == "list"
        if place is not None and (is_schedule or is_list):
            yield Problem(
                place,
                say(
                    "`lr` of `{call}` is one number: `{place}` raises a TypeError.",
                    call=call.text,
                    place=call.module.text_of(place),
                ),
                say(
                    "Give the first rate, and a scheduler of `mindspore.experimental.optim.lr_scheduler` to change it."
                ),
            )


def _is_optimizer(call: Call, node: ast.expr, prefix: str = "mindspore.") -> bool:
    value = call.value_of(node)
    if not (isinstance(value, Instance) and isinstance(value.of, str) and value.of.startswith(prefix)):
        return False
    bases = ("mindspore.nn.Optimizer", "mindspore.experimental.optim.Optimizer")
    return any(call.module.catalog.is_subclass(value.of, base) for base in bases)


class ScheduleNumbers(Rule):
    """Numbers that a schedule refuses, or that let the rate grow.

    The schedules of `mindspore.nn` tell whole numbers from others: a rate is a `float`, and 0 or 1 in
    its place raises a TypeError. The factor of `nn.ExponentialDecayLR` comes before the steps, the
    other way round than in TensorFlow. `nn.piecewise_constant_lr` wants as many milestones as rates.

    ```python
    nn.CosineDecayLR(0, 0.1, 1000)  # raises
    nn.CosineDecayLR(0.0, 0.1, 1000)
    nn.ExponentialDecayLR(0.1, 1000.0, 1)  # the rate grows
    nn.ExponentialDecayLR(0.1, 0.96, 1000)
    ```
    """

    code = "MSL840"
    name = "schedule-numbers"
    fix = Applicability.SAFE
    calls = (*_SCHEDULES, *_RATE_LISTS, "mindspore.nn.piecewise_constant_lr")
    _FLOATS = ("min_lr", "max_lr", "learning_rate", "end_learning_rate", "decay_rate", "power")

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name == "mindspore.nn.piecewise_constant_lr":
            yield from self._lengths(call)
            return
        for name in self._FLOATS:
            number, place = self._number(call, name), call.expression(name)
            if type(number) is int and place is not None:
                yield Problem(
                    place,
                    say(
                        "`{name}` of `{call}` is a `float`: {number} raises a TypeError.",
                        name=name,
                        call=call.text,
                        number=number,
                    ),
                    say("Write `{number}`.", number=float(number)),
                    fix=replaced(call.module, place, str(float(number)), RAISES)
                    if isinstance(place, ast.Constant)
                    else None,
                )
                return
        low, high = self._number(call, "min_lr"), self._number(call, "max_lr")
        if low is not None and high is not None and low >= high:
            yield Problem(
                call.node,
                say(
                    "`min_lr` of `{call}` comes first and has to be below `max_lr`: {low}, {high} raises an error.",
                    call=call.text,
                    low=low,
                    high=high,
                ),
                say("Give the lowest rate, then the highest."),
            )
        rate, place = self._number(call, "decay_rate"), call.expression("decay_rate")
        grows = rate is not None and rate > 1 and "xp" in call.qualified_name and "Natural" not in call.qualified_name
        if grows and place is not None:
            yield Problem(
                place,
                say("`decay_rate` of `{call}` is a factor, and {rate} lets the rate grow.", call=call.text, rate=rate),
                say("The factor comes before the steps: name the arguments."),
                confidence=Confidence.LIKELY,
            )
        if call.qualified_name.endswith("NaturalExpDecayLR"):
            yield from self._natural(call)

    def _number(self, call: Call, name: str) -> Optional[float]:
        value = call.argument(name)
        return value.value if isinstance(value, Constant) and is_number(value.value) else None

    def _natural(self, call: Call) -> Iterator[Problem]:
        origin = origin_of_call(call)
        steps, stair = call.argument("decay_steps"), call.argument("is_stair")
        if origin is None or origin.framework != "tensorflow" or steps == Constant(1):
            return
        rate = call.expression("decay_rate")
        if isinstance(rate, ast.BinOp) and isinstance(rate.op, ast.Div):
            return  # divided already
        if stair is None or stair == Constant(False):
            yield Problem(
                call.node,
                say(
                    "`{call}` divides the step by `decay_steps` only with `is_stair=True`; TensorFlow does always.",
                    call=call.text,
                ),
                say("Divide `decay_rate` by `decay_steps`."),
                confidence=Confidence.LIKELY,
                origin=origin,
            )

    def _lengths(self, call: Call) -> Iterator[Problem]:
        milestones, rates = call.argument("milestone"), call.argument("learning_rates")
        if isinstance(milestones, Sequence) and isinstance(rates, Sequence):
            counts = len(milestones.items), len(rates.items)
            if counts[0] != counts[1]:
                yield Problem(
                    call.node,
                    say(
                        "`{call}` wants a milestone for each rate, the step up to which it holds: {counts} "
                        "milestones and {counts_2} rates raise a ValueError.",
                        call=call.text,
                        counts=counts[0],
                        counts_2=counts[1],
                    ),
                    say("Add the number of all steps as the last milestone.")
                    if counts[0] + 1 == counts[1]
                    else say("Give as many rates as milestones."),
                )
