"""Under which names a file has MindSpore, and the imports that it needs for more."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Optional

from ms_lint.conversion.pieces import At, end_of, start_of, text_between
from ms_lint.messages import say
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.module import Import, Module

#: Roots in the texts of the knowledge, and the modules that they stand for.
ROOTS = {
    "ms": "mindspore",
    "mindspore": "mindspore",
    "nn": "mindspore.nn",
    "ops": "mindspore.ops",
    "mint": "mindspore.mint",
    "optim": "mindspore.experimental.optim",
    "np": "numpy",
    "math": "math",
}
_STATEMENTS = {
    "mindspore": "import mindspore as ms",
    "mindspore.nn": "from mindspore import nn",
    "mindspore.ops": "from mindspore import ops",
    "mindspore.mint": "from mindspore import mint",
    "mindspore.experimental.optim": "from mindspore.experimental import optim",
    "numpy": "import numpy as np",
    "math": "import math",
}
_USUAL = {
    "mindspore": "ms",
    "mindspore.nn": "nn",
    "mindspore.ops": "ops",
    "mindspore.mint": "mint",
    "mindspore.experimental.optim": "optim",
    "numpy": "np",
    "math": "math",
}


class Names:
    """The names of a module for MindSpore's namespaces, as they are or would have to be imported."""

    def __init__(self, module: Module) -> None:
        self.module = module

    @cached_property
    def bound(self) -> set[str]:
        """All names that the file binds anywhere, by imports, assignments, arguments or definitions."""
        names: set[str] = set()
        for node in ast.walk(self.module.source.tree):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                names.add(node.id)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                names.add(node.name)
            elif isinstance(node, ast.alias):
                names.add(node.asname or node.name.partition(".")[0])
            elif isinstance(node, ast.ExceptHandler) and node.name:
                names.add(node.name)
        return names

    @cached_property
    def _imported(self) -> dict[str, str]:
        """The local name of each namespace that is imported for the whole file."""
        found: dict[str, str] = {}
        for item in self.module.imports:
            if item.guard or item.function is not None:
                continue
            name = bound_name(item)
            if isinstance(item.node, ast.Import) and item.alias.asname is None:
                found.setdefault(item.alias.name.partition(".")[0], name)
            else:
                found.setdefault(item.qualified_name, name)
        once = self._bound_by_imports_alone
        return {namespace: name for namespace, name in found.items() if name in once}

    @cached_property
    def _bound_by_imports_alone(self) -> set[str]:
        """Names that one import binds, and nothing else."""
        counts: dict[str, int] = {}
        for item in self.module.imports:
            counts[bound_name(item)] = counts.get(bound_name(item), 0) + 1
        others: set[str] = set()
        for node in ast.walk(self.module.source.tree):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                others.add(node.id)
            elif isinstance(node, ast.arg):
                others.add(node.arg)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                others.add(node.name)
        return {name for name in counts if name not in others}

    def is_rebound(self, name: str) -> bool:
        """Whether anything but imports binds a name."""
        return name not in self._bound_by_imports_alone

    def local(self, qualified_name: str) -> Optional[str]:
        """The name under which the file imports something whole; None where it does not."""
        return self._imported.get(qualified_name)

    def spelled(self, text: str, needed: set[str]) -> str:
        """A name such as ``ops.abs`` as this file has to write it. Imports that are missing are put into
        ``needed``."""
        root, dot, rest = text.partition(".")
        namespace = ROOTS.get(root)
        if namespace is None:
            return text
        local = self._local(namespace, needed)
        return f"{local}{dot}{rest}"

    def _local(self, namespace: str, needed: set[str]) -> str:
        known = self._imported.get(namespace)
        if known is not None:
            return known
        usual = _USUAL[namespace]
        if usual not in self.bound:
            needed.add(_STATEMENTS[namespace])
            return usual
        parent, dot, rest = namespace.partition(".")
        if dot:
            return f"{self._local(parent, needed)}.{rest}"
        needed.add(f"import {namespace}")
        return namespace

    def edits(self, needed: Iterable[str]) -> tuple[tuple[Place, str], ...]:
        """The edits that add imports, each a line of its own below the imports of the file."""
        at, is_before = self._place
        edits: list[tuple[Place, str]] = []
        for text in sorted(_merged(needed), key=_order):
            joined = self._joined(text)
            edits.append(joined or ((*at, *at), f"{text}\n" if is_before else f"\n{text}"))
        return tuple(edits)

    def _joined(self, text: str) -> Optional[tuple[Place, str]]:
        """The edit that adds a name to an import of names of MindSpore that the file has; None where there is none."""
        if not text.startswith("from mindspore import "):
            return None
        added = text.removeprefix("from mindspore import ")
        name = added.partition(",")[0]
        for item in self.module.imports:
            node = item.node
            if item.guard or item.function is not None or not isinstance(node, ast.ImportFrom):
                continue
            is_plain = node.module == "mindspore" and node.level == 0 and node.lineno == node.end_lineno
            if is_plain and hasattr(item.alias, "lineno") and all(alias.name != "*" for alias in node.names):
                names = [alias.asname or alias.name for alias in node.names]
                later = (
                    [alias for alias, other in zip(node.names, names) if other > name] if names == sorted(names) else []
                )
                if later:
                    at = later[0].lineno, later[0].col_offset
                    return (*at, *at), f"{added}, "
                at = _end(node.names[-1])
                return (*at, *at), f", {added}"
        return None

    @cached_property
    def _place(self) -> tuple[At, bool]:
        """Where imports are put in: the end of the line below which they go, or the line that they go before."""
        body, last = self.module.source.tree.body, None
        for index, statement in enumerate(body):
            is_docstring = index == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if not (is_docstring or isinstance(statement, (ast.Import, ast.ImportFrom))):
                break
            last = statement if last is None or _is_place(statement) or not _is_place(last) else last
        if last is not None:
            line = last.end_lineno or last.lineno
            return (line, len(self.module.source.lines[line - 1].encode())), False
        first = (
            min((node.lineno for node in (*getattr(body[0], "decorator_list", ()), body[0])), default=1) if body else 1
        )
        return (first, 0), True


