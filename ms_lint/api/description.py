"""A name of torch, TensorFlow or MindSpore and its counterparts, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from ms_lint.knowledge.catalog import Entry, Package, Parameter, Signature, package
from ms_lint.knowledge.comparison import (
    RECEIVER,
    Differences,
    is_method_of_first,
    nearest_overloads,
    pair,
    with_receiver,
)
from ms_lint.knowledge.counterparts import Counterpart, counterpart, counterparts, normalized, table
from ms_lint.knowledge.versions import version_key
from ms_lint.languages import tell
from ms_lint.mapping import Replacement
from ms_lint.messages import enumeration, say

from .names import entries_of

_DEVICES = {"A": "Ascend", "G": "GPU", "C": "CPU"}

Data = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """For which MindSpore versions (oldest first, at least one) and in which api family an answer is given, and the
    user's own counterparts by name."""

    versions: tuple[str, ...]
    family: str = "nn"
    mapping: Mapping[str, Replacement] = field(default_factory=dict)


def describe(name: str, target: Target) -> Data:
    """Everything that is known of a qualified name."""
    if name in target.mapping:
        return _describe_mapped(target.mapping[name], target)
    return _describe_own(name, target) if name.startswith("mindspore.") else _describe_original(name, target)


def _describe_mapped(item: Replacement, target: Target) -> Data:
    """A name that the user's mapping has a counterpart for."""
    rows = [[old, new, say("renamed")] for old, new in item.rename]
    rows += [[name, "", say("left out")] for name in item.drop]
    rows += [
        [f"{key}={old!r}", f"{dict(item.rename).get(key, key)}={new!r}", ""]
        for key, each in item.values
        for old, new in each
    ]
    return {
        "name": item.name,
        "same_as": None,
        "kind": None,
        "package": item.name.partition(".")[0],
        "versions": None,
        "signatures": [],
        "target_versions": list(target.versions),
        "advice": say("By the mapping of the settings write `{target}`.", target=item.to),
        "counterparts": [
            {
                "family": "any",
                "write": item.to,
                "hint": "",
                "verdict": "mapping",
                "name": item.to,
                "exact": True,
                "versions": [],
                "in_target": True,
                "signatures": [],
                "devices": [],
                "differences": None,
                "parameters": rows,
            }
        ],
    }


def _describe_original(name: str, target: Target) -> Data:
    known = name if any(entries_of(name)) else normalized(name)  # Keras has two spellings
    entries = entries_of(known)
    entry = next((entry for entry in reversed(entries) if entry is not None), None)
    data = package(known.partition(".")[0])
    chosen = counterpart(name, target.versions, target.family)
    return {
        "name": name,
        "same_as": _other_name(name, entry),
        "kind": entry.kind if entry else None,
        "package": known.partition(".")[0],
        "versions": _span(entries, data) if data else None,
        "signatures": [str(signature) for signature in entry.signatures] if entry else [],
        "target_versions": list(target.versions),
        "advice": advice_for(name, chosen, target),
        "counterparts": [_describe_counterpart(item, entry, target) for item in _order(name, chosen)],
    }


def _order(name: str, chosen: Optional[Counterpart]) -> list[Counterpart]:
    """The counterparts, the one to take first, without those that add no version to the ones before."""
    shown: list[Counterpart] = []
    for item in sorted(counterparts(name), key=lambda item: item is not chosen):
        before = {version for other in shown if other.family == item.family for version in other.versions}
        if not set(item.versions) <= before:
            shown.append(item)
    return shown


def advice_for(name: str, chosen: Optional[Counterpart], target: Target) -> str:
    if chosen is not None:
        return chosen.advice
    others = [item for item in counterparts(name) if item.versions]
    if others:
        where = short(min((item.versions[0] for item in others), key=version_key))
        return say(
            "Nothing in MindSpore {versions} is known to stand for it; MindSpore {other} has it.",
            versions=spanned(target.versions),
            other=where,
        )
    return say("Nothing is known to stand for it in MindSpore.")


def _describe_counterpart(item: Counterpart, original: Optional[Entry], target: Target) -> Data:
    version = next((one for one in reversed(target.versions) if one in item.versions), None)
    shown = version or (item.versions[-1] if item.versions else "")
    data = package("mindspore")
    entry = None
    if item.name and shown and data is not None:
        entry = data.find(item.name, data.versions.index(shown))
    differences = item.by_version.get(shown)
    return {
        "family": item.family or "any",
        "write": item.target,
        "hint": item.hint,
        "verdict": item.verdict,
        "name": item.name,
        "exact": item.exact,
        "versions": [item.versions[0], item.versions[-1]] if item.versions else [],
        "in_target": version is not None,
        "signatures": [str(signature) for signature in entry.signatures] if entry else [],
        "devices": _devices(entry),
        "differences": difference_data(differences),
        "parameters": _side_by_side(original, entry, differences, item.target),
    }


def difference_data(differences: Optional[Differences]) -> Optional[Data]:
    """The differences between two signatures as plain data; None where one is not known."""
    if differences is None:
        return None
    return {
        "renamed": [list(item) for item in differences.renamed],
        "lost": list(differences.lost),
        "required": list(differences.required),
        "added": list(differences.added),
        "defaults": [list(item) for item in differences.defaults],
        "same_positions": differences.same_positions,
    }


