"""The fixes of expressions that are something else in compiled code: formats, merged dicts, items by a tensor's number,
constants that are too large or complex. It has no rules."""

from __future__ import annotations

import ast
from typing import Optional, Union

from ms_lint.edits import is_in_place
from ms_lint.messages import say
from ms_lint.place_fix import is_movable, names_of, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import Compiled, depends_on_tensor
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import Constant, Tensor

from .graph_fixes import SAME, atom
from .graph_statements import (
    in_its_place,
    is_computed_once,
    lines_before,
    new_name,
    places_of,
    statement_of,
    texts_of,
    together,
    written_anew,
)

# ---------------------------------------------------------------- f-strings


def as_format_call(compiled: Compiled, node: ast.JoinedStr) -> Optional[Rewrite]:
    """``f"{x:.2f}"`` as ``"{:.2f}".format(x)``."""
    module = compiled.module
    if not is_movable(module, node) or _is_in_text(module, node):
        return None
    arguments: list[str] = []
    text = _template(module, node, arguments)
    if text is None or any("\n" in item or "#" in item for item in arguments):
        return None
    edits = in_its_place(module, node, f"{_quoted(text)}.format({', '.join(arguments)})")
    return None if edits is None else Rewrite(edits, SAME)


def _is_in_text(module: Module, node: ast.AST) -> bool:
    """Whether an f-string stands in another one, or is one of several texts that are written beside each other."""
    parent = module.parents[node]
    while not isinstance(parent, ast.stmt):
        if isinstance(parent, (ast.JoinedStr, ast.FormattedValue)):
            return True
        parent = module.parents[parent]
    return False


def _template(module: Module, node: ast.JoinedStr, arguments: list[str]) -> Optional[str]:
    parts = []
    for item in node.values:
        if isinstance(item, ast.Constant):
            parts.append(str(item.value).replace("{", "{{").replace("}", "}}"))
            continue
        if not isinstance(item, ast.FormattedValue):
            return None
        arguments.append(_written(module, item.value))
        sign = f"!{chr(item.conversion)}" if item.conversion > 0 else ""
        spec = ""
        if isinstance(item.format_spec, ast.JoinedStr):
            inner = _template(module, item.format_spec, arguments)
            if inner is None or "{{" in inner or "}}" in inner.replace("{}}", ""):
                return None
            spec = f":{inner}"
        parts.append(f"{{{sign}{spec}}}")
    return "".join(parts)


def _written(module: Module, node: ast.expr) -> str:
    """An expression as it is written; older versions of Python do not know where it stands in an f-string."""
    is_known = node.lineno == node.end_lineno and is_in_place(node, module.source)
    return module.text_of(node) if is_known else ast.unparse(node)


def _quoted(text: str) -> str:
    """A text in double quotes, if it has none itself."""
    written = repr(text)
    return f'"{written[1:-1]}"' if written[0] == "'" and '"' not in written and "\\'" not in written else written


# ---------------------------------------------------------------- merged dicts


def as_updated(compiled: Compiled, node: Union[ast.Dict, ast.BinOp, ast.AugAssign]) -> Optional[Rewrite]:
    """``b = {**a, "k": x}`` and ``b = a | {"k": x}`` as ``b = {}``, ``b.update(a)`` and ``b.update({"k": x})``."""
    module = compiled.module
    if isinstance(node, ast.AugAssign):
        texts = texts_of(module, node.target, node.value)
        edits = written_anew(module, node, [f"{texts[0]}.update({texts[1]})"]) if texts is not None else None
        return None if edits is None else Rewrite(edits, SAME)
    parts = _merged(module, node)
    statement = statement_of(module, node)
    if parts is None or not is_movable(module, node) or not is_computed_once(module, node):
        return None
    whole = isinstance(statement, ast.Assign) and statement.value is node and len(statement.targets) == 1
    target = statement.targets[0] if whole and isinstance(statement, ast.Assign) else None
    is_name = isinstance(target, ast.Name) and not list(places_of(node, target.id))
    name = target.id if is_name and isinstance(target, ast.Name) else new_name(compiled, "merged")
    first = parts.pop(0) if parts[0].startswith("{") else "{}"
    lines = [f"{name} = {first}", *(f"{name}.update({part})" for part in parts)]
    if is_name:
        edits = written_anew(module, statement, lines)
    else:
        edits = together(lines_before(module, statement, lines), in_its_place(module, node, name))
    return None if edits is None else Rewrite(edits, SAME)


