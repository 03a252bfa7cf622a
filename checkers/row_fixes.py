"""The fixes of rows of the table of differences: what a row says to write for the call that was found.

It has no rules. CONTRIBUTING.md says what the keys of a fix mean.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, CallFix, behind_call, bracketed, complement, imported, written
from ms_lint.conversion.values import ATOMS
from ms_lint.knowledge.differences import Difference
from ms_lint.messages import placeholders, say
from ms_lint.rules import Rewrite
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Constant

_DOUBTS = {
    "average": say("torch's None averages over all batches, which MindSpore has not"),
    "layer": say("right if the original is the layer, not the function"),
    "layout": say("right if the data have their channels in front by now"),
    "matrix": say("right if it is a matrix"),
    "name": say("right if it is what its name says"),
    "order": say("right if they stand in the original's order"),
    "torch": say("right if the original is torch's"),
}


class _Impossible(Exception):
    """The call gives something else than the fix is for."""


def fix_of(row: Difference, call: Call) -> Optional[Rewrite]:
    """The fix of a row for a call; None where it has none, or none for this call."""
    if not row.fix:
        return None
    texts = _Texts(call)
    doubts = [_DOUBTS[row.fix["doubt"]]] if "doubt" in row.fix else []
    reason = RAISES if "raises" in row.message else AS_ORIGINAL
    try:
        if "whole" in row.fix:
            text = texts.filled(row.fix["whole"])
            left_out = [call.expression(name) for name in row.fix.get("without", ())]
            return written(call, text, reason, doubts) if texts.has_all_but(left_out) else None
        if "brackets" in row.fix:
            return bracketed(call, reason)
        if "behind" in row.fix:
            return behind_call(call, row.fix["behind"], reason)
        fix = _changed(row.fix, call, texts)
        for doubt in doubts:
            fix.doubt(doubt)
        return fix.rewrite(reason)
    except _Impossible:
        return None


def _changed(wanted: Mapping[str, Any], call: Call, texts: _Texts) -> CallFix:
    """The changes of the arguments, and of what is called."""
    fix = CallFix(call)
    for name, new in wanted.get("rename", {}).items():
        fix.rename(name, new)
    for keys, template in wanted.get("put", {}).items():
        fix.put(_parameter(call, keys), imported(call.module, texts.filled(template), fix.needed))
    for keys, template in wanted.get("add", {}).items():
        if not _is_given(call, keys):
            fix.put(_parameter(call, keys), imported(call.module, texts.filled(template), fix.needed))
    for keys, template in wanted.get("change", {}).items():
        if _is_given(call, keys):
            fix.put(_parameter(call, keys), imported(call.module, texts.filled(template), fix.needed))
    for name, table in wanted.get("map", {}).items():
        value = call.argument(name)
        if not isinstance(value, Constant) or str(value.value) not in table:
            raise _Impossible
        fix.put(name, table[str(value.value)])
    fix.drop(*wanted.get("drop", ()))
    if wanted.get("packed"):
        fix.pack()
    called = wanted.get("call")
    if called is not None:
        name = called if isinstance(called, str) else called.get(call.qualified_name)
        if name is None:
            raise _Impossible
        fix.call_as(name)
    return fix


def _is_given(call: Call, keys: str) -> bool:
    return any(call.expression(key) is not None for key in keys.split("/"))


def _parameter(call: Call, keys: str) -> str:
    """Of several names the one that is given, or else the one that the function has."""
    names = keys.split("/")
    if names[0].isdigit():
        return names[0]
    given = next((name for name in names if call.expression(name) is not None), None)
    if given is not None:
        return given
    signature = next((one for one, bound in reversed(call.attempts) if bound is call.bound), None)
    known = {parameter.name for parameter in signature.parameters} if signature is not None else set()
    return next((name for name in names if name in known), names[0])


class _Texts:
    """The texts of a call's arguments for the templates of a row, in the form that a field asks for: ``{x.atom}``."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self._used: set[ast.expr] = set()

    def has_all_but(self, left_out: list[Optional[ast.expr]]) -> bool:
        """Whether each argument of the call but some was written somewhere."""
        node = self.call.node
        return {*node.args, *(keyword.value for keyword in node.keywords)} <= {*self._used, *left_out}

    def filled(self, template: str) -> str:
        """A template with the texts in it. Raises _Impossible."""
        text = template
        for placeholder in placeholders(template):
            text = text.replace("{" + placeholder + "}", self._text(placeholder))
        return text

    def _text(self, placeholder: str) -> str:
        name, _, form = placeholder.partition(".")
        call = self.call
        if name == "call":
            return call.text
        if name == "receiver":
            if not isinstance(call.node.func, ast.Attribute):
                raise _Impossible
            return self._shown(call.node.func.value, form)
        if name == "arguments":
            if call.node.keywords:
                raise _Impossible
            return ", ".join(self._shown(argument, "") for argument in call.node.args)
        if name.startswith("argument_"):
            index = int(name[len("argument_") :])
            if index >= len(call.node.args):
                raise _Impossible
            return self._shown(call.node.args[index], form)
        expression = call.expression(name)
        if expression is None:
            raise _Impossible
        return self._shown(expression, form)

    def _shown(self, node: ast.expr, form: str) -> str:
        self._used.add(node)
        if node.lineno != node.end_lineno or isinstance(node, ast.Starred):
            raise _Impossible
        text = self.call.module.text_of(node)
        made = _FORMS[form](node, text, self) if form else text
        if made is None:
            raise _Impossible
        return made

    def parts(self, node: ast.expr) -> Optional[list[str]]:
        """The texts of the items of a tuple or list."""
        if not isinstance(node, (ast.Tuple, ast.List)) or any(isinstance(item, ast.Starred) for item in node.elts):
            return None
        return [self.call.module.text_of(item) for item in node.elts]


def _atom(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    return text if isinstance(node, ATOMS) else f"({text})"


def _rest(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    return complement(node, text)


def _tuple(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    if not isinstance(node, ast.List):
        return text
    items = texts.parts(node)
    return None if not items else items[0] if len(items) == 1 else f"({', '.join(items)})"


def _first(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    items = texts.parts(node)
    return text if items is None else items[0] if len(items) == 1 else None


def _middle(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    items = texts.parts(node)
    return text if items is None or len(items) != 4 else f"({items[1]}, {items[2]})"


def _items(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    items = texts.parts(node)
    return ", ".join(items) if items else None


def _flipped(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    """Pairs for the axes from the first, as numbers for the axes from the last."""
    pairs = [texts.parts(item) for item in node.elts] if isinstance(node, (ast.Tuple, ast.List)) else []
    if not pairs or any(pair is None or len(pair) != 2 for pair in pairs):
        return None
    return f"({', '.join(number for pair in reversed(pairs) for number in pair or ())})"


def _float(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    is_number = isinstance(node, ast.Constant) and isinstance(node.value, int)
    return f"{node.value}.0" if is_number else f"float({text})"  # type: ignore[attr-defined]


_ACTIVATIONS = frozenset("elu leakyrelu logsoftmax prelu relu relu6 sigmoid softmax tanh".split())


def _word(node: ast.expr, text: str, texts: _Texts) -> Optional[str]:
    """The name of an activation as a word."""
    word = text.rpartition(".")[2].lower()
    return repr(word) if word in _ACTIVATIONS else None


_FORMS = {
    "atom": _atom,
    "first": _first,
    "flipped": _flipped,
    "float": _float,
    "items": _items,
    "middle": _middle,
    "rest": _rest,
    "tuple": _tuple,
    "word": _word,
}
