"""What ``ms-lint api`` shows: a name of torch, TensorFlow or MindSpore, its counterparts, and what a project
uses that has none. Everything is put together as plain data, for JSON and for the text alike.
"""

from __future__ import annotations

import difflib
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from ms_lint.findings import Location
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
from ms_lint.knowledge.frameworks import FRAMEWORKS
from ms_lint.knowledge.versions import version_key
from ms_lint.languages import tell, translated, translated_data
from ms_lint.mapping import Replacement
from ms_lint.messages import enumeration, say
from ms_lint.settings import target_versions
from ms_lint.usage import find_uses

#: What counterparts are, by the words that the data has for it.
VERDICTS = {
    "same": say("same"),
    "differs": say("differs"),
    "rewrite": say("rewrite"),
    "none": say("none"),
    "unknown": say("unknown"),
}
_KINDS = {
    "class": say("class"),
    "function": say("function"),
    "module": say("module"),
    "property": say("property"),
    "attribute": say("attribute"),
    "instance": say("instance"),
    "value": say("value"),
}

#: What the beginning of a spelling may stand for.
_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "F": ("torch.nn.functional",),
    "T": ("torchvision.transforms",),
    "Tensor": ("torch.Tensor", "mindspore.Tensor"),
    "dist": ("torch.distributed",),
    "init": ("torch.nn.init",),
    "keras": ("tensorflow.keras",),
    "mint": ("mindspore.mint",),
    "ms": ("mindspore",),
    "nn": ("torch.nn", "mindspore.nn"),
    "ops": ("mindspore.ops", "torchvision.ops"),
    "optim": ("torch.optim", "mindspore.experimental.optim"),
    "tf": ("tensorflow",),
    "transforms": ("torchvision.transforms", "mindspore.dataset.transforms"),
    "vision": ("mindspore.dataset.vision",),
    "x": ("torch.Tensor", "mindspore.Tensor"),
}
#: Where a name without any dot is looked for.
_NAMESPACES = (
    "torch",
    "torch.nn",
    "torch.nn.functional",
    "torch.Tensor",
    "torch.nn.init",
    "torch.optim",
    "torch.optim.lr_scheduler",
    "torch.utils.data",
    "torchvision.transforms",
    "tensorflow",
    "tensorflow.nn",
    "tensorflow.math",
    "tensorflow.keras.layers",
    "mindspore",
    "mindspore.nn",
    "mindspore.ops",
    "mindspore.mint",
    "mindspore.mint.nn",
    "mindspore.Tensor",
)
_DEVICES = {"A": "Ascend", "G": "GPU", "C": "CPU"}
_SAME = (say("no argument means the same: give them by keyword"), say("only the first argument means the same"))
_SHOWN_PLACES = 3
_SHOWN_ORIGINALS = 12
#: Characters of a line of a signature.
_WIDTH = 120

Data = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """For which MindSpore versions (oldest first, at least one) and in which api family an answer is given, and the
    user's own counterparts by name."""

    versions: tuple[str, ...]
    family: str = "nn"
    mapping: Mapping[str, Replacement] = field(default_factory=dict)


# ---------------------------------------------------------------- finding a name


def resolve(spelling: str) -> list[str]:
    """The known qualified names that a spelling may stand for: ``nn.Conv2d`` is torch's and MindSpore's."""
    spelling = spelling.strip().rstrip("()")
    beginning, dot, rest = spelling.partition(".")
    if dot:
        candidates = [spelling, *(f"{namespace}.{rest}" for namespace in _BEGINNINGS.get(beginning, ()))]
    else:
        candidates = [spelling, *(f"{namespace}.{beginning}" for namespace in _NAMESPACES)]
    known: dict[str, str] = {}
    for name in candidates:
        if _is_known(name):
            known.setdefault(normalized(name), name)
    if not known and package(beginning) is None and counterparts(spelling):  # something of torchvision.models
        return [spelling]
    return list(known.values())


def _is_known(name: str) -> bool:
    root, _, rest = name.partition(".")
    if not rest.strip(".") or name.endswith(".") or rest.rpartition(".")[2] == root:
        return False  # torch.nn.init.torch is torch itself
    return any(_entries(name)) or any(item.exact for item in counterparts(name))


def is_package(spelling: str) -> bool:
    """Whether a spelling is the name of a whole package, about which nothing can be said."""
    return _BEGINNINGS.get(spelling, (spelling,))[0] in FRAMEWORKS or spelling == "mindspore"


