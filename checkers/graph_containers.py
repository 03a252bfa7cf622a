"""MSL610-MSL613, MSL615: lists, dicts and other names of the same thing, which compiled code changes in another way."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.syntax import LOST_CHANGES, UNTRACKED_CHANGES
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rewrite, Rule
from ms_lint.semantics.compiled import CallSite, Change, Compiled, depends_on_tensor
from ms_lint.semantics.values import UNKNOWN, Constant, Container, Scalar, Sequence, Tensor, Value

from .graph_fixes import as_sorted
from .graph_fixes_aliases import with_one_name
from .graph_fixes_containers import all_rebuilt, copied, rebuilt, set_where_missing
from .graph_old_values import dropped_before_2_1, popped_before_2_1
from .graph_wording import graph_problem
from .unfixed import SEVERAL


class AliasChanged(Rule):
    """One of two names of the same object is changed, and the other one is read.

    A graph has values and no objects: a change gives the changed name a new value. The other name keeps the old
    one.

        kept = outputs
        kept.append(x)
        return outputs

    Use one name, and copy where two are meant. The same holds for an element or a view of a tensor that is
    written to: `row = x[0]; row[0] = 1` leaves `x` as it is. Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL610"
    name = "alias-changed-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for change in compiled.changes:
            if isinstance(change.value, Tensor) and change.how != "[]=":
                continue
            read = next(
                (
                    name
                    for name in change.aliases
                    if is_linked(compiled, change, name) and compiled.is_read_after(name, change.node)
                ),
                None,
            )
            if read is not None:
                text = compiled.module.text_of(change.target)
                yield graph_problem(
                    compiled,
                    change.node,
                    say(
                        "`{text}` and `{read}` are one object in Python; in the graph only `{text}` changes "
                        "here, and `{read}` keeps the old value.",
                        text=text,
                        read=read,
                    ),
                    say("Use one name for both, or write what `{read}` is meant to be.", read=read),
                    with_one_name(compiled, change, read),
                )


def is_linked(compiled: Compiled, change: Change, other: str) -> bool:
    """Whether one of two names is assigned from the other one: itself, or for writing to elements a part of it."""
    root = change.target
    while isinstance(root, (ast.Subscript, ast.Attribute)):
        root = root.value
    for node in compiled.nodes(ast.Assign):
        value = node.value
        is_part = change.how == "[]=" or isinstance(change.value, Sequence)
        while is_part and isinstance(value, (ast.Subscript, ast.Attribute, ast.Call)):
            if isinstance(value, ast.Call) and not compiled.targets_from("2.1"):
                return False
            value = value.func if isinstance(value, ast.Call) else value.value
        for target in node.targets:
            names = {getattr(target, "id", ""), getattr(value, "id", "")}
            if names == {getattr(root, "id", ""), other}:
                return True
    return False


class LostChange(Rule):
    """A method that is to change a list or dict and does not do so in the graph.

    `append`, `extend`, `insert`, `reverse`, `clear` and `update` are known to the graph compiler as statements.
    `remove`, `sort` and `popitem` are run on a copy, and `pop` of a dict gives something else: the list or dict
    stays as it was.

        sizes.sort()
        return x * sizes[0]

    Write an expression:

        sizes = sorted(sizes)

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL611"
    name = "change-lost-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        if compiled.targets_before("2.1"):
            yield from popped_before_2_1(compiled)
            yield from dropped_before_2_1(compiled)
        for change in compiled.changes:
            kind = _kind(change.value)
            suggestion = LOST_CHANGES.get((kind, change.how))
            if suggestion is not None:
                text = compiled.module.text_of(change.target)
                yield graph_problem(
                    compiled,
                    change.node,
                    say("`{text}.{how}(...)` does not change `{text}` in the graph.", text=text, how=change.how),
                    suggestion,
                    as_sorted(compiled, change.node) or rebuilt(compiled, change),
                )


class ReturnOfAppend(Rule):
    """`append` gives the list in the graph, and None in Python.

        return outputs.append(x)

    Change the list in a statement of its own, and use the list:

        outputs.append(x)
        return outputs

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL615"
    name = "return-of-append"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = SEVERAL

    def check_compiled(self, compiled: Compiled) -> Problems:
        statements = {id(node.value) for node in compiled.nodes(ast.Expr)}
        for change in compiled.changes:
            if change.how == "append" and _kind(change.value) == "list" and id(change.node) not in statements:
                text = compiled.module.text_of(change.target)
                yield graph_problem(
                    compiled,
                    change.node,
                    say("`{text}.append(...)` is the list in the graph, and None in Python.", text=text),
                    say("Append in a statement of its own, and use `{text}`.", text=text),
                )


