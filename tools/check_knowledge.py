"""Compare the catalog with what is installed: ``python tools/check_knowledge.py [mindspore] [torch] [tensorflow]``.

Every public callable of the installed version, members of public classes included, is looked up in the catalog and its
parameters are compared with ``inspect.signature``: names, order, kinds, which ones are required, and defaults where
both sides are plain values. What cannot be inspected is counted apart; methods that MindSpore dispatches in
C++ are asked for the forms that they accept.
"""

from __future__ import annotations

import ast
import contextlib
import enum
import importlib
import inspect
import re
import sys
import types
import warnings
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any, Optional

from ms_lint.knowledge.catalog import Entry, Package, Parameter, Signature, package
from ms_lint.knowledge.extraction.api import DOCUMENTED, INNER_METHODS
from ms_lint.knowledge.extraction.native import parse_forms

#: Share of the comparable callables that must agree.
AIM = 0.995
#: What can be compared where it is installed.
COMPARED = ("mindspore", "torch", "tensorflow")
#: Packages whose public names another one has made.
_HOMES = {"tensorflow": ("tensorflow", "keras")}
_UNKNOWN = "..."
_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}
_BUILT_IN = (tuple, list, dict, set, str, int, float, BaseException)
_MISSING = object()


@dataclass
class Report:
    """What the comparison found. ``differing`` are names with the reason; ``apart`` counts what has no signature."""

    package: str
    version: str
    same: int = 0
    asked: int = 0
    differing: list[tuple[str, str]] = field(default_factory=list)
    apart: Counter[str] = field(default_factory=Counter)

    @property
    def agreement(self) -> float:
        """The share of the comparable callables that agree."""
        compared = self.same + self.asked + len(self.differing)
        return (self.same + self.asked) / compared if compared else 0.0

    def __str__(self) -> str:
        apart = ", ".join(f"{count} {reason}" for reason, count in sorted(self.apart.items()))
        return (
            f"{self.package} {self.version}: {self.same} signatures and {self.asked} answers of C++ agree, "
            f"{len(self.differing)} differ: {self.agreement:.2%}. Apart: {apart or 'none'}."
        )


def compare(top: str) -> Report:
    """Compare the catalog of a package with the installed one. Raises ImportError where there is none, and
    ValueError where the catalog does not have its version."""
    warnings.simplefilter("ignore")
    root = importlib.import_module(top)
    version = root.__version__.partition("+")[0]
    data = package(top)
    if data is None or version not in data.versions:
        raise ValueError(f"the catalog does not have {top} {version}")
    report = Report(top, version)
    at = data.versions.index(version)
    for name, value in _callables(top):
        entry = data.find(name, at)
        if entry is None and _is_made_by_c(value):
            report.apart["made by C and not in the catalog"] += 1
            continue
        if entry is None:
            report.differing.append((name, "is not in the catalog"))
            continue
        _compare_one(report, data, entry, name, value)
    return report


def _callables(top: str) -> Iterator[tuple[str, Any]]:
    """The public callables of the installed package by name; members of classes after them."""
    classes: dict[type, str] = {}
    homes = _HOMES.get(top, (top,))
    for namespace, module, names in _exporting(top) if top == "tensorflow" else _documented(top):
        is_listed = top == "tensorflow" or hasattr(module, "__all__")
        for name in names:
            value = getattr(module, name, _MISSING)
            if name.startswith("_") or value is _MISSING or not callable(value):
                continue
            home = getattr(value, "__module__", None) or ""
            if not home.startswith(homes if is_listed else namespace) and home not in ("", "builtins"):
                continue
            if inspect.isclass(value) and home == "builtins":
                continue
            yield f"{namespace}.{name}", value
            if inspect.isclass(value) and home.startswith(homes):
                classes.setdefault(value, f"{namespace}.{name}")
    seen: set[int] = set()
    # torch's legacy types have copies of what its Tensor has
    for cls, name in sorted(classes.items(), key=lambda item: not item[1].endswith(".Tensor")):
        for member, function in _methods(name, cls, homes, classes):
            if id(_plain(function)) not in seen:
                seen.add(id(_plain(function)))
                yield member, function


