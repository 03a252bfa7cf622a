"""MSL512 to MSL514: parts of tensors that are written to, where torch and MindSpore share memory in other cases."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.place_fix import around
from ms_lint.rules import Problem, Problems, Rule
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Operation
from ms_lint.semantics.operators import symbol
from ms_lint.semantics.origin import origin_around
from ms_lint.semantics.reads import ancestors, assigned_expression, reads_of
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import Sequence, Symbol, Tensor, Value

from .aliases import Names, position
from .graph_wording import graph_problem

#: What gives a tensor with the memory of the one that it is made of, in torch and in MindSpore's PyNative mode.
_VIEWS = frozenset(
    "broadcast_to contiguous diagonal expand expand_as expand_dims flatten movedim narrow permute ravel reshape select "
    "squeeze swapaxes swapdims t transpose unsqueeze view view_as".split()
)
_SEVERAL_VIEWS = frozenset("chunk split tensor_split unbind unstack".split())
_VIEW_ATTRIBUTES = frozenset("T mT data".split())
_COUNTERS = ("range", "enumerate")
_LOOPS = (ast.For, ast.AsyncFor)
_Part = Union[ast.Assign, ast.AugAssign]


class ViewWrittenInGraph(Rule):
    """A part of a tensor is written to through another form of it, in compiled code.

    `y.view(-1)[0] = 1` changes `y` in torch, and in MindSpore's PyNative mode. In a graph `y.view(-1)` is a tensor of
    its own: it is written to, and `y` keeps its value. So it is with what `ops.reshape`, `transpose` or `chunk` give,
    and with the rows of a loop over a tensor.

        y.view(-1)[0] = 1

    Write to the tensor itself:

        y[0, 0] = 1

    Measured on MindSpore 2.7.0 and 2.10.0. `y[0][1] = 1` is right. Names for `y[0]` and `y.view(...)` are reported by
    MSL610.
    """

    code = "MSL512"
    name = "view-written-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = "the index of the element in the tensor that was viewed has to be worked out"

    def check_compiled(self, compiled: Compiled) -> Problems:
        module = compiled.module
        for statement in compiled.nodes(ast.Assign, ast.AugAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if not isinstance(target, ast.Subscript):
                continue
            root = _indexed(target)
            if isinstance(root, ast.Call) and compiled.is_tensor(root):
                base = _viewed(module, root)
                if base is not None and compiled.is_tensor(base):
                    yield self._problem(compiled, statement, module.text_of(root), module.text_of(base))
            elif isinstance(root, ast.Name) and compiled.is_tensor(root):
                names = Names(module, root)
                view = _view_behind(module, names)
                if view is not None and not _is_for_aliases(module, view[1]):
                    yield self._problem(compiled, statement, root.id, view[0])

    def _problem(self, compiled: Compiled, statement: _Part, part: str, base: str) -> Problem:
        return graph_problem(
            compiled,
            statement,
            say(
                "`{part}` is a tensor of its own in the graph: what is written to it does not reach `{base}`, as it "
                "does in torch and in PyNative mode.",
                part=part,
                base=base,
            ),
            say("Write to `{base}` itself, by an index of its own.", base=base),
        )


class AugmentedView(Rule):
    """`+=` on a part of a tensor that is read afterwards.

    In torch `row = x[0]` is a part of `x`, and `row += 1` changes `x`. In MindSpore it makes a new tensor and binds
    `row` to it, in all modes: `x` keeps its value. So it is with `x.view(...)`, `x.transpose(...)`, what `chunk` and
    `split` give, and with the rows of a loop over a tensor.

    ```python
    row = x[0]
    row += 1  # torch: x has changed too
    x[0] += 1
    ```

    Said of ports from torch, where the tensor is read afterwards.
    """

    code = "MSL513"
    name = "augmented-assignment-of-view"
    confidence = Confidence.LIKELY
    unfixed = "whether the tensor that was viewed is to be changed, or a copy of it, decides what to write"

    def check_operation(self, operation: Operation) -> Iterator[Problem]:
        node, module = operation.node, operation.module
        if not isinstance(node, ast.AugAssign) or not isinstance(node.target, ast.Name):
            return
        if not (isinstance(operation.left, Tensor) and operation.left.framework == "mindspore"):
            return
        view = _view_behind(module, Names(module, node.target))
        if view is None:
            return
        owner = operation.function.owner if operation.function is not None else None
        origin = origin_around(module, owner)
        if origin is None or origin.framework != "torch":
            return
        base, made = view
        shown = f"{node.target.id} {symbol(node.op)}= {module.text_of(node.value)}"
        yield Problem(
            node,
            say(
                "`{shown}` makes a new tensor: `{base}`, which `{name}` was a part of, keeps its value; torch changes "
                "it as well ({evidence}).",
                shown=shown,
                base=base,
                name=node.target.id,
                evidence=origin.evidence,
            ),
            say("Write `{made} {symbol}= ...`, if it was meant to change.", made=made, symbol=symbol(node.op))
            if isinstance(made, str)
            else say("Assign the new value to `{base}` too, if it was meant to change.", base=base),
            origin=origin,
        )


class ChosenElementsWritten(Rule):
    """Elements that were chosen by a mask or by indices are written to, and come back into the tensor.

    In torch and numpy `boxes = x[mask]` and `x[[0, 2]]` are copies. In MindSpore's PyNative mode what is written to
    the elements of `boxes` is written to `x` as well: a tensor remembers what it was indexed from. In graph mode it is
    a copy.

    ```python
    boxes = x[mask]
    boxes[:, 0] = 0         # x has changed too
    boxes = x[mask] * 1     # a copy
    ```

    Measured on MindSpore 2.7.0 and 2.10.0; reported where the tensor is read afterwards.
    """

    code = "MSL514"
    name = "chosen-elements-written"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_function(self, function: Function) -> Iterator[Problem]:
        module = function.module
        values = {target.id: value for target, _, value in function.assignments}
        for target, expression, value in function.assignments:
            if not (isinstance(expression, ast.Subscript) and isinstance(expression.value, ast.Name)):
                continue
            base = expression.value
            if base.id == target.id or not (isinstance(value, Tensor) and value.framework == "mindspore"):
                continue
            if not _chooses(module, expression.slice, {**values, base.id: value}):
                continue
            written = next(filter(None, (_write_to(module, read) for read in reads_of(module, target))), None)
            if written is None:
                continue
            names = Names(module, written)
            if names.last_store(target.id) is target and names.stays(base.id, position(target)):
                yield self._problem(module, written, base, expression)

    def _problem(self, module: Module, written: ast.Name, base: ast.Name, chosen: ast.expr) -> Problem:
        made = module.text_of(chosen)
        place: ast.AST = written
        while isinstance(module.parents[place], ast.Subscript):
            place = module.parents[place]
        assert isinstance(place, ast.expr)
        return Problem(
            place,
            say(
                "`{made}` is a copy in torch; in PyNative mode what is written to `{name}` is written to `{base}` as "
                "well, which is read afterwards.",
                made=made,
                name=written.id,
                base=base.id,
            ),
            say("Copy it: `{name} = {made}.copy()`.", name=written.id, made=made),
            fix=around(module, chosen, "", ".copy()", say("torch copies it")),
        )


def _indexed(node: ast.expr) -> ast.expr:
    """What is indexed, through all indices: ``y`` of ``y[0][1]``."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node


