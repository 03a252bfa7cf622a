"""The values that the arguments of a call may have, and how messages show them. It has no rules."""

from __future__ import annotations

import ast
import itertools
import operator
from collections.abc import Iterator
from typing import Any, Callable, Optional

from ms_lint.findings import Confidence
from ms_lint.messages import say
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.observer import Call
from ms_lint.semantics.scopes import FunctionNode
from ms_lint.semantics.values import Argument, Constant, Instance, Sequence, Value, alternatives, walk_values

_MAXIMUM_COMBINATIONS = 16


def owner_of(call: Call) -> Optional[ClassInfo]:
    """The class in whose methods a call stands."""
    return call.function.owner if call.function is not None else None


def python_values(value: Value, owner: Optional[ClassInfo]) -> list[Any]:
    """The Python values that a value may have; raises ValueError where one of them is not known."""
    if owner is not None:
        value = owner.decide(value)
    found: list[Any] = []
    for each in alternatives(value):
        if owner is not None:
            each = owner.decide(each)
        if isinstance(each, Constant):
            found.append(each.value)
        elif isinstance(each, Argument):
            found += _given_by_callers(each)
        elif isinstance(each, Sequence) and each.kind in ("tuple", "list"):
            combinations = itertools.product(*(python_values(item, owner) for item in each.items))
            kind = tuple if each.kind == "tuple" else list
            found += [kind(items) for items in itertools.islice(combinations, _MAXIMUM_COMBINATIONS)]
        else:
            raise ValueError("not known")
    return found


def _given_by_callers(argument: Argument) -> list[Any]:
    """What the callers of a plain function, all of them in its module, give for a parameter; its default where nobody
    calls it. Raises ValueError where one of them is not known."""
    function = argument.function
    node, module = function.node, function.module
    if function.cls is not None or isinstance(node, ast.Lambda) or module.is_named_elsewhere(function.name):
        raise ValueError("not known")
    names = [name for name, _ in parameter_defaults(node)]
    place = names.index(argument.name) if argument.name in names else len(names)
    found: list[Any] = []
    for read in module.names_read.get(function.name, ()):
        caller = module.parents[read]
        if not isinstance(caller, ast.Call) or caller.func is not read:
            raise ValueError("handed on")
        if any(isinstance(item, ast.Starred) for item in caller.args) or any(not item.arg for item in caller.keywords):
            raise ValueError("not known")
        given = [item.value for item in caller.keywords if item.arg == argument.name] or caller.args[place : place + 1]
        found.append(_literal(given[0]) if given else _constant(argument.default))
    return found or [_constant(argument.default)]


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError("not known") from error


def _constant(value: Optional[Value]) -> Any:
    if not isinstance(value, Constant):
        raise ValueError("not known")
    return value.value


def known_values(call: Call, name: str) -> Optional[list[Any]]:
    """The values that the argument may have; None where it is not given or not known."""
    value = call.argument(name)
    if value is None:
        return None
    try:
        return python_values(value, owner_of(call))
    except ValueError:
        return None


def confidence_of(call: Call, *names: str) -> Optional[Confidence]:
    """Likely where an argument is one of several, or decided by the callers in sight; else the rule's own."""
    for name in names:
        value = call.argument(name)
        if value is not None and (
            len(alternatives(value)) > 1 or any(isinstance(v, Argument) for v in walk_values(value))
        ):
            return Confidence.LIKELY
    return None


def shown(call: Call, name: str, value: Any) -> str:
    """An argument as it is written, with its value where that is not the same: ``padding=p`` and 1."""
    expression = call.expression(name)
    text = repr(value) if expression is None else call.module.text_of(expression)
    if same_text(text, value):
        return f"`{name}={text}`"
    return say("`{name}={text}` (here {value})", name=name, text=text, value=repr(value))


def same_text(text: str, value: Any) -> bool:
    try:
        return bool(ast.literal_eval(text) == value)
    except (ValueError, SyntaxError):
        return False


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_numeric(value: Any) -> bool:
    """Whether it is a number, or a tuple or list of numbers."""
    if isinstance(value, (tuple, list)):
        return bool(value) and all(is_number(item) for item in value)
    return is_number(value)


def is_zero(value: Any) -> bool:
    return not any(value) if isinstance(value, (tuple, list)) else value == 0


def per_axis(value: Any, axes: int) -> Optional[tuple[int, ...]]:
    """A size for each axis, from a number or one number an axis; None for what is neither."""
    if isinstance(value, (tuple, list)):
        items = tuple(value) * axes if len(value) == 1 else tuple(value)
    else:
        items = (value,) * axes
    whole = all(isinstance(item, int) and not isinstance(item, bool) for item in items)
    return items if whole and len(items) == axes else None


def axes_of(call: Call) -> int:
    """How many axes a layer moves along, by its name: ``Conv2d``, ``AvgPool3D``; primitives without a
    number have two."""
    name = call.qualified_name.rpartition(".")[2]
    return next((int(letter) for letter in name if letter in "123"), 2)


