"""MSL8xx: what optimizers are made and called with, and rates that are set on them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, Optional, Union

from ms_lint.call_fix import AS_ORIGINAL, RAISES, CallFix, spelled
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import around, replaced, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import followed, readers
from ms_lint.semantics.values import Constant, Container, Instance, Sequence

from .arguments import is_number, known_values
from .networks import OPTIMIZERS

_RATE_SET = re.compile(r"\.(lr|learning_rate)\s*[-+*/]?=[^=]")


class OptimizerArgumentOrder(Rule):
    """Arguments of an optimizer in torch's order.

    The optimizers of `mindspore.nn` have the parameters and the rate first, as torch, and go on
    otherwise: `nn.Adagrad` has its accumulator before the rate, `nn.RMSProp` its momentum before
    epsilon. It trains with other numbers.

    ```python
    nn.Adagrad(net.trainable_params(), 0.01)  # the rate is 0.001
    nn.Adagrad(net.trainable_params(), learning_rate=0.01)
    ```
    """

    code = "MSL829"
    name = "optimizer-argument-order"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = OPTIMIZERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        arguments = call.node.args
        name = call.qualified_name.rpartition(".")[2]
        if any(isinstance(item, ast.Starred) for item in arguments):
            return
        if name == "Adagrad" and len(arguments) >= 2:
            yield from self._accumulator_for_rate(call, arguments)
        for position, optimizer, meant, is_meant in _TINY:
            if name == optimizer and len(arguments) > position and is_meant(_number(call, arguments[position])):
                own = _parameter_at(call, position)
                text = call.module.text_of(arguments[position])
                yield Problem(
                    arguments[position],
                    say(
                        "`{text}` is given to `{call}` as `{own}`; torch has `{meant}` there.",
                        text=text,
                        call=call.text,
                        own=own,
                        meant=meant[0],
                    ),
                    say("Write `{meant}={text}`.", meant=meant[1], text=text),
                    fix=CallFix(call).rename(own, meant[1]).rewrite(AS_ORIGINAL),
                )

    def _accumulator_for_rate(self, call: Call, arguments: list[ast.expr]) -> Iterator[Problem]:
        """`nn.Adagrad(params, 0.01)`; with torch's decay of the rate behind it the rate is 0."""
        rate = call.module.text_of(arguments[1])
        given = call.argument("learning_rate")
        if rate.replace(" ", "").startswith("accum") or _number(call, arguments[1]) == 0:
            return
        if given is not None and not (len(arguments) > 2 and _number(call, arguments[2]) == 0):
            return
        fix = CallFix(call) if given is None else CallFix(call).drop("learning_rate")
        yield Problem(
            arguments[1],
            say(
                "The second argument of `{call}` is `accum`, the start of the accumulator; the rate stays 0.001.",
                call=call.text,
            )
            if given is None
            else say(
                "The second argument of `{call}` is `accum`, the start of the accumulator; the rate is 0.",
                call=call.text,
            ),
            say("Write `learning_rate={rate}`.", rate=rate),
            fix=fix.rename("accum", "learning_rate").rewrite(AS_ORIGINAL),
        )


#: position, optimizer, torch's parameter and MindSpore's name for it, and the numbers that show that it is meant.
_TINY: tuple[tuple[int, str, tuple[str, str], Any], ...] = (
    (3, "RMSProp", ("eps", "epsilon"), lambda number: number is not None and 0 < number <= 1e-3),
    (4, "RMSProp", ("weight_decay", "weight_decay"), lambda number: number == 0),
    (4, "Adadelta", ("weight_decay", "weight_decay"), lambda number: number is not None and 0 <= number < 1),
)


def _number(call: Call, node: ast.expr) -> Optional[float]:
    value = call.value_of(node)
    return value.value if isinstance(value, Constant) and is_number(value.value) else None


def _parameter_at(call: Call, position: int) -> str:
    for overloads in call.signatures():
        for signature in overloads:
            if len(signature.positional) > position:
                return signature.positional[position].name
    return say("argument {number}", number=position + 1)


class LossScaleWithoutScaling(Rule):
    """An optimizer divides by a loss scale that the loss was never multiplied by.

    `loss_scale` of an optimizer undoes the scaling of the loss. Alone it makes every step smaller by
    that factor.

    ```python
    nn.SGD(net.trainable_params(), 0.1, loss_scale=1024.0)
    nn.SGD(net.trainable_params(), 0.1)
    ```
    """

    code = "MSL835"
    name = "loss-scale-without-scaling"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = OPTIMIZERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        known = known_values(call, "loss_scale")
        expression = call.expression("loss_scale")
        if known is None or expression is None or not all(is_number(value) and value > 1 for value in known):
            return
        code = call.module.source.code
        if re.search(r"LossScale|loss_scaler|\bsens\b|Scaler\(|\.scale\(|scale\s*\*|\*\s*\w*scale", code):
            return
        if len(re.findall(r"loss_scale", code)) > len(re.findall(r"loss_scale\s*=", code)):
            return  # it is read somewhere
        yield Problem(
            expression,
            say(
                "`{call}` divides the gradients by {known}, and nothing multiplies the loss by it.",
                call=call.text,
                known=known[0],
            ),
            say("Leave `loss_scale` out, or scale the loss by the same number."),
            fix=CallFix(call)
            .drop("loss_scale")
            .rewrite(say("for a network in half precision the loss is to be scaled instead"), Applicability.UNSAFE),
        )