def _side_by_side(
    original: Optional[Entry], entry: Optional[Entry], differences: Optional[Differences], write: str
) -> list[list[str]]:
    """Rows of [original's parameter, counterpart's, note]; "" where one side has none."""
    if original is None or entry is None or differences is None:
        return []
    renames = dict(differences.renamed)
    is_method = is_method_of_first(original.name, write)
    signatures = with_receiver(entry.signatures) if is_method else entry.signatures
    found = nearest_overloads(original.signatures, signatures, renames)
    if found is None:
        return []
    theirs, ours = found
    pairs = pair(theirs, ours, renames)
    mine = {_key(parameter): parameter for parameter in ours.parameters}
    other_defaults = {name for name, _, _ in differences.defaults}
    rows = []
    for parameter in theirs.parameters:
        other = mine.get(pairs.get(_key(parameter), ""))
        notes: list[str] = []
        if other is None:
            notes.append(say("left out"))
        elif is_method and other == RECEIVER:
            notes.append(say("the tensor whose method it is"))
        elif other.name != parameter.name or other.kind != "*" == parameter.kind:
            notes.append(say("renamed"))
        if other is not None and other.name in other_defaults:
            notes.append(say("must be given") if other.required else say("another default"))
        rows.append([_parameter(parameter), _parameter(other) if other else "", enumeration(notes) if notes else ""])
    taken = set(pairs.values())
    for parameter in ours.parameters:
        if _key(parameter) not in taken:
            rows.append(["", _parameter(parameter), say("must be given") if parameter.required else ""])
    return rows


def _key(parameter: Parameter) -> str:
    """The name of a parameter as pairs have it."""
    return f"*{parameter.name}" if parameter.kind == "*" else parameter.name


def _parameter(parameter: Parameter) -> str:
    return str(Signature((parameter,)))


def _describe_own(name: str, target: Target) -> Data:
    data = package("mindspore")
    assert data is not None
    entries = entries_of(name)
    newest = next((entry for entry in reversed(entries) if entry is not None), None)
    having = [version for version, entry in zip(data.versions, entries) if entry is not None]
    return {
        "name": name,
        "same_as": _other_name(name, newest),
        "kind": newest.kind if newest else None,
        "since": having[0] if having else None,
        "until": having[-1] if having and having[-1] != data.versions[-1] else None,
        "not_in": _gap(entries, data.versions),
        "target_versions": list(target.versions),
        "in_target": any(version in having for version in target.versions),
        "signatures": _signature_history(entries, data.versions),
        "devices": _devices(newest),
        "deprecated": _deprecation(newest),
        "originals": sorted(_originals(name, newest), key=lambda original: not original.startswith("torch")),
    }


def _deprecation(entry: Optional[Entry]) -> Optional[Data]:
    """What MindSpore says of a name that it will take away, or took away; None where it says nothing."""
    said = entry.deprecation if entry is not None else None
    return (
        {"since": said.since, "instead": said.instead, "removed": said.removed}
        if said and (said.since or said.instead)
        else None
    )


def _gap(entries: Sequence[Optional[Entry]], versions: Sequence[str]) -> Optional[str]:
    """The last known version before the first that has the name; None where the oldest known has it."""
    first = next((position for position, entry in enumerate(entries) if entry is not None), 0)
    return versions[first - 1] if first else None


def _signature_history(entries: Sequence[Optional[Entry]], versions: Sequence[str]) -> list[Data]:
    """The signatures of the name, and of calling an instance, with the versions that they hold for."""
    history: list[Data] = []
    for version, entry in zip(versions, entries):
        if entry is None:
            continue
        call = [str(signature) for signature in entry.signatures]
        instance = [str(signature) for signature in entry.call_signatures]
        if history and (history[-1]["call"], history[-1]["instance"]) == (call, instance):
            history[-1]["versions"][1] = version
        else:
            history.append({"versions": [version, version], "call": call, "instance": instance})
    return history


def _originals(name: str, entry: Optional[Entry]) -> Iterator[str]:
    """The names that have this one as a counterpart."""
    wanted = {name, entry.name if entry else name}
    for original in table().names():
        if any(item.exact and item.name in wanted for item in counterparts(original)):
            yield original


def _other_name(name: str, entry: Optional[Entry]) -> Optional[str]:
    return entry.name if entry is not None and entry.name != name else None


def _span(entries: Sequence[Optional[Entry]], data: Package) -> Optional[list[str]]:
    having = [version for version, entry in zip(data.versions, entries) if entry is not None]
    return [having[0], having[-1]] if having else None


def _devices(entry: Optional[Entry]) -> list[str]:
    return [_DEVICES[letter] for letter in entry.platforms if letter in _DEVICES] if entry else []


def short(version: str) -> str:
    """A version without a patch number of 0: 2.10 for 2.10.0."""
    return version[:-2] if version.endswith(".0") and version.count(".") > 1 else version


def spanned(versions: Sequence[str]) -> str:
    """Versions, oldest first, as a span: 2.0 to 2.10."""
    if not versions:
        return "?"
    first, last = short(versions[0]), short(versions[-1])
    return first if first == last else tell("{first} to {last}", first=first, last=last)
