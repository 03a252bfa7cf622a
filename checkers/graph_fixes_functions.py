"""The fixes of functions that the graph takes otherwise: decorators, lambdas, functions before what they read. It has
no rules."""

from __future__ import annotations

import ast
import os
from typing import Optional, Union

from ms_lint.conversion.blocks import block_of
from ms_lint.messages import say
from ms_lint.place_fix import is_movable, replaced, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import CallSite, Compiled
from ms_lint.semantics.module import Module
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import FunctionValue

from .graph_fixes import SAME
from .graph_statements import (
    Edit,
    free_name,
    is_computed_once,
    lines_before,
    lines_behind,
    loads,
    margin_of,
    span,
    statement_of,
    stores,
    unsafe_rewrite,
)


def _decorator_line(module: Module, node: ast.expr) -> Optional[Edit]:
    """The edit that takes a decorator out with its line; None where something else stands there."""
    line = module.source.lines[node.lineno - 1].encode()
    before, after = line[: node.col_offset].decode().strip(), line[node.end_col_offset or 0 :].decode().strip()
    if before != "@" or after or not is_movable(module, node):
        return None
    return (node.lineno, 0, node.lineno + 1, 0), ""


def without_wraps(compiled: Compiled, decorator: FunctionValue) -> Optional[Rewrite]:
    """A decorator of the project without ``functools.wraps``, so that the compiler does not pass its wrapper by."""
    module, function = compiled.module, decorator.function.node
    if decorator.function.module is not module or not isinstance(function, ast.FunctionDef):
        return None
    if module.index.mentions(function.name, {os.path.abspath(module.path)}):
        return None
    wrappers = [
        (inner, item)
        for inner in ast.walk(function)
        if isinstance(inner, ast.FunctionDef)
        for item in inner.decorator_list
        if _is_wraps(item)
    ]
    if len(wrappers) != 1:
        return None
    ((wrapper, wraps),) = wrappers
    edit = _decorator_line(module, wraps)
    methods = _are_methods(module, function.name)
    if edit is None or methods is None or len(wrapper.decorator_list) != 1:
        return None
    edits = [edit]
    if methods:
        given = _with_self(module, function, wrapper)
        if given is None:
            return None
        edits += given
    return unsafe_rewrite(module, edits, say("the wrapper has its own name and docstring from then on"))


def _is_wraps(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return getattr(called, "attr", getattr(called, "id", "")) == "wraps"


def _are_methods(module: Module, name: str) -> Optional[bool]:
    """Whether a decorator stands on methods only, or on functions only; None where it is used otherwise."""
    found: set[bool] = set()
    decorators: set[int] = set()
    for part in ast.walk(module.source.tree):
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for item in part.decorator_list:
            if isinstance(item, ast.Name) and item.id == name:
                if part.name == "construct":
                    return None  # no gradient is taken of a construct that has only `*args`
                decorators.add(id(item))
                found.add(isinstance(module.parents.get(part), ast.ClassDef))
    uses = {id(part) for part in loads(module.source.tree, name)}
    return found.pop() if len(found) == 1 and uses == decorators else None


def _with_self(module: Module, function: ast.FunctionDef, wrapper: ast.FunctionDef) -> Optional[list[Edit]]:
    """The edits that give the wrapper of a method ``self`` as a parameter of its own: the graph does not put it among
    the others."""
    arguments = wrapper.args
    if arguments.args or arguments.posonlyargs:
        return []
    wrapped = function.args.args[0].arg if function.args.args else ""
    if (
        arguments.vararg is None
        or arguments.kwonlyargs
        or "self" in {part.arg for part in ast.walk(wrapper) if isinstance(part, ast.arg)}
    ):
        return None
    if any(part.id == "self" for part in ast.walk(wrapper) if isinstance(part, ast.Name)):
        return None
    rest = arguments.vararg
    starred = list(loads(wrapper, rest.arg))
    edits: list[Edit] = [((rest.lineno, rest.col_offset - 1, rest.lineno, rest.col_offset - 1), "self, ")]
    given: list[ast.Name] = []
    for part in ast.walk(wrapper):
        if not isinstance(part, ast.Call) or getattr(part.func, "id", "") != wrapped or not part.args:
            continue
        first = part.args[0]
        if isinstance(first, ast.Starred) and isinstance(first.value, ast.Name) and first.value.id == rest.arg:
            given.append(first.value)
            at = (first.lineno, first.col_offset)
            edits.append(((*at, *at), "self, "))
    line = module.source.lines[rest.lineno - 1].encode()
    is_star = line[rest.col_offset - 1 : rest.col_offset] == b"*"
    return edits if is_star and given and len(given) == len(starred) else None


def called_decorator(compiled: Compiled, inner: ast.FunctionDef, node: ast.expr) -> Optional[Rewrite]:
    """``@double`` on a function within as ``inner = double(inner)`` behind it."""
    module = compiled.module
    line = module.source.lines[node.lineno - 1].encode()
    before, after = line[: node.col_offset].decode().strip(), line[node.end_col_offset or 0 :].decode().strip()
    if len(inner.decorator_list) != 1 or before != "@" or (after and after[0] != "#") or not is_movable(module, node):
        return None
    comment = f"  {after}" if after else ""
    added = lines_behind(module, inner, [f"{inner.name} = {module.text_of(node)}({inner.name}){comment}"])
    return Rewrite((((node.lineno, 0, node.lineno + 1, 0), ""), *added), SAME) if added is not None else None


# ---------------------------------------------------------------- functions that read what is set later


def put_behind(compiled: Compiled, node: Union[ast.FunctionDef, ast.Lambda, ast.GeneratorExp]) -> Optional[Rewrite]:
    """A function or generator put behind the last value of what it reads, before its first use."""
    module, function = compiled.module, compiled.function.node
    statement = node if isinstance(node, ast.FunctionDef) else module.parents.get(node)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0].id
    elif isinstance(statement, ast.FunctionDef) and not statement.decorator_list:
        name = statement.name
    else:
        return None
    block = block_of(module, statement)
    arguments = None if isinstance(node, ast.GeneratorExp) else node.args
    defaults = [] if arguments is None else [item for item in (*arguments.defaults, *arguments.kw_defaults) if item]
    if any(item.is_loop for item in compiled.conditions(statement)) or defaults or statement not in block:
        return None
    index = block.index(statement)
    use = next((later for later in range(index + 1, len(block)) if any(loads(block[later], name))), None)
    is_bound = 0 if isinstance(node, ast.FunctionDef) else 1
    if use is None or len(list(stores(function, name))) != is_bound or use == index + 1:
        return None
    read = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}
    if any(any(stores(later, item)) for later in block[use:] for item in read):
        return None
    if isinstance(node, ast.GeneratorExp):
        early = {part.id for part in ast.walk(node.generators[0].iter) if isinstance(part, ast.Name)}
        if any(any(stores(later, item)) for later in block[index:use] for item in early):
            return None
        if len(list(loads(function, name))) != 1:
            return None
    return _moved(module, statement, block[use])