class GradientsInList(Rule):
    """Gradients in a list, where an optimizer of `mindspore.nn` wants a tuple.

    The gradients that `value_and_grad` gives are a tuple. A list that was made of them, to clip or add
    them up, raises a RuntimeError in the optimizer.

    ```python
    optimizer([gradient * 0.5 for gradient in gradients])
    optimizer(tuple(gradient * 0.5 for gradient in gradients))
    ```
    """

    code = "MSL845"
    name = "gradients-in-list"
    fix = Applicability.SAFE
    calls = tuple(f"{name}.__call__" for name in OPTIMIZERS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if len(call.node.args) != 1:
            return
        given = call.node.args[0]
        value = call.value_of(given)
        if not (isinstance(value, (Sequence, Container)) and value.kind == "list"):
            return
        if isinstance(value, Sequence) and len(value.items) < 2:
            return
        text = call.module.text_of(given)
        yield Problem(
            given,
            say("`{call}` wants a tuple of gradients: a list raises a RuntimeError.", call=call.text),
            say("Write `tuple({text})`.", text=text) if isinstance(given, ast.Name) else say("Make a tuple of it."),
            fix=around(call.module, given, "tuple(", ")", RAISES),
        )


class RateAssigned(Rule):
    """A new learning rate that the optimizer refuses, or never reads.

    The rate of an optimizer of `mindspore.nn` is a parameter: a number that is assigned to it raises a
    TypeError, and one that is assigned to `lr` is an attribute that nothing reads.

    ```python
    optimizer.learning_rate = 0.01  # raises
    optimizer.lr = 0.01  # changes nothing
    ops.assign(optimizer.learning_rate, 0.01)
    ```
    """

    code = "MSL828"
    name = "rate-assigned"
    fix = Applicability.SAFE
    calls = OPTIMIZERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        module = call.module
        if not module.mentions(_RATE_SET):
            return
        for reader in readers(module, call.node):
            target = module.parents.get(reader)
            statement = module.parents.get(target) if isinstance(target, ast.Attribute) else None
            if not isinstance(target, ast.Attribute) or not isinstance(statement, (ast.Assign, ast.AugAssign)):
                continue
            if not isinstance(target.ctx, ast.Store):
                continue
            value = module.text_of(statement.value)
            written = say(
                "Write `ops.assign({reader}.learning_rate, {value})`.", reader=module.text_of(reader), value=value
            )
            if target.attr == "lr" and not self._is_read(module, target):
                yield Problem(
                    statement,
                    say("Nothing reads `{target}`: the rate stays as it is.", target=module.text_of(target)),
                    written,
                    fix=unsafe(
                        _assigned_rate(module, reader, statement),
                        say("`lr` is taken for the rate"),
                    ),
                )
            elif target.attr == "learning_rate" and _is_plain_number(module, statement.value):
                is_parameter = _has_one_rate(call)
                if is_parameter is False:
                    continue
                yield Problem(
                    statement,
                    say(
                        "`{target}` is a parameter, and refuses the number `{value}` with a TypeError.",
                        target=module.text_of(target),
                        value=value,
                    ),
                    written,
                    confidence=None if is_parameter else Confidence.LIKELY,
                    fix=_assigned_rate(module, reader, statement),
                )

    def _is_read(self, module: Module, target: ast.Attribute) -> bool:
        """Whether the code reads an attribute of that name itself."""
        return any(
            isinstance(node, ast.Attribute) and node.attr == target.attr and isinstance(node.ctx, ast.Load)
            for node in ast.walk(module.source.tree)
        )


def _has_one_rate(call: Call) -> Optional[bool]:
    """Whether the rate of an optimizer is one number, which it keeps as a Parameter; None where that is not known. Of a
    schedule, of several rates, or of groups with rates of their own it keeps something else."""
    rates, params = call.expression("learning_rate"), call.expression("params")
    known = known_values(call, "learning_rate")
    if rates is not None and known is not None and not all(is_number(rate) for rate in known):
        return False
    if isinstance(call.argument("learning_rate"), Instance):
        return False
    params = followed(call.module, params) if params is not None else None
    if isinstance(params, (ast.List, ast.Tuple)):
        groups = [item for item in params.elts if isinstance(item, ast.Dict)]
        keys = {getattr(key, "value", "") for group in groups for key in group.keys}
        return False if "lr" in keys else None
    is_taken = isinstance(params, ast.Call) and isinstance(params.func, ast.Attribute)
    return True if is_taken and (rates is None or known) else None


def _assigned_rate(
    module: Module, optimizer: ast.expr, statement: Union[ast.Assign, ast.AugAssign]
) -> Optional[Rewrite]:
    """The fix that gives the parameter another value."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    needed = set[str]()
    assign = spelled(module, "mindspore.ops.assign", needed)
    text = f"{assign}({module.text_of(optimizer)}.learning_rate, {module.text_of(statement.value)})"
    return replaced(module, statement, text, RAISES, needed)


def _is_plain_number(module: Module, node: ast.expr) -> bool:
    node = followed(module, node)
    if isinstance(node, ast.BinOp):
        return _is_plain_number(module, node.left) and _is_plain_number(module, node.right)
    return isinstance(node, ast.Constant) and is_number(node.value)
