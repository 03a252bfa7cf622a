"""MSL209: names of MindSpore that it will take away."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.call_fix import CallFix
from ms_lint.findings import Applicability, Severity
from ms_lint.knowledge.catalog import package
from ms_lint.messages import say, sentences
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference

from .names import name_place, one_level_up
from .wording import short_version

_SIMPLE = re.compile(r"[A-Za-z_][\w.]*")


class DeprecatedName(Rule):
    """A name of MindSpore that is deprecated in the targeted version, or gone in a later one.

    It works still. The message says since when it is deprecated, and which version no longer has it where
    that is known.

    ```python
    self.reg = nn.L1Regularizer(0.1)  # since 2.8; ops.norm
    ```
    """

    code = "MSL209"
    name = "deprecated-name"
    fix = Applicability.SAFE
    severity = Severity.INFO
    calls = ("mindspore.*",)
    references = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if not call.qualified_name.endswith(".__call__"):
            yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        if not reference.is_stored:
            yield from self._problem(reference, reference.node)

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        module, name = use.module, use.qualified_name
        entry = module.catalog.find(name)
        if entry is None or module.has_dialect:
            return
        said, gone = entry.deprecation, _gone_in(module, name)
        # without a version it may be that it will be deprecated some day
        since = said.since if said is not None else None
        if since is None and gone is None:
            return
        if isinstance(node, ast.Attribute):
            place, text = name_place(node), module.text_of(node)
        elif isinstance(node, ast.Name):
            place, text = (node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0), node.id
        else:
            return
        deprecated, later = None, None
        if since is not None:
            deprecated = say("`{name}` is deprecated since MindSpore {since}.", name=text, since=short_version(since))
        if gone is not None:
            later = say("`{name}` does not exist in MindSpore {gone} any more.", name=text, gone=short_version(gone))
        elif said is not None and said.removed:
            later = say("It is to go after MindSpore {removed}.", removed=short_version(said.removed))
        instead = said.instead if said is not None else None
        if instead is None and gone is not None:
            instead = one_level_up(module.catalog, entry.name)
        fix = _instead(use, name, instead) if isinstance(use, Call) else None
        yield Problem(place, sentences(deprecated, later), _advice(module, name, instead), fix=fix)


#: Operators that got another name, and nothing else.
_SAME = frozenset("Add FastGeLU Gather GeLU Stack Unstack addn".split())


def _instead(call: Call, name: str, instead: Optional[str]) -> Optional[Rewrite]:
    """The fix of an operator that has another name now."""
    full = _name_instead(call.module, name, instead)
    if full is None or full.rpartition(".")[2] not in _SAME:
        return None
    return CallFix(call).call_as(full).rewrite(say("it is the same operator under its new name"))


def _gone_in(module: Module, name: str) -> Optional[str]:
    """The first version after the targeted ones that lacks a name which all of them have, as all later ones do; None
    where there is none."""
    data, catalog = package("mindspore"), module.catalog
    if data is None or not catalog.certain:
        return None
    last = data.versions.index(catalog.versions[-1])
    # not a word about a name that comes and goes
    later = [data.find(name, at) is None for at in range(last + 1, len(data.versions))]
    if not later or not later[-1] or data.find(name, last) is None:
        return None
    first = later.index(True)
    return data.versions[last + 1 + first] if all(later[first:]) else None


def _advice(module: Module, name: str, instead: Optional[str]) -> Optional[str]:
    if not instead or instead == name:
        return None
    if not _SIMPLE.fullmatch(instead):
        return say("MindSpore says to use {instead}.", instead=instead)
    full = _name_instead(module, name, instead)
    return None if full is None else say("Write `{name}`, whose parameters may be others.", name=full)


def _name_instead(module: Module, name: str, instead: Optional[str]) -> Optional[str]:
    """The qualified name of what MindSpore says to use."""
    if not instead or instead == name or not _SIMPLE.fullmatch(instead):
        return None
    namespace = name.rpartition(".")[0]
    names = (instead, f"mindspore.{instead}", f"{namespace}.{instead}")
    return next((full for full in names if module.catalog.find(full) is not None and full != name), None)
