"""MSL753: layers that are put into a SequentialCell, which does not run them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.conversion.blocks import dotted
from ms_lint.conversion.pieces import end_of, start_of
from ms_lint.edits import Changes, change_arguments, is_in_place
from ms_lint.findings import Applicability
from ms_lint.messages import say
from ms_lint.place_fix import renamed
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Instance, Member, Super, Value

from .structure import is_made_of, is_read_by_family

_SEQUENTIAL = "mindspore.nn.SequentialCell"
_INSERT = "insert_child_to_cell"
#: Where a SequentialCell keeps what it runs.
_CHAIN = "cell_list"
_BY_PLACE = say("the parameters of the layer are named by its place in the chain")


class ChildNotRun(Rule):
    """A layer that is inserted into a SequentialCell as a child, and is not run by it.

    torch's Sequential runs its children, those of `add_module` as well. A SequentialCell runs what it was made of and
    what was appended to it; `insert_child_to_cell` makes the parameters of the layer its own, and no more. The
    network computes without the layer, and without an error where the shapes allow it.

    ```python
    self.features.insert_child_to_cell("norm", nn.BatchNorm2d(64))
    ```

    Use instead:

    ```python
    self.features.append(nn.BatchNorm2d(64))
    ```

    The same holds for an attribute of a class that derives from SequentialCell (`self.norm = nn.BatchNorm2d(64)`),
    which torch's Sequential runs as well. Not reported in classes that have a `construct` of their own, or set the list
    that the SequentialCell runs.
    """

    code = "MSL753"
    name = "child-not-run"
    fix = Applicability.UNSAFE
    calls = (f"mindspore.nn.Cell.{_INSERT}",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        owner = call.callee.owner if isinstance(call.callee, Member) else None
        if is_chain(owner):
            yield from _problem(call.module, call.node)

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        for function in cls.methods.values() if is_chain_class(cls) else ():
            for node in ast.walk(function.node):
                if isinstance(node, ast.Call) and dotted(node.func) == f"self.{_INSERT}":
                    yield from _problem(cls.module, node)
        for name, assignments in cls.assignments.items() if is_chain_class(cls) else ():
            is_set = all(isinstance(item.node, ast.Attribute) for item in assignments)
            is_layer = is_set and is_made_of(assignments, "mindspore.nn.Cell", cls.module)
            if is_layer and name not in cls.reads and not is_read_by_family(cls, name):
                yield _attribute_problem(cls, name, assignments[0])


def is_chain(owner: Optional[Value]) -> bool:
    """Whether an object, or ``super()``, is a SequentialCell that runs what a SequentialCell does."""
    of = owner.of if isinstance(owner, Instance) else owner.info if isinstance(owner, Super) else None
    return of == _SEQUENTIAL or (isinstance(of, ClassInfo) and is_chain_class(of))


def is_chain_class(info: ClassInfo) -> bool:
    """The same for the objects of a class."""
    return info.library_base == _SEQUENTIAL and info.method("construct") is None and info.method(_INSERT) is None


def _problem(module: Module, node: ast.Call) -> Iterator[Problem]:
    func = node.func
    if not isinstance(func, ast.Attribute) or _CHAIN in module.source.code:
        return
    yield Problem(
        func,
        say(
            "`{call}` gives the SequentialCell a layer that it does not run: only what it was made of and what was "
            "appended is run.",
            call=module.text_of(func),
        ),
        say("Write `{owner}.append(...)`, with the layer alone.", owner=module.text_of(func.value)),
        fix=appended(module, node, func),
    )


def _attribute_problem(cls: ClassInfo, name: str, assignment: Assignment) -> Problem:
    return Problem(
        assignment.node,
        say(
            "`self.{name}` is a layer of {cls}, a SequentialCell, which does not run it: only what it was made of and "
            "what was appended is run.",
            name=name,
            cls=cls.name,
        ),
        say("Hand it to `super().__init__`, or append it."),
        fix=_assignment_appended(cls.module, assignment),
    )


def _assignment_appended(module: Module, assignment: Assignment) -> Optional[Rewrite]:
    """``self.norm = layer`` as ``self.append(layer)``."""
    statement, value = module.parents.get(assignment.node), assignment.expression
    if not isinstance(statement, ast.Assign) or len(statement.targets) > 1 or value is not statement.value:
        return None
    if not (is_in_place(value, module.source) and isinstance(assignment.node, ast.Attribute)):
        return None
    owner, start, end = module.text_of(assignment.node.value), start_of(value), end_of(value)
    edits = (((*start_of(statement), *start), f"{owner}.append("), ((*end, *end), ")"))
    return Rewrite(edits, _BY_PLACE, Applicability.UNSAFE)


def appended(module: Module, node: ast.Call, func: ast.Attribute) -> Optional[Rewrite]:
    """The fix that appends a layer instead of giving it to a chain under a name."""
    if len(node.args) != 2 or node.keywords or isinstance(node.args[0], ast.Starred):
        return None
    edits = change_arguments(node, Changes(removed=[node.args[0]]), module.source)
    name = renamed(module, func, "append", _BY_PLACE)
    if edits is None or name is None:
        return None
    return Rewrite((*name.edits, *edits), _BY_PLACE, Applicability.UNSAFE)
