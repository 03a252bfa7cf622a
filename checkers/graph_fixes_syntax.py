"""The fixes of statements and expressions that the graph compiler does not know. It has no rules."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.messages import say
from ms_lint.place_fix import is_movable, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import Compiled, Kind
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import Container, Sequence

from .graph_fixes import SAME
from .graph_fixes_containers import without_item
from .graph_fixes_loops import as_loops
from .graph_fixes_matches import as_branches
from .graph_fixes_tries import without_try
from .graph_fixes_yields import as_list_made
from .graph_statements import (
    Edits,
    in_its_place,
    is_computed_once,
    lines_before,
    places_of,
    statement_of,
    together,
    without_lines,
    without_statement,
    written_anew,
)


def known_syntax(compiled: Compiled, node: ast.AST) -> Optional[Rewrite]:
    """What to write for something that the graph compiler does not know; None where that is not determined."""
    if isinstance(node, ast.Set):
        return _as_tuple(compiled, node)
    if isinstance(node, ast.SetComp):
        return _as_list(compiled, node)
    if isinstance(node, ast.Delete):
        return _deleted(compiled, node)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return _imported(compiled, node)
    if isinstance(node, ast.NamedExpr):
        return _assigned(compiled, node)
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return as_list_made(compiled)
    if isinstance(node, ast.ClassDef):
        return _moved_out(compiled, node)
    if isinstance(node, ast.Try):
        return without_try(compiled, node)
    return as_branches(compiled, node) if type(node).__name__ == "Match" else None


# ---------------------------------------------------------------- sets


def _as_tuple(compiled: Compiled, node: ast.Set) -> Optional[Rewrite]:
    """A set that is only searched, looped over or counted as a tuple, each constant in it once."""
    module = compiled.module
    texts: Optional[list[str]] = [module.text_of(item) for item in node.elts]
    if not _is_searched(module, node):
        if not (all(isinstance(item, ast.Constant) for item in node.elts) and _is_used_as_tuple(compiled, node)):
            return None
        found: dict[object, str] = {}
        for item in node.elts:
            found.setdefault(getattr(item, "value", None), module.text_of(item))
        texts = list(found.values())
    assert texts is not None
    comma = "," if len(texts) == 1 else ""
    edits = in_its_place(module, node, f"({', '.join(texts)}{comma})")
    return None if edits is None else Rewrite(edits, SAME)


def _is_searched(module: Module, node: ast.expr) -> bool:
    parent = module.parents[node]
    return (
        isinstance(parent, ast.Compare)
        and node in parent.comparators
        and all(isinstance(operator, (ast.In, ast.NotIn)) for operator in parent.ops)
    )


def _is_used_as_tuple(compiled: Compiled, node: ast.expr) -> bool:
    """Whether a set, or all of a name that it is given, is looped over, counted or searched."""
    module, parent = compiled.module, compiled.module.parents[node]
    if _is_read_as_tuple(compiled, node):
        return True
    if not (isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name)):
        return False
    name = parent.targets[0]
    uses = [part for part in places_of(compiled.function.node, name.id) if part is not name]
    return all(_is_read_as_tuple(compiled, part) or _is_searched(module, part) for part in uses)


def _is_read_as_tuple(compiled: Compiled, node: ast.expr) -> bool:
    parent = compiled.module.parents[node]
    if isinstance(parent, (ast.For, ast.comprehension)):
        return parent.iter is node
    return any(call.node is parent and call.name == "builtins.len" for call in compiled.calls)


def _as_list(compiled: Compiled, node: ast.SetComp) -> Optional[Rewrite]:
    """A set comprehension that is only searched as a list; one of numbers as loops that take each but once."""
    if not _is_searched(compiled.module, node):
        is_constant = compiled.kind(node.elt) is Kind.CONSTANT
        return as_loops(compiled, node) if is_constant and _is_used_as_tuple(compiled, node) else None
    edits = in_its_place(compiled.module, node, f"[{compiled.module.text_of(node)[1:-1]}]")
    return None if edits is None else Rewrite(edits, SAME)


# ---------------------------------------------------------------- del


def _deleted(compiled: Compiled, node: ast.Delete) -> Optional[Rewrite]:
    """``del name`` left out; ``del a[0]`` as ``a = a[1:]``."""
    module = compiled.module
    if all(isinstance(target, ast.Name) for target in node.targets):
        edits = without_statement(module, node)
        return None if edits is None else Rewrite(edits, say("names end with the function"))
    target = node.targets[0]
    if len(node.targets) > 1 or not (isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name)):
        return None
    name, value = target.value.id, compiled.value(target.value)
    if name not in compiled.function.stores or not isinstance(value, (Sequence, Container)):
        return None
    if value.kind not in ("list", "dict"):
        return None
    text = without_item(compiled, name, target.slice, value.kind)
    edits = written_anew(module, node, [f"{name} = {text}"]) if text is not None else None
    doubt = say("other names of the same list or dict keep what was taken away")
    return None if edits is None else unsafe(Rewrite(edits, SAME), doubt)


# ---------------------------------------------------------------- imports, classes, :=


def _imported(compiled: Compiled, node: Union[ast.Import, ast.ImportFrom]) -> Optional[Rewrite]:
    """An import of a function at the top of the module; left out there where the module has the same one."""
    module = compiled.module
    names = {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    tops = [item for item in module.source.tree.body if isinstance(item, (ast.Import, ast.ImportFrom))]
    gone = without_statement(module, node)
    if any(ast.dump(item) == ast.dump(node) for item in tops):
        return None if gone is None else Rewrite(gone, say("the module imports it already"))
    if "*" in names or names & _names_of(module, compiled, node) or not is_movable(module, node):
        return None
    first = _behind_imports(module)
    edits = together(gone, ((first, f"\n{module.text_of(node)}"),)) if first is not None else None
    doubt = say("an import in a function may stand there because the modules import each other")
    return None if edits is None else unsafe(Rewrite(edits, SAME), doubt)


def _names_of(module: Module, compiled: Compiled, node: ast.AST) -> set[str]:
    """The names that a module binds or reads outside of a statement, and those that Python has."""
    inside = {id(part) for part in ast.walk(compiled.function.node)}
    found = set(dir(builtins))
    for part in ast.walk(module.source.tree):
        if id(part) in inside:
            continue
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(part.name)
        elif isinstance(part, ast.alias) and part not in getattr(node, "names", ()):
            found.add(part.asname or part.name.partition(".")[0])
    return found


def _behind_imports(module: Module) -> Optional[tuple[int, int, int, int]]:
    """Behind the last import at the top of a module, or its docstring."""
    last: Optional[ast.stmt] = None
    for statement in module.source.tree.body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if isinstance(statement, (ast.Import, ast.ImportFrom)) or (is_text and last is None):
            last = statement
        else:
            break
    if last is None or last.end_lineno is None:
        return None
    rest = module.source.lines[last.end_lineno - 1].encode()[last.end_col_offset :].strip()
    if rest and not rest.startswith(b"#"):
        return None
    end = len(module.source.lines[last.end_lineno - 1].encode())
    return (last.end_lineno, end, last.end_lineno, end)


def _moved_out(compiled: Compiled, node: ast.ClassDef) -> Optional[Rewrite]:
    """A class in a function, that reads none of its names, before the function."""
    module, function = compiled.module, compiled.function.node
    own = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    bound = set(compiled.function.stores) | {part.arg for part in ast.walk(function.args) if isinstance(part, ast.arg)}
    if own & bound or node.decorator_list or {node.name} & _names_of(module, compiled, node):
        return None
    top: ast.AST = node
    while module.parents[top] is not module.source.tree:
        top = module.parents[top]
    lines = module.source.lines[node.lineno - 1 : node.end_lineno]
    margin = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    has_text = any("'''" in line or '"""' in line for line in lines)
    if has_text or not all(line.startswith(margin) or not line.strip() for line in lines):
        return None
    if not lines[0][len(margin) :].startswith("class ") or node.end_lineno is None or _shares_lines(module, node):
        return None
    if len(getattr(module.parents[node], "body", ())) < 2 or not isinstance(top, ast.stmt):
        return None
    at = min([top.lineno, *(item.lineno for item in getattr(top, "decorator_list", ()))])
    text = "".join(f"{line[len(margin) :]}\n" for line in lines)
    edits: Edits = (((at, 0, at, 0), f"{text}\n\n"), *without_lines(module, node.lineno, node.end_lineno))
    return unsafe(Rewrite(edits, SAME), say("there is one class for all calls, no longer one for each"))


