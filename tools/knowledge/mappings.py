"""Make ``data/mappings.tsv``: what torch and TensorFlow names became in MindSpore.

The facts are kept by hand in ``ms_lint/knowledge/facts/mappings/*.toml``; ``README.md`` there describes them. For
each text to write, this finds out which versions have it (every name in it exists there, every call in it
binds) and how the parameters differ from the original's, both from the catalog. Run it after the catalog
changed: ``python tools/knowledge/mappings.py``.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from ms_lint.knowledge.catalog import DATA, Entry, Package, package
from ms_lint.knowledge.comparison import Differences, compare, is_method_of_first, receivers, with_receiver
from ms_lint.knowledge.counterparts import VERDICTS, normalized, qualified, read_differences, single_name

FACTS = DATA.parent / "facts" / "mappings"
OUTPUT = DATA / "mappings.tsv"
HEADER = """\
# what torch, torchvision, TensorFlow and Keras names became in MindSpore; made by tools/knowledge/mappings.py
# a line: name (NAMESPACE.* for all of a namespace that have no line), TAB, alternatives, preferred ones first:
# [family, text to write, hint, verdict, [[first, last, differences], ...]]; first and last are positions of versions
# family: n nn and ops, m mint, * both; verdict: s same, d parameters or meaning differ, r other code, n none
# differences: [renamed, lost, required, added, defaults, same positions], see comparison.py, without trailing nulls
# lines are sorted by byte value, so that a reader can bisect the mapped file
"""
#: Where mint has what torch has under the same name.
MINT = {
    "torch.nn.functional.": "mint.nn.functional.",
    "torch.nn.": "mint.nn.",
    "torch.optim.": "mint.optim.",
    "torch.distributed.": "mint.distributed.",
    "torch.linalg.": "mint.linalg.",
    "torch.special.": "mint.special.",
    "torch.": "mint.",
}
_IN_PLACE = re.compile(r"torch\.(Tensor\.|nn\.functional\.)?[a-z]\w*[^_]_")
_DOTTED = re.compile(r"(?<![\w./])(?:nn|ops|mint|ms|mindspore|x)(?:\.[A-Za-z_]\w*)+")
_DENIED = re.compile(r"there is no \S+")
_KEYS = frozenset({"nn", "mint", "hint", "mint_hint", "none", "renames", "also"})
_ALTERNATIVE_KEYS = frozenset({"write", "hint", "since", "until"})


class FactError(Exception):
    """A hand-kept fact that cannot be right. ``str()`` is a complete message."""


@dataclass(frozen=True)
class Alternative:
    """One text to write in a family, within the versions that the facts allow (positions, both included)."""

    family: str
    write: str
    hint: str = ""
    first: int = 0
    last: int = 10**6


@dataclass(frozen=True)
class Fact:
    """What is kept by hand about one name. ``none`` says what to do where nothing is to be written; the
    ``fallbacks`` are for versions that have none of the alternatives."""

    name: str
    alternatives: tuple[Alternative, ...] = ()
    none: str = ""
    renames: Mapping[str, str] = field(default_factory=dict)
    fallbacks: tuple[Alternative, ...] = ()


# ---------------------------------------------------------------- reading the facts


def read_facts(folder: Path = FACTS) -> dict[str, Fact]:
    """The facts of all files by normalized name. Raises FactError."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    facts: dict[str, Fact] = {}
    for path in sorted(folder.glob("*.toml")):
        for fact in _facts(tomllib.loads(path.read_text(encoding="utf-8")), path.name):
            if facts.setdefault(fact.name, fact) != fact:  # aliases may both be there, and say the same
                raise FactError(f"{path.name}: {fact.name} is there twice, with another meaning")
    for extend in (_methods, _in_place):
        facts.update({fact.name: fact for fact in list(extend(facts))})
    return facts


