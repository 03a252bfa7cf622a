"""The fixes of what Python computes while the graph runs: what the graph can compute is written instead. It has no
rules."""

from __future__ import annotations

import ast
from collections.abc import Sequence as Sequence_
from typing import Optional

from ms_lint.conversion.values import ATOMS
from ms_lint.messages import say
from ms_lint.place_fix import is_movable, names_of, replaced, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import CallSite, Compiled
from ms_lint.semantics.values import Constant, Partial, Sequence, Tensor

from .graph_fixes import SAME, atom
from .graph_statements import (
    free_name,
    is_computed_once,
    lines_before,
    span,
    statement_of,
    unsafe_rewrite,
)

_FLOWS = say("the gradient goes through it from then on, where PyNative mode cuts it")
_CUT = say("the gradient is cut there, as it is where numpy computes")
_ALIKE = say("the items become one tensor: they must have one shape and type")
#: Functions of `math` with a namesake in `ops` that gives the same for a tensor.
_MATH = frozenset(
    "sqrt exp log log2 log10 log1p expm1 sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh erf erfc "
    "pow isnan isinf isfinite".split()
)
_OTHER_NAMES = {"math.fabs": "abs"}
#: Functions of numpy that are methods of tensors, or functions of `ops`.
_METHODS = frozenset("sum mean max min std var prod".split()) - {"std", "var"}
_ELEMENTWISE = frozenset("exp log sqrt abs sin cos tanh square".split())
_SIGNS = {"add": "+", "mul": "*", "sub": "-", "truediv": "/", "matmul": "@"}


def as_graph(compiled: Compiled, node: ast.expr) -> Optional[Rewrite]:
    """What the graph computes in the place of what Python computes; None where that is not determined."""
    if not is_movable(compiled.module, node):
        return None
    if isinstance(node, ast.Subscript):
        return _stacked(compiled, node)
    if isinstance(node, ast.IfExp):
        return _of_one_type(compiled, node)
    if not isinstance(node, ast.Call) or any(isinstance(item, ast.Starred) for item in node.args):
        return None
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    call = next((call for call in compiled.calls if call.node is node), None)
    if call is None:
        return None
    if isinstance(compiled.value(node.func), Partial):
        return _called_directly(compiled, node)
    for made in (_as_function, _as_dict, _as_tensor, _as_copy, _reduced):
        fix = made(compiled, call)
        if fix is not None:
            return fix
    return None


def _stacked(compiled: Compiled, node: ast.Subscript) -> Optional[Rewrite]:
    """``items[i]`` with a tensor ``i`` as ``ops.stack(items)[i]``, that of numbers as ``Tensor(items)[i]``."""
    held = compiled.value(node.value)
    if not isinstance(held, Sequence) or not held.items or not isinstance(node.value, (ast.Name, ast.List, ast.Tuple)):
        return None
    needed: set[str] = set()
    if all(isinstance(item, Tensor) and item.framework == "mindspore" for item in held.items):
        function = names_of(compiled.module).spelled("ops.stack", needed)
    elif all(isinstance(item, Constant) and type(item.value) in (int, float) for item in held.items):
        function = _tensor(compiled, needed)
    else:
        return None
    owner, index = (compiled.module.text_of(part) for part in (node.value, node.slice))
    return unsafe(replaced(compiled.module, node, f"{function}({owner})[{index}]", SAME, needed), _ALIKE)


def _tensor(compiled: Compiled, needed: set[str]) -> str:
    names = names_of(compiled.module)
    return names.local("mindspore.Tensor") or names.spelled("ms.Tensor", needed)


def _of_one_type(compiled: Compiled, node: ast.IfExp) -> Optional[Rewrite]:
    """``1 if ... else 2.5`` as ``1.0 if ... else 2.5``."""
    edits = []
    for part in (node.body, node.orelse):
        number = part.operand if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub) else part
        if not isinstance(number, ast.Constant) or type(number.value) not in (int, float):
            return None
        if type(number.value) is int:
            text = compiled.module.text_of(number)
            edits.append((span(number), f"{text}.0" if text.isdigit() else repr(float(number.value))))
    return Rewrite(tuple(edits), SAME) if edits else None


def _is_tensor(compiled: Compiled, node: ast.expr) -> bool:
    value = compiled.value(node)
    return isinstance(value, Tensor) and value.framework == "mindspore"


def _array_of(compiled: Compiled, node: ast.expr) -> Optional[ast.expr]:
    """The tensor whose array an expression is: ``x`` of ``x.asnumpy()``."""
    function = node.func if isinstance(node, ast.Call) and not node.args and not node.keywords else None
    if not isinstance(function, ast.Attribute) or function.attr not in ("asnumpy", "numpy"):
        return None
    return function.value if _is_tensor(compiled, function.value) else None


