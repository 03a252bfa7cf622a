"""What is given for the parameters of a call, of which kind it is, and which form that chooses."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any, Callable, Optional

from ms_lint.messages import Message, say
from ms_lint.semantics.values import Argument, Constant, Container, Scalar, Tensor, Value
from ms_lint.semantics.values import Sequence as SequenceValue

#: Labels that are probabilities of all classes.
SOFT = re.compile(r"soft|prob|one_?hot|mix|smooth|\.float\(\)|sigmoid", re.IGNORECASE)


class Refused(Exception):
    """The call cannot be written in MindSpore as it stands; ``words`` say what is in the way. ``is_silent``: left as
    it is, it would silently mean something else in MindSpore."""

    def __init__(self, words: Message, is_silent: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.is_silent = is_silent


@dataclass(frozen=True)
class Setting:
    """One parameter of the original in a call: what is given for it (None: nothing) and its default's text."""

    name: str
    expression: Optional[ast.expr]
    value: Optional[Value]
    default: Optional[str]


Settings = Callable[[str], Setting]


def literal(setting: Setting) -> tuple[bool, Any]:
    """Whether the value is known, and it; that of the default where nothing is given."""
    if setting.expression is None:
        try:
            return True, ast.literal_eval(setting.default or "None")
        except (ValueError, SyntaxError):
            return False, None
    if isinstance(setting.value, Constant):
        return True, setting.value.value
    try:
        return True, ast.literal_eval(setting.expression)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False, None


def is_default(setting: Setting) -> bool:
    """Whether what is given is what would be without it."""
    if setting.default is None:
        return False
    is_known, value = literal(setting)
    try:
        default = ast.literal_eval(setting.default)
    except (ValueError, SyntaxError):
        return setting.expression is not None and ast.unparse(setting.expression).endswith(setting.default)
    return is_known and value == default and isinstance(value, bool) == isinstance(default, bool)


def kind_of(setting: Setting) -> Optional[str]:
    """``int``, ``float``, ``bool``, ``str``, ``tuple``, ``none``, ``tensor``; None where it is not known."""
    is_known, value = literal(setting)
    if is_known:
        return _KINDS.get(type(value))
    found = _kind_of_value(setting.value)
    return found if found is not None else _kind_of_expression(setting.expression)


_KINDS = {int: "int", float: "float", bool: "bool", str: "str", tuple: "tuple", list: "tuple", type(None): "none"}


def _kind_of_value(value: Optional[Value]) -> Optional[str]:
    if isinstance(value, Scalar):
        return value.type if value.type in _KINDS.values() else None
    if isinstance(value, (SequenceValue, Container)):
        return "tuple"
    if isinstance(value, Tensor):
        return "tensor"
    return None


def _kind_of_expression(node: Optional[ast.expr]) -> Optional[str]:
    if isinstance(node, (ast.Tuple, ast.List, ast.ListComp)):
        return "tuple"
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.FloorDiv, ast.Sub, ast.Mod, ast.Pow)):
        return "int"
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Add)):
        kinds = {_kind_of_expression(node.left), _kind_of_expression(node.right)}
        return "tuple" if "tuple" in kinds else "int" if "int" in kinds else None
    if isinstance(node, ast.Constant):
        return _KINDS.get(type(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _kind_of_expression(node.operand)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return "bool"
    if isinstance(node, ast.Compare):
        return "bool"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("int", "len", "round"):
        return "int"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "size" and node.args:
        return "int"
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
        of = node.value
        return "int" if isinstance(of, ast.Attribute) and of.attr == "shape" else None
    if isinstance(node, ast.Attribute) and node.attr == "shape":
        return "tuple"
    return None


def probable_kind(setting: Setting) -> Optional[str]:
    """By the default of the parameter that is handed on."""
    value = setting.value
    if isinstance(value, Argument) and isinstance(value.default, Constant):
        return _KINDS.get(type(value.default.value))
    if isinstance(value, Argument) and isinstance(value.default, SequenceValue):
        return "tuple"
    return None


def holds(test: ast.expr, setting: Callable[[str], Setting], doubts: list[Message]) -> bool:
    """Whether a condition of a form holds. Where a kind of value is asked for that is not known it holds, and the
    doubt is kept."""
    if isinstance(test, ast.BoolOp):
        results = (holds(item, setting, doubts) for item in test.values)
        return all(results) if isinstance(test.op, ast.And) else any(results)
    if isinstance(test, ast.UnaryOp):
        return not holds(test.operand, setting, doubts)
    assert isinstance(test, ast.Call)
    assert isinstance(test.func, ast.Name)
    name, arguments = test.func.id, test.args
    assert isinstance(arguments[0], ast.Name)
    of = setting(arguments[0].id)
    if name == "given":
        return of.expression is not None and literal(of) != (True, None)
    if name == "ignored":
        return True
    if name == "optional":
        return isinstance(of.value, Argument) and of.value.default == Constant(None)
    if name == "bools":
        return (isinstance(of.value, Tensor) and of.value.dtype == "bool") or "torch.bool" in text_given(of)
    if name == "floats":
        return _is_of_numbers(of, doubts)
    if name == "lone":
        if _length(of)[0]:
            return _length(of)[1] == 1
        doubts.append(say("`{name}` is taken for the size of the last axis", name=of.name))
        return True
    if name in ("known", "length"):
        is_known, value = literal(of)
        if name == "length":
            is_known, value = _length(of)
        wanted = [ast.literal_eval(item) for item in arguments[1:]]
        return is_known and any(value == item and type(value) is type(item) for item in wanted)
    if name == "equals":
        is_known, value = literal(of)
        wanted = [ast.literal_eval(item) for item in arguments[1:]]
        if not is_known:
            raise Refused(say("the value of `{name}` is not known", name=of.name))
        return any(value == item and type(value) is type(item) for item in wanted)
    kinds = [item.value for item in arguments[1:] if isinstance(item, ast.Constant)]
    kind = kind_of(of)
    if kind is not None:
        return kind in kinds
    doubts.append(say("`{name}` is taken for {kinds}", name=of.name, kinds=_WORDS[str(probable_kind(of) or kinds[0])]))
    return (probable_kind(of) or kinds[0]) in kinds


def text_given(setting: Setting) -> str:
    return ast.unparse(setting.expression) if setting.expression is not None else ""


def _is_of_numbers(setting: Setting, doubts: list[Message]) -> bool:
    """Whether a mask is added; one of True and False is not."""
    if isinstance(setting.value, Tensor) and setting.value.dtype == "bool":
        return False
    text = ast.unparse(setting.expression) if setting.expression is not None else ""
    if "bool" in text or "==" in text:
        return False
    doubts.append(say("`{name}` is taken for numbers to be added, not for True and False", name=setting.name))
    return True


def _length(setting: Setting) -> tuple[bool, Optional[int]]:
    """The number of items of a tuple or list that stands there; of a number it is 1."""
    node = setting.expression
    if isinstance(node, (ast.Tuple, ast.List)) and not any(isinstance(item, ast.Starred) for item in node.elts):
        return True, len(node.elts)
    if isinstance(setting.value, SequenceValue):
        return True, len(setting.value.items)
    return (True, 1) if kind_of(setting) == "int" else (False, None)


_WORDS = {
    "int": say("one number"),
    "float": say("a number"),
    "tuple": say("a tuple"),
    "bool": say("True or False"),
    "str": say("a word"),
    "tensor": say("a tensor"),
    "none": say("None"),
}