def _entries(name: str) -> list[Optional[Entry]]:
    """What a name is in each known version of its package; empty where the package is not known."""
    data = package(name.partition(".")[0])
    return [] if data is None else [data.find(name, position) for position in range(len(data.versions))]


def nearest_names(spelling: str, most: int = 3) -> list[str]:
    """Known names that are spelled much like one that is not known."""
    beginning, dot, rest = spelling.strip().partition(".")
    namespaces = _BEGINNINGS.get(beginning, (beginning,)) if dot else _NAMESPACES
    namespaces = tuple(f"{namespace}.{rest}".rpartition(".")[0] if dot else namespace for namespace in namespaces)
    leaf = spelling.rpartition(".")[2]
    found: dict[str, list[str]] = {}
    for namespace in (*namespaces, *_NAMESPACES):
        for name in sorted(_members(namespace)):
            found.setdefault(name.lower(), []).append(f"{namespace}.{name}")
    near = difflib.get_close_matches(leaf.lower(), found, most, 0.7)

    def unlikeness(name: str) -> tuple[bool, bool]:
        place, _, other = name.rpartition(".")
        return place not in namespaces, other.islower() != leaf.islower()

    best = ((unlikeness(min(found[name], key=unlikeness)), found[name]) for name in near)
    alike = [name for least, names in best for name in dict.fromkeys(names) if unlikeness(name) == least]
    return alike[:most]


def _members(namespace: str) -> set[str]:
    """Names right below a namespace, in any version or only in the table of counterparts."""
    data = package(namespace.partition(".")[0])
    names = set(table().names(f"{namespace}."))
    if data is not None:
        names.update(data.names(f"{namespace}."))
    leaves = (name[len(namespace) + 1 :] for name in names)
    return {leaf for leaf in leaves if leaf and "." not in leaf and leaf[0] not in "_*"}


# ---------------------------------------------------------------- describing a name


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
    known = name if any(_entries(name)) else normalized(name)  # Keras has two spellings
    entries = _entries(known)
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
        "advice": _advice(name, chosen, target),
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


