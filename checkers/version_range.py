"""MSL207 and MSL208: what some of the targeted MindSpore versions have, and others not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Optional, Union

from ms_lint.call_fix import CallFix, spelled
from ms_lint.conversion.pieces import start_of, text_between
from ms_lint.edits import is_in_place
from ms_lint.findings import Applicability, Severity
from ms_lint.knowledge.catalog import Bound, Entry, Signature, catalog_for
from ms_lint.messages import conjunction, say, sentences
from ms_lint.place_fix import replaced
from ms_lint.rules import Place, Problem, Rewrite, Rule
from ms_lint.semantics.guards import CATCH_ALL, QUESTION, SIGNATURE, is_asked_for, is_guarded
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference

from .names import import_part_place, missing_part, name_place, part_at
from .signatures import UNREADABLE
from .wording import listed, spans, targeted

_TENSORS = ("mindspore.Tensor", "mindspore.Parameter")
_INSTANCE = ".__call__"
#: Where MindSpore keeps what it also has elsewhere.
_OWNERS = ("mindspore", "mindspore.ops", "mindspore.nn", "mindspore.ops.operations", "mindspore.ops.functional")
#: Parameters that are the same under several names.
_SAME_PARAMETERS = (
    {"x", "input", "input_x", "tensor", "self"},
    {"y", "other", "input_y"},
    {"axis", "dim"},
)


class NameInSomeVersions(Rule):
    """A name of MindSpore that some of the targeted versions have, and others not.

    With `target-version = ">=2.0,<2.8"` the code has to run with each of these versions, and `mint` came with a later
    one than the first. What none of them has is reported by MSL206 and MSL108. Names that the code asks for first are
    left alone: in a `try` that catches the error, or after `hasattr` or a look at the version.

    ```python
    from mindspore import mint  # not in 2.0
    ```
    """

    code = "MSL207"
    name = "name-in-some-versions"
    severity = Severity.WARNING
    fix = Applicability.SAFE
    calls = ("mindspore.*",)
    references = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if not call.qualified_name.endswith(_INSTANCE):
            yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        if not reference.is_stored:
            yield from self._problem(reference, reference.node)

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        module, name = use.module, use.written_name if isinstance(use, Call) else use.qualified_name
        parts = name.split(".")
        lacking = _lacking(module, name)
        if not lacking:
            return
        depth = min(lacking.values())
        if isinstance(node, ast.Attribute) and ".".join(parts[:-1]) in _TENSORS:
            # a tensor may go by any name: only the last part is there to see
            if node.attr == parts[-1] and not is_asked_for(module, node, node.attr) and not _is_set(module, node.attr):
                yield _problem(module, name_place(node), module.text_of(node), lacking, False)
            return
        found = part_at(module, node, parts, depth)
        if found is not None:
            lacking = {version: at for version, at in lacking.items() if at == depth}
            fix = _other_name(module, node, name)
            yield replace(_problem(module, name_place(found), module.text_of(found), lacking, False), fix=fix)

    def check_module(self, module: Module) -> Iterator[Problem]:
        for item in module.imports:
            if item.root != "mindspore" or item.guard == "import" or item.alias.name == "*":
                continue
            lacking = _lacking(module, item.qualified_name)
            if not lacking:
                continue
            depth = min(lacking.values())
            parts = item.qualified_name.split(".")
            if not is_asked_for(module, item.node, parts[depth]):
                lacking = {version: at for version, at in lacking.items() if at == depth}
                name = ".".join(parts[: depth + 1])
                yield _problem(module, import_part_place(item, depth), name, lacking, True)


def _other_name(module: Module, node: ast.expr, name: str) -> Optional[Rewrite]:
    """The fix that writes another name of the same thing, which all targeted versions have."""
    catalog, leaf = module.catalog, name.rpartition(".")[2]
    entries = catalog.by_version(name)
    for owner in _OWNERS:
        other = f"{owner}.{leaf}"
        found = catalog.by_version(other)
        if other == name or not all(found.values()):
            continue
        pairs = ((entry, found[version]) for version, entry in entries.items() if entry is not None)
        if all(one.name == same.name for one, same in pairs if same is not None):
            needed = set[str]()
            return replaced(module, node, spelled(module, other, needed), say("it is another name of the same"), needed)
    return None


def _is_set(module: Module, name: str) -> bool:
    return module.has_dialect or module.index.is_set(name)


def _lacking(module: Module, name: str) -> dict[str, int]:
    """The targeted versions that lack a name which another targeted one has, each with the position of the part of
    the name that is not there. Empty where that is not known."""
    catalog = module.catalog
    if len(catalog.certain) < 2:
        return {}
    found = catalog.by_version(name)
    without = [version for version, entry in found.items() if entry is None]
    if not without or len(without) == len(found):
        return {}
    owner, _, leaf = name.rpartition(".")
    if owner in _TENSORS:
        return {} if leaf.startswith("_") else dict.fromkeys(without, owner.count(".") + 1)
    missing = {version: missing_part(catalog_for((version,)), name) for version in without}
    return {version: depth for version, depth in missing.items() if depth is not None}


def _problem(module: Module, place: Place, text: str, lacking: Mapping[str, int], imported: bool) -> Problem:
    catalog = module.catalog
    having = [version for version in catalog.certain if version not in lacking]
    missing = say(
        "`{name}` does not exist in MindSpore {lacking}, and {versions} is targeted.",
        name=text,
        lacking=spans(lacking),
        versions=targeted(catalog),
    )
    outcome = say("The import raises an ImportError there.") if imported else say("It raises an AttributeError there.")
    return Problem(
        place,
        sentences(missing, outcome, say("MindSpore {having} has it.", having=spans(having))),
        say("Ask for it first, write what all of them have, or target fewer versions."),
    )


class CallInSomeVersions(Rule):
    """A call that some of the targeted MindSpore versions accept, and others not.

    A parameter came later, was renamed or removed, or became required. The call raises a TypeError there. What none of
    the targeted versions accepts is reported by MSL201, MSL202 and MSL205.

    ```python
    nn.Dropout(p=0.5)  # with 1.8 among the targeted versions, which has keep_prob
    ```
    """

    code = "MSL208"
    name = "call-in-some-versions"
    severity = Severity.WARNING
    fix = Applicability.UNSAFE
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        catalog = call.module.catalog
        if len(catalog.certain) < 2 or call.qualified_name in UNREADABLE or call.module.has_dialect:
            return
        attempts = call.attempts
        if not attempts or all(bound.fits for _, bound in attempts) or not any(bound.fits for _, bound in attempts):
            return
        name = call.written_name
        of_instance = name.endswith(_INSTANCE)
        refused: dict[str, tuple[Signature, Bound]] = {}
        entries = catalog.by_version(name[: -len(_INSTANCE)] if of_instance else name)
        for version, entry in entries.items():
            found = _refusal(call, entry, of_instance, version)
            if found is not None:
                refused[version] = found
        if not refused or len(refused) == len(entries):
            return
        if is_guarded(call.module, call.node, f"{QUESTION}|{SIGNATURE}", ("TypeError", *CATCH_ALL)):
            return
        clauses = [
            say("MindSpore {versions} {reason}", versions=spans(versions), reason=reason)
            for reason, versions in _by_reason(refused).items()
        ]
        yield Problem(
            call.node,
            say(
                "`{call}`: {reasons}, and {versions} is targeted: it raises a TypeError there.",
                call=call.text,
                reasons=conjunction(clauses),
                versions=targeted(catalog),
            ),
            say("Write what all of them accept, ask for the version first, or target fewer versions."),
            fix=_without_defaults(call, refused) or _by_position(call, refused),
        )


_Refused = Mapping[str, tuple[Signature, Bound]]


def _without_defaults(call: Call, refused: _Refused) -> Optional[Rewrite]:
    """The fix that leaves out what some versions have no parameter for, where the others have it by default."""
    lacking = {name for _, bound in refused.values() for name in bound.unexpected}
    keywords = {item.arg: item.value for item in call.node.keywords}
    for name in lacking:
        defaults = {
            parameter.default
            for signature, bound in call.attempts
            if bound.fits
            for parameter in signature.parameters
            if parameter.name == name
        }
        given = keywords.get(name)
        if given is None or len(defaults) != 1 or not _is_same(given, defaults.pop()):
            return None
    if not lacking:
        return None
    reason = say("it is the default of the versions that have it")
    return CallFix(call).drop(*sorted(lacking)).rewrite(reason, Applicability.UNSAFE)


def _is_same(given: ast.expr, default: Optional[str]) -> bool:
    try:
        return bool(default) and ast.dump(given) == ast.dump(ast.parse(str(default), mode="eval").body)
    except SyntaxError:
        return False


def _by_position(call: Call, refused: _Refused) -> Optional[Rewrite]:
    """The fix that gives the next arguments by their places, where some versions only call them otherwise."""
    node, place = call.node, len(call.node.args)
    lacking = {name for _, bound in refused.values() for name in bound.unexpected}
    edits: list[tuple[Place, str]] = []
    for keyword in node.keywords:
        if keyword.arg not in lacking:
            break
        group = next((names for names in _SAME_PARAMETERS if keyword.arg in names), None)
        signatures = [signature for signature, _ in (*call.attempts, *refused.values())]
        if group is None or not all(
            place < len(signature.positional) and signature.positional[place].name in group for signature in signatures
        ):
            return None
        start = keyword.lineno, keyword.col_offset
        written = text_between(call.module.source, start, start_of(keyword.value))
        name = re.match(rf"{keyword.arg}\s*=\s*", written)
        if name is None or "\n" in name[0] or not re.fullmatch(r"[\s(]*", written[name.end() :]):
            return None
        edits.append(((*start, start[0], start[1] + len(name[0].encode())), ""))
        lacking.discard(keyword.arg)
        place += 1
    if lacking or not edits or not is_in_place(node, call.module.source):
        return None
    return Rewrite(tuple(edits), say("the parameter at this place has another name there"), Applicability.UNSAFE)


def _refusal(call: Call, entry: Optional[Entry], of_instance: bool, version: str) -> Optional[tuple[Signature, Bound]]:
    """The signature of a version that refuses the call, with what does not fit; None where it is accepted or that
    is not known."""
    if entry is None:
        return None
    signatures: Sequence[Signature] = entry.call_signatures if of_instance else entry.signatures
    bounds = [(signature, signature.bind(call.node)) for signature in signatures]
    if not bounds or any(bound.fits for _, bound in bounds):
        return None
    # what operators of 1.x take was read from how they infer shapes, where their defaults do not stand
    inferred = version.startswith("1.") and (of_instance or entry.kind == "instance")
    return None if inferred or any(bound.star for _, bound in bounds) else bounds[-1]


def _by_reason(refused: Mapping[str, tuple[Signature, Bound]]) -> dict[str, list[str]]:
    """The versions by what they refuse, as a clause that begins with a verb."""
    found: dict[str, list[str]] = {}
    for version, (signature, bound) in refused.items():
        found.setdefault(_reason(signature, bound), []).append(version)
    return found


def _reason(signature: Signature, bound: Bound) -> str:
    unexpected = [f"`{name}`" for name in bound.unexpected]
    if len(unexpected) > 1:
        return say("has no parameters {names}", names=conjunction(unexpected))
    if unexpected:
        return say("has no parameter {names}", names=unexpected[0])
    if bound.surplus and len(signature.positional) == 1:
        return say("takes at most 1 positional argument")
    if bound.surplus:
        return say("takes at most {most} positional arguments", most=len(signature.positional))
    return say("requires {missing}", missing=listed(bound.missing))