def _facts(document: dict[str, Any], file: str) -> Iterator[Fact]:
    for group in document.pop("same", []):
        prefixes = group["from"] if isinstance(group["from"], list) else [group["from"]]
        for name in group["names"].split():
            for prefix in prefixes:
                yield _fact(prefix + name, {"nn": group["to"].replace("NAME", name)}, file)
    for namespace, entries in document.items():
        for leaf, value in entries.items():
            fields = value if isinstance(value, dict) else {"nn": value}
            if unknown := set(fields) - _KEYS:
                raise FactError(f"{file}: {namespace}.{leaf}: what is {', '.join(sorted(unknown))}?")
            for name in (f"{namespace}.{leaf}", *fields.get("also", ())):
                yield _fact(name, fields, file)


def _fact(name: str, fields: Mapping[str, Any], file: str) -> Fact:
    alternatives = list(_alternatives("n", fields.get("nn", []), fields.get("hint", "")))
    mint = fields.get("mint")
    if mint is None and not fields.get("none") and not name.startswith("torch.Tensor."):
        mint = next((to + name[len(prefix) :] for prefix, to in MINT.items() if name.startswith(prefix)), "")
        if not _exists(mint):
            mint = ""
    if mint:
        alternatives += _alternatives("m", mint, fields.get("mint_hint", ""))
    if not alternatives and not fields.get("none"):
        raise FactError(f"{file}: {name}: neither a counterpart nor what to do instead")
    full = name if name.endswith(".*") else normalized(name)
    return Fact(full, tuple(alternatives), fields.get("none", ""), fields.get("renames", {}))


def _alternatives(family: str, given: Any, hint: str) -> Iterator[Alternative]:
    """The alternatives of a family; ``hint`` is that of the first."""
    for index, item in enumerate(given if isinstance(given, list) else [given]):
        fields = item if isinstance(item, dict) else {"write": item}
        if unknown := set(fields) - _ALTERNATIVE_KEYS:
            raise FactError(f"{item}: what is {', '.join(sorted(unknown))}?")
        versions = _mindspore().versions
        first = versions.index(fields["since"]) if "since" in fields else 0
        last = versions.index(fields["until"]) if "until" in fields else len(versions) - 1
        yield Alternative(family, fields["write"], fields.get("hint", "" if index else hint), first, last)


