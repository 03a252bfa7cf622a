"""What is shown of a name under the mouse: counterpart, differences, versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from lsprotocol import types

from ms_lint import api
from ms_lint.findings import Location
from ms_lint.server.positions import Positions
from ms_lint.settings import Settings, target_versions
from ms_lint.usage import Use


def hover(
    uses: Sequence[Use], cell: Optional[int], at: types.Position, positions: Positions, settings: Settings
) -> Optional[types.Hover]:
    """The card of the framework's name at a place; None where there is none."""
    column = positions.column(at)
    here = (at.line + 1, column)
    found = [use for use in uses if use.location.cell == cell and _has(use.location, here)]
    target = api.Target(target_versions(settings.target_version), settings.api_family)
    for use in sorted(found, key=lambda use: _size(use.location)):
        names = api.resolve(use.name)
        if names:
            card = "\n\n".join(api.as_text(api.describe(name, target)) for name in names)
            return types.Hover(
                types.MarkupContent(types.MarkupKind.Markdown, f"```text\n{card}\n```"),
                positions.range(use.location),
            )
    return None


def _has(place: Location, at: tuple[int, int]) -> bool:
    return (place.line, place.column) <= at < (place.end_line, place.end_column)


def _size(place: Location) -> tuple[int, int]:
    return place.end_line - place.line, place.end_column - place.column
