"""The fixes of loops and comprehensions in compiled code: loops, flags and last values written out. It has no rules."""

from __future__ import annotations

import ast
from typing import Optional, Union

from ms_lint.messages import say
from ms_lint.place_fix import is_movable, unsafe
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.module import Module

from .graph_fixes import SAME
from .graph_statements import (
    in_its_place,
    is_computed_once,
    lines_before,
    margin_of,
    new_name,
    places_of,
    renamed_everywhere,
    statement_of,
    together,
    written_anew,
)

Comprehension = Union[ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp]


def as_loops(compiled: Compiled, node: Comprehension) -> Optional[Rewrite]:
    """A comprehension as the loops that it stands for, before the statement that it is in; ``:=`` in its conditions is
    written out."""
    module = compiled.module
    statement = statement_of(module, node)
    if not is_movable(module, node) or not is_computed_once(module, node) or not _names_are_free(compiled, node):
        return None
    whole = isinstance(statement, ast.Assign) and statement.value is node and len(statement.targets) == 1
    target = statement.targets[0] if whole and isinstance(statement, ast.Assign) else None
    is_name = isinstance(target, ast.Name) and not list(places_of(node, target.id))
    name = target.id if is_name and isinstance(target, ast.Name) else new_name(compiled, "items")
    lines = [f"{name} = {{}}" if isinstance(node, ast.DictComp) else f"{name} = []"]
    depth = 0
    for part in node.generators:
        lines.append("\t" * depth + f"for {module.text_of(part.target)} in {module.text_of(part.iter)}:")
        depth += 1
        for test in part.ifs:
            assigned = [item for item in ast.walk(test) if isinstance(item, ast.NamedExpr)]
            text = module.text_of(test)
            for item in assigned:
                lines.append("\t" * depth + f"{item.target.id} = {module.text_of(item.value)}")
                whole_text = module.text_of(item)
                text = text.replace(f"({whole_text})", item.target.id).replace(whole_text, item.target.id)
            lines.append("\t" * depth + f"if {text}:")
            depth += 1
    if isinstance(node, ast.DictComp):
        lines.append("\t" * depth + f"{name}[{module.text_of(node.key)}] = {module.text_of(node.value)}")
    else:
        if isinstance(node, ast.SetComp):
            lines.append("\t" * depth + f"if {module.text_of(node.elt)} not in {name}:")
            depth += 1
        lines.append("\t" * depth + f"{name}.append({module.text_of(node.elt)})")
    if is_name:
        edits = written_anew(module, statement, lines)
    else:
        edits = together(lines_before(module, statement, lines), in_its_place(module, node, _as_argument(node, name)))
    return None if edits is None else Rewrite(edits, SAME)


def _as_argument(node: Comprehension, name: str) -> str:
    """A name in the place of a comprehension, which has the parentheses of a call if it is its one argument."""
    return f"({name})" if isinstance(node, ast.GeneratorExp) else name


def _names_are_free(compiled: Compiled, node: Comprehension) -> bool:
    """Whether the names of a comprehension are of no other use in the function, and its parts can be moved."""
    inside = {id(part) for part in ast.walk(node)}
    bound = {part.id for item in node.generators for part in ast.walk(item.target) if isinstance(part, ast.Name)}
    if any(item.is_async for item in node.generators) or any(isinstance(part, ast.Lambda) for part in ast.walk(node)):
        return False
    in_tests = {id(part) for item in node.generators for test in item.ifs for part in ast.walk(test)}
    for part in ast.walk(node):
        if isinstance(part, ast.NamedExpr) and id(part) not in in_tests:
            return False
        if isinstance(part, (ast.BoolOp, ast.IfExp)) and any(isinstance(x, ast.NamedExpr) for x in ast.walk(part)):
            return False
    arguments = {part.arg for part in ast.walk(compiled.function.node) if isinstance(part, ast.arg)}
    others = (part for part in ast.walk(compiled.function.node) if isinstance(part, ast.Name) and part.id in bound)
    return not bound & arguments and all(
        id(part) in inside or _is_bound_near(compiled.module, part, node) for part in others
    )


