"""MSL110 to MSL112: torch's and Keras' methods and attributes on Cells, optimizers and schedules of MindSpore."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Optional, Union

from ms_lint.call_fix import RAISES
from ms_lint.conversion.values import ATOMS
from ms_lint.findings import Applicability
from ms_lint.knowledge import members
from ms_lint.knowledge.catalog import Catalog, package
from ms_lint.messages import say, sentences
from ms_lint.place_fix import renamed, replaced, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.guards import is_asked_for
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Instance, Member, Super

from .advice_fixes import as_advised
from .chain_children import appended, is_chain, is_chain_class
from .structure import unset_reads
from .wording import history, receiver_text, targeted

_CELL = "mindspore.nn.Cell"
_OPTIMIZERS = ("mindspore.nn.Optimizer", "mindspore.experimental.optim.Optimizer")
_SCHEDULE = re.compile(r"mindspore\.nn\.\w+LR$")
_OBJECTS = ("mindspore.nn.*", "mindspore.mint.*", "mindspore.experimental.*", "mindspore.train.*")


def missing_member(catalog: Catalog, owner: str, name: str) -> Optional[tuple[str, str, str]]:
    """Whose member it is that a class of MindSpore below Cell lacks in the targeted versions: the framework, what
    the object is in MindSpore, and what to write. None for all other members and classes."""
    if catalog.find(f"{owner}.{name}") is not None or not catalog.is_subclass(owner, _CELL):
        return None
    for table, framework, kind in _tables(catalog, owner):
        if name in table:
            return framework, kind, table[name]
    return None


def _tables(catalog: Catalog, owner: str) -> Iterator[tuple[Mapping[str, str], str, str]]:
    if any(catalog.is_subclass(owner, base) for base in _OPTIMIZERS):
        yield members.OPTIMIZER, "torch", say("an optimizer")
    elif _SCHEDULE.match(owner):
        yield members.SCHEDULE, "torch", say("a schedule")
    else:
        yield members.MODULE, "torch", say("a Cell")
        yield members.KERAS, "Keras", say("a Cell")


class CellMemberMissing(Rule):
    """A method of torch's Module or Keras' Model on a Cell.

    A Cell has other names for the same things, and reading one that it does not have raises an AttributeError:
    `net.train()` is `net.set_train()`, `net.parameters()` is `net.trainable_params()`, `net.fit(...)` is
    `ms.Model(net, loss_fn, optimizer).train(...)`. Some of torch's names came with later versions (`state_dict`,
    `register_buffer`, `to`): they are reported where the targeted version lacks them.

    Judged are layers of MindSpore, Cells of the project, `self` in them and `super()`. A member that the class
    or the project sets, or that the code asks for first (`hasattr`), is left alone.

    ```python
    net.train()
    optimizer = nn.Adam(net.parameters(), 1e-3)
    ```

    Use instead:

    ```python
    net.set_train()
    optimizer = nn.Adam(net.trainable_params(), 1e-3)
    ```
    """

    code = "MSL110"
    name = "cell-member-missing"
    fix = Applicability.SAFE
    calls = _OBJECTS
    references = _OBJECTS

    def check_call(self, call: Call) -> Iterator[Problem]:
        func = call.node.func
        if isinstance(call.callee, Member) and isinstance(func, ast.Attribute) and not call.partial:
            yield from self._on_object(call, func, call.callee)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        node = reference.node
        if reference.owner is not None and not reference.is_stored and isinstance(node, ast.Attribute):
            yield from self._on_object(reference, node, Member(reference.owner, node.attr))

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        owner = cls.library_base
        for name, reads, near in unset_reads(cls, of_layers=True):
            found = missing_member(cls.module.catalog, owner, name) if owner is not None and near is None else None
            if found is None or owner is None:
                continue
            framework, kind, target = found
            target = target.replace("`{}(...)`", "`self.construct(...)`" if name == "forward" else "`self(...)`")
            node = reads[0].node
            target = target.replace("{}", "self")
            yield _problem(cls.module, node, owner, name, framework, kind, target, "self", is_chain_class(cls))

    def _on_object(self, use: Union[Call, Reference], node: ast.Attribute, member: Member) -> Iterator[Problem]:
        module, owner = use.module, use.qualified_name.rpartition(".")[0]
        found = missing_member(module.catalog, owner, node.attr)
        if found is None or module.has_dialect or _is_provided(module, node, member):
            return
        framework, kind, target = found
        receiver = receiver_text(module, node.value)
        if isinstance(member.owner, Super):
            receiver = "super()"
            target = "`super().construct(...)`" if node.attr == "forward" else target
        yield _problem(module, node, owner, node.attr, framework, kind, target, receiver, is_chain(member.owner))


def _is_provided(module: Module, node: ast.Attribute, member: Member) -> bool:
    """Whether something gives the object the member after all: its class, the project, or a question before."""
    owner = member.owner
    above = isinstance(owner, Super)
    info = owner.info if isinstance(owner, Super) else owner.of if isinstance(owner, Instance) else None
    if isinstance(info, ClassInfo):
        if info.library_member(node.attr, above) is None:
            return True
        if any(item.dynamic_set or "__getattr__" in item.methods for item in info.project_ancestors()):
            return True
    return is_asked_for(module, node, node.attr) or module.index.is_set(node.attr)


def _problem(
    module: Module,
    node: ast.expr,
    owner: str,
    name: str,
    framework: str,
    kind: str,
    target: str,
    receiver: str,
    of_chain: bool,
) -> Problem:
    """``of_chain``: the object is a SequentialCell, which runs what is appended, and no other children."""
    catalog, is_child = module.catalog, of_chain and name in members.CHILD
    if is_child:
        kind, target = say("a SequentialCell"), members.CHILD[name]
    data = package("mindspore")
    having = [data.find(f"{owner}.{name}", at) is not None for at in range(len(data.versions))] if data else []
    clause = history(catalog, having)
    message = say(
        "`{node}` is {framework}'s: {kind} of {versions} has no `{name}`, and this line raises an AttributeError.",
        node=module.text_of(node),
        framework=framework,
        kind=kind,
        versions=targeted(catalog),
        name=name,
    )
    written = members.instead(target, receiver)
    if written is not None:
        suggestion = say("Write {code}.", code=written)
    else:
        suggestion = say("Remove it: {reason}.", reason=members.reason(target, receiver))
    fix = _child_appended(module, node) if is_child else _fix(module, node, receiver, suggestion)
    return Problem(node, sentences(message, clause), suggestion, fix=fix)


def _child_appended(module: Module, node: ast.expr) -> Optional[Rewrite]:
    call = module.parents.get(node)
    if not (isinstance(node, ast.Attribute) and isinstance(call, ast.Call) and call.func is node):
        return None
    return appended(module, call, node)


#: Members that have another name and take the same arguments.
_RENAMED = {
    "add_module": "insert_child_to_cell",
    "register_module": "insert_child_to_cell",
    "register_parameter": "insert_param_to_cell",
    "register_full_backward_hook": "register_backward_hook",
    "register_full_backward_pre_hook": "register_backward_pre_hook",
    "train": "set_train",
}
_EITHER = say("`get_parameters()` has the frozen ones, too; an optimizer wants `trainable_params()`")


def _fix(module: Module, node: ast.expr, receiver: str, suggestion: str) -> Optional[Rewrite]:
    """What is written instead, where that is determined by the name alone."""
    call = module.parents.get(node)
    if not isinstance(node, ast.Attribute):
        return None
    if not (isinstance(call, ast.Call) and call.func is node):
        is_called = "()`" not in suggestion
        return None if is_called else as_advised(module, node, suggestion)
    if node.attr in _RENAMED and not call.keywords:
        return renamed(module, node, _RENAMED[node.attr], RAISES)
    if node.attr == "forward" and receiver not in ("super()", "self"):
        return replaced(module, node, module.text_of(node.value), RAISES) if isinstance(node.value, ATOMS) else None
    if node.attr == "forward":
        return renamed(module, node, "construct", RAISES)
    if node.attr == "parameters" and not call.args and not call.keywords:
        parent = module.parents.get(call)
        is_given = isinstance(parent, ast.Call) and re.search(r"mindspore|nn\.|optim", module.text_of(parent.func))
        name = "trainable_params" if is_given else "get_parameters"
        return unsafe(renamed(module, node, name, RAISES), _EITHER)
    return as_advised(module, call, suggestion) if not call.args and not call.keywords else None