def _merged(needed: Iterable[str]) -> Iterator[str]:
    """The imports, those of several names of MindSpore as one."""
    head = "from mindspore import "
    names = sorted(text[len(head) :] for text in needed if text.startswith(head))
    yield from (text for text in needed if not text.startswith(head))
    if names:
        yield head + ", ".join(names)


def _order(statement: str) -> tuple[bool, bool, str]:
    return "mindspore" in statement, statement.startswith("from"), statement


def bound_name(item: Import) -> str:
    """The local name that an import binds."""
    if item.alias.asname is not None:
        return item.alias.asname
    return item.alias.name.partition(".")[0] if isinstance(item.node, ast.Import) else item.alias.name


# ---------------------------------------------------------------- imports that are no longer needed


def without_import(module: Module, item: Import) -> Optional[Rewrite]:
    """The edits that remove an import that nothing uses. Where it kept a name such as ``nn`` from being MindSpore's,
    that takes its place. None where the statement does other things, or may be meant."""
    if item.guard or item.function is not None or any(alias.name == "*" for alias in item.node.names):
        return None
    taken = _taken_over(module, item)
    if taken is not None:
        return taken
    edit = removal_of(module, item)
    return Rewrite((edit,), say("nothing in the file uses it")) if edit is not None else None


def removal_of(module: Module, item: Import) -> Optional[tuple[Place, str]]:
    """The edit that removes an import; None where other code stands around it."""
    node, source = item.node, module.source
    first, last = source.lines[node.lineno - 1], source.lines[(node.end_lineno or node.lineno) - 1]
    if len(node.names) > 1:
        return _alias_removal(module, item)
    after = last.encode()[node.end_col_offset or 0 :].decode().strip()
    if first.encode()[: node.col_offset].strip() or (after and not after.startswith("#")):
        return None
    end = node.end_lineno or node.lineno
    if source.region(node.lineno).last_line <= end:
        return (node.lineno, 0, end, len(last.encode())), ""
    return (node.lineno, 0, end + 1, 0), ""


def _alias_removal(module: Module, item: Import) -> Optional[tuple[Place, str]]:
    """One of several names of a statement."""
    names = item.node.names
    if not all(hasattr(alias, "lineno") for alias in names):
        return None
    index = names.index(item.alias)
    if index > 0:
        start, end = _end(names[index - 1]), _end(item.alias)
    else:
        start, end = (item.alias.lineno, item.alias.col_offset), (names[1].lineno, names[1].col_offset)
    if "#" in text_between(module.source, start, end):
        return None
    return (*start, *end), ""


def _end(alias: ast.alias) -> At:
    return alias.end_lineno or alias.lineno, alias.end_col_offset or 0


def _taken_over(module: Module, item: Import) -> Optional[Rewrite]:
    """The name of an unused import of torch's goes to MindSpore's module of this name, where the file writes that
    in full: ``import torch.nn as nn`` and ``ms.nn.Dense`` become ``from mindspore import nn`` and ``nn.Dense``."""
    name = bound_name(item)
    namespace = ROOTS.get(name)
    if len(item.node.names) > 1 or namespace is None or name not in ("nn", "ops", "mint", "optim"):
        return None
    inner = namespace.split(".")[1:]
    roots = {bound_name(other) for other in module.imports if other.qualified_name == "mindspore" and not other.guard}
    full = [
        node
        for node in ast.walk(module.source.tree)
        if isinstance(node, ast.Attribute)
        and node.attr == name
        and _chain_of(node) in [[root, *inner] for root in roots]
    ]
    removal = removal_of(module, item)
    if not full or removal is None or Names(module).is_rebound(name) or _in_strings(module, full):
        return None
    node = item.node
    joined = Names(module)._joined(_STATEMENTS[namespace])
    edits: list[tuple[Place, str]] = [((*start_of(node), *end_of(node)), _STATEMENTS[namespace])]
    if joined is not None:
        edits = [removal, joined]
    edits += [((*start_of(part), *end_of(part)), name) for part in full]
    rest = [part for part in ast.walk(module.source.tree) if isinstance(part, ast.Name) and part.id in roots]
    if len(rest) == len(full):
        edits += [
            edit
            for other in module.imports
            if other.qualified_name == "mindspore" and not other.guard
            for edit in [removal_of(module, other)]
            if edit is not None
        ]
    return Rewrite(tuple(edits), say("nothing in the file uses it"))


def _is_place(statement: ast.stmt) -> bool:
    """Whether imports of MindSpore go below a statement: the import of a package, not of what is beside the file."""
    return isinstance(statement, ast.Import) or (isinstance(statement, ast.ImportFrom) and statement.level == 0)


def _chain_of(node: ast.expr) -> list[str]:
    """The names of an attribute of attributes of a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.insert(0, node.attr)
        node = node.value
    return [node.id, *names] if isinstance(node, ast.Name) else []


def _in_strings(module: Module, nodes: list[ast.Attribute]) -> bool:
    """Whether one stands in an f-string, where older versions of Python misplace it."""
    strings = [node for node in ast.walk(module.source.tree) if isinstance(node, ast.JoinedStr)]
    inner = {part for string in strings for part in ast.walk(string)}
    return any(node in inner for node in nodes)
