"""What the functions in a form mean: how a given value is written."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Callable, Optional, Union

from ms_lint.conversion.kinds import SOFT, Refused, Setting, Settings, kind_of, literal, probable_kind, text_given
from ms_lint.messages import Message, say
from ms_lint.semantics.values import Tensor, Value
from ms_lint.sources import Source

#: What to put before and behind a value, or what stands for it.
Wrap = Union[tuple[str, str], str]
#: Expressions that need no parentheses whatever stands around them.
ATOMS = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set,
    ast.ListComp, ast.DictComp, ast.SetComp, ast.JoinedStr,
)  # fmt: skip
#: Names that a form has from MindSpore and numpy.
ROOTS = ("nn", "ops", "ms", "mint", "np", "optim")
PLAIN: Wrap = ("", "")


def takes(value: ast.expr, name: str) -> bool:
    """Whether a place of a form is for this parameter: the parameter itself or a function of it."""
    if isinstance(value, ast.Name):
        return value.id == name
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and takes(value.args[0], name)


def without(value: ast.expr, setting: Settings, spell: Callable[[str], str]) -> str:
    """What a place of a form is where the call gives nothing for it; empty where it is left out."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        name = value.func.id
        if name in ("default", "one_minus", "mapped", "tuple_of", "negated") and len(value.args) > 1:
            return "" if isinstance(value.args[-1], ast.Dict) else _spelled(value.args[-1], setting, spell)
        if name == "copied":  # of another parameter
            assert isinstance(value.args[1], ast.Name)
            other = setting(value.args[1].id)
            if other.expression is None:
                return ""
            if not isinstance(other.expression, (ast.Name, ast.Constant, ast.Tuple, ast.Attribute)):
                raise Refused(say("`{name}` would have to be written twice", name=other.name))
            return ast.unparse(other.expression)
        return ""
    if isinstance(value, ast.Name) and value.id not in ROOTS:
        return ""
    return _spelled(value, setting, spell)


def _spelled(value: ast.expr, setting: Settings, spell: Callable[[str], str]) -> str:
    text = ast.unparse(value)
    if text.startswith("self."):
        receiver = setting("self").expression
        if not isinstance(receiver, (ast.Name, ast.Attribute)):
            raise Refused(say("the tensor would have to be written twice"))
        return ast.unparse(receiver) + text[len("self") :]
    return spell(text) if text.split(".")[0] in ROOTS and isinstance(value, ast.Attribute) else text


