"""MSL113: names of torch and TensorFlow that ms-lint does not know."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Union
from weakref import WeakKeyDictionary

from ms_lint.findings import Severity
from ms_lint.knowledge.catalog import package
from ms_lint.knowledge.frameworks import FRAMEWORKS
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.guards import is_asked_for
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Symbol

from .migration import is_known
from .names import missing_part
from .purpose import is_meant
from .unfixed import FILE
from .wording import spans, targeted

_NAMESPACES = ("torch.*", "torchvision.*", "tensorflow.*", "mindspore.*")
#: The modules of operators take over each other's names with `*`.
_OPERATORS = (
    "mindspore.ops",
    "mindspore.ops.auto_generate.gen_ops_prim",
    "mindspore.ops.auto_generate.gen_ops_def",
    "mindspore.ops.auto_generate.gen_extend_func",
)
#: What modules of MindSpore import for themselves.
_IMPORTED = frozenset("logging os sys math np numpy json time re".split())
_reported: WeakKeyDictionary[Module, set[str]] = WeakKeyDictionary()


class UnknownFrameworkName(Rule):
    """A name of torch, TensorFlow or MindSpore that ms-lint knows nothing of, and so did not judge.

    It may be a private name, one of a version that is older or newer than those that were read, or of a part
    that was not read at all. It is reported once in a file, and the summary counts such names: what has not been
    judged is not done.
    """

    code = "MSL113"
    name = "unknown-framework-name"
    severity = Severity.INFO
    unfixed = FILE
    calls = _NAMESPACES
    references = _NAMESPACES

    def check_call(self, call: Call) -> Iterator[Problem]:
        if isinstance(call.callee, Symbol):
            yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        if reference.owner is None:
            yield from self._problem(reference, reference.node)

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        module, name = use.module, use.qualified_name
        root, _, rest = name.partition(".")
        if root == "mindspore":
            yield from self._unknown_here(module, name, node)
            return
        framework = FRAMEWORKS[root]
        seen = _reported.setdefault(module, set())
        if (
            not rest
            or name in seen
            or "__" in name
            or is_known(module, name)
            or is_meant(module, framework, use.function)
        ):
            return
        seen.add(name)
        yield Problem(
            node,
            say(
                "`{name}` is of {framework}, and unknown to ms-lint: what became of it in MindSpore was not judged.",
                name=name,
                framework=framework,
            ),
            say("Look it up by hand."),
        )

    def _unknown_here(self, module: Module, name: str, node: ast.expr) -> Iterator[Problem]:
        """A name of MindSpore itself; what is known to be missing is reported by MSL206."""
        seen = _reported.setdefault(module, set())
        if name in seen or "._" in name or module.has_dialect or module.catalog.find(name) is not None:
            return
        seen.add(name)
        if missing_part(module.catalog, name) is not None or _belongs_to_known(module, name):
            return
        leaf = name.rpartition(".")[2]
        if name.startswith("mindspore.ops.") and any(module.catalog.find(f"{place}.{leaf}") for place in _OPERATORS):
            return
        if is_asked_for(module, node, leaf) or _is_of_others(module, name):
            return
        elsewhere = _versions_with(name)
        unknown = say("`{name}` is unknown to ms-lint: calls and uses of it were not judged.", name=name)
        if elsewhere:
            unknown = say(
                "`{name}` was found in MindSpore {having}, and not in {versions}; its uses were not judged.",
                name=name,
                having=spans(elsewhere),
                versions=targeted(module.catalog),
            )
        yield Problem(node, unknown, say("Look it up by hand."))


def _is_of_others(module: Module, name: str) -> bool:
    """Whether a name is of a library that a module of MindSpore imports (`mindspore.log.logging.info`), or one that a
    module takes from the package that it is in (`mindspore.communication.management.GlobalComm`)."""
    parts = name.split(".")
    if not _IMPORTED.isdisjoint(parts[1:-1]):
        return True
    above = ((depth, ".".join([*parts[: depth - 1], *parts[depth:]])) for depth in range(2, len(parts)))
    return any(
        _is_module(module, ".".join(parts[:depth])) and module.catalog.find(other) is not None for depth, other in above
    )


def _is_module(module: Module, name: str) -> bool:
    entry = module.catalog.find(name)
    return entry is not None and entry.kind == "module"


def _versions_with(name: str) -> list[str]:
    """The known versions that have a name of MindSpore, oldest first."""
    data = package("mindspore")
    return [] if data is None else [of for at, of in enumerate(data.versions) if data.find(name, at) is not None]


def _belongs_to_known(module: Module, name: str) -> bool:
    """Whether a part before the last is a value, a function or a class, whose members nobody can list."""
    owner = name.rpartition(".")[0]
    while "." in owner:
        entry = module.catalog.find(owner)
        if entry is not None:
            return entry.kind != "module"
        owner = owner.rpartition(".")[0]
    return False
