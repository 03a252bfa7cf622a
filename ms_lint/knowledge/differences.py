"""The table of differences: what a MindSpore call does other than the call that it was ported from.

Each line of ``data/differences.tsv`` is a qualified name, the codes of the rules that have rows for it, and
the rows as JSON. The names are read at once; a row is parsed when a call of its name is judged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ms_lint.knowledge.catalog import DATA
from ms_lint.knowledge.versions import version_key


@dataclass(frozen=True)
class Difference:
    """One row. The difference is there when one of the tables in ``when`` (conditions by parameter) holds,
    those of ``made`` (for the call of an instance, by parameter of its class) do, and the result is used in
    one of the ways in ``result``, if there are any.

    ``origin`` is torch, tensorflow, any, or unknown (wrong for both, and neither is in sight); ``since`` and
    ``until`` are the first and the last version that have it, or empty; ``mode`` is pynative or graph where it
    is in one of them only. ``unless`` is the argument of the original layer (``layer``, ``position``, ``name``)
    that makes it the same when it ``is`` so. ``seen`` is a regular expression: where the original's source, or
    a comment, matches, it is likely; ``unseen`` is one that the whole module must not match.
    ``severity`` and ``confidence`` may be empty: then they are the rule's. ``fix`` says what to write instead; empty
    where that is not determined.
    """

    id: str
    rule: str
    message: str
    suggestion: str
    when: tuple[Mapping[str, Any], ...]
    made: Mapping[str, Any]
    result: tuple[Any, ...]
    origin: str
    since: str
    until: str
    mode: str
    unless: Mapping[str, Any]
    seen: str
    unseen: str
    severity: str
    confidence: str
    fix: Mapping[str, Any]


def is_between(version: str, since: str, until: str) -> bool:
    """Whether a version lies between two others, which count; an empty one is no limit, and ``2.7`` as the
    last one stands for all 2.7.x."""
    key = version_key(version)
    if since and key < version_key(since):
        return False
    return not until or key[: until.count(".") + 1] <= version_key(until)


@cache
def _lines() -> dict[str, tuple[tuple[str, ...], bytes]]:
    """The codes of the rules and the JSON of the rows, by qualified name."""
    found = {}
    for line in (DATA / "differences.tsv").read_bytes().splitlines():
        name, codes, rows = line.split(b"\t", 2)
        found[name.decode()] = tuple(codes.decode().split()), rows
    return found


def names_for(code: str) -> tuple[str, ...]:
    """The qualified names that a rule has rows for."""
    return tuple(name for name, (codes, _) in _lines().items() if code in codes)


@cache
def rows_of(name: str, code: str) -> tuple[Difference, ...]:
    """The rows that a rule has for a qualified name."""
    found = _lines().get(name)
    if found is None:
        return ()
    rows = (_row(item) for item in json.loads(found[1]))
    return tuple(row for row in rows if row.rule == code)


def _row(item: Mapping[str, Any]) -> Difference:
    when, result = tuple(item.get("when", ({},))), tuple(item.get("result", ()))
    texts = (
        "id",
        "rule",
        "message",
        "suggestion",
        "origin",
        "since",
        "until",
        "mode",
        "seen",
        "unseen",
        "severity",
        "confidence",
    )
    return Difference(
        when=when,
        made=item.get("made", {}),
        result=result,
        unless=item.get("unless", {}),
        fix=item.get("fix", {}),
        **{key: item.get(key, "") for key in texts},
    )
