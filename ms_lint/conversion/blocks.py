"""Statements in their blocks: what they bind and read, whether they only move data to a device, how one is removed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.conversion.pieces import Piece, end_of, start_of
from ms_lint.semantics.module import Module
from ms_lint.semantics.reads import assigned_expression

Loop = Union[ast.For, ast.AsyncFor, ast.While]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_BLOCKS = ("body", "orelse", "finalbody")
#: Nothing, or a comment that tells a tool something of its line.
_OF_LINE = re.compile(rb"(#\s*(noqa|type:|pragma|pylint|pyright).*)?")
_MOVES = ("to", "cuda", "cpu")


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """All lists of statements of a tree."""
    for node in ast.walk(tree):
        yield from blocks_of(node)


def blocks_of(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """The lists of statements that a node itself has."""
    for name in _BLOCKS:
        found = getattr(node, name, None)
        if isinstance(found, list) and found and isinstance(found[0], ast.stmt):
            yield found


def bound_in(node: ast.AST) -> set[str]:
    """The names that a node binds, without those of functions, classes and comprehensions within it."""
    names: set[str] = set()
    waiting: list[ast.AST] = [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, ast.Name) and not isinstance(item.ctx, ast.Load):
            names.add(item.id)
        elif isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(item.name)
            continue
        elif isinstance(item, ast.ExceptHandler) and item.name:
            names.add(item.name)
        elif isinstance(item, ast.alias):
            names.add(item.asname or item.name.partition(".")[0])
        if isinstance(item, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            names |= {part.target.id for part in ast.walk(item) if isinstance(part, ast.NamedExpr)}
            continue
        waiting += ast.iter_child_nodes(item)
    return names


def read_in(node: ast.AST) -> list[str]:
    """The names that a node reads, in the order of the text, without those that its comprehensions and lambdas bind."""
    inner: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.comprehension):
            inner |= {name.id for name in ast.walk(part.target) if isinstance(name, ast.Name)}
        elif isinstance(part, ast.Lambda):
            inner |= {item.arg for item in ast.walk(part.args) if isinstance(item, ast.arg)}
    reads = [part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)]
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        reads.append(node.target)
    reads.sort(key=lambda name: (name.lineno, name.col_offset))
    return list(dict.fromkeys(name.id for name in reads if name.id not in inner))


def dotted(node: ast.AST) -> Optional[str]:
    """``self.net`` for an attribute of attributes of a name; None for another expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def only_moves(statement: ast.stmt) -> bool:
    """Whether a statement does nothing but bring things to a device: ``x = x.to(device)``, ``net.cuda()``."""
    if isinstance(statement, ast.Expr):
        return _moved(statement.value) is not None
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        return all(_is_moved_to(one, other) for one, other in zip(target.elts, value.elts))
    return _is_moved_to(target, value)


def _is_moved_to(target: ast.expr, value: ast.expr) -> bool:
    moved = _moved(value)
    return moved is not None and dotted(target) is not None and dotted(target) == moved


def _moved(node: ast.expr) -> Optional[str]:
    """What is brought to a device; None for another expression."""
    found = None
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_move(node):
        node = node.func.value
        found = dotted(node)
    return found


def is_move(node: ast.Call) -> bool:
    """Whether a call plainly brings what it is called on to a device, and does nothing else."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _MOVES:
        return False
    given = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg != "non_blocking")]
    return all(is_device(item) for item in given) and (bool(given) or node.func.attr != "to")


def is_device(node: ast.expr) -> bool:
    """Whether an expression is plainly a device: by its name, or as it is made."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, bool) or (
            isinstance(node.value, str) and node.value.partition(":")[0] in ("cpu", "cuda", "npu", "mps", "xpu")
        )
    name = dotted(node.func if isinstance(node, ast.Call) else node)
    return name is not None and name.rpartition(".")[2].lower() in ("device", "dev", "local_rank", "gpu", "rank")


def says_only_where(module: Module, node: ast.expr) -> bool:
    """Whether a name stands for a dict of `device` and `dtype` alone, to be handed on with ``**``."""
    value = assigned_expression(module, node) if isinstance(node, ast.Name) else node
    keys = value.keys if isinstance(value, ast.Dict) else []
    return bool(keys) and all(isinstance(key, ast.Constant) and key.value in ("device", "dtype") for key in keys)


def removal(module: Module, statement: ast.stmt, with_comments: bool = False) -> Optional[Piece]:
    """The edit that removes a statement with its lines, and the comments right above it if asked to; None where other
    code stands on these lines. The only statement of a block becomes ``pass``."""
    lines = module.source.lines
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    before = lines[first - 1].encode()[: statement.col_offset]
    after = lines[last - 1].encode()[statement.end_col_offset or 0 :].strip()
    if before.strip() or (after and not after.startswith(b"#")):
        return None
    if len(block_of(module, statement)) == 1:
        return Piece(start_of(statement), end_of(statement), ("pass",))
    if with_comments:
        while first > 1 and lines[first - 2].encode().startswith(before + b"#"):
            first -= 1
    region = module.source.region(statement.lineno)
    block = block_of(module, statement)
    index = block.index(statement)
    if index + 1 < len(block) and all(only_moves(item) for item in block[:index]):  # no empty line at the head
        while last < block[index + 1].lineno and not lines[last].strip() and not only_moves(block[index + 1]):
            last += 1
    end = last, len(lines[last - 1].encode())
    if first > region.first_line:  # from the end of the line before, which is of the same block
        return Piece((first - 1, len(lines[first - 2].encode())), end, ("",))
    return Piece((first, 0), end if region.last_line <= last else (last + 1, 0), ("",))


def decorator_removal(module: Module, node: ast.expr) -> Optional[Piece]:
    """The edit that removes a decorator with its lines; None where other code or a comment stands on them."""
    lines, last = module.source.lines, node.end_lineno or node.lineno
    before = lines[node.lineno - 1].encode()[: node.col_offset]
    after = lines[last - 1].encode()[node.end_col_offset or 0 :]
    if before.strip() != b"@" or not _OF_LINE.fullmatch(after.strip()):
        return None
    return Piece((node.lineno, 0), (last + 1, 0), ("",))


def block_of(module: Module, statement: ast.stmt) -> list[ast.stmt]:
    """The statements that a statement stands among."""
    found = (block for block in blocks_of(module.parents[statement]) if statement in block)
    return next(found, [statement])
