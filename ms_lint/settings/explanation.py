"""The settings as ``--show-settings`` lists them."""

from __future__ import annotations

from ms_lint.mapping import shown
from ms_lint.messages import say
from ms_lint.settings.model import KEYS, Settings, field_name


def explain(settings: Settings) -> list[tuple[str, str, str]]:
    """Rows of (key, value in the form of TOML, where it comes from), in the order of ``KEYS``."""
    provenance = dict(settings.provenance)
    rows = []
    for key in KEYS:
        value = getattr(settings, field_name(key))
        if key == "per-file-ignores":
            inner = ", ".join(f"{_toml(pattern)} = {_toml(codes)}" for pattern, codes in value)
            text = f"{{ {inner} }}" if inner else "{}"
        elif key == "compare":
            inner = ", ".join(f"{_toml(target)} = {_toml(reference)}" for target, reference, _ in value)
            text = f"{{ {inner} }}" if inner else "{}"
        elif key == "mapping":
            inner = ", ".join(shown(item, _toml) for item in value)
            text = f"{{ {inner} }}" if inner else "{}"
        else:
            text = _toml(value)
        rows.append((key, text, provenance.get(field_name(key), say("default"))))
    return rows


def _toml(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
