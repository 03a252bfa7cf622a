"""What training code lacks and the code around it has: the one optimizer, the one loss. It has no rules."""

from __future__ import annotations

import ast
from typing import Callable, Optional

from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import scope_of
from ms_lint.semantics.values import Instance, Value

from .networks import OPTIMIZERS, value_of_name

_EXPERIMENTAL = ("mindspore.experimental.optim.", "mindspore.mint.optim.")
_LOSSES = "mindspore.nn.LossBase"


def only_optimizer(call: Call) -> Optional[str]:
    """The name of the one optimizer that is made above a call in its function, or anywhere at the top of the module."""
    return _only(
        call,
        lambda value: (
            isinstance(value, Instance)
            and isinstance(value.of, str)
            and (value.of in OPTIMIZERS or (value.of.startswith(_EXPERIMENTAL) and ".lr_scheduler." not in value.of))
        ),
    )


def only_loss(call: Call) -> Optional[str]:
    """The name of the one loss of MindSpore that is made above a call in its function, or anywhere at the top of the
    module."""
    catalog = call.module.catalog
    return _only(
        call,
        lambda value: (
            isinstance(value, Instance) and isinstance(value.of, str) and catalog.is_subclass(value.of, _LOSSES)
        ),
    )


def _only(call: Call, is_wanted: Callable[[Value], bool]) -> Optional[str]:
    module = call.module
    around = scope_of(module, call.node)
    names = {
        target.id
        for scope in {around, module.source.tree}
        for target in _targets(module, scope)
        if scope is not around or target.lineno < call.node.lineno
    }
    found = [name for name in names if is_wanted(value_of_name(call, name))]
    return found[0] if len(found) == 1 else None


def _targets(module: Module, scope: ast.AST) -> list[ast.Name]:
    return [
        target
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign) and scope_of(module, node) is scope
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
