"""The fixes of names that MindSpore lacks: those of torch are converted with their arguments, others renamed. It has no
rules."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Optional, Union

from ms_lint.call_fix import RAISES, spelled
from ms_lint.conversion.calls import converted_function
from ms_lint.conversion.kinds import Refused
from ms_lint.conversion.pieces import compose
from ms_lint.conversion.plan import plan_of
from ms_lint.edits import is_in_place
from ms_lint.findings import Applicability
from ms_lint.knowledge.counterparts import Counterpart
from ms_lint.messages import Message, say
from ms_lint.place_fix import replaced
from ms_lint.rules import Rewrite
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference


def of_torch(use: Union[Call, Reference], node: ast.Attribute, name: str, found: Counterpart) -> Optional[Rewrite]:
    """The fix of a name that is torch's: a call is converted as one of torch's, if its arguments are torch's; else the
    name alone is replaced."""
    converted = _converted(use, node, name) if isinstance(use, Call) else None
    if converted is not None or found.name is None:
        return converted
    return _named(use.module, node, found.name, say("its parameters may be others"))


def _converted(call: Call, node: ast.Attribute, name: str) -> Optional[Rewrite]:
    module = call.module
    if node is not call.node.func or not name.startswith("torch.") or not is_in_place(call.node, module.source):
        return None
    needed: set[str] = set()
    names = plan_of(module).names
    try:
        written = converted_function(module, call.node, name, call.value_of, lambda text: names.spelled(text, needed))
    except Refused:
        return None
    edits = (*names.edits(needed), *compose(module.source, [written.pieces]))
    if not written.doubts:
        return Rewrite(edits, RAISES, extent=call.node)
    return Rewrite(edits, written.doubts[0], Applicability.UNSAFE, extent=call.node)


def misspelt(module: Module, node: ast.Attribute, name: str) -> Optional[Rewrite]:
    """The fix of a name that is nearly another one."""
    return _named(module, node, name, say("taken for a misspelling of `{near}`", near=name))


def elsewhere(module: Module, node: ast.Attribute, name: str) -> Optional[Rewrite]:
    """The fix of a name that another namespace has."""
    return _named(module, node, name, say("taken for `{name}`", name=name))


def _named(module: Module, node: ast.Attribute, name: str, doubt: Message) -> Optional[Rewrite]:
    needed: set[str] = set()
    rewrite = replaced(module, node, spelled(module, name, needed), doubt, needed)
    return None if rewrite is None else replace(rewrite, applicability=Applicability.UNSAFE)
