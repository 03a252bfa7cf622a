"""Uses of names that the user's own mapping has counterparts for: their edits, and those of their imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Mapping as TableOf
from typing import Callable, Optional, Union

from ms_lint.conversion.forms import Written
from ms_lint.conversion.imports import Names, bound_name, removal_of
from ms_lint.conversion.kinds import Refused
from ms_lint.conversion.pieces import Piece, Pieces, Spanned, end_of, start_of
from ms_lint.edits import remove_argument
from ms_lint.mapping import Replacement
from ms_lint.messages import say
from ms_lint.rules import Place
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference

Use = Union[Call, Reference]
#: Told what is needed of a module, `from a import b` or `import a`.
Need = Callable[[str], None]


def replacement_of(module: Module, use: Use) -> Optional[Replacement]:
    """What the user's mapping has for a use of a name; None for a member of an object."""
    found = module.mapping.get(use.qualified_name)
    if found is None or (isinstance(use, Reference) and (use.owner is not None or use.is_stored)):
        return None
    return found


class Mapped:
    """The uses of a module that the mapping has counterparts for."""

    def __init__(self, module: Module, names: Names) -> None:
        self.module = module
        self.names = names
        self.uses: dict[ast.AST, tuple[Use, Replacement]] = {}
        for use in module.uses if module.mapping else ():
            item = replacement_of(module, use)
            if item is not None:
                self.uses.setdefault(use.node, (use, item))

    def written(self, use: Use, item: Replacement, need: Need) -> Written:
        """The edits of a use. Raises Refused."""
        func = use.node.func if isinstance(use, Call) else use.node
        pieces = [Piece(start_of(func), end_of(func), (self._spelled(func, item, need),))]
        if isinstance(use, Call):
            pieces += self._arguments(use.node, item)
        return Written(Pieces(use.node, tuple(pieces)))

    def _spelled(self, func: ast.expr, item: Replacement, need: Need) -> str:
        """The name as the file has to write it."""
        owner, _, leaf = item.to.rpartition(".")
        if isinstance(func, ast.Name) and (leaf == func.id or leaf not in self.names.bound):
            need(f"from {owner} import {leaf}")
            return leaf
        need(f"import {owner}")
        return item.to

    def _arguments(self, node: ast.Call, item: Replacement) -> Iterator[Piece]:
        if not item.touches_arguments:
            return
        if any(keyword.arg is None for keyword in node.keywords):
            raise Refused(say("what `*` and `**` stand for is not known"))
        renamed, changed = dict(item.rename), dict(item.values)
        for keyword in node.keywords:
            name = keyword.arg or ""
            if name in item.drop:
                edits = remove_argument(node, keyword, self.module.source)
                if edits is None:
                    raise Refused(say("`{name}` cannot be taken out of the call", name=name))
                yield from (Piece((a, b), (c, d), (text,)) for (a, b, c, d), text in edits)  # type: ignore[misc]
                continue
            if name in renamed:
                start = keyword.lineno, keyword.col_offset
                yield Piece(start, (start[0], start[1] + len(name.encode())), (renamed[name],))
            if name in changed:
                yield from self._value(keyword, dict(changed[name]))

    def _value(self, keyword: ast.keyword, table: dict[str, object]) -> Iterator[Piece]:
        value = keyword.value
        if not isinstance(value, ast.Constant):
            raise Refused(say("the value of `{name}` is not known", name=str(keyword.arg)))
        new = table.get(str(value.value))
        if new is not None:
            quote = self.module.text_of(value)[:1] if isinstance(value.value, str) else '"'
            text = f"{quote}{new}{quote}" if isinstance(new, str) and quote in "'\"" else repr(new)
            yield Piece(start_of(value), end_of(value), (text,))

    def imports(
        self, converted: TableOf[Spanned, frozenset[str]], needed: set[str]
    ) -> tuple[list[tuple[Place, str]], set[str]]:
        """The edits of imports that are not needed when these uses are converted, and what of ``needed`` has to be
        imported besides. An import that goes makes place for those of its uses."""
        reads: dict[str, list[ast.Name]] = {}
        for node in ast.walk(self.module.source.tree) if converted else ():
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                reads.setdefault(node.id, []).append(node)
        wanted = {_root(node.func if isinstance(node, ast.Call) else node): texts for node, texts in converted.items()}
        edits: list[tuple[Place, str]] = []
        for item in self.module.imports if converted else ():
            uses = reads.get(bound_name(item), [])
            if not uses or item.guard or item.function is not None or not all(name in wanted for name in uses):
                continue
            texts = sorted({text for name in uses for text in wanted[name]} & needed)
            if len(item.node.names) == 1:
                edits.append(((*start_of(item.node), *end_of(item.node)), "\n".join(texts)))
                needed = needed - set(texts)
            else:
                edit = removal_of(self.module, item)
                edits += [] if edit is None else [edit]
        return edits, needed


def _root(node: ast.AST) -> ast.AST:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node
