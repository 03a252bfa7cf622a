"""Arguments of a call by the names of the parameters, defaults filled in."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any, Optional

from ms_lint.knowledge.catalog import Catalog, Signature
from ms_lint.semantics.wiring.model import UNKNOWN


def bind(
    catalog: Catalog, name: str, positional: list[Any], keywords: dict[str, Any]
) -> tuple[dict[str, Any], Optional[frozenset[str]]]:
    """The arguments of a call of ``name`` by parameter, with the defaults of the newest targeted version that has
    it, and the names of those that are given; None for these where no signature is known that fits."""
    for signature in _newest(catalog, name):
        found = signature.bound(positional, keywords)
        if found is not None:
            return found
    rest: dict[str, Any] = dict(keywords)
    if positional:
        rest["*"] = tuple(positional)
    return rest, None


@lru_cache(maxsize=2048)
def _newest(catalog: Catalog, name: str) -> tuple[_Signature, ...]:
    """The signatures of a name in the newest targeted version that has it."""
    versions = [signatures for signatures in catalog.signatures(name) if signatures]
    return tuple(map(_Signature, versions[-1])) if versions else ()


class _Signature:
    """A signature as it is needed for one call after the other."""

    __slots__ = ("defaults", "is_open", "known", "positional", "required", "star")

    def __init__(self, signature: Signature) -> None:
        parameters = signature.parameters
        self.positional = [parameter.name for parameter in signature.positional]
        self.star = next((parameter.name for parameter in parameters if parameter.kind == "*"), None)
        self.is_open = any(parameter.kind == "**" for parameter in parameters)
        self.required = [parameter.name for parameter in parameters if parameter.required]
        named = [parameter for parameter in parameters if parameter.kind in ("positional", "keyword")]
        self.known = frozenset(parameter.name for parameter in named)
        self.defaults = {
            parameter.name: UNKNOWN if parameter.default is None else literal(parameter.default) for parameter in named
        }

    def bound(self, positional: list[Any], keywords: dict[str, Any]) -> Optional[tuple[dict[str, Any], frozenset[str]]]:
        """The arguments by parameter, and which are given; None where the call does not fit."""
        found: dict[str, Any] = {}
        names = self.positional
        if len(positional) > len(names):
            if self.star is None:
                return None
            found[self.star] = tuple(positional[len(names) :])
        elif self.star is not None:
            found[self.star] = ()
        found.update(zip(names, positional))
        for name, value in keywords.items():
            if name in found or not (name in self.known or self.is_open):
                return None
            found[name] = value
        for name in self.required:
            if name not in found:
                return None
        given = frozenset(found)
        for name, default in self.defaults.items():
            if name not in found:
                found[name] = default
        return found, given


@lru_cache(maxsize=1024)
def literal(text: str) -> Any:
    """The value of a default by its source text; UNKNOWN for a name."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return UNKNOWN
    return UNKNOWN if value is ... else value


def assign_parameters(spec: str, positional: list[Any], keywords: dict[str, Any]) -> Optional[dict[str, Any]]:
    """The arguments of a call by a short signature: ``tensors, axis|dim=0``, where one parameter has several names.
    The first name stands for it; a star takes all that are left. None where the call does not fit."""
    parameters = _parsed(spec)
    found: dict[str, Any] = {}
    rest = list(positional)
    left = dict(keywords)
    for names, default, is_star in parameters:
        if is_star:
            found[names[0]] = tuple(rest)
            rest = []
            continue
        if rest:
            found[names[0]] = rest.pop(0)
            continue
        for name in names:
            if name in left:
                found[names[0]] = left.pop(name)
                break
        else:
            if default is None:
                return None
            found[names[0]] = literal(default)
    return None if rest else found


@lru_cache(maxsize=512)
def _parsed(spec: str) -> tuple[tuple[tuple[str, ...], Optional[str], bool], ...]:
    parameters = []
    for part in spec.split(", "):
        name, equals, default = part.partition("=")
        parameters.append((tuple(name.lstrip("*").split("|")), default if equals else None, name.startswith("*")))
    return tuple(parameters)
