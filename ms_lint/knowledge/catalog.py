"""Look-ups in the knowledge: does a name exist, in which versions, with which parameters.

The data are tables (``table.py``) of one line a name; the header of each file describes its fields.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Optional

from ms_lint.knowledge.table import Table
from ms_lint.knowledge.versions import own_tables, version_key

DATA = Path(__file__).parent / "data"
_PACKAGES = frozenset({"mindspore", "tensorflow", "torch"})
_MAXIMUM_ALIASES = 9


@dataclass(frozen=True)
class Parameter:
    """One parameter. ``kind`` is ``positional``, ``keyword``, ``*`` or ``**``; ``default`` is source text."""

    name: str
    kind: str = "positional"
    default: Optional[str] = None

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is None and self.kind in ("positional", "keyword")


@dataclass(frozen=True)
class Bound:
    """Arguments matched to parameters, and what did not match.

    ``arguments`` maps a parameter's name to the expression; ``star`` says that a ``*`` or ``**`` in
    the call may fill any parameter, so that nothing can be said to be missing.
    """

    arguments: Mapping[str, ast.expr]
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    surplus: int = 0
    star: bool = False

    @property
    def fits(self) -> bool:
        """Whether the call would be accepted."""
        return not (self.missing or self.unexpected or self.surplus)

    @property
    def fits_by_place(self) -> bool:
        """Whether nothing but names is in the way: what is given is known, what is absent may have another name."""
        return not (self.missing or self.surplus)


@dataclass(frozen=True)
class Signature:
    """The parameters of a callable, without ``self``."""

    parameters: tuple[Parameter, ...]

    @cached_property
    def positional(self) -> tuple[Parameter, ...]:
        """The parameters that a call may give by position, in order."""
        return tuple(parameter for parameter in self.parameters if parameter.kind == "positional")

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(parameter.kind for parameter in self.parameters)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(p.name for p in self.parameters if p.kind in ("positional", "keyword"))

    @cached_property
    def _required(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.parameters if parameter.required)

    def bind(self, call: ast.Call) -> Bound:
        """Match the arguments of ``call`` as Python would."""
        arguments: dict[str, ast.expr] = {}
        unexpected = []
        surplus = 0
        star = False
        positional = self.positional
        kinds, known = self._kinds, self._known
        for index, argument in enumerate(call.args):
            if isinstance(argument, ast.Starred):
                star = True
                break
            if index < len(positional):
                arguments[positional[index].name] = argument
            elif "*" not in kinds:
                surplus += 1
        for keyword in call.keywords:
            if keyword.arg is None:
                star = True
            elif keyword.arg in known and keyword.arg not in arguments:
                arguments[keyword.arg] = keyword.value
            elif keyword.arg in known or "**" not in kinds:  # given twice, or not known
                unexpected.append(keyword.arg)
        missing = () if star else tuple(name for name in self._required if name not in arguments)
        return Bound(arguments, missing, tuple(unexpected), surplus, star)

    def __str__(self) -> str:
        return ", ".join(
            (parameter.kind if parameter.kind in ("*", "**") else "")
            + parameter.name
            + ("" if parameter.default is None else f"={parameter.default}")
            for parameter in self.parameters
        )


@lru_cache(maxsize=4096)
def parse_signature(text: str) -> Signature:
    """Parameters from the text between the parentheses; a default of ``?`` is not known and becomes ``...``.

    Raises SyntaxError where the text is no parameter list.
    """
    function = ast.parse(f"def f({text.replace('=?', '=...')}): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    return function_signature(function.args)


def _source(default: ast.expr) -> str:
    # nearly all defaults are plain constants, and unparsing is slow
    if isinstance(default, ast.Constant) and default.value is not Ellipsis:
        return repr(default.value)
    return ast.unparse(default)


def function_signature(arguments: ast.arguments, skip: int = 0) -> Signature:
    """Signature from a definition, leaving off the first ``skip`` positional parameters (``self``)."""
    parameters = []
    positional = [*arguments.posonlyargs, *arguments.args]
    without_default = len(positional) - len(arguments.defaults)
    for index, argument in enumerate(positional):
        default = arguments.defaults[index - without_default] if index >= without_default else None
        parameters.append(Parameter(argument.arg, "positional", None if default is None else _source(default)))
    parameters = parameters[skip:]
    if arguments.vararg:
        parameters.append(Parameter(arguments.vararg.arg, "*"))
    for argument, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        text = None if keyword_default is None else _source(keyword_default)
        parameters.append(Parameter(argument.arg, "keyword", text))
    if arguments.kwarg:
        parameters.append(Parameter(arguments.kwarg.arg, "**"))
    return Signature(tuple(parameters))


@dataclass(frozen=True)
class Deprecation:
    """What the package itself says of a name that it will take away: since which version it is deprecated, what to
    use instead, after which version it will be gone. Any of them may not be said (None)."""

    since: Optional[str] = None
    instead: Optional[str] = None
    removed: Optional[str] = None


@dataclass(frozen=True)
class Entry:
    """What a name is in one version.

    ``kind``: ``class``, ``function``, ``instance`` (called like a function), ``value``, ``module``,
    ``property``, ``attribute``, ``bound`` (by C, signature not known). ``signatures`` are those of
    calling the name, ``call_signatures`` those of calling an instance of it.
    """

    name: str
    kind: str
    signature_texts: tuple[str, ...] = ()
    call_signature_texts: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    platforms: str = ""
    deprecation: Optional[Deprecation] = None

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """The overloads of calling the name; empty where they are not known."""
        return _signatures(self.signature_texts)

    @cached_property
    def call_signatures(self) -> tuple[Signature, ...]:
        """The overloads of calling an instance; empty where they are not known."""
        return _signatures(self.call_signature_texts)


_KINDS = {
    "c": "class",
    "f": "function",
    "i": "instance",
    "v": "value",
    "m": "module",
    "p": "property",
    "a": "attribute",
    "x": "bound",
}


def _signatures(texts: tuple[str, ...]) -> tuple[Signature, ...]:
    """All overloads, or none where one cannot be read: half a list would call right calls wrong."""
    try:
        return tuple(parse_signature(text) for text in texts)
    except SyntaxError:
        return ()


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


class Package:
    """Every public name of a framework with the versions that have it: a data file, and files of single versions,
    which count more where both have one."""

    def __init__(self, path: Path, own: Mapping[str, Path] = {}) -> None:
        self.path = path
        table = Table(path)
        places = {version: (table, position) for position, version in enumerate(table.versions)}
        places.update((version, (Table(file), 0)) for version, file in own.items())
        #: Releases in ascending order.
        self.versions = tuple(sorted(places, key=version_key)) if own else table.versions
        self._places = [places[version] for version in self.versions]
        self._tables = list({id(used): used for used, _ in places.values()}.values())

    def _segment(self, name: str, version: int) -> Optional[tuple[str, list[Any]]]:
        table, position = self._places[version]
        for _ in range(_MAXIMUM_ALIASES):
            for segment in table.values(name):
                if segment[0] <= position <= segment[1]:
                    break
            else:
                return None
            if len(segment) > 2 and segment[2] == "=":
                name = segment[3]
                continue
            return name, segment
        return None

    def find(self, name: str, version: int) -> Optional[Entry]:
        """What ``name`` is in the version at this position of ``versions``; aliases and base classes
        are followed. None when that version does not have it."""
        found = self._segment(name, version)
        if found is None:
            owner_name, _, leaf = name.rpartition(".")
            owner = self.find(owner_name, version) if owner_name else None
            if owner is None:
                return None
            if owner.name != owner_name:
                return self.find(f"{owner.name}.{leaf}", version)
            for base in owner.bases:
                inherited = self.find(f"{base}.{leaf}", version)
                if inherited is not None:
                    return inherited
            return None
        canonical, segment = found
        fields = segment[2:] + [None] * 7
        return Entry(
            canonical,
            _KINDS.get(fields[0], "module"),
            _texts(fields[1]),
            _texts(fields[2]),
            tuple(fields[6] or ()),
            fields[4] or "",
            Deprecation(*fields[3]) if fields[3] else None,
        )

    def segment(self, name: str, version: int) -> Optional[list[Any]]:
        """What the data say of a name in a version, as they are written, aliases not followed; None where nothing."""
        table, position = self._places[version]
        return next((item for item in table.values(name) if item[0] <= position <= item[1]), None)

    def names(self, prefix: str = "") -> Iterator[str]:
        """All names that begin with ``prefix``, of any version, sorted."""
        return (name for name in self._names(prefix) if not name.endswith("."))

    def _names(self, prefix: str) -> Iterator[str]:
        if len(self._tables) == 1:
            return self._tables[0].names(prefix)
        return iter(sorted({name for table in self._tables for name in table.names(prefix)}))

    def members(self, namespace: str, version: int) -> Iterator[str]:
        """Names right below a module or class in a version, without the dotted part."""
        prefix = namespace + "."
        for name in self._names(prefix):
            leaf = name[len(prefix) :]
            if leaf and "." not in leaf and self._segment(name, version):
                yield leaf


@cache
def package(name: str) -> Optional[Package]:
    """The data of a framework by its top-level name, or None where there are none."""
    return Package(DATA / f"{name}.tsv", own_tables(name)) if name in _PACKAGES else None


@cache
def catalog_for(versions: tuple[str, ...], certain: Optional[tuple[str, ...]] = None) -> Catalog:
    """The catalog for the MindSpore versions that a user targets, shared between files."""
    return Catalog(versions, certain)


class Catalog:
    """The knowledge as seen from the targeted MindSpore versions; other packages by their newest.

    A name counts as existing when any targeted version has it: most rules speak only of what is wrong
    in all of them. ``certain`` are those that are targeted for sure: the others stand for a version between them
    whose package was not read.
    """

    def __init__(self, versions: Sequence[str], certain: Optional[Sequence[str]] = None) -> None:
        self.versions = tuple(versions)
        self.certain = self.versions if certain is None else tuple(certain)
        self._entries: dict[str, Optional[Entry]] = {}
        self._signatures: dict[str, list[tuple[Signature, ...]]] = {}

    def _positions(self, data: Package, root: str) -> list[int]:
        newest = len(data.versions) - 1
        if root != "mindspore":
            return [newest]
        return [data.versions.index(version) for version in self.versions if version in data.versions] or [newest]

    def find(self, name: str) -> Optional[Entry]:
        """The entry of a qualified name in the newest targeted version that has it, or None."""
        try:
            return self._entries[name]
        except KeyError:
            pass
        entry = None
        root = name.partition(".")[0]
        data = package(root)
        if data is not None:
            for position in reversed(self._positions(data, root)):
                entry = data.find(name, position)
                if entry is not None:
                    break
        self._entries[name] = entry
        return entry

    def all_entries(self, name: str) -> list[Entry]:
        """The entry in each targeted version that has the name, oldest first."""
        root = name.partition(".")[0]
        data = package(root)
        if data is None:
            return []
        entries = (data.find(name, position) for position in self._positions(data, root))
        return [entry for entry in entries if entry is not None]

    def signatures(self, name: str) -> list[tuple[Signature, ...]]:
        """The overloads of a callable in each targeted version that has it, oldest first. The name of a
        class followed by ``.__call__`` stands for calling an instance."""
        known = self._signatures.get(name)
        if known is None:
            if name.endswith(".__call__"):
                known = [entry.call_signatures for entry in self.all_entries(name[: -len(".__call__")])]
            else:
                known = [entry.signatures for entry in self.all_entries(name)]
            self._signatures[name] = known
        return known

    def by_version(self, name: str) -> Mapping[str, Optional[Entry]]:
        """The entry of a name of MindSpore in each version that is targeted for sure, None where it lacks the name."""
        data = package("mindspore")
        known = () if data is None else data.versions
        return {version: data.find(name, known.index(version)) for version in self.certain if data and version in known}

    def canonical(self, name: str) -> str:
        """The first name of what ``name`` is an alias of; ``name`` itself where it is not known."""
        entry = self.find(name)
        return name if entry is None else entry.name

    def is_subclass(self, name: str, base: str) -> bool:
        """Whether a class of a framework derives from another one (or is it)."""
        if name == base:
            return True
        entry = self.find(name)
        return entry is not None and (
            entry.name == base or any(self.is_subclass(other, base) for other in entry.bases if other != name)
        )

    def members(self, namespace: str) -> list[str]:
        """Names right below a module or class, own and inherited, sorted."""
        root = namespace.partition(".")[0]
        data = package(root)
        if data is None:
            return []
        names: set[str] = set()
        for position in self._positions(data, root):
            names.update(data.members(namespace, position))
        entry = self.find(namespace)
        for base in entry.bases if entry else ():
            names.update(self.members(base))
        return sorted(names)
