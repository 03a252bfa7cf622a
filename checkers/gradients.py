"""MSL8xx: gradient functions that differentiate something else than the loss by the parameters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import (
    assigned_expression,
    followed,
    loops_around,
    readers,
    reads_of,
    returned,
    scope_of,
    target_of,
)
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import NONE, Constant, Instance, Value

from .networks import (
    calls_named,
    calls_of_made,
    function_behind,
    gives_parameters,
    gradient_function,
    gradients_read,
    is_of_weights,
    network_text,
    origin_from,
)

_MAKERS = ("mindspore.ops.grad", "mindspore.ops.value_and_grad")
_MADE = tuple(f"{name}.__call__" for name in _MAKERS)
_LEFT_OUT = re.compile(r"stop_gradient\(|\.(asnumpy|item|shape|numpy)\b|^(len|int|float|str)\(")
_STEP = re.compile(r"opt\w*\.step\(")
_LOSS = re.compile(r"loss|cost|objective|criterion", re.IGNORECASE)


def _is_maker_of_values(call: Call) -> bool:
    return "value_and_grad" in call.qualified_name


def _is_of_weights(call: Call) -> bool:
    """Whether the gradient function that is called gives gradients of weights."""
    made = gradient_function(call.callee)
    return made is not None and is_of_weights(made.arguments)


def _name_of(call: Call, function: Function) -> str:
    """The differentiated function as the user wrote it."""
    expression = call.expression("fn")
    if isinstance(function.node, ast.Lambda) or expression is None:
        return say("The function")
    return f"`{call.module.text_of(expression)}`"


# ---------------------------------------------------------------- what is differentiated


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
    calls = (*_MAKERS, "mindspore.nn.TrainOneStepCell", "mindspore.Model")

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name not in _MAKERS:
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
    calls = _MAKERS

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
    calls = _MAKERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        weights = call.expression("weights")
        if weights is None or call.argument("weights") == NONE or call.expression("grad_position") is not None:
            return
        module = call.module
        uses = [gradients_read(module, made, _is_maker_of_values(call)) for made in calls_of_made(module, call.node)]
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
    calls = _MADE

    def check_call(self, call: Call) -> Iterator[Problem]:
        made = gradient_function(call.callee)
        if made is None:
            return
        position = made.arguments.get(1, made.arguments.get("grad_position", Constant(0)))
        weights = made.arguments.get(2, made.arguments.get("weights", NONE))
        aux = made.arguments.get(3, made.arguments.get("has_aux", Constant(False)))
        with_value = _is_maker_of_values(call)
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
                # a row may be what is wanted, where nobody comes from tuples
                confidence=Confidence.LIKELY if origin is not None else Confidence.POSSIBLE,
                origin=origin,
            )

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


class NetworkOutsideOfGradient(Rule):
    """The network is called outside of the function that is differentiated.

    torch records what was computed, wherever that happened. MindSpore differentiates one function:
    what was computed before it is a constant there, and the gradients of the weights that it came from
    are zero.

    ```python
    logits = net(images)
    ms.value_and_grad(lambda: loss_fn(logits, labels), None, weights)()  # zeros

    def forward_fn(images, labels):
        return loss_fn(net(images), labels)

    ms.value_and_grad(forward_fn, None, weights)(images, labels)
    ```
    """

    code = "MSL814"
    name = "network-outside-of-gradient"
    confidence = Confidence.LIKELY
    calls = _MAKERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        weights = call.expression("weights")
        if weights is None or call.argument("weights") == NONE:
            return
        value = call.argument("fn")
        if isinstance(value, Instance) and isinstance(value.of, str):
            yield from self._loss_alone(call, value)
            return
        function = function_behind(value)
        network = network_text(call.module, weights)
        if function is None or network is None or function.module is not call.module:
            return
        if calls_named(function.node, network, call.module):
            return
        outside = self._called_outside(call, function, network) or self._made_outside(function)
        if outside is not None:
            yield Problem(
                outside,
                say(
                    "`{outside}` is computed before the differentiated function runs, and is a constant in it: "
                    "the gradients of `{weights}` are zero.",
                    outside=call.module.text_of(outside),
                    weights=call.module.text_of(weights),
                ),
                say("Call `{network}` in the function that `{call}` is given.", network=network, call=call.text),
            )

    def _made_outside(self, function: Function) -> Optional[ast.expr]:
        """What a function without parameters returns, where it only reads it: `lambda: loss`."""
        node = function.node
        if any(isinstance(item, ast.arg) for item in ast.walk(node.args)):
            return None
        results = returned(function)
        if len(results) != 1 or not isinstance(results[0], ast.Name):
            return None
        name = results[0]
        stores = [
            item
            for item in ast.walk(scope_of(function.module, node))
            if isinstance(item, ast.Name) and item.id == name.id and isinstance(item.ctx, ast.Store)
        ]
        inside = set(ast.walk(node))
        return name if stores and not any(item in inside for item in stores) else None

    def _loss_alone(self, call: Call, loss: Instance) -> Iterator[Problem]:
        if isinstance(loss.of, str) and call.module.catalog.is_subclass(loss.of, "mindspore.nn.LossBase"):
            fn, weights = call.expression("fn"), call.expression("weights")
            assert fn is not None
            assert weights is not None
            yield Problem(
                fn,
                say(
                    "The differentiated function is the loss `{fn}` alone: no network is called in it, and the "
                    "gradients of `{weights}` are zero.",
                    fn=call.module.text_of(fn),
                    weights=call.module.text_of(weights),
                ),
                say("Give a function that calls the network and then the loss."),
                confidence=Confidence.PROVED,
            )

    def _called_outside(self, call: Call, function: Function, network: str) -> Optional[ast.expr]:
        """A call of the network whose result the function, or a call of the gradient function, is given."""
        module = call.module
        for made in calls_of_made(module, call.node):
            for argument in (*made.args, *(keyword.value for keyword in made.keywords)):
                found = calls_named(followed(module, argument), network, module)
                if found:
                    return found[0]
        own = {item.arg for item in ast.walk(function.node.args) if isinstance(item, ast.arg)}
        for name in ast.walk(function.node):
            if not (isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load)) or name.id in own:
                continue
            assigned = assigned_expression(module, name)
            if assigned is None or scope_of(module, assigned) is function.node:
                continue
            found = calls_named(followed(module, assigned), network, module)
            if not found:
                found = [
                    inner
                    for part in ast.walk(assigned)
                    if isinstance(part, ast.Name)
                    for inner in calls_named(followed(module, part), network, module)
                ]
            if found:
                return found[0]
        return None


_LOSSES = tuple(
    f"mindspore.nn.{name}"
    for name in (
        "SoftmaxCrossEntropyWithLogits CrossEntropyLoss BCELoss BCEWithLogitsLoss MSELoss L1Loss SmoothL1Loss "
        "HuberLoss NLLLoss KLDivLoss CosineEmbeddingLoss MarginRankingLoss SoftMarginLoss HingeEmbeddingLoss"
    ).split()
)


def is_vector_loss(call_or_instance: Instance, call: Call) -> bool:
    """Whether a loss of mindspore.nn gives a value for each sample: by its ``reduction``, given or default."""
    given = call_or_instance.arguments.get("reduction")
    if given is None and isinstance(call_or_instance.of, str):
        for overloads in reversed(call.module.catalog.signatures(call_or_instance.of)):
            for signature in overloads:
                names = [parameter.name for parameter in signature.positional]
                if "reduction" in names:
                    position = names.index("reduction")
                    default = next(p.default for p in signature.positional if p.name == "reduction")
                    given = call_or_instance.arguments.get(position, Constant((default or "").strip("'\"")))
                    return given == Constant("none")
    return given == Constant("none")


class GradientOfVectorLoss(Rule):
    """The loss that is differentiated has one value for each sample.

    torch refuses to differentiate anything but a single number. MindSpore differentiates the sum:
    without a mean the gradients are those of torch's default loss times the size of the batch.
    `nn.SoftmaxCrossEntropyWithLogits` does not average unless it is told to.

    ```python
    loss_fn = nn.SoftmaxCrossEntropyWithLogits(sparse=True)  # one value for each sample
    loss_fn = nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction='mean')
    ```
    """

    code = "MSL815"
    name = "gradient-of-vector-loss"
    confidence = Confidence.LIKELY
    calls = (
        *(f"{name}.__call__" for name in _LOSSES),
        "mindspore.nn.WithLossCell",
        "mindspore.Model",
    )

    def check_call(self, call: Call) -> Iterator[Problem]:
        loss: Optional[Value] = call.callee
        place: Optional[ast.expr] = call.node
        if not call.qualified_name.endswith(".__call__"):
            loss, place = call.argument("loss_fn"), call.expression("loss_fn")
            if call.qualified_name == "mindspore.Model" and call.expression("optimizer") is None:
                return
        elif not self._is_differentiated(call):
            return
        if not isinstance(loss, Instance) or place is None or not is_vector_loss(loss, call):
            return
        given = "reduction" in loss.arguments
        yield Problem(
            place,
            say(
                "`nn.{name}` with `reduction='none'` gives one value for each sample, and the gradient is that of "
                "their sum: the size of the batch times that of the mean.",
                name=loss.class_name,
            )
            if given
            else say(
                "`nn.{name}` without a `reduction` gives one value for each sample, and the gradient is that of their "
                "sum: the size of the batch times that of the mean.",
                name=loss.class_name,
            ),
            say("Write `reduction='mean'` in the loss, or take the mean of what it gives."),
        )

    def _is_differentiated(self, call: Call) -> bool:
        """Whether what the loss gives is returned, as it is, by a function that is differentiated here."""
        module, function = call.module, call.function
        if function is None:
            return False
        for node in readers(module, call.node):
            parent = module.parents.get(node)
            if isinstance(parent, ast.Tuple) and parent.elts[0] is node:
                parent = module.parents.get(parent)
            if isinstance(parent, ast.Return) or (isinstance(parent, ast.Lambda) and parent.body is node):
                return _is_given_to_maker(call, function)
        return False


def _is_given_to_maker(call: Call, function: Function) -> bool:
    for item in ast.walk(call.module.source.tree):
        if isinstance(item, ast.Call) and item.args:
            name = getattr(item.func, "id", getattr(item.func, "attr", ""))
            if name in ("value_and_grad", "grad") and (
                item.args[0] is function.node
                or getattr(item.args[0], "id", getattr(item.args[0], "attr", None)) == function.name
            ):
                return True
    return False


# ---------------------------------------------------------------- what becomes of the gradients


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
    calls = ("mindspore.ops.value_and_grad.__call__",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        target = target_of(call.module, call.node)
        if not (isinstance(target, ast.Tuple) and len(target.elts) == 2 and _is_of_weights(call)):
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
            )


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
    calls = _MADE

    def check_call(self, call: Call) -> Iterator[Problem]:
        module = call.module
        loop = next(loops_around(module, call.node), None)
        target = target_of(module, call.node)
        if loop is None or not _is_of_weights(call):
            return
        if _is_maker_of_values(call):
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