# ---------------------------------------------------------------- with the defaults of parameters

_OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
}
_DEEPEST = 8


def behind(call: Call, expression: ast.expr) -> ast.expr:
    """What a local name was set to, where it is set once; any other expression as it is."""
    if isinstance(expression, ast.Name) and call.function is not None:
        found = [value for target, value, _ in call.function.assignments if target.id == expression.id]
        if len(found) == 1 and len(call.function.stores.get(expression.id, ())) <= 1:
            return found[0]
    return expression


def usual_number(call: Call, expression: ast.expr, depth: int = _DEEPEST) -> Optional[float]:
    """The number that an argument has while the parameters of the function have their defaults: what a call with
    nothing but the required arguments computes with. None where it is not known, or no number."""
    value = call.value_of(expression)
    if isinstance(value, Argument) and value.default is not None:
        value = value.default
    if isinstance(value, Constant):
        return value.value if is_number(value.value) else None
    if depth == 0:
        return None
    inner = behind(call, expression)
    if inner is not expression:
        return usual_number(call, inner, depth - 1)
    if isinstance(expression, ast.BinOp):
        operation = _OPERATIONS.get(type(expression.op))
        left, right = (usual_number(call, side, depth - 1) for side in (expression.left, expression.right))
        if operation is None or left is None or right is None:
            return None
        try:
            return operation(left, right)  # type: ignore[no-any-return]
        except (ArithmeticError, OverflowError):
            return None
    if isinstance(expression, ast.Constant):
        return expression.value if is_number(expression.value) else None  # type: ignore[return-value]
    if isinstance(expression, ast.Name):
        return _number_of_name(call, expression.id)
    if isinstance(expression, ast.Attribute):
        return _number_of_attribute(call, expression)
    if isinstance(expression, ast.Call):
        passed = _passed_on(expression)
        return None if passed is None else usual_number(call, passed, depth - 1)
    if isinstance(expression, ast.Subscript) and isinstance(expression.slice, ast.Constant):
        entry = entries(call, expression.value).get(expression.slice.value)
        return None if entry is None else usual_number(call, entry, depth - 1)
    return None


def _passed_on(node: ast.Call) -> Optional[ast.expr]:
    """The number of a call that passes it on: ``float(x)``, and the default of ``config.get('name', x)`` and
    ``getattr(config, 'name', x)``."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    is_method = isinstance(node.func, ast.Attribute)
    place = {("float", False): 0, ("getattr", False): 2, ("get", True): 1, ("pop", True): 1}.get((name, is_method))
    return node.args[place] if place is not None and len(node.args) == place + 1 else None


def _number_of_name(call: Call, name: str) -> Optional[float]:
    """The number of a parameter with a default, or of a constant of the module."""
    function = call.function
    if function is not None:
        if name in function.stores:
            return None
        for parameter, default in parameter_defaults(function.node):
            if parameter == name:
                known = isinstance(default, ast.Constant) and is_number(default.value)
                return default.value if known else None  # type: ignore[union-attr]
    value = call.module.scope.env.get(name)
    return value.value if isinstance(value, Constant) and is_number(value.value) else None


def _number_of_attribute(call: Call, expression: ast.Attribute) -> Optional[float]:
    """The number of an attribute of `self`, or of an object that the module makes without naming it."""
    if not isinstance(expression.value, ast.Name):
        return None
    owner = owner_of(call)
    if expression.value.id != "self":
        made = call.module.scope.env.get(expression.value.id)
        is_default = isinstance(made, Instance) and not made.arguments and isinstance(made.of, ClassInfo)
        owner = made.of if is_default else None  # type: ignore[union-attr]
    if owner is None:
        return None
    value = owner.attribute(expression.attr)
    if isinstance(value, Argument) and value.default is not None:
        value = value.default
    return value.value if isinstance(value, Constant) and is_number(value.value) else None


def parameter_defaults(node: FunctionNode) -> Iterator[tuple[str, Optional[ast.expr]]]:
    """The parameters of a function that may be given by name, each with its default or None."""
    arguments = node.args
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults: list[Optional[ast.expr]] = [None] * (len(plain) - len(arguments.defaults))
    for argument, default in zip(plain, [*defaults, *arguments.defaults]):
        yield argument.arg, default
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        yield argument.arg, default


def entries(call: Call, expression: ast.expr) -> dict[Any, ast.expr]:
    """The entries of a dict that is written out: here, in this function, or once at the top of the module."""
    expression = behind(call, expression)
    if isinstance(expression, ast.Name):
        tree = call.module.source.tree
        found = [
            statement.value
            for statement in tree.body
            if isinstance(statement, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == expression.id for target in statement.targets)
        ]
        if len(found) != 1:
            return {}
        expression = found[0]
    if isinstance(expression, ast.Dict):
        return {
            key.value: value for key, value in zip(expression.keys, expression.values) if isinstance(key, ast.Constant)
        }
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and expression.func.id == "dict":
        return {keyword.arg: keyword.value for keyword in expression.keywords if keyword.arg is not None}
    return {}
