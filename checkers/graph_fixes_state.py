"""The fixes of what compiled code keeps on an object: a variable where one call needs it, a result of the method that
computes it, or a Parameter. It has no rules."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional, Union

from ms_lint.conversion.pieces import end_of
from ms_lint.messages import say
from ms_lint.place_fix import is_movable, names_of
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import AttributeSet, Compiled, Kind, depends_on_tensor
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import SelfValue

from .graph_statements import (
    Edit,
    all_names,
    free_name,
    lines_before,
    lines_behind,
    span,
    statement_of,
    unsafe_rewrite,
    without_statement,
)

_OF_ONE_CALL = say("it is a variable of one call from then on: the Cell does not keep it for others")
_RETURNED = say("the method returns it from then on, and the Cell does not keep it for others")
_NUMBER = say(
    "a Parameter takes the place of a number: it is saved in checkpoints, and what it decides is decided by a tensor"
)
_TENSOR = say("a Parameter keeps its shape and type, is saved in checkpoints, and no gradient goes through it")
_REDUCTIONS = frozenset(("sum", "mean", "max", "min", "prod"))

_Node = Union[ast.FunctionDef, ast.AsyncFunctionDef]


@dataclass(frozen=True)
class _Attribute:
    """All places of a module that name an attribute: those in the method that sets it, and others."""

    module: Module
    text: str
    name: str
    own: tuple[ast.Attribute, ...]
    others: tuple[ast.Attribute, ...]


def _places(compiled: Compiled, node: ast.Attribute) -> Optional[_Attribute]:
    """The places of an attribute of ``self``, or of an object of it; None where they are not all in sight."""
    module, name = compiled.module, node.attr
    root: ast.expr = node
    while isinstance(root, ast.Attribute):
        root = root.value
    function = compiled.function.node
    if not isinstance(root, ast.Name) or isinstance(function, ast.Lambda):
        return None
    arguments = function.args.args
    if compiled.function.cls is None or not arguments or root.id != arguments[0].arg:
        return None
    inside = set(ast.walk(function))
    found = [part for part in ast.walk(module.source.tree) if isinstance(part, ast.Attribute) and part.attr == name]
    told = any(isinstance(part, ast.Constant) and part.value == name for part in ast.walk(module.source.tree))
    if told or module.index.mentions(name, {os.path.abspath(module.path)}):
        return None
    text = module.text_of(node)
    own = sorted((part for part in found if part in inside), key=lambda part: (part.lineno, part.col_offset))
    if any(module.text_of(part) != text or not is_movable(module, part) for part in own):
        return None
    return _Attribute(module, text, name, tuple(own), tuple(part for part in found if part not in inside))


def as_kept(compiled: Compiled, item: AttributeSet) -> Optional[Rewrite]:
    """An attribute that compiled code sets in a form that the graph keeps; None where that is not determined."""
    places = _places(compiled, item.node)
    if places is None:
        return None
    return _as_variable(compiled, places) or _as_result(compiled, places) or as_parameter(compiled, item.node)


# ---------------------------------------------------------------- a variable


def _as_variable(compiled: Compiled, places: _Attribute) -> Optional[Rewrite]:
    """``self.k = 5`` as ``k = 5``, where nothing but this call reads it."""
    module, function = compiled.module, compiled.function.node
    beginnings = [_beginning(module, part) for part in places.others]
    is_read = any(isinstance(part.ctx, ast.Load) for part in places.own)
    if any(statement is None for statement in beginnings) or not is_read:
        return None  # what nobody reads here is kept for somebody
    before = _before_first(compiled, places, [item for item in beginnings if item is not None])
    name = free_name(function, module, places.name, f"{places.name}_here")
    if before is None or name is None:
        return None
    edits: list[Edit] = [(span(part), name) for part in places.own]
    if before:
        first = _top(module, function, places.own[0])
        added = lines_before(module, first, [f"{name} = {before}"])
        if added is None:
            return None
        edits += added
    if places.text.count(".") == 1:
        edits += _removed(module, beginnings)
    return unsafe_rewrite(module, edits, _OF_ONE_CALL)


def _beginning(module: Module, part: ast.Attribute) -> Optional[ast.Assign]:
    """The statement of an ``__init__`` that gives an attribute its first value."""
    statement = module.parents.get(part)
    function: Optional[ast.AST] = statement
    while function is not None and not isinstance(function, (ast.FunctionDef, ast.ClassDef)):
        function = module.parents.get(function)
    is_init = isinstance(function, ast.FunctionDef) and function.name == "__init__"
    is_plain = isinstance(statement, ast.Assign) and len(statement.targets) == 1 and statement.targets[0] is part
    return statement if is_init and is_plain and isinstance(statement, ast.Assign) else None


def _removed(module: Module, statements: Iterable[Optional[ast.Assign]]) -> list[Edit]:
    """The edits that take out first values that nobody reads, where making them has no other effect."""
    found = [
        without_statement(module, statement)
        for statement in statements
        if statement is not None and not any(map(_has_effect, ast.walk(statement.value)))
    ]
    return [edit for edits in found if edits is not None for edit in edits]


def _has_effect(part: ast.AST) -> bool:
    return isinstance(part, ast.Call) and getattr(part.func, "attr", getattr(part.func, "id", "")) not in (
        "Tensor",
        "tensor",
    )


def _before_first(compiled: Compiled, places: _Attribute, beginnings: Sequence[ast.Assign]) -> Optional[str]:
    """What the variable begins with: empty where the first thing is that it is set, None where that is not known."""
    module, function = compiled.module, compiled.function.node
    nested = (ast.Lambda, ast.FunctionDef, ast.ClassDef, ast.ListComp, ast.GeneratorExp)
    for part in places.own:
        around: Optional[ast.AST] = module.parents.get(part)
        while around is not None and around is not function:
            if isinstance(around, nested):
                return None
            around = module.parents.get(around)
    first = statement_of(module, places.own[0])
    if not isinstance(first, ast.Assign) or first.targets != [places.own[0]]:
        return None
    if not set(ast.walk(first.value)).isdisjoint(places.own):
        return None
    if first in getattr(function, "body", []):
        return ""
    conditions = compiled.conditions(first)
    certain = all(item.kind is Kind.CONSTANT and not item.is_loop for item in conditions)
    if not certain or len(beginnings) != 1 or not isinstance(beginnings[0].value, ast.Constant):
        return None
    return module.text_of(beginnings[0].value)


def _top(module: Module, function: ast.AST, node: ast.AST) -> ast.stmt:
    """The statement of a function's own block that a node is in."""
    while module.parents[node] is not function:
        node = module.parents[node]
    assert isinstance(node, ast.stmt)
    return node


