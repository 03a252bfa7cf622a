"""The fixes of what the graph compiler refuses or takes otherwise: what both modes know is written instead.

Each gives None where more than one thing could be meant, or where a comment would be lost. It has no rules.
"""

from __future__ import annotations

import ast
import re
from typing import Callable, Optional, Union

from ms_lint.conversion.pieces import start_of, text_between
from ms_lint.conversion.values import ATOMS
from ms_lint.edits import Changes, change_arguments
from ms_lint.messages import say
from ms_lint.place_fix import names_of, renamed, replaced
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.compiled import Compiled
from ms_lint.semantics.module import Module
from ms_lint.semantics.operators import symbol

SAME = say("so that both modes compute the same")


def atom(module: Module, node: ast.expr) -> str:
    """An expression as it is written, with parentheses where it needs them beside an operator or a dot."""
    text = module.text_of(node)
    return text if isinstance(node, ATOMS) else f"({text})"


def operand(module: Module, node: ast.expr, sign: str) -> str:
    """The right side of an operation as it is written, with parentheses where it needs them."""
    is_stronger = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div, ast.MatMult, ast.Pow))
    return module.text_of(node) if is_stronger and sign in ("+", "-") else atom(module, node)


def as_new_tensor(compiled: Compiled, node: ast.AST) -> Optional[Rewrite]:
    """``x += y`` as ``x = x + y``; of ``x.add_(y)`` PyNative mode and torch make different things."""
    if not isinstance(node, ast.AugAssign) or not isinstance(node.target, ast.Name):
        return None
    name, sign = node.target.id, symbol(node.op)
    value = operand(compiled.module, node.value, sign)
    return replaced(compiled.module, node, f"{name} = {name} {sign} {value}", SAME)


def as_sorted(compiled: Compiled, node: ast.AST) -> Optional[Rewrite]:
    """``items.sort(...)`` as ``items = sorted(items, ...)``."""
    statement = compiled.module.parents.get(node)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(statement, ast.Expr)):
        return None
    owner = node.func.value
    has_star = any(item.arg is None for item in node.keywords)
    if not isinstance(owner, ast.Name) or node.func.attr != "sort" or node.args or has_star:
        return None
    keywords = "".join(f", {item.arg}={compiled.module.text_of(item.value)}" for item in node.keywords)
    return replaced(compiled.module, statement, f"{owner.id} = sorted({owner.id}{keywords})", SAME)


def as_fraction(compiled: Compiled, node: ast.expr, base: ast.expr, power: ast.expr) -> Optional[Rewrite]:
    """An integer to a negative power as a fraction of floats."""
    module = compiled.module
    exponent = _constant(power)
    if exponent is None:
        return None
    below = atom(module, base) if exponent == -1 else f"{atom(module, base)} ** {-exponent}"
    parent = module.parents.get(node)
    text = f"1.0 / {below}"
    return replaced(module, node, text if isinstance(parent, (ast.Return, ast.Assign)) else f"({text})", SAME)


def _constant(node: ast.expr) -> Optional[int]:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, int) and value < 0 else None


def compared_one_by_one(compiled: Compiled, node: ast.Compare) -> Optional[Rewrite]:
    """``x in [1, 3]`` as ``(x == 1 or x == 3)``."""
    right = node.comparators[0]
    if not (isinstance(node.left, ast.Name) and isinstance(right, (ast.List, ast.Tuple, ast.Set)) and right.elts):
        return None
    sign, word = ("==", " or ") if isinstance(node.ops[0], ast.In) else ("!=", " and ")
    parts = [f"{node.left.id} {sign} {compiled.module.text_of(item)}" for item in right.elts]
    text = word.join(parts)
    is_alone = len(parts) == 1 or isinstance(compiled.module.parents.get(node), (ast.If, ast.While, ast.Return))
    return replaced(compiled.module, node, text if is_alone else f"({text})", SAME)


