"""Whole training scripts in tests/data/training: what is marked is found, and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import ms_lint

SCRIPTS = sorted((Path(__file__).parent / "data" / "training").glob("*.py"))
_MARK = re.compile(r"#\s*expect:\s*(.*)$")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.stem))
def test_script(script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = set()
    for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
        mark = _MARK.search(line)
        expected |= {(number, code.strip()) for code in mark.group(1).split(",")} if mark else set()
    assert bool(expected) == script.stem.endswith("_wrong")
    shutil.copy(script, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert {(found.location.line, found.code) for found in ms_lint.check_paths([script.name])} == expected
