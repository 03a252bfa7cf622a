"""What the functions and conditions in a form mean: how a given value is written, and which form is chosen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Callable, Optional, Union

from ms_lint.conversion.pieces import Part
from ms_lint.messages import Message, say
from ms_lint.semantics.values import Argument, Constant, Container, Scalar, Tensor, Value
from ms_lint.semantics.values import Sequence as SequenceValue
from ms_lint.sources import Source

#: What to put before and behind a value, or what stands for it.
Wrap = Union[tuple[str, str], str]
#: Expressions that need no parentheses whatever stands around them.
ATOMS = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set,
    ast.ListComp, ast.DictComp, ast.SetComp, ast.JoinedStr,
)  # fmt: skip
_ROOTS = ("nn", "ops", "ms", "mint", "np", "optim")
_PLAIN: Wrap = ("", "")
#: Labels that are probabilities of all classes.
_SOFT = re.compile(r"soft|prob|one_?hot|mix|smooth|\.float\(\)|sigmoid", re.IGNORECASE)


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


# ---------------------------------------------------------------- kinds of values


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


def _probable_kind(setting: Setting) -> Optional[str]:
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
        return (isinstance(of.value, Tensor) and of.value.dtype == "bool") or "torch.bool" in _text(of)
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
    doubts.append(say("`{name}` is taken for {kinds}", name=of.name, kinds=_WORDS[str(_probable_kind(of) or kinds[0])]))
    return (_probable_kind(of) or kinds[0]) in kinds


def _text(setting: Setting) -> str:
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

# ---------------------------------------------------------------- values in forms


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
    if isinstance(value, ast.Name) and value.id not in _ROOTS:
        return ""
    return _spelled(value, setting, spell)


def _spelled(value: ast.expr, setting: Settings, spell: Callable[[str], str]) -> str:
    text = ast.unparse(value)
    if text.startswith("self."):
        receiver = setting("self").expression
        if not isinstance(receiver, (ast.Name, ast.Attribute)):
            raise Refused(say("the tensor would have to be written twice"))
        return ast.unparse(receiver) + text[len("self") :]
    return spell(text) if text.split(".")[0] in _ROOTS and isinstance(value, ast.Attribute) else text


def wrapped(value: ast.expr, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """How a given value is written in its place; None where it is left out. Raises Refused."""
    if isinstance(value, ast.Name):
        return _PLAIN
    assert isinstance(value, ast.Call)
    assert isinstance(value.func, ast.Name)
    return _FUNCTIONS[value.func.id](value, setting, source, doubts)


def _default(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """``default(stride, kernel_size)``: a None is as good as nothing."""
    if literal(setting) == (True, None) and setting.expression is not None:
        text = ast.unparse(value.args[1])
        return None if text == "None" else text
    return _PLAIN


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
        return _PLAIN
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
    if _probable_kind(setting) != "int":
        doubts.append(say("`{name}` is taken for one number, not one for each axis", name=setting.name))
    else:
        doubts.append(say("`{name}` is taken for one number, as its default is", name=setting.name))
    return _PLAIN


def _tuple_of(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    kind = kind_of(setting)
    if kind == "tuple":
        return _PLAIN
    if kind is None:
        if _probable_kind(setting) == "tuple":
            return _PLAIN
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
    return _PLAIN if kind == "float" else ("float(", ")")


def _listed(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    """A generator becomes a list."""
    node = setting.expression
    if isinstance(node, ast.GeneratorExp):
        return ("[", "]")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("map", "filter", "zip"):
        return ("list(", ")")
    return _PLAIN


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
    return _PLAIN


def _packed(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    kind = kind_of(setting)
    if kind == "int":
        return ("(", ",)")
    return _PLAIN


def _negated(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    is_known, flag = literal(setting)
    if is_known and isinstance(flag, bool):
        return repr(not flag)
    return _parenthesized(setting, "not ", "")


def indices(setting: Setting, doubts: list[Message]) -> Wrap:
    """Indices of classes as int32; what is known to have fractions is left."""
    dtype = setting.value.dtype if isinstance(setting.value, Tensor) else None
    if (dtype is not None and dtype.startswith(("float", "bfloat", "int32"))) or _SOFT.search(_text(setting)):
        return _PLAIN
    if dtype is None:
        text = ast.unparse(setting.expression) if setting.expression is not None else setting.name
        doubts.append(say("`{name}` is taken for indices of classes", name=text))
    return _parenthesized(setting, "", ".int()")


def _indices(value: ast.Call, setting: Setting, source: Source, doubts: list[Message]) -> Optional[Wrap]:
    return indices(setting, doubts)


_Function = Callable[[ast.Call, Setting, Source, list[Message]], Optional[Wrap]]
_FUNCTIONS: dict[str, _Function] = {
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


# ---------------------------------------------------------------- writing a form anew


class Writer:
    """A form as text, with the given expressions in it."""

    def __init__(
        self,
        setting: Settings,
        several: dict[str, list[ast.expr]],
        receiver: Optional[ast.expr],
        source: Source,
        spell: Callable[[str], str],
        doubts: list[Message],
        value_of: Callable[[ast.expr], Value],
    ) -> None:
        self.value_of = value_of
        self.setting = setting
        self.several = several
        self.receiver = receiver
        self.source = source
        self.spell = spell
        self.doubts = doubts

    def parts(self, node: ast.expr) -> Iterator[Part]:
        """The text of a form, or of a part of it. Raises Refused where a value is missing."""
        if isinstance(node, ast.Name):
            yield from self._name(node)
        elif isinstance(node, ast.Attribute):
            text = ast.unparse(node)
            if text.split(".")[0] in _ROOTS and re.fullmatch(r"[\w.]+", text):
                yield self.spell(text)
            else:
                is_whole = not isinstance(node.value, (ast.BinOp, ast.UnaryOp))
                yield from self.parts(node.value) if is_whole else ("(", *self.parts(node.value), ")")
                yield f".{node.attr}"
        elif isinstance(node, ast.Call):
            yield from self._call(node)
        elif isinstance(node, ast.Subscript):
            yield from self.parts(node.value)
            yield "["
            yield from self.parts(node.slice)
            yield "]"
        elif isinstance(node, ast.Tuple):
            yield "("
            for index, item in enumerate(node.elts):
                yield from ((", ",) if index else ())
                yield from self.parts(item)
            yield ",)" if len(node.elts) == 1 else ")"
        elif isinstance(node, ast.BinOp):
            yield from self._operand(node.left, node.op)
            yield f" {_OPERATORS[type(node.op)]} "
            yield from self._operand(node.right, node.op)
        elif isinstance(node, ast.Slice) and node.upper is not None:
            yield f":{ast.unparse(node.upper)}"
        elif isinstance(node, ast.IfExp):
            yield "("
            yield from self.parts(node.body)
            yield " if "
            yield from self.parts(node.test.left)  # type: ignore[attr-defined]
            yield " is None else "
            yield from self.parts(node.orelse)
            yield ")"
        elif isinstance(node, ast.Compare):
            yield "("
            yield from self.parts(node.left)
            yield " != "
            yield from self.parts(node.comparators[0])
            yield ")"
        elif isinstance(node, ast.Constant):
            yield repr(node.value)
        elif isinstance(node, ast.UnaryOp):
            yield ast.unparse(node)
        else:
            raise Refused(say("the form of the call"))

    def _operand(self, node: ast.expr, operator: ast.operator) -> Iterator[Part]:
        is_loose = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))
        if is_loose and not isinstance(operator, (ast.Add, ast.Sub)):
            yield "("
            yield from self.parts(node)
            yield ")"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
            yield from self._value(node)
        else:
            yield from self.parts(node)

    def _name(self, node: ast.Name) -> Iterator[Part]:
        expression = self._expression(node.id)
        if expression is None:
            if node.id in ("tuple", "int", "float", "bool", "list", "len"):
                yield node.id
                return
            if node.id in _ROOTS:
                yield self.spell(node.id)
                return
            raise Refused(say("`{name}` is not given", name=node.id))
        is_whole = isinstance(expression, ATOMS)
        yield from (expression,) if is_whole else ("(", expression, ")")

    def _expression(self, name: str) -> Optional[ast.expr]:
        return self.receiver if name == "self" and self.receiver is not None else self.setting(name).expression

    def _call(self, node: ast.Call) -> Iterator[Part]:
        if isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
            yield from self._value(node)
            return
        yield from self.parts(node.func)
        yield "("
        first = True
        pairs: list[tuple[str, ast.expr]] = [("", value) for value in node.args]
        pairs += [(f"{keyword.arg}=", keyword.value) for keyword in node.keywords]
        for name, value in pairs:
            written = list(self._value(value))
            if not written:
                continue
            yield name if first else f", {name}"
            yield from written
            first = False
        yield ")"

    def _value(self, value: ast.expr) -> Iterator[Part]:
        """An argument of the form; nothing where nothing is given for it."""
        name: ast.expr = value
        while isinstance(name, ast.Call) and isinstance(name.func, ast.Name) and name.func.id in _FUNCTIONS:
            name = name.args[0]
        if not isinstance(name, ast.Name) or name.id in _ROOTS:
            yield from self.parts(value)
            return
        if name.id in self.several:
            items = self.several[name.id]
            around = packing(value, items, self.value_of, self.doubts) if isinstance(value, ast.Call) else None
            yield around[0] if around else ""
            for index, item in enumerate(items):
                yield from ((", ",) if index else ())
                yield item.value if around == ("", "") and isinstance(item, ast.Starred) else item
            yield around[1] if around else ""
            return
        expression = self._expression(name.id)
        if expression is None:
            text = without(value, self.setting, self.spell)
            yield from ((text,) if text else ())
            return
        wrap = _PLAIN if value is name else wrapped(value, self.setting(name.id), self.source, self.doubts)
        if isinstance(wrap, str):
            yield wrap
        elif wrap is not None:
            is_open = isinstance(expression, (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await))
            yield f"{wrap[0]}(" if is_open else wrap[0]
            yield expression
            yield f"){wrap[1]}" if is_open else wrap[1]


_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.MatMult: "@", ast.FloorDiv: "//",
}  # fmt: skip