def _viewed(module: Module, node: ast.expr, kinds: frozenset[str] = _VIEWS) -> Optional[ast.expr]:
    """The tensor that a call gives a view of: the object of a method, or the first argument of a function."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in kinds):
        return None
    owner = node.func.value
    root = owner
    while isinstance(root, ast.Attribute):
        root = root.value
    library = module.scope.env.get(root.id) if isinstance(root, ast.Name) else None
    if isinstance(library, Symbol):
        return node.args[0] if node.args and library.name.startswith("mindspore") else None
    return owner


def _view_behind(module: Module, names: Names) -> Optional[tuple[str, Union[str, ast.AST]]]:
    """The name of the tensor that a name is a part of, if it is read after the change, and how the part is made: the
    text of the index, or the node that gives it."""
    store = names.last_store(names.target.id)
    parent = module.parents.get(store) if store is not None else None
    if store is None or parent is None:
        return None
    made: Union[str, ast.AST]
    if isinstance(parent, (ast.Tuple, ast.List)):
        statement = module.parents.get(parent)
        value = statement.value if isinstance(statement, ast.Assign) else None
        base = _viewed(module, value, _SEVERAL_VIEWS) if value is not None else None
        made = parent
    elif isinstance(parent, _LOOPS) and parent.target is store:
        base, made = parent.iter, parent
    elif isinstance(parent, ast.Assign) and len(parent.targets) == 1:
        base, made = _source(module, parent.value), parent.value
        if isinstance(parent.value, ast.Subscript) and isinstance(parent.value.value, ast.Name):
            made = module.text_of(parent.value)
    else:
        return None
    if not isinstance(base, ast.Name) or base.id == store.id:
        return None
    return (base.id, made) if names.stays(base.id, position(store)) else None


def _source(module: Module, node: ast.expr) -> Optional[ast.expr]:
    """The tensor that an expression is a view of, through all views; None where it is none."""
    is_view = False
    while True:
        inner: Optional[ast.expr]
        if isinstance(node, ast.Subscript):
            inner = node.value if _is_basic(module, node.slice) else None
        elif isinstance(node, ast.Attribute):
            inner = node.value if node.attr in _VIEW_ATTRIBUTES else None
        else:
            inner = _viewed(module, node)
        if inner is None:
            return node if is_view else None
        node, is_view = inner, True


def _is_basic(module: Module, index: ast.expr) -> bool:
    """Whether an index gives a view: numbers, slices, None and `...`."""
    if isinstance(index, ast.Tuple):
        return all(_is_basic(module, item) for item in index.elts)
    if isinstance(index, ast.UnaryOp):
        return isinstance(index.op, ast.USub) and isinstance(index.operand, ast.Constant)
    if isinstance(index, ast.Constant):
        return index.value is None or index.value is Ellipsis or type(index.value) is int
    if isinstance(index, ast.Name):
        return any(
            isinstance(loop, _LOOPS)
            and isinstance(loop.iter, ast.Call)
            and getattr(loop.iter.func, "id", "") in _COUNTERS
            and index.id in (getattr(loop.target, "id", ""), getattr(getattr(loop.target, "elts", [0])[0], "id", ""))
            for loop in ancestors(module, index)
        )
    return isinstance(index, ast.Slice)


def _is_for_aliases(module: Module, made: Union[str, ast.AST]) -> bool:
    """Whether a part is a chain of indices, attributes and methods from a name: MSL610 follows those."""
    if isinstance(made, str):
        return True
    while isinstance(made, (ast.Subscript, ast.Attribute, ast.Call)):
        if isinstance(made, ast.Call):
            if _viewed(module, made) is not getattr(made.func, "value", None):
                return False
            made = made.func
        else:
            made = made.value
    return isinstance(made, ast.Name)


def _chooses(module: Module, index: ast.expr, values: dict[str, Value]) -> bool:
    """Whether an index chooses elements: a list of numbers, a mask, or a tensor of indices."""
    items = index.elts if isinstance(index, ast.Tuple) else [index]
    return any(_is_choice(module, item, values) for item in items)


def _is_choice(module: Module, index: ast.expr, values: dict[str, Value]) -> bool:
    if isinstance(index, ast.List):
        return bool(index.elts)
    if isinstance(index, ast.Name):
        value = values.get(index.id)
        if isinstance(value, Sequence):
            return value.kind == "list"
        assigned = assigned_expression(module, index)
        return isinstance(assigned, (ast.Compare, ast.BinOp, ast.UnaryOp)) and isinstance(value, Tensor)
    if isinstance(index, ast.Compare):
        compared = [index.left, *index.comparators]
        return any(isinstance(values.get(getattr(_indexed(item), "id", "")), Tensor) for item in compared)
    return False


def _write_to(module: Module, read: ast.expr) -> Optional[ast.Name]:
    """The name of a read, if it is there to be written to: ``r`` of ``r[0] = 1``."""
    node: ast.AST = read
    while isinstance(module.parents.get(node), ast.Subscript) and getattr(module.parents[node], "value", None) is node:
        node = module.parents[node]
    is_written = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    return read if is_written and isinstance(read, ast.Name) else None