def wrapped(value: ast.expr, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """How a given value is written in its place; None where it is left out. Raises Refused."""
    if isinstance(value, ast.Name):
        return PLAIN
    assert isinstance(value, ast.Call)
    assert isinstance(value.func, ast.Name)
    return FUNCTIONS[value.func.id](value, setting, source, doubts)


def _default(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """``default(stride, kernel_size)``: a None is as good as nothing."""
    if literal(setting) == (True, None) and setting.expression is not None:
        text = ast.unparse(value.args[1])
        return None if text == "None" else text
    return PLAIN


def _one_minus(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    is_known, number = literal(setting)
    if is_known and number is None:
        raise Refused(say("`momentum=None` averages over all batches"))
    if is_known and isinstance(number, (int, float)) and isinstance(setting.expression, (ast.Constant, ast.UnaryOp)):
        return repr(float(f"{1 - number:.12g}"))
    return _parenthesized(setting, "1 - ", "")


def _parenthesized(setting: Setting, before: str, after: str) -> Wrap:
    is_whole = isinstance(setting.expression, ATOMS)
    return (before, after) if is_whole else (f"{before}(", f"){after}")


def _sides(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """Padding of an image: (2, 1) becomes (2, 2, 1, 1), each side by itself."""
    node = setting.expression
    kind = kind_of(setting)
    if kind == "int":
        return PLAIN
    if isinstance(node, (ast.Tuple, ast.List)) and not any(isinstance(item, ast.Starred) for item in node.elts):
        items = [
            ast.unparse(item)
            for item in node.elts
            if isinstance(item, (ast.Name, ast.Constant, ast.Attribute, ast.BinOp))
        ]
        if len(items) == len(node.elts):
            return f"({', '.join(item for item in items for _ in range(2))})" if len(items) > 1 else items[0]
    if kind in ("tuple", "str", "none"):
        raise Refused(say("`{name}` would have to be written for each side", name=setting.name))
    if probable_kind(setting) != "int":
        doubts.append(say("`{name}` is taken for one number, not one for each axis", name=setting.name))
    else:
        doubts.append(say("`{name}` is taken for one number, as its default is", name=setting.name))
    return PLAIN


def _tuple_of(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    kind = kind_of(setting)
    if kind == "tuple":
        return PLAIN
    if kind is None:
        if probable_kind(setting) == "tuple":
            return PLAIN
        doubts.append(say("`{name}` is taken for one number", name=setting.name))
    return ("(", ",)")


def _floated(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """A whole number becomes a fraction, which is what MindSpore demands."""
    is_known, number = literal(setting)
    if is_known and type(number) is int and isinstance(setting.expression, ast.Constant):
        return repr(float(number))
    if is_known and isinstance(number, tuple):
        return repr(tuple(map(float, number)))
    kind = kind_of(setting)
    if kind == "tuple":
        raise Refused(say("`{name}` must be of fractions", name=setting.name))
    return PLAIN if kind == "float" else ("float(", ")")


def _listed(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """A generator becomes a list."""
    node = setting.expression
    if isinstance(node, ast.GeneratorExp):
        return ("[", "]")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("map", "filter", "zip"):
        return ("list(", ")")
    return PLAIN


def _as_int32(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    return _parenthesized(setting, "", f".{ast.unparse(value.args[1])}")


def _mapped(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """``mapped(approximate, {'none': False})``: known values by others."""
    table = ast.literal_eval(value.args[1])
    is_known, given = literal(setting)
    if not is_known or given not in table:
        raise Refused(say("the value of `{name}` is not known", name=setting.name))
    return None if table[given] is None else repr(table[given])


def _flag(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """``plain(x)``: as it is."""
    return PLAIN


def _packed(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    kind = kind_of(setting)
    if kind == "int":
        return ("(", ",)")
    return PLAIN


def _negated(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    is_known, flag = literal(setting)
    if is_known and isinstance(flag, bool):
        return repr(not flag)
    return _parenthesized(setting, "not ", "")


def indices(setting: Setting, doubts: list[Message]) -> Wrap:
    """Indices of classes as int32; what is known to have fractions is left."""
    dtype = setting.value.dtype if isinstance(setting.value, Tensor) else None
    if (dtype is not None and dtype.startswith(("float", "bfloat", "int32"))) or SOFT.search(text_given(setting)):
        return PLAIN
    if dtype is None:
        text = ast.unparse(setting.expression) if setting.expression is not None else setting.name
        doubts.append(say("`{name}` is taken for indices of classes", name=text))
    return _parenthesized(setting, "", ".int()")


def _indices(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    return indices(setting, doubts)


_Function = Callable[[ast.Call, Setting, Source, list[Message]], Optional[Wrap]]
FUNCTIONS: dict[str, _Function] = {
    "default": _default,
    "copied": _default,
    "one_minus": _one_minus,
    "sides": _sides,
    "tuple_of": _tuple_of,
    "floated": _floated,
    "listed": _listed,
    "suffixed": _as_int32,
    "mapped": _mapped,
    "packed": _packed,
    "plain": _flag,
    "negated": _negated,
    "indices": _indices,
}


def packing(
    value: ast.expr, items: Sequence[ast.expr], value_of: Callable[[ast.expr], Value], doubts: list[Message]
) -> Optional[tuple[str, str]]:
    """What stands around the arguments of ``*size`` where one tuple of them is wanted; None where they are one."""
    if len(items) > 1:
        return "(", ")"
    if isinstance(items[0], ast.Starred):
        return "", ""
    kind = kind_of(Setting("size", items[0], value_of(items[0]), None))
    if kind == "int":
        return "(", ",)"
    if kind is None:
        doubts.append(say("`{items}` is taken for a tuple", items=ast.unparse(items[0])))
    return None
