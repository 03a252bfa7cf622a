"""Methods of what is probably a tensor: in a file that is all torch a name tells it where nothing else does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache

from ms_lint.conversion.blocks import dotted, is_move
from ms_lint.knowledge.conversions import LABELLED
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import ClassValue, FunctionValue, Symbol

#: What tensors alone have; the second ones numpy's arrays have too.
_ALONE = frozenset(
    "amax amin bmm broadcast_to chunk clamp clamp_ contiguous cpu cuda cumprod detach detach_ device div_ double erf "
    "expand expand_as fill_ float gather half index_select int log_softmax logsumexp long masked_fill masked_fill_ "
    "matmul mul_ narrow new_ones new_zeros norm normal_ numel permute relu rsqrt scatter_ sigmoid sigmoid_ size "
    "softmax tanh topk type_as unbind unfold uniform_ unsqueeze view view_as zero_ add_ sub_".split()
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
        if _is_other(receiver, modules) or (node.func.attr not in names and not is_move(node)):
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


#: What only Modules have, and what other objects have too: a trainer has `train`, a table has `eval`.
_OF_MODULES = frozenset("parameters named_parameters eval state_dict named_modules zero_grad".split())
_PERHAPS_OF_MODULES = frozenset("train modules children named_children cuda cpu to load_state_dict".split())
_NETWORK = re.compile(
    r"(^|_)(net|network|model|module|backbone|encoder|decoder|head|generator|discriminator)\w*$", re.I
)
_LOSS = re.compile(r"criterion|loss_?(fn|func|function|criterion|module)|ce_loss|cross_entropy_loss")
_OTHERS = re.compile(r"optim|sched|scaler|trainer|learner|engine", re.IGNORECASE)


def of_probable_modules(module: Module, found: Mapping[ast.AST, object]) -> Iterator[ast.Call]:
    """The calls of methods that torch's Modules have on what nothing is known of, where its name, or another method
    that is called on it, tells that it is one."""
    calls = [
        (node, _text(node.func.value))
        for node in ast.walk(module.source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    networks = {
        name
        for node, name in calls
        if node.func.attr in ("parameters", "named_parameters", "eval") and not node.args and not node.keywords  # type: ignore[attr-defined]
    }
    for node, name in calls:
        assert isinstance(node.func, ast.Attribute)
        method, leaf = node.func.attr, name.rpartition(".")[2]
        if node in found or not name or name in ("self", "cls", "torch") or _OTHERS.search(leaf):
            continue
        if isinstance(module.scope.env.get(name.partition(".")[0]), Symbol):
            continue
        is_network = name in networks or _NETWORK.search(leaf) is not None
        if (method in _OF_MODULES and not node.args) or (method in _PERHAPS_OF_MODULES and is_network):
            yield node


def _text(node: ast.expr) -> str:
    """``net.layers[0]`` for attributes and items of a name; empty for another expression."""
    inner = node
    while isinstance(inner, (ast.Attribute, ast.Subscript)):
        inner = inner.value
    return ast.unparse(node) if isinstance(inner, ast.Name) else ""


def of_probable_losses(module: Module, found: Mapping[ast.AST, object]) -> Iterator[ast.Call]:
    """The calls of what is named as a loss, where all losses that the file makes take labels."""
    made = {use.qualified_name for use in module.uses if re.fullmatch(r"torch\.nn\.\w+Loss", use.qualified_name)}
    if not made or not {f"{name}.__call__" for name in made} <= LABELLED:
        return
    for node in ast.walk(module.source.tree):
        if not isinstance(node, ast.Call) or node in found or len(node.args) + len(node.keywords) != 2:
            continue
        name = (dotted(node.func) or "").rpartition(".")[2]
        if _LOSS.fullmatch(name) and not isinstance(module.scope.env.get(name), (Symbol, FunctionValue, ClassValue)):
            yield node


def with_inplace(module: Module, found: Mapping[ast.AST, object]) -> Iterator[tuple[ast.Call, ast.keyword]]:
    """The calls of what nothing is known of that are given `inplace`, with that keyword."""
    for node in ast.walk(module.source.tree):
        if isinstance(node, ast.Call) and node not in found:
            keyword = next((item for item in node.keywords if item.arg == "inplace"), None)
            if keyword is not None and isinstance(keyword.value, ast.Constant):
                yield node, keyword
