"""MSL661: what compiled code is refused at the level `strict`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ms_lint.findings import Confidence, Severity
from ms_lint.messages import Message, say
from ms_lint.rules import Problems, Rule
from ms_lint.semantics.compiled import Compiled, depends_on_tensor
from ms_lint.semantics.values import ClassValue, Constant, Container, Scalar, Sequence, Tensor, Value, walk_values

from .graph_effects import is_outermost
from .graph_old_objects import used_texts
from .graph_wording import graph_problem
from .unfixed import SEVERAL

#: Methods of Tensors, lists and dicts that only the interpreter has.
_INTERPRETED = {"tensor": ("asnumpy", "numpy", "tolist"), "list": ("copy",), "dict": ("setdefault", "copy")}


#: Methods of strings that are computed while the graph is compiled.
_FOLDED = ("format", "lower", "upper")


#: What to write instead: each was measured to compile at this level, and to give what Python does.
_GIVE_IT_TO_PRINT = say('Give the tensor to `print` by itself: `print("x", x)`.')
_TENSOR_OF_IT = say("Make a Tensor of it in `__init__`.")
_KEEP_TENSORS = say("Keep the tensor, and compute with MindSpore's functions.")
_INSTEAD_OF_METHODS = {
    "list.copy": say("Write `items[:]`."),
    "dict.copy": say("Write `{{key: items[key] for key in items}}`."),
    "dict.setdefault": say("Write `if key not in items: items[key] = value`, and take `items[key]`."),
}


class StrictLevel(Rule):
    """Code that the level `strict` refuses, or gives another result for.

    At this level the graph runs without Python. Methods of strings, texts with tensors in them, numpy arrays beside
    tensors, and dicts as results are left to Python at the level `lax`.

        return {"logits": x, "loss": loss}

    Return tuples, compute texts outside of the graph, and make tensors of arrays in `__init__`:

        return x, loss

    Measured on MindSpore 2.10.0 with `jit_syntax_level=ms.STRICT`.
    """

    code = "MSL661"
    name = "strict-level"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = SEVERAL

    def check_compiled(self, compiled: Compiled) -> Problems:
        if compiled.level != "strict" or compiled.is_folded:
            return
        told: set[int] = set()
        for node, what, instead in (*_texts(compiled), *_objects(compiled), *_results(compiled)):
            if node.lineno not in told:  # type: ignore[attr-defined]
                told.add(node.lineno)  # type: ignore[attr-defined]
                message = say("{what} is refused at the level `strict`, or comes out as something else.", what=what)
                yield graph_problem(compiled, node, message, instead)


def _texts(compiled: Compiled) -> Iterator[tuple[ast.AST, Message, Message]]:
    for call in compiled.calls:
        function = call.node.func
        if not isinstance(function, ast.Attribute):
            continue
        owner = compiled.value(function.value)
        if (_is_text(owner) or _is_of_text(compiled, function.value)) and function.attr not in _FOLDED:
            yield call.node, say("A method of a string"), say("Call it in `__init__`, and keep what it gives.")
        elif _is_text(owner) and any(map(depends_on_tensor, call.arguments.values())):
            yield call.node, say("A text with a tensor in it"), _GIVE_IT_TO_PRINT
        kind = "tensor" if _is_tensor(owner) else getattr(owner, "kind", "")
        if function.attr in _INTERPRETED.get(kind, ()) and call.node not in compiled.interpreted:
            what = say("`{method}` of a {kind}", method=function.attr, kind=kind)
            yield call.node, what, _INSTEAD_OF_METHODS.get(f"{kind}.{function.attr}", _KEEP_TENSORS)
    messages = {id(part) for node in compiled.nodes(ast.Raise, ast.Assert) for part in ast.walk(node)}
    for text in used_texts(compiled):
        parts = [part.value for part in text.values if isinstance(part, ast.FormattedValue)]
        if id(text) not in messages and any(_is_tensor(compiled.value(part)) for part in parts):
            yield text, say("A text with a tensor in it"), _GIVE_IT_TO_PRINT
    for operation in compiled.nodes(ast.BinOp):
        is_format = isinstance(operation.op, ast.Mod) and _is_text(compiled.value(operation.left))
        if is_format and depends_on_tensor(compiled.value(operation.right)):
            yield operation, say("A text with a tensor in it"), _GIVE_IT_TO_PRINT
    for loop in compiled.nodes(ast.For):
        if _is_text(compiled.value(loop.iter)):
            yield loop.iter, say("A loop over a string"), say("Loop over a tuple of its letters, made in `__init__`.")


def _is_of_text(compiled: Compiled, node: ast.expr) -> bool:
    """Whether an expression is what a method of a string gives: `name.lower()`."""
    method = node.func if isinstance(node, ast.Call) else None
    return isinstance(method, ast.Attribute) and _is_text(compiled.value(method.value))


def _objects(compiled: Compiled) -> Iterator[tuple[ast.AST, Message, Message]]:
    for operation in compiled.nodes(ast.BinOp):
        sides = [operation.left, operation.right]
        arrays = [side for side in sides if _is_array(compiled.value(side))]
        own = [side for side in arrays if isinstance(side, ast.Name) and side.id in compiled.function.stores]
        if len(arrays) > len(own) and any(_is_tensor(compiled.value(side)) for side in sides):
            yield operation, say("A numpy array beside a tensor"), _TENSOR_OF_IT
    for call in compiled.calls:
        if call.name == "builtins.print" and any(map(_is_array, call.arguments.values())):
            yield call.node, say("A numpy array in `print`"), _TENSOR_OF_IT
    for statement in compiled.nodes(ast.Assign, ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(compiled.value(target.value), ClassValue):
                instead = say("Set it outside of the graph, or keep a Parameter.")
                yield target, say("An attribute of a class that is set"), instead


def _results(compiled: Compiled) -> Iterator[tuple[ast.AST, Message, Message]]:
    if len(compiled.chain) > 1 or not is_outermost(compiled):
        return
    returns = [node for node in compiled.nodes(ast.Return) if node.value is not None]
    for node in returns:
        for item in walk_values(compiled.value(node.value)) if node.value is not None else ():
            if isinstance(item, (Sequence, Container)) and item.kind == "dict":
                yield node, say("A dict as the result"), say("Return a tuple.")
            elif _is_array(item):
                yield node, say("A numpy array as the result"), say("Return a Tensor.")
    if not returns and compiled.entry.reason == "jit" and not isinstance(compiled.function.node, ast.Lambda):
        yield compiled.function.node, say("A function without a result"), say("Return a tensor.")


def _is_text(value: Value) -> bool:
    return (isinstance(value, Constant) and isinstance(value.value, str)) or value == Scalar("str")


def _is_tensor(value: Value) -> bool:
    return isinstance(value, Tensor) and value.framework == "mindspore"


def _is_array(value: Value) -> bool:
    return isinstance(value, Tensor) and value.framework == "numpy"
