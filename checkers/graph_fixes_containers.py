"""The fixes of lists and dicts that compiled code changes: a new list or dict under the same name. It has no rules."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from ms_lint.messages import say
from ms_lint.place_fix import is_movable, unsafe
from ms_lint.rules import Rewrite
from ms_lint.semantics.compiled import Change, Compiled
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import Container, Sequence

from .graph_fixes import SAME, atom
from .graph_statements import (
    Edits,
    in_its_place,
    is_computed_once,
    is_plain,
    lines_before,
    lines_behind,
    new_name,
    places_of,
    statement_of,
    together,
    written_anew,
)

_OLD = say("other names of the same list or dict keep the old one")


@dataclass(frozen=True)
class _New:
    """What a change is written as: the text of the new list or dict, and that of what the call gives."""

    text: str
    value: str = ""


def rebuilt(compiled: Compiled, change: Change) -> Optional[Rewrite]:
    """``a.insert(0, x)`` as ``a = [x] + a``, ``v = a.pop()`` as ``v = a[-1]`` and ``a = a[:-1]``.

    None where something else has the list too: it would not see the new one.
    """
    call, target, module = change.node, change.target, compiled.module
    if not (isinstance(call, ast.Call) and isinstance(target, ast.Name) and is_movable(module, call)):
        return None
    if call.keywords or any(isinstance(item, ast.Starred) for item in call.args) or not _is_own(compiled, change):
        return None
    made = _list(compiled, target.id, change.how, call.args)
    if made is None and isinstance(change.value, (Sequence, Container)) and change.value.kind == "dict":
        made = _dict(compiled, target.id, change.how, call.args)
    return unsafe(_written(compiled, call, target.id, made), _OLD) if made is not None else None


def all_rebuilt(compiled: Compiled, changes: Iterable[Change]) -> Optional[Rewrite]:
    """All changes of one list as new lists; None where one of them cannot be."""
    made = [rebuilt(compiled, change) for change in changes]
    edits = together(*(None if each is None else each.edits for each in made))
    return None if edits is None else unsafe(Rewrite(edits, SAME), _OLD)


def _is_own(compiled: Compiled, change: Change) -> bool:
    """Whether a name of the function alone has what is changed, and no loop goes over it meanwhile."""
    assert isinstance(change.target, ast.Name)
    name = change.target.id
    if change.parameter or change.owner not in ("local", "") or name not in compiled.function.stores:
        return False
    if any(compiled.is_read_after(other, change.node) for other in change.aliases):
        return False
    loops = (item.node for item in compiled.conditions(change.node) if isinstance(item.node, ast.For))
    return not any(list(places_of(loop.iter, name)) for loop in loops)


def _list(compiled: Compiled, name: str, how: str, given: list[ast.expr]) -> Optional[_New]:
    module = compiled.module
    texts = [module.text_of(item) for item in given]
    if how == "reverse" and not given:
        return _New(f"{name}[::-1]")
    if how == "extend" and len(given) == 1:
        return _New(f"{name} + {_as_list(compiled, given[0])}")
    if how == "insert" and len(given) == 2:
        return _inserted(module, name, given)
    if how == "remove" and len(given) == 1 and is_plain(given[0]):
        return _New(f"{name}[:{name}.index({texts[0]})] + {name}[{name}.index({texts[0]}) + 1:]")
    if how == "pop" and len(given) < 2:
        number = _number(given[0]) if given else -1
        return None if number is None else _New(_without(name, number), f"{name}[{number}]")
    return None


def _as_list(compiled: Compiled, node: ast.expr) -> str:
    text = compiled.module.text_of(node)
    value = compiled.value(node)
    if isinstance(node, ast.GeneratorExp):
        return f"[{text[1:-1]}]"
    if isinstance(node, (ast.List, ast.ListComp)):
        return text
    if isinstance(value, (Sequence, Container)) and value.kind == "list":
        return atom(compiled.module, node)
    return f"list({text})"


def _inserted(module: Module, name: str, given: list[ast.expr]) -> Optional[_New]:
    item = module.text_of(given[1])
    if isinstance(given[1], (ast.NamedExpr, ast.Yield)) or not is_plain(given[0]):
        return None
    if isinstance(given[0], ast.Constant) and given[0].value == 0:
        return _New(f"[{item}] + {name}")
    at = module.text_of(given[0])
    return _New(f"{name}[:{at}] + [{item}] + {name}[{at}:]")


def _without(name: str, number: int) -> str:
    """A list without the item of this number."""
    if number == -1:
        return f"{name}[:-1]"
    return f"{name}[1:]" if number == 0 else f"{name}[:{number}] + {name}[{number + 1}:]"


def _number(node: ast.expr) -> Optional[int]:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if type(value) is int else None


def _dict(compiled: Compiled, name: str, how: str, given: list[ast.expr]) -> Optional[_New]:
    if how != "pop" or len(given) not in (1, 2) or not is_plain(given[0]):
        return None
    texts = [compiled.module.text_of(item) for item in given]
    text = without_key(compiled, name, texts[0])
    if len(given) == 1:
        return _New(text, f"{name}[{texts[0]}]")
    return _New(text, f"({name}[{texts[0]}] if {texts[0]} in {name} else {texts[1]})")


def without_key(compiled: Compiled, name: str, key: str) -> str:
    """A dict without an item."""
    each = new_name(compiled, "key")
    return f"{{{each}: {name}[{each}] for {each} in {name} if {each} != {key}}}"


def without_item(compiled: Compiled, name: str, index: ast.expr, kind: str) -> Optional[str]:
    """A list or dict without the item, or the slice, that is given."""
    module = compiled.module
    if kind == "dict":
        return without_key(compiled, name, module.text_of(index)) if is_plain(index) else None
    if isinstance(index, ast.Slice):
        if index.step is not None or not all(is_plain(part) for part in (index.lower, index.upper) if part is not None):
            return None
        first = f"{name}[:{module.text_of(index.lower)}]" if index.lower is not None else ""
        last = f"{name}[{module.text_of(index.upper)}:]" if index.upper is not None else ""
        return " + ".join(part for part in (first, last) if part) or "[]"
    number = _number(index)
    return None if number is None else _without(name, number)


def _written(compiled: Compiled, call: ast.Call, name: str, made: _New) -> Optional[Rewrite]:
    """The new list or dict under its name, and what the call gives in its place."""
    module = compiled.module
    statement = statement_of(module, call)
    again = f"{name} = {made.text}"
    edits: Optional[Edits]
    if isinstance(statement, ast.Expr) and statement.value is call:
        edits = written_anew(module, statement, [again])
    elif not made.value or not is_computed_once(module, call) or len(list(places_of(statement, name))) != 1:
        return None
    elif isinstance(statement, ast.Return):
        edits = in_its_place(module, call, made.value)
    elif isinstance(statement, ast.If):
        return None
    else:
        edits = together(in_its_place(module, call, made.value), lines_behind(module, statement, [again]))
    return None if edits is None else Rewrite(edits, SAME)


def set_where_missing(compiled: Compiled, change: Change) -> Optional[Rewrite]:
    """``v = d.setdefault(k, x)`` as ``if k not in d:``, ``d[k] = x`` and ``v = d[k]``."""
    call, module = change.node, compiled.module
    if not (isinstance(call, ast.Call) and len(call.args) == 2 and is_plain(change.target)) or call.keywords:
        return None
    if not is_movable(module, call) or not is_plain(call.args[0]):
        return None
    owner, key, value = (module.text_of(item) for item in (change.target, *call.args))
    lines = [f"if {key} not in {owner}:", f"\t{owner}[{key}] = {value}"]
    statement = statement_of(module, call)
    if isinstance(statement, ast.Expr) and statement.value is call:
        edits = written_anew(module, statement, lines)
    elif not is_computed_once(module, call):
        return None
    else:
        edits = together(lines_before(module, statement, lines), in_its_place(module, call, f"{owner}[{key}]"))
    return None if edits is None else Rewrite(edits, SAME)


def copied(compiled: Compiled, call: ast.Call, kind: str) -> Optional[Rewrite]:
    """``a.copy()`` of a list as ``a[:]``, of a dict as a comprehension."""
    if not isinstance(call.func, ast.Attribute) or call.args or call.keywords:
        return None
    module, owner = compiled.module, call.func.value
    text = f"{atom(module, owner)}[:]"
    if kind == "dict":
        if not is_plain(owner):
            return None
        each, name = new_name(compiled, "key"), module.text_of(owner)
        text = f"{{{each}: {name}[{each}] for {each} in {name}}}"
    edits = in_its_place(module, call, text)
    return None if edits is None else Rewrite(edits, SAME)