def _merged(module: Module, node: ast.expr) -> Optional[list[str]]:
    """The dicts that one is made of, as they are written."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [_merged(module, side) for side in (node.left, node.right)]
        return None if sides[0] is None or sides[1] is None else sides[0] + sides[1]
    if not isinstance(node, ast.Dict) or None not in node.keys:
        return [module.text_of(node)]
    parts: list[str] = []
    own: list[str] = []
    for key, value in zip(node.keys, node.values):
        if key is not None:
            own.append(f"{module.text_of(key)}: {module.text_of(value)}")
            continue
        if own:
            parts.append(f"{{{', '.join(own)}}}")
            own = []
        parts.append(module.text_of(value))
    return [*parts, f"{{{', '.join(own)}}}"] if own else parts


# ---------------------------------------------------------------- items by a tensor's number


def as_tensor_item(compiled: Compiled, node: ast.Subscript, numbers: bool) -> Optional[Rewrite]:
    """``scales[int(i)]`` and ``scales[i.item()]`` as ``Tensor(scales)[i]``; of tensors as ``ops.stack(xs)[i]``."""
    module, index = compiled.module, node.slice
    if not isinstance(index, ast.Call) or not is_movable(module, node):
        return None
    if isinstance(index.func, ast.Attribute) and index.func.attr == "item" and not index.args:
        number, is_integer = index.func.value, True
    elif isinstance(index.func, ast.Name) and index.func.id == "int" and len(index.args) == 1:
        number = index.args[0]
        value = compiled.value(number)
        is_integer = isinstance(value, Tensor) and str(value.dtype).startswith("int")
    else:
        return None
    needed: set[str] = set()
    names = names_of(module)
    at = module.text_of(number)
    if not is_integer:
        at = f"{atom(module, number)}.astype({names.spelled('ms.int32', needed)})"
    text = f"{names.spelled('ms.Tensor' if numbers else 'ops.stack', needed)}({module.text_of(node.value)})[{at}]"
    edits = in_its_place(module, node, text)
    doubt = (
        say("the result is a tensor, where it was a number")
        if numbers
        else say("all tensors are put into one, and have to be of one shape")
    )
    return None if edits is None else unsafe(Rewrite((*names.edits(needed), *edits), SAME), doubt)


# ---------------------------------------------------------------- numbers


def as_real(compiled: Compiled, node: ast.expr) -> Optional[Rewrite]:
    """A computation with complex constants as the real number that it gives."""
    module = compiled.module
    best: Optional[tuple[ast.expr, float]] = None
    part: ast.AST = node
    while isinstance(part, ast.expr):
        value = _computed(part)
        if value is None:
            break
        if isinstance(value, (int, float)):
            best = (part, value)
        part = module.parents[part]
    if best is None:
        return None
    text = repr(best[1]) if best[1] >= 0 else f"({best[1]!r})"
    edits = in_its_place(module, best[0], text)
    return None if edits is None else Rewrite(edits, SAME)


def _computed(node: ast.expr) -> Union[int, float, complex, None]:
    """The value of an expression of numbers, sums, products and parts of complex ones; None for all else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, complex)):
        return node.value
    if isinstance(node, ast.Attribute) and node.attr in ("real", "imag"):
        inner = _computed(node.value)
        return None if inner is None else inner.real if node.attr == "real" else inner.imag
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _computed(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.BinOp):
        left, right = _computed(node.left), _computed(node.right)
        if left is not None and right is not None:
            if isinstance(node.op, ast.Add):
                return left + right
            if isinstance(node.op, ast.Sub):
                return left - right
            if isinstance(node.op, ast.Mult):
                return left * right
    return None


def as_float(compiled: Compiled, node: ast.BinOp) -> Optional[Rewrite]:
    """``n * 4`` beyond 64 bits as ``n * 4.0``."""
    module = compiled.module
    sides = [
        (side, side.value)
        for side in (node.right, node.left)
        if isinstance(side, ast.Constant) and isinstance(side.value, int) and not isinstance(side.value, bool)
    ]
    if not sides or not isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
        return None
    value = compiled.value(node)
    if not isinstance(value, Constant) or abs(value.value) > 1e300 or depends_on_tensor(value):
        return None
    side, number = sides[0]
    edits = in_its_place(module, side, repr(float(number)))
    doubt = say("a float has 53 bits: the last digits are lost")
    return None if edits is None else unsafe(Rewrite(edits, SAME), doubt)
