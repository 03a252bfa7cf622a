"""What holds in each of several versions -> what holds from one version to another, as text.

The format: comment lines, ``#versions`` with the releases in ascending order, then one line a name,
sorted by byte value: the name, TAB, and one or more JSON lists ``[first, last, ...]`` between commas. ``first``
and ``last`` are positions in the list of versions; what follows them holds in these versions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

#: What a name is in one version: JSON values; trailing nulls are left out.
State = Sequence[Any]


def release_of(version: str) -> str:
    """The release that a development release led to; a release itself."""
    return version.partition(".dev")[0]


def merge(versions: Sequence[Mapping[str, State]]) -> dict[str, list[list[Any]]]:
    """Segments ``[first, last, *state]`` of each name, from its states by version in ascending order."""
    merged: dict[str, list[list[Any]]] = {}
    for position, names in enumerate(versions):
        for name, state in names.items():
            trimmed = list(state)
            while trimmed and trimmed[-1] is None:
                trimmed.pop()
            segments = merged.setdefault(name, [])
            if segments and segments[-1][1] == position - 1 and segments[-1][2:] == trimmed:
                segments[-1][1] = position
            else:
                segments.append([position, position, *trimmed])
    return merged


def render(comments: Sequence[str], versions: Sequence[str], names: Mapping[str, list[list[Any]]]) -> bytes:
    """The file's text for the names with their segments."""
    head = "".join(f"# {comment}\n" for comment in comments) + f"#versions {' '.join(versions)}\n"
    lines = [
        f"{name}\t{json.dumps(segments, separators=(',', ':'), ensure_ascii=False)[1:-1]}\n".encode()
        for name, segments in names.items()
    ]
    return head.encode() + b"".join(sorted(lines))
