"""What to write for a method or attribute of torch's tensors, with the user's own tensor and arguments. No rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Optional

from ms_lint.knowledge import members
from ms_lint.knowledge.catalog import Entry
from ms_lint.messages import say
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Constant, Instance, Member, Scalar, Tensor, Value

from .migration import counterpart_of
from .wording import receiver_text, target_of

_TENSOR = "mindspore.Tensor"
#: Expressions that need no parentheses as operands.
_WHOLE = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant)
#: Stands for the arguments until the names in a text are replaced.
_HERE = "\0"
_PLACEHOLDERS = re.compile(r"\((?P<names>[a-z_]+(?:, [a-z_]+)*)\)$")
_RENAMED = {"dim": ("axis",), "keepdim": ("keep_dims", "keepdims")}


def what_to_write(module: Module, node: ast.Attribute, call: Optional[Call]) -> Optional[str]:
    """A sentence that begins with "Write", "Leave it out" or "MindSpore has"; None where nothing is known. ``node`` is
    the member, ``call`` its call where it is called."""
    name, receiver = node.attr, receiver_text(module, node.value)
    arguments = _plain_arguments(call)
    known = members.TENSOR.get(name)
    if known is not None:
        written = members.instead(known, receiver)
        if written is not None:
            return say("Write {code}.", code=written)
        reason = members.reason(known, receiver)
        return say("Leave it out: {reason}.", reason=reason) if reason else say("Leave it out.")
    if name == "to" and call is not None and _moves(call):
        return say(
            "Leave it out: `ms.set_device` chooses the device once, and `{receiver}` is there already.",
            receiver=receiver,
        )
    found = counterpart_of(module, f"torch.Tensor.{name}")
    derived = _derived(module, node, receiver, call)
    has_keywords = call is not None and bool(call.node.keywords)
    if found is not None and found.target and not (has_keywords and name.endswith("_")):
        target = found.target
        if name == "size" and len(arguments) == 1:
            target = f"x.shape[{_HERE}]"
        elif call is not None:
            target = _with_axis(_filled(target, call, arguments), call, arguments)
        target = _assignable(_said_of(target, receiver, arguments, call), node)
        if call is not None and target == module.text_of(call.node):
            return say("Leave it as it is for a dtype; for a device leave it out, which `ms.set_device` chooses once.")
        return say("Write {code}.", code=target_of(replace(found, target=target)))
    return derived or (found.advice if found is not None else None)


def _said_of(target: str, receiver: str, arguments: list[str], call: Optional[Call]) -> str:
    """A text of the table, which speaks of tensors `x` and `y`, said of the user's own."""
    is_whole = call is None or not call.node.args or isinstance(call.node.args[0], _WHOLE)
    operand = arguments[0] if len(arguments) == 1 else "y"
    own = {"x": receiver, "y": operand if is_whole else f"({operand})"}
    target = re.sub(r"\b[xy]\b", lambda match: own[match[0]], target)
    return target.replace(_HERE, ", ".join(arguments))


def _assignable(written: str, node: ast.Attribute) -> str:
    """Without the assignment, where the tensor is an expression that nothing can be assigned to."""
    is_place = isinstance(node.value, (ast.Name, ast.Attribute, ast.Subscript))
    return written if is_place else re.sub(r"^.+? = ", "", written)


def is_device(value: Value) -> bool:
    """Whether a value is a device of torch: a `torch.device`, its name, or `x.device` of a tensor."""
    if isinstance(value, Instance):
        return value.of == "torch.device"
    if isinstance(value, Member):
        return value.name == "device" and isinstance(value.owner, Tensor)
    return isinstance(value, Constant) and isinstance(value.value, str)


def _moves(call: Call) -> bool:
    """Whether a call of `to` names a device, by its value or by what the argument is called."""
    given = [*call.node.args, *(keyword.value for keyword in call.node.keywords if keyword.arg == "device")]
    names = (getattr(item, "attr", getattr(item, "id", "")) for item in given)
    return any(is_device(value) for value in call.arguments.values()) or any(
        name == "device" or name.endswith("_device") for name in names
    )


def is_int(value: Value) -> bool:
    """Whether a value is a number that may be a size or an axis."""
    return value == Scalar("int") or (isinstance(value, Constant) and type(value.value) is int)


def _plain_arguments(call: Optional[Call]) -> list[str]:
    """The positional arguments as the user wrote them; none where there is a star."""
    if call is None or any(isinstance(item, ast.Starred) for item in call.node.args):
        return []
    return [call.module.text_of(item) for item in call.node.args]


def _filled(target: str, call: Call, arguments: list[str]) -> str:
    """A text to write with a mark for the arguments where it leaves them open: `x.swapaxes(a, b)`, `x.tile((...))`."""
    found = _PLACEHOLDERS.search(target)
    if found is not None and len(arguments) == found["names"].count(",") + 1 and re.search(r"\bx\b", target):
        return target[: found.start()] + f"({_HERE})"
    if "((...))" in target and arguments:
        is_tuple = len(arguments) == 1 and not is_int(call.value_of(call.node.args[0]))
        return target.replace("((...))", f"({_HERE})" if is_tuple else f"(({_HERE}{',' * (len(arguments) == 1)}))")
    if target.endswith("(...)") and len(arguments) == len(call.node.args) and not call.node.keywords:
        return target[: -len("(...)")] + f"({_HERE})"
    return target


def _with_axis(target: str, call: Call, arguments: list[str]) -> str:
    """With the axis of the call: by keyword, or as its only argument."""
    given = [call.module.text_of(item.value) for item in call.node.keywords if item.arg in ("dim", "axis")]
    if len(arguments) == 1:
        given.append(arguments[0])
    return target.replace("axis=...", f"axis={given[0]}") if given else target


def _derived(module: Module, node: ast.Attribute, receiver: str, call: Optional[Call]) -> Optional[str]:
    """From the names alone: of a method in place the one that returns, of a method the function."""
    catalog, name = module.catalog, node.attr
    in_place = name.endswith("_")
    base = name[:-1] if in_place else name
    method, entry = catalog.find(f"{_TENSOR}.{base}"), catalog.find(f"mindspore.ops.{base}")
    if in_place and method is not None and _binds(method, call):
        given = call.module.text_of(call.node) if call is not None else ""
        arguments = given[given.rfind(f".{name}(") + len(name) + 2 : -1] if given.endswith(")") else ""
        written = f"{receiver}.{base}({arguments})"
    elif entry is not None and entry.kind == "function":
        written = f"ops.{base}({', '.join([receiver, *_plain_arguments(call), *_keywords(entry, call)])})"
    else:
        return None
    if in_place:
        return say(
            "Write `{code}`: the result is bound to the name again.",
            code=_assignable(f"{receiver} = {written}", node),
        )
    return say("Write `{written}`.", written=written)


def _binds(entry: Entry, call: Optional[Call]) -> bool:
    return call is None or not entry.signatures or any(one.bind(call.node).fits for one in entry.signatures)


def _keywords(entry: Entry, call: Optional[Call]) -> Iterator[str]:
    """The keywords of a call under the names that the function has for them."""
    names = {parameter.name for signature in entry.signatures for parameter in signature.parameters}
    for keyword in call.node.keywords if call is not None else ():
        if keyword.arg is not None and call is not None:
            others = (keyword.arg, *_RENAMED.get(keyword.arg, ()))
            name = next((other for other in others if other in names), keyword.arg)
            yield f"{name}={call.module.text_of(keyword.value)}"
