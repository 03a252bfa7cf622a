"""Whether code stands under a guard: a look at the version, `hasattr`, or a `try` that catches the failure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from ms_lint.semantics.module import Module

#: In a condition: the code asks what the installed package has.
QUESTION = "hasattr|getattr|version|find_spec"
#: The same of a callable: which parameters it has.
SIGNATURE = r"signature|getfullargspec|\.parameters\b|co_varnames"
#: In a condition: the code asks what kind of object it has.
KIND_QUESTION = r"\bisinstance\(|__class__|\btype\("
#: The exceptions whose handlers catch any failure.
CATCH_ALL = ("Exception", "BaseException")
_known: WeakKeyDictionary[Module, dict[str, bool]] = WeakKeyDictionary()
_NAME_ERRORS = ("ImportError", "ModuleNotFoundError", "AttributeError", *CATCH_ALL)


def is_set(module: Module, node: ast.Attribute) -> bool:
    """Whether the module itself sets the attribute: `ops.gelu_tanh = gelu_tanh`."""
    text = module.text_of(node)
    return any(
        isinstance(item.ctx, ast.Store) and module.text_of(item) == text
        for item in ast.walk(module.source.tree)
        if isinstance(item, ast.Attribute) and item.attr == node.attr
    )


def _mentions(module: Module, pattern: str) -> bool:
    """Whether the text of the module matches a pattern, looked up once."""
    known = _known.setdefault(module, {})
    if pattern not in known:
        known[pattern] = re.search(pattern, module.source.code, re.IGNORECASE) is not None
    return known[pattern]


def is_asked_for(module: Module, node: ast.AST, name: str) -> bool:
    """Whether the code asks first if a name of MindSpore is there. ``node`` is where it is used, ``name`` the
    part of it that may be missing."""
    if module.has_dialect:  # such packages add names to mindspore's
        return True
    if _mentions(module, rf"(hasattr|getattr)\([^()]*['\"]{re.escape(name)}['\"]"):
        return True
    return is_guarded(module, node, QUESTION, _NAME_ERRORS)


def is_guarded(module: Module, node: ast.AST, asked: str, errors: tuple[str, ...]) -> bool:
    """Whether code may fail, in a `try` that catches one of the errors, or runs only under a condition that
    matches the pattern ``asked``, a regular expression (such as ``QUESTION``) whose case is ignored."""
    if not _mentions(module, rf"\btry\b|suppress|raises|{asked}"):
        return False
    line = getattr(node, "lineno", 0)
    block: list[ast.stmt] = module.source.tree.body
    while block:
        around = next((item for item in block if _first_line(item) <= line <= (item.end_lineno or item.lineno)), None)
        if around is None:
            return False
        for statement in block:
            if not (isinstance(statement, ast.If) and _asks(module, statement.test, asked)):
                continue
            # what comes after `if ...: return`, and a function that is chosen by the condition later on
            before = (statement.end_lineno or statement.lineno) < line
            chosen = isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            if statement is around or ((before or chosen) and _leaves(statement)):
                return True
            if chosen and any(getattr(part, "id", "") == getattr(around, "name", None) for part in ast.walk(statement)):
                return True
        if _lets_fail(module, around, asked, errors):
            return True
        parts = ("body", "orelse", "finalbody", "handlers", "cases")
        block = [child for part in parts for child in _inner(around, part)]
    return False


def _first_line(statement: ast.stmt) -> int:
    """Where a statement begins, with its decorators."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(item.lineno for item in decorators)])


def _inner(statement: ast.stmt, part: str) -> Iterator[ast.stmt]:
    """The statements in a part of a statement (``body``, ``handlers`` ...)."""
    for child in getattr(statement, part, ()):
        if isinstance(child, ast.stmt):
            yield child
        else:  # a handler, or a case of a match statement
            yield from child.body


def _leaves(statement: ast.If) -> bool:
    """Whether one branch ends the function or this turn of the loop."""
    return any(
        block and isinstance(block[-1], (ast.Return, ast.Raise, ast.Continue))
        for block in (statement.body, statement.orelse)
    )


def _lets_fail(module: Module, statement: ast.stmt, asked: str, errors: tuple[str, ...]) -> bool:
    """Whether a statement lets what it contains fail, or runs it only under a condition."""
    if isinstance(statement, ast.Try):
        return any(handler.type is None or _names_any(handler.type, errors) for handler in statement.handlers)
    if isinstance(statement, ast.While):
        return _asks(module, statement.test, asked)
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return any(_names_any(item.context_expr, ("suppress", "raises")) for item in statement.items)
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return any(_asks(module, decorator, asked) for decorator in statement.decorator_list)
    if any(hasattr(statement, part) for part in ("body", "cases")):
        return False
    return any(
        _asks(module, part.test if isinstance(part, ast.IfExp) else part.values[0], asked)
        for part in ast.walk(statement)
        if isinstance(part, (ast.IfExp, ast.BoolOp))
    )


def _names_any(node: ast.expr, names: tuple[str, ...]) -> bool:
    """Whether an expression has one of the names, as a name or as an attribute."""
    return any(getattr(part, "id", getattr(part, "attr", "")) in names for part in ast.walk(node))


def _asks(module: Module, test: ast.expr, asked: str) -> bool:
    """Whether a condition matches, by itself or by a name that was given the answer."""
    if re.search(asked, module.text_of(test), re.IGNORECASE):
        return True
    return any(
        isinstance(part, ast.Name)
        and re.search(
            rf"^[ \t]*{re.escape(part.id)}[ \t]*(:[^=\n]*)?=[^=\n][^\n]*({QUESTION}|{SIGNATURE}|{asked})",
            module.source.code,
            re.M | re.I,
        )
        for part in ast.walk(test)
    )
