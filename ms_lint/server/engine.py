"""The analysis behind the server: open documents in, findings, fixes and uses of names out. Runs in one thread."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

from ms_lint import pages, runner
from ms_lint.analysis import project_for
from ms_lint.findings import Finding
from ms_lint.fixing import Fixed
from ms_lint.languages import explained
from ms_lint.semantics.project import Project
from ms_lint.server.documents import Document
from ms_lint.settings import Settings, SettingsError, clear_cache, is_excluded, load_settings
from ms_lint.sources import SourceError
from ms_lint.usage import ORIGINALS, Use, uses_in

_ROOTS = ORIGINALS | {"mindspore"}
_KEPT_USES = 8


@dataclass(frozen=True)
class Checked:
    """A document, its findings, and what is wrong with the settings."""

    document: Document
    findings: tuple[Finding, ...]
    problem: Optional[str] = None


class Engine:
    """Keeps what is known of the projects between checks. ``overrides`` are settings from the editor."""

    def __init__(self) -> None:
        self.overrides: Mapping[str, object] = {}
        self._projects: runner.Projects = {}
        self._uses: dict[str, tuple[tuple[object, ...], list[Use]]] = {}
        self._folder: Optional[tempfile.TemporaryDirectory[str]] = None  # for pages of rules

    def refresh(self, settings: bool = False) -> None:
        """Other files changed, or also files with settings."""
        for project in self._projects.values():
            project.refresh()
        self._uses.clear()
        if settings:
            clear_cache()

    def check(self, document: Document, others: Mapping[str, str]) -> Checked:
        """The findings of a document. ``others`` has the unsaved text of other open Python files, by path."""
        try:
            settings = self.settings(document)
            runner.check_rules(settings)
            if is_excluded(settings, document.path):
                return Checked(document, ())
            self._see(settings, others)
            found = runner.check_content(document.content, document.path, settings, self._projects, kind=document.kind)
        except SettingsError as error:
            return Checked(document, (), explained(error))
        return Checked(document, tuple(found))

    def settings(self, document: Document) -> Settings:
        """What applies to a document. Raises SettingsError."""
        return load_settings(document.path, self.overrides)

    def page(self, code: str, document: Optional[Document]) -> str:
        """A file with the page of a rule, as ``ms-lint rule`` shows it; kept until the server ends."""
        plugins: tuple[str, ...] = ()
        if document is not None:
            with contextlib.suppress(SettingsError):
                plugins = self.settings(document).plugins
        rule = next(rule for rule in pages.descriptions(plugins) if rule.code == code)
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="ms-lint-")
        path = os.path.join(self._folder.name, f"{code}.md")
        with open(path, "w", encoding="utf-8") as file:
            file.write(pages.page(rule, pages.evidence().get(code)) + "\n")
        return path

    def fix_all(self, document: Document, unsafe: bool = False) -> Optional[Fixed]:
        """The document with its fixes, as ``ms-lint check --fix`` would do it; None where it cannot be written."""
        content = document.as_bytes
        if content is None:
            return None
        # fixing checks by the suffix of a path
        suffix = {"python": ".py", "notebook": ".ipynb", "markdown": ".md"}[document.kind]
        stem, own = os.path.splitext(document.path)
        path = document.path if own.lower() == suffix else stem + suffix
        try:
            return runner.fix_content(content, path, self.settings(document), unsafe, self._projects)
        except SettingsError:
            return None

    def uses(self, document: Document, others: Mapping[str, str]) -> list[Use]:
        """Where the document uses names of frameworks; none where it cannot be followed."""
        kept = self._uses.get(document.uri)
        if kept is not None and kept[0] == document.state:
            return kept[1]
        try:
            settings = self.settings(document)
            project = self._see(settings, others)
            found = uses_in(document.content, document.path, settings, project, _ROOTS, document.kind)
        except (SettingsError, SourceError, RecursionError):
            found = []
        if len(self._uses) >= _KEPT_USES:
            self._uses.clear()
        self._uses[document.uri] = document.state, found
        return found

    def _see(self, settings: Settings, others: Mapping[str, str]) -> Project:
        """The project of a file, with the unsaved texts of other files in it."""
        key = (settings.root, settings.target_version)
        project = self._projects.get(key)
        if project is None:
            project = self._projects[key] = project_for(settings)
        for path, text in others.items():
            with contextlib.suppress(SourceError, UnicodeError, OSError):
                project.source(path, text.encode())
        return project
