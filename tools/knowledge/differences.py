"""Compiles the rows of the table of differences to ms_lint/knowledge/data/differences.tsv.

    python -m knowledge.differences     (in tools/)

Says what is wrong with a row: a name or an argument that no claimed version has, a condition or a field of a
message that does not exist, code whose call MindSpore would refuse.
"""

from __future__ import annotations

import json
import re
import string
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from knowledge.rows import Row, RowError, programs, read_rows  # noqa: E402
from ms_lint.knowledge.catalog import DATA, Entry, package  # noqa: E402
from ms_lint.semantics.conditions import KEYS, WORDS  # noqa: E402

COMPILED = DATA / "differences.tsv"
#: What the package reads; the rest of a row is for programs.
_COMPILED_KEYS = (
    *"id rule message suggestion when made result origin since until mode unless seen unseen".split(),
    *"severity confidence fix".split(),
)
_USES = frozenset("discarded computed truth argument iterated returned tensor".split())
_USES_WITH_DETAIL = frozenset({"unpacked", "into", "named", "indexed", "attribute", "computed"})
_FIX_KEYS = frozenset("add behind brackets call change doubt drop map packed put rename whole without".split())
_WORDS = frozenset({"call", "arguments", "receiver"})
_CALL = ".__call__"


def compile_rows(rows: Iterable[Row]) -> str:
    """The text of differences.tsv. Raises RowError for a row that is wrong."""
    by_name: dict[str, list[Row]] = {}
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise RowError(f"two rows are called {row.id}")
        seen.add(row.id)
        check(row)
        for name in set().union(*(_canonical_names(each, row) for each in row.names)):
            by_name.setdefault(name, []).append(row)
    lines = []
    for name, found in sorted(by_name.items()):
        codes = " ".join(sorted({row.rule for row in found}))
        lines.append(f"{name}\t{codes}\t{json.dumps([_compiled(row) for row in found], ensure_ascii=False)}\n")
    return "".join(lines)


def _compiled(row: Row) -> dict[str, Any]:
    item = {key: getattr(row, key) for key in _COMPILED_KEYS}
    return {key: value for key, value in item.items() if value and value != ({},)}


# ---------------------------------------------------------------- checks


def check(row: Row) -> None:
    """Raise RowError where a row cannot be what its author meant."""
    where = f"{row.file}.toml, row {row.id}"
    try:
        for problem in _problems(row):
            raise RowError(f"{where}: {problem}")
        programs(row)
    except ValueError as error:
        raise RowError(f"{where}: {error}") from error


#: What is called with tensors, and is in no table of ours.
_WITHOUT_CATALOG = ("numpy.",)


def _problems(row: Row) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", row.id):
        yield f"an id is kebab-case, not {row.id!r}"
    for key, pattern in (("seen", row.seen), ("unseen", row.unseen)):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"`{key}` is no regular expression: {error}"
    if not row.message.endswith("."):
        yield "the message is a sentence and ends in a full stop"
    parameters: set[str] = set()
    for name in row.names:
        entries = list(_entries(name, row))
        if not entries and not name.startswith(_WITHOUT_CATALOG):
            yield f"no claimed version has {name}"
        for version, entry in entries:
            known = _parameters(entry, name.endswith(_CALL))
            parameters |= known
            for key in (key for table in row.when for key in table):
                if known and not any(part in known or part == "receiver" or part.isdigit() for part in key.split("/")):
                    yield f"{name} has no parameter {key} in {version}"
            made = _parameters(entry, False) if row.made else set()
            for key in row.made:
                if key not in made:
                    yield f"{name.removesuffix(_CALL)} has no parameter {key} in {version}"
    for condition in [value for table in (*row.when, row.made) for value in table.values()]:
        yield from _wrong_condition(condition)
    for use in row.result:
        wrong = set(use) - _USES_WITH_DETAIL if isinstance(use, Mapping) else {use} - _USES
        for word in wrong:
            yield f"a result is not used in the way {word!r}"
    for key in set(row.fix) - _FIX_KEYS:
        yield f"a fix has no key {key}"
    for text in (row.message, row.suggestion):
        for field in _fields(text):
            if not (field in _WORDS or field in parameters or re.fullmatch(r"argument_\d", field)):
                yield f"a message has no field {field}"


def _wrong_condition(condition: Any) -> Iterator[str]:
    if isinstance(condition, str):
        if condition not in WORDS:
            yield f"no condition is called {condition!r}"
    elif isinstance(condition, Mapping):
        for key, value in condition.items():
            if key not in KEYS:
                yield f"no condition is called {key!r}"
            elif key in ("not", "items"):
                yield from _wrong_condition(value)
    elif isinstance(condition, list):
        for part in condition:
            yield from _wrong_condition(part)
    else:
        yield f"{condition!r} is no condition"


def _fields(text: str) -> Iterator[str]:
    for _, field, _, _ in string.Formatter().parse(text):
        if field is not None:
            name, _, attribute = field.partition(".")
            if attribute not in ("", "value", "rest"):
                raise ValueError(f"a field has no {attribute}: {field}")
            yield name


# ---------------------------------------------------------------- names


def _entries(name: str, row: Row) -> Iterator[tuple[str, Entry]]:
    """Each claimed version that has the name, with what it is there."""
    data = package("mindspore")
    assert data is not None
    for index, version in enumerate(data.versions):
        entry = data.find(name.removesuffix(_CALL), index) if row.holds_for(version) else None
        if entry is not None:
            yield version, entry


def _parameters(entry: Entry, of_instance: bool) -> set[str]:
    signatures = entry.call_signatures if of_instance else entry.signatures
    return {parameter.name for signature in signatures for parameter in signature.parameters}


def _canonical_names(name: str, row: Row) -> set[str]:
    """The names under which the analysis meets it, in one version or another."""
    if name.startswith(_WITHOUT_CATALOG):
        return {name}
    suffix = _CALL if name.endswith(_CALL) else ""
    return {entry.name + suffix for _, entry in _entries(name, row)}


def main() -> int:
    """Write differences.tsv; exit code 1 if a row is wrong."""
    try:
        rows = read_rows()
        COMPILED.write_text(compile_rows(rows), encoding="utf-8")
    except RowError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(rows)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