def _moved(module: Module, statement: ast.stmt, before: ast.stmt) -> Optional[Rewrite]:
    """The fix that puts the lines of a statement before another one of its block."""
    if (
        margin_of(module, statement) is None
        or margin_of(module, before) is None
        or getattr(before, "decorator_list", [])
    ):
        return None
    if margin_of(module, statement) != margin_of(module, before):
        return None
    lines, end = module.source.lines, statement.end_lineno or statement.lineno
    rest = lines[end - 1].encode()[statement.end_col_offset or 0 :].decode().strip()
    if rest and not rest.startswith("#"):
        return None
    text = "".join(f"{line}\n" for line in lines[statement.lineno - 1 : end])
    last = end
    if isinstance(statement, ast.FunctionDef):
        text += "\n"
        while last < len(lines) and not lines[last].strip():
            last += 1
    return Rewrite((((statement.lineno, 0, last + 1, 0), ""), ((before.lineno, 0, before.lineno, 0), text)), SAME)


# ---------------------------------------------------------------- lambdas


def with_own_value(compiled: Compiled, node: ast.Lambda) -> Optional[Rewrite]:
    """``lambda y, i=i: y * i`` as ``(lambda i: lambda y: y * i)(i)``."""
    module, arguments = compiled.module, node.args
    more = (*arguments.posonlyargs, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
    if any(item is not None for item in more) or not is_movable(module, node):
        return None
    count = len(arguments.args) - len(arguments.defaults)
    own, captured = arguments.args[:count], arguments.args[count:]
    if not all(isinstance(item, ast.Name) for item in arguments.defaults):
        return None
    outer = ", ".join(item.arg for item in captured)
    inner = ", ".join(item.arg for item in own)
    values = ", ".join(module.text_of(item) for item in arguments.defaults)
    body = module.text_of(node).encode()[node.body.col_offset - node.col_offset :].decode()
    text = f"(lambda {outer}: lambda{' ' if inner else ''}{inner}: {body})({values})"
    return unsafe(replaced(module, node, text, SAME), say("the value can no longer be given in a call"))


def defined_alone(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """A lambda in a dict or list as a function that is defined before the statement."""
    module = compiled.module
    function = call.callee.function if isinstance(call.callee, FunctionValue) else None
    if not isinstance(function, Function) or function.module is not module or not isinstance(function.node, ast.Lambda):
        return None
    node = function.node
    statement = statement_of(module, node)
    margin = margin_of(module, statement)
    if margin is None or not is_movable(module, node) or not is_computed_once(module, node):
        return None
    around: ast.AST = statement
    while not isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
        around = module.parents[around]
    key = _key(module, node)
    name = free_name(module.source.tree, module, key, f"{key}_function", "function")
    if name is None:
        return None
    body = module.text_of(node).encode()[node.body.col_offset - node.col_offset :].decode()
    added = lines_before(module, statement, [f"def {name}({ast.unparse(node.args)}):", f"\treturn {body}"])
    if added is None:
        return None
    ((place, text),) = added
    return Rewrite(((place, text if margin else f"{text}\n\n"), (span(node), name)), SAME)


def _key(module: Module, node: ast.Lambda) -> str:
    parent = module.parents.get(node)
    if isinstance(parent, ast.Dict) and node in parent.values:
        key = parent.keys[parent.values.index(node)]
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.isidentifier():
            return key.value
    return "function"
