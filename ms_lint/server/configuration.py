"""Settings that come from the editor: those of ``[tool.ms-lint]``, and the server's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: The name under which editors keep the settings.
SECTION = "ms-lint"
_DEBOUNCE = 0.2


@dataclass(frozen=True)
class Options:
    """``overrides`` are stronger than the settings in files. ``debounce`` is how long nothing must have been typed
    before a document is checked, in seconds."""

    overrides: Mapping[str, object] = field(default_factory=dict)
    debounce: float = _DEBOUNCE


def read(values: object) -> Options:
    """Options from what the editor sent: a table, perhaps below ``ms-lint``, with keys as in the settings or in
    camel case; ``debounce`` is in milliseconds there. What is not a table counts as empty."""
    table = _table(values)
    for key in (SECTION, "msLint", "ms_lint", "settings"):
        table = _table(table.get(key)) or table
    overrides = {_key(key): value for key, value in table.items() if value is not None}
    debounce = overrides.pop("debounce", None)
    if isinstance(debounce, (int, float)) and debounce >= 0:
        return Options(overrides, debounce / 1000)
    return Options(overrides)


def _table(values: object) -> dict[str, Any]:
    return dict(values) if isinstance(values, Mapping) else dict(getattr(values, "_asdict", dict)())


def _key(key: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"-\1", key).lower().replace("_", "-")
