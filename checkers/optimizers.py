"""MSL8xx: optimizers that take another step than the one that they were ported from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, CallFix, quoted
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.place_fix import around, renamed, replaced
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import followed, readers
from ms_lint.semantics.values import Constant, Container, Instance, Sequence

from .arguments import is_number, known_values
from .networks import OPTIMIZERS, gives_parameters, layers_within, network_text, origin_of_call, value_of_name

_NORM_CLASS = re.compile(r"^class \w*Norm\w*\(", re.MULTILINE)
_RATE_SET = re.compile(r"\.(lr|learning_rate)\s*[-+*/]?=[^=]")
_NORMS = re.compile(r"\.(BatchNorm|SyncBatchNorm|LayerNorm|GroupNorm|InstanceNorm)")


def _may_be_nonzero(call: Call, name: str) -> bool:
    """Whether an argument is given and not known to be zero."""
    if call.expression(name) is None:
        return False
    known = known_values(call, name)
    return known is None or any(known)


# ---------------------------------------------------------------- what is optimized


class OptimizerOfAllParameters(Rule):
    """An optimizer of all parameters decays the running statistics of batch normalization.

    torch's `parameters()` are what is trained. MindSpore's `get_parameters()` has the running means and
    variances too: their gradients are zero, and weight decay shrinks them at each step.

    ```python
    nn.SGD(net.get_parameters(), 0.1, weight_decay=1e-4)
    nn.SGD(net.trainable_params(), 0.1, weight_decay=1e-4)
    ```
    """

    code = "MSL833"
    name = "optimizer-of-all-parameters"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = (*OPTIMIZERS, "mindspore.experimental.optim.*", "mindspore.mint.optim.*")

    def check_call(self, call: Call) -> Iterator[Problem]:
        expression = call.expression("params")
        if expression is None:
            return
        given = followed(call.module, expression)
        if isinstance(given, ast.Call) and isinstance(given.func, ast.Name) and given.func.id in ("list", "tuple"):
            given = followed(call.module, given.args[0]) if len(given.args) == 1 else given
        if not (isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute)):
            return
        if given.func.attr != "get_parameters" or not self._has_statistics(call, expression):
            return
        text, network = call.module.text_of(given), call.module.text_of(given.func.value)
        suggestion = say("Write `{network}.trainable_params()`.", network=network)
        if _may_be_nonzero(call, "weight_decay"):
            yield Problem(
                expression,
                say(
                    "`{text}` has the running statistics too, and `weight_decay` shrinks them at each step.", text=text
                ),
                suggestion,
                fix=renamed(call.module, given.func, "trainable_params", AS_ORIGINAL),
            )
            return
        origin = origin_of_call(call)
        if origin is not None and origin.framework == "torch":
            yield Problem(
                expression,
                say(
                    "`{text}` has frozen parameters and running statistics too, which torch's `parameters()` has not.",
                    text=text,
                ),
                suggestion,
                severity=Severity.WARNING,
                origin=origin,
            )

    def _has_statistics(self, call: Call, parameters: ast.expr) -> bool:
        """Whether the network may have running statistics."""
        layers = _layers_of(call, parameters)
        if layers is None or None in layers:
            return True
        return any(layer is not None and re.search(r"BatchNorm|InstanceNorm", layer.class_name) for layer in layers)


def _layers_of(call: Call, parameters: ast.expr) -> Optional[list[Optional[Instance]]]:
    """The layers of the network whose parameters these are; None where it is not a class of the project."""
    text = network_text(call.module, parameters)
    network = value_of_name(call, text) if text is not None and text.isidentifier() else None
    if isinstance(network, Instance) and isinstance(network.of, ClassInfo):
        return list(layers_within(network.of))
    return None


class ParameterGroupKey(Rule):
    """A parameter group with a key that MindSpore's optimizers do not know.

    The groups of `mindspore.nn` optimizers have `params`, `lr`, `weight_decay` and
    `grad_centralization`; the rate is `lr` there too. torch's groups take any argument of the
    optimizer. Any other key raises a KeyError.

    ```python
    nn.SGD([{'params': weights, 'learning_rate': 0.01}], 0.1)
    nn.SGD([{'params': weights, 'lr': 0.01}], 0.1)
    ```
    """

    code = "MSL834"
    name = "parameter-group-key"
    fix = Applicability.SAFE
    calls = OPTIMIZERS
    _KEYS = ("params", "lr", "weight_decay", "order_params", "grad_centralization")

    def check_call(self, call: Call) -> Iterator[Problem]:
        expression = call.expression("params")
        groups = followed(call.module, expression) if expression is not None else None
        if not isinstance(groups, (ast.List, ast.Tuple)):
            return
        for element in groups.elts:
            group = followed(call.module, element)
            for key in group.keys if isinstance(group, ast.Dict) else ():
                if not (isinstance(key, ast.Constant) and isinstance(key.value, str)) or key.value in self._KEYS:
                    continue
                meant = {"learning_rate": "lr", "parameters": "params", "param": "params"}.get(key.value)
                yield Problem(
                    key,
                    say(
                        "A parameter group of `{call}` has no {key}: it raises a KeyError.",
                        call=call.text,
                        key=repr(key.value),
                    ),
                    say("Write {meant}.", meant=repr(meant))
                    if meant
                    else say("Leave it out: all groups share it, by the optimizer's arguments."),
                    fix=replaced(call.module, key, quoted(call.module, meant), RAISES) if meant else None,
                )


# ---------------------------------------------------------------- weight decay


class WeightDecaySkipsNorms(Rule):
    """Weight decay leaves out gamma and beta, which torch decays.

    Given one number, the optimizers of `mindspore.nn` decay no parameter whose name has `gamma` or
    `beta` in it: those of the normalization layers, and any other that is called so. torch decays all.
    In a parameter group the decay holds for all that the group has.

    ```python
    nn.SGD(net.trainable_params(), 0.1, weight_decay=1e-4)
    nn.SGD([{'params': net.trainable_params(), 'weight_decay': 1e-4}], 0.1)  # as torch does
    ```
    """

    code = "MSL831"
    name = "weight-decay-skips-norms"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    calls = OPTIMIZERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        expression = call.expression("params")
        if expression is None or not _may_be_nonzero(call, "weight_decay"):
            return
        origin = origin_of_call(call)
        if origin is None or origin.framework != "torch" or not gives_parameters(call.module, expression):
            return
        if "get_parameters" in call.module.text_of(followed(call.module, expression)):
            return  # a mistake of its own
        if call.qualified_name == "mindspore.nn.SGD" and _version(call.module) < (2, 1):
            return  # it decayed all of them until then
        skipped = self._skipped(call, expression)
        decay = call.expression("weight_decay")
        if skipped is None or decay is None:
            return
        text, number = call.module.text_of(expression), call.module.text_of(decay)
        yield Problem(
            decay,
            say(
                "`{call}` decays no parameter with gamma or beta in its name: {skipped} stays out, which torch "
                "decays ({evidence}).",
                call=call.text,
                skipped=skipped,
                evidence=origin.evidence,
            ),
            say(
                "Write `[{{'params': {text}, 'weight_decay': {number}}}]` to decay all, or leave it so on purpose.",
                text=text,
                number=number,
            ),
            origin=origin,
        )

    def _skipped(self, call: Call, parameters: ast.expr) -> Optional[str]:
        """Something of the network that has such names; None where nothing is known to have."""
        text = network_text(call.module, parameters)
        network = value_of_name(call, text) if text is not None and text.isidentifier() else None
        if not (isinstance(network, Instance) and isinstance(network.of, ClassInfo)):
            return None
        for layer in layers_within(network.of):
            if layer is not None and isinstance(layer.of, str) and _NORMS.search(layer.of):
                return f"`{layer.class_name}`"
        for info in network.of.project_ancestors():
            for name in info.assignments:
                if "gamma" in name or "beta" in name:
                    return f"`{name}`"
        return None


def _version(module: Module) -> tuple[int, ...]:
    """The newest version that is targeted."""
    return tuple(int(part) for part in module.catalog.versions[-1].split(".")[:2] if part.isdigit())


_NORM_NAME = re.compile(
    r"^(\w*\.)*(\w*(norm|bn|ln)\w*)\.(weight|bias)$|running_(mean|var)$|^num_batches_tracked$", re.I
)


class DecayFilterByTorchNames(Rule):
    """Parameters are picked by torch's names, which MindSpore's have not.

    The parameters of a normalization layer are `gamma`, `beta`, `moving_mean` and `moving_variance`. A
    filter for `bn.weight` or `LayerNorm.weight` matches nothing; one for `bias` alone misses `beta`.
    The weight decay then falls on the parameters that it was meant to spare.

    ```python
    no_decay = ['bias', 'LayerNorm.weight']
    no_decay = ['bias', 'gamma', 'beta']
    ```
    """

    code = "MSL832"
    name = "decay-filter-by-torch-names"
    confidence = Confidence.LIKELY

    def check_module(self, module: Module) -> Iterator[Problem]:
        code = module.source.code
        if not re.search(r"parameters_and_names|trainable_params|get_parameters", code) or "torch" in _imports(module):
            return
        if not re.search(r"""\.(weight|bias)['"]|running_|num_batches""", code) or _has_own_norm(module):
            return
        for node in ast.walk(module.source.tree):
            for place in self._compared(module, node):
                name = place.value
                if isinstance(name, str) and _NORM_NAME.search(name):
                    yield Problem(
                        place,
                        say(
                            "No parameter of MindSpore is called {name}: those of normalization layers are "
                            "`gamma`, `beta`, `moving_mean` and `moving_variance`.",
                            name=repr(name),
                        ),
                        say("Write {renamed}.", renamed=repr(_renamed(name))),
                    )

    def _compared(self, module: Module, node: ast.AST) -> Iterator[ast.Constant]:
        """The texts that are looked for in the name of a parameter."""
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            if self._is_name(module, node.comparators[0]):
                yield from self._texts(module, node, node.left)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("endswith", "startswith")
            and len(node.args) == 1
            and self._is_name(module, node.func.value)
        ):
            yield from self._texts(module, node, node.args[0])

    def _is_name(self, module: Module, node: ast.expr) -> bool:
        """Whether it is the name of a parameter: ``p.name``, or the first of ``parameters_and_names()``."""
        if isinstance(node, ast.Attribute):
            return node.attr == "name"
        if not isinstance(node, ast.Name):
            return False
        return any(
            isinstance(target, (ast.Tuple, ast.List))
            and isinstance(target.elts[0], ast.Name)
            and target.elts[0].id == node.id
            and "parameters_and_names" in module.text_of(followed(module, iterated))
            for target, iterated in _loops(module, node)
            if not isinstance(target, (ast.Tuple, ast.List)) or target.elts
        )

    def _texts(self, module: Module, node: ast.AST, left: ast.expr) -> Iterator[ast.Constant]:
        if isinstance(left, ast.Constant) and isinstance(left.value, str):
            yield left
            return
        if isinstance(left, ast.Tuple):
            for item in left.elts:
                yield from self._texts(module, node, item)
            return
        if not isinstance(left, ast.Name):
            return
        for target, iterated in _loops(module, node):
            if isinstance(target, ast.Name) and target.id == left.id:
                values = followed(module, iterated)
                for item in values.elts if isinstance(values, (ast.List, ast.Tuple, ast.Set)) else ():
                    if isinstance(item, ast.Constant) and isinstance(item.value, str):
                        yield item


