"""What makes a class of torch a Module, in the words of a Cell: `forward`, the methods of Module, `no_grad`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Callable, Optional, Union

from ms_lint.conversion.blocks import blocks, decorator_removal, is_move, only_moves, removal
from ms_lint.conversion.forms import Written
from ms_lint.conversion.kinds import Refused
from ms_lint.conversion.pieces import Piece, Pieces, end_of, start_of, text_between
from ms_lint.conversion.values import ATOMS
from ms_lint.knowledge.conversions import MODULE_NAMES, MODULE_TEXTS
from ms_lint.messages import say
from ms_lint.semantics.module import Module
from ms_lint.semantics.scopes import Function

#: A node, and what makes its edits.
Pending = tuple[ast.AST, Callable[[], Optional[Written]]]
NOTHING_RECORDED = (
    "torch.no_grad",
    "torch.inference_mode",
    "torch.autograd.no_grad",
    "torch.autograd.grad_mode.no_grad",
)
_OPTIMIZERS = ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "LBFGS")
_CHILD = ("add_module", "register_module")
_RENAMED_DEFINITIONS = {"forward": "construct", "train": "set_train", "extra_repr": "extend_repr"}


def of_classes(module: Module) -> Iterator[Pending]:
    """The methods of the module's torch classes that a Cell has under other names, and what calls them."""
    for info in module.classes:
        if info.kind != "module":
            continue
        for function in (*info.methods.values(), *info.hidden_methods):
            node = function.node
            if function.name in _RENAMED_DEFINITIONS and isinstance(node, ast.FunctionDef):
                yield node, _definition(module, node)
            if isinstance(node, ast.FunctionDef):
                yield from _in_method(module, node, function)
    for statement in module.parents:
        if isinstance(statement, ast.Attribute) and statement.attr == "forward":
            yield statement, _forward(module, statement)


def _definition(module: Module, node: ast.FunctionDef) -> Callable[[], Optional[Written]]:
    def make() -> Optional[Written]:
        line = module.source.lines[node.lineno - 1].encode()
        at = line.find(node.name.encode(), node.col_offset + len("def"))
        if at < 0:
            raise Refused(say("the name of the method stands on another line"))
        new = _RENAMED_DEFINITIONS[node.name]
        piece = Piece((node.lineno, at), (node.lineno, at + len(node.name.encode())), (new,))
        return Written(Pieces(node, (piece,)))

    return make


def _forward(module: Module, node: ast.Attribute) -> Callable[[], Optional[Written]]:
    """``net.forward(x)`` is ``net(x)``; of ``super()`` it is ``construct``, as it is where it is not called."""

    def make() -> Optional[Written]:
        parent = module.parents.get(node)
        end = end_of(node)
        start = end[0], end[1] - len("forward")
        is_called = isinstance(parent, ast.Call) and parent.func is node
        is_super = (
            isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.func.id == "super"
        )
        is_class = isinstance(node.value, ast.Name) and node.value.id[:1].isupper()
        if not is_called or is_super or is_class:
            return Written(Pieces(node, (Piece(start, end, ("construct",)),)))
        dot = start[0], start[1] - 1
        if text_between(module.source, dot, start) != ".":
            raise Refused(say("the dot stands on another line"))
        return Written(Pieces(node, (Piece(dot, end, ("",)),)))

    return make


def _in_method(module: Module, method: ast.FunctionDef, function: Function) -> Iterator[Pending]:
    """Calls of Module's methods on `self` and `super()`."""
    arguments = [*method.args.posonlyargs, *method.args.args]
    own = arguments[0].arg if arguments and function.cls is not None and not function.is_static else None
    for node in ast.walk(method):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        receiver = node.func.value
        is_self = isinstance(receiver, ast.Name) and receiver.id == own
        is_super = (
            isinstance(receiver, ast.Call) and isinstance(receiver.func, ast.Name) and receiver.func.id == "super"
        )
        name = node.func.attr
        is_own = function.cls is not None and function.cls.method(name) is not None
        is_chain = function.cls is not None and function.cls.library_base == "torch.nn.Sequential"
        if is_chain and name in _CHILD and (is_self or is_super):
            yield node, _appended(node)
        elif (name in MODULE_NAMES and (is_self or is_super)) or (is_self and not is_own and name in MODULE_TEXTS):
            yield node, _member(module, node)


def _appended(node: ast.Call) -> Callable[[], Optional[Written]]:
    """A child of a Sequential is appended: a SequentialCell runs no others."""

    def make() -> Optional[Written]:
        if len(node.args) != 2 or node.keywords or isinstance(node.args[0], ast.Starred):
            raise Refused(say("a SequentialCell runs what is appended: write `append`"))
        assert isinstance(node.func, ast.Attribute)
        name, child = end_of(node.func), node.args[1]
        pieces = (
            Piece((name[0], name[1] - len(node.func.attr)), name, ("append",)),
            Piece(start_of(node.args[0]), start_of(child), ("",)),
        )
        return Written(Pieces(node, pieces))

    return make


def _member(module: Module, node: ast.Call) -> Callable[[], Optional[Written]]:
    return lambda: module_member(module, node)


