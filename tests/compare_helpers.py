"""What the tests of the comparison share: the files made by tools/make_compare_fixtures.py, as they are on disk."""

from __future__ import annotations

import gzip
from pathlib import Path

DATA = Path(__file__).parent / "data" / "compare"
FILES = DATA / "files"
NAMES = sorted(path.name.removesuffix(".gz") for path in FILES.iterdir())


def reference_file(name: str, folder: Path) -> Path:
    """The path of a file, unpacked into a folder where it is kept packed."""
    packed = FILES / f"{name}.gz"
    if not packed.exists():
        return FILES / name
    path = folder / name
    if not path.exists():
        path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def content(name: str) -> bytes:
    """The bytes of a file."""
    packed = FILES / f"{name}.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (FILES / name).read_bytes()