# ---------------------------------------------------------------- a result


def _as_result(compiled: Compiled, places: _Attribute) -> Optional[Rewrite]:
    """What a method leaves on the Cell for the one that calls it, as what it returns."""
    module, function = compiled.module, compiled.function.node
    if len(compiled.called_from) != 1 or not isinstance(function, ast.FunctionDef) or places.text.count(".") != 1:
        return None
    ((call, caller),) = compiled.called_from.items()
    named = [
        part for part in ast.walk(module.source.tree) if isinstance(part, ast.Attribute) and part.attr == function.name
    ]
    if caller.module is not module or named != [call.func] or caller.function.cls is not compiled.function.cls:
        return None
    if function.decorator_list or module.index.mentions(function.name, {os.path.abspath(module.path)}):
        return None
    outer = caller.function.node
    inside = set(ast.walk(outer))
    read = [part for part in places.others if part in inside]
    beginnings = [_beginning(module, part) for part in places.others if part not in inside]
    statement = statement_of(module, call)
    if any(item is None for item in beginnings) or statement not in getattr(outer, "body", []):
        return None
    if any(part.lineno <= statement.lineno or not isinstance(part.ctx, ast.Load) for part in read) or not read:
        return None
    if any(module.text_of(part) != places.text or not is_movable(module, part) for part in read):
        return None
    if _before_first(compiled, places, []) != "" or not is_movable(module, call):
        return None
    taken = all_names(function) | all_names(outer) | set(module.scope.env)
    name = next((item for item in (places.name, f"{places.name}_here") if item not in taken), None)
    returned = _returning(module, function, places, name, statement) if name is not None else None
    if returned is None or name is None:
        return None
    target, edits = returned
    edits.append((span(statement), f"{target} = {module.text_of(call)}"))
    edits += [(span(part), name) for part in read]
    return unsafe_rewrite(module, [*edits, *_removed(module, beginnings)], _RETURNED)


