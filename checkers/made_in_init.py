"""The fix of a layer that a method makes: it is made once, in `__init__`. It has no rules."""

from __future__ import annotations

import ast
import re
from typing import Optional

from ms_lint.conversion.blocks import bound_in, read_in
from ms_lint.conversion.pieces import start_of
from ms_lint.findings import Applicability
from ms_lint.messages import Message
from ms_lint.place_fix import is_movable
from ms_lint.rules import Rewrite
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.reads import ancestors

from .graph_statements import Edits, lines_behind, margin_of, span

_REPEATED = (ast.For, ast.While, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CELL = "mindspore.nn.Cell"


def made_in_init(module: Module, made: ast.Call, doubt: Message) -> Optional[Rewrite]:
    """The fix that makes a layer at the end of `__init__`, as an attribute; None where it is made of what the method
    alone knows, or again and again."""
    above = list(ancestors(module, made))
    method = next((item for item in above if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))), None)
    around = module.parents.get(method) if method is not None else None
    cls = next((info for info in module.classes if info.node is around), None)
    if cls is None or not isinstance(method, ast.FunctionDef) or not is_movable(module, made):
        return None
    inside = above[: above.index(method)]
    if any(isinstance(item, _REPEATED) for item in inside) or not _is_known_outside(method, made):
        return None
    has_self = bool(method.args.args) and method.args.args[0].arg == "self"
    if not has_self or not any(item in method.body for item in (made, *inside)):  # no default, no decorator
        return None
    name = _name(module, cls, made)
    added = line_in_init(cls, f"self.{name} = {module.text_of(made)}")
    if added is None:
        return None
    return Rewrite((*added, (span(made), f"self.{name}")), doubt, Applicability.UNSAFE, extent=cls.node)


def _is_known_outside(method: ast.FunctionDef, made: ast.Call) -> bool:
    """Whether an expression reads no local name of a method, the object itself among them."""
    local = {item.arg for item in ast.walk(method.args) if isinstance(item, ast.arg)}
    for statement in method.body:
        local |= bound_in(statement)
    return local.isdisjoint(read_in(made))


def _name(module: Module, cls: ClassInfo, made: ast.Call) -> str:
    """A name for the attribute that the class does not have: that of the variable, or that of the class in small."""
    parent = module.parents.get(made)
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    kind = module.text_of(made.func).rpartition(".")[2]
    name = target.id if isinstance(target, ast.Name) else _WORD.sub("_", kind).lower()
    number = 1
    found = name
    while cls.provides(found) or module.catalog.find(f"{_CELL}.{found}") is not None:
        number += 1
        found = f"{name}{number}"
    return found


def line_in_init(cls: ClassInfo, line: str) -> Optional[Edits]:
    """The edits that add a line at the end of a class's ``__init__``, which is made where there is none; None where it
    may not be reached, or where the ``__init__`` of a base may have parameters."""
    module = cls.module
    functions = [item for item in cls.node.body if isinstance(item, ast.FunctionDef)]
    init = next((item for item in functions if item.name == "__init__"), None)
    if init is not None:
        last = init.body[-1]
        is_left = isinstance(last, ast.Raise) or any(isinstance(item, ast.Return) for item in ast.walk(init))
        has_self = bool(init.args.args) and init.args.args[0].arg == "self"
        return None if is_left or not has_self else lines_behind(module, last, [line])
    of_project = any(isinstance(item, ClassInfo) and item is not cls for item in cls.ancestors)
    if of_project or None in cls.ancestors or len(cls.bases) != 1 or not functions:
        return None
    first = functions[0]
    margin, inner = margin_of(module, first), margin_of(module, first.body[0])
    has_comment = module.source.lines[first.lineno - 2].lstrip().startswith("#")  # it would be that of `__init__`
    if not margin or inner is None or first.decorator_list or has_comment:
        return None
    start = start_of(first)
    text = f"def __init__(self):\n{inner}super().__init__()\n{inner}{line}\n\n{margin}"
    return (((*start, *start), text),)