def _advice(name: str, chosen: Optional[Counterpart], target: Target) -> str:
    if chosen is not None:
        return chosen.advice
    others = [item for item in counterparts(name) if item.versions]
    if others:
        where = short(min((item.versions[0] for item in others), key=version_key))
        return say(
            "Nothing in MindSpore {versions} is known to stand for it; MindSpore {other} has it.",
            versions=_listed(target.versions),
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
    entries = _entries(name)
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


# ---------------------------------------------------------------- what a project lacks


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
            key = (use.name, kind, _advice(use.name, found, target))
            lacking.setdefault(key, []).append({"path": use.path, **place_data(use.location)})
    items = [
        {"name": name, "verdict": kind, "advice": advice, "count": len(places), "places": places}
        for (name, kind, advice), places in lacking.items()
    ]
    items.sort(key=lambda item: (-item["count"], item["name"]))  # type: ignore[operator]
    return {"uses": uses, "names": len(names), "missing": items}


def place_data(location: Location) -> Data:
    """A place as plain data."""
    place: Data = {"line": location.line, "column": location.column}
    return place if location.cell is None else {"cell": location.cell, **place}


# ---------------------------------------------------------------- text


def as_json(data: Any) -> str:
    """The data as indented JSON."""
    return json.dumps(translated_data(data), indent=2, ensure_ascii=False)


def as_text(data: Data) -> str:
    """A description as text for people."""
    lines = _own_lines(data) if "since" in data else _original_lines(data)
    return "\n".join(lines)


def _original_lines(data: Data) -> Iterator[str]:
    spans = f", {data['package']} {_range(data['versions'])}" if data["versions"] else ""
    yield f"{data['name']}" + (f"  ({_kind(data)}{spans})" if data["kind"] else "")
    if data["same_as"]:
        yield "  " + tell("The same as {name}.", name=data["same_as"])
    yield f"  {translated(data['advice'])}"
    for item in data["counterparts"]:
        if not item["write"] or (item["verdict"] == "mapping" and not item["parameters"]):
            continue
        yield ""
        yield from _counterpart_lines(data, item)


def _kind(data: Data) -> str:
    return translated(_KINDS.get(data["kind"]) or data["kind"])


def _counterpart_lines(data: Data, item: Data) -> Iterator[str]:
    if item["verdict"] == "mapping":
        yield from _table([data["package"], item["write"].partition(".")[0], ""], item["parameters"])
        return
    where = "MindSpore " + _range(item["versions"])
    family = "" if item["family"] == "any" else tell(", family {name}", name=item["family"])
    other = "" if item["in_target"] else tell(", not in {versions}", versions=_listed(data["target_versions"]))
    devices = tell(", on {devices}", devices=", ".join(item["devices"])) if item["devices"] else ""
    yield f"  {item['write']}  ({translated(VERDICTS[item['verdict']])}; {where}{other}{family}{devices})"
    if item["hint"] and item["hint"] not in data["advice"]:
        yield f"    {translated(item['hint'])}"
    if item["parameters"]:
        yield from _table([data["name"].partition(".")[0], "MindSpore", ""], item["parameters"])
        same = item["differences"]["same_positions"]
        if same is not None:
            said = _SAME[same] if same < 2 else say("the first {count} arguments mean the same", count=same)
            yield "    " + tell("By position, {said}.", said=said)
    elif item["signatures"]:
        for signature in item["signatures"]:
            yield f"    {item['name'].rpartition('.')[2]}({signature})"


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """Lines of a table with left-aligned columns."""
    shown = [head, *([left or "-", right or "-", note] for left, right, note in rows)]
    widths = [max(len(row[column]) for row in shown) for column in range(2)]
    for row in shown:
        yield f"    {row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {translated(row[2])}".rstrip()


def _own_lines(data: Data) -> Iterator[str]:
    since = short(data["since"]) if data["since"] else "?"
    known = tell("since {since}", since=since) if data["not_in"] else tell("in {since} and later", since=since)
    if data["not_in"]:
        known = tell("{known} ({version} does not have it)", known=known, version=short(data["not_in"]))
    if data["until"]:
        known = tell("{known}, until {version}", known=known, version=short(data["until"]))
    devices = tell(", on {devices}", devices=", ".join(data["devices"])) if data["devices"] else ""
    yield f"{data['name']}  ({_kind(data)}, {known}{devices})"
    if data["same_as"]:
        yield "  " + tell("The same as {name}.", name=data["same_as"])
    if not data["in_target"]:
        yield "  " + tell("MindSpore {versions} does not have it.", versions=_listed(data["target_versions"]))
    said = data["deprecated"]
    if said is not None:
        since = tell("Deprecated since MindSpore {since}.", since=short(said["since"])) if said["since"] else ""
        instead = tell("MindSpore says to use {instead}.", instead=said["instead"]) if said["instead"] else ""
        yield "  " + " ".join(filter(None, (since, instead)))
    for item in data["signatures"]:
        for signature in item["call"]:
            yield from _wrapped(f"{_range(item['versions'])}: {data['name'].rpartition('.')[2]}({signature})")
        for signature in item["instance"]:
            versions = _range(item["versions"])
            yield from _wrapped(tell("{versions}: called with ({signature})", versions=versions, signature=signature))
    if data["originals"]:
        shown, left = data["originals"][:_SHOWN_ORIGINALS], len(data["originals"]) - _SHOWN_ORIGINALS
        names = ", ".join(shown)
        if left > 0:
            names = tell("{names} and {count} more", names=names, count=left)
        yield "  " + tell("Written for {names}.", names=names)


def _wrapped(line: str) -> list[str]:
    """Lines of a signature, which may be longer than any screen."""
    return textwrap.wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)


def missing_as_text(data: Data) -> str:
    """What a project lacks, as text for people."""
    lines = []
    for item in data["missing"]:
        places = [
            f"{place['path']}:"
            + (tell("cell {number}:", number=place["cell"]) if "cell" in place else "")
            + f"{place['line']}"
            for place in item["places"][:_SHOWN_PLACES]
        ]
        more = item["count"] - len(places)
        listed = ", ".join(places)
        lines.append(f"{item['count']:5}  {item['name']}: {translated(item['advice'])}")
        lines.append("       " + (tell("{names} and {count} more", names=listed, count=more) if more else listed))
    count = sum(item["count"] for item in data["missing"])
    lines.append(
        tell(
            "{missing_uses} of {uses} uses, {missing} of {names} names of torch and TensorFlow have no counterpart.",
            missing_uses=count,
            uses=data["uses"],
            missing=len(data["missing"]),
            names=data["names"],
        )
    )
    return "\n".join(lines)


def short(version: str) -> str:
    """A version without a patch number of 0: 2.10 for 2.10.0."""
    return version[:-2] if version.endswith(".0") and version.count(".") > 1 else version


def _range(versions: Sequence[str]) -> str:
    if not versions:
        return "?"
    first, last = short(versions[0]), short(versions[-1])
    return first if first == last else tell("{first} to {last}", first=first, last=last)


def _listed(versions: Sequence[str]) -> str:
    return _range(versions)