def module_member(module: Module, node: ast.Call) -> Optional[Written]:
    """The edits of the call of a method of torch's Module on a Module; None where it stays as it is. Raises Refused."""
    func = node.func
    assert isinstance(func, ast.Attribute)
    name, end = func.attr, end_of(func)
    if name == "to":
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if not all("device" in ast.unparse(item) or isinstance(item, ast.Constant) for item in given):
            raise Refused(say("a Cell computes in another type by `to_float`"))
        return _written_as(node, "{}")
    if name in MODULE_NAMES:
        piece = Piece((end[0], end[1] - len(name.encode())), end, (MODULE_NAMES[name],))
        return Written(Pieces(node, (piece,)))
    if name == "parameters" and _goes_into_optimizer(module, node):
        return _written_as(node, "{}.trainable_params()")
    if name in MODULE_TEXTS:
        if node.args or node.keywords:
            raise Refused(say("its arguments have no counterpart"))
        return _written_as(node, MODULE_TEXTS[name])
    if name == "forward" or module.catalog.find(f"mindspore.nn.Cell.{name}") is not None:
        return None
    raise Refused(say("a Cell has no `{name}`", name=name))


def _goes_into_optimizer(module: Module, node: ast.Call) -> bool:
    """Whether an optimizer is made with what a call gives, as it is, in parameter groups, or filtered."""
    at = module.parents.get(node)
    while isinstance(at, (ast.Call, ast.List, ast.Dict, ast.Tuple, ast.keyword)):
        if isinstance(at, ast.Call) and (
            "optim" in ast.unparse(at.func) or ast.unparse(at.func).rpartition(".")[2] in _OPTIMIZERS
        ):
            return True
        at = module.parents.get(at)
    return False


def _written_as(node: ast.Call, text: str) -> Written:
    assert isinstance(node.func, ast.Attribute)
    receiver = node.func.value
    around: tuple[Union[str, ast.expr], ...] = (receiver,) if isinstance(receiver, ATOMS) else ("(", receiver, ")")
    before, _, after = text.partition("{}")
    return Written(Pieces(node, (Piece(start_of(node), end_of(node), (before, *around, after)),)))


# ---------------------------------------------------------------- devices


def without_moves(module: Module) -> Iterator[Pending]:
    """Statements that only bring things to a device: they go, with all calls in them."""
    for block in blocks(module.source.tree):
        for statement in block:
            if only_moves(statement):
                calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call) and is_move(node)]
                yield from ((node, _gone(module, statement, node, node is calls[0])) for node in calls)


def _gone(module: Module, statement: ast.stmt, node: ast.Call, is_first: bool) -> Callable[[], Optional[Written]]:
    def make() -> Optional[Written]:
        piece = removal(module, statement)
        if piece is None:
            return None
        return Written(Pieces(node, (piece,) if is_first else ()))

    return make


# ---------------------------------------------------------------- no_grad


def without_recording(module: Module, names: dict[ast.AST, str]) -> Iterator[Pending]:
    """Blocks and decorators of `no_grad`: outside of what is differentiated MindSpore records nothing."""
    for node in module.parents:
        if isinstance(node, ast.With) and any(_is_recording(item.context_expr, names) for item in node.items):
            yield node.items[0].context_expr, _block(module, node, names)
        elif isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if _is_recording(decorator, names):
                    yield decorator, _decorator(module, decorator)


def _is_recording(node: ast.expr, names: dict[ast.AST, str]) -> bool:
    return names.get(node) in NOTHING_RECORDED


def _block(module: Module, node: ast.With, names: dict[ast.AST, str]) -> Callable[[], Optional[Written]]:
    def make() -> Optional[Written]:
        if len(node.items) > 1:
            raise Refused(say("the block does other things as well"))
        if _is_in_forward(module, node):
            raise Refused(say("in a Cell it stops gradients: `ops.stop_gradient` does"))
        return Written(Pieces(node, tuple(_dedented(module, node))))

    return make


def _is_in_forward(module: Module, node: ast.AST) -> bool:
    at: Optional[ast.AST] = node
    while at is not None:
        if isinstance(at, ast.FunctionDef) and at.name.startswith("forward"):
            return True
        at = module.parents.get(at)
    return False


def _dedented(module: Module, node: ast.With) -> Iterator[Piece]:
    """The edits that leave the body of a block in its place."""
    source, first = module.source, node.body[0]
    line = min((item.lineno for item in getattr(first, "decorator_list", ())), default=first.lineno)
    column = first.col_offset
    head = end_of(node.items[-1].context_expr)[0]
    if "#" in text_between(source, start_of(node), (head, len(source.lines[head - 1].encode()))):
        raise Refused(say("a comment stands behind the block's head"))
    own = (number for number in range(head + 1, line) if source.lines[number - 1].strip())
    line = next((number for number in own if source.lines[number - 1].encode()[:column].strip() == b""), line)
    yield Piece(start_of(node), (line, column), ("",))
    if line == node.lineno:
        return
    kept = {
        number
        for part in ast.walk(node)
        if isinstance(part, (ast.Constant, ast.JoinedStr)) and (part.end_lineno or 0) > part.lineno
        for number in range(part.lineno + 1, (part.end_lineno or 0) + 1)
    }
    margin = source.lines[line - 1].encode()[:column]
    for number in range(line + 1, (node.end_lineno or line) + 1):
        if number not in kept and source.lines[number - 1].encode().startswith(margin):
            yield Piece((number, node.col_offset), (number, column), ("",))


def _decorator(module: Module, node: ast.expr) -> Callable[[], Optional[Written]]:
    def make() -> Optional[Written]:
        if _is_in_forward(module, node):
            raise Refused(say("in a Cell it stops gradients: `ops.stop_gradient` does"))
        piece = decorator_removal(module, node)
        if piece is None:
            raise Refused(say("the decorator does not stand on a line of its own"))
        return Written(Pieces(node, (piece,)))

    return make