def _loops(module: Module, node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets and what they go over, of the loops and comprehensions around a node."""
    parent = module.parents.get(node)
    while parent is not None:
        if isinstance(parent, ast.For):
            yield parent.target, parent.iter
        for generator in getattr(parent, "generators", ()):
            yield generator.target, generator.iter
        parent = module.parents.get(parent)


def _imports(module: Module) -> set[str]:
    return {name for name in ("torch", "tensorflow") if module.imports_framework(name)}


def _has_own_norm(module: Module) -> bool:
    """Whether a normalization layer is written in the project, which may have a `weight`."""
    return module.mentions(_NORM_CLASS)


def _renamed(name: str) -> str:
    for old, new in (
        ("running_mean", "moving_mean"),
        ("running_var", "moving_variance"),
        (".weight", ".gamma"),
        (".bias", ".beta"),
    ):
        if name.endswith(old):
            return name[: -len(old)] + new
    return "moving_mean"


# ---------------------------------------------------------------- other formulas


class AdamWithoutBiasCorrection(Rule):
    """`nn.AdamWeightDecay` is not AdamW: it has no bias correction.

    torch's AdamW divides the running averages by `1 - beta ** step`. `nn.AdamWeightDecay`, made for
    BERT, does not: the first step is more than three times as long. Its epsilon is 1e-6 instead of
    1e-8, and its decay 0 instead of 0.01.

    ```python
    nn.AdamWeightDecay(net.trainable_params(), 1e-3, weight_decay=0.01)
    mindspore.experimental.optim.AdamW(net.trainable_params(), lr=1e-3, weight_decay=0.01)
    ```

    Reported in code that is known to come from torch; `mint.optim.AdamW` is the same as torch's too.
    """

    code = "MSL830"
    name = "adam-without-bias-correction"
    confidence = Confidence.LIKELY
    calls = ("mindspore.nn.AdamWeightDecay",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        origin = origin_of_call(call)
        if origin is None or origin.framework != "torch":
            return
        yield Problem(
            call.node,
            say(
                "`{call}` has no bias correction: its first steps are about three times those of torch's AdamW "
                "({evidence}).",
                call=call.text,
                evidence=origin.evidence,
            ),
            say("Write `mindspore.experimental.optim.AdamW`, with torch's arguments."),
            origin=origin,
        )


class AdamEpsilon(Rule):
    """A large `eps` of Adam, which counts for more than in torch.

    `nn.Adam` adds `eps` before the bias correction, torch after it. In the first step it is 31 times as
    large as torch's, and hundreds of steps later still twice. With 1e-8 nothing is seen of it; with
    1e-5 and more, gradients of that size are held back.

    ```python
    nn.Adam(net.trainable_params(), 1e-3, eps=1e-3)
    mindspore.experimental.optim.AdamW(net.trainable_params(), lr=1e-3, eps=1e-3, weight_decay=0.0)
    ```
    """

    code = "MSL848"
    name = "adam-epsilon"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    calls = ("mindspore.nn.Adam",)
    _LARGE = 1e-5

    def check_call(self, call: Call) -> Iterator[Problem]:
        known = known_values(call, "eps")
        origin = origin_of_call(call)
        expression = call.expression("eps")
        if known is None or expression is None or origin is None or origin.framework != "torch":
            return
        if known and all(is_number(value) and value >= self._LARGE for value in known):
            yield Problem(
                expression,
                say(
                    "`{call}` adds its `eps` before the bias correction: {known} works like {number} of torch in "
                    "the first step ({evidence}).",
                    call=call.text,
                    known=known[0],
                    number=f"{known[0] * 31.6:.2g}",
                    evidence=origin.evidence,
                ),
                say(
                    "Write `mindspore.experimental.optim.AdamW` with `weight_decay=0.0`, which adds it where "
                    "torch does."
                ),
                origin=origin,
            )


class RmsPropStart(Rule):
    """`nn.RMSProp` begins with a mean square of one.

    torch and Keras begin with zero, so that their first steps are about ten times as long. Epsilon
    stands under the root here, and beside it in torch. Only `tf.train.RMSPropOptimizer` is the same.

    ```python
    nn.RMSProp(net.trainable_params(), 0.01, decay=0.99)
    mindspore.experimental.optim.RMSprop(net.trainable_params(), lr=0.01)
    ```
    """

    code = "MSL837"
    name = "rmsprop-start"
    confidence = Confidence.LIKELY
    calls = ("mindspore.nn.RMSProp",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        origin = origin_of_call(call)
        if origin is None:
            return
        is_keras = origin.framework == "tensorflow" and "keras" in call.module.source.code.lower()
        if origin.framework != "torch" and not is_keras:
            return
        yield Problem(
            call.node,
            say(
                "`{call}` begins with a mean square of one, {framework} with zero: its first steps are a tenth as "
                "long ({evidence}).",
                call=call.text,
                framework="Keras" if is_keras else "torch",
                evidence=origin.evidence,
            ),
            say("Write `mindspore.experimental.optim.RMSprop`, with torch's arguments."),
            origin=origin,
        )


class MomentumNesterov(Rule):
    """`nn.Momentum` ignores `use_nesterov` on the CPU.

    There it takes plain steps. `nn.SGD` with `nesterov=True` takes those of torch and TensorFlow.

    ```python
    nn.Momentum(net.trainable_params(), 0.1, 0.9, use_nesterov=True)
    nn.SGD(net.trainable_params(), 0.1, 0.9, nesterov=True)
    ```
    """

    code = "MSL836"
    name = "momentum-nesterov"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    calls = ("mindspore.nn.Momentum",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.argument("use_nesterov") != Constant(True):
            return
        origin = origin_of_call(call)
        expression = call.expression("use_nesterov")
        if origin is not None and expression is not None:
            yield Problem(
                expression,
                say("On the CPU `{call}` ignores `use_nesterov` and takes plain steps.", call=call.text),
                say("Write `nn.SGD(..., nesterov=True)`."),
                origin=origin,
            )


# ---------------------------------------------------------------- arguments


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
                )
            elif target.attr == "learning_rate" and _is_plain_number(module, statement.value):
                yield Problem(
                    statement,
                    say(
                        "`{target}` is a parameter, and refuses the number `{value}` with a TypeError.",
                        target=module.text_of(target),
                        value=value,
                    ),
                    written,
                )

    def _is_read(self, module: Module, target: ast.Attribute) -> bool:
        """Whether the code reads an attribute of that name itself."""
        return any(
            isinstance(node, ast.Attribute) and node.attr == target.attr and isinstance(node.ctx, ast.Load)
            for node in ast.walk(module.source.tree)
        )


def _is_plain_number(module: Module, node: ast.expr) -> bool:
    node = followed(module, node)
    if isinstance(node, ast.BinOp):
        return _is_plain_number(module, node.left) and _is_plain_number(module, node.right)
    return isinstance(node, ast.Constant) and is_number(node.value)