def _is_bound_near(module: Module, name: ast.Name, node: Comprehension) -> bool:
    """Whether a name stands in another comprehension or loop that gives it its value, and that ``node`` is not in."""
    part: ast.AST = name
    while not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)):
        part = module.parents[part]
        targets = [part.target] if isinstance(part, ast.For) else [x.target for x in getattr(part, "generators", ())]
        if any(list(places_of(target, name.id)) for target in targets):
            return not any(inner is node for inner in ast.walk(part))
    return False


def with_flag(compiled: Compiled, node: Union[ast.For, ast.While]) -> Optional[Rewrite]:
    """The ``else`` of a loop that something leaves as ``if not`` with a flag, which is set before each ``break``."""
    module, name = compiled.module, new_name(compiled, "left_early")
    margin = margin_of(module, node)
    breaks = _breaks(node.body)
    first = node.orelse[0]
    number = first.lineno - 1
    lines = module.source.lines
    while number > (node.body[-1].end_lineno or 0) and lines[number - 1].partition("#")[0].rstrip() != f"{margin}else:":
        number -= 1
    if margin is None or number <= (node.body[-1].end_lineno or 0) or not breaks:
        return None
    start = len(margin.encode())
    word: tuple[tuple[Place, str], ...] = (((number, start, number, start + 5), f"if not {name}:"),)
    parts = [lines_before(module, item, [f"{name} = True"]) for item in breaks]
    edits = together(lines_before(module, node, [f"{name} = False"]), word, *parts)
    return None if edits is None else Rewrite(edits, SAME)


def _breaks(statements: list[ast.stmt]) -> list[ast.Break]:
    """The breaks of a loop's own."""
    found: list[ast.Break] = []
    for statement in statements:
        if isinstance(statement, ast.Break):
            found.append(statement)
        elif isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            found += _breaks(statement.orelse)
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for name in ("body", "orelse", "finalbody"):
                found += _breaks(getattr(statement, name, []))
            for handler in getattr(statement, "handlers", []):
                found += _breaks(handler.body)
    return found


def with_last_value(compiled: Compiled, loop: ast.For, name: str) -> Optional[Rewrite]:
    """A counter that is read after its loop under another name, which is set before the loop and in each round."""
    module = compiled.module
    if not _counts(compiled, loop, name) or loop.body[0].lineno == loop.lineno:
        return None
    last = new_name(compiled, f"last_{name}")
    end = loop.end_lineno or loop.lineno
    uses = [part for part in places_of(compiled.function.node, name) if part.lineno > end]
    edits = together(
        lines_before(module, loop, [f"{last} = 0"]),
        lines_before(module, loop.body[0], [f"{last} = {name}"]),
        renamed_everywhere(module, uses, last),
    )
    doubt = say("`{last}` is 0 where the loop has no round, and `{name}` has no value there", last=last, name=name)
    return None if edits is None else unsafe(Rewrite(edits, SAME), doubt)


def _counts(compiled: Compiled, loop: ast.For, name: str) -> bool:
    """Whether a name is the number that ``range`` or ``enumerate`` gives."""
    called = next((call.name for call in compiled.calls if call.node is loop.iter), "")
    target: Optional[ast.expr] = None
    if called == "builtins.range":
        target = loop.target
    elif called == "builtins.enumerate" and isinstance(loop.target, ast.Tuple):
        target = loop.target.elts[0]
    in_body = {id(part) for statement in loop.body for part in ast.walk(statement)}
    stored = [part for part in places_of(compiled.function.node, name) if isinstance(part.ctx, ast.Store)]
    return isinstance(target, ast.Name) and target.id == name and not any(id(part) in in_body for part in stored)
