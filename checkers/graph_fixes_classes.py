"""The fixes of classes that the graph takes otherwise: class methods, `__call__`, and what ``__init__`` has to make. It
has no rules."""

from __future__ import annotations

import ast
import os
from dataclasses import replace
from typing import Optional

from ms_lint.conversion.blocks import block_of
from ms_lint.conversion.pieces import start_of
from ms_lint.messages import Message, say
from ms_lint.place_fix import is_movable, names_of, replaced, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import CallSite, Compiled
from ms_lint.semantics.values import Instance, SelfValue

from .graph_fixes import SAME
from .graph_statements import (
    Edit,
    Edits,
    comment_of,
    loads,
    margin_of,
    span,
    statement_of,
    stores,
    tail_of,
    unsafe_rewrite,
    without_statement,
)
from .made_in_init import line_in_init

_MADE_ONCE = say("it is made once from then on, and its weights are trained and saved")
_READ_ONCE = say("what is read at the end of `__init__` does not change later")
_SENTINEL = say("a string of this text would be taken for it")


def as_plain_method(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """A class method that is called on ``self`` as a static one, or as a method of the object if it reads the class."""
    module, cls = compiled.module, compiled.function.cls
    name = getattr(call.node.func, "attr", "")
    method = cls.method(name) if cls is not None else None
    if method is None or method.module is not module or not isinstance(method.node, ast.FunctionDef):
        return None
    node, arguments = method.node, method.node.args
    others = [part for part in ast.walk(module.source.tree) if isinstance(part, ast.FunctionDef) and part.name == name]
    if len(node.decorator_list) != 1 or others != [node] or arguments.posonlyargs or not arguments.args:
        return None
    first, decorator = arguments.args[0], node.decorator_list[0]
    if not isinstance(decorator, ast.Name) or any(stores(node, first.arg)):
        return None
    used = list(loads(node, first.arg))
    doubt = say("`{name}` is given no class any more, in PyNative mode too", name=name)
    if not used:
        end = start_of(arguments.args[1]) if len(arguments.args) > 1 else None
        if end is None and (arguments.vararg or arguments.kwonlyargs or arguments.kwarg):
            return None
        last = end or (first.end_lineno or first.lineno, first.end_col_offset or 0)
        if last[0] != first.lineno:
            return None
        edits: list[Edit] = [(span(decorator), "staticmethod"), ((first.lineno, first.col_offset, *last), "")]
        return unsafe_rewrite(module, edits, doubt)
    calls = [part for part in ast.walk(module.source.tree) if isinstance(part, ast.Attribute) and part.attr == name]
    on_self = all(isinstance(part.value, ast.Name) and part.value.id == "self" for part in calls)
    if not on_self or module.index.mentions(name, {os.path.abspath(module.path)}):
        return None
    only_read = all(isinstance(module.parents.get(part), ast.Attribute) for part in used)
    if not only_read or "self" in {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}:
        return None
    line = module.source.lines[decorator.lineno - 1].encode()
    if line[: decorator.col_offset].decode().strip() != "@" or line[decorator.end_col_offset or 0 :].strip():
        return None
    edits = [((decorator.lineno, 0, decorator.lineno + 1, 0), "")]
    end_column = first.col_offset + len(first.arg.encode())
    edits.append(((first.lineno, first.col_offset, first.lineno, end_column), "self"))
    edits += [(span(part), "self") for part in used]
    return unsafe_rewrite(module, edits, doubt)


def as_construct(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """A Cell with a ``__call__`` around its ``construct``, as one whose ``construct`` does both."""
    module = compiled.module
    info = call.callee.of if isinstance(call.callee, Instance) else None
    if not isinstance(info, ClassInfo) or info.module is not module:
        return None
    methods = {item.name: item for item in info.node.body if isinstance(item, ast.FunctionDef)}
    outer, inner = methods.get("__call__"), methods.get("construct")
    if outer is None or inner is None or "_construct" in methods or outer.decorator_list or inner.decorator_list:
        return None
    if any(info in other.ancestors for other in module.classes if other is not info):
        return None
    tree = module.source.tree
    if any(isinstance(part, ast.Attribute) and part.attr in ("construct", "_construct") for part in ast.walk(tree)):
        return None
    if module.index.mentions(info.name, {os.path.abspath(module.path)}):
        return None
    above = [part for part in ast.walk(outer) if isinstance(part, ast.Attribute) and part.attr == "__call__"]
    supers = [part for part in ast.walk(outer) if isinstance(part, ast.Name) and part.id == "super"]
    if len(above) != 1 or len(supers) != 1 or not is_movable(module, above[0]):
        return None
    owner = above[0].value
    if not (isinstance(owner, ast.Call) and owner.func is supers[0]) or not isinstance(
        module.parents.get(above[0]), ast.Call
    ):
        return None
    receiver = outer.args.args[0].arg if outer.args.args else ""
    edits: list[Edit] = [(span(above[0]), f"{receiver}._construct")]
    for method, old, new in ((outer, "__call__", "construct"), (inner, "construct", "_construct")):
        line = module.source.lines[method.lineno - 1].encode()
        at = line.find(old.encode(), method.col_offset)
        if at < 0 or line[method.col_offset : at].decode().split() != ["def"]:
            return None
        edits.append(((method.lineno, at, method.lineno, at + len(old)), new))
    return unsafe_rewrite(module, edits, say("hooks of the Cell run around all of it from then on"))


def as_text(compiled: Compiled, node: ast.expr) -> Optional[Rewrite]:
    """``MISSING = object()`` as a string, which the graph finds again."""
    module = compiled.module
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    made = [
        statement.value
        for statement in ast.walk(module.source.tree)
        if isinstance(statement, ast.Assign)
        and any(getattr(target, "id", getattr(target, "attr", "")) == name for target in statement.targets)
    ]
    if len(made) != 1 or not isinstance(made[0], ast.Call) or getattr(made[0].func, "id", "") != "object":
        return None
    return unsafe(replaced(module, made[0], f'"<{name}>"', SAME), _SENTINEL)


# ---------------------------------------------------------------- __init__


def _init_of(compiled: Compiled) -> Optional[ast.FunctionDef]:
    cls = compiled.function.cls
    if cls is None or cls.module is not compiled.module:
        return None
    return next((item for item in cls.node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__"), None)


def _in_init(compiled: Compiled, line: str) -> Optional[Edits]:
    cls = compiled.function.cls
    return line_in_init(cls, line) if cls is not None and cls.module is compiled.module else None


def _is_set_in_init_only(compiled: Compiled, node: ast.expr) -> bool:
    """Whether an expression is ``self.x``, or reaches into it, and only ``__init__`` sets ``x``."""
    while isinstance(node, ast.Attribute) and not isinstance(node.value, ast.Name):
        node = node.value
    cls = compiled.function.cls
    if not isinstance(node, ast.Attribute) or cls is None or not isinstance(compiled.value(node.value), SelfValue):
        return False
    found = cls.assignments.get(node.attr, [])
    return bool(found) and all(item.function.name == "__init__" and item.function.cls is cls for item in found)


def _alone(compiled: Compiled, rewrite: Rewrite) -> Rewrite:
    """A fix that puts a new name into a class: no other one of that class is made with it, which may take the same."""
    cls = compiled.function.cls
    return rewrite if cls is None else replace(rewrite, extent=cls.node)


def decided_in_init(compiled: Compiled, node: ast.Compare) -> Optional[Rewrite]:
    """``self.a is self.b`` as what ``__init__`` finds."""
    module, right = compiled.module, node.comparators[0]
    if not all(isinstance(side, ast.Attribute) and _is_set_in_init_only(compiled, side) for side in (node.left, right)):
        return None
    if not isinstance(node.left, ast.Attribute) or not isinstance(right, ast.Attribute) or not is_movable(module, node):
        return None
    name = f"{node.left.attr}_is_{right.attr}"
    texts = [module.text_of(side) for side in (node.left, right)]
    added = _in_init(compiled, f"self.{name} = {texts[0]} is {texts[1]}")
    if added is None or _is_taken(compiled, name):
        return None
    sign = "" if isinstance(node.ops[0], ast.Is) else "not "
    text = f"{sign}self.{name}"
    if sign and not isinstance(module.parents.get(node), (ast.If, ast.Assign, ast.Return, ast.BoolOp)):
        text = f"({text})"
    return _alone(compiled, unsafe_rewrite(module, [*added, (span(node), text)], _READ_ONCE))


def _is_taken(compiled: Compiled, name: str) -> bool:
    cls = compiled.function.cls
    of_cell = compiled.module.catalog.find(f"mindspore.nn.Cell.{name}") is not None
    return cls is None or cls.provides(name) or of_cell


def read_in_init(compiled: Compiled, node: ast.Call, cells: bool) -> Optional[Rewrite]:
    """``self.dense.trainable_params()`` as a ParameterTuple that ``__init__`` keeps, ``self.cells()`` as a tuple."""
    module = compiled.module
    function = node.func
    if not isinstance(function, ast.Attribute) or node.args or node.keywords or not is_movable(module, node):
        return None
    owner = function.value
    if not isinstance(owner, ast.Attribute) and getattr(owner, "id", "") != "self":
        return None
    if isinstance(owner, ast.Attribute) and not _is_set_in_init_only(compiled, owner):
        return None
    if _init_of(compiled) is None:
        return None
    prefix = f"{owner.attr}_" if isinstance(owner, ast.Attribute) else ""
    name = f"{prefix or 'own_'}{'cells' if cells else 'params'}"
    needed: set[str] = set()
    names = names_of(module)
    made = "tuple" if cells else names.local("mindspore.ParameterTuple") or names.spelled("ms.ParameterTuple", needed)
    added = _in_init(compiled, f"self.{name} = {made}({module.text_of(node)})")
    if added is None or _is_taken(compiled, name):
        return None
    return _alone(compiled, unsafe_rewrite(module, [*added, (span(node), f"self.{name}")], _READ_ONCE, needed))


def made_in_init(compiled: Compiled, node: ast.Call, doubt: Message = _MADE_ONCE) -> Optional[Rewrite]:
    """A layer or Parameter that compiled code makes, as an attribute that ``__init__`` makes."""
    module, function, cls = compiled.module, compiled.function.node, compiled.function.cls
    if cls is None or not is_movable(module, node) or not _is_made_of_constants(compiled, node):
        return None
    if any(item.is_loop for item in compiled.conditions(node)):
        return None
    statement, text = statement_of(module, node), module.text_of(node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if _value(statement) is node and isinstance(target, ast.Attribute):
        return _moved_to_init(compiled, statement, target, node, doubt)
    name = target.id if isinstance(target, ast.Name) and _value(statement) is node else ""
    if name:
        gone = without_statement(module, statement, with_comment=True)
        if len(list(stores(function, name))) != 1 or gone is None or not isinstance(function, ast.FunctionDef):
            return None
        edits = [*gone, *((span(part), f"self.{name}") for part in loads(function, name))]
    else:
        leaf = getattr(node.func, "attr", getattr(node.func, "id", "")).lower()
        name = next((item for item in (leaf, f"own_{leaf}") if item and not _is_taken(compiled, item)), "")
        edits = [(span(node), f"self.{name}")]
    comment = comment_of(module, statement) if isinstance(target, ast.Name) and _value(statement) is node else ""
    added = _in_init(compiled, f"self.{name} = {text}{comment}")
    if added is None or not name or _is_taken(compiled, name):
        return None
    return _alone(compiled, unsafe_rewrite(module, [*added, *edits], doubt))


def _value(statement: ast.stmt) -> Optional[ast.expr]:
    return statement.value if isinstance(statement, ast.Assign) else None


def _moved_to_init(
    compiled: Compiled, statement: ast.stmt, target: ast.Attribute, node: ast.Call, doubt: Message
) -> Optional[Rewrite]:
    """``self.fc = nn.Dense(2, 2)`` of compiled code, also under ``if self.fc is None:``, in ``__init__``."""
    module, cls = compiled.module, compiled.function.cls
    if cls is None or not isinstance(target.value, ast.Name) or target.value.id != "self":
        return None
    text = module.text_of(node)
    set_ = [item for item in cls.assignments.get(target.attr, []) if item.expression is not node]
    parent = module.parents.get(statement)
    taken: ast.stmt = statement
    if isinstance(parent, ast.If):
        test = module.text_of(parent.test)
        if (
            parent.body != [statement]
            or parent.orelse
            or test not in (f"self.{target.attr} is None", f"not self.{target.attr}")
        ):
            return None
        taken = parent
    elif statement not in getattr(compiled.function.node, "body", []):
        return None
    if len(block_of(module, taken)) < 2 or margin_of(module, taken) is None:
        return None
    lines, end = module.source.lines, taken.end_lineno or taken.lineno
    comment = comment_of(module, statement)
    if (tail_of(module, statement) and not comment) or any("#" in line for line in lines[taken.lineno - 1 : end - 1]):
        return None
    if end - taken.lineno > 1 or end >= len(lines):
        return None
    removed: Edit = ((taken.lineno, 0, end + 1, 0), "")
    if not set_:
        added = _in_init(compiled, f"self.{target.attr} = {text}{comment}")
        return unsafe_rewrite(module, [*added, removed], doubt) if added is not None else None
    first = set_[0].expression
    is_none = isinstance(first, ast.Constant) and first.value is None
    if len(set_) != 1 or not is_none or set_[0].function.name != "__init__" or first is None:
        return None
    if comment and tail_of(module, statement_of(module, first)):
        return None
    return unsafe_rewrite(module, [(span(first), f"{text}{comment}"), removed], doubt)


def _is_made_of_constants(compiled: Compiled, node: ast.Call) -> bool:
    """Whether ``__init__`` can make the same: of constants, names of the module, and attributes that it sets."""
    module = compiled.module
    bound = {part.arg for part in ast.walk(compiled.function.node) if isinstance(part, ast.arg)} - {"self"}
    bound |= {
        part.id
        for part in ast.walk(compiled.function.node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    init = _init_of(compiled)
    if init is not None:
        bound |= {part.arg for part in ast.walk(init) if isinstance(part, ast.arg)} - {"self"}
        bound |= {part.id for part in ast.walk(init) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    for part in ast.walk(node):
        if isinstance(part, (ast.Lambda, ast.NamedExpr, ast.ListComp, ast.GeneratorExp, ast.Await)):
            return False
        if not isinstance(part, ast.Name):
            continue
        if part.id == "self":
            attribute = module.parents.get(part)
            if not isinstance(attribute, ast.Attribute) or not _is_set_in_init_only(compiled, attribute):
                return False
        elif part.id in bound:
            return False
    return True
