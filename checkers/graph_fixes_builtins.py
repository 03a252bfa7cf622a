"""The fixes of Python's own functions that compiled code takes otherwise: what they compute. It has no rules."""

from __future__ import annotations

import ast
from collections.abc import Sequence as Several
from typing import Callable, Optional

from ms_lint.edits import Changes, change_arguments
from ms_lint.messages import Message, say
from ms_lint.place_fix import is_movable, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import CallSite, Compiled
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import Container, Sequence

from .graph_fixes import SAME, atom
from .graph_statements import (
    Edits,
    in_its_place,
    is_computed_once,
    is_plain,
    new_name,
    places_of,
    statement_of,
    texts_of,
    together,
    written_anew,
)

_Mend = Callable[[Compiled, ast.Call, str], Optional[Rewrite]]
_OTHER_OUTPUT = say("what is printed has another form, or goes to the standard output")
_NO_ERROR = say("where the lengths differ the rest is left out, without an error")


def written_out(compiled: Compiled, call: CallSite, keyword: str) -> Optional[Rewrite]:
    """What a call of one of Python's functions computes, in words of the graph; None where that is not determined."""
    mend = _MENDS.get(call.name) or (_MENDS["max"] if call.name in ("builtins.max", "builtins.min") else None)
    if mend is None or any(isinstance(item, ast.Starred) for item in call.node.args):
        return None
    return mend(compiled, call.node, keyword)


def _instead(compiled: Compiled, node: ast.expr, text: str, doubt: Optional[Message] = None) -> Optional[Rewrite]:
    edits = in_its_place(compiled.module, node, text)
    made = None if edits is None else Rewrite(edits, SAME)
    return made if doubt is None else unsafe(made, doubt)


