"""What training code is about: functions to differentiate, networks, their parameters. It has no rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Optional, Union

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import Origin, origin_around
from ms_lint.semantics.reads import ancestors, followed, readers, reads_of, target_of
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Derived,
    FunctionValue,
    Instance,
    Member,
    Partial,
    SelfValue,
    Value,
    alternatives,
    walk_values,
)

from .arguments import owner_of

#: Methods and attributes that give the parameters of a network or of an optimizer.
_PARAMETERS = ("trainable_params", "get_parameters", "parameters", "parameters_dict")
OPTIMIZERS = tuple(
    f"mindspore.nn.{name}"
    for name in (
        "ASGD Adadelta Adagrad Adam AdamOffload AdamWeightDecay AdaMax FTRL Lamb LazyAdam Momentum ProximalAdagrad "
        "RMSProp Rprop SGD AdaFactor"
    ).split()
)
TRAIN_CELLS = ("mindspore.nn.TrainOneStepCell", "mindspore.nn.TrainOneStepWithLossScaleCell")


def origin_of_call(call: Call) -> Optional[Origin]:
    """What the code around a call was ported from."""
    return origin_around(call.module, owner_of(call))


def origin_from(call: Call, framework: str) -> Optional[Origin]:
    """The origin of the code around a call, where it is ``torch`` or ``tensorflow`` as asked for."""
    origin = origin_of_call(call)
    return origin if origin is not None and origin.framework == framework else None


def function_behind(value: Optional[Value]) -> Optional[Function]:
    """The function of the project that a value calls: a function, a method, the entry of a Cell."""
    while isinstance(value, (Partial, Derived)):
        value = value.function
    if isinstance(value, FunctionValue):
        return value.function
    if isinstance(value, Member) and isinstance(value.owner, SelfValue):
        return value.owner.info.method(value.name)
    if isinstance(value, Member) and isinstance(value.owner, Instance) and isinstance(value.owner.of, ClassInfo):
        return value.owner.of.method(value.name)
    if isinstance(value, Instance) and isinstance(value.of, ClassInfo):
        return value.of.entry
    if isinstance(value, SelfValue):
        return value.info.entry
    return None


def gradient_function(value: Value) -> Optional[Derived]:
    """The function that `grad` or `value_and_grad` made, also where it was compiled since."""
    while isinstance(value, Derived) and isinstance(value.function, Derived):
        value = value.function
    return value if isinstance(value, Derived) else None


def value_of_name(call: Call, name: str) -> Value:
    """What a name is that is read in the function around a call, as far as assignments show it."""
    function = call.function
    while function is not None:
        found = [value for target, _, value in function.assignments if target.id == name]
        if found:
            return found[0] if len(found) == 1 else UNKNOWN
        if name in function.stores or any(item.name == name for item in function.signature.parameters):
            return UNKNOWN
        function = function.scope.function
    return call.module.scope.env.get(name, UNKNOWN)


def network_text(module: Module, parameters: Optional[ast.expr]) -> Optional[str]:
    """The network whose parameters an expression gives, as it is written: ``net`` for
    ``net.trainable_params()``, also by way of a name or of an optimizer. None where it does not show."""
    for _ in range(3):
        if parameters is None:
            return None
        parameters = followed(module, parameters)
        if isinstance(parameters, ast.Call) and isinstance(parameters.func, ast.Name):
            if parameters.func.id in ("list", "tuple", "ParameterTuple") and len(parameters.args) == 1:
                parameters = parameters.args[0]
                continue
            return None
        if isinstance(parameters, ast.Call) and isinstance(parameters.func, ast.Attribute):
            if parameters.func.attr in ("trainable_params", "get_parameters"):
                return module.text_of(parameters.func.value)
            if parameters.func.attr == "ParameterTuple" and len(parameters.args) == 1:
                parameters = parameters.args[0]
                continue
            return None
        if isinstance(parameters, ast.Attribute) and parameters.attr == "parameters":
            optimizer = followed(module, parameters.value)
            if not isinstance(optimizer, ast.Call):
                return None
            given = [keyword.value for keyword in optimizer.keywords if keyword.arg == "params"]
            parameters = given[0] if given else (optimizer.args[0] if optimizer.args else None)
            continue
        return None
    return None


def gives_parameters(module: Module, node: ast.expr) -> bool:
    """Whether an expression gives parameters: ``net.trainable_params()``, ``optimizer.parameters``."""
    node = followed(module, node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "ParameterTuple":
            return True
        return node.func.id in ("list", "tuple") and len(node.args) == 1 and gives_parameters(module, node.args[0])
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in (*_PARAMETERS[:2], "ParameterTuple")
    return isinstance(node, ast.Attribute) and node.attr in ("parameters", "trainable_params")


def calls_named(node: ast.AST, text: str, module: Module) -> list[ast.Call]:
    """The calls below a node of what is written ``text``: ``net(x)`` for ``net``."""
    last = text.rpartition(".")[2]
    return [
        item
        for item in ast.walk(node)
        if isinstance(item, ast.Call)
        and getattr(item.func, "id", getattr(item.func, "attr", None)) == last
        and module.text_of(item.func) == text
    ]


def calls_of_made(module: Module, maker: ast.expr) -> list[ast.Call]:
    """The calls of the function that an expression makes (``grad_fn = ms.value_and_grad(...)``): its own, those
    by the name that it is given, and those by the attribute that it is kept in."""
    target = target_of(module, maker)
    if isinstance(target, ast.Attribute):
        return calls_named(module.source.tree, module.text_of(target), module)
    found = []
    for reader in readers(module, maker):
        parent = module.parents.get(reader)
        if isinstance(parent, ast.Call) and parent.func is reader:
            found.append(parent)
        elif isinstance(parent, ast.Call) and getattr(parent.func, "attr", getattr(parent.func, "id", "")) == "jit":
            found += calls_of_made(module, parent)
    return found


def gradients_read(module: Module, call: ast.Call, with_value: bool) -> Optional[list[ast.expr]]:
    """The expressions that stand for the gradients which a call of a gradient function gives, None where they
    cannot be followed. ``with_value`` says that they come second, after the value."""
    target = target_of(module, call)
    if with_value:
        if not (isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == 2):
            return None
        target = target.elts[1]
    elif target is None:
        return [call]
    if isinstance(target, (ast.Tuple, ast.List)):
        return [target]
    return reads_of(module, target) if isinstance(target, ast.Name) else None


def is_of_weights(arguments: Mapping[Union[int, str], Value]) -> bool:
    """Whether a gradient function that is made with these arguments gives gradients of weights."""
    weights = arguments.get(2, arguments.get("weights"))
    return weights is not None and weights != NONE


def is_called_in_loop(module: Module, node: ast.AST, depth: int = 3) -> bool:
    """Whether code runs again and again: in a loop, or in a function that a loop calls."""
    function = None
    for item in ancestors(module, node):
        if isinstance(item, (ast.For, ast.AsyncFor, ast.While)):
            return True
        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
            function = item
            break
    if function is None or depth == 0:
        return False
    callers = (
        item
        for item in ast.walk(module.source.tree)
        if isinstance(item, ast.Call)
        and getattr(item.func, "id", getattr(item.func, "attr", None)) == function.name
        and function not in ancestors(module, item)
    )
    return any(is_called_in_loop(module, caller, depth - 1) for caller in callers)


def words(text: str) -> set[str]:
    """The words of a name: ``val_dataset`` and ``ValDataset`` have ``val`` and ``dataset``."""
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return {part.lower() for part in re.split(r"[^A-Za-z0-9]+", parts) if part}


def layers_within(info: ClassInfo, seen: Optional[set[ClassInfo]] = None) -> Iterator[Optional[Instance]]:
    """The layers that a Cell is made of, those of its Cells included; None for one that is not known."""
    seen = set() if seen is None else seen
    if info in seen:
        return
    seen.add(info)
    for part in info.project_ancestors():
        for assignments in part.assignments.values():
            for assignment in assignments:
                yield from _layers(assignment.value, seen)
    if any(ancestor is None for ancestor in info.ancestors):
        yield None


def _layers(value: Value, seen: set[ClassInfo]) -> Iterator[Optional[Instance]]:
    for inner in walk_values(value):
        if isinstance(inner, Instance):
            if isinstance(inner.of, ClassInfo):
                yield from layers_within(inner.of, seen)
            else:
                yield inner
                for argument in inner.arguments.values():
                    yield from _layers(argument, seen)
        elif inner is UNKNOWN:
            yield None


def only(value: Optional[Value]) -> Optional[Value]:
    """A value that is certain; None for a choice of several."""
    return value if value is not None and len(alternatives(value)) == 1 else None