def _returning(
    module: Module, function: ast.FunctionDef, places: _Attribute, name: str, statement: ast.stmt
) -> Optional[tuple[str, list[Edit]]]:
    """What the call is assigned to, and the edits by which the method returns what it had set."""
    returns = [part for part in ast.walk(function) if isinstance(part, ast.Return)]
    last = function.body[-1]
    edits: list[Edit] = [(span(part), name) for part in places.own]
    if isinstance(statement, ast.Expr):
        if not returns:
            if isinstance(last, ast.Assign) and places.own == tuple(last.targets) and is_movable(module, last.value):
                return name, [(span(last), f"return {module.text_of(last.value)}")]
            added = lines_behind(module, last, [f"return {name}"])
            return (name, [*edits, *added]) if added is not None else None
        value = last.value if isinstance(last, ast.Return) else None
        if returns == [last] and isinstance(value, ast.Constant):
            return name, [*edits, (span(value), name)]
        return None
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if returns != [last] or not isinstance(last, ast.Return) or not isinstance(target, ast.Name) or last.value is None:
        return None
    if isinstance(last.value, ast.Tuple) or not is_movable(module, last.value):
        return None
    end = end_of(last.value)
    return f"{target.id}, {name}", [*edits, ((*end, *end), f", {name}")]


# ---------------------------------------------------------------- a Parameter


def as_parameter(compiled: Compiled, node: ast.Attribute) -> Optional[Rewrite]:
    """``self.n = 0`` of ``__init__`` as a Parameter, where all that is done with it can be done with one."""
    module, info = compiled.module, compiled.function.cls
    places = _places(compiled, node)
    if places is None or info is None or places.text.count(".") != 1 or info.kind != "cell":
        return None
    everywhere = (*places.own, *places.others)
    starts = [item for item in (_beginning(module, part) for part in everywhere) if item is not None]
    if len(starts) != 1 or len(info.assignments.get(places.name, ())) < 1 or not is_movable(module, starts[0].value):
        return None
    init = module.parents.get(starts[0])
    uses = [part for part in everywhere if part is not starts[0].targets[0]]
    if not isinstance(init, ast.FunctionDef) or init not in info.node.body:
        return None
    inside = set(ast.walk(info.node))
    if any(module.text_of(part) != places.text for part in uses if part in inside):
        return None
    needed: set[str] = set()
    names = names_of(module)
    parameter = names.local("mindspore.Parameter") or names.spelled("ms.Parameter", needed)
    tensor = names.local("mindspore.Tensor") or names.spelled("ms.Tensor", needed)
    value = starts[0].value
    start = value.operand if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub) else value
    text, edits = module.text_of(value), []
    if isinstance(start, ast.Constant) and type(start.value) in (int, float, bool):
        if any(part not in inside for part in uses):
            return None
        changed = _as_flag(module, uses, tensor) if type(start.value) is bool else _as_number(compiled, uses, start)
        if changed is None:
            return None
        edits, text, doubt = changed, f"{tensor}({text})", _NUMBER
    elif _keeps_shape(compiled, uses, value) and not _is_read_elsewhere(compiled, places):
        doubt = _TENSOR
    else:
        return None
    edits.append((span(value), f'{parameter}({text}, name="{places.name}", requires_grad=False)'))
    return unsafe_rewrite(module, edits, doubt, needed)


