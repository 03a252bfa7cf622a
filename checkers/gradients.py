"""MSL8xx: gradient functions that differentiate something else than the loss by the parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import replaced, unsafe, with_keyword
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import (
    followed,
    returned,
    target_of,
)
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import NONE, Constant, Instance

from .networks import (
    calls_of_made,
    function_behind,
    gives_parameters,
    gradient_function,
    gradients_read,
    is_of_weights,
    origin_from,
)

#: What makes a gradient function, and the call of what it makes.
MAKERS = ("mindspore.ops.grad", "mindspore.ops.value_and_grad")
MADE = tuple(f"{name}.__call__" for name in MAKERS)
_LEFT_OUT = re.compile(r"stop_gradient\(|\.(asnumpy|item|shape|numpy)\b|^(len|int|float|str)\(")
_LOSS = re.compile(r"loss|cost|objective|criterion", re.IGNORECASE)


def gives_values(call: Call) -> bool:
    return "value_and_grad" in call.qualified_name


def gives_weights(call: Call) -> bool:
    """Whether the gradient function that is called gives gradients of weights."""
    made = gradient_function(call.callee)
    return made is not None and is_of_weights(made.arguments)


def _name_of(call: Call, function: Function) -> str:
    """The differentiated function as the user wrote it."""
    expression = call.expression("fn")
    if isinstance(function.node, ast.Lambda) or expression is None:
        return say("The function")
    return f"`{call.module.text_of(expression)}`"


class GradientOfAuxiliaryOutput(Rule):
    """A gradient function without `has_aux=True` differentiates all that the function returns.

    `value_and_grad` and `grad` differentiate the sum of all outputs. A forward function that returns
    the loss and, beside it, the logits then trains on the loss plus all logits: the loss goes down for
    a while, and the weights go somewhere else.

    ```python
    def forward_fn(images, labels):
        logits = net(images)
        return loss_fn(logits, labels), logits

    ms.value_and_grad(forward_fn, None, weights)  # the logits are differentiated too
    ms.value_and_grad(forward_fn, None, weights, has_aux=True)  # the loss alone
    ```

    So does `nn.TrainOneStepCell`, and `Model` with an optimizer, around a Cell that returns both.

    Outputs that go through `ops.stop_gradient` add nothing to the gradient and are not reported.
    """

    code = "MSL810"
    name = "gradient-of-auxiliary-output"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = (*MAKERS, "mindspore.nn.TrainOneStepCell", "mindspore.Model")

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name not in MAKERS:
            yield from self._train_cell(call)
            return
        aux = call.argument("has_aux")
        function = function_behind(call.argument("fn"))
        if function is None or call.bound is None or (aux is not None and aux != Constant(False)):
            return
        texts = self._outputs(function)
        if texts:
            message = say(
                "{function} returns `{parts}`, and `{call}` differentiates the sum of all of them.",
                function=_name_of(call, function),
                parts=", ".join(texts),
                call=call.text,
            )
            if aux is not None:
                message = say("{message.open}, as it is asked to with `has_aux=False`.", message=message)
            yield Problem(
                call.node,
                message,
                say("Write `has_aux=True`, so that only `{texts}` is differentiated.", texts=texts[0]),
                fix=CallFix(call).put("has_aux", "True").rewrite(AS_ORIGINAL)
                if call.qualified_name.endswith("value_and_grad")
                else None,
            )

    def _train_cell(self, call: Call) -> Iterator[Problem]:
        """A train cell, or a Model that makes one, around a Cell that gives the loss and something beside it."""
        network, expression = call.argument("network"), call.expression("network")
        is_model = call.qualified_name == "mindspore.Model"
        if not isinstance(network, Instance) or isinstance(network.of, str) or expression is None:
            return
        if is_model and (call.expression("optimizer") is None or call.expression("loss_fn") is not None):
            return
        texts = self._outputs(network.of.entry) if network.of.entry is not None else []
        if len(texts) < 2 or not _LOSS.search(texts[0]):
            return
        yield Problem(
            expression,
            say(
                "`{network}` returns `{parts}`, and `{call}` differentiates the sum of all of them.",
                network=call.module.text_of(expression),
                parts=", ".join(texts),
                call=call.text,
            ),
            say("Return `{loss}` alone, or the others through `ops.stop_gradient`.", loss=texts[0]),
        )

    def _outputs(self, function: Function) -> list[str]:
        """What a function returns beside one another, where some of it should not be differentiated."""
        for expression in returned(function):
            parts = self._parts(function, expression)
            if parts is None or all(self._is_left_out(function, part) for part in parts[1:]):
                continue
            texts = [function.module.text_of(part) for part in parts]
            # several losses may be meant to be added up
            return [] if all(_LOSS.search(text) for text in texts) else texts
        return []

    def _parts(self, function: Function, expression: ast.expr) -> Optional[list[ast.expr]]:
        """The outputs, where there are more than one."""
        if not isinstance(function.node, ast.Lambda):
            expression = followed(function.module, expression)
        if isinstance(expression, ast.Tuple) and len(expression.elts) > 1:
            return None if any(isinstance(item, ast.Starred) for item in expression.elts) else expression.elts
        return None

    def _is_left_out(self, function: Function, part: ast.expr) -> bool:
        """Whether an output has no gradient: a number, or what `stop_gradient` gave."""
        part = followed(function.module, part)
        return isinstance(part, ast.Constant) or _LEFT_OUT.search(function.module.text_of(part)) is not None


class ParametersAsGradPosition(Rule):
    """Parameters in the place of `grad_position`.

    The second argument of `grad` and `value_and_grad` says which inputs are differentiated; the
    parameters come third. A list of parameters as the second one raises an error at the first call.

    ```python
    ms.value_and_grad(forward_fn, net.trainable_params())  # raises
    ms.value_and_grad(forward_fn, None, net.trainable_params())
    ```
    """

    code = "MSL811"
    name = "parameters-as-grad-position"
    fix = Applicability.SAFE
    calls = MAKERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        expression = call.expression("grad_position")
        if expression is None or not gives_parameters(call.module, expression):
            return
        text = call.module.text_of(expression)
        yield Problem(
            expression,
            say(
                "`{text}` is given to `{call}` as `grad_position`, the positions of inputs: it raises an error.",
                text=text,
                call=call.text,
            ),
            say("Write `None, {text}`: no input, but these parameters.", text=text),
            fix=_as_weights(call, text),
        )


def _as_weights(call: Call, text: str) -> Optional[Rewrite]:
    """The fix that differentiates by parameters and by no input."""
    if call.expression("weights") is not None:
        return None
    return CallFix(call).rename("grad_position", "grad_position", f"None, weights={text}").rewrite(RAISES)


class WeightsWithInputGradient(Rule):
    """`weights` without `grad_position=None` gives the gradient of the first input as well.

    `grad_position` is 0 unless it is given, so that the result is a pair: the gradient of the first
    input, and those of the weights. An optimizer that is given the pair fails, or takes the gradient of
    the images for that of the first weight.

    ```python
    grad_fn = ms.value_and_grad(forward_fn, weights=weights)
    loss, (input_gradient, gradients) = grad_fn(images, labels)

    grad_fn = ms.value_and_grad(forward_fn, None, weights)
    loss, gradients = grad_fn(images, labels)
    ```
    """

    code = "MSL812"
    name = "weights-with-input-gradient"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = MAKERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        weights = call.expression("weights")
        if weights is None or call.argument("weights") == NONE or call.expression("grad_position") is not None:
            return
        module = call.module
        uses = [gradients_read(module, made, gives_values(call)) for made in calls_of_made(module, call.node)]
        known = [use for use in uses if use is not None]
        if any(self._takes_pair(call, item) for use in known for item in use):
            return
        origin = None if known else origin_from(call, "torch")
        if not known and origin is None:
            return
        yield Problem(
            call.node,
            say(
                "`{call}` with `weights` and without `grad_position` gives a pair: the gradient of the first "
                "input, and the gradients of the weights.",
                call=call.text,
            ),
            say("Write `grad_position=None` for the gradients of `{weights}` alone.", weights=module.text_of(weights)),
            origin=origin,
            fix=CallFix(call).put("grad_position", "None").rewrite(AS_ORIGINAL),
        )

    def _takes_pair(self, call: Call, node: ast.expr) -> bool:
        """Whether the gradients are unpacked, indexed or looped over."""
        parent = call.module.parents.get(node)
        if isinstance(node, (ast.Tuple, ast.List)) or isinstance(parent, (ast.Subscript, ast.Starred)):
            return True
        target = target_of(call.module, node)
        return isinstance(target, (ast.Tuple, ast.List))


class GradientOfFirstInput(Rule):
    """`grad` gives the gradient of one input as a bare tensor, not in a tuple.

    `torch.autograd.grad` returns a tuple, one gradient for each input. `ms.grad` differentiates the
    first input alone unless `grad_position` says otherwise, and gives its gradient as it is: an index
    takes its first row, and unpacking takes it apart along its first axis.

    ```python
    gradient = ms.grad(f)(x)[0]  # the first row of the gradient
    gradient = ms.grad(f)(x)
    gx, gy = ms.grad(f)(x, y)  # two rows of the gradient of x
    gx, gy = ms.grad(f, grad_position=(0, 1))(x, y)
    ```
    """

    code = "MSL813"
    name = "gradient-of-first-input"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = MADE

    def check_call(self, call: Call) -> Iterator[Problem]:
        made = gradient_function(call.callee)
        if made is None:
            return
        position = made.arguments.get(1, made.arguments.get("grad_position", Constant(0)))
        weights = made.arguments.get(2, made.arguments.get("weights", NONE))
        aux = made.arguments.get(3, made.arguments.get("has_aux", Constant(False)))
        with_value = gives_values(call)
        if not (isinstance(position, Constant) and type(position.value) is int and weights == NONE):
            return
        if aux != Constant(False) and not with_value:
            return
        reads = gradients_read(call.module, call.node, with_value)
        for node in reads or ():
            yield from self._wrong_read(call, node, position.value)
        if reads and not with_value and len(call.node.args) > 1 and origin_from(call, "torch") is not None:
            yield self._one_of_several(call, position.value)

    def _wrong_read(self, call: Call, node: ast.expr, position: int) -> Iterator[Problem]:
        parent = call.module.parents.get(node)
        count = None
        target = node if isinstance(node, (ast.Tuple, ast.List)) else target_of(call.module, node)
        if isinstance(target, (ast.Tuple, ast.List)):
            count = len(target.elts)
        if count is not None and target is not None:
            yield Problem(
                target,
                say(
                    "The gradient of argument {number} alone comes as a bare tensor: `{target}` takes it apart along "
                    "its first axis.",
                    number=position + 1,
                    target=call.module.text_of(target),
                ),
                say(
                    "Write `grad_position={positions}` for the gradients of {count} arguments.",
                    positions=tuple(range(count)),
                    count=count,
                )
                if count > 1
                else say("Take the result as it is."),
                fix=self._of_all(call, count),
            )
        elif isinstance(parent, ast.Subscript) and parent.value is node and _is_integer(parent.slice):
            origin = origin_from(call, "torch")
            yield Problem(
                parent,
                say(
                    "The gradient of argument {number} alone comes as a bare tensor: `{item}` is a row of it.",
                    number=position + 1,
                    item=call.module.text_of(parent),
                ),
                say("Leave the index out."),
                fix=replaced(call.module, parent, call.module.text_of(node), AS_ORIGINAL),
                # a row may be what is wanted, where nobody comes from tuples
                confidence=Confidence.LIKELY if origin is not None else Confidence.POSSIBLE,
                origin=origin,
            )

    def _of_all(self, call: Call, count: int) -> Optional[Rewrite]:
        """The fix that asks for the gradients of the first arguments, where the position is not given."""
        made = followed(call.module, call.node.func)
        if not isinstance(made, ast.Call) or count < 2 or len(made.args) > 1:
            return None
        doubt = say("it gives a tuple then, wherever it is called")
        return unsafe(with_keyword(call.module, made, f"grad_position={tuple(range(count))}", doubt), doubt)

    def _one_of_several(self, call: Call, position: int) -> Problem:
        # whether the others are wanted does not show
        return Problem(
            call.node,
            say("Only argument {number} of {count} is differentiated.", number=position + 1, count=len(call.node.args)),
            say(
                "Write `grad_position={positions}` for the gradients of all.",
                positions=tuple(range(len(call.node.args))),
            ),
            confidence=Confidence.POSSIBLE,
        )


def _is_integer(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) is int
