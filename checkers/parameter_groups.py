"""MSL8xx: which parameters an optimizer is given, and which of them it decays."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, quoted
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.place_fix import renamed, replaced
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import followed
from ms_lint.semantics.values import Instance

from .arguments import known_values
from .networks import OPTIMIZERS, gives_parameters, layers_within, network_text, origin_of_call, value_of_name

_NORMS = re.compile(r"\.(BatchNorm|SyncBatchNorm|LayerNorm|GroupNorm|InstanceNorm)")
_NORM_CLASS = re.compile(r"^class \w*Norm\w*\(", re.MULTILINE)


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
    unfixed = "which parameters are to decay has to be said in groups"
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
    fix = Applicability.UNSAFE

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
                        fix=replaced(
                            module, place, _in_list(module, place, _renamed(name)), say("parameters are called so")
                        ),
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


def _in_list(module: Module, place: ast.Constant, name: str) -> str:
    """A name for another one; beside `bias` with that of the shift, which torch calls a bias too."""
    parent = module.parents.get(place)
    others = parent.elts if isinstance(parent, (ast.List, ast.Tuple, ast.Set)) else []
    has_bias = any(isinstance(item, ast.Constant) and item.value in ("bias", ".bias") for item in others)
    names = [name, name[: -len("gamma")] + "beta"] if has_bias and name.endswith(".gamma") else [name]
    return ", ".join(quoted(module, item) for item in names)


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
