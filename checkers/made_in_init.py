"""The fix of a layer that a method makes: it is made once, in `__init__`. It has no rules."""

from __future__ import annotations

import ast
import re
from typing import Optional

from ms_lint.conversion.pieces import end_of, start_of, text_between
from ms_lint.findings import Applicability
from ms_lint.messages import Message
from ms_lint.place_fix import behind_statement, has_own_lines, is_movable
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.reads import ancestors

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
    name = _name(module, cls, made)
    line = f"self.{name} = {module.text_of(made)}"
    added = _at_end_of_init(module, cls, method, line, doubt)
    if added is None:
        return None
    edit: tuple[Place, str] = ((*start_of(made), *end_of(made)), f"self.{name}")
    return Rewrite((*added.edits, edit), doubt, Applicability.UNSAFE, extent=cls.node)


def _is_known_outside(method: ast.FunctionDef, made: ast.Call) -> bool:
    """Whether an expression reads no local name of a method, the object itself among them."""
    arguments = method.args
    local = {item.arg for item in ast.walk(arguments) if isinstance(item, ast.arg)}
    local |= {item.id for item in ast.walk(method) if isinstance(item, ast.Name) and not isinstance(item.ctx, ast.Load)}
    return not any(isinstance(item, ast.Name) and item.id in local for item in ast.walk(made))


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


def _at_end_of_init(
    module: Module, cls: ClassInfo, method: ast.FunctionDef, line: str, doubt: Message
) -> Optional[Rewrite]:
    init = cls.methods.get("__init__")
    if init is None:
        return _new_init(module, method, line, doubt) if len(cls.bases) == 1 else None
    node = init.node
    if not isinstance(node, ast.FunctionDef) or module.parents.get(node) is not cls.node:
        return None
    last = node.body[-1]
    if any(isinstance(item, ast.Return) for item in ast.walk(node)) or isinstance(last, ast.Raise):
        return None
    if not isinstance(last, (ast.If, ast.For, ast.While, ast.With, ast.Try)):
        return behind_statement(module, last, line, doubt)
    inner = last
    while not isinstance(inner, (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Pass)):
        children = [item for item in ast.iter_child_nodes(inner) if isinstance(item, (ast.stmt, ast.ExceptHandler))]
        if not children:
            return None
        inner = children[-1]  # type: ignore[assignment]
    if not has_own_lines(module, inner):
        return None
    margin = text_between(module.source, (last.lineno, 0), start_of(last))
    at = end_of(inner)[0]
    end = (at, len(module.source.lines[at - 1].encode()))
    return Rewrite((((*end, *end), f"\n{margin}{line}"),), doubt)


def _new_init(module: Module, method: ast.FunctionDef, line: str, doubt: Message) -> Optional[Rewrite]:
    """The fix that writes an `__init__` before a method."""
    margin = text_between(module.source, (method.lineno, 0), start_of(method))
    if margin.strip() or method.decorator_list or not has_own_lines(module, method.body[0]):
        return None
    step = text_between(module.source, (method.body[0].lineno, 0), start_of(method.body[0]))
    text = f"def __init__(self):\n{step}super().__init__()\n{step}{line}\n\n{margin}"
    start = start_of(method)
    return Rewrite((((*start, *start), text),), doubt)
