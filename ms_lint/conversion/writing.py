"""A form as text, with what is given in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Callable, Optional

from ms_lint.conversion.kinds import Refused, Settings
from ms_lint.conversion.pieces import Part
from ms_lint.conversion.values import ATOMS, FUNCTIONS, PLAIN, ROOTS, packing, without, wrapped
from ms_lint.messages import Message, say
from ms_lint.semantics.operators import symbol
from ms_lint.semantics.values import Value
from ms_lint.sources import Source


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
            if text.split(".")[0] in ROOTS and re.fullmatch(r"[\w.]+", text):
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
            yield f" {symbol(node.op)} "
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
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            yield from self._value(node)
        else:
            yield from self.parts(node)

    def _name(self, node: ast.Name) -> Iterator[Part]:
        expression = self._expression(node.id)
        if expression is None:
            if node.id in ("tuple", "int", "float", "bool", "list", "len"):
                yield node.id
                return
            if node.id in ROOTS:
                yield self.spell(node.id)
                return
            raise Refused(say("`{name}` is not given", name=node.id))
        is_whole = isinstance(expression, ATOMS)
        yield from (expression,) if is_whole else ("(", expression, ")")

    def _expression(self, name: str) -> Optional[ast.expr]:
        return self.receiver if name == "self" and self.receiver is not None else self.setting(name).expression

    def _call(self, node: ast.Call) -> Iterator[Part]:
        if isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
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
        while isinstance(name, ast.Call) and isinstance(name.func, ast.Name) and name.func.id in FUNCTIONS:
            name = name.args[0]
        if not isinstance(name, ast.Name) or name.id in ROOTS:
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
        wrap = PLAIN if value is name else wrapped(value, self.setting(name.id), self.source, self.doubts)
        if isinstance(wrap, str):
            yield wrap
        elif wrap is not None:
            is_open = isinstance(expression, (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await))
            yield f"{wrap[0]}(" if is_open else wrap[0]
            yield expression
            yield f"){wrap[1]}" if is_open else wrap[1]
