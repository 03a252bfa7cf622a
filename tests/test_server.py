"""The language server, as a client of pytest-lsp sees it."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Optional
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

pytest_lsp = pytest.importorskip("pytest_lsp", reason="the client; needs Python 3.10")

import pytest_asyncio  # noqa: E402
from lsprotocol import types  # noqa: E402

from ms_lint.server import configuration  # noqa: E402
from ms_lint.server.documents import Cell, Document  # noqa: E402
from ms_lint.server.positions import Positions  # noqa: E402

TESTS = Path(__file__).parent
HEAD = "import mindspore; from house import *\n"
PATIENCE = 60  # seconds until a test gives up
Client = Any


def text_of(source: str) -> str:
    return HEAD + source


def place_of(found: types.Diagnostic) -> tuple[int, int, str]:
    return found.range.start.line, found.range.start.character, str(found.code)


def action_of(found: types.CodeAction | types.Command) -> types.CodeAction:
    """The action that was sent: lsprotocol reads one with a command as if it were a command."""
    if isinstance(found, types.CodeAction):
        return found
    assert found.command.startswith("{")
    return types.CodeAction(found.title, command=types.Command(**ast.literal_eval(found.command)))


class Editor:
    """A client with documents in a folder."""

    def __init__(self, client: Client, folder: Path) -> None:
        self.client, self.folder = client, folder
        self._versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "python") -> str:
        uri = self.uri(name) if ":" not in name else name
        self._versions[uri] = 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, text: str) -> None:
        self._versions[uri] += 1
        identifier = types.VersionedTextDocumentIdentifier(self._versions[uri], uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    async def shown(self, uri: str, *expected: tuple[int, int, str]) -> list[types.Diagnostic]:
        """Wait until exactly these findings (line and column from 0, code) are shown; fail if they never are."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = self.client.diagnostics.get(uri)
            if found is not None and sorted(map(place_of, found)) == sorted(expected):
                return list(found)
            if time.monotonic() > deadline:
                raise AssertionError(f"shown: {found}, messages: {self.client.messages}")
            await asyncio.sleep(0.02)

    async def actions(
        self, uri: str, line: int, character: int = 0, only: Optional[list[str]] = None
    ) -> dict[str, types.CodeAction]:
        at = types.Position(line, character)
        context = types.CodeActionContext([], only=only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), types.Range(at, at), context)
        found = await self.client.text_document_code_action_async(params)
        return {action.title: action_of(action) for action in found or []}

    async def hover(self, uri: str, line: int, character: int) -> Optional[str]:
        params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        found = await self.client.text_document_hover_async(params)
        return None if found is None else found.contents.value


def capabilities(name: str) -> types.ClientCapabilities:
    if name != "utf-8":
        return pytest_lsp.client_capabilities(name)  # type: ignore[no-any-return]
    found = pytest_lsp.client_capabilities("neovim")
    found.general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf8])
    return found  # type: ignore[no-any-return]


CONFIG = pytest_lsp.ClientServerConfig(
    server_command=[sys.executable, "-m", "ms_lint", "server", "--stdio"],
    server_env={**os.environ, "PYTHONPATH": str(TESTS)},
)


@pytest_asyncio.fixture
async def client(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Client]:
    (tmp_path / "ms-lint.toml").write_text('plugins = ["house_rules"]\n', encoding="utf-8")
    name = getattr(request, "param", "visual-studio-code")
    params = types.InitializeParams(
        capabilities=capabilities(name),
        workspace_folders=[types.WorkspaceFolder(tmp_path.as_uri(), "project")],
        root_uri=tmp_path.as_uri(),
        initialization_options={"debounce": 50},
    )
    found = await CONFIG.start()
    found.name_of_editor = name
    found.registered = []

    @found.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
    def register(params: types.RegistrationParams) -> None:
        found.registered += params.registrations

    found.initialized_with = await found.initialize_session(params)
    yield found
    await found.shutdown_session()
    await found.stop()


