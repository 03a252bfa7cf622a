"""The fixes of ``with`` in compiled code. It has no rules."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.conversion.pieces import end_of, start_of
from ms_lint.messages import say
from ms_lint.place_fix import names_of, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import Compiled, is_plain_object
from ms_lint.semantics.values import Instance, Value

from .graph_fixes import SAME
from .graph_statements import Edits, dedented, margin_of, texts_of, together, without_head

_NO_GRAD = ("no_grad", "_no_grad")


def without_context(compiled: Compiled, node: ast.With, item: ast.withitem, name: str) -> Optional[Rewrite]:
    """``with nullcontext():`` without its head; below ``no_grad`` with ``ops.stop_gradient`` around what is assigned;
    a class of the file marked with ``ms.jit_class``."""
    value = compiled.value(item.context_expr)
    if is_plain_object(value):
        return _marked(compiled, value)
    if len(node.items) > 1:
        return None
    if name == "contextlib.nullcontext":
        return _plain(compiled, node, item)
    if name.rpartition(".")[2] in _NO_GRAD and item.optional_vars is None:
        return _stopped(compiled, node)
    return None


def _plain(compiled: Compiled, node: ast.With, item: ast.withitem) -> Optional[Rewrite]:
    assert isinstance(item.context_expr, ast.Call)
    call, given = item.context_expr, ""
    if item.optional_vars is not None:
        texts = texts_of(compiled.module, item.optional_vars, *call.args[:1])
        if texts is None or call.keywords:
            return None
        given = f"{texts[0]} = {texts[1] if len(texts) > 1 else 'None'}"
    edits = _without_head(compiled, node, given)
    return None if edits is None else Rewrite(edits, SAME)


def _without_head(compiled: Compiled, node: ast.With, instead: str = "") -> Optional[Edits]:
    """The body of a ``with`` of one line, moved out, behind a line that stands instead of its head."""
    module = compiled.module
    margin, context = margin_of(module, node), node.items[0].context_expr
    if margin is None or node.body[0].lineno == node.lineno or context.end_lineno != node.lineno:
        return None
    if "#" in module.text_of(context):
        return None
    return together(without_head(module, node.lineno, margin, "with", instead), dedented(module, node.body, margin))


def _stopped(compiled: Compiled, node: ast.With) -> Optional[Rewrite]:
    """Each value that is assigned in the block without a gradient."""
    module = compiled.module
    needed: set[str] = set()
    stop = names_of(module).spelled("ops.stop_gradient", needed)
    edits = list(_without_head(compiled, node) or ())
    if not edits:
        return None
    for statement in node.body:
        is_simple = isinstance(statement, ast.Assign) and all(isinstance(x, ast.Name) for x in statement.targets)
        if not (is_simple and isinstance(statement, ast.Assign)) or texts_of(module, statement.value) is None:
            return None
        start, end = start_of(statement.value), end_of(statement.value)
        if module.source.lines[end[0] - 1].encode()[end[1] :].strip()[:1] not in (b"", b"#"):
            return None
        edits += [((*start, *start), f"{stop}("), ((*end, *end), ")")]
    doubt = say("each result is cut off from the gradient by itself: they have to be tensors")
    return unsafe(Rewrite((*names_of(module).edits(needed), *edits), SAME), doubt)


def _marked(compiled: Compiled, value: Value) -> Optional[Rewrite]:
    """The class of an object with ``@ms.jit_class``, where it stands in the same file."""
    info = value.of if isinstance(value, Instance) else None
    if info is None or isinstance(info, str) or info.module is not compiled.module:
        return None
    module, node = compiled.module, info.node
    if node.decorator_list or node.bases or margin_of(module, node) is None or compiled.targets_before("2.0"):
        return None
    needed: set[str] = set()
    mark = names_of(module).spelled("ms.jit_class", needed)
    start = start_of(node)
    margin = margin_of(module, node)
    edits = (*names_of(module).edits(needed), ((*start, *start), f"@{mark}\n{margin}"))
    doubt = say("the methods of `{name}` are compiled as well, and have to be of what the graph knows", name=info.name)
    return unsafe(Rewrite(edits, SAME), doubt)
