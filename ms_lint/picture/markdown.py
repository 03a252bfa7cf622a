"""The picture as Markdown, for a pull request or a wiki."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ms_lint.api import VERDICTS
from ms_lint.languages import tell, translated
from ms_lint.picture.data import ORDER, Data, share
from ms_lint.picture.words import FAMILIES, FRAMEWORK_NAMES, percent, place

_MOST = 30  # rows of a table


def render(data: Data, points: Sequence[Data]) -> str:
    """The picture as Markdown; ``points`` as for the page."""
    return "\n".join(_lines(data, points)) + "\n"


def _lines(data: Data, points: Sequence[Data]) -> Iterator[str]:
    totals = data["totals"]
    references = totals["references"]
    yield f"# {tell('Migration to MindSpore')}"
    yield ""
    yield f"{data['date']}, ms-lint {data['version']}: {', '.join(_code(path) for path in data['paths'])}"
    yield ""
    listed = ", ".join(f"{FRAMEWORK_NAMES[framework]} {references[framework]}" for framework in ORDER)
    yield "- " + tell(
        "{share} of {count} references are MindSpore's ({numbers}).",
        share=percent(share(references)),
        count=sum(references.values()),
        numbers=listed,
    )
    yield "- " + tell(
        "Findings: {count} (errors: {errors}, warnings: {warnings}, notes: {notes}); {fixable} with a fix.",
        count=totals["findings"],
        errors=totals["error"],
        warnings=totals["warning"],
        notes=totals["info"],
        fixable=totals["fixable"],
    )
    yield "- " + tell("Uses of names without a counterpart: {count}.", count=data["by_hand"]["apis"])
    yield "- " + tell(
        "Files read: {count}; {part} of them could not be judged.",
        count=totals["files"],
        part=len(data["by_hand"]["not_judged"]),
    )
    if len(points) > 1:
        rows = [[point["date"], percent(share(point["references"])), point["findings"]] for point in points]
        yield from _table(tell("Over time"), [tell("Date"), tell("Share"), tell("Findings")], rows)
    yield from _table(
        tell("Progress"),
        [tell("Folder"), tell("Share"), *FRAMEWORK_NAMES.values(), tell("Findings")],
        [
            [_code(one["path"]), percent(share(one["references"])), *one["references"].values(), one["findings"]]
            for one in data["packages"]
        ],
    )
    yield from _table(
        tell("Findings"),
        [tell("Family"), tell("About"), tell("Findings"), tell("With a fix")],
        [
            [one["family"], translated(FAMILIES[one["family"]]), one["findings"], one["fixable"]]
            for one in data["families"]
        ],
    )
    yield from _table(
        tell("Not judged"),
        [tell("File"), tell("Why")],
        [[_code(one["path"]), _text(translated(one["message"]))] for one in data["by_hand"]["not_judged"]],
    )
    yield from _table(
        tell("Left to do by hand"),
        [tell("Rule"), tell("Findings"), tell("First at")],
        [
            [f"[{rule['code']}]({rule['url']}) {_text(rule['name'])}", rule["by_hand"], _code(place(rule["places"][0]))]
            for rule in data["rules"]
            if rule["by_hand"]
        ],
    )
    yield from _table(
        tell("APIs of other frameworks"),
        [tell("Name"), tell("Uses"), tell("With a fix"), tell("Verdict"), tell("In MindSpore")],
        [
            [
                _code(api["name"]),
                api["uses"],
                api["fixable"],
                translated(VERDICTS[api["verdict"]]),
                _code(api["write"]) or _text(translated(api["advice"])),
            ]
            for api in data["apis"]
        ],
    )


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """A section with a table; nothing where there are no rows."""
    if not rows:
        return
    yield ""
    yield f"## {title}"
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows[:_MOST]:
        yield f"| {' | '.join(map(str, row))} |"
    if len(rows) > _MOST:
        yield ""
        yield tell("and {count} more.", count=len(rows) - _MOST)


def _code(text: str) -> str:
    """Text of the user's as code within a table."""
    if not text:
        return ""
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|").replace("\n", " ")


def _text(text: str) -> str:
    """A message, which may have code in single backquotes, within a table."""
    pieces = text.replace("|", "\\|").replace("\n", " ").split("`")
    closed = len(pieces) % 2 == 1
    return "`".join(
        piece if closed and index % 2 else piece.replace("&", "&amp;").replace("<", "&lt;")
        for index, piece in enumerate(pieces)
    )
