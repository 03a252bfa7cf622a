"""Methods of what is probably a tensor: in a file that is all torch a name tells it where nothing else does."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache

from ms_lint.semantics.module import Module

#: What tensors alone have; the second ones numpy's arrays have too.
_ALONE = frozenset(
    "amax amin bmm broadcast_to chunk clamp clamp_ contiguous cpu cuda cumprod detach detach_ device div_ double erf "
    "expand expand_as fill_ float gather half index_select int log_softmax logsumexp long masked_fill masked_fill_ "
    "matmul mul_ "
    "narrow new_ones new_zeros norm numel permute relu rsqrt scatter_ sigmoid sigmoid_ size softmax tanh topk type_as "
    "unbind unfold unsqueeze view view_as zero_ add_ sub_".split()
)
_OF_ARRAYS = frozenset(
    "argmax argmin clip clone cumsum dim exp flatten log max mean min numpy pow prod repeat reshape sort split sqrt "
    "squeeze std sum t to transpose type var abs".split()
)
_OF_PYTHON = frozenset("split sort index count copy type to".split())


@cache
def _names(has_arrays: bool) -> frozenset[str]:
    return _ALONE if has_arrays else _ALONE | (_OF_ARRAYS - _OF_PYTHON)


def of_probable_tensors(module: Module, found: Mapping[ast.AST, object]) -> Iterator[ast.Call]:
    """The calls of methods that tensors have on what nothing is known of."""
    has_arrays = any(item.root == "numpy" for item in module.imports)
    names = _names(has_arrays)
    modules = {info.name for info in module.classes}
    for node in ast.walk(module.source.tree):
        if not isinstance(node, ast.Call) or node in found or not isinstance(node.func, ast.Attribute):
            continue
        receiver = node.func.value
        if node.func.attr not in names or _is_other(receiver, modules):
            continue
        yield node


def _is_other(receiver: ast.expr, classes: set[str]) -> bool:
    """Whether the receiver is no tensor: `self`, a class, a module, a string."""
    if isinstance(receiver, ast.Name):
        return (
            receiver.id in ("self", "cls", "torch", "np", "math", "F", "nn", "model", "net") or receiver.id in classes
        )
    if isinstance(receiver, ast.Call):
        return isinstance(receiver.func, ast.Name) and receiver.func.id in ("super", *classes)
    return isinstance(receiver, (ast.Constant, ast.JoinedStr, ast.List, ast.Dict))


def with_inplace(module: Module, found: Mapping[ast.AST, object]) -> Iterator[tuple[ast.Call, ast.keyword]]:
    """The calls of what nothing is known of that are given `inplace`, with that keyword."""
    for node in ast.walk(module.source.tree):
        if isinstance(node, ast.Call) and node not in found:
            keyword = next((item for item in node.keywords if item.arg == "inplace"), None)
            if keyword is not None and isinstance(keyword.value, ast.Constant):
                yield node, keyword
