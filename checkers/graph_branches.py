"""MSL620-MSL623: branches and loops that a tensor decides, and what does not follow that decision."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rule
from ms_lint.semantics.compiled import Branches, Change, Compiled, Condition, Kind
from ms_lint.semantics.values import Constant, Container, Runtime, Scalar, Sequence, Tensor, Value

from .graph_fixes_branches import of_one_type
from .graph_fixes_loops import with_last_value
from .graph_wording import graph_problem
from .unfixed import REBUILT, SEVERAL

_NUMBERS = ("int", "float", "bool")


class BranchTypes(Rule):
    """A name that a tensor decides gets values that the graph cannot join.

    Where a tensor decides an `if`, both branches are compiled, and each name gets one type for what follows. A
    tensor and a number cannot be joined, nor can tensors of different types; of two strings or two tuples of
    numbers always the same one is used.

        if x.sum() > 0:
            scale = self.scale(x)
        else:
            scale = 0

    Give both branches the same type, with tensors where one of them is one:

        else:
            scale = ops.zeros_like(x)

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL620"
    name = "branches-of-unlike-type"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for branches in compiled.branches:
            for name, (_, body, orelse) in branches.names.items():
                if body is None or orelse is None:
                    continue
                said = _unlike(compiled, body, orelse) or _cast(compiled, branches, name)
                if said is None:
                    continue
                message, suggestion = said
                place: ast.AST = branches.node.test if isinstance(branches.node, ast.IfExp) else branches.node
                place = _assigned(branches.node, name) or place
                subject = f"`{name}`" if name else say("This")
                said_of = say("{subject} {predicate}", subject=subject, predicate=message)
                fix = of_one_type(compiled, branches, name)
                yield graph_problem(compiled, place, said_of, suggestion, fix)
        yield from _returns(compiled)


def _returns(compiled: Compiled) -> Iterator[Problem]:
    """A tensor decides between two ways out, with results that cannot be joined."""
    returned = [node for node in compiled.nodes(ast.Return) if node.value is not None]
    for node in returned:
        if not any(condition.is_runtime for condition in compiled.conditions(node)):
            continue
        for other in returned:
            if other.lineno <= node.lineno or _known(compiled, other) != _known(compiled, node):
                continue
            first, second = (compiled.value(item.value) for item in (node, other) if item.value is not None)
            said = _unlike(compiled, first, second) if "str" not in (_type(first), _type(second)) else None
            if said is not None:
                message, suggestion = said
                yield graph_problem(compiled, other, say("The result {predicate}", predicate=message), suggestion)
                return


def _known(compiled: Compiled, node: ast.AST) -> list[Condition]:
    """The conditions around a statement that no tensor decides."""
    return [condition for condition in compiled.conditions(node) if not condition.is_runtime]


def _unlike(compiled: Compiled, first: Value, second: Value) -> Optional[tuple[str, str]]:
    """What is wrong with two values of which a tensor chooses one, and what to do."""
    types = {_type(first), _type(second)}
    if "" in types:
        return None
    if "tensor" in types and types & set(_NUMBERS):
        return (
            say("is a tensor in one branch and a number in the other: the graph cannot join them."),
            say("Make the number a tensor, as `ops.zeros_like` or `Tensor(...)` of the same type."),
        )
    if types in ({"tensor", "tuple"}, {"tensor", "shape"}):
        return (
            say("is a tensor in one branch and a tuple in the other: the graph cannot join them."),
            say("Give both branches a tuple of as many tensors."),
        )
    dtypes = [value.dtype for value in (first, second) if isinstance(value, Tensor)]
    if len(dtypes) == 2 and all(dtypes) and dtypes[0] != dtypes[1]:
        return (
            say(
                "is of {first} in one branch and of {second} in the other: the graph cannot join them.",
                first=dtypes[0],
                second=dtypes[1],
            ),
            say("Cast both to one type."),
        )
    if types == {"str"} and first != second:
        return (
            say("is a string that a tensor chooses: the graph has no such value."),
            say("Choose by a number or a flag, or return the tensors themselves."),
        )
    if types == {"shape"} and first != second and compiled.targets_from("2.1"):
        return (
            say("is a tuple of numbers that a tensor chooses: the graph takes the same one at every call."),
            say("Use it in both branches, and choose between the results."),
        )
    return None


