"""What applies to a file: the values of all settings."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Optional

from ms_lint.knowledge.versions import SHIPPED_VERSIONS
from ms_lint.mapping import Mapping

KEYS: tuple[str, ...] = (
    "select",
    "ignore",
    "extend-select",
    "fixable",
    "unfixable",
    "per-file-ignores",
    "exclude",
    "target-version",
    "execution-mode",
    "jit-syntax-level",
    "device-target",
    "api-family",
    "origin",
    "plugins",
    "dialects",
    "confidence",
    "wiring-steps",
    "language",
    "originals",
    "compare",
    "mapping",
)
"""The keys of the settings table, in the order in which they are shown."""


class SettingsError(Exception):
    """A setting is wrong. ``str()`` is one line: the place, the key, and the nearest valid one."""


@dataclass(frozen=True)
class Settings:
    """What applies to a file. Hashable and picklable; ``Settings()`` is usable as it is.

    Codes are whole codes, prefixes of codes (``MSL7``), names of rules, or ``ALL``. Patterns are
    written as in .gitignore and are relative to ``root``, an absolute path (empty: the current
    folder). ``wiring_steps`` bounds how many statements and expressions are followed through ``__init__`` and
    ``construct`` of a class; 0 follows none. ``target_version`` is a version or a specifier, see ``target_versions``.
    ``originals`` are files and folders with the code that was ported, relative to ``root``.
    ``compare`` has triples of a target (``net.py:Net``), its reference and a map of names (empty: none), with paths
    relative to ``root``. ``mapping`` has the user's own counterparts.
    ``provenance`` has (field name, where its value comes from) for what is not a default.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    fixable: tuple[str, ...] = ("ALL",)
    unfixable: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    target_version: str = SHIPPED_VERSIONS[-1]
    execution_mode: str = "auto"
    jit_syntax_level: str = "auto"
    device_target: Optional[str] = None
    api_family: str = "nn"
    origin: str = "auto"
    plugins: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()
    confidence: str = "likely"
    wiring_steps: int = 60_000
    language: str = "auto"
    originals: tuple[str, ...] = ()
    compare: tuple[tuple[str, str, str], ...] = ()
    mapping: Mapping = ()
    root: str = ""
    provenance: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def original_paths(self) -> tuple[str, ...]:
        """``originals`` as absolute paths."""
        return tuple(os.path.abspath(os.path.join(self.root, path)) for path in self.originals)


def field_name(key: str) -> str:
    return key.replace("-", "_")
