"""MSL8xx: differentiated functions that do not compute the loss, or compute one of many values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Confidence
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import (
    assigned_expression,
    followed,
    readers,
    returned,
    scope_of,
)
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import NONE, Constant, Instance, Value

from .gradients import MAKERS
from .networks import (
    calls_named,
    calls_of_made,
    function_behind,
    network_text,
)


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
    unfixed = "the network has to be called in a function that takes the inputs, of which the code has only the output"
    calls = MAKERS

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
    unfixed = "whether the mean or the sum of the losses is meant is not in the code"
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
