"""What to write where a class is called like a function, or a function like a class. It has no rules."""

from __future__ import annotations

import ast
import re
from typing import Optional

from ms_lint.messages import say
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Constant, Scalar, Sequence, Tensor, Value, alternatives

_OPERATORS = "mindspore.ops"
_CALL = ".__call__"
#: Operators that take their tensors in one tuple.
_OF_TUPLES = tuple(f"{_OPERATORS}.{name}{_CALL}" for name in ("Concat", "Stack", "AddN", "AccumulateNV2", "Meshgrid"))


def other_form(call: Call) -> Optional[str]:
    """What to write for a call that takes a class for a function (`ops.ReLU(x)`), a function for a class
    (`ops.relu()(x)`), or several tensors for a tuple of them (`ops.Concat(1)(a, b)`); None for any other."""
    name, arguments = call.qualified_name, _arguments(call.node)
    if name in _OF_TUPLES:
        if any(isinstance(call.value_of(argument), (Constant, Scalar)) for argument in call.node.args[1:]):
            made = name[: -len(_CALL)].rpartition(".")[2]
            return say("The axis belongs where it is made: `ops.{made}(axis=...)`.", made=made)
        return say("Write `{call}(({arguments}))`: it takes one tuple.", call=call.text, arguments=arguments)
    if name == f"{_OPERATORS}.transpose" and len(call.node.args) == 3:
        return say("Write `ops.swapaxes({arguments})`, torch's transpose.", arguments=_arguments(call.node))
    if name.endswith(_CALL):
        return None
    entry = call.module.catalog.find(name)
    if entry is None:
        return None
    if entry.kind == "class":
        if not call.node.args or not any(
            _has_tensor(value) for value in alternatives(call.value_of(call.node.args[0]))
        ):
            return None
        return _of_class(call, any(signature.bind(call.node).fits for signature in entry.call_signatures))
    outer = call.module.parents.get(call.node)
    if isinstance(outer, ast.Call) and outer.func is call.node and not call.node.args:
        arguments = ", ".join(part for part in (_arguments(outer), _arguments(call.node)) if part)
        return say("`{call}` is a function: write `{call}({arguments})`.", call=call.text, arguments=arguments)
    return None


def _of_class(call: Call, is_callable_so: bool) -> Optional[str]:
    arguments, function = _arguments(call.node), _function(call)
    if is_callable_so and function is not None:
        return say(
            "`{call}` is a class: write `{call}()({arguments})`, or `{function}({arguments})`.",
            call=call.text,
            arguments=arguments,
            function=function,
        )
    if is_callable_so:
        return say("`{call}` is a class: write `{call}()({arguments})`.", call=call.text, arguments=arguments)
    if function is not None:
        return say(
            "`{call}` is a class: write `{function}({arguments})`.",
            call=call.text,
            arguments=arguments,
            function=function,
        )
    return None


def _has_tensor(value: Value) -> bool:
    """Whether it is a tensor, or a tuple or list with one."""
    return isinstance(value, Tensor) or (isinstance(value, Sequence) and any(map(_has_tensor, value.items)))


def _function(call: Call) -> Optional[str]:
    """The function of mindspore.ops with the name of a class, where it takes these arguments."""
    leaf = call.qualified_name.rpartition(".")[2]
    for name in (leaf.lower(), re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", leaf).lower()):
        forms = call.module.catalog.signatures(f"{_OPERATORS}.{name}")
        if forms and all(any(signature.bind(call.node).fits for signature in overloads) for overloads in forms):
            return f"ops.{name}"
    return None


def _arguments(node: ast.Call) -> str:
    """The arguments of a call as text."""
    given = [ast.unparse(argument) for argument in node.args]
    return ", ".join([*given, *(f"{item.arg}={ast.unparse(item.value)}" for item in node.keywords if item.arg)])
