"""Which MindSpore versions are known: those of the tables that come with ms-lint, and those that the user had read
from an installed MindSpore with ``ms-lint api refresh``.

The latter lie in the user's own data folder, one version in a folder of its own: ``2.11.0/mindspore.tsv`` and
``2.11.0/graph.tsv``. The first line of such a file has the CRC-32 of the rest, so that a broken one is passed over.
"""

from __future__ import annotations

import os
import re
import sys
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SHIPPED_VERSIONS: tuple[str, ...] = (
    "1.8.1",
    "1.9.0",
    "1.10.0",
    "2.0.0",
    "2.5.0",
    "2.6.0",
    "2.7.0",
    "2.7.1",
    "2.7.2",
    "2.8.0",
    "2.9.0",
    "2.10.0",
)
"""MindSpore versions whose API is known to every installation, oldest first."""

FOLDER_VARIABLE = "MS_LINT_DATA"
"""The environment variable that names another folder than the user's."""

_VERSION = re.compile(r"\d+\.\d+\.\d+")
_CHECKSUM = b"#crc32 "


def version_key(version: str) -> tuple[int, ...]:
    """A version as numbers: 2.10.0 comes after 2.7."""
    return tuple(int(part) for part in version.split("."))


def data_folder() -> Path:
    """Where knowledge of the user's own is kept: the usual place of the operating system. Need not exist."""
    given = os.environ.get(FOLDER_VARIABLE)
    if given:
        return Path(given)
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "ms-lint" / "knowledge"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "ms-lint" / "knowledge"
    configured = os.environ.get("XDG_DATA_HOME", "")
    base = Path(configured) if os.path.isabs(configured) else home / ".local" / "share"
    return base / "ms-lint" / "knowledge"


@cache
def own_tables(name: str) -> Mapping[str, Path]:
    """The user's own tables of a name (``mindspore``, ``graph``) by the version that they are of; those that
    cannot be read, or are not as they were written, are left out."""
    try:
        versions = sorted(entry for entry in os.listdir(data_folder()) if _VERSION.fullmatch(entry))
    except OSError:
        return {}
    paths = ((version, data_folder() / version / f"{name}.tsv") for version in versions)
    return {version: path for version, path in paths if _is_whole(path)}


def _is_whole(path: Path) -> bool:
    try:
        first, _, rest = path.read_bytes().partition(b"\n")
    except OSError:
        return False
    return first == _CHECKSUM + str(zlib.crc32(rest)).encode()


def write_own_table(version: str, name: str, content: bytes) -> Path:
    """Keep a table of a version for this user, and tell where. Raises OSError."""
    path = data_folder() / version / f"{name}.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_bytes(_CHECKSUM + str(zlib.crc32(content)).encode() + b"\n" + content)
    os.replace(partial, path)
    return path


@cache
def known_versions() -> tuple[str, ...]:
    """All MindSpore versions whose API is known, oldest first."""
    return tuple(sorted({*SHIPPED_VERSIONS, *own_tables("mindspore")}, key=version_key))


def forget() -> None:
    """Look for the user's own tables again."""
    own_tables.cache_clear()
    known_versions.cache_clear()
