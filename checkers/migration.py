"""What to write for a name of torch or TensorFlow in this very place, and how bad it is that it is there. No rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.findings import Severity
from ms_lint.knowledge.counterparts import Counterpart, counterpart
from ms_lint.messages import conjunction, say, sentences
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Instance, Tensor, Value, walk_values

Use = Union[Call, Reference]

_NUMBERS = re.compile(r"True|False|[-(]?[\d., e-]+\)?")
_DTYPES = re.compile(r"tensorflow\.(dtypes\.)?(b?float\d+|u?int\d+|complex\d+|bool)$")


def counterpart_of(module: Module, name: str) -> Optional[Counterpart]:
    """The counterpart of a qualified name in the targeted version, in the api family of the settings."""
    found = counterpart(name, module.catalog.versions, module.api_family)
    if found is None and _DTYPES.match(name):
        leaf = name.rpartition(".")[2]
        return Counterpart("ms.bool_" if leaf == "bool" else f"ms.{leaf}")
    return found


def is_known(module: Module, name: str) -> bool:
    """Whether the knowledge has a name of torch or TensorFlow, with or without a counterpart, or a class whose
    attribute it is."""
    catalog = module.catalog
    owner = name
    while "." in owner:
        entry = catalog.find(owner)
        if entry is not None and (owner == name or entry.kind not in ("module", "value")):
            return True
        owner = owner.rpartition(".")[0]
    return counterpart_of(module, name) is not None


def leftover_severity(use: Use) -> Severity:
    """How bad a leftover is by where it stands: in a Cell it fails; in code that is all of the other framework, or
    that a document shows beside the port, it is work to do; else it was forgotten."""
    module = use.module
    owner = use.function.owner if use.function is not None else None
    if owner is not None and owner.kind == "cell":
        return Severity.ERROR
    is_original = owner is not None and owner.kind is not None
    if is_original or not module.imports_framework("mindspore") or len(module.source.regions) > 1:
        return Severity.INFO
    return Severity.WARNING


def what_to_write(use: Use) -> Optional[str]:
    """The counterpart, and what differs for the arguments of this call; None where no counterpart is known."""
    found = counterpart_of(use.module, use.qualified_name)
    if found is None:
        return None
    parts = list(_differences(use, found)) if isinstance(use, Call) and found.target else []
    if not parts:
        return found.advice
    return sentences(found.advice, say("For this call: {differences}.", differences=conjunction(parts)))


def _differences(call: Call, found: Counterpart) -> Iterator[str]:
    """What differs between the parameters as far as it concerns this call, and is not said already."""
    differences = found.differences
    if differences is None or call.partial:
        return
    said = f"{found.target} {found.hint}"
    keywords = {keyword.arg for keyword in call.node.keywords}
    is_open = None in keywords or any(isinstance(argument, ast.Starred) for argument in call.node.args)
    bound = call.bound
    given = keywords if bound is None else set(bound.arguments)
    yield from (
        say("`{new}` for `{old}`", new=new, old=old)
        for old, new in differences.renamed
        if old in keywords and new not in said
    )
    yield from (say("no `{name}`", name=name) for name in differences.lost if name in keywords and name not in said)
    positions = differences.same_positions
    if positions and len(call.node.args) > positions and "by keyword" not in said:
        if positions > 1:
            yield say("all but the first {count} of the arguments by keyword, since the order differs", count=positions)
        else:
            yield say("all but the first of the arguments by keyword, since the order differs")
    if bound is None or is_open:
        return
    names = {new: old for old, new in differences.renamed}
    # the words that TensorFlow has for layouts, initializers and padding are not MindSpore's
    only_numbers = call.qualified_name.startswith(("tensorflow.", "keras."))
    for name, default, _ in differences.defaults:
        if only_numbers and not _NUMBERS.fullmatch(default):
            continue
        if default != "None" and names.get(name, name) not in given and f"{name}=" not in said:
            yield say("`{name}={default}`, which is not the default there", name=name, default=default)
    yield from (
        say("`{name}`, which has no default there", name=name) for name in differences.required if name not in said
    )


def is_given_mindspore(call: Call) -> bool:
    """Whether one of the arguments is, or holds, a tensor or an object of MindSpore."""
    return any(_is_mindspore(value) for value in call.arguments.values())


def _is_mindspore(value: Value) -> bool:
    for item in walk_values(value):
        if isinstance(item, Tensor) and item.framework == "mindspore":
            return True
        if isinstance(item, Instance):
            of = item.of
            if of.startswith("mindspore.") if isinstance(of, str) else of.kind == "cell":
                return True
    return False
