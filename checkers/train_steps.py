"""MSL8xx: train steps that train nothing, twice, or in the wrong mode."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import CallFix, spelled
from ms_lint.conversion.blocks import bound_in
from ms_lint.conversion.values import ATOMS
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import around, before_first, before_statement, replaced, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import readers
from ms_lint.semantics.values import UNKNOWN, Argument, Instance, SelfValue, Value, walk_values

from .networks import (
    TRAIN_CELLS,
    calls_of_made,
    gradients_read,
    is_called_in_loop,
    is_of_weights,
    layers_within,
    network_text,
    value_of_name,
    words,
)
from .training_fixes import only_loss, only_optimizer

#: Layers that compute something else in training.
_BY_MODE = re.compile(r"\.(Dropout|BatchNorm|SyncBatchNorm|DropPath|RReLU|LSTM|GRU|RNN|MultiheadAttention|Transformer)")
_LABELS = frozenset("label labels target targets gt y ground truth mask annotation annotations loss answer".split())
_EVALUATION = frozenset(
    "eval evaluate evaluation val valid validate validation test tests testing infer predict".split()
)
_TRAINING = re.compile(r"\.training\b|dropout\(")
_SETS_TRAINING = re.compile(r"set_train|\bModel\(|\.train\(")


def _depends_on_mode(network: Value) -> Optional[bool]:
    """Whether a network computes something else in training; None where it is not known what it is made of."""
    if isinstance(network, SelfValue):
        return None
    if not isinstance(network, Instance):
        return None
    if isinstance(network.of, str):
        if network.of == "mindspore.nn.WithLossCell":
            return _depends_on_mode(network.arguments.get(0, network.arguments.get("backbone", UNKNOWN)))
        if network.of == "mindspore.nn.SequentialCell":
            within = [item for value in network.arguments.values() for item in walk_values(value)]
            return True if any(_depends_on_mode(item) for item in within if item is not network) else None
        return _BY_MODE.search(network.of) is not None
    parts = list(layers_within(network.of))
    if any(part is not None and isinstance(part.of, str) and _BY_MODE.search(part.of) for part in parts):
        return True
    if network.of.module.mentions(_TRAINING):
        return None
    return None if None in parts else False


# ---------------------------------------------------------------- the mode


_BEGINS = say("torch's networks begin in training mode")


class SetTrainMissing(Rule):
    """A network is trained that was never put into training mode.

    A torch module begins in training mode. A MindSpore Cell begins in inference mode: until
    `net.set_train()` is called, dropout drops nothing, batch normalization uses its running statistics
    and never updates them. `Model.train` calls it; a loop of one's own, and `nn.TrainOneStepCell`,
    do not.

    ```python
    net.set_train()
    for images, labels in dataset:
        loss, gradients = grad_fn(images, labels)
        optimizer(gradients)
    ```
    """

    code = "MSL818"
    name = "set-train-missing"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.ops.value_and_grad", "mindspore.ops.grad", *TRAIN_CELLS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        module = call.module
        if module.mentions(_SETS_TRAINING):
            return
        if call.qualified_name in TRAIN_CELLS:
            expression = call.expression("network")
            network, text = call.argument("network"), module.text_of(expression) if expression is not None else None
            if isinstance(network, Instance) and network.of == "mindspore.nn.WithLossCell":
                text = _backbone_text(module, network) or text
        else:
            text = network_text(module, call.expression("weights"))
            network = value_of_name(call, text) if text is not None and text.isidentifier() else UNKNOWN
        if text is None or network is None or isinstance(network, Argument):
            return
        if not self._trains(call):
            return
        if _depends_on_mode(network) is not True:
            return
        yield Problem(
            call.node,
            say(
                "`{text}` is trained in inference mode, in which a Cell begins: its dropout drops nothing, and "
                "its batch statistics are never updated.",
                text=text,
            ),
            say("Call `{text}.set_train()` before the loop.", text=text),
            fix=before_statement(
                module, call.node, f"{text}.set_train()", say("torch's networks begin in training mode")
            )
            if text.isidentifier()
            else None,
        )

    def _trains(self, call: Call) -> bool:
        """Whether what is made is called again and again in this module."""
        made = calls_of_made(call.module, call.node)
        return any(is_called_in_loop(call.module, item) for item in made)


def _backbone_text(module: Module, network: Instance) -> Optional[str]:
    node = network.call
    if node is None:
        return None
    given = [keyword.value for keyword in node.keywords if keyword.arg == "backbone"] or node.args[:1]
    return module.text_of(given[0]) if given else None


class EvaluationInTrainingMode(Rule):
    """A network is evaluated that was put into training mode and never taken out of it.

    torch code calls `model.eval()` before it evaluates. After `net.set_train()` a Cell stays in
    training mode until `net.set_train(False)`: dropout drops, and batch normalization uses the batch
    in front of it and updates its statistics with the test data.

    ```python
    net.set_train(False)
    for images, labels in test_dataset:
        predictions = net(images)
    ```
    """

    code = "MSL819"
    name = "evaluation-in-training-mode"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_module(self, module: Module) -> Iterator[Problem]:
        code = module.source.code
        if "set_train(" not in code:
            return
        switches = [
            node
            for node in ast.walk(module.source.tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "set_train"
        ]
        if not switches or not all(_switches_on(node) for node in switches) or re.search(r"\.eval\(|Model\(", code):
            return
        networks = {module.text_of(node.func.value) for node in switches if isinstance(node.func, ast.Attribute)}
        for function in module.functions:
            node = function.node
            if isinstance(node, ast.Lambda) or not (words(function.name) & _EVALUATION):
                continue
            if "train" in words(function.name) or any(item in ast.walk(node) for item in switches):
                continue
            for item in ast.walk(node):
                if isinstance(item, ast.Call) and module.text_of(item.func) in networks and self._depends(module, item):
                    yield Problem(
                        item,
                        say(
                            "`{function}` runs `{func}` in training mode, where `{switches}` has left it.",
                            function=function.name,
                            func=module.text_of(item.func),
                            switches=module.text_of(switches[0]),
                        ),
                        say("Call `{func}.set_train(False)` before.", func=module.text_of(item.func)),
                        fix=_taken_out(module, node.body, module.text_of(item.func)),
                    )
                    break

    def _depends(self, module: Module, call: ast.Call) -> bool:
        if not isinstance(call.func, ast.Name):
            return False
        return _depends_on_mode(module.scope.env.get(call.func.id, UNKNOWN)) is True


def _taken_out(module: Module, body: list[ast.stmt], network: str) -> Optional[Rewrite]:
    """The fix that begins a function with `net.set_train(False)`."""
    root = network.partition(".")[0]
    declared = {name for item in body if isinstance(item, (ast.Global, ast.Nonlocal)) for name in item.names}
    if root in declared or any(root in bound_in(item) for item in body):
        return None
    doubt = say("what trains `{network}` afterwards has to call `{network}.set_train()` again", network=network)
    return unsafe(before_first(module, body, f"{network}.set_train(False)", doubt), doubt)


def _switches_on(node: ast.Call) -> bool:
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    return not given or (isinstance(given[0], ast.Constant) and given[0].value is True)


# ---------------------------------------------------------------- train cells and Model


class TrainedWithoutLoss(Rule):
    """A network is trained on its own output: no loss is in it.

    `nn.TrainOneStepCell` and a gradient function make the output of their network smaller, whatever it
    is. Of the bare network that is the sum of the logits.

    ```python
    nn.TrainOneStepCell(net, optimizer)  # makes the logits small
    nn.TrainOneStepCell(nn.WithLossCell(net, loss_fn), optimizer)

    Model(net, optimizer=optimizer)  # the same
    Model(net, loss_fn, optimizer)

    ms.value_and_grad(net, None, weights)

    def forward_fn(images, labels):
        return loss_fn(net(images), labels)

    ms.value_and_grad(forward_fn, None, weights)
    ```
    """

    code = "MSL820"
    name = "trained-without-loss"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.ops.value_and_grad", "mindspore.Model", *TRAIN_CELLS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        is_model = call.qualified_name == "mindspore.Model"
        is_cell = is_model or call.qualified_name in TRAIN_CELLS
        name = "network" if is_cell else "fn"
        network, expression = call.argument(name), call.expression(name)
        if not isinstance(network, Instance) or expression is None or not self._gives_no_loss(network):
            return
        if is_model and (call.expression("optimizer") is None or _is_given_loss(call)):
            return
        if not is_cell and not self._is_applied(call):
            return
        text = call.module.text_of(expression)
        yield Problem(
            expression,
            say(
                "`{text}` gives its prediction, and `{call}` trains it to have a small sum: there is no loss.",
                text=text,
                call=call.text,
            ),
            say("Give `{call}` the loss, too: `loss_fn=...`.", call=call.text)
            if is_model
            else say("Write `nn.WithLossCell({text}, loss_fn)` in its place.", text=text)
            if is_cell
            else say("Give a function that calls `{text}` and returns the loss.", text=text),
            fix=self._with_loss(call, expression, is_model) if is_cell else None,
        )

    def _with_loss(self, call: Call, network: ast.expr, is_model: bool) -> Optional[Rewrite]:
        """The fix that gives it the one loss that is made before, and not used yet."""
        loss = only_loss(call)
        if loss is None:
            return None
        doubt = say("taken for the loss that is meant: `{loss}`", loss=loss)
        if is_model:
            return CallFix(call).put("loss_fn", loss).rewrite(doubt, Applicability.UNSAFE)
        needed = set[str]()
        name = spelled(call.module, "mindspore.nn.WithLossCell", needed)
        return unsafe(around(call.module, network, f"{name}(", f", {loss})", doubt, needed), doubt)

    def _is_applied(self, call: Call) -> bool:
        """Whether an optimizer is called with the gradients of the weights."""
        if not is_of_weights(call.arguments):
            return False
        module = call.module
        for made in calls_of_made(module, call.node):
            for node in gradients_read(module, made, with_value=True) or ():
                parent = module.parents.get(node)
                if isinstance(parent, ast.Call) and "opt" in module.text_of(parent.func).lower():
                    return True
        return False

    def _gives_no_loss(self, network: Instance) -> bool:
        if isinstance(network.of, str):
            return network.of in ("mindspore.nn.SequentialCell", "mindspore.nn.Dense")
        info, entry = network.of, network.of.entry
        if entry is None or entry.module is not info.module or info.kind != "cell":
            return False
        arguments = entry.node.args
        names = [item.arg for item in ast.walk(arguments) if isinstance(item, ast.arg)]
        if arguments.vararg or arguments.kwarg or any(words(name) & _LABELS for name in names) or len(names) != 2:
            return False
        text = "\n".join([info.name, *info.module.source.lines[entry.node.lineno - 1 : entry.node.end_lineno]])
        return re.search(r"loss|error|cost|crit|energy|elbo|nll|objective", text, re.IGNORECASE) is None


def _is_given_loss(call: Call) -> bool:
    return call.bound is None or bool(call.bound.star) or call.expression("loss_fn") is not None


class TrainedTwice(Rule):
    """A train cell is wrapped in another one, or a loss in another loss.

    `nn.TrainOneStepCell` calls the optimizer. Given to `Model` together with an optimizer, or to a
    second train cell, it is wrapped once more, and each batch changes the weights twice. `Model` with
    a `loss_fn` wraps its network in `nn.WithLossCell`, which raises a TypeError where it is one already.

    ```python
    train_cell = nn.TrainOneStepCell(net_with_loss, optimizer)
    Model(train_cell, optimizer=optimizer)  # two updates
    Model(train_cell)

    Model(nn.WithLossCell(net, loss_fn), loss_fn, optimizer)  # raises
    Model(net, loss_fn, optimizer)
    ```
    """

    code = "MSL821"
    name = "trained-twice"
    fix = Applicability.UNSAFE
    calls = ("mindspore.Model", *TRAIN_CELLS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        network, expression = call.argument("network"), call.expression("network")
        is_model = call.qualified_name == "mindspore.Model"
        if expression is None:
            return
        text = call.module.text_of(expression)
        if is_model and isinstance(network, Instance) and network.of == "mindspore.nn.WithLossCell":
            yield from self._loss_twice(call, expression, text)
        if not _is_train_cell(call, network):
            return
        if is_model and call.expression("optimizer") is None:
            return
        yield Problem(
            expression,
            say(
                "`{text}` calls an optimizer already, and `{call}` with an optimizer wraps it in another train "
                "step: each batch changes the weights twice.",
                text=text,
                call=call.text,
            ),
            say("Write `{call}({text})`.", call=call.text, text=text) if is_model else say("Use it as it is."),
            fix=_trained_once(call, expression, is_model),
        )

    def _loss_twice(self, call: Call, network: ast.expr, text: str) -> Iterator[Problem]:
        loss = call.argument("loss_fn")
        if isinstance(loss, Instance) and call.expression("optimizer") is not None:
            yield Problem(
                network,
                say(
                    "`{text}` has its loss, and `{call}` wraps it in `loss_fn` once more: training raises a TypeError.",
                    text=text,
                    call=call.text,
                ),
                say("Give `{call}` the bare network, or leave `loss_fn` out.", call=call.text),
                fix=CallFix(call)
                .drop("loss_fn")
                .rewrite(say("the loss is that of `{text}`", text=text), Applicability.UNSAFE),
            )


def _trained_once(call: Call, train_cell: ast.expr, is_model: bool) -> Optional[Rewrite]:
    """The fix that leaves the second optimizer out."""
    doubt = say("the rate is that of the optimizer within")
    if is_model:
        return CallFix(call).drop("optimizer").rewrite(doubt, Applicability.UNSAFE)
    text = call.module.text_of(train_cell)
    text = text if isinstance(train_cell, ATOMS) else f"({text})"
    return unsafe(replaced(call.module, call.node, text, doubt), doubt)


def _is_train_cell(call: Call, value: Optional[Value]) -> bool:
    if not isinstance(value, Instance):
        return False
    if isinstance(value.of, str):
        return value.of in TRAIN_CELLS
    return any(ancestor in TRAIN_CELLS for ancestor in value.of.ancestors if isinstance(ancestor, str))


class ModelWithoutOptimizer(Rule):
    """`Model.train` without an optimizer trains nothing.

    `Model` without an optimizer runs the network over the data and changes no weight; it says
    nothing. It needs one, unless its network is a train cell.

    ```python
    model = Model(net, loss_fn=loss_fn)
    model.train(10, dataset)  # the weights stay as they are

    model = Model(net, loss_fn=loss_fn, optimizer=optimizer)
    ```
    """

    code = "MSL822"
    name = "model-without-optimizer"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.Model",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or bound.star or call.expression("optimizer") is not None:
            return
        network = call.argument("network")
        with_loss = isinstance(network, Instance) and network.of == "mindspore.nn.WithLossCell"
        if not with_loss and call.expression("loss_fn") is None:
            return
        if _is_train_cell(call, network):
            return
        module = call.module
        for reader in readers(module, call.node):
            attribute = module.parents.get(reader)
            train = module.parents.get(attribute) if isinstance(attribute, ast.Attribute) else None
            if (
                isinstance(attribute, ast.Attribute)
                and attribute.attr in ("train", "fit")
                and isinstance(train, ast.Call)
            ):
                yield Problem(
                    train,
                    say(
                        "`{func}` changes no weight: `{call}` was given no optimizer.",
                        func=module.text_of(train.func),
                        call=call.text,
                    ),
                    say("Write `optimizer=...` in `{call}(...)`.", call=call.text),
                    fix=_with_optimizer(call),
                )
                return


def _with_optimizer(call: Call) -> Optional[Rewrite]:
    """The fix that gives a Model the one optimizer that is made before it."""
    optimizer = only_optimizer(call)
    if optimizer is None:
        return None
    doubt = say("taken for the optimizer that is meant: `{optimizer}`", optimizer=optimizer)
    return CallFix(call).put("optimizer", optimizer).rewrite(doubt, Applicability.UNSAFE)
