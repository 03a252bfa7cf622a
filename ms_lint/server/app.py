"""The server itself: what editors ask and tell, and when documents are checked."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Optional, TypeVar

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from ms_lint import __version__
from ms_lint.findings import Finding, Severity
from ms_lint.languages import tell, translated
from ms_lint.server import actions, configuration
from ms_lint.server.documents import Cell, Document
from ms_lint.server.engine import Checked, Engine
from ms_lint.server.hover import hover
from ms_lint.settings import SettingsError
from ms_lint.sources import Kind

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_KINDS: dict[Optional[str], Kind] = {"markdown": "markdown"}
_WATCHED = ("**/*.py", "**/pyproject.toml", "**/ms-lint.toml", "**/.gitignore")
_LATER = 1.0  # seconds after the last change of a file until the others are checked again

T = TypeVar("T")


class Server(LanguageServer):
    """Checks what is open, in one thread of its own, and publishes only what is still true."""

    def __init__(self) -> None:
        cells = [types.NotebookCellLanguage(name) for name in ("python", "markdown")]
        notebooks = [types.NotebookDocumentFilterWithNotebook("jupyter-notebook", cells)]
        super().__init__(
            "ms-lint",
            __version__,
            # Whole texts: what is a line to Python is not always one to an editor.
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            notebook_document_sync=types.NotebookDocumentSyncOptions(notebooks, save=True),
        )
        self.engine = Engine()
        self.options = configuration.Options()
        self.results: dict[str, Checked] = {}
        self.open: dict[str, None] = {}  # URIs of files and notebooks
        self._pool = ThreadPoolExecutor(1, "ms-lint")
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: set[str] = set()  # URIs of what is being checked
        self._outdated: set[str] = set()  # of those: what changed meanwhile
        self._others: dict[str, None] = {}  # what is to be checked again when nothing else is to be done
        self._said: Optional[str] = None

    # ------------------------------------------------------------ documents

    def document(self, uri: str) -> Optional[Document]:
        """The file or notebook as it is now; None if it is not open (any more)."""
        if uri not in self.open:
            return None
        path = uris.to_fs_path(uri) if uri.startswith("file:") else None
        notebook = self.workspace.get_notebook_document(notebook_uri=uri)
        if notebook is not None:
            cells = tuple(self._cell(cell) for cell in notebook.cells)
            return Document(uri, notebook.version, path or self._unsaved(uri, ".ipynb"), "notebook", cells=cells)
        text = self.workspace.get_text_document(uri)
        kind = _KINDS.get(text.language_id, "python")
        suffix = ".md" if kind == "markdown" else ".py"
        return Document(uri, text.version, path or self._unsaved(uri, suffix), kind, text.source)

    def _cell(self, cell: types.NotebookCell) -> Cell:
        text = self.workspace.get_text_document(cell.document)
        return Cell(cell.document, text.version, text.source, cell.kind is types.NotebookCellKind.Code)

    def _unsaved(self, uri: str, suffix: str) -> str:
        """A path for what is on no disk, in the folder whose settings are to apply."""
        name = os.path.basename(uri.rpartition(":")[2]) or "untitled"
        root = self.workspace.root_path or os.getcwd()
        return os.path.join(root, name if name.endswith(suffix) else name + suffix)

    def owner(self, uri: str) -> Optional[Document]:
        """The file with this URI, or the notebook with this cell."""
        notebook = self.workspace.get_notebook_document(cell_uri=uri)
        return self.document(uri if notebook is None else notebook.uri)

    def others(self, document: Document) -> dict[str, str]:
        """The unsaved texts of the other Python files, by path."""
        found = (self.document(uri) for uri in self.open if uri != document.uri)
        return {each.path: each.text for each in found if each is not None and each.kind == "python"}

    @property
    def encoding(self) -> str:
        """What the columns count: utf-8, utf-16 or utf-32."""
        agreed = self.workspace.position_encoding
        return str(getattr(agreed, "value", agreed) or "utf-16")

    # ------------------------------------------------------------ checking

    async def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do something in the thread of the analysis."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)

    def schedule(self, uri: str, delay: Optional[float] = None) -> None:
        """Check a document once nothing was typed for a while."""
        timer = self._timers.pop(uri, None)
        if timer is not None:
            timer.cancel()
        wait = self.options.debounce if delay is None else delay
        self._timers[uri] = asyncio.get_running_loop().call_later(wait, self._start, uri)

    def schedule_all(self, besides: Optional[str] = None, delay: float = 0.0, settings: bool = False) -> None:
        """Check what is open again, since other files or settings changed."""
        timer = self._timers.pop("", None)
        if timer is not None:
            timer.cancel()

        def start() -> None:
            self._timers.pop("", None)
            self._pool.submit(self.engine.refresh, settings)
            self._others.update((uri, None) for uri in reversed(self.open) if uri != besides)
            self._next()

        self._timers[""] = asyncio.get_running_loop().call_later(delay, start)

    def _start(self, uri: str) -> None:
        self._timers.pop(uri, None)
        self._others.pop(uri, None)
        if uri in self._running:
            self._outdated.add(uri)
            return
        self._running.add(uri)
        task = asyncio.get_running_loop().create_task(self._check_to_the_end(uri))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _check_to_the_end(self, uri: str) -> None:
        """Check a document until it is not changed meanwhile: no more than one check of it waits."""
        try:
            self._outdated.add(uri)
            while uri in self._outdated:
                self._outdated.discard(uri)
                await self.check(uri)
        finally:
            self._running.discard(uri)
            self._next()

    def _next(self) -> None:
        """Check one of the documents that can wait, unless something is typed or checked."""
        if self._others and not self._timers and not self._running:
            self._start(next(iter(self._others)))

    async def check(self, uri: str) -> Optional[Checked]:
        """Check a document and publish its findings, unless it changed meanwhile."""
        document = self.document(uri)
        if document is None:
            return None
        checked = await self.run(self.engine.check, document, self.others(document))
        now = self.document(uri)
        if now is None or now.state != document.state:
            return None  # stale: another check is on its way
        self.results[uri] = checked
        self._publish(checked)
        if checked.problem is not None and checked.problem != self._said:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"ms-lint: {checked.problem}"))
        self._said = checked.problem
        return checked

    async def current(self, uri: str) -> Optional[Checked]:
        """The findings of what a text belongs to, as it is now."""
        document = self.owner(uri)
        if document is None:
            return None
        known = self.results.get(document.uri)
        if known is not None and known.document.state == document.state:
            return known
        return await self.check(document.uri)

    def _publish(self, checked: Checked) -> None:
        by_part: dict[Optional[int], list[types.Diagnostic]] = {cell: [] for cell, _, _ in checked.document.parts()}
        for finding, diagnostic in self.diagnostics(checked).items():
            by_part.setdefault(finding.location.cell, []).append(diagnostic)
        for cell, uri, version in checked.document.parts():
            # a finding about a notebook as a whole has no cell
            found = by_part[cell] + (by_part.get(None, []) if cell == 0 else [])
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def diagnostics(self, checked: Checked) -> dict[Finding, types.Diagnostic]:
        """The findings as editors take them."""
        positions = {cell: checked.document.positions(cell, self.encoding) for cell, _, _ in checked.document.parts()}
        first = next(iter(positions.values()), None)
        found = {}
        for finding in checked.findings:
            converter = positions.get(finding.location.cell, first)
            if converter is None:
                continue
            found[finding] = types.Diagnostic(
                converter.range(finding.location),
                translated(finding.message),
                severity=_SEVERITIES[finding.severity],
                code=finding.code,
                code_description=types.CodeDescription(finding.url) if finding.url else None,
                source="ms-lint",
                data={"name": finding.name, "confidence": finding.confidence.value},
            )
        return found

    def forget(self, uri: str, parts: Iterable[str]) -> None:
        """A document was closed: its findings are taken away."""
        self.open.pop(uri, None)
        self.results.pop(uri, None)
        for part in parts:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(part, []))
        self.schedule_all()  # what was not saved counts no longer

    # ------------------------------------------------------------ settings

    def configure(self, values: object) -> None:
        """Take over settings from the editor and check again."""
        self.options = configuration.read(values)
        self.engine.overrides = self.options.overrides
        if self.open:
            self.schedule_all(settings=True)


def create() -> Server:
    """A server with everything that it answers to."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def initialize(ls: Server, params: types.InitializeParams) -> None:
        # editors send parts of cells all the same
        ls.workspace._sync_kind = types.TextDocumentSyncKind.Incremental
        ls.configure(params.initialization_options)

    @server.feature(types.INITIALIZED)
    async def initialized(ls: Server, params: types.InitializedParams) -> None:
        workspace = ls.client_capabilities.workspace
        watching = workspace and workspace.did_change_watched_files
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = types.Registration("ms-lint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            with contextlib.suppress(JsonRpcException):  # then saving has to do
                await ls.client_register_capability_async(types.RegistrationParams([registration]))
        await _ask_configuration(ls)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def changed_configuration(ls: Server, params: types.DidChangeConfigurationParams) -> None:
        if not await _ask_configuration(ls):
            ls.configure(params.settings)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def changed_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        ls.schedule_all(settings=any(not change.uri.endswith(".py") for change in params.changes))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        ls.open[params.text_document.uri] = None
        ls.schedule(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        ls.open[uri] = ls.open.pop(uri, None)  # the last one is what is worked on
        ls.schedule(uri)
        if len(ls.open) > 1:
            ls.schedule_all(uri, _LATER)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        ls.schedule_all(settings=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        ls.forget(params.text_document.uri, [params.text_document.uri])

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    async def opened_notebook(ls: Server, params: types.DidOpenNotebookDocumentParams) -> None:
        ls.open[params.notebook_document.uri] = None
        ls.schedule(params.notebook_document.uri, 0)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    async def changed_notebook(ls: Server, params: types.DidChangeNotebookDocumentParams) -> None:
        ls.schedule(params.notebook_document.uri)
        structure = params.change.cells.structure if params.change.cells else None
        for cell in (structure.did_close or []) if structure else []:
            ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(cell.uri, []))

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_SAVE)
    async def saved_notebook(ls: Server, params: types.DidSaveNotebookDocumentParams) -> None:
        ls.schedule_all(settings=True)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    async def closed_notebook(ls: Server, params: types.DidCloseNotebookDocumentParams) -> None:
        ls.forget(params.notebook_document.uri, [cell.uri for cell in params.cell_text_documents])

    kinds = [types.CodeActionKind.QuickFix, actions.FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds, resolve_provider=True))
    async def code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        checked = await ls.current(uri)
        if checked is None:
            return []
        client = actions.Client.of(ls.client_capabilities)
        found = actions.actions(
            ls.engine, checked, uri, params.range, params.context.only, ls.diagnostics(checked), ls.encoding, client
        )
        return await ls.run(list, found)

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
        document = ls.document(str(action.data))
        if action.kind != actions.FIX_ALL or document is None:
            return action
        client = actions.Client.of(ls.client_capabilities)
        return await ls.run(actions.fix_all, ls.engine, document, action, ls.encoding, client)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def show_hover(ls: Server, params: types.HoverParams) -> Optional[types.Hover]:
        document = ls.owner(params.text_document.uri)
        if document is None:
            return None
        cell = document.part(params.text_document.uri)
        positions = document.positions(cell, ls.encoding)

        def look_up() -> Optional[types.Hover]:
            uses = ls.engine.uses(document, others)
            try:
                return hover(uses, cell, params.position, positions, ls.engine.settings(document))
            except SettingsError:
                return None

        others = ls.others(document)
        return await ls.run(look_up)

    @server.command(actions.OPEN_PAGE)
    async def open_page(ls: Server, code: str, uri: str) -> None:
        document = ls.document(uri)
        window = ls.client_capabilities.window
        if window and window.show_document and window.show_document.support:
            page = await ls.run(ls.engine.page, code, document)
            await ls.window_show_document_async(types.ShowDocumentParams(uris.from_fs_path(page) or "", external=False))
        else:
            command = tell("`{command}` shows the page.", command=f"ms-lint rule {code}")
            ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, command))

    return server


async def _ask_configuration(ls: Server) -> bool:
    """Ask the editor for its settings, where it can be asked."""
    workspace = ls.client_capabilities.workspace
    if not (workspace and workspace.configuration):
        return False
    items = [types.ConfigurationItem(section=configuration.SECTION)]
    answer: Optional[Sequence[Any]] = None
    with contextlib.suppress(JsonRpcException):
        answer = await ls.workspace_configuration_async(types.ConfigurationParams(items))
    if answer and answer[0] is not None:
        ls.configure(answer[0])
        return True
    return False
