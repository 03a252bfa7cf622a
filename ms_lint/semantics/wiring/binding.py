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
    versions = [signatures for signatures in catalog.signatures(name) if signatures]
    for signature in versions[-1] if versions else ():
        found = _bound(signature, positional, keywords)
        if found is not None:
            given = frozenset(found)
            for parameter in signature.parameters:
                if parameter.kind in ("positional", "keyword") and parameter.name not in found:
                    found[parameter.name] = UNKNOWN if parameter.default is None else literal(parameter.default)
            return found, given
    rest: dict[str, Any] = dict(keywords)
    if positional:
        rest["*"] = tuple(positional)
    return rest, None


def _bound(signature: Signature, positional: list[Any], keywords: dict[str, Any]) -> Optional[dict[str, Any]]:
    found: dict[str, Any] = {}
    names = [parameter.name for parameter in signature.positional]
    star = next((parameter.name for parameter in signature.parameters if parameter.kind == "*"), None)
    if len(positional) > len(names):
        if star is None:
            return None
        found[star] = tuple(positional[len(names) :])
    elif star is not None:
        found[star] = ()
    found.update(zip(names, positional))
    known = {parameter.name for parameter in signature.parameters if parameter.kind in ("positional", "keyword")}
    is_open = any(parameter.kind == "**" for parameter in signature.parameters)
    for name, value in keywords.items():
        if name in found or not (name in known or is_open):
            return None
        found[name] = value
    if any(parameter.required and parameter.name not in found for parameter in signature.parameters):
        return None
    return found


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
