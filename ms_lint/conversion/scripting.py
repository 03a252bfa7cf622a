"""What code of torch has for its compilers alone: decorators that go, and `torch._assert`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Callable, Optional

from ms_lint.conversion.blocks import decorator_removal, removal
from ms_lint.conversion.forms import Written
from ms_lint.conversion.kinds import Refused
from ms_lint.conversion.pieces import Piece, Pieces, end_of, start_of
from ms_lint.conversion.protocol import Pending
from ms_lint.messages import say
from ms_lint.semantics.module import Module

_DECORATORS = frozenset(f"torch.jit.{name}" for name in ("ignore", "unused", "export", "_overload", "_overload_method"))
_ASSERT = "torch._assert"
#: Tells the tracer of `torch.fx` not to look into a function.
_WRAP = "torch.fx.wrap"


def without_scripting(module: Module, names: dict[ast.AST, str]) -> Iterator[Pending]:
    """Decorators that tell TorchScript to leave a method alone, and its form of ``assert``. ``names`` are the qualified
    names of calls and of names that are not called."""
    for node in module.parents:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for decorator in node.decorator_list:
                if names.get(decorator) in _DECORATORS:
                    yield decorator, _without(module, decorator)
        elif isinstance(node, ast.Expr) and names.get(node.value) == _ASSERT and isinstance(node.value, ast.Call):
            yield node.value, _asserted(node.value)
        elif isinstance(node, ast.Expr) and names.get(node.value) == _WRAP:
            yield node.value, _without_statement(module, node)


def _without(module: Module, node: ast.expr) -> Callable[[], Optional[Written]]:
    def make() -> Optional[Written]:
        piece = decorator_removal(module, node)
        if piece is None:
            raise Refused(say("the decorator does not stand on a line of its own"))
        return Written(Pieces(node, (piece,)))

    return make


def _without_statement(module: Module, statement: ast.Expr) -> Callable[[], Optional[Written]]:
    def make() -> Optional[Written]:
        piece = removal(module, statement)
        if piece is None:
            raise Refused(say("other code stands on its line"))
        return Written(Pieces(statement.value, (piece,)))

    return make


def _asserted(node: ast.Call) -> Callable[[], Optional[Written]]:
    """``torch._assert(a, b)`` is ``assert a, b``: graph mode knows it."""

    def make() -> Optional[Written]:
        is_plain = len(node.args) == 2 and not node.keywords and not isinstance(node.args[0], ast.Starred)
        if not is_plain or node.lineno != node.end_lineno:
            raise Refused(say("write `assert` with its condition and its message"))
        pieces = (
            Piece(start_of(node), start_of(node.args[0]), ("assert ",)),
            Piece(end_of(node.args[1]), end_of(node), ("",)),
        )
        return Written(Pieces(node, pieces))

    return make