def _type(value: Value) -> str:
    """The type of a value as far as the join goes; empty where it is not known or does not matter."""
    if isinstance(value, Tensor):
        return "tensor" if value.framework == "mindspore" else ""
    if isinstance(value, Constant) and type(value.value).__name__ in (*_NUMBERS, "str"):
        return type(value.value).__name__
    if isinstance(value, (Scalar, Runtime)) and value.type in (*_NUMBERS, "str"):
        return value.type
    if isinstance(value, Sequence) and value.kind == "tuple" and value.items:
        return "shape" if all(isinstance(item, Constant) for item in value.items) else "tuple"
    return ""


def _cast(compiled: Compiled, branches: Branches, name: str) -> Optional[tuple[str, str]]:
    """One branch has a tensor, and the other one the same tensor cast to another type."""
    if not isinstance(branches.node, ast.If):
        return None
    parts = [_last_value(block, name) for block in (branches.node.body, branches.node.orelse)]
    for one, other in (parts, parts[::-1]):
        is_cast = isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "astype"
        if is_cast and other is not None and ast.dump(one.func.value) == ast.dump(other):  # type: ignore[union-attr]
            return (
                say(
                    "is `{other}` in one branch and cast to another type in the other: the graph cannot join them.",
                    other=compiled.module.text_of(other),
                ),
                say("Cast it in both branches, or after them."),
            )
    return None


def _last_value(block: list[ast.stmt], name: str) -> Optional[ast.expr]:
    for statement in reversed(block):
        if isinstance(statement, ast.Assign) and any(getattr(item, "id", "") == name for item in statement.targets):
            return statement.value
    return None


def _assigned(node: ast.AST, name: str) -> Optional[ast.AST]:
    """The last place in a branch that gives the name its value."""
    found = None
    if isinstance(node, ast.If):
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store):
                found = part if found is None or part.lineno > found.lineno else found
    return found