def _documented(top: str) -> Iterator[tuple[str, types.ModuleType, list[str]]]:
    """The documented modules by name, with the names that they list or have."""
    for namespace in sorted(DOCUMENTED):
        if namespace.partition(".")[0] == top:
            with contextlib.suppress(ImportError):
                module = importlib.import_module(namespace)
                yield namespace, module, sorted(set(getattr(module, "__all__", dir(module))))


def _exporting(top: str) -> Iterator[tuple[str, types.ModuleType, list[str]]]:
    """The modules that a package exports as attributes, at the shortest of their names, with what each has. ``compat``
    has them once more."""
    found, seen = [(top, importlib.import_module(top))], set()
    for name, module in found:  # grows
        if id(module) in seen:
            continue
        seen.add(id(module))
        names = sorted(leaf for leaf in dir(module) if not leaf.startswith("_") and leaf != "compat")
        yield name, module, names
        for leaf in names:
            value: Any = getattr(module, leaf, None)
            if _is_of_api(value):
                found.append((f"{name}.{leaf}", value))


def _is_of_api(value: Any) -> bool:
    """Whether a value is a module made of exported names. The Keras of TensorFlow 1 has no name beside Keras 3."""
    try:
        return isinstance(value, types.ModuleType) and bool(re.search(r"\b(_api|_tf_keras)\.", value.__name__))
    except AttributeError:
        return False


def _methods(name: str, cls: type, homes: tuple[str, ...], public: Container[type]) -> Iterator[tuple[str, Any]]:
    """The methods of a class, without those of base classes that are public too."""
    for leaf in sorted(dir(cls)):
        if leaf.startswith("_") or leaf in INNER_METHODS:
            continue
        owner = next((base for base in cls.__mro__ if leaf in vars(base)), None)
        if owner is None or not owner.__module__.startswith(homes) or (owner is not cls and owner in public):
            continue
        value = vars(owner)[leaf]
        if (isinstance(value, (staticmethod, classmethod)) or callable(value)) and not inspect.isclass(value):
            yield f"{name}.{leaf}", value


def _compare_one(report: Report, data: Package, entry: Entry, name: str, value: Any) -> None:
    if entry.kind in ("value", "attribute", "property", "module"):
        report.apart[f"known as {entry.kind}"] += 1
        return
    if inspect.isclass(value) and issubclass(value, enum.Enum):
        report.apart["enumerations"] += 1
        return
    real = _signature(value)
    if real is None:
        asked = _ask(entry.name)
        if asked is None:
            report.apart["without a signature"] += 1
        elif asked - {()} == _accepted(entry):
            report.asked += 1
        else:
            report.differing.append((name, f"C++ accepts {sorted(asked)}, the catalog has {sorted(_accepted(entry))}"))
        return
    if [parameter.kind for parameter in real][-2:] == ["*", "**"]:
        report.apart["of *args, **kwargs"] += 1
        return
    if entry.kind == "instance" and [parameter.kind for parameter in real] == ["*"]:
        report.apart["primitives of *args"] += 1
        return
    if not entry.signatures and inspect.isclass(value) and issubclass(value, _BUILT_IN):
        report.apart["constructors of Python's own"] += 1
        return
    if not entry.signatures:
        report.differing.append((name, f"has no signature in the catalog; really ({_shown(real)})"))
        return
    reasons = [_difference(signature, real) for signature in entry.signatures]
    if None in reasons:
        report.same += 1
    else:
        report.differing.append(
            (name, f"{reasons[0]}: the catalog has ({entry.signatures[0]}), really ({_shown(real)})")
        )


def _shown(parameters: tuple[Parameter, ...]) -> str:
    return str(Signature(parameters))


def _is_made_by_c(value: Any) -> bool:
    value = inspect.unwrap(_plain(value))
    if isinstance(value, type):
        # pybind11 and nanobind have metaclasses of their own
        return type(value).__name__.startswith(("pybind11", "nb_")) or "._c" in value.__module__.lower()
    return not isinstance(value, types.FunctionType)