def _as_flag(module: Module, uses: Iterable[ast.Attribute], tensor: str) -> Optional[list[Edit]]:
    """The edits of a flag that is set to True and False, and asked for."""
    edits: list[Edit] = []
    for part in uses:
        parent = module.parents.get(part)
        if isinstance(parent, ast.Assign) and isinstance(parent.value, ast.Constant) and parent.targets == [part]:
            if type(parent.value.value) is not bool or not is_movable(module, parent.value):
                return None
            edits.append((span(parent.value), f"{tensor}({module.text_of(parent.value)})"))
        elif not isinstance(parent, (ast.If, ast.UnaryOp, ast.BoolOp)) or not isinstance(part.ctx, ast.Load):
            return None
    return edits


def _as_number(compiled: Compiled, uses: Iterable[ast.Attribute], start: ast.Constant) -> Optional[list[Edit]]:
    """The edits of a number that is counted on from what it was; none are needed."""
    module = compiled.module
    whole = type(start.value) is int
    stored = 0
    for part in uses:
        parent = module.parents.get(part)
        if isinstance(part.ctx, ast.Load):
            if not isinstance(parent, (ast.BinOp, ast.Compare)):
                return None
            continue
        stored += 1
        if isinstance(parent, ast.AugAssign):
            sides = [parent.value]
            operation: ast.operator = parent.op
        elif isinstance(parent, ast.Assign) and parent.targets == [part] and isinstance(parent.value, ast.BinOp):
            sides = [parent.value.left, parent.value.right]
            operation = parent.value.op
            text = module.text_of(part)
            if text not in map(module.text_of, sides):
                return None
            sides = [side for side in sides if module.text_of(side) != text]
        else:
            return None
        numbers = [side.value for side in sides if isinstance(side, ast.Constant)]
        if len(numbers) != len(sides) or not all(type(number) in (int, float) for number in numbers):
            return None
        is_exact = isinstance(operation, (ast.Add, ast.Sub, ast.Mult, ast.Mod)) and all(
            type(number) is int for number in numbers
        )
        if whole and not is_exact:
            return None
    return [] if stored else None


def _is_read_elsewhere(compiled: Compiled, places: _Attribute) -> bool:
    """Whether another compiled function computes with a tensor that is kept: the gradient would be lost on the way."""
    others = {id(part) for part in places.others if isinstance(part.ctx, ast.Load)}
    return any(id(part) in others for item in compiled.together for part in item.nodes(ast.Attribute))


def _keeps_shape(compiled: Compiled, uses: Sequence[ast.Attribute], value: ast.expr) -> bool:
    """Whether a tensor is given tensors of its own shape, as far as can be told."""
    module = compiled.module
    if not isinstance(value, ast.Call):
        return False
    owner = SelfValue(compiled.function.cls) if compiled.function.cls is not None else None
    is_tensor = owner is not None and any(compiled.is_tensor(part) for part in uses if isinstance(part.ctx, ast.Load))
    made = getattr(value.func, "attr", getattr(value.func, "id", ""))
    is_scalar = made in ("Tensor", "tensor") and bool(value.args) and isinstance(value.args[0], ast.Constant)
    if not is_tensor and made not in ("Tensor", "tensor", "zeros", "ones", "full", "zeros_like", "ones_like"):
        return False
    for part in uses:
        if isinstance(part.ctx, ast.Load):
            continue
        parent = module.parents.get(part)
        if isinstance(parent, ast.AugAssign):
            given: ast.expr = parent.value
        elif isinstance(parent, ast.Assign) and parent.targets == [part]:
            given = parent.value
        else:
            return False
        if not depends_on_tensor(compiled.value(given)) or (is_scalar and not _is_reduced(given)):
            return False
    return True


def _is_reduced(node: ast.expr) -> bool:
    """Whether an expression is one number: ``x.sum()`` without axes."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _REDUCTIONS
        and not node.keywords
        and len(node.args)
        <= (1 if isinstance(node.func.value, ast.Name) and node.func.value.id in ("ops", "mint") else 0)
    )