class UntrackedList(Rule):
    """A list of tensors that is changed in a way through which no gradient flows.

    `append` and `[...] = ` are part of the graph. `extend`, `insert`, `pop`, `reverse` and `copy` of lists and
    `setdefault` and `copy` of dicts are run by the Python interpreter, out of sight of the differentiation: the
    values are right, and the gradient of all that goes through the list is zero.

        features.insert(0, x)

    Build the list by an expression:

        features = [x] + features

    Measured on MindSpore 2.7.0 and 2.10.0 at the default syntax level.
    """

    code = "MSL612"
    name = "gradient-lost-in-list"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        if compiled.level != "lax" or not compiled.targets_from("2.1"):
            return
        for change in compiled.changes:
            suggestion = UNTRACKED_CHANGES.get((_kind(change.value), change.how))
            if suggestion is not None and change.owner in ("local", "") and _has_tensors(compiled, change):
                text = compiled.module.text_of(change.target)
                mend = set_where_missing if change.how == "setdefault" else rebuilt
                said = f"{text}.{change.how}(...)"
                yield self._problem(compiled, change.node, said, suggestion, mend(compiled, change))
        for call in compiled.calls:
            method = call.node.func.attr if isinstance(call.node.func, ast.Attribute) else ""
            receiver = compiled.value(call.node.func.value) if isinstance(call.node.func, ast.Attribute) else None
            is_copy = receiver is not None and method == "copy" and _kind(receiver) and depends_on_tensor(receiver)
            if is_copy and receiver is not None:
                text = compiled.module.text_of(call.node)
                suggestion = (
                    say("Write `[:]` instead.")
                    if _kind(receiver) == "list"
                    else say("Write `{{key: items[key] for key in items}}`.")
                )
                fix = copied(compiled, call.node, _kind(receiver))
                yield self._problem(compiled, call.node, text, suggestion, fix)

    def _problem(
        self, compiled: Compiled, node: ast.AST, text: str, suggestion: str, fix: Optional[Rewrite]
    ) -> Problem:
        return graph_problem(
            compiled,
            node,
            say("No gradient flows through `{text}`: what goes through it gets a gradient of zero.", text=text),
            suggestion,
            fix,
        )