def _as_function(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """``math.sqrt(x)`` as ``ops.sqrt(x)``, and ``np.sum(x.asnumpy())`` as ``ops.stop_gradient(x.sum())``."""
    module, node = compiled.module, call.node
    root, _, leaf = call.name.rpartition(".")
    if node.keywords or not node.args:
        return None
    needed: set[str] = set()
    names = names_of(module)
    if root == "math":
        leaf = _OTHER_NAMES.get(call.name, leaf if leaf in _MATH else "")
        is_known = leaf and module.catalog.find(f"mindspore.ops.{leaf}") is not None
        operands = node.args if leaf != "pow" else node.args[:1]
        if not is_known or not all(_is_tensor(compiled, item) for item in operands):
            return None
        if len(node.args) != (2 if leaf in ("pow", "atan2") else 1):
            return None
        text = ", ".join(module.text_of(item) for item in node.args)
        return unsafe(replaced(module, node, f"{names.spelled(f'ops.{leaf}', needed)}({text})", SAME, needed), _FLOWS)
    owner = _array_of(compiled, node.args[0]) if root == "numpy" and len(node.args) == 1 else None
    if owner is None or not _is_taken_by_tensors(compiled, node):
        return None
    if leaf in _METHODS:
        text = f"{atom(module, owner)}.{leaf}()"
    elif leaf in _ELEMENTWISE:
        text = f"{names.spelled(f'ops.{leaf}', needed)}({module.text_of(owner)})"
    else:
        return None
    stop = names.spelled("ops.stop_gradient", needed)
    return unsafe(replaced(module, node, f"{stop}({text})", SAME, needed), _CUT)


def _is_taken_by_tensors(compiled: Compiled, node: ast.expr) -> bool:
    """Whether what takes an array or a number takes a tensor as well: an operation with a tensor, ``float()``."""
    parent = compiled.module.parents.get(node)
    if isinstance(parent, ast.BinOp):
        return _is_tensor(compiled, parent.right if parent.left is node else parent.left)
    called = next((call.name for call in compiled.calls if call.node is parent), "")
    return called == "builtins.float"


def _as_dict(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """``dict(a=x)`` as ``{"a": x}``."""
    if call.name != "builtins.dict" or call.node.args or not call.node.keywords:
        return None
    module = compiled.module
    text = ", ".join(f'"{item.arg}": {module.text_of(item.value)}' for item in call.node.keywords)
    return replaced(module, call.node, f"{{{text}}}", SAME)


def _as_tensor(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """``Tensor(x)`` as ``x``, with a type as ``x.astype(type)``, and of ``x.asnumpy()`` without a gradient."""
    if call.name not in ("mindspore.Tensor", "mindspore.tensor") or not call.node.args:
        return None
    module, node = compiled.module, call.node
    first, *others = node.args
    types = [*others, *(item.value for item in node.keywords if item.arg == "dtype")]
    if len(types) > 1 or len(others) + len(node.keywords) > len(types):
        return None
    needed: set[str] = set()
    array = _array_of(compiled, first)
    if array is not None:
        stop = names_of(module).spelled("ops.stop_gradient", needed)
        text, doubt = f"{stop}({module.text_of(array)})", _CUT
    elif _is_tensor(compiled, first):
        text, doubt = module.text_of(first), _FLOWS
        if types or not isinstance(first, ATOMS):
            text = atom(module, first)
    else:
        return None
    if types:
        text += f".astype({module.text_of(types[0])})"
    return unsafe(replaced(module, node, text, SAME, needed), doubt)


def _as_copy(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """``copy.deepcopy(x)`` as ``x.copy()``."""
    if call.name not in ("copy.copy", "copy.deepcopy") or len(call.node.args) != 1 or call.node.keywords:
        return None
    value = call.node.args[0]
    if not _is_tensor(compiled, value):
        return None
    return unsafe(replaced(compiled.module, call.node, f"{atom(compiled.module, value)}.copy()", SAME), _FLOWS)


def _called_directly(compiled: Compiled, node: ast.Call) -> Optional[Rewrite]:
    """A partial that ``__init__`` keeps, as a call of its function with all arguments."""
    module, partial = compiled.module, compiled.value(node.func)
    made = partial.node if isinstance(partial, Partial) else None
    if made is None or made not in module.parents or not made.args:
        return None
    given = [*made.args, *(item.value for item in made.keywords)]
    if any(item.arg is None for item in made.keywords) or not all(_is_seen_from(compiled, item) for item in given):
        return None
    own = {item.arg for item in node.keywords}
    parts = [*made.args[1:], *node.args]
    keywords = [*node.keywords, *(item for item in made.keywords if item.arg not in own)]
    texts = [module.text_of(item) for item in parts]
    texts += [f"{item.arg}={module.text_of(item.value)}" for item in keywords]
    return unsafe(
        replaced(module, node, f"{module.text_of(made.args[0])}({', '.join(texts)})", SAME),
        say("the partial that `__init__` keeps is passed over: another one that is put there later has no effect"),
    )


def _is_seen_from(compiled: Compiled, node: ast.expr) -> bool:
    """Whether an expression of ``__init__`` is the same in a compiled method: constants, and names of the module."""
    module = compiled.module
    if node.lineno != node.end_lineno:
        return False
    for part in ast.walk(node):
        if isinstance(part, (ast.Constant, ast.expr_context, ast.Tuple, ast.List, ast.UnaryOp, ast.unaryop)):
            continue
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            continue
        if not isinstance(part, ast.Name) or part.id not in module.scope.env or part.id == "self":
            return False
        outer = _function_around(compiled, node)
        if outer is None or part.id in _bound_in(outer) or part.id in _bound_in(compiled.function.node):
            return False
    return True


def _function_around(compiled: Compiled, node: ast.AST) -> Optional[ast.AST]:
    while not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
        node = compiled.module.parents[node]
    return node if not isinstance(node, ast.Module) else None


def _bound_in(function: ast.AST) -> set[str]:
    """The names that a function binds."""
    found = {part.arg for part in ast.walk(function) if isinstance(part, ast.arg)}
    return found | {
        part.id for part in ast.walk(function) if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)
    }


# ---------------------------------------------------------------- reduce


def _reduced(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """``functools.reduce(f, items)`` as a loop before the statement."""
    module, node = compiled.module, call.node
    if call.name != "functools.reduce" or node.keywords or not 2 <= len(node.args) <= 3:
        return None
    statement = statement_of(module, node)
    if not is_computed_once(module, node):
        return None
    items = node.args[1]
    start, rest = _first_and_rest(module.text_of(items), items, compiled)
    if len(node.args) == 3:
        start, rest = module.text_of(node.args[2]), module.text_of(items)
    total = free_name(compiled.function.node, module, "total", "reduced", "result")
    item = free_name(compiled.function.node, module, "item", "part", "value")
    if not start or total is None or item is None:
        return None
    step = _step(compiled, node.args[0], total, item)
    if step is None:
        return None
    added = lines_before(module, statement, [f"{total} = {start}", f"for {item} in {rest}:", f"\t{total} = {step}"])
    if added is None:
        return None
    return unsafe_rewrite(
        module, (*added, (span(node), total)), say("it is computed before the statement that it is in")
    )


def _first_and_rest(text: str, items: ast.expr, compiled: Compiled) -> tuple[str, str]:
    """The first item of a list as it is written, and the others; empty where that is not clear."""
    if isinstance(items, (ast.List, ast.Tuple)):
        if len(items.elts) < 2 or any(isinstance(item, ast.Starred) for item in items.elts):
            return "", ""
        first, *others = (compiled.module.text_of(item) for item in items.elts)
        return first, f"[{', '.join(others)}]"
    held = compiled.value(items)
    if isinstance(items, ast.Name) and isinstance(held, Sequence) and held.kind in ("list", "tuple") and held.items:
        return f"{text}[0]", f"{text}[1:]"
    return "", ""


def _step(compiled: Compiled, function: ast.expr, total: str, item: str) -> Optional[str]:
    """What a function of two arguments gives, with the names of the loop."""
    module = compiled.module
    if isinstance(function, ast.Lambda):
        return _with_names(compiled, function, (total, item))
    name = getattr(compiled.value(function), "name", "")
    root, _, leaf = name.rpartition(".")
    if root in ("operator", "_operator") and leaf in _SIGNS:
        return f"{total} {_SIGNS[leaf]} {item}"
    return f"{module.text_of(function)}({total}, {item})" if isinstance(function, (ast.Name, ast.Attribute)) else None


def _with_names(compiled: Compiled, function: ast.Lambda, names: Sequence_[str]) -> Optional[str]:
    """The body of a lambda with other names for its parameters."""
    arguments = function.args
    more = (*arguments.posonlyargs, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg, *arguments.defaults)
    if any(item is not None for item in more) or len(arguments.args) != len(names):
        return None
    new = {old.arg: name for old, name in zip(arguments.args, names)}
    body = function.body
    if any(isinstance(part, (ast.Lambda, ast.NamedExpr, ast.JoinedStr)) for part in ast.walk(body)):
        return None
    if not is_movable(compiled.module, body):
        return None
    text = compiled.module.text_of(body).encode()
    read = [part for part in ast.walk(body) if isinstance(part, ast.Name) and part.id in new]
    for part in sorted(read, key=lambda item: -item.col_offset):
        start = part.col_offset - body.col_offset
        text = text[:start] + new[part.id].encode() + text[start + len(part.id.encode()) :]
    return text.decode()
