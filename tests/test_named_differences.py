"""What ports get wrong most often, name by name (tests/data/named_differences.toml): found where it is wrong, and
nothing said where it is right."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from difference_programs import Line, make_program, place_of

from ms_lint.analysis import analyze
from ms_lint.settings import Settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = Path(__file__).parent / "data" / "named_differences.toml"


def cases() -> Iterator[Any]:
    for name, entry in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        assert entry["wrong"], name
        assert entry["right"], name
        for kind in ("wrong", "right"):
            for number, code in enumerate(entry[kind]):
                yield pytest.param(entry, code.strip("\n"), kind, id=f"{name}: {kind} {number}")


@pytest.mark.parametrize(("entry", "code", "kind"), list(cases()))
def test_line(entry: dict[str, Any], code: str, kind: str) -> None:
    whole = "class " in code or "def " in code
    place = entry.get("place") or ("statement" if whole else place_of(code, "nn."))
    program = make_program(Line(code, place, entry.get("setup", "")))
    settings = Settings(
        origin=entry.get("origin", "torch"),
        target_version=entry.get("version", Settings().target_version),
        execution_mode=entry.get("mode", "auto"),
    )
    findings = analyze(program.text, "net.py", settings)
    found = {item.code for item in findings if item.location and item.location.line in program.own_lines}
    found &= set(entry.get("rules", found))
    assert bool(found) == (kind == "wrong"), program.text