class ConditionalChange(Rule):
    """A list that grows, or something else that changes, where a tensor decides whether it does.

    Both branches are compiled, and a loop over a tensor's value is compiled once. Whether and how often a list
    grows must be known then; it grows in all cases, in none, or as often as the code is compiled.

        kept = []
        while score > self.threshold:
            score = score * 0.5
            kept.append(score)

    Choose by values instead: compute all, and mask with `ops.where` or a product, or write into a tensor that has
    its size from the start. Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL621"
    name = "change-decided-by-tensor"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = SEVERAL

    def check_compiled(self, compiled: Compiled) -> Problems:
        for change in compiled.changes:
            decides = _decides(compiled, change) is not None or _shrinks(compiled, change)
            if decides and change.how in ("append", "extend", "insert", "pop", "remove", "+="):
                if change.how == "+=" and not _is_list(change.value):
                    continue
                text = compiled.module.text_of(change.target)
                yield graph_problem(
                    compiled,
                    change.node,
                    say(
                        "Whether `{text}` gets longer here is for a tensor to decide, and the graph is compiled "
                        "before.",
                        text=text,
                    ),
                    say("Compute all values, and choose among them with `ops.where` or a mask."),
                )
        for node in compiled.nodes(ast.ListComp, ast.GeneratorExp):
            for test in (test for item in node.generators for test in item.ifs):
                if compiled.kind(test) in (Kind.TENSOR, Kind.RUNTIME):
                    yield graph_problem(
                        compiled,
                        test,
                        say("How many items there are is for a tensor to decide, and the graph is compiled before."),
                        say("Take all items, and choose among them with `ops.where` or a mask."),
                    )


def _decides(compiled: Compiled, change: Change) -> Optional[Condition]:
    return next((item for item in compiled.conditions(change.node) if item.is_runtime), None)


def _shrinks(compiled: Compiled, change: Change) -> bool:
    """Whether a change is in a loop that asks for the shape of what a mask makes shorter in each round."""
    for condition in compiled.conditions(change.node):
        loop = condition.node
        if not isinstance(loop, ast.While):
            continue
        asked = {
            part.value.id
            for part in ast.walk(loop.test)
            if isinstance(part, ast.Attribute) and part.attr == "shape" and isinstance(part.value, ast.Name)
        }
        for node in compiled.nodes(ast.Assign):
            names = {getattr(target, "id", "") for target in node.targets}
            is_cut = isinstance(node.value, ast.Subscript) and compiled.kind(node.value.slice) is Kind.TENSOR
            if is_cut and names & asked and any(item.node is loop for item in compiled.conditions(node)):
                return True
    return False


def _is_list(value: Value) -> bool:
    return isinstance(value, (Sequence, Container)) and value.kind == "list"


class LoopNames(Rule):
    """A name of a loop that is read after it, or a list that changes while it is looped over.

    A loop over a range or a list is unrolled: its variable ends with it, and its items are those at the start.

        for index in range(3):
            x = x + index
        return x * index

    Keep what is needed in a variable of its own, that is set before the loop. Measured on MindSpore 2.0.0, 2.7.0
    and 2.10.0.
    """

    code = "MSL622"
    name = "loop-unrolled-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for loop in compiled.nodes(ast.For):
            yield from self._variable(compiled, loop)
            yield from self._list(compiled, loop)

    def _variable(self, compiled: Compiled, loop: ast.For) -> Iterator[Problem]:
        names = {part.id for part in ast.walk(loop.target) if isinstance(part, ast.Name)}
        inside = {id(part) for part in ast.walk(loop)}
        others = {item.arg for item in ast.walk(compiled.function.node) if isinstance(item, ast.arg)}
        others |= {
            part.id
            for part in ast.walk(compiled.function.node)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and id(part) not in inside
        }
        end = loop.end_lineno or loop.lineno
        for part in compiled.nodes(ast.Name):
            is_read = isinstance(part.ctx, ast.Load) and part.lineno > end and id(part) not in inside
            if is_read and part.id in names - others:
                yield graph_problem(
                    compiled,
                    part,
                    say(
                        "`{part}` ends with the loop in line {lineno}: the graph compiler does not know it here.",
                        part=part.id,
                        lineno=loop.lineno,
                    ),
                    say("Set `{part}` before the loop, or keep its last value under another name.", part=part.id),
                    with_last_value(compiled, loop, part.id),
                )
                return

    def _list(self, compiled: Compiled, loop: ast.For) -> Iterator[Problem]:
        if not isinstance(loop.iter, ast.Name):
            return
        inside = {id(part) for part in ast.walk(loop)}
        for change in compiled.changes:
            if id(change.node) in inside and getattr(change.target, "id", "") == loop.iter.id and change.how != "[]=":
                yield graph_problem(
                    compiled,
                    change.node,
                    say(
                        "`{iter}` changes while it is looped over; the graph loops over the items of the start.",
                        iter=loop.iter.id,
                    ),
                    say("Loop over a list that is complete."),
                )


class GrowingLoop(Rule):
    """A tensor that grows in a loop that a tensor ends.

    A loop whose end a tensor decides is compiled once, so every name in it has one shape. A tensor that each round
    makes longer is refused.

        while not finished(tokens):
            tokens = ops.concat((tokens, self.step(tokens)))

    Make a tensor of the largest size before the loop, and write into it by index. Measured on MindSpore 2.0.0,
    2.7.0 and 2.10.0.
    """

    code = "MSL623"
    name = "tensor-grows-in-loop"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = REBUILT

    def check_compiled(self, compiled: Compiled) -> Problems:
        for call in compiled.calls:
            if call.name.rpartition(".")[2] not in ("concat", "cat", "hstack", "vstack", "append", "tile", "repeat"):
                continue
            if not call.name.startswith("mindspore."):
                continue
            target = _target_of(compiled, call.node)
            loops = [item for item in compiled.conditions(call.node) if isinstance(item.node, ast.While)]
            if target is None or not any(item.is_runtime for item in loops):
                continue
            if any(isinstance(part, ast.Name) and part.id == target for part in ast.walk(call.node)):
                yield graph_problem(
                    compiled,
                    call.node,
                    say(
                        "`{target}` grows in a loop that a tensor ends: the graph has one shape for it, and "
                        "refuses this.",
                        target=target,
                    ),
                    say("Make it as large as it can become before the loop, and write into it by index."),
                )


def _target_of(compiled: Compiled, call: ast.Call) -> Optional[str]:
    """The name that the result of a call is assigned to."""
    for node in compiled.nodes(ast.Assign):
        if node.value is call and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            return node.targets[0].id
    return None
