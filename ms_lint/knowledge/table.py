"""A text file of one line a name, sorted by byte value: a look-up bisects the mapped file and parses one line."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Table:
    """The lines of a file: name, TAB, JSON values separated by commas.

    Lines that start with ``#`` stand first and describe the file; one of them is ``#versions`` with the releases
    that positions in the values refer to.
    """

    def __init__(self, path: Path) -> None:
        with open(path, "rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        at = self._map.find(b"#versions ")
        end = self._map.find(b"\n", at)
        #: Releases in ascending order; a development release stands for the release it led to.
        self.versions: tuple[str, ...] = tuple(
            version.partition(".dev")[0] for version in self._map[at + 10 : end].decode().split()
        )
        self._start = end + 1
        self._values: dict[str, list[Any]] = {}

    def _seek(self, key: bytes) -> int:
        """Offset of the first line that is not less than ``key``."""
        data, low, high = self._map, self._start, len(self._map)
        while low < high:
            middle = (low + high) // 2
            start = data.rfind(b"\n", low, middle) + 1 or low
            end = data.find(b"\n", start)
            if data[start:end] < key:
                low = end + 1
            else:
                high = start
        return low

    def values(self, name: str) -> list[Any]:
        """What the line of a name says; empty where there is none."""
        values = self._values.get(name)
        if values is None:
            key = name.encode() + b"\t"
            start = self._seek(key)
            values = []
            if self._map[start : start + len(key)] == key:
                values = json.loads(b"[" + self._map[start + len(key) : self._map.find(b"\n", start)] + b"]")
            self._values[name] = values
        return values

    def names(self, prefix: str = "") -> Iterator[str]:
        """The names that begin with ``prefix``, sorted by byte value."""
        key = prefix.encode()
        at = self._seek(key)
        while at < len(self._map) and self._map[at : at + len(key)] == key:
            yield self._map[at : self._map.find(b"\t", at)].decode()
            at = self._map.find(b"\n", at) + 1