def _methods(facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """Methods of torch's Tensor, for versions whose Tensor lacks them: the function of the same name."""
    for name, fact in facts.items():
        function = facts.get("torch." + name.rpartition(".")[2])
        if not name.startswith("torch.Tensor.") or not fact.alternatives or function is None:
            continue
        calls = [
            Alternative("n", f"{item.write}(x, ...)", item.hint, item.first, item.last)
            for item in function.alternatives
            if item.family == "n" and re.fullmatch(r"ops\.[a-z]\w*", item.write)
        ]
        yield Fact(name, fact.alternatives, fact.none, fact.renames, tuple(calls))


def _in_place(facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """In-place methods and functions of torch that have no fact of their own: the same without the underscore,
    bound to the name again."""
    data = package("torch")
    assert data is not None
    for name in data.names("torch."):
        twin = facts.get(name[:-1])
        if name in facts or not _IN_PLACE.fullmatch(name) or twin is None:
            continue
        rebound = [
            Alternative("n", f"x = {_applied(item.write)}", item.hint, item.first, item.last)
            for item in (*twin.alternatives, *twin.fallbacks)
            if item.family == "n" and not item.write.startswith("x = ")
        ]
        method = f"x.{name.rpartition('.')[2]}"
        if rebound and name.startswith("torch.Tensor.") and _exists(method):
            rebound.append(Alternative("m", f"{method}(...)"))
        if rebound:
            yield Fact(name, tuple(rebound))


def _applied(write: str) -> str:
    return write if "(" in write else f"{write}(x, ...)"


# ---------------------------------------------------------------- checking them against the catalog


def _mindspore() -> Package:
    data = package("mindspore")
    assert data is not None
    return data


def _exists(text: str) -> bool:
    name = qualified(text)
    data = _mindspore()
    return name is not None and any(data.find(name, position) for position in range(len(data.versions)))


def problem(text: str, position: int) -> Optional[str]:
    """Why a text cannot be written in the version at a position: a name that is not there, or a call that does
    not bind. None where it can."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return "it is no Python"
    data = _mindspore()
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            name = _name_of(node)
            if name is not None and not _has(data, name, position):
                return f"there is no {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and not _binds(node, position):
            return f"{ast.unparse(node)} does not bind"
    return None


def _name_of(node: ast.expr) -> Optional[str]:
    """The qualified name that a dotted name in a text stands for; None for another expression."""
    text = ast.unparse(node)
    return qualified(text) if re.fullmatch(r"[\w.]+", text) else None


def _wrong(item: Alternative, position: int) -> Optional[str]:
    """Why an alternative cannot be suggested in a version: its text, or a name that its hint speaks of."""
    return problem(item.write, position) or _misspoken(item.hint, position)


def _misspoken(hint: str, position: int) -> Optional[str]:
    """The first name in a hint that the version lacks, though the hint does not say so."""
    for match in _DOTTED.finditer(_DENIED.sub("", hint)):
        name = qualified(match[0])
        if name is not None and not _has(_mindspore(), name, position):
            return f"there is no {name}, of which the hint speaks"
    return None


def _has(data: Package, name: str, position: int) -> bool:
    """Whether a name is there, or a value's attribute: what is below ``x.shape`` is not known. Every package has
    its ``__version__``, which the catalog leaves out."""
    owner, _, leaf = name.rpartition(".")
    if leaf == "__version__" or any(data.find(spelled, position) for spelled in (name, f"{name}.")):
        return True
    entry = data.find(owner, position) if owner.count(".") > 1 else None
    return entry is not None and entry.kind in ("property", "attribute", "value")


def _binds(call: ast.Call, position: int) -> bool:
    """Whether the call binds to a signature of what it calls, where that is known. A last positional argument
    ``...`` leaves the arguments open."""
    inner = call.func if isinstance(call.func, ast.Call) else None
    name = _name_of(inner.func if inner else call.func)
    entry = _mindspore().find(name, position) if name else None
    if entry is None:
        return True
    signatures = entry.call_signatures if inner else entry.signatures
    rest = ast.Starred(ast.Name("rest"))
    args: list[ast.expr] = [rest if ast.unparse(argument) == "..." else argument for argument in call.args]
    bound = [signature.bind(ast.Call(call.func, args, call.keywords)) for signature in signatures]
    return not bound or any(item.fits for item in bound)


def _original(name: str) -> Optional[Entry]:
    """The entry of a torch or TensorFlow name in the newest version that has it."""
    data = package(name.partition(".")[0])
    if data is None:
        return None
    found = (data.find(name, position) for position in reversed(range(len(data.versions))))
    return next((entry for entry in found if entry is not None), None)


# ---------------------------------------------------------------- the table


def build(facts: Mapping[str, Fact]) -> dict[str, list[Any]]:
    """The values of each name's line. Raises FactError for what no version has, and for a text to write that
    is needed in no version since another one comes first."""
    return {name: list(_line(fact)) for name, fact in facts.items()}


def _line(fact: Fact) -> Iterator[list[Any]]:
    original = _original(fact.name)
    covered: set[int] = set()
    for family in ("n", "m"):
        alternatives = [item for item in fact.alternatives if item.family == family]
        for item in alternatives:
            positions = [at for at in _allowed(item) if _wrong(item, at) is None]
            if not positions:
                newest = len(_mindspore().versions) - 1
                raise FactError(f"{fact.name}: `{item.write}`: {_wrong(item, min(item.last, newest))}")
            segments = list(_segments(item.write, original, positions, fact.renames))
            yield [family, item.write, item.hint, _verdict(item, segments), segments]
            if family == "n":
                covered.update(positions)
    for item in fact.fallbacks:
        positions = [at for at in _allowed(item) if at not in covered and _wrong(item, at) is None]
        if positions:
            segments = [[run[0], run[-1]] for run in _runs(positions)]
            yield ["n", item.write, item.hint, "r", segments]
    if fact.none:
        newest = len(_mindspore().versions) - 1
        if wrong := _misspoken(fact.none, newest):
            raise FactError(f"{fact.name}: {wrong}")
        yield ["*", "", fact.none, "n", [[0, newest]]]


def _allowed(item: Alternative) -> range:
    return range(item.first, min(item.last, len(_mindspore().versions) - 1) + 1)


def _runs(positions: Iterable[int]) -> list[list[int]]:
    """Positions in runs without gaps."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and runs[-1][-1] == position - 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs


def _segments(
    write: str, original: Optional[Entry], positions: Iterable[int], renames: Mapping[str, str]
) -> Iterator[list[Any]]:
    """Runs of versions with the same differences: [first, last] or [first, last, differences]."""
    current: list[Any] = []
    for position in positions:
        fields = _fields(_difference(write, original, position, renames))
        if current and current[1] == position - 1 and current[2:] == fields:
            current[1] = position
            continue
        if current:
            yield current
        current = [position, position, *fields]
    yield current


def _difference(
    write: str, original: Optional[Entry], position: int, renames: Mapping[str, str]
) -> Optional[Differences]:
    name = single_name(write)
    if name is None or original is None or not original.signatures:
        return None
    entry = _mindspore().find(name, position)
    if entry is None:
        return None
    if original.name.startswith("tensorflow.") and "padding" not in renames:
        names = {parameter.name for signature in entry.signatures for parameter in signature.parameters}
        if "pad_mode" in names:  # a word in TensorFlow, numbers in MindSpore
            renames = {**renames, "padding": "pad_mode"}
    if is_method_of_first(original.name, write):
        return compare(original.signatures, with_receiver(entry.signatures), {**renames, **receivers(original)})
    return compare(original.signatures, entry.signatures, renames)


def _fields(differences: Optional[Differences]) -> list[Any]:
    """The differences as they are written: nothing where not known."""
    if differences is None:
        return []
    fields: list[Any] = [
        differences.renamed or None,
        differences.lost or None,
        differences.required or None,
        differences.added or None,
        differences.defaults or None,
        differences.same_positions,
    ]
    while fields and fields[-1] is None:
        fields.pop()
    return [fields]


def _verdict(item: Alternative, segments: list[list[Any]]) -> str:
    if single_name(item.write) is None:
        return "r"
    if item.hint:
        return "d"
    newest = read_differences(segments[-1][2]) if len(segments[-1]) > 2 else None
    return "d" if newest is not None and newest.matter else "s"


def text_of(lines: Mapping[str, list[Any]]) -> str:
    """The text of the file."""
    rows = [
        name + "\t" + ",".join(json.dumps(value, separators=(",", ":"), ensure_ascii=True) for value in values)
        for name, values in lines.items()
    ]
    rows.sort(key=str.encode)
    versions = " ".join(_mindspore().versions)
    return f"{HEADER}#versions {versions}\n" + "".join(f"{row}\n" for row in rows)


def write() -> str:
    """Write the file, and return a line that says what is in it. Raises FactError."""
    lines = build(read_facts())
    text = text_of(lines)
    OUTPUT.write_text(text, encoding="utf-8", newline="\n")
    verdicts = Counter(values[0][3] for values in lines.values())
    counts = ", ".join(f"{verdicts[letter]} {word}" for letter, word in VERDICTS.items())
    return f"{len(lines)} names ({counts}), {len(text) // 1024} KiB"


def main() -> int:
    """Write the file and say what is in it; 1 where a fact is wrong."""
    try:
        print(write())
    except FactError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
