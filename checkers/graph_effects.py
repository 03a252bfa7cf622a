"""MSL641 to MSL643: what compiled code does to the world around it, and takes from it, once."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.graph_python import (
    CHANGES,
    CHANGING,
    EFFECTS,
    KEPT_CHANGES,
    NOT_CHANGING,
    RANDOM,
    is_one_of,
)
from ms_lint.messages import say
from ms_lint.rules import Problems, Rule
from ms_lint.semantics.compiled import CallSite, Change, Compiled, Kind, depends_on_tensor, kind_of
from ms_lint.semantics.values import (
    Argument,
    Choice,
    Constant,
    Container,
    Instance,
    Interpreted,
    Scalar,
    Sequence,
    Symbol,
    Tensor,
    Unknown,
    Value,
)

from .graph_fixes_changes import as_value
from .graph_fixes_random import drawn_by_mindspore, printed
from .graph_old_values import is_called_with_tensors
from .graph_wording import graph_problem

_COLLECTIONS = ("list", "dict")
_CHANGING_CLASSES = ("collections.", "queue.")
#: Methods that lists and dicts have and tensors do not: what they are called on is no tensor.
_NOT_OF_TENSORS = frozenset("append extend insert pop remove reverse update setdefault popitem".split())


class ChangeOutsideTheGraph(Rule):
    """Compiled code that changes a list, dict or tensor from outside the graph leaves it as it was.

    A graph works on values. What is appended to a global list or to an attribute, and what is assigned to an
    item of an argument, is lost when the graph ends; what the graph itself reads of it stays what it was
    while it was compiled.

        self.features.append(x)

    Return what is new, keep a tensor in a Parameter, or collect it outside of the graph:

        return x, features + [x]

    Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL641"
    name = "change-outside-the-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for change in compiled.changes:
            lost = _lost(compiled, change)
            if lost is not None:
                what, instead = lost
                fix = as_value(compiled, change, _first_name(change.target))
                yield graph_problem(compiled, change.node, what, instead, fix)


def _lost(compiled: Compiled, change: Change) -> Optional[tuple[str, str]]:
    """What becomes of a change, and what to write instead; None where nothing is lost, or it is not known."""
    if change.how not in CHANGES:
        return None
    owner, value = change.owner, change.value
    text = compiled.module.text_of(change.target)
    if owner == "local":
        source = _attribute_behind(compiled, change)
        if source is None:
            return None
        owner, value, text = "self", compiled.value(source), compiled.module.text_of(source)
    does = CHANGES[change.how]
    if owner == "parameter":
        return _lost_argument(compiled, change, text, does)
    if owner not in ("self", "global", "closure") or not _is_known(compiled, value, change):
        return None
    if _made_of_cells(value):
        return say("`{text}` is a tuple in the graph: it cannot be changed there.", text=text), say(
            "Make all Cells in `__init__`."
        )
    if owner != "self" and change.how in KEPT_CHANGES and _keeps(compiled) and not isinstance(value, Instance):
        return None
    if isinstance(value, Instance):
        message = say(
            "`{text}` {does} while the graph is compiled, and not again: later calls leave it alone.",
            text=text,
            does=does,
        )
    else:
        message = say(
            "`{text}` {does} in the graph only: the object itself, and what the next call sees, stay as they were.",
            text=text,
            does=does,
        )
    return message, say("Return the new value, and change the object outside of the graph.")


def _lost_argument(compiled: Compiled, change: Change, text: str, does: str) -> Optional[tuple[str, str]]:
    value = change.value
    is_entry = len(compiled.chain) == 1
    if isinstance(value, (Constant, Scalar, Unknown)) or _may_be_parameter(compiled, value):
        return None
    if isinstance(value, Tensor) and change.how != "[]=" and change.how not in _NOT_OF_TENSORS:
        return None
    if not isinstance(value, (Tensor, Argument, Sequence, Container)):
        return None
    if is_entry and _keeps(compiled) and (change.how in KEPT_CHANGES or _is_by_word(change)):
        return None
    if isinstance(value, Argument) and change.how == "[]=":
        return None
    sites = compiled.called_from.items()
    missed = any(is_missed(call, caller, compiled, _first_name(change.target)) for call, caller in sites)
    if not (is_outermost(compiled) if is_entry else missed):
        return None
    message = say("`{text}` {does} here only: what the caller has of it stays as it was.", text=text, does=does)
    return message, say("Work on a copy of `{text}`, return it, and let the caller use what is returned.", text=text)


def _first_name(target: ast.expr) -> str:
    """The name that an expression begins with: ``flows`` of ``flows["a"][0]``."""
    while isinstance(target, (ast.Attribute, ast.Subscript)):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def is_outermost(compiled: Compiled) -> bool:
    """Whether an entry is called by code that is not compiled: no other Cell has an object of its class."""
    info = compiled.function.cls
    if info is None or compiled.called_from:
        return not compiled.called_from
    module = compiled.module
    used = any(made.of is info for cls in module.classes if cls is not info for made in cls.instances_made())
    return not used and not module.index.mentions(info.name, {os.path.abspath(module.path)})


def is_missed(call: ast.Call, caller: Compiled, compiled: Compiled, name: str) -> bool:
    """Whether a caller reads what it has given for a parameter after the call, and not what it was given back."""
    names = [item.arg for item in compiled.function.node.args.args]
    if compiled.function.cls is not None and not compiled.function.is_static:
        names = names[1:]
    given: Optional[ast.expr] = next((item.value for item in call.keywords if item.arg == name), None)
    if given is None and name in names and names.index(name) < len(call.args):
        given = call.args[names.index(name)]
    if given is None or isinstance(given, ast.Attribute):
        return True  # the default, which all calls share, or what an object keeps
    if not isinstance(given, ast.Name):
        return False
    for statement in caller.nodes(ast.Assign):
        if statement.value is call and any(_binds(target, given.id) for target in statement.targets):
            return False
    return caller.is_read_after(given.id, call)


