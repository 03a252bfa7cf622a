"""Calls that a reader of a suggestion would write, one or two for each counterpart and version.

Where one name stands for another (``ops.cat`` for ``torch.cat``) a call of the original is made of its signature and
changed as the table says: other names, what is lost left out, what is required given. Where the text to write has
its own arguments it is the call itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Optional

from knowledge import mappings
from mapping_samples import bound_calls, read_samples

from ms_lint.knowledge.catalog import Entry, Package, Parameter, Signature, package
from ms_lint.knowledge.comparison import Differences, is_method_of_first, nearest_overloads, pair, with_receiver
from ms_lint.knowledge.counterparts import Counterpart, counterparts, single_name, table

_OPEN = "..."
_PLAIN = re.compile(r"(x = )?(?P<call>[\w.]+\((x, )?\.\.\.\))")


@dataclass(frozen=True)
class Suggestion:
    """One counterpart in one version, with the calls made of it as source text. ``kind`` says how far it can be tried:

    ``made``: calls made of the original's signature. ``written``: the text has its own arguments. ``value``: there is
    nothing to call. ``python``: no name of MindSpore is called. ``open``: a call whose arguments cannot be known, since
    the original's signature or the counterpart's is not; it binds with any. ``sampled``: the same, but the samples have
    calls of the counterpart. ``least``: calls with as few arguments as
    the overloads of the original take, of which one must bind.
    """

    name: str
    target: str
    family: str
    version: str
    kind: str
    calls: tuple[str, ...] = ()

    @property
    def framework(self) -> str:
        """The package of the original."""
        return self.name.partition(".")[0]


def suggestions() -> Iterator[Suggestion]:
    """All counterparts of the table in all versions that they are suggested for."""
    for name in table().names():
        for row in counterparts(f"{name[:-1]}any" if name.endswith(".*") else name):
            for version in row.versions if row.target else ():
                kind, calls = _calls(name, row, version)
                sampled = _sampled(name, row.target, version) if kind == "open" else []
                kind, calls = ("sampled", sampled) if sampled else (kind, calls)
                yield Suggestion(name, row.target, row.family, version, kind, tuple(calls))


def _calls(name: str, row: Counterpart, version: str) -> tuple[str, list[str]]:
    single = single_name(row.target)
    if single is None:
        return _written(name, row.target, version)
    entry = _mindspore().find(single, _position(version))
    if entry is None or entry.kind in ("property", "attribute", "value", "module"):
        return "value", []
    differences = row.by_version[version]
    original = mappings._original(name)
    if differences is None or original is None:
        return "open", []
    is_method = is_method_of_first(name, row.target)
    ours = with_receiver(entry.signatures) if is_method else entry.signatures
    theirs = [item for item in original.signatures if set(differences.lost) <= {p.name for p in item.parameters}]
    nearest = nearest_overloads(theirs, ours, dict(differences.renamed))
    assert nearest is not None
    asked = {name for name, _, default in differences.defaults if default == "required"}
    pairs = pair(*nearest, dict(differences.renamed))
    given = [p for p in nearest[0].parameters if p.kind in ("positional", "keyword") or f"*{p.name}" in pairs]
    least = [p for p in given if p.required or p.kind == "*" or pairs.get(p.name) in asked]
    calls = []
    for parameters in (least, given):
        arguments = list(_arguments(parameters, nearest[0], differences, pairs))
        calls.append(f"{single}({', '.join(arguments[is_method:])})")
    return "made", calls


def _written(name: str, text: str, version: str) -> tuple[str, list[str]]:
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    ours = [call for call in calls if _entry(call, version) is not None]
    if not ours:
        return "python", []
    bindable = [ast.unparse(call) for call in ours if _signatures(call, version)]
    if not any(_OPEN in call for call in bindable):
        return ("written" if bindable else "open"), bindable
    plain = _PLAIN.fullmatch(text)
    original = mappings._original(name)
    if plain is None or original is None or not original.signatures:
        return "open", bindable
    has_tensor = "x" in plain["call"]
    skipped = 1 if has_tensor and not name.startswith("torch.Tensor.") else 0
    counts = {sum(p.required for p in item.positional) - skipped for item in original.signatures}
    made = [plain["call"].replace(_OPEN, ", ".join("a" * count)) for count in sorted(counts) if count >= 0]
    return "least", made


@cache
def _samples() -> dict[str, list[ast.Call]]:
    """The calls in the MindSpore programs of the samples, by the name of the original."""
    found: dict[str, list[ast.Call]] = {}
    for sample in read_samples():
        found.setdefault(sample.name, []).extend(bound_calls(sample.mindspore))
    return found


def _sampled(name: str, target: str, version: str) -> list[str]:
    """The calls of what a text names in the samples of the original, as far as the version has a signature for them."""
    named = {mappings._name_of(node) for node in ast.walk(ast.parse(target)) if isinstance(node, ast.Attribute)}
    calls = [call for call in _samples().get(name, ()) if mappings._name_of(call.func) in named - {None}]
    return [ast.unparse(call) for call in calls if _signatures(call, version)]


def _arguments(
    given: list[Parameter], theirs: Signature, differences: Differences, pairs: dict[str, str]
) -> Iterator[str]:
    """The original's arguments as the differences say: those at the first positions by position, others by name."""
    same = len(theirs.parameters) if differences.same_positions is None else differences.same_positions
    for index, parameter in enumerate(theirs.parameters):
        if parameter not in given or parameter.name in differences.lost:
            same = min(same, index)  # what follows is not at its place
            continue
        other = pairs.get(f"*{parameter.name}" if parameter.kind == "*" else parameter.name, parameter.name)
        by_position = index < same and parameter.kind != "keyword"
        yield "a" if by_position or other[0] == "*" else f"{other}=a"
    yield from (f"{name}=a" for name in differences.required)


def problem(suggestion: Suggestion) -> Optional[str]:
    """The first call of a suggestion that does not bind in its version; None where all do."""
    refused = [text for text in suggestion.calls if not _binds(text, suggestion.version)]
    if suggestion.kind == "least" and len(refused) < len(suggestion.calls):
        return None
    return refused[0] if refused else None


def _binds(text: str, version: str) -> bool:
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    call.args = [ast.Starred(argument) if ast.unparse(argument) == _OPEN else argument for argument in call.args]
    return any(signature.bind(call).fits for signature in _signatures(call, version))


def _entry(call: ast.Call, version: str) -> Optional[Entry]:
    func = call.func.func if isinstance(call.func, ast.Call) else call.func
    name = mappings._name_of(func)
    return _mindspore().find(name, _position(version)) if name else None


def _signatures(call: ast.Call, version: str) -> tuple[Signature, ...]:
    entry = _entry(call, version)
    if entry is None:
        return ()
    return entry.call_signatures if isinstance(call.func, ast.Call) else entry.signatures


def _mindspore() -> Package:
    data = package("mindspore")
    assert data is not None
    return data


def _position(version: str) -> int:
    return _mindspore().versions.index(version)