@pytest.fixture
def editor(client: Client, tmp_path: Path) -> Editor:
    return Editor(client, tmp_path)


pytestmark = pytest.mark.asyncio


# ---------------------------------------------------------------- diagnostics


async def test_findings_of_unsaved_buffers_come_and_go_as_one_types(editor: Editor) -> None:
    uri = editor.open("a.py", text_of("x = 1\n"))
    await editor.shown(uri)
    editor.change(uri, text_of("x = 1\nold_name(x)\n"))
    (found,) = await editor.shown(uri, (2, 0, "MSL951"))
    assert found.range == types.Range(types.Position(2, 0), types.Position(2, 8))
    assert found.severity == types.DiagnosticSeverity.Error
    assert found.message == "`old_name` has another name. Write `new_name`."
    assert found.source == "ms-lint"
    assert found.code_description == types.CodeDescription("https://ms-lint.readthedocs.io/rules/MSL951")
    editor.change(uri, text_of("guess(x)\n"))
    (found,) = await editor.shown(uri, (1, 0, "MSL952"))
    assert found.severity == types.DiagnosticSeverity.Warning
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    await editor.shown(uri)
    assert not (editor.folder / "a.py").exists()


class Recording(dict[str, Any]):
    """Findings by document; ``lines`` has those of each publication."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[int]] = []

    def __setitem__(self, key: str, found: Any) -> None:
        self.lines.append([item.range.start.line for item in found])
        super().__setitem__(key, found)


async def configure(editor: Editor, **values: object) -> None:
    editor.client.set_configuration({"ms-lint": values})
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    await editor.hover(editor.uri("a.py"), 0, 0)  # an answer: what was said before has been heard


async def test_a_document_is_checked_once_typing_stops(editor: Editor) -> None:
    uri = editor.open("a.py", text_of(""))
    await editor.shown(uri)
    await configure(editor, debounce=2000)
    await asyncio.sleep(0.5)
    found = editor.client.diagnostics = Recording()
    for number in range(1, 40):
        editor.change(uri, text_of("\n" * number + "old_name(1)\n"))
    await editor.shown(uri, (40, 0, "MSL951"))
    assert found.lines == [[40]]


async def test_what_is_stale_when_it_is_found_is_dropped(editor: Editor) -> None:
    uri = editor.open("a.py", text_of(""))
    await editor.shown(uri)
    await configure(editor, debounce=0)
    found = editor.client.diagnostics = Recording()
    editor.change(uri, text_of("old_name(1)\n" * 5000))
    await asyncio.sleep(0.1)  # it is being checked, which takes longer
    editor.change(uri, text_of("\nold_name(1)\n"))
    await editor.shown(uri, (2, 0, "MSL951"))
    assert all(len(lines) < 5000 for lines in found.lines)


@pytest.mark.parametrize("client", ["visual-studio-code", "utf-8"], indirect=True)
async def test_columns_count_in_the_units_of_the_client(editor: Editor, client: Client) -> None:
    client_name = client.name_of_editor
    agreed = client.initialized_with.capabilities.position_encoding
    line = "x = '😀层é'; old_name(x)\n"
    before = line[: line.index("old_name")]
    expected = len(before.encode()) if client_name == "utf-8" else len(before.encode("utf-16-le")) // 2
    assert getattr(agreed, "value", agreed) == ("utf-8" if client_name == "utf-8" else "utf-16")
    uri = editor.open("a.py", text_of(line))
    (found,) = await editor.shown(uri, (1, expected, "MSL951"))
    assert found.range.end.character == expected + len("old_name")
    actions = await editor.actions(uri, 1, expected)
    (edit,) = edits_of(actions["MSL951: It is the same function."], uri)
    assert edit.range == found.range
    hover = await editor.hover(uri, 1, expected)
    assert hover is None


async def test_line_ends_and_form_feeds(editor: Editor) -> None:
    uri = editor.open("a.py", text_of("x = '\u2028'\n\x0c\nold_name(1)\n").replace("\n", "\r\n"))
    await editor.shown(uri, (3, 0, "MSL951"))
    editor.change(uri, text_of("x = '\u2028'\n\x0c\n\nold_name(1)").replace("\n", "\r"))
    await editor.shown(uri, (4, 0, "MSL951"))


async def test_what_does_not_parse_or_is_left_out(editor: Editor) -> None:
    uri = editor.open("a.py", text_of("def (:\n"))
    await editor.shown(uri, (1, 4, "MSL001"))
    (editor.folder / "ms-lint.toml").write_text('plugins = ["house_rules"]\nexclude = ["out.py"]\n', encoding="utf-8")
    out = editor.open("out.py", text_of("old_name(1)\n"))
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(out)))
    await editor.shown(out)


async def test_documents_without_a_file_and_markdown(editor: Editor) -> None:
    uri = editor.open("untitled:Untitled-1", text_of("old_name(1)\n"))
    await editor.shown(uri, (1, 0, "MSL951"))
    page = editor.open("page.md", f"# Title\n\n```python\n{HEAD}old_name(1)\n```\n", "markdown")
    await editor.shown(page, (4, 0, "MSL951"))


# ---------------------------------------------------------------- other files and settings

BASE = "from mindspore import nn\nclass Base(nn.Cell):\n    def __init__(self):\n        super().__init__()\n"
USER = "from base import Base\nclass Net(Base):\n    def construct(self, x):\n        return self.layer(x)\n"


async def test_what_is_typed_in_one_file_counts_in_another(editor: Editor) -> None:
    (editor.folder / "base.py").write_text(BASE, encoding="utf-8")
    user = editor.open("user.py", USER)
    base = editor.open("base.py", BASE)
    await editor.shown(user, (3, 15, "MSL701"))
    editor.change(base, BASE + "        self.layer = nn.Dense(3, 4)\n")
    await editor.shown(user)
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(base)))
    await editor.shown(user, (3, 15, "MSL701"))


async def test_files_that_change_on_disk_are_read_again(editor: Editor) -> None:
    base = editor.folder / "base.py"
    base.write_text(BASE, encoding="utf-8")
    user = editor.open("user.py", USER)
    await editor.shown(user, (3, 15, "MSL701"))
    base.write_text(BASE + "        self.layer = nn.Dense(3, 4)\n", encoding="utf-8")
    event = types.FileEvent(base.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.shown(user)


async def test_settings_in_files_and_from_the_editor(editor: Editor) -> None:
    uri = editor.open("a.py", text_of("old_name(guess())\n"))
    await editor.shown(uri, (1, 0, "MSL951"), (1, 9, "MSL952"))
    (registration,) = editor.client.registered
    assert registration.method == "workspace/didChangeWatchedFiles"
    settings = editor.folder / "ms-lint.toml"
    settings.write_text('plugins = ["house_rules"]\nignore = ["MSL952"]\n', encoding="utf-8")
    event = types.FileEvent(settings.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.shown(uri, (1, 0, "MSL951"))
    await configure(editor, ignore=["MSL951"])
    await editor.shown(uri, (1, 9, "MSL952"))
    await configure(editor, targetVersion="1.0")
    await editor.shown(uri)
    assert "target-version" in editor.client.messages[-1].message


@pytest.mark.parametrize(
    ("values", "overrides", "debounce"),
    [
        (None, {}, 0.2),
        ({"select": ["MSL7"], "debounce": 500}, {"select": ["MSL7"]}, 0.5),
        ({"ms-lint": {"targetVersion": "2.7", "api_family": 1}}, {"target-version": "2.7", "api-family": 1}, 0.2),
        ({"settings": {"ignore": [], "confidence": None}}, {"ignore": []}, 0.2),
        ([1], {}, 0.2),
        ({"debounce": "soon"}, {}, 0.2),
    ],
)
async def test_what_editors_send_as_settings(values: Any, overrides: dict[str, Any], debounce: float) -> None:
    options = configuration.read(values)
    assert (options.overrides, options.debounce) == (overrides, debounce)


# ---------------------------------------------------------------- code actions


def edits_of(action: types.CodeAction, uri: str) -> list[types.TextEdit]:
    """The edits of a document; an action changes no other one."""
    assert action.edit is not None
    if action.edit.changes is not None:
        assert list(action.edit.changes) == [uri]
        return list(action.edit.changes[uri])
    (change,) = action.edit.document_changes or []
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.uri == uri
    return [edit for edit in change.edits if isinstance(edit, types.TextEdit)]


def applied(text: str, edits: list[types.TextEdit]) -> str:
    lines = text.split("\n")

    def offset(at: types.Position) -> int:
        return sum(len(line) + 1 for line in lines[: at.line]) + at.character

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


@pytest.mark.parametrize("client", ["visual-studio-code", "neovim@v0.6.1"], indirect=True)
async def test_code_actions(editor: Editor, client: Client) -> None:
    text = text_of("old_name(1)\nold_name(guess())\n")
    uri = editor.open("a.py", text)
    await editor.shown(uri, (1, 0, "MSL951"), (2, 0, "MSL951"), (2, 9, "MSL952"))
    actions = await editor.actions(uri, 2)
    assert set(actions) == {
        "MSL951: It is the same function.",
        "Ignore MSL951 on this line",
        "Ignore MSL952 on this line",
        "Open the page of MSL951",
        "Open the page of MSL952",
        "Fix all that ms-lint can fix safely",
    }
    fix = actions["MSL951: It is the same function."]
    assert fix.is_preferred
    assert [diagnostic.code for diagnostic in fix.diagnostics or []] == ["MSL951"]
    assert applied(text, edits_of(fix, uri)) == text_of("old_name(1)\nnew_name(guess())\n")
    everything = actions["Fix all that ms-lint can fix safely"]
    assert everything.kind == "source.fixAll.ms-lint"
    assert everything.edit is None  # made when it is chosen
    everything = await editor.client.code_action_resolve_async(everything)
    assert applied(text, edits_of(everything, uri)) == text_of("new_name(1)\nnew_name(guess())\n")
    ignore = actions["Ignore MSL952 on this line"]
    ignored = applied(text, edits_of(ignore, uri))
    assert ignored == text_of("old_name(1)\nold_name(guess())  # ms-lint: ignore[MSL952]\n")
    editor.change(uri, ignored)
    actions = await editor.actions(uri, 2)
    ignored = applied(ignored, edits_of(actions["Ignore MSL951 on this line"], uri))
    assert ignored == text_of("old_name(1)\nold_name(guess())  # ms-lint: ignore[MSL952, MSL951]\n")
    assert list(await editor.actions(uri, 0)) == ["Fix all that ms-lint can fix safely"]
    only = await editor.actions(uri, 1, only=["source.fixAll"])
    assert list(only) == ["Fix all that ms-lint can fix safely"]
    assert await editor.actions(uri, 1, only=["refactor"]) == {}


async def test_the_fix_of_a_rule_is_offered(editor: Editor) -> None:
    """A safe one and one that needs a look: both are offered, the second is not made with the others."""
    text = "import mindspore as ms\nfrom mindspore import nn\n\n"
    text += "act = nn.ReLU6(True)\nx = ms.Tensor([1.0])\nn = x.size(0)\n"
    uri = editor.open("a.py", text)
    await editor.shown(uri, (3, 6, "MSL202"), (5, 6, "MSL109"))
    safe = await editor.actions(uri, 3)
    (fix,) = [action for title, action in safe.items() if title.startswith("MSL202: ")]
    assert applied(text, edits_of(fix, uri)) == text.replace("ReLU6(True)", "ReLU6()")
    doubtful = await editor.actions(uri, 5, 6)
    (fix,) = [action for title, action in doubtful.items() if title.startswith("MSL109: ")]
    assert not fix.is_preferred
    assert applied(text, edits_of(fix, uri)) == text.replace("x.size(0)", "x.shape[0]")
    everything = await editor.client.code_action_resolve_async(safe["Fix all that ms-lint can fix safely"])
    assert applied(text, edits_of(everything, uri)) == text.replace("ReLU6(True)", "ReLU6()")


async def test_no_comment_is_put_where_it_would_break_the_line(editor: Editor) -> None:
    text = text_of("old_name(1, \\\n    2)\nx = '''\n''', old_name('''a\nb''')\n")
    uri = editor.open("a.py", text)
    await editor.shown(uri, (1, 0, "MSL951"), (4, 5, "MSL951"))
    for line in (1, 4):
        assert "Ignore MSL951 on this line" not in await editor.actions(uri, line)


async def test_the_page_of_a_rule_is_opened(editor: Editor) -> None:
    uri = editor.open("a.py", text_of("old_name(1)\n"))
    await editor.shown(uri, (1, 0, "MSL951"))
    command = (await editor.actions(uri, 1))["Open the page of MSL951"].command
    assert command is not None
    params = types.ExecuteCommandParams(command.command, command.arguments)
    await editor.client.workspace_execute_command_async(params)
    (shown,) = editor.client.shown_documents
    page = Path(url2pathname(urlsplit(shown.uri).path))
    assert (page.name, shown.external) == ("MSL951.md", False)
    assert page.read_text(encoding="utf-8").startswith("# MSL951 old-name\n")


async def test_fix_all_writes_what_the_encoding_of_the_file_can_hold(editor: Editor) -> None:
    text = "# coding: latin-1\n" + text_of("old_name('é')")
    uri = editor.open("a.py", text)
    await editor.shown(uri, (2, 0, "MSL951"))
    action = (await editor.actions(uri, 2))["Fix all that ms-lint can fix safely"]
    action = await editor.client.code_action_resolve_async(action)
    assert applied(text, edits_of(action, uri)) == text.replace("old_name", "new_name")


# ---------------------------------------------------------------- hover


async def test_hover_shows_the_counterpart_and_versions(editor: Editor) -> None:
    text = "import torch\nimport mindspore as ms\nfrom torch import nn\nx = torch.zeros(3)\nlayer = nn.LayerNorm(3)\n"
    uri = editor.open("a.py", text + "y = ms.ops.relu(ms.Tensor(1))\nz = 5\n")
    card = await editor.hover(uri, 4, 12)
    assert card is not None
    assert "torch.nn.LayerNorm  (class, torch" in card
    assert "nn.LayerNorm  (differs; MindSpore 1.8.1 to" in card
    assert "eps=1e-05" in card
    zeros = await editor.hover(uri, 3, 11)
    assert zeros is not None
    assert "torch.zeros" in zeros
    relu = await editor.hover(uri, 5, 12)
    assert relu is not None
    assert "mindspore.ops.relu" in relu
    assert await editor.hover(uri, 6, 0) is None
    assert await editor.hover(uri, 99, 0) is None


# ---------------------------------------------------------------- notebooks


def cell(number: int, kind: types.NotebookCellKind = types.NotebookCellKind.Code) -> types.NotebookCell:
    return types.NotebookCell(kind, f"vscode-notebook-cell:/n.ipynb#{number}")


def cell_text(number: int, text: str, language: str = "python") -> types.TextDocumentItem:
    return types.TextDocumentItem(f"vscode-notebook-cell:/n.ipynb#{number}", language, 1, text)


async def test_notebooks(editor: Editor) -> None:
    uri = editor.uri("n.ipynb")
    markdown = cell(0, types.NotebookCellKind.Markup)
    notebook = types.NotebookDocument(uri, "jupyter-notebook", 1, [markdown, cell(1), cell(2)])
    texts = [cell_text(0, "# Title", "markdown"), cell_text(1, HEAD), cell_text(2, "x = 1\nold_name(x)\n")]
    editor.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, texts))
    first, second = cell(1).document, cell(2).document
    await editor.shown(second, (1, 0, "MSL951"))
    await editor.shown(first)

    def change(version: int, **changes: Any) -> None:
        cells = types.NotebookDocumentCellChanges(**changes)
        params = types.DidChangeNotebookDocumentParams(
            types.VersionedNotebookDocumentIdentifier(version, uri), types.NotebookDocumentChangeEvent(cells=cells)
        )
        editor.client.notebook_document_did_change(params)

    # a part of a cell is typed
    place = types.Range(types.Position(0, 0), types.Position(0, 0))
    part = types.TextDocumentContentChangePartial(range=place, text="guess()\n")
    content = types.NotebookDocumentCellContentChanges(types.VersionedTextDocumentIdentifier(2, second), [part])
    change(2, text_content=[content])
    await editor.shown(second, (0, 0, "MSL952"), (2, 0, "MSL951"))
    # a cell comes before the others
    array = types.NotebookCellArrayChange(1, 0, [cell(3)])
    structure = types.NotebookDocumentCellChangeStructure(array, did_open=[cell_text(3, HEAD + "old_name(7)\n")])
    change(3, structure=structure)
    await editor.shown(cell(3).document, (1, 0, "MSL951"))
    await editor.shown(second, (0, 0, "MSL952"), (2, 0, "MSL951"))
    fix = (await editor.actions(second, 2))["MSL951: It is the same function."]
    (edit,) = edits_of(fix, second)
    assert (edit.range.start, edit.new_text) == (types.Position(2, 0), "new_name")
    everything = (await editor.actions(second, 2))["Fix all that ms-lint can fix safely"]
    everything = await editor.client.code_action_resolve_async(everything)
    assert everything.edit is not None
    changed = everything.edit.document_changes or []
    assert {each.text_document.uri for each in changed if isinstance(each, types.TextDocumentEdit)} == {
        second,
        cell(3).document,
    }
    # a cell goes
    array = types.NotebookCellArrayChange(1, 1)
    gone = types.TextDocumentIdentifier(cell(3).document)
    change(4, structure=types.NotebookDocumentCellChangeStructure(array, did_close=[gone]))
    await editor.shown(cell(3).document)
    closing = [types.TextDocumentIdentifier(item.document) for item in (markdown, cell(1), cell(2))]
    params = types.DidCloseNotebookDocumentParams(types.NotebookDocumentIdentifier(uri), closing)
    editor.client.notebook_document_did_close(params)
    await editor.shown(second)


async def test_hover_in_a_cell(editor: Editor) -> None:
    uri = editor.uri("n.ipynb")
    notebook = types.NotebookDocument(uri, "jupyter-notebook", 1, [cell(1), cell(2)])
    texts = [cell_text(1, "import torch\n"), cell_text(2, "%time\nx = torch.zeros(3)\n")]
    editor.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, texts))
    card = await editor.hover(cell(2).document, 1, 11)
    assert card is not None
    assert "torch.zeros" in card


# ---------------------------------------------------------------- positions


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_positions_there_and_back(encoding: str) -> None:
    line = "a😀é层\u0301b"
    positions = Positions(["", line], encoding)
    for column in range(1, len(line) + 2):
        assert positions.column(positions.position(2, column)) == column
    assert positions.position(9, 4) == types.Position(8, 0)
    assert positions.column(types.Position(9, 4)) == 1


async def test_a_notebook_is_put_together_of_its_cells() -> None:
    cells = (Cell("a", 1, "# Title", False), Cell("b", 1, "x = '\ud800'\r\ny", True))
    document = Document("u", 1, "n.ipynb", "notebook", cells=cells)
    written = json.loads(document.content)["cells"]
    assert [(item["cell_type"], item["source"]) for item in written] == [
        ("markdown", "# Title"),
        ("code", "x = '\ud800'\r\ny"),
    ]
    assert (document.part("b"), len(document.lines(1))) == (1, 2)
    assert replace(document, cells=(cells[0], replace(cells[1], version=2))).state != document.state
