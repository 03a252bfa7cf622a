"""MSL207 and MSL208: what some of the targeted MindSpore versions have, and others not."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Optional, Union

from ms_lint.findings import Severity
from ms_lint.knowledge.catalog import Bound, Entry, Signature, catalog_for
from ms_lint.messages import conjunction, say, sentences
from ms_lint.rules import Place, Problem, Rule
from ms_lint.semantics.guards import CATCH_ALL, QUESTION, SIGNATURE, is_asked_for, is_guarded
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference

from .names import import_part_place, missing_part, name_place, part_at
from .signatures import UNREADABLE
from .unfixed import ELSEWHERE
from .wording import listed, spans, targeted

_TENSORS = ("mindspore.Tensor", "mindspore.Parameter")
_INSTANCE = ".__call__"


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
    unfixed = ELSEWHERE
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
            yield _problem(module, name_place(found), module.text_of(found), lacking, False)

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
    unfixed = ELSEWHERE
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
        )


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
