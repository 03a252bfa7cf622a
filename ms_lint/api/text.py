"""Descriptions of names as JSON, and as text for people."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from ms_lint.languages import tell, translated, translated_data
from ms_lint.messages import say

from .description import Data, short, spanned

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
_SAME = (say("no argument means the same: give them by keyword"), say("only the first argument means the same"))
_SHOWN_PLACES = 3
_SHOWN_ORIGINALS = 12
#: Characters of a line of a signature.
_WIDTH = 120


def as_json(data: Any) -> str:
    """The data as indented JSON."""
    return json.dumps(translated_data(data), indent=2, ensure_ascii=False)


def as_text(data: Data) -> str:
    """A description as text for people."""
    lines = _own_lines(data) if "since" in data else _original_lines(data)
    return "\n".join(lines)


def _original_lines(data: Data) -> Iterator[str]:
    spans = f", {data['package']} {spanned(data['versions'])}" if data["versions"] else ""
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
    where = "MindSpore " + spanned(item["versions"])
    family = "" if item["family"] == "any" else tell(", family {name}", name=item["family"])
    other = "" if item["in_target"] else tell(", not in {versions}", versions=spanned(data["target_versions"]))
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
        yield "  " + tell("MindSpore {versions} does not have it.", versions=spanned(data["target_versions"]))
    said = data["deprecated"]
    if said is not None:
        since = tell("Deprecated since MindSpore {since}.", since=short(said["since"])) if said["since"] else ""
        instead = tell("MindSpore says to use {instead}.", instead=said["instead"]) if said["instead"] else ""
        yield "  " + " ".join(filter(None, (since, instead)))
    for item in data["signatures"]:
        for signature in item["call"]:
            yield from _wrapped(f"{spanned(item['versions'])}: {data['name'].rpartition('.')[2]}({signature})")
        for signature in item["instance"]:
            versions = spanned(item["versions"])
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