def by_equality(compiled: Compiled, node: ast.Compare) -> Optional[Rewrite]:
    """``is`` as ``==``."""
    left, right = (compiled.module.text_of(part) for part in (node.left, node.comparators[0]))
    sign = "==" if isinstance(node.ops[0], ast.Is) else "!="
    return replaced(compiled.module, node, f"{left} {sign} {right}", SAME)


def without_slash(compiled: Compiled, function: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> Optional[Rewrite]:
    """``def f(a, /, b)`` as ``def f(a, b)``."""
    arguments = function.args
    last = (arguments.defaults[: len(arguments.posonlyargs)] if not arguments.args else []) or arguments.posonlyargs
    line = compiled.module.source.lines[function.lineno - 1]
    match = re.search(r",\s*/(?=\s*[,)])", line)
    if match is None or last[-1].lineno != function.lineno or line.count("/") != 1:
        return None
    start, end = (len(line[:at].encode()) for at in match.span())
    return Rewrite((((function.lineno, start, function.lineno, end), ""),), SAME)


def with_class(compiled: Compiled, node: ast.Call, name: str) -> Optional[Rewrite]:
    """``super()`` as ``super(Base, self)``."""
    edits = change_arguments(node, Changes(added=[f"{name}, self"]), compiled.module.source)
    return None if edits is None else Rewrite(edits, SAME)


def called_self(compiled: Compiled, old: str) -> Optional[Rewrite]:
    """The first parameter of a method, and each use of it, under the name ``self``."""
    function = compiled.function.node
    first, found = function.args.args[0], [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    nested = any(isinstance(node, (ast.Lambda, ast.FunctionDef)) for node in ast.walk(function) if node is not function)
    if nested or any(node.id == "self" for node in found):
        return None
    uses: list[Union[ast.arg, ast.Name]] = [first, *(node for node in found if node.id == old)]
    end = len(old.encode())
    edits: list[tuple[Place, str]] = []
    for node in uses:
        edits.append(((node.lineno, node.col_offset, node.lineno, node.col_offset + end), "self"))
    return Rewrite(tuple(edits), SAME)


def as_tensor_method(compiled: Compiled, node: ast.Call) -> Optional[Rewrite]:
    """A method of tensors that the graph lacks, as the one that it has."""
    module, arguments = compiled.module, node.args
    if not isinstance(node.func, ast.Attribute) or node.keywords:
        return None
    owner = node.func.value
    if node.func.attr == "transpose":
        return renamed(module, node.func, "swapaxes", SAME)
    if node.func.attr in ("value", "to"):
        return replaced(module, node, module.text_of(owner), SAME) if isinstance(owner, ATOMS) else None
    if node.func.attr == "expand":
        sizes = arguments[0] if len(arguments) == 1 else None
        if any(isinstance(item, ast.Starred) for item in arguments):
            return None
        if sizes is None or isinstance(compiled.value(sizes), type(None)):
            text = ", ".join(module.text_of(item) for item in arguments)
            return replaced(module, node, f"{module.text_of(owner)}.broadcast_to(({text}))", SAME)
        is_shape = isinstance(sizes, (ast.Tuple, ast.List)) or (
            isinstance(sizes, ast.Attribute) and sizes.attr == "shape"
        )
        return renamed(module, node.func, "broadcast_to", SAME) if is_shape else None
    if node.func.attr == "set_dtype" and len(arguments) == 1:
        statement = module.parents.get(node)
        if isinstance(owner, ast.Name) and isinstance(statement, ast.Expr):
            text = f"{owner.id} = {owner.id}.astype({module.text_of(arguments[0])})"
            return replaced(module, statement, text, SAME)
    return None


def as_int(compiled: Compiled, node: ast.expr) -> Optional[Rewrite]:
    """``x.item()`` as ``int(x)``."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args):
        return None
    return replaced(compiled.module, node, f"int({compiled.module.text_of(node.func.value)})", SAME)


def assigned_to_parameter(compiled: Compiled, target: ast.expr, whole: ast.AST) -> Optional[Rewrite]:
    """A new value of a Parameter by ``ops.assign``, for an assignment or the call of a method with the value."""
    module = compiled.module
    statement = whole if isinstance(whole, ast.stmt) else module.parents.get(whole)
    needed: set[str] = set()
    text = module.text_of(target)
    if isinstance(statement, ast.AugAssign):
        sign = symbol(statement.op)
        value = f"{text} {sign} {operand(module, statement.value, sign)}"
    elif isinstance(statement, ast.Assign):
        value = module.text_of(statement.value)
    elif isinstance(statement, ast.Expr) and isinstance(whole, ast.Call):
        value = module.text_of(whole.args[0])
    else:
        return None
    assign = names_of(module).spelled("ops.assign", needed)
    return replaced(module, statement, f"{assign}({text}, {value})", SAME, needed)


def behind_loop(compiled: Compiled, node: Union[ast.For, ast.While]) -> Optional[Rewrite]:
    """The ``else`` of a loop that nothing leaves early, put behind the loop."""
    if any(isinstance(part, ast.Break) for part in ast.walk(node)):
        return None
    lines = compiled.module.source.lines
    first, last = node.orelse[0], node.orelse[-1]
    margin = text_between(compiled.module.source, (node.lineno, 0), start_of(node))
    inner = text_between(compiled.module.source, (first.lineno, 0), start_of(first))
    number = first.lineno - 1
    while number > (node.body[-1].end_lineno or 0) and not lines[number - 1].strip():
        number -= 1
    word = lines[number - 1]
    if margin.strip() or inner.strip() or word.rstrip() != f"{margin}else:" or not inner.startswith(margin):
        return None
    edits: list[tuple[Place, str]] = [((number, 0, number + 1, 0), "")]
    cut = len(inner) - len(margin)
    strings = [part for statement in node.orelse for part in ast.walk(statement) if isinstance(part, ast.Constant)]
    if any(isinstance(part.value, str) and part.lineno != part.end_lineno for part in strings):
        return None
    for line in range(first.lineno, (last.end_lineno or last.lineno) + 1):
        if lines[line - 1].startswith(inner):
            edits.append(((line, len(margin.encode()), line, len(margin.encode()) + cut), ""))
    return Rewrite(tuple(edits), SAME)


def chosen(
    compiled: Compiled,
    statement: Union[ast.Assign, ast.AugAssign],
    target: ast.Subscript,
    mask_of: Callable[[ast.expr], ast.expr],
) -> Optional[Rewrite]:
    """What a mask chooses by ``ops.where``: ``y[m] *= 2`` as ``y = ops.where(m, y * 2, y)``."""
    module = compiled.module
    base, mask = module.text_of(target.value), module.text_of(target.slice)
    if not isinstance(target.value, (ast.Name, ast.Attribute)) or statement.lineno != statement.end_lineno:
        return None
    test = mask_of(target.slice)
    if not any(isinstance(part, ast.Compare) and _has_side(part, base, module) for part in ast.walk(test)):
        return None  # a mask of fewer axes would not be broadcast to the same places
    written = ast.dump(target.slice)
    text, taken = module.text_of(statement.value), 0
    for part in ast.walk(statement.value):
        if isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name) and ast.dump(part.slice) == written:
            text = text.replace(module.text_of(part), part.value.id)
            taken += 1
    if isinstance(statement, ast.AugAssign):
        if not taken and not isinstance(statement.value, ast.Constant):
            return None
        sign = symbol(statement.op)
        value = text if isinstance(statement.value, (*ATOMS, ast.Subscript)) else f"({text})"
        text = f"{base} {sign} {value}"
    elif not taken:
        return None
    needed: set[str] = set()
    where = names_of(module).spelled("ops.where", needed)
    return replaced(module, statement, f"{base} = {where}({mask}, {text}, {base})", SAME, needed)


def _has_side(node: ast.Compare, text: str, module: Module) -> bool:
    return any(module.text_of(side) == text for side in (node.left, *node.comparators))
