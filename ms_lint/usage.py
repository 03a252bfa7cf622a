"""Which names of frameworks files use, and where: calls, references and methods of tensors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional, Union

from ms_lint.findings import Location
from ms_lint.knowledge.catalog import catalog_for
from ms_lint.knowledge.frameworks import FRAMEWORKS
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Observer, Reference
from ms_lint.settings import Settings, target_versions
from ms_lint.sources import Kind, SourceError, read_source
from ms_lint.traces import has_framework_trace

if TYPE_CHECKING:
    from ms_lint.semantics.project import Project

ORIGINALS = frozenset(root for root, framework in FRAMEWORKS.items() if framework != "mindspore")


@dataclass(frozen=True)
class Use:
    """One use of a qualified name; ``settings`` are those of its file."""

    name: str
    path: str
    location: Location
    settings: Settings


def find_uses(
    paths: Sequence[str], overrides: Mapping[str, object] = {}, roots: frozenset[str] = ORIGINALS
) -> Iterator[Use]:
    """The uses of names of torch and TensorFlow, or of the packages ``roots``, in the files below the paths, file by
    file. Files that cannot be read are passed over.

    Raises FileNotFoundError and SettingsError.
    """
    from ms_lint.analysis import project_for
    from ms_lint.runner import find_tasks

    projects: dict[tuple[str, str], Project] = {}
    for task in find_tasks(paths, None, overrides, []):
        key = (str(task.settings.root), task.settings.target_version)
        if key not in projects:
            projects[key] = project_for(task.settings)
        try:
            with open(task.path, "rb") as file:
                content = file.read()
            if has_framework_trace(content):
                yield from uses_in(content, task.path, task.settings, projects[key], roots)
        except (OSError, SourceError, RecursionError):
            continue


def uses_in(
    content: Union[bytes, str],
    path: str,
    settings: Settings,
    project: Project,
    roots: frozenset[str] = ORIGINALS,
    kind: Optional[Kind] = None,
) -> list[Use]:
    """The uses in one document that was read already; ``kind`` is by the suffix of ``path`` when None.

    Raises SourceError and RecursionError.
    """
    if isinstance(content, bytes) and kind is None:
        source = project.source(path, content)
    else:
        source = read_source(content, path, kind)
        project.keep(source)
    versions = target_versions(settings.target_version)
    module = Module(source, catalog_for(versions), project, settings.origin, settings.dialects)
    listener = _Listener(roots)
    try:
        module.follow(listener)
        found = {
            Use(name, path, source.node_location(item.node), settings): None
            for name, item in listener.met
            if (item.function is None or not item.function.is_superseded) and not _is_own(name, module)
        }
    finally:
        module.close()
    return list(found)


def _is_own(name: str, module: Module) -> bool:
    """Whether a name is an attribute that a class of the project adds to a class of the framework."""
    owner, _, leaf = name.rpartition(".")
    entry = module.catalog.find(owner)
    return entry is not None and entry.kind == "class" and leaf[0] != "_" and module.catalog.find(name) is None


class _Listener(Observer):
    def __init__(self, roots: frozenset[str]) -> None:
        self._roots = roots
        self.met: list[tuple[str, Union[Call, Reference]]] = []

    def wants(self, qualified_name: str) -> bool:
        return qualified_name.partition(".")[0] in self._roots

    def call(self, call: Call) -> None:
        if not call.qualified_name.endswith(".__call__"):  # a layer is called: it was counted where it was made
            self.met.append((call.qualified_name, call))

    def reference(self, reference: Reference) -> None:
        if "." in reference.qualified_name:
            self.met.append((reference.qualified_name, reference))
