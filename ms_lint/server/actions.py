"""Code actions: fix this, fix all, ignore this line, open the rule's page."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Optional, Union

from lsprotocol import types

from ms_lint.findings import Applicability, Edit, Finding, Location
from ms_lint.languages import tell, translated
from ms_lint.notebooks import cell_texts
from ms_lint.server.documents import Document
from ms_lint.server.engine import Checked, Engine
from ms_lint.sources import SourceError, raw_text, read_source
from ms_lint.suppressions import Suppressions

FIX_ALL = "source.fixAll.ms-lint"
OPEN_PAGE = "ms-lint.openPage"
_OWN = re.compile(r"(#\s*ms-lint:\s*ignore)\s*\[([^\]]*)\]", re.IGNORECASE)
_MOST = 8  # findings of a range that are worth an action of their own


@dataclass(frozen=True)
class Client:
    """What an editor can do: ``takes_versions`` of documents in edits, and ``asks_for_edits`` of chosen actions."""

    takes_versions: bool
    asks_for_edits: bool

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Client:
        """By what it said of itself."""
        edits = capabilities.workspace and capabilities.workspace.workspace_edit
        action = capabilities.text_document and capabilities.text_document.code_action
        resolved = action and action.data_support and action.resolve_support
        return cls(bool(edits and edits.document_changes), bool(resolved and "edit" in resolved.properties))


Edits = dict[Optional[int], list[types.TextEdit]]
Actions = Iterator[types.CodeAction]


def actions(
    engine: Engine,
    checked: Checked,
    uri: str,
    wanted: types.Range,
    only: Optional[Sequence[Union[types.CodeActionKind, str]]],
    diagnostics: dict[Finding, types.Diagnostic],
    encoding: str,
    client: Client,
) -> Actions:
    """The actions for a range of a text with findings. ``only`` are the kinds that the editor wants; None: all."""
    document = checked.document
    cell = document.part(uri)
    here = [
        finding
        for finding in checked.findings
        if finding.location.cell == cell
        and finding.location.line - 1 <= wanted.end.line
        and wanted.start.line <= finding.location.end_line - 1
    ][:_MOST]

    def edit(edits: Edits) -> types.WorkspaceEdit:
        return _workspace_edit(document, edits, client)

    if _is_wanted(types.CodeActionKind.QuickFix, only):
        for finding in here:
            if finding.fix is not None:
                is_safe = finding.fix.applicability is Applicability.SAFE
                yield types.CodeAction(
                    f"{finding.code}: {translated(finding.fix.reason)}"
                    + ("" if is_safe else " " + tell("(unsafe: look at it)")),
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[diagnostics[finding]],
                    is_preferred=is_safe,
                    edit=edit(_text_edits(document, finding.fix.edits, encoding)),
                )
        for finding in _each_code(here):
            ignoring = _ignoring(document, finding, encoding)
            if ignoring is not None:
                yield types.CodeAction(
                    tell("Ignore {code} on this line", code=finding.code),
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[diagnostics[finding]],
                    edit=edit(ignoring),
                )
        for finding in _each_code(here):
            yield types.CodeAction(
                tell("Open the page of {code}", code=finding.code),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostics[finding]],
                command=types.Command(tell("Open the rule's page"), OPEN_PAGE, arguments=[finding.code, document.uri]),
            )
    fixes = [finding.fix for finding in checked.findings if finding.fix is not None]
    if _is_wanted(FIX_ALL, only) and any(fix.applicability is Applicability.SAFE for fix in fixes):
        # the whole file is checked again and again for it: an editor that can, asks when it is chosen
        action = types.CodeAction(tell("Fix all that ms-lint can fix safely"), kind=FIX_ALL, data=document.uri)
        if client.asks_for_edits or fix_all(engine, document, action, encoding, client).edit is not None:
            yield action


def fix_all(
    engine: Engine, document: Document, action: types.CodeAction, encoding: str, client: Client
) -> types.CodeAction:
    """The action "fix all" with its edit; without one if nothing can be fixed."""
    edits = _all(engine, document, encoding)
    action.edit = _workspace_edit(document, edits, client) if edits else None
    return action


def _is_wanted(kind: str, only: Optional[Sequence[Union[types.CodeActionKind, str]]]) -> bool:
    kind = kind.value if isinstance(kind, types.CodeActionKind) else kind
    names = [each.value if isinstance(each, types.CodeActionKind) else each for each in only or ()]
    return not names or any(kind == name or kind.startswith(name + ".") for name in names)


def _each_code(findings: Iterable[Finding]) -> Iterable[Finding]:
    """The first finding of each rule and line."""
    return {(finding.code, finding.location.line): finding for finding in reversed(list(findings))}.values()


def _workspace_edit(document: Document, edits: Edits, client: Client) -> types.WorkspaceEdit:
    parts = {cell: (uri, version) for cell, uri, version in document.parts()}
    if not client.takes_versions:
        return types.WorkspaceEdit(changes={parts[cell][0]: each for cell, each in edits.items()})
    changes = [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(*parts[cell]), list(each))
        for cell, each in edits.items()
    ]
    return types.WorkspaceEdit(document_changes=list(changes))


def _text_edits(document: Document, edits: Iterable[Edit], encoding: str) -> Edits:
    found: Edits = {}
    for edit in edits:
        cell = edit.location.cell
        place = document.positions(cell, encoding).range(edit.location)
        found.setdefault(cell, []).append(types.TextEdit(place, edit.replacement))
    return found


def _ignoring(document: Document, finding: Finding, encoding: str) -> Optional[Edits]:
    """The edit that puts a comment at the end of a line, where that silences the finding and breaks nothing."""
    at = finding.location
    lines = document.lines(at.cell)
    for number in dict.fromkeys((at.line, at.end_line)):
        line = lines[number - 1].rstrip() if number <= len(lines) else ""
        match = _OWN.search(line)
        if match:
            names = ", ".join(filter(None, [match[2].strip(), finding.code]))
            new, start, end = f"{match[1]}[{names}]", match.start() + 1, match.end() + 1
        else:
            new, start, end = f"  # ms-lint: ignore[{finding.code}]", len(line) + 1, len(lines[number - 1]) + 1
        edited = [*lines]
        edited[number - 1] = lines[number - 1][: start - 1] + new + lines[number - 1][end - 1 :]
        if _is_silenced(finding, _with_lines(document, at.cell, edited)):
            place = Location(number, start, number, end, at.cell)
            return {at.cell: [types.TextEdit(document.positions(at.cell, encoding).range(place), new)]}
    return None


def _is_silenced(finding: Finding, document: Document) -> bool:
    """Whether the document can be read, and a comment in it suppresses the finding."""
    try:
        source = read_source(document.content, document.path, document.kind)
    except SourceError:
        return False
    return not Suppressions(source).apply([finding], {finding.code: finding.name})[0]


def _with_lines(document: Document, cell: Optional[int], lines: Sequence[str]) -> Document:
    text = "\n".join(lines)
    if cell is None:
        return replace(document, text=text)
    cells = [replace(each, text=text) if index == cell else each for index, each in enumerate(document.cells)]
    return replace(document, cells=tuple(cells))


def _all(engine: Engine, document: Document, encoding: str) -> Edits:
    """What applying all safe fixes changes, line by line."""
    fixed = engine.fix_all(document)
    if fixed is None or not fixed.mended:
        return {}
    text = raw_text(fixed.content, document.kind)[0]
    new = enumerate(cell_texts(text)) if document.kind == "notebook" else [(None, text)]
    edits: Edits = {}
    for cell, after in new:
        lines = after.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        changes = list(_line_edits(document.lines(cell), lines, document, cell, encoding))
        if changes:
            edits[cell] = changes
    return edits


def _line_edits(
    old: Sequence[str], new: Sequence[str], document: Document, cell: Optional[int], encoding: str
) -> Iterator[types.TextEdit]:
    positions = document.positions(cell, encoding)
    for kind, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        text = "".join(line + "\n" for line in new[start:end])
        if last < len(old):
            place = types.Range(types.Position(first, 0), types.Position(last, 0))
        else:  # up to the end of the text, which has no line end
            place = types.Range(types.Position(first, 0), positions.position(len(old), len(old[-1]) + 1))
            text = text[:-1]
        yield types.TextEdit(place, text)