def _shares_lines(module: Module, node: ast.stmt) -> bool:
    line = module.source.lines[(node.end_lineno or node.lineno) - 1].encode()
    return bool(line[node.end_col_offset :].strip())


def _assigned(compiled: Compiled, node: ast.NamedExpr) -> Optional[Rewrite]:
    """``if (n := len(x)) > 1:`` as ``n = len(x)`` and ``if n > 1:``."""
    module = compiled.module
    outer = next((part for part in _around(module, node) if isinstance(part, (ast.ListComp, ast.GeneratorExp))), None)
    if outer is not None:
        return as_loops(compiled, outer)
    if not is_computed_once(module, node) or not is_movable(module, node) or not _comes_first(module, node):
        return None
    statement = statement_of(module, node)
    name, text = node.target.id, module.text_of(node.value)
    edits = together(lines_before(module, statement, [f"{name} = {text}"]), _named(module, node, name))
    return None if edits is None else Rewrite(edits, SAME)


def _named(module: Module, node: ast.NamedExpr, name: str) -> Optional[Edits]:
    """The name in the place of an assignment with its parentheses."""
    line = module.source.lines[node.lineno - 1].encode()
    start, end = node.col_offset, node.end_col_offset or 0
    parent = module.parents[node]
    is_argument = isinstance(parent, ast.Call) and len(parent.args) + len(parent.keywords) == 1
    if not is_argument and line[start - 1 : start] == b"(" and line[end : end + 1] == b")":
        start, end = start - 1, end + 1
    return (((node.lineno, start, node.lineno, end), name),)


def _around(module: Module, node: ast.AST) -> Iterator[ast.AST]:
    while not isinstance(node, ast.stmt):
        node = module.parents[node]
        yield node


def _comes_first(module: Module, node: ast.NamedExpr) -> bool:
    """Whether nothing that stands before an assignment in its statement may do something, or reads the name."""
    statement = statement_of(module, node)
    around = {id(part) for part in _around(module, node)}
    place = (node.lineno, node.col_offset)
    for part in ast.walk(statement):
        if isinstance(part, ast.stmt) and part is not statement:
            continue
        is_before = isinstance(part, ast.expr) and (part.lineno, part.col_offset) < place and id(part) not in around
        if is_before and (isinstance(part, ast.Call) or getattr(part, "id", "") == node.target.id):
            return False
    return True
