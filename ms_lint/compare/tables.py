"""A comparison as a table, side by side: for the terminal, and as a page of HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from ms_lint.compare.checks import Difference
from ms_lint.compare.comparison import Comparison
from ms_lint.compare.kinds import PLAIN, WORDS
from ms_lint.compare.model import Layer
from ms_lint.compare.readers.weights import ALIKE, facts_of
from ms_lint.compare.wording import got_text, padding_text, value_text
from ms_lint.languages import tell, translated, used_language
from ms_lint.messages import say

_ORDER = (
    "in", "in_per_group", "out", "count", "size", "kernel", "stride", "padding", "dilation", "groups", "bias",
    "epsilon", "momentum", "radius", "alpha", "beta", "k", "axis", "rate", "layers", "heads", "bidirectional",
    "activation",
)  # fmt: skip
_STYLES = {"same": "", "differs": "bold red", "missing": "yellow", "extra": "yellow", "uncalled": "yellow"}
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 14px/1.5 system-ui, sans-serif; margin: 2em; color: #1a1a1a; background: #fff; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #ccc; padding: 0.25em 0.6em; text-align: left; vertical-align: top; }}
th {{ background: #f0f0f0; position: sticky; top: 0; }}
td small {{ color: #555; }}
tr.differs {{ background: #fde7e7; }}
tr.missing, tr.extra, tr.uncalled {{ background: #fff6dd; }}
</style>
</head>
<body>
<h1>{title}</h1>
{summary}
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


@dataclass(frozen=True)
class Row:
    """One line of the table. ``state`` is ``same``, ``differs``, ``missing``, ``extra`` or ``uncalled``."""

    reference: str
    reference_facts: str
    cell: str
    cell_facts: str
    by: str
    state: str
    note: str


def rows(comparison: Comparison) -> list[Row]:
    """All layers in the order of the reference, then those that only the Cell has."""
    matching = comparison.matching
    differing: dict[str, list[Difference]] = {}
    for each in comparison.differences:
        if each.reference is not None and each.topic not in ("missing", "extra"):
            differing.setdefault(each.reference.name, []).append(each)
    pairs = {pair.reference.name: pair for pair in (*matching.namesakes, *matching.pairs)}
    missing = {name for each in comparison.differences if each.topic == "missing" for name in each.names}
    extra = {name for each in comparison.differences if each.topic == "extra" for name in each.names}
    found: list[Row] = []
    rest = {layer.name for layer in matching.rest}
    for layer in comparison.reference.layers:
        if layer.name in pairs:
            pair = pairs[layer.name]
            theirs = differing.get(layer.name, [])
            state = "differs" if theirs else "same"
            if theirs and all(each.topic == "uncalled" for each in theirs):
                state = "uncalled"
            kind = pair.cell.kind
            facts = layer.facts
            if layer.kind in ALIKE:
                groups = pair.cell.facts.get("groups")
                facts = facts_of(layer, kind, comparison.reference.framework, groups)
            note = "; ".join(map(_note, theirs))
            found.append(
                Row(_named(layer), _facts(facts), _named(pair.cell), _facts(pair.cell.facts), pair.by, state, note)
            )
        elif layer.name in rest:
            state = "missing" if layer.name in missing else "same"
            note = tell("not in the Cell") if state == "missing" else tell("not matched")
            found.append(Row(_named(layer), _facts(layer.facts), "", "", "", state, note))
    for layer in matching.surplus:
        state = "extra" if layer.name in extra else "uncalled" if layer.calls == 0 else "same"
        if state == "same" and layer.kind in PLAIN and not comparison.reference.has_layers:
            continue  # a file of weights cannot have it
        notes = {"extra": tell("not in the reference"), "uncalled": tell("never called")}
        note = notes.get(state, tell("not matched"))
        found.append(Row("", "", _named(layer), _facts(layer.facts), "", state, note))
    return found


def summary(comparison: Comparison) -> list[str]:
    """What was compared, in a few lines, with what limits it."""
    matching, reference = comparison.matching, comparison.reference
    surplus = [layer for layer in matching.surplus if reference.has_layers or layer.kind not in PLAIN]
    lines = [
        tell(
            "{name} against {path} ({format}): {count} layers matched, {rest} of the reference and {surplus} of the "
            "Cell not.",
            name=comparison.info.name,
            path=reference.path,
            format=reference.format,
            count=len(matching.pairs),
            rest=len(matching.rest),
            surplus=len(surplus),
        )
    ]
    uncalled = [layer.name for layer in comparison.cell.layers if layer.calls == 0]
    if uncalled:
        lines.append(tell("Made and never called: {names}.", names=", ".join(uncalled)))
    if not comparison.cell.is_complete:
        lines.append(tell("Not all of the Cell is known: what is missing is not reported."))
        if comparison.cell.notes:
            lines.append(tell("Not known: {names}.", names=", ".join(map(translated, comparison.cell.notes))))
    if reference.may_be_folded:
        lines.append(
            tell("An exporter may have folded normalizations into the layers before them: those are not compared.")
        )
    lines += [tell("Note: {note}.", note=translated(note)) for note in reference.notes]
    return lines


def print_table(comparison: Comparison, stream: TextIO, color: bool, width: int) -> None:
    """Write the table for people to a terminal or a file."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream, force_terminal=color, no_color=not color, width=max(width, 80), highlight=False)
    table = Table(show_lines=False, expand=False)
    for title in _titles():
        table.add_column(title, overflow="fold")
    for row in rows(comparison):
        style = _STYLES[row.state]
        left, right = Text(f"{row.reference}\n{row.reference_facts}"), Text(f"{row.cell}\n{row.cell_facts}")
        table.add_row(left, right, _by(row.by), Text(row.note), style=style)
    console.print(table)
    for line in summary(comparison):
        console.print(Text(line))


