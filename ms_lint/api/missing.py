"""The names that a project uses and that have no counterpart, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ms_lint.findings import Location
from ms_lint.knowledge.counterparts import counterpart
from ms_lint.settings import target_versions
from ms_lint.usage import find_uses

from .description import Data, Target, advice_for


def missing(paths: Sequence[str], overrides: Mapping[str, object]) -> Data:
    """The names of torch and TensorFlow that files use and that have no counterpart in the target version of the
    file, most used first. Raises FileNotFoundError and SettingsError."""
    uses = 0
    names: set[str] = set()
    lacking: dict[tuple[str, str, str], list[Data]] = {}
    for use in find_uses(paths, overrides):
        uses += 1
        names.add(use.name)
        target = Target(target_versions(use.settings.target_version), use.settings.api_family)
        found = counterpart(use.name, target.versions, target.family)
        if any(use.name == mapped.name for mapped in use.settings.mapping):
            continue
        if found is None or not found.target:
            kind = "unknown" if found is None else "none"
            key = (use.name, kind, advice_for(use.name, found, target))
            lacking.setdefault(key, []).append({"path": use.path, **place_data(use.location)})
    items = [
        {"name": name, "verdict": kind, "advice": advice, "count": len(places), "places": places}
        for (name, kind, advice), places in sorted(lacking.items(), key=lambda item: (-len(item[1]), item[0][0]))
    ]
    return {"uses": uses, "names": len(names), "missing": items}


def place_data(location: Location) -> Data:
    """A place as plain data."""
    place: Data = {"line": location.line, "column": location.column}
    return place if location.cell is None else {"cell": location.cell, **place}