class ListKeepsChange(Rule):
    """A list of constants that is changed at every call, and keeps the change.

    A list of numbers that compiled code makes is made once, with the graph. `insert`, `pop` and, behind `append`,
    `reverse` are run by the Python interpreter at every call, on that one list: the second call sees what the
    first one left.

        strides = [4, 8, 16]
        strides.insert(0, 2)
        return x * strides[1]

    Write the list as it is meant, or an expression:

        strides = [2] + [4, 8, 16]

    Measured on MindSpore 2.7.0 and 2.10.0.
    """

    code = "MSL613"
    name = "list-keeps-change-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        if not compiled.targets_from("2.1"):
            return
        by_name: dict[str, list[Change]] = {}
        for change in compiled.changes:
            if isinstance(change.target, ast.Name) and change.owner == "local" and _kind(change.value) == "list":
                by_name.setdefault(change.target.id, []).append(change)
        for name, changes in by_name.items():
            given = [item for c in changes if isinstance(c.node, ast.Call) for item in c.node.args]
            values = [*_items(changes[0].value), *map(compiled.value, given)]
            if not all(isinstance(value, (Constant, Scalar)) for value in values):
                continue
            if any(change.how == "[]=" for change in changes):
                continue
            kept = self._kept(compiled, name, changes)
            if kept is not None:
                yield graph_problem(
                    compiled,
                    kept.node,
                    say(
                        "`{name}` is made once, with the graph, and keeps what `{how}` does to it: the next call "
                        "sees the changed list.",
                        name=name,
                        how=kept.how,
                    ),
                    say("Write the list as it is meant to be, without `{how}`.", how=kept.how),
                    all_rebuilt(compiled, [change for change in changes if change.how != "append"]),
                )

    def _kept(self, compiled: Compiled, name: str, changes: list[Change]) -> Optional[Change]:
        pops = [change for change in changes if change.how == "pop"]
        inserts = [change for change in changes if change.how == "insert"]
        others = [change for change in changes if change.how in ("append", "reverse", "insert")]
        for change in pops:
            in_loop = any(condition.is_loop for condition in compiled.conditions(change.node))
            if len(pops) > 1 or in_loop or _is_copy_of_attribute(compiled, name):
                return change
            at_end = isinstance(change.node, ast.Call) and not change.node.args
            if any(index is None or index < 0 or not at_end for index in _reads(compiled, name, change.node)):
                return change
        for change in inserts:
            if any(index != _position(change) for index in _reads(compiled, name, change.node)):
                return change
        for change in changes:
            if change.how == "reverse" and others.index(change) > 0 and list(_reads(compiled, name, change.node)):
                return change
        return None


def _position(change: Change) -> Optional[int]:
    """Where something is inserted, as far as it is a number."""
    return _number(change.node.args[0]) if isinstance(change.node, ast.Call) and change.node.args else None


def _reads(compiled: Compiled, name: str, node: ast.AST) -> list[Optional[int]]:
    """The elements of a list that are read after a node, by their numbers; None for all of them, or an unknown one."""
    line = getattr(node, "end_lineno", 0)
    elements = {id(item.value): item for item in compiled.nodes(ast.Subscript)}
    quiet = {id(change.target) for change in compiled.changes}
    quiet |= {id(call.node.args[0]) for call in compiled.calls if call.name == "builtins.len" and call.node.args}
    quiet |= {id(call.node.func.value) for call in compiled.calls if isinstance(call.node.func, ast.Attribute)}
    found: list[Optional[int]] = []
    for part in compiled.nodes(ast.Name):
        if part.id == name and isinstance(part.ctx, ast.Load) and part.lineno > line and id(part) not in quiet:
            element = elements.get(id(part))
            found.append(_number(element.slice) if element is not None else None)
    return found


def _number(node: ast.expr) -> Optional[int]:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, int) else None


def _is_copy_of_attribute(compiled: Compiled, name: str) -> bool:
    """Whether a name stands for ``list(self.x)``, which is the list of the attribute itself in the graph."""
    return any(
        isinstance(target, ast.Name) and target.id == name and _is_list_of_attribute(compiled, node.value)
        for node in compiled.nodes(ast.Assign)
        for target in node.targets
    )


def _is_list_of_attribute(compiled: Compiled, node: ast.expr) -> bool:
    call: Optional[CallSite] = next((call for call in compiled.calls if call.node is node), None)
    if call is None or call.name != "builtins.list" or len(call.node.args) != 1:
        return False
    return isinstance(call.node.args[0], ast.Attribute)


def _kind(value: Value) -> str:
    """``list`` or ``dict``; empty for anything else."""
    if isinstance(value, (Sequence, Container)) and value.kind in ("list", "dict"):
        return value.kind
    return ""


def _items(value: Value) -> tuple[Value, ...]:
    """The items of a list, as far as they are known."""
    return value.items if isinstance(value, Sequence) else (getattr(value, "item", UNKNOWN),)


def _has_tensors(compiled: Compiled, change: Change) -> bool:
    given = change.node.args if isinstance(change.node, ast.Call) else []
    return depends_on_tensor(change.value) or any(depends_on_tensor(compiled.value(item)) for item in given)