def _binds(target: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(target))


def _keeps(compiled: Compiled) -> bool:
    return compiled.level == "lax" and not compiled.targets_before("2.1")


def _is_by_word(change: Change) -> bool:
    """Whether an item is set by a string: that of a dict, which the graph gives back."""
    node = change.node
    return (
        isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    )


def _is_known(compiled: Compiled, value: Value, change: Change) -> bool:
    if isinstance(value, Choice):
        return all(_is_known(compiled, item, change) for item in value.values)
    if isinstance(value, Instance):
        return isinstance(value.of, str) and value.of.startswith(_CHANGING_CLASSES)
    if isinstance(value, Tensor):
        return change.how == "[]="
    if isinstance(value, (Sequence, Container)):
        return value.kind in _COLLECTIONS or _made_of_cells(value)
    return False


def _made_of_cells(value: Value) -> bool:
    return isinstance(value, Container) and value.kind == "cells"


def _may_be_parameter(compiled: Compiled, value: Value) -> bool:
    return kind_of(value, compiled.module) is Kind.PARAMETER


def _attribute_behind(compiled: Compiled, change: Change) -> Optional[ast.Attribute]:
    """The attribute that a local name is another name of: `items = self.items`, or `list(self.items)`, which does
    not copy in the graph."""
    if not isinstance(change.target, ast.Name):
        return None
    name = change.target.id
    assigned = [
        node.value
        for node in compiled.nodes(ast.Assign)
        if any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]
    if len(assigned) != 1:
        return None
    source: ast.expr = assigned[0]
    if (
        isinstance(source, ast.Call)
        and compiled.value(source.func) == Symbol("builtins.list")
        and len(source.args) == 1
    ):
        if not compiled.targets_from("2.1"):
            return None
        source = source.args[0]
    if isinstance(source, ast.Attribute) and isinstance(compiled.value(source), (Sequence, Container)):
        return source
    return None


# ---------------------------------------------------------------- values that stay


class FrozenValue(Rule):
    """A random number, a time or the environment is asked for once, when the graph is compiled.

    The result becomes a constant of the graph: each call computes with the same number.

        if random.random() < self.drop_prob:

    Draw random numbers with MindSpore, and give times and settings to the call as arguments:

        if ops.rand(1) < self.drop_prob:

    Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL642"
    name = "frozen-value"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    folded = True

    def check_compiled(self, compiled: Compiled) -> Problems:
        for call in compiled.calls:
            changes = is_one_of(call.name, CHANGING) and call.name not in NOT_CHANGING
            if changes and not _runs_later(compiled, call) and not _is_added_to_array(compiled, call):
                text = compiled.module.text_of(call.node.func)
                is_random = call.name.startswith(RANDOM)
                instead = (
                    say("Use `ops.rand`, `ops.randint` or `ops.randn`.")
                    if is_random
                    else say("Pass the value as an argument.")
                )
                message = say(
                    "`{text}()` is called once, while the graph is compiled: all calls use that one value.", text=text
                )
                fix = drawn_by_mindspore(compiled, call) if is_random else None
                yield graph_problem(compiled, call.node, message, instead, fix)
        for subscript in compiled.nodes(ast.Subscript):
            if compiled.value(subscript.value) == Symbol("os.environ") and isinstance(subscript.ctx, ast.Load):
                message = say("The environment is read once, while the graph is compiled.")
                yield graph_problem(compiled, subscript, message, say("Pass the value as an argument."))


def _is_added_to_array(compiled: Compiled, call: CallSite) -> bool:
    """Whether a number is drawn beside what Python computes in each call, before 2.1."""
    sides = [(node.left, node.right) for node in compiled.nodes(ast.BinOp)]
    others = [one if other is call.node else other for one, other in sides if call.node in (one, other)]
    return not compiled.targets_from("2.1") and any(isinstance(compiled.value(other), Interpreted) for other in others)


def _runs_later(compiled: Compiled, call: CallSite) -> bool:
    """Whether a call waits for a tensor: then it is made each time the graph runs, at the level lax. 2.0 makes
    calls of some modules each time, and of numpy where the arguments are not written down."""
    if not compiled.targets_from("2.1") and call.name.startswith(("random.", "datetime.", "numpy.")):
        is_constant = call.name[0] == "n" and all(isinstance(item, ast.Constant) for item in call.node.args)
        return not is_constant and is_called_with_tensors(compiled)
    return compiled.level == "lax" and any(depends_on_tensor(value) for value in call.arguments.values())


# ---------------------------------------------------------------- effects


class EffectOnce(Rule):
    """Logging, warnings and files are touched while the graph is compiled, and not when it runs.

        logger.info("forward")

    Use `print`, which is part of the graph, or log outside of it:

        print("forward", x.shape)

    A call with a tensor among its arguments does run each time, at the syntax level `lax` from 2.1 on.
    Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL643"
    name = "effect-once"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for call in _effects(compiled):
            text = compiled.module.text_of(call.node.func)
            message = say(
                "`{text}()` has its effect while the graph is compiled, and none when the graph runs again.", text=text
            )
            instead = say("Use `print`, or do it outside of the graph.")
            yield graph_problem(compiled, call.node, message, instead, printed(compiled, call))


def _effects(compiled: Compiled) -> Iterator[CallSite]:
    for call in compiled.calls:
        is_late = compiled.targets_from("2.1") and not compiled.targets_before("2.1") and _runs_later(compiled, call)
        if is_one_of(call.name, EFFECTS) and not is_late:
            yield call
