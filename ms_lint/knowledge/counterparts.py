"""What a torch or TensorFlow name became in MindSpore: a first table, kept by hand.

Each line of ``counterparts.tsv``: the name, what to write, and a hint (may be empty). Targets
are the `nn`/`ops` family, which has kernels on every device; they were checked against the
signatures of MindSpore 2.10.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional


@dataclass(frozen=True)
class Counterpart:
    """``target`` is what to write; ``hint`` what to mind, as the end of a sentence."""

    target: str
    hint: str = ""


@lru_cache(maxsize=1)
def _table() -> dict[str, Counterpart]:
    table = {}
    for line in (Path(__file__).parent / "counterparts.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, target, hint = (line.split("\t") + [""])[:3]
            table[name] = Counterpart(target, hint)
    return table


def counterpart(name: str) -> Optional[Counterpart]:
    """The counterpart of a qualified torch or TensorFlow name; None where the table has none."""
    return _table().get(name)
