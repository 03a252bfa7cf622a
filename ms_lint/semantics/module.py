"""One module under analysis: its source, its names, its classes, and the way to everything around it."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Optional, Union

from ms_lint.knowledge.catalog import Catalog
from ms_lint.knowledge.frameworks import CONVENTIONS, DIALECTS, FRAMEWORKS, LAYERS, PATCHED
from ms_lint.mapping import Mapping
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.flow import Flow
from ms_lint.semantics.index import Index
from ms_lint.semantics.observer import Call, Observer, Reference
from ms_lint.semantics.scopes import Function, Scope, Unresolved
from ms_lint.semantics.values import UNKNOWN, ClassValue, Lazy, Namespace, Symbol, Value, constant
from ms_lint.sources import Region, Source

if TYPE_CHECKING:
    from ms_lint.semantics.compiled import Compiled
    from ms_lint.semantics.project import Project
    from ms_lint.semantics.wiring.model import Wiring


@dataclass(frozen=True)
class Import:
    """One imported name. ``guard`` is ``import`` within a try that catches a failed import, ``if``
    or ``try`` within those, empty at the top level; ``function`` the function that it stands in."""

    node: Union[ast.Import, ast.ImportFrom]
    alias: ast.alias
    qualified_name: str
    guard: str
    function: Optional[Function]

    @cached_property
    def root(self) -> str:
        """The top-level package."""
        return self.qualified_name.partition(".")[0]


class Imported(Lazy):
    """A name imported from a module of the project, looked up when it is first used."""

    __slots__ = ("name", "path", "project")

    def __init__(self, project: Project, path: str, name: str) -> None:
        self.project = project
        self.path = path
        self.name = name

    def __repr__(self) -> str:
        return f"Imported({self.name})"

    def resolve(self) -> Value:
        """The value of the name in the module that it comes from."""
        module = self.project.load(self.path)
        return module.exported(self.name) if module is not None else UNKNOWN


class ProjectModule(Namespace):
    """A module of the project, used as ``module.name``."""

    __slots__ = ("path", "project")

    def __init__(self, project: Project, path: str) -> None:
        self.project = project
        self.path = path

    def __repr__(self) -> str:
        return f"ProjectModule({self.path})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProjectModule) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)

    def attribute_value(self, name: str) -> Value:
        """What ``module.name`` is."""
        module = self.project.load(self.path)
        value = module.exported(name) if module is not None else UNKNOWN
        if value is UNKNOWN:
            submodule = self.project.submodule(self.path, name)
            return ProjectModule(self.project, submodule) if submodule is not None else UNKNOWN
        return value


class Module:
    """A module, built by following its source once (``follow``).

    ``origin``, ``dialects``, ``api_family`` and ``originals`` (absolute paths) are the settings; ``unresolved`` are
    the names that nothing binds, to be read after ``follow``.
    """

    def __init__(
        self,
        source: Source,
        catalog: Catalog,
        project: Optional[Project],
        origin: str = "auto",
        dialects: tuple[str, ...] = (),
        api_family: str = "nn",
        wiring_steps: Optional[int] = None,
        originals: tuple[str, ...] = (),
        mapping: Mapping = (),
    ) -> None:
        self.source = source
        self.path = source.path
        self.catalog = catalog
        self.project = project
        self.origin = origin
        self.dialects = dialects
        self.api_family = api_family
        self.wiring_steps = wiring_steps
        self.originals = originals
        self.mapping = {item.name: item for item in mapping}
        self.wiring_failure: Optional[Exception] = None
        self.scope = Scope(None)
        self.classes: list[ClassInfo] = []
        self.functions: list[Function] = []
        self.unresolved: list[Unresolved] = []
        self.imports: list[Import] = []
        self.plan: object = None  # what it becomes in MindSpore, kept for the rules that ask
        self.uses: list[Union[Call, Reference]] = []  # what the rules were told of, set when it was followed
        self.comparisons: list[Any] = []  # with its originals (``compare.Comparison``), set when it was followed
        self.compiled: list[Compiled] = []  # what graph mode compiles, set when the module was followed
        self.reached: Optional[list[Compiled]] = None  # what its entries reach, its own and others' functions
        self.transformed: list[tuple[Value, ast.Call]] = []  # what `jit`, `grad` ... made of functions
        self.class_scopes: dict[Scope, ClassInfo] = {}
        self.comprehensions: set[Scope] = set()
        self.statements: set[ast.expr] = set()  # the expressions that are statements of their own
        self.open_names = False  # a star import that cannot be looked into: any name may exist
        self.tolerant = False
        self.is_being_followed = False
        self.region: Optional[Region] = None
        self.is_notebook = any(region.cell is not None for region in source.regions)
        self._flow: Optional[Flow] = None
        self._canonical: dict[str, str] = {}
        self._mentions: dict[re.Pattern[str], bool] = {}

    def __hash__(self) -> int:
        return id(self)

    # ------------------------------------------------------------------ following

    def follow(self, observer: Optional[Observer] = None) -> None:
        """Follow the module. Without an observer only module-level code is followed, and methods when
        ``follow_class`` asks for them."""
        self._flow = Flow(self, observer)
        self.is_being_followed = True
        self._flow.follow_module()
        self.is_being_followed = False
        final = self.scope.env
        self.unresolved = [
            item
            for item in self.unresolved
            if item.function is None or not (item.node.id in final or item.function.is_superseded)
        ]

    @property
    def followed_to(self) -> Optional[ast.stmt]:
        """The statement that is being followed, or was followed last."""
        return self._flow.statement if self._flow is not None else None

    def follow_class(self, info: ClassInfo) -> None:
        """Make sure that the methods of a class of this module were followed."""
        if self._flow is not None and not info.followed:
            self._flow.follow_class(info)

    def follow_functions(self) -> None:
        """Make sure that the functions of a module that is only looked up were followed, methods included."""
        if self._flow is not None:
            self._flow.follow_rest()

    def parts(self) -> Iterator[tuple[Optional[Region], list[ast.stmt]]]:
        """The statements of the module, part by part: the file, or each cell and fence."""
        regions = self.source.regions
        if len(regions) <= 1:
            yield (regions[0] if regions else None), self.source.tree.body
            return
        statements = self.source.tree.body
        at = 0
        for region in regions:
            start = at
            while at < len(statements) and statements[at].lineno <= region.last_line:
                at += 1
            yield region, statements[start:at]

    def close(self) -> None:
        """Break the reference cycles, so that the module is freed at once and not by the collector."""
        for part in (*self.functions, *self.classes):
            vars(part).clear()
        self.scope.env.clear()
        self.class_scopes.clear()
        self.comprehensions.clear()
        self.compiled.clear()
        vars(self).pop("wirings", None)
        self.uses.clear()
        self.plan = None
        self.comparisons.clear()
        self.reached = None
        self._flow = None

    # ------------------------------------------------------------------ names by context

    def enter_region(self, region: Optional[Region], body: list[ast.stmt]) -> dict[str, Value]:
        """Before a part is followed. In a fence a name like ``nn`` may mean the other framework than
        in the cells before it, when what is read from it exists only there."""
        self.region = region
        restore: dict[str, Value] = {}
        if region is None or region.kind != "fence":
            return restore
        bound = {
            alias.asname or alias.name.partition(".")[0]
            for statement in body
            if isinstance(statement, (ast.Import, ast.ImportFrom))
            for alias in statement.names
        }
        used: dict[str, set[str]] = {}
        for statement in body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    used.setdefault(node.value.id, set()).add(node.attr)
        for name, attributes in used.items():
            current = self.scope.env.get(name)
            if name in bound or not (name == "nn" or isinstance(current, Symbol)):
                continue
            namespace = self._namespace_of(current, attributes)
            if namespace is not None:
                restore[name] = current if current is not None else UNKNOWN
                self.scope.env[name] = Symbol(namespace, inferred=True)
        return restore

    def leave_region(self, restore: dict[str, Value]) -> None:
        """After a part was followed: names taken from context go back to what they were."""
        for name, value in restore.items():
            if value is UNKNOWN:
                self.scope.env.pop(name, None)
            else:
                self.scope.env[name] = value

    def _namespace_of(self, current: Optional[Value], attributes: set[str]) -> Optional[str]:
        """The layer namespace that has all of these attributes, when the current one lacks some."""

        def has_all(namespace: str) -> bool:
            return all(self.catalog.find(f"{namespace}.{attribute}") is not None for attribute in attributes)

        if isinstance(current, Symbol):
            if current.name not in LAYERS.values() or has_all(current.name):
                return None
            candidates = [namespace for namespace in LAYERS.values() if namespace != current.name]
        else:
            candidates = list(LAYERS.values())
        fitting = [namespace for namespace in candidates if has_all(namespace)]
        return fitting[0] if len(fitting) == 1 else None

    def infer_name(self, name: str) -> Optional[Value]:
        """What an unbound name in a fence of a document means, or None: a framework by convention, a
        layer of MindSpore, or the document's one class that a placeholder like ``Net`` stands for."""
        if self.region is None or self.region.kind != "fence":
            return None
        if name in CONVENTIONS:
            return Symbol(CONVENTIONS[name], inferred=True)
        if name[:1].isupper() and self.imports_framework("mindspore"):
            entry = self.catalog.find(f"mindspore.nn.{name}")
            if entry is not None and entry.kind == "class":
                return Symbol(f"mindspore.nn.{name}", inferred=True)
            classes = {info.name: info for info in self.classes if info.name.endswith(name)}
            if len(classes) == 1:
                return ClassValue(next(iter(classes.values())))
        return None

    def submodule(self, name: str) -> Optional[Value]:
        """In the ``__init__`` of a package: its submodule of that name, which an import of anything in it
        binds. None elsewhere."""
        path = self.project.submodule(self.path, name) if self.project is not None else None
        return ProjectModule(self.project, path) if self.project is not None and path is not None else None

    # ------------------------------------------------------------------ imports

    def add_import(
        self,
        node: Union[ast.Import, ast.ImportFrom],
        alias: ast.alias,
        name: str,
        guards: list[str],
        function: Optional[Function],
    ) -> None:
        """Remember an import statement of this module."""
        guard = "import" if "import" in guards else guards[-1] if guards else ""
        self.imports.append(Import(node, alias, name, guard, function))

    def imports_framework(self, framework: str) -> bool:
        """Whether the module imports ``mindspore``, ``torch`` or ``tensorflow`` (with Keras) anywhere."""
        return any(FRAMEWORKS.get(item.root) == framework for item in self.imports)

    @property
    def has_dialect(self) -> bool:
        """Whether torch code runs on MindSpore here, by an import, by the setting, or in such a library itself."""
        if self.dialects or self._is_of_dialect:
            return True
        return any(item.root in DIALECTS for item in self.imports)

    @cached_property
    def patched(self) -> frozenset[str]:
        """The names of MindSpore that a package replaces which the module imports, or belongs to: nothing is known of
        what they do."""
        here = {*self.dialects, *(item.root for item in self.imports), *self._folders}
        return frozenset(name for package, names in PATCHED.items() if package in here for name in names)

    @cached_property
    def _is_of_dialect(self) -> bool:
        return not DIALECTS.isdisjoint(self._folders)

    @property
    def _folders(self) -> list[str]:
        return re.split(r"[\\/]", self.path)[:-1]

    def absolute_import(self, node: ast.ImportFrom) -> str:
        """The module that a from-import names, with the leading dots of a relative one resolved as far
        as the folder tells; relative ones outside any package start with a dot."""
        name = node.module or ""
        return "." * node.level + name

    def import_module(self, name: str) -> Value:
        """The value of ``import name``."""
        if self._has_mapped(name):
            return Symbol(name)
        if self.project is not None and name.partition(".")[0] not in FRAMEWORKS:
            path = self.project.locate(name, self.path)
            if path is not None:
                return ProjectModule(self.project, path)
        return Symbol(name)

    def import_name(self, node: ast.ImportFrom, name: str) -> Value:
        """The value of ``from module import name``."""
        project = self.project
        base = node.module or ""
        if node.level == 0 and (base.partition(".")[0] in FRAMEWORKS or self._has_mapped(f"{base}.{name}")):
            return Symbol(f"{base}.{name}")
        if project is not None:
            path = project.locate_from(node, self.path)
            if path is not None:
                submodule = project.submodule(path, name)
                return ProjectModule(project, submodule) if submodule else Imported(project, path, name)
        return UNKNOWN if node.level else Symbol(f"{base}.{name}")

    def _has_mapped(self, name: str) -> bool:
        """Whether a name, or one below it, is in the user's mapping."""
        return any(mapped == name or mapped.startswith(f"{name}.") for mapped in self.mapping)

    def star_names(self, node: ast.ImportFrom) -> Optional[dict[str, Value]]:
        """The names that ``from module import *`` binds; None where the module cannot be looked into."""
        base = node.module or ""
        if node.level == 0:
            entry = self.catalog.find(base)
            if entry is not None:
                return {name: Symbol(f"{base}.{name}") for name in self.catalog.members(base)}
        if self.project is not None:
            path = self.project.locate_from(node, self.path)
            module = self.project.load(path) if path is not None else None
            if module is not None:
                # in an import cycle the other module may not have all its names yet
                if module.open_names or module.is_being_followed or "globals()" in module.source.code:
                    self.open_names = True
                return {name: Imported(self.project, module.path, name) for name in module.public_names()}
        return None

    def exported(self, name: str) -> Value:
        """The value of a module-level name, as another module sees it."""
        value = self.scope.env.get(name, UNKNOWN)
        if isinstance(value, Imported):
            self.scope.env[name] = UNKNOWN  # an import cycle ends here
            value = self.scope.env[name] = value.resolve()
        return value

    def public_names(self) -> list[str]:
        """What a star import takes: ``__all__`` where it is a plain list, else all without underscore."""
        public = [name for name in self.scope.env if not name.startswith("_")]
        try:
            listed = constant(self.scope.env.get("__all__", UNKNOWN))
        except ValueError:
            return public
        names = [name for name in listed if isinstance(name, str)]
        # a list that grows on the way is taken as a hint only
        return names if self.source.code.count("__all__") == 1 else list(dict.fromkeys([*names, *public]))

    # ------------------------------------------------------------------ look-ups for rules

    def canonical(self, name: str) -> str:
        """The first name of an alias: ``mindspore.ops.Reshape`` for ``mindspore.ops.operations.Reshape``."""
        known = self._canonical.get(name)
        if known is None:
            if name.endswith(".__call__"):
                known = self.catalog.canonical(name[: -len(".__call__")]) + ".__call__"
            else:
                known = self.catalog.canonical(name)
            known = re.sub(r"^(tf_keras|keras|tensorflow\.python\.keras)\.", "tensorflow.keras.", known)
            known = re.sub(r"^tensorflow\.compat\.v[12]\.", "tensorflow.", known)
            self._canonical[name] = known
        return known

    def class_of(self, scope: Scope) -> Optional[ClassInfo]:
        """The class whose body a scope is."""
        return self.class_scopes.get(scope)

    @cached_property
    def index(self) -> Index:
        """What the texts of the project, and of this module, say about names."""
        path = os.path.abspath(self.path)
        if self.project is None:
            return Index({path: self.source.code})
        index = self.project.index(self.path)
        if self.source.kind == "python" and index.get(path) == self.source.text:
            return index
        return Index({path: self.source.code}, index)

    def mentions(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern matches somewhere in the text. Rules ask it of each call: it is searched once."""
        if pattern not in self._mentions:
            self._mentions[pattern] = pattern.search(self.source.code) is not None
        return self._mentions[pattern]

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node that each node of the tree is a child of; made when a rule first asks. The keys are all nodes but
        the tree itself, in the order of ``ast.walk``."""
        parents: dict[ast.AST, ast.AST] = {}
        waiting: list[ast.AST] = [self.source.tree]
        for node in waiting:
            values = node.__dict__
            for name in node._fields:
                value = values.get(name)
                if isinstance(value, ast.AST):
                    parents[value] = node
                    waiting.append(value)
                elif isinstance(value, list):
                    children = [item for item in value if isinstance(item, ast.AST)]
                    parents.update(dict.fromkeys(children, node))
                    waiting += children
        return parents

    @cached_property
    def names_read(self) -> dict[str, list[ast.Name]]:
        """The places where each name is read; made when a rule first asks."""
        found: dict[str, list[ast.Name]] = {}
        for node in self.parents:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, []).append(node)
        return found

    def is_named_elsewhere(self, name: str) -> bool:
        """Whether other files of the project have the word."""
        if name not in self._named_elsewhere:
            self._named_elsewhere[name] = self.index.mentions(name, {os.path.abspath(self.path)})
        return self._named_elsewhere[name]

    @cached_property
    def _named_elsewhere(self) -> dict[str, bool]:
        return {}

    @cached_property
    def wirings(self) -> list[Wiring]:
        """The Cells of the module followed through their `__init__` and `construct`; made when a rule first asks.
        Empty where that failed: the exception is kept in ``wiring_failure``, to be told once."""
        from ms_lint.semantics.wiring.follow import wirings

        try:
            return wirings(self, self.wiring_steps)
        except Exception as error:
            self.wiring_failure = error
            return []

    @cached_property
    def top_assignments(self) -> dict[str, ast.expr]:
        """The names that one statement at the top of the module assigns, and none changes: its right side."""
        found: dict[str, list[Optional[ast.expr]]] = {}
        for statement in self.source.tree.body:
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                targets: list[ast.expr] = statement.targets
            elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
                targets = [statement.target]
            else:
                continue
            value = None if isinstance(statement, ast.AugAssign) else statement.value
            for target in targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(value)
        return {name: values[0] for name, values in found.items() if len(values) == 1 and values[0] is not None}

    def subclasses(self, info: ClassInfo) -> list[ClassInfo]:
        """The classes of this module that derive from ``info``, directly or not."""
        return self._subclasses.get(info, [])

    def class_at(self, info: ClassInfo, node: ast.Name) -> ClassInfo:
        """The class that a name stands for, of those that the module defines under it one after the other, as
        notebooks do: the last one before the name, else the first."""
        same = self._redefined.get(info.name)
        if same is None or info not in same:
            return info
        place = (node.lineno, node.col_offset)
        return next((each for each in reversed(same) if (each.node.lineno, each.node.col_offset) < place), same[0])

    @cached_property
    def _redefined(self) -> dict[str, list[ClassInfo]]:
        """The classes of each name that statements at the top of the module define more than once, in order."""
        found: dict[str, list[ClassInfo]] = {}
        top = set(map(id, self.source.tree.body))
        for info in self.classes:
            if id(info.node) in top:
                found.setdefault(info.name, []).append(info)
        return {name: infos for name, infos in found.items() if len(infos) > 1}

    @cached_property
    def _subclasses(self) -> dict[ClassInfo, list[ClassInfo]]:
        found: dict[ClassInfo, list[ClassInfo]] = {}
        for info in self.classes:
            for ancestor in info.ancestors[1:]:
                if isinstance(ancestor, ClassInfo):
                    found.setdefault(ancestor, []).append(info)
        return found

    def text_of(self, node: Union[ast.expr, ast.stmt]) -> str:
        """The source text of an expression or statement, on one line."""
        lines, first, last = self.source.lines, node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if first == last:
            return lines[first].encode()[node.col_offset : node.end_col_offset].decode(errors="replace")
        parts = [lines[first].encode()[node.col_offset :].decode(errors="replace"), *lines[first + 1 : last]]
        parts.append(lines[last].encode()[: node.end_col_offset].decode(errors="replace"))
        return " ".join(" ".join(parts).split())