def _plain(value: Any) -> Any:
    return value.__func__ if isinstance(value, (staticmethod, classmethod)) else value


def _signature(value: Any) -> Optional[tuple[Parameter, ...]]:
    """The parameters without ``self``, or None where they cannot be inspected."""
    skip = 0
    if isinstance(value, classmethod):
        value, skip = value.__func__, 1
    elif isinstance(value, staticmethod):
        value = value.__func__
    elif isinstance(value, types.FunctionType) and "." in value.__qualname__.rpartition("<locals>.")[2]:
        skip = 1
    try:
        found = list(inspect.signature(value).parameters.values())[skip:]
    except (ValueError, TypeError):
        return None
    return tuple(
        Parameter(
            parameter.name,
            _KINDS[parameter.kind],
            None if parameter.default is parameter.empty else repr(parameter.default),
        )
        for parameter in found
    )


def _difference(signature: Signature, real: tuple[Parameter, ...]) -> Optional[str]:
    """In what a signature of the catalog differs; None where it does not."""
    known = list(signature.parameters)
    if real and real[-1].kind == "**":  # the catalog has the names that are read out of it
        names = {parameter.name for parameter in real}
        known = [parameter for parameter in known if parameter.kind != "keyword" or parameter.name in names]
        if not any(parameter.kind == "**" for parameter in known):
            known.append(real[-1])
    known.sort(key=_order)
    theirs_sorted = sorted(real, key=_order)
    if [(p.name, p.kind) for p in known] != [(p.name, p.kind) for p in theirs_sorted]:
        return "other parameters"
    for mine, theirs in zip(known, theirs_sorted):
        if (mine.default is None) != (theirs.default is None):
            return f"`{mine.name}` is {'required' if mine.default is None else 'optional'} in the catalog"
        if mine.default not in (None, _UNKNOWN) and not _equal(str(mine.default), str(theirs.default)):
            return f"`{mine.name}` has another default"
    return None


def _order(parameter: Parameter) -> tuple[bool, str]:
    """Keyword-only parameters may stand in any order."""
    by_keyword = parameter.kind == "keyword"
    return by_keyword, parameter.name if by_keyword else ""


def _equal(mine: str, theirs: str) -> bool:
    try:
        return bool(ast.literal_eval(mine) == ast.literal_eval(theirs))
    except (ValueError, SyntaxError, TypeError):
        return True  # not both are plain values


# ---- methods that C++ dispatches


def _ask(name: str) -> Optional[set[tuple[str, ...]]]:
    """The parameters of each form that a method of MindSpore's Tensor accepts, as it says itself; None where it
    does not."""
    if not name.startswith("mindspore.Tensor."):
        return None
    import mindspore

    numpy: Any = importlib.import_module("numpy")

    tensor = mindspore.Tensor(numpy.ones((2, 2), numpy.float32))
    try:
        getattr(tensor, name.rpartition(".")[2])(surely_no_parameter=1)
    except Exception as error:
        text = str(error)
    else:
        return None
    _, found, listed = text.partition("valid calling should be")
    if not found:
        return None
    forms = re.findall(r'"(Tensor\.[^"\n]*\))"', listed)
    parsed = parse_forms(re.sub(r"<[^>]*>", "<type>", form) for form in forms)
    return {form.parameters for group in parsed.values() for form in group}


def _accepted(entry: Entry) -> set[tuple[str, ...]]:
    """The same from the catalog. Forms without parameters are not named by C++, and packed ones only once."""
    return {
        tuple(parameter.name for parameter in signature.parameters)
        for signature in entry.signatures
        if signature.parameters and not any(parameter.kind == "*" for parameter in signature.parameters)
    }


def main(names: list[str]) -> int:
    """Print the reports; 1 where an agreement is below the aim."""
    worst = 1.0
    for top in names or COMPARED:
        try:
            report = compare(top)
        except ImportError:
            print(f"{top} is not installed")
            continue
        for name, reason in report.differing:
            print(f"{name}: {reason}")
        print(report)
        worst = min(worst, report.agreement)
    return int(worst < AIM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
