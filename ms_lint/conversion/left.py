"""What a module still has of another framework when all its fixes are applied: each name that an import of the
framework binds, and each use of it that is refused, whether a rule judged it or not."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from ms_lint.conversion.imports import bound_name, without_import
from ms_lint.conversion.kinds import Refused
from ms_lint.conversion.pieces import At, Moved, Piece, end_of, start_of
from ms_lint.conversion.plan import Conversion, Plan, plan_of
from ms_lint.knowledge.frameworks import FRAMEWORKS, TORCH_LIBRARIES
from ms_lint.semantics.module import Import, Module
from ms_lint.semantics.scopes import Function

#: Libraries whose functions take tensors of torch and TensorFlow, and none of MindSpore.
OF_TENSORS = frozenset({"einops", "opt_einsum"})


@dataclass(frozen=True)
class Leftover:
    """Something of another framework: the name of the API, and the function that it stands in where that is known."""

    node: ast.AST
    api: str
    function: Optional[Function] = None


def framework_of(root: str) -> Optional[str]:
    """The framework that a package is of, or made of: ``torch``, ``tensorflow``; None for others."""
    if root in TORCH_LIBRARIES or root in OF_TENSORS:
        return "torch"
    found = FRAMEWORKS.get(root)
    return found if found != "mindspore" else None


def leftovers(module: Module, framework: str) -> Iterator[Leftover]:
    """What is left of ``torch`` or ``tensorflow`` when the fixes of the module are applied, in no order."""
    plan = plan_of(module)
    imports = [item for item in module.imports if framework_of(item.root) == framework]
    applied = _Applied(plan)
    functions: dict[ast.AST, Optional[Function]] = {use.node: use.function for use in module.uses}
    names: dict[ast.AST, str] = {use.node: module.canonical(use.qualified_name) for use in module.uses}
    seen: set[ast.AST] = set()
    kept: set[Import] = set()
    bound: dict[str, Import] = {}
    for item in imports:
        bound.setdefault(bound_name(item), item)
    for node in ast.walk(module.source.tree) if bound else ():
        if isinstance(node, ast.Name) and node.id in bound and isinstance(node.ctx, ast.Load):
            if applied.covers(node):
                continue
            top, text = _whole(module, node)
            call = module.parents.get(top)
            use: ast.AST = call if isinstance(call, ast.Call) and call.func is top else top
            seen.add(use)
            kept.add(bound[node.id])
            yield Leftover(top, names.get(use) or _api(bound[node.id], text), functions.get(use))
    for node, outcome in plan.outcomes.items():
        api = names.get(node) or _method(node)
        is_of_framework = framework_of(api.partition(".")[0]) == framework or (api[0] == "." and framework == "torch")
        if isinstance(outcome, Refused) and node not in seen and is_of_framework and not applied.covers(node):
            yield Leftover(node, api, functions.get(node))
    for item in imports:
        if item not in kept and without_import(module, item) is None:
            yield Leftover(item.node, item.qualified_name, item.function)


def _method(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return f".{node.func.attr}"
    return f".{node.attr}" if isinstance(node, ast.Attribute) else ".forward"


def _whole(module: Module, node: ast.Name) -> tuple[ast.expr, str]:
    """The longest dotted name that a name begins."""
    top: ast.expr = node
    text = node.id
    while True:
        parent = module.parents.get(top)
        if not isinstance(parent, ast.Attribute):
            return top, text
        top, text = parent, f"{text}.{parent.attr}"


def _api(item: Import, text: str) -> str:
    """The qualified name of what is written ``text``."""
    rest = text.partition(".")[2]
    base = item.qualified_name
    if isinstance(item.node, ast.Import) and item.alias.asname is None:
        base = item.root
    return f"{base}.{rest}" if rest else base


class _Applied:
    """The pieces of all fixes of a module, to be asked which of its names they leave."""

    def __init__(self, plan: Plan) -> None:
        applied = [
            item
            for node, item in plan.outcomes.items()
            if isinstance(item, Conversion) and (plan.holder is not None or not plan.in_unit(node))
        ]
        pieces = [piece for item in applied for piece in item.pieces.items if piece.start < piece.end]
        pieces.sort(key=lambda piece: piece.start)
        self._starts = [piece.start for piece in pieces]
        self._pieces = pieces
        self._longest: list[At] = []
        for piece in pieces:
            self._longest.append(max(piece.end, self._longest[-1]) if self._longest else piece.end)

    def covers(self, node: ast.AST) -> bool:
        """Whether a node is replaced by other text, and moved by none."""
        start, end = start_of(node), end_of(node)  # type: ignore[arg-type]
        index = bisect_right(self._starts, start) - 1
        while index >= 0 and self._longest[index] >= end:
            piece = self._pieces[index]
            if piece.end >= end and not _keeps(piece, start, end):
                return True
            index -= 1
        return False


def _keeps(piece: Piece, start: At, end: At) -> bool:
    """Whether a piece takes the text of a place along."""
    for part in piece.parts:
        node = part.node if isinstance(part, Moved) else part
        if not isinstance(node, str) and start_of(node) <= start and end <= end_of(node):
            return True
    return False
