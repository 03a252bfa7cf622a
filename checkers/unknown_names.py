"""MSL113: names of torch and TensorFlow that ms-lint does not know."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Union
from weakref import WeakKeyDictionary

from ms_lint.findings import Severity
from ms_lint.knowledge.frameworks import FRAMEWORKS
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Symbol

from .migration import is_known
from .purpose import is_meant

_NAMESPACES = ("torch.*", "torchvision.*", "tensorflow.*")
_reported: WeakKeyDictionary[Module, set[str]] = WeakKeyDictionary()


class UnknownFrameworkName(Rule):
    """A name of torch or TensorFlow that ms-lint knows nothing of, and so did not judge.

    It may be a private name, one of a version that is older or newer than those that were read, or of a part
    that was not read at all. It is reported once in a file, and the summary counts such names: what has not been
    judged is not done.
    """

    code = "MSL113"
    name = "unknown-framework-name"
    severity = Severity.INFO
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
