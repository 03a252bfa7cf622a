"""What MSL645 says of MindSpore before 2.1, whose graphs have no interpreter at hand: objects of Python.

All of it was measured on 2.0.0.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.messages import say
from ms_lint.rules import Problem
from ms_lint.semantics.compiled import Compiled, is_plain_object
from ms_lint.semantics.values import (
    ClassValue,
    Constant,
    Container,
    Derived,
    FunctionValue,
    Instance,
    Member,
    Scalar,
    Sequence,
    Tensor,
    Value,
)

from .graph_wording import graph_problem

_ENUMS = ("enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag")


def is_enum(value: Value) -> bool:
    """Whether a value is an Enum of the project."""
    return isinstance(value, ClassValue) and any(ancestor in _ENUMS for ancestor in value.info.ancestors)


def objects_before_2_1(compiled: Compiled) -> Iterator[Problem]:
    """Objects of Python that compiled code computes with, which has no interpreter at hand there."""
    if compiled.is_folded:
        return
    told: set[int] = set()
    for node in _operands(compiled):
        what = _external(compiled, node)
        if what is not None and id(node) not in told and node.lineno not in told:
            told |= {id(node), node.lineno}
            text = compiled.module.text_of(node)
            message = say("`{text}` is {what}: the graph cannot use it before MindSpore 2.1.", text=text, what=what)
            yield graph_problem(compiled, node, message, say("Read what is needed in `__init__`."))
    for call in compiled.calls:
        made = call.callee.info if isinstance(call.callee, ClassValue) else None
        if made is None or not is_plain_object(Instance(made)) or "builtins.BaseException" in made.ancestors:
            continue
        if "builtins.Exception" not in made.ancestors:
            text = compiled.module.text_of(call.node.func)
            message = say("`{text}()` is refused before MindSpore 2.1: the graph makes no objects.", text=text)
            yield graph_problem(compiled, call.node, message, say("Put `@ms.jit_class` on the class."))
    for item in compiled.attributes_set:
        owner = item.owner
        if isinstance(owner, Instance) and is_plain_object(owner):
            text = compiled.module.text_of(item.node)
            message = say("`{text}` is set: before MindSpore 2.1 only Parameters of `self` can be.", text=text)
            yield graph_problem(compiled, item.node, message, say("Return the value."))
    for change in compiled.changes:
        if change.how == "[]=" and isinstance(change.value, Tensor) and change.value.framework == "numpy":
            text = compiled.module.text_of(change.target)
            message = say("`{text}` is an array: the graph cannot change it before MindSpore 2.1.", text=text)
            yield graph_problem(compiled, change.node, message, say("Make the array outside of the graph."))
    yield from _calls(compiled)
    yield from _through_classes(compiled)


def _operands(compiled: Compiled) -> Iterator[ast.expr]:
    """What operators, comparisons, loops, indexing and some functions are given."""
    for operation in compiled.nodes(ast.BinOp):
        if not isinstance(operation.op, ast.Mult) or not isinstance(operation.right, ast.Constant):
            yield operation.left
        yield operation.right
    for compare in compiled.nodes(ast.Compare):
        parts = [compare.left, *compare.comparators]
        is_text = any(isinstance(getattr(compiled.value(part), "value", None), str) for part in parts)
        yield from (part for part in parts if "__class__" in ast.dump(part))
        if isinstance(compare.ops[0], (ast.In, ast.NotIn)):
            yield compare.comparators[0]
        if not is_text and not any(isinstance(item, (ast.Is, ast.IsNot)) for item in compare.ops):
            yield from parts
    for subscript in compiled.nodes(ast.Subscript):
        yield subscript.value
    for loop in compiled.nodes(ast.For):
        yield loop.iter
    for test in compiled.nodes(ast.If):
        yield test.test
    for call in compiled.calls:
        if call.name in ("builtins.len", "builtins.isinstance", "builtins.print", "builtins.iter"):
            only = call.node.args[:1] if call.name != "builtins.print" else call.node.args
            if call.name != "builtins.print" or not any(
                isinstance(compiled.value(item), Tensor) and _external(compiled, item) is None for item in only
            ):
                yield from only


def _external(compiled: Compiled, node: ast.expr) -> Optional[str]:
    """What of Python's an expression is that such a graph has no type for."""
    value = compiled.value(node)
    if isinstance(node, ast.Attribute):
        if node.attr == "__class__" or getattr(node.value, "attr", "") == "__class__":
            return say("a class")
        owner = compiled.value(node.value)
        if _is_object(owner) or is_enum(owner):
            return say("a member of an Enum") if is_enum(owner) else say("an attribute of an object")
        if _external(compiled, node.value) is not None and not isinstance(owner, (Tensor, Constant)):
            return say("an attribute of an object")
    if _is_object(value):
        return say("an object")
    if isinstance(value, Tensor) and value.framework == "numpy" and isinstance(node, (ast.Name, ast.Attribute)):
        return say("an array")
    if isinstance(value, (Sequence, Container)) and value.kind == "set" and isinstance(node, ast.Attribute):
        return say("a set")
    if isinstance(node, ast.Call):
        return _external_call(compiled, node)
    return None