def _largest(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
    """``max(items, key=f)`` as ``sorted(items, key=f, reverse=True)[0]``, which gives the first of equal ones as well;
    ``max(items, default=0)`` as ``max(items) if items else 0``."""
    given = {item.arg: item.value for item in call.keywords}
    if len(given) != 1 or not isinstance(call.func, ast.Name) or not call.args:
        return None
    texts = texts_of(compiled.module, *call.args, given.get(keyword, call.args[0]))
    if texts is None:
        return None
    *items, value = texts
    if keyword == "key":
        what = items[0] if len(items) == 1 else f"({', '.join(items)})"
        turned = ", reverse=True" if call.func.id == "max" else ""
        return _instead(compiled, call, f"sorted({what}, key={value}{turned})[0]")
    first = call.args[0]
    if keyword != "default" or len(items) != 1:
        return None
    if isinstance(first, (ast.List, ast.Tuple)):
        return _instead(compiled, call, f"{call.func.id}({items[0]})" if first.elts else value)
    if not is_plain(first):
        return None
    return _instead(compiled, call, f"({call.func.id}({items[0]}) if {items[0]} else {value})")


def _counted(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
    """``range(n)`` of a tensor as ``range(int(n))``."""
    places = [item for item in call.args if compiled.is_tensor(item)]
    texts = texts_of(compiled.module, *places)
    if texts is None or call.keywords:
        return None
    values: dict[ast.expr | ast.keyword, str] = {item: f"int({text})" for item, text in zip(places, texts)}
    edits = change_arguments(call, Changes(values=values), compiled.module.source)
    return None if edits is None else Rewrite(edits, SAME)


def _without(doubt: Message, names: Several[str]) -> _Mend:
    """Keywords left out."""

    def mend(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
        removed = [item for item in call.keywords if item.arg in names]
        edits = change_arguments(call, Changes(removed=[*removed]), compiled.module.source)
        return None if edits is None else unsafe(Rewrite(edits, SAME), doubt)

    return mend


def _filtered(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
    """``filter(None, items)`` with a function that gives the item itself."""
    each = new_name(compiled, "item")
    return _instead(compiled, call.args[0], f"lambda {each}: {each}") if len(call.args) == 2 else None


def _mapped(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
    """``map(f, x)`` of a tensor as ``[f(item) for item in x]``."""
    if len(call.args) != 2 or call.keywords:
        return None
    function, items = call.args
    texts = texts_of(compiled.module, function, items)
    if texts is None:
        return None
    if isinstance(function, ast.Lambda):
        arguments = function.args
        if len(list(ast.iter_child_nodes(arguments))) != 1 or len(arguments.args) != 1:
            return None
        each, body = arguments.args[0].arg, compiled.module.text_of(function.body)
        if list(places_of(items, each)):
            return None
        return _instead(compiled, call, f"[{body} for {each} in {texts[1]}]")
    each = new_name(compiled, "item")
    return _instead(compiled, call, f"[{atom(compiled.module, function)}({each}) for {each} in {texts[1]}]")


def _reduced(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
    """``pow(a, b, c)`` as ``(a ** b % c)``."""
    if len(call.args) != 3 or call.keywords or texts_of(compiled.module, *call.args) is None:
        return None
    base, power, modulus = (atom(compiled.module, item) for item in call.args)
    return _instead(compiled, call, f"({base} ** {power} % {modulus})")


def _evaluated(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
    """``eval("x + 1")`` as ``(x + 1)``."""
    text = call.args[0].value if len(call.args) == 1 and isinstance(call.args[0], ast.Constant) else None
    if not isinstance(text, str) or "\n" in text or "#" in text or call.keywords:
        return None
    return _instead(compiled, call, f"({text.strip()})")


def _variable(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
    """``globals()["name"]`` and ``locals()["name"]`` as the name."""
    item = compiled.module.parents[call]
    if not (isinstance(item, ast.Subscript) and item.value is call and isinstance(item.slice, ast.Constant)):
        return None
    name = item.slice.value
    if not isinstance(name, str) or not name.isidentifier() or not isinstance(call.func, ast.Name):
        return None
    arguments = {part.arg for part in ast.walk(compiled.function.node) if isinstance(part, ast.arg)}
    is_local = name in compiled.function.stores or name in arguments
    if is_local is not (call.func.id == "locals") or not isinstance(item.ctx, ast.Load):
        return None
    return _instead(compiled, item, name)


def _filled(compiled: Compiled, call: ast.Call, keyword: str) -> Optional[Rewrite]:
    """A ``defaultdict`` of lists or numbers as a dict: ``d[k].append(x)`` and ``d[k] += x`` ask for the key."""
    module, statement = compiled.module, compiled.module.parents[call]
    kind = call.args[0].id if len(call.args) == 1 and isinstance(call.args[0], ast.Name) else ""
    if kind not in ("list", "int", "float") or not isinstance(statement, ast.Assign) or len(statement.targets) > 1:
        return None
    target = statement.targets[0]
    if not isinstance(target, ast.Name):
        return None
    parts: list[Optional[Edits]] = [in_its_place(module, call, "{}")]
    written = set()
    uses = [part for part in places_of(compiled.function.node, target.id) if part is not target]
    for use in uses:
        where = statement_of(module, use)
        item = module.parents[use]
        changed = _grown(module, where, item, kind) if isinstance(item, ast.Subscript) and item.value is use else None
        if changed is not None and isinstance(item, ast.Subscript):
            parts.append(written_anew(module, where, [changed]))
            written.add(module.text_of(item.slice))
    edits = together(*parts)
    doubt = say("what is read of `{name}` without having been set is an error", name=target.id)
    return None if edits is None or not written else unsafe(Rewrite(edits, SAME), doubt)


def _grown(module: Module, statement: ast.stmt, item: ast.Subscript, kind: str) -> Optional[str]:
    """An item of a dict with what a statement adds to it, or that alone where it is the first."""
    if not is_plain(item.slice):
        return None
    whole, key, owner = module.text_of(item), module.text_of(item.slice), module.text_of(item.value)
    if kind == "list":
        call = statement.value if isinstance(statement, ast.Expr) else statement
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "append"):
            return None
        if call.func.value is not item or len(call.args) != 1:
            return None
        new = f"[{module.text_of(call.args[0])}]"
    else:
        if not (isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add)):
            return None
        if statement.target is not item:
            return None
        new = atom(module, statement.value)
    return f"{whole} = {whole} + {new} if {key} in {owner} else {new}"


_MENDS: dict[str, _Mend] = {
    "max": _largest,
    "builtins.range": _counted,
    "builtins.print": _without(_OTHER_OUTPUT, ("sep", "end", "file", "flush")),
    "builtins.zip": _without(_NO_ERROR, ("strict",)),
    "builtins.filter": _filtered,
    "builtins.map": _mapped,
    "builtins.pow": _reduced,
    "builtins.eval": _evaluated,
    "builtins.globals": _variable,
    "builtins.locals": _variable,
    "collections.defaultdict": _filled,
}


# ---------------------------------------------------------------- next


def taken_by_number(compiled: Compiled, call: ast.Call) -> Optional[Rewrite]:
    """``next(f(x) for x in xs)`` as ``[f(x) for x in xs][0]``, ``next(iter(items))`` as ``items[0]``, and the calls of
    ``next`` for one ``it = iter(items)`` as ``it[0]``, ``it[1]``."""
    if not call.args or call.keywords or not is_movable(compiled.module, call):
        return None
    first = call.args[0]
    text = compiled.module.text_of(first)
    if isinstance(first, ast.GeneratorExp) and len(call.args) == 1:
        inner = text[1:-1] if text.startswith("(") else text
        return _instead(compiled, call, f"[{inner}][0]", say("all items are computed, not the first one only"))
    if isinstance(first, ast.Name):
        return _in_turn(compiled, first.id) if len(call.args) == 1 else None
    items = _iterated(compiled, first)
    if items is None or not _has_numbers(compiled, items):
        return None
    if len(call.args) == 1 or (isinstance(items, (ast.List, ast.Tuple)) and items.elts):
        return _instead(compiled, call, f"{atom(compiled.module, items)}[0]")
    return None


def _iterated(compiled: Compiled, node: ast.expr) -> Optional[ast.expr]:
    """What ``iter`` is called with."""
    is_iter = any(site.node is node and site.name == "builtins.iter" for site in compiled.calls)
    return node.args[0] if is_iter and isinstance(node, ast.Call) and len(node.args) == 1 else None


def _has_numbers(compiled: Compiled, node: ast.expr) -> bool:
    """Whether something is a list or tuple, whose items have numbers."""
    value = compiled.value(node)
    return isinstance(value, (Sequence, Container)) and value.kind in ("list", "tuple")


def _in_turn(compiled: Compiled, name: str) -> Optional[Rewrite]:
    """All calls of ``next`` for one name, which was given ``iter(items)``, by the numbers of the items."""
    module = compiled.module
    stores = compiled.function.stores.get(name, [])
    statement = module.parents[stores[0]] if len(stores) == 1 else None
    if not isinstance(statement, ast.Assign) or compiled.conditions(statement):
        return None
    items = _iterated(compiled, statement.value)
    if items is None or not _has_numbers(compiled, items) or texts_of(module, items) is None:
        return None
    parts = [in_its_place(module, statement.value, module.text_of(items))]
    uses = sorted(
        (part for part in places_of(compiled.function.node, name) if part is not stores[0]),
        key=lambda part: (part.lineno, part.col_offset),
    )
    for number, use in enumerate(uses):
        call = module.parents[use]
        is_next = any(site.node is call and site.name == "builtins.next" for site in compiled.calls)
        if not (is_next and isinstance(call, ast.Call) and len(call.args) == 1) or compiled.conditions(call):
            return None
        if not is_computed_once(module, call):
            return None
        parts.append(in_its_place(module, call, f"{name}[{number}]"))
    edits = together(*parts)
    return None if edits is None else Rewrite(edits, SAME)
