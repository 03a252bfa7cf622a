"""What MindSpore before 2.1 computes otherwise in a graph, or refuses, and later versions do not.

All of it was measured on 2.0.0, as what is near it and right. It has no rules of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ms_lint.messages import say
from ms_lint.rules import Problem
from ms_lint.semantics.compiled import CallSite, Compiled, Kind, depends_on_tensor, kind_of
from ms_lint.semantics.values import Container, Instance, Interpreted, Member, SelfValue, Sequence, Tensor

from .graph_wording import graph_problem

#: Functions that give tensors whose shape depends on numbers.
_OF_NO_SHAPE = ("masked_select", "nonzero", "unique", "unique_consecutive")
_FILLED = ("mindspore.ops.zeros", "mindspore.ops.ones")


def enumerated_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """`enumerate` of what is no list, tuple or tensor."""
    for call in compiled.calls:
        given = call.arguments.get(0)
        is_dict = isinstance(given, (Container, Instance)) and getattr(given, "kind", "") == "dict"
        if call.name == "builtins.enumerate" and (is_dict or isinstance(given, Interpreted)):
            text = compiled.module.text_of(call.node.args[0])
            message = say(
                "`enumerate` of the graph takes lists, tuples and tensors only before MindSpore 2.1, and not `{text}`.",
                text=text,
            )
            yield graph_problem(compiled, call.node, message, say("Make a tuple of it in `__init__`."))


def arrays_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """Tensors that are made of an array of Python, and computed with: their type is taken for another one."""
    made = {call.node for call in compiled.calls if call.name == "mindspore.Tensor" and _is_of_array(compiled, call)}
    if not made:
        return
    used: list[ast.expr] = []
    for operation in compiled.nodes(ast.BinOp):
        used += [operation.left, operation.right]
    for call in compiled.calls:
        used += call.node.args if call.name.startswith("mindspore.") else []
    for node in used:
        value = compiled.value(node)
        if isinstance(value, Interpreted) and value.node in made:
            text = compiled.module.text_of(node)
            message = say(
                "`{text}` is made of an array of Python: before MindSpore 2.1 the graph takes its numbers for float64, "
                "and computes others or raises.",
                text=text,
            )
            yield graph_problem(compiled, node, message, say("Use MindSpore's functions in place of numpy's."))


def _is_of_array(compiled: Compiled, call: CallSite) -> bool:
    given = call.arguments.get(0)
    if not isinstance(given, Interpreted):
        return False
    return any(
        isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "asnumpy"
        for item in (given.node, *call.node.args)
        for part in ast.walk(item)
    )


def shapes_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """`ops.zeros` and `ops.ones` of a shape that only the running graph knows."""
    for call in compiled.calls:
        shape = call.node.args[0] if call.node.args else None
        if compiled.module.canonical(call.name) not in _FILLED or not isinstance(shape, ast.Attribute):
            continue
        owner = compiled.value(shape.value)
        source = owner.source.rpartition(".")[2] if isinstance(owner, Tensor) else ""
        if shape.attr == "shape" and source in _OF_NO_SHAPE:
            text = compiled.module.text_of(call.node.func)
            message = say(
                "`{text}()` is refused before MindSpore 2.1: the length of what `{source}` gives is not known "
                "while the graph is compiled.",
                text=text,
                source=source,
            )
            yield graph_problem(compiled, call.node, message, say("Use `ops.zeros_like` or `ops.ones_like`."))


def popped_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """`pop` of a list in the middle of an expression, where it still gives a pair."""
    operands = {id(side) for node in compiled.nodes(ast.BinOp) for side in (node.left, node.right)}
    for change in compiled.changes:
        value = change.value
        is_list = isinstance(value, (Container, Sequence)) and value.kind == "list"
        if isinstance(change.node, ast.Call) and change.how == "pop" and is_list and id(change.node) in operands:
            text = compiled.module.text_of(change.node)
            message = say(
                "`{text}` is a pair inside an expression before MindSpore 2.1, and the line raises.", text=text
            )
            yield graph_problem(compiled, change.node, message, say("Take the item by its index."))


def dropped_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """Calls that set a Parameter and whose result is given a name that nothing reads: they are left out."""
    read = {node.id for node in compiled.nodes(ast.Name) if isinstance(node.ctx, ast.Load)}
    for statement in compiled.nodes(ast.Assign):
        names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
        if len(names) != len(statement.targets) or read.intersection(names):
            continue
        callee = next((item for item in compiled.together if statement.value in item.called_from), None)
        if callee is not None and callee.called_from.get(_call(statement)) is compiled and _sets_parameter(callee):
            text = compiled.module.text_of(_call(statement).func)
            message = say(
                "Nothing reads `{name}`: before MindSpore 2.1 the graph leaves the call of `{text}` out, and the "
                "Parameter that it sets stays as it was.",
                name=names[0],
                text=text,
            )
            yield graph_problem(compiled, statement, message, say("Call it in a statement of its own."))


def _call(statement: ast.Assign) -> ast.Call:
    assert isinstance(statement.value, ast.Call)
    return statement.value


def _sets_parameter(compiled: Compiled) -> bool:
    initial = [item.initial for item in compiled.attributes_set if item.initial is not None]
    if any(kind_of(value, compiled.module) is Kind.PARAMETER for value in initial):
        return True
    return any(
        compiled.module.canonical(call.name) == "mindspore.ops.assign"
        and bool(call.node.args)
        and compiled.kind(call.node.args[0]) is Kind.PARAMETER
        for call in compiled.calls
    )


def gradients_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """Numbers made of a tensor that are the result: no gradient goes through them in PyNative mode."""
    if len(compiled.chain) > 1:
        return
    made = {
        call.node
        for call in compiled.calls
        if call.name in ("builtins.int", "builtins.float") and isinstance(call.arguments.get(0), Tensor)
    }
    named = {
        target.id: node.value
        for node in compiled.nodes(ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in compiled.nodes(ast.Return):
        value = named.get(node.value.id) if isinstance(node.value, ast.Name) else node.value
        if value is not None and value in made:
            text = compiled.module.text_of(value)
            message = say(
                "The gradient goes through `{text}` in a graph before MindSpore 2.1, as if it were not there; in "
                "PyNative mode it is zero.",
                text=text,
            )
            instead = say("Return the tensor itself, and make a number of it outside.")
            yield graph_problem(compiled, node, message, instead)


def recursion_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """Methods that call themselves, which the compiler does not come to an end with."""
    for call in compiled.calls:
        owner = call.callee.owner if isinstance(call.callee, Member) else None
        if not isinstance(owner, SelfValue) or not isinstance(call.node.func, ast.Attribute):
            continue
        method = owner.info.method(call.node.func.attr)
        if method is not None and method.node is compiled.function.node:
            text = compiled.module.text_of(call.node.func)
            message = say(
                "`{text}` calls itself: the compiler of MindSpore before 2.1 does not come to an end.", text=text
            )
            yield graph_problem(compiled, call.node, message, say("Write a loop, or a function outside of the class."))


def is_called_with_tensors(compiled: Compiled) -> bool:
    """Whether a function gets a tensor from one of its callers, as an entry does: only then is what it asks of
    Python asked again in each run of a graph of 2.0."""
    if len(compiled.chain) == 1 or not compiled.called_from:
        return True
    return any(
        depends_on_tensor(caller.value(given))
        for call, caller in compiled.called_from.items()
        for given in (*call.args, *(item.value for item in call.keywords))
    )