def _external_call(compiled: Compiled, node: ast.Call) -> Optional[str]:
    call = next((call for call in compiled.calls if call.node is node), None)
    if call is None:
        return None
    callee = call.callee
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr == "asnumpy" and isinstance(callee, Member):
        return say("an array")
    if isinstance(function, ast.Attribute) and function.attr != "format":
        owner = compiled.value(function.value)
        text = isinstance(owner, Constant) and isinstance(owner.value, str)
        inner = _external_call(compiled, function.value) if isinstance(function.value, ast.Call) else None
        if text or owner == Scalar("str") or inner == "what a method of a string gives":
            return say("what a method of a string gives")
    while isinstance(callee, Derived):
        callee = callee.function
    if isinstance(callee, FunctionValue):
        names = [
            getattr(item.func if isinstance(item, ast.Call) else item, "attr", getattr(item, "id", ""))
            for item in getattr(callee.function.node, "decorator_list", [])
        ]
        if "lru_cache" in names or "cache" in names:
            return say("what a cached function gives")
    return say("a number of Python's") if call.name.startswith(("os.get", "sys.", "platform.")) else None


def _is_object(value: Value) -> bool:
    if not isinstance(value, Instance):
        return False
    if isinstance(value.of, str):
        return value.of.startswith(("types.", "argparse.", "collections."))
    return is_plain_object(value)


def _calls(compiled: Compiled) -> Iterator[Problem]:
    for call in compiled.calls:
        text = compiled.module.text_of(call.node.func)
        given = call.node.args
        if call.name == "mindspore.Tensor" and any(_has_shape(compiled, item) for item in given):
            message = say("`{text}()` of a shape holds other numbers before MindSpore 2.1.", text=text)
            yield graph_problem(compiled, call.node, message, say("Use `ops.ones`, `ops.zeros` or `ops.full`."))
        elif call.name.rpartition(".")[2] == "assign" and call.name.startswith("mindspore.") and given:
            if compiled.is_tensor(given[0]):
                message = say("`{text}()` takes Parameters only before MindSpore 2.1.", text=text)
                yield graph_problem(compiled, call.node, message, say("Keep it in a Parameter."))
        elif isinstance(call.node.func, ast.Attribute) and isinstance(
            getattr(compiled.value(call.node.func.value), "value", None), str
        ):
            dynamic = any(isinstance(value, Tensor) for value in call.arguments.values())
            if call.node.func.attr == "format" and (call.node.keywords or dynamic):
                message = say("`{text}()` takes constants by position only before MindSpore 2.1.", text=text)
                yield graph_problem(compiled, call.node, message, say("Print the values."))
        kind = (
            getattr(compiled.value(call.node.func.value), "kind", "")
            if isinstance(call.node.func, ast.Attribute)
            else ""
        )
        if call.node.func.attr in _NO_METHODS.get(kind, ()) if isinstance(call.node.func, ast.Attribute) else False:
            message = say("`{text}()` is refused in the graph before MindSpore 2.1.", text=text)
            yield graph_problem(compiled, call.node, message, say("Write a new list or dict."))
    printed = {id(part) for call in compiled.calls if call.name == "builtins.print" for part in ast.walk(call.node)}
    printed |= {id(part) for node in compiled.nodes(ast.Raise, ast.Assert) for part in ast.walk(node)}
    for joined in used_texts(compiled):
        parts = [part.value for part in joined.values if isinstance(part, ast.FormattedValue)]
        if id(joined) not in printed and any(isinstance(compiled.value(part), Tensor) for part in parts):
            message = say("A text with a tensor in it is none in the graph before MindSpore 2.1.")
            yield graph_problem(compiled, joined, message, say("Print the values."))
    for item in compiled.nodes(ast.Subscript):
        if isinstance(item.slice, ast.Slice) and isinstance(getattr(compiled.value(item.value), "value", None), str):
            message = say("Strings are not sliced in the graph before MindSpore 2.1.")
            yield graph_problem(compiled, item, message, say("Do it in `__init__`."))


def used_texts(compiled: Compiled) -> Iterator[ast.JoinedStr]:
    """The f-strings whose text somebody reads."""
    read = {node.id for node in compiled.nodes(ast.Name) if isinstance(node.ctx, ast.Load)}
    unused = {
        id(node.value)
        for node in compiled.nodes(ast.Assign)
        if all(isinstance(target, ast.Name) and target.id not in read for target in node.targets)
    }
    yield from (node for node in compiled.nodes(ast.JoinedStr) if id(node) not in unused)


_NO_METHODS = {"list": ("copy",), "dict": ("setdefault", "copy")}


def _has_shape(compiled: Compiled, node: ast.expr) -> bool:
    """Whether an argument is made of the shape of a tensor, and not by giving its numbers one by one."""
    unpacked = {id(part) for item in ast.walk(node) if isinstance(item, ast.Starred) for part in ast.walk(item)}
    return any(
        isinstance(part, ast.Attribute)
        and part.attr == "shape"
        and id(part) not in unpacked
        and isinstance(compiled.value(part.value), Tensor)
        for part in ast.walk(node)
    )


def _through_classes(compiled: Compiled) -> Iterator[Problem]:
    for node in compiled.nodes(ast.Attribute):
        owner = compiled.value(node.value)
        if isinstance(owner, ClassValue) and owner.info.kind == "cell" and not node.attr.startswith("__"):
            method = owner.info.method(node.attr)
            if method is None or not method.is_static:
                text = compiled.module.text_of(node)
                message = say("`{text}`: before MindSpore 2.1 the graph finds nothing through a class.", text=text)
                yield graph_problem(compiled, node, message, say("Use `self`, or `super()`."))
    indexed = [node.value for node in compiled.nodes(ast.Subscript)]
    for given in [*indexed, *(node.iter for node in compiled.nodes(ast.For))]:
        value = compiled.value(given)
        if isinstance(value, Instance) and value.of == "mindspore.nn.SequentialCell":
            text = compiled.module.text_of(given)
            message = say("`{text}` is a SequentialCell: before MindSpore 2.1 the graph can only call it.", text=text)
            yield graph_problem(compiled, given, message, say("Use a CellList."))
