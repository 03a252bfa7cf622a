"""The fixes of what Python draws or prints while the graph is compiled: MindSpore does it in each call. It has no
rules."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.messages import say
from ms_lint.place_fix import is_movable, names_of, replaced, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import CallSite, Compiled
from ms_lint.semantics.values import Tensor

from .graph_fixes import SAME, atom

_DOUBT = say("a tensor takes the place of a number of Python, and `ms.set_seed` decides what is drawn")
_UNIFORM = frozenset("random.random numpy.random.rand numpy.random.random numpy.random.random_sample".split())
_NORMAL = frozenset("numpy.random.randn numpy.random.standard_normal".split())
_BETWEEN = frozenset("random.uniform numpy.random.uniform".split())
_AROUND = frozenset("random.gauss random.normalvariate numpy.random.normal".split())
_WHOLE = frozenset("random.randint numpy.random.randint".split())
#: What takes sizes one by one, and what takes all of them as one argument.
_BY_SIZES = frozenset("numpy.random.rand numpy.random.randn".split())


def drawn_by_mindspore(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """``random.random()`` as ``ops.rand(1)[0]``, and others in the same way; None where a tensor may be no use."""
    module, node = compiled.module, call.node
    if compiled.is_folded or any(keyword.arg not in (None, "size") for keyword in node.keywords):
        return None
    if not all(map(module.catalog.find, ("mindspore.ops.rand", "mindspore.ops.randn", "mindspore.Tensor.int"))):
        return None
    needed: set[str] = set()
    draw = _draw(compiled, call, needed)
    if draw is None:
        return None
    text, is_array = draw
    whole = _with_wrappers(compiled, node, is_array)
    is_whole_number = call.name in _WHOLE
    if not is_movable(module, whole) or not _is_of_use(compiled, whole, is_array and whole is node, is_whole_number):
        return None
    parent = module.parents.get(whole)
    if text.startswith("(") and text.endswith(")") and isinstance(parent, (ast.Return, ast.Assign)):
        text = text[1:-1]
    return unsafe(replaced(module, whole, text, SAME, needed), _DOUBT)


def _draw(compiled: Compiled, call: CallSite, needed: set[str]) -> Optional[tuple[str, bool]]:
    """The text that draws the same with MindSpore, and whether it draws more than one number."""
    module, node, name = compiled.module, call.node, call.name
    spelled = names_of(module).spelled
    given = [module.text_of(item) for item in node.args]
    keyword = next((item.value for item in node.keywords), None)
    size = module.text_of(keyword) if keyword is not None else ""
    if name in _UNIFORM or name in _NORMAL:
        function = spelled("ops.rand" if name in _UNIFORM else "ops.randn", needed)
        if keyword is not None or name in _BY_SIZES or len(given) < 2:
            sizes = size or ", ".join(given)
            return f"{function}({sizes or 1}){'' if sizes else '[0]'}", bool(sizes)
        return None
    if any(isinstance(item, ast.Starred) for item in node.args):
        return None
    numbers = 2 if name in (*_BETWEEN, *_AROUND) else 1
    if name in _BETWEEN | _AROUND and numbers <= len(given) <= 3:
        size = size or (given[2] if len(given) == 3 else "")
        function = spelled("ops.rand" if name in _BETWEEN else "ops.randn", needed)
        base = f"{function}({size or 1}){'' if size else '[0]'}"
        low, high = (atom(module, item) for item in node.args[:2])
        if not all(isinstance(item, (ast.Constant, ast.Name, ast.Attribute)) for item in node.args[:2]):
            return None
        width = high if name in _AROUND or _is_number(node.args[0], 0) else f"({high} - {low})"
        is_one = _is_number(node.args[1], 1) and (name in _AROUND or _is_number(node.args[0], 0))
        scaled = base if is_one else f"{width} * {base}"
        text = scaled if _is_number(node.args[0], 0) else f"{low} + {scaled}"
        return text if text == base else f"({text})", bool(size)
    if name in _WHOLE and 1 <= len(given) <= 3:
        size = size or (given[2] if len(given) == 3 else "")
        if not all(isinstance(item, (ast.Constant, ast.Name, ast.Attribute)) for item in node.args[:2]):
            return None
        base = f"{spelled('ops.rand', needed)}({size or 1}){'' if size else '[0]'}"
        low, high = ("0", given[0]) if len(given) == 1 else given[:2]
        more = 1 if name == "random.randint" else 0
        if low.isdigit() and high.isdigit():
            count = str(int(high) + more - int(low))
        else:
            count = f"({high} - {low}{' + 1' if more else ''})"
        text = f"({base} * {count}).int()"
        return text if low == "0" else f"({text} + {low})", bool(size)
    return None


def _is_number(node: ast.expr, number: int) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value == number


def _with_wrappers(compiled: Compiled, node: ast.expr, is_array: bool) -> ast.expr:
    """The expression with what makes a tensor, or a number, of an array: ``Tensor(... .astype(np.float32))``."""
    module = compiled.module
    while True:
        parent = module.parents.get(node)
        if isinstance(parent, ast.Attribute) and parent.attr == "astype":
            above = module.parents.get(parent)
            types = [module.text_of(item) for item in above.args] if isinstance(above, ast.Call) else []
            if not isinstance(above, ast.Call) or above.keywords or not _is_float(types):
                return node
            node = above
            continue
        name = next((call.name for call in compiled.calls if call.node is parent), "")
        if not isinstance(parent, ast.Call) or parent.keywords or parent.args[:1] != [node]:
            return node
        types = [module.text_of(item) for item in parent.args[1:]]
        is_tensor = name in ("mindspore.Tensor", "mindspore.tensor") and (not types or _is_float(types))
        is_number = name in ("builtins.float", "numpy.float32") and not is_array and not types
        if not is_tensor and not is_number:
            return node
        node = parent


def _is_float(types: list[str]) -> bool:
    return len(types) == 1 and types[0].strip("\"'").rpartition(".")[2] == "float32"


def _is_of_use(compiled: Compiled, node: ast.expr, is_bare_array: bool, is_whole_number: bool) -> bool:
    """Whether what takes the number takes a tensor as well."""
    parent = compiled.module.parents.get(node)
    if isinstance(parent, ast.BinOp):
        other = compiled.value(parent.right if parent.left is node else parent.left)
        return not is_bare_array or (isinstance(other, Tensor) and other.framework == "mindspore")
    if is_bare_array:
        return False
    if isinstance(parent, ast.Compare):
        return True
    return isinstance(parent, (ast.Return, ast.Assign)) and not is_whole_number


def printed(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """``pprint.pprint(x)`` and ``sys.stdout.write("x\\n")`` as ``print``, which the graph knows."""
    module, node = compiled.module, call.node
    if len(node.args) != 1 or node.keywords or not isinstance(module.parents.get(node), ast.Expr):
        return None
    value = node.args[0]
    if isinstance(value, ast.Starred) or "print" in module.scope.env:
        return None
    text = module.text_of(value)
    if call.name == "sys.stdout.write":
        is_line = isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.endswith("\n")
        if not is_line or text[-3:-1] != "\\n" or text[0] not in "\"'" or text.startswith(('"""', "'''")):
            return None
        text = text[:-3] + text[-1]
    elif call.name not in ("pprint.pprint", "pprint.pp"):
        return None
    return unsafe(
        replaced(module, node, f"print({text})", SAME),
        say("`print` takes its place: the text may be laid out otherwise"),
    )
