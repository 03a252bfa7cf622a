"""The fixes of objects that compiled code makes of tensors: tuples, and variables where one function has all uses. It
has no rules."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from ms_lint.messages import say
from ms_lint.place_fix import is_movable
from ms_lint.rules import Rewrite
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import CallSite, Compiled
from ms_lint.semantics.values import ClassValue, Interpreted, walk_values

from .graph_effects import is_outermost
from .graph_statements import all_names, span, statement_of, stores, unsafe_rewrite

_DOUBT = say("a tuple takes the place of the object: code that is not compiled does not find its fields any more")


@dataclass(frozen=True)
class _Record:
    """A class whose objects are no more than their fields, in order. ``defaults`` are the texts of what a field is
    without an argument; ``is_tuple`` says that it is a tuple already."""

    name: str
    fields: tuple[str, ...]
    defaults: dict[str, str]
    is_tuple: bool = False


def as_tuple(compiled: Compiled, call: CallSite, value: Interpreted) -> Optional[Rewrite]:
    """The making of an object as a tuple, and its fields as the items; None where the object is used as a whole."""
    module, node = compiled.module, call.node
    record = _record(compiled, node.func)
    if record is None or not is_movable(module, node) or _is_named_besides(compiled, record, node):
        return None
    given = _given(compiled, node, record)
    uses = _uses(compiled, record, value)
    if given is None or uses is None:
        return None
    local = _as_variables(compiled, node, record, given, uses)
    if local is not None:
        return local
    text = f"({', '.join(given)}{',' if len(given) == 1 else ''})"
    edits = [(span(node), text)]
    for use, _ in uses:
        edits.append((span(use), f"{module.text_of(use.value)}[{record.fields.index(use.attr)}]"))
    return unsafe_rewrite(module, edits, _DOUBT)


def _record(compiled: Compiled, function: ast.expr) -> Optional[_Record]:
    held = compiled.value(function)
    if isinstance(held, ClassValue):
        return _of_class(held.info) if held.info.module is compiled.module else None
    return _of_namedtuple(compiled, function.id) if isinstance(function, ast.Name) else None


def _of_namedtuple(compiled: Compiled, name: str) -> Optional[_Record]:
    """``Out = namedtuple("Out", ["a", "b"])`` of the module."""
    tree = compiled.module.source.tree
    made = [
        statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)
    ]
    if len(made) != 1 or len(list(stores(tree, name))) != 1 or not isinstance(made[0], ast.Call):
        return None
    called = made[0].func
    is_named = getattr(called, "attr", getattr(called, "id", "")) == "namedtuple"
    if not is_named or len(made[0].args) != 2 or made[0].keywords:
        return None
    fields = made[0].args[1]
    if isinstance(fields, (ast.List, ast.Tuple)):
        names = tuple(str(getattr(item, "value", "")) for item in fields.elts)
    else:
        names = tuple(str(getattr(fields, "value", "")).replace(",", " ").split())
    return _Record(name, names, {}, is_tuple=True) if names and all(map(str.isidentifier, names)) else None


def _of_class(info: ClassInfo) -> Optional[_Record]:
    """A dataclass, a NamedTuple, or a class whose ``__init__`` keeps its arguments, without a base of the project."""
    bases = [item for item in info.ancestors if item is not info and item != "builtins.object"]
    decorators = [item.func if isinstance(item, ast.Call) else item for item in info.node.decorator_list]
    names = [getattr(item, "attr", getattr(item, "id", "")) for item in decorators]
    is_tuple = bases == ["typing.NamedTuple"]
    if (bases and not is_tuple) or (names and names != ["dataclass"]) or info.node.keywords:
        return None
    if "__init__" in info.methods:
        return _of_init(info) if not names and not is_tuple else None
    if not names and not is_tuple:
        return None
    fields: list[str] = []
    defaults: dict[str, str] = {}
    for statement in info.node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            fields.append(statement.target.id)
            if isinstance(statement.value, ast.Constant):
                defaults[statement.target.id] = info.module.text_of(statement.value)
        elif isinstance(statement, ast.Assign) or getattr(statement, "name", "").startswith("__"):
            return None
    return _Record(info.name, tuple(fields), defaults, is_tuple) if fields else None


def _of_init(info: ClassInfo) -> Optional[_Record]:
    init = info.methods["__init__"].node
    arguments = init.args
    names = [item.arg for item in arguments.args]
    if not isinstance(init, ast.FunctionDef) or arguments.vararg or arguments.kwarg or arguments.kwonlyargs:
        return None
    for statement in init.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.Expr) and isinstance(value, ast.Constant):
            continue
        if not isinstance(target, ast.Attribute) or getattr(target.value, "id", "") != names[0]:
            return None
        if not isinstance(value, ast.Name) or value.id != target.attr or value.id not in names:
            return None
    set_here = {part.attr for part in ast.walk(init) if isinstance(part, ast.Attribute)}
    if set_here != set(names[1:]) or any(name.startswith("__") for name in info.methods if name != "__init__"):
        return None
    last = names[len(names) - len(arguments.defaults) :]
    defaults = {
        name: info.module.text_of(value)
        for name, value in zip(last, arguments.defaults)
        if isinstance(value, ast.Constant)
    }
    return _Record(info.name, tuple(names[1:]), defaults)


def _given(compiled: Compiled, node: ast.Call, record: _Record) -> Optional[list[str]]:
    """The texts of the fields of one object, in order."""
    text_of = compiled.module.text_of
    if len(node.args) > len(record.fields):
        return None
    found = dict(zip(record.fields, map(text_of, node.args)))
    found.update({item.arg: text_of(item.value) for item in node.keywords if item.arg is not None})
    texts = [found.get(name, record.defaults.get(name)) for name in record.fields]
    whole = [text for text in texts if text is not None]
    return whole if len(whole) == len(texts) and set(found) <= set(record.fields) else None


def _is_named_besides(compiled: Compiled, record: _Record, node: ast.Call) -> bool:
    """Whether the class is used for more than to make this one object."""
    module = compiled.module
    for part in ast.walk(module.source.tree):
        is_read = isinstance(part, ast.Name) and part.id == record.name and isinstance(part.ctx, ast.Load)
        if is_read and part is not node.func:
            return True
        if isinstance(part, ast.Constant) and part.value == record.name and not record.is_tuple:
            return True
    return module.index.mentions(record.name, {os.path.abspath(module.path)})


def _uses(compiled: Compiled, record: _Record, value: Interpreted) -> Optional[list[tuple[ast.Attribute, Compiled]]]:
    """Where fields of the object are read; None where anything else is done with it, or may be."""
    found: dict[ast.Attribute, Compiled] = {}
    for item in compiled.together:
        for part in item.nodes(ast.Attribute):
            if item.value(part.value) == value:
                known = part.attr in record.fields and isinstance(part.ctx, ast.Load)
                if not known or item.module is not compiled.module or not is_movable(item.module, part):
                    return None
                found[part] = item
        if not record.is_tuple and _is_whole(item, value, found):
            return None
    inside = _class_around(compiled, record)
    attributes = (node for node in ast.walk(compiled.module.source.tree) if isinstance(node, ast.Attribute))
    for node in attributes:
        is_read = node.attr in record.fields and node not in found and node not in inside
        if is_read and getattr(node.value, "id", "") != "self":
            return None
    return list(found.items())


def _class_around(compiled: Compiled, record: _Record) -> set[ast.AST]:
    for statement in compiled.module.source.tree.body:
        if isinstance(statement, ast.ClassDef) and statement.name == record.name:
            return set(ast.walk(statement))
    return set()


def _is_whole(item: Compiled, value: Interpreted, fields: Iterable[ast.Attribute]) -> bool:
    """Whether a function does more with the object than to keep, return or read it: what is computed from its fields
    does not count."""
    read = set(fields)
    computed: set[str] = set()
    for statement in item.nodes(ast.Assign):
        if _has(statement.value, read, computed):
            parts = (part for target in statement.targets for part in ast.walk(target))
            computed |= {part.id for part in parts if isinstance(part, ast.Name) and _is_stored(part)}
    for node, held in item.values.items():
        if not isinstance(node, ast.expr) or _has(node, read, computed):
            continue
        parent = item.module.parents.get(node)
        if held != value:
            if any(part == value for part in walk_values(held)):
                return True
        elif isinstance(parent, ast.Assign):
            if not all(isinstance(target, ast.Name) for target in parent.targets):
                return True
        elif isinstance(parent, ast.Return):
            if is_outermost(item):
                return True
        elif not isinstance(parent, (ast.Attribute, ast.Expr)):
            return True
    return False


def _has(node: ast.expr, fields: set[ast.Attribute], names: set[str]) -> bool:
    """Whether an expression is computed from fields that are read, or from names that are."""
    return any(part in fields or getattr(part, "id", "") in names for part in ast.walk(node))


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _as_variables(
    compiled: Compiled,
    node: ast.Call,
    record: _Record,
    given: list[str],
    uses: list[tuple[ast.Attribute, Compiled]],
) -> Optional[Rewrite]:
    """``pair = Pair(x, y)`` as ``left, right = x, y``, where the function itself reads all fields."""
    module, function = compiled.module, compiled.function.node
    statement = statement_of(module, node)
    if not isinstance(statement, ast.Assign) or len(statement.targets) > 1 or statement.value is not node or not uses:
        return None
    target = statement.targets[0]
    if not isinstance(target, ast.Name):
        return None
    if len(list(stores(function, target.id))) != 1 or statement.lineno != statement.end_lineno:
        return None
    read = {use.value for use, item in uses if item is compiled and isinstance(use.value, ast.Name)}
    names = [part for part in ast.walk(function) if isinstance(part, ast.Name) and part.id == target.id]
    if len(read) != len(uses) or any(part not in read and part is not target for part in names):
        return None
    taken = all_names(function) | set(module.scope.env)
    new = {name: name if name not in taken else f"{target.id}_{name}" for name in record.fields}
    if any(name in taken for name in new.values()):
        return None
    edits = [(span(statement), f"{', '.join(new.values())} = {', '.join(given)}")]
    edits += [(span(use), new[use.attr]) for use, _ in uses]
    return unsafe_rewrite(module, edits, say("variables take the place of the object"))