def _titles() -> tuple[str, ...]:
    return tell("reference"), tell("Cell"), tell("by"), tell("difference")


def as_html(comparison: Comparison) -> str:
    """The table as a page that needs nothing else."""
    return _PAGE.format(
        language=used_language().replace("_", "-"),
        title=html.escape(f"{comparison.info.name} - {comparison.file}"),
        heads="".join(f"<th>{html.escape(title)}</th>" for title in _titles()),
        summary="\n".join(f"<p>{html.escape(line)}</p>" for line in summary(comparison)),
        rows="\n".join(_html_rows(comparison)),
    )


def _html_rows(comparison: Comparison) -> Iterator[str]:
    for row in rows(comparison):
        cells = (
            f"{html.escape(row.reference)}<br><small>{html.escape(row.reference_facts)}</small>",
            f"{html.escape(row.cell)}<br><small>{html.escape(row.cell_facts)}</small>",
            html.escape(_by(row.by)),
            html.escape(row.note),
        )
        inner = "".join(f"<td>{cell}</td>" for cell in cells)
        yield f'<tr class="{row.state}">{inner}</tr>'


def _named(layer: Layer) -> str:
    return f"{layer.name} ({layer.op})" if layer.op not in ("weights", "") else layer.name


def _facts(facts: Mapping[str, Any]) -> str:
    shown = []
    for name in _ORDER:
        value = facts.get(name)
        if value is None or (name == "activation" and value == "none") or (name == "in_per_group" and "in" in facts):
            continue
        if name in ("groups", "dilation") and value in (1, (1,), (1, 1), (1, 1, 1)):
            continue
        shown.append(padding_text(value) if name == "padding" else f"{name}={value_text(name, value)}")
    return " ".join(shown)


def _note(difference: Difference) -> str:
    if difference.topic == "uncalled":
        return tell("never called")
    got, expected = difference.got, difference.expected
    if difference.topic == "kind":
        got, expected = (translated(WORDS.get(each, each)) for each in (got, expected))
    elif difference.topic in ("order", "sharing"):
        return tell("{fact}: {got} for {expected}", fact=difference.fact, got=str(got), expected=str(expected))
    elif difference.topic != "activation":
        got, expected = translated(got_text(difference)), translated(value_text(difference.fact, expected))
    return tell("{got} for {expected}", got=got, expected=expected)


def _by(word: str) -> str:
    """By what two layers were matched, in words for people."""
    words = {"name": say("name"), "shape": say("shape"), "order": say("order"), "map": say("map")}
    return translated(words.get(word, word))
