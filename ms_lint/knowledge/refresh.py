"""Knowledge of a MindSpore that is installed somewhere, kept for this user: ``ms-lint api refresh``.

Its sources are read; nothing of it is imported or run. That takes about half a minute.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ms_lint.knowledge.catalog import DATA, Package
from ms_lint.knowledge.extraction import mindspore
from ms_lint.knowledge.extraction.graph import graph_facts
from ms_lint.knowledge.extraction.intervals import State, merge, release_of, render
from ms_lint.knowledge.extraction.sources import Sources, from_archive, from_folder
from ms_lint.knowledge.versions import forget, version_key, write_own_table

_TOP = "mindspore"
_DISTRIBUTION = re.compile(r"mindspore(?:_\w+)?-(\d+\.\d+(?:\.\d+)?)[^/]*\.dist-info/METADATA$", re.IGNORECASE)
_VERSION = re.compile(r"^Version: *(\d+\.\d+(?:\.\d+)?)", re.MULTILINE)
_ASSIGNED = re.compile(r"""^__version__ *= *['"](\d+\.\d+(?:\.\d+)?)""", re.MULTILINE)
#: Without these it is no MindSpore, or not one that can be read.
_ESSENTIAL = {"Tensor": "c", "Parameter": "c", "nn.Cell": "c", "nn.Dense": "c", "ops": "m"}
_FEWEST_NAMES = 1000
_WAIT = 60  # seconds
#: Tells where `mindspore` would be imported from, without importing it.
_QUESTION = """
import importlib.util, json, os, sys
sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]
spec = importlib.util.find_spec("mindspore")
print(json.dumps(list(spec.submodule_search_locations or ()) if spec else []))
"""


class RefreshError(Exception):
    """There is no MindSpore that can be read. ``str()`` is one line."""


@dataclass(frozen=True)
class Refreshed:
    """What was kept: the version, the number of its names, the folder of the tables, and against which shipped version
    (empty: none) how many names are ``new`` and ``gone``."""

    version: str
    names: int
    folder: Path
    before: str
    new: int
    gone: int


def locate(python: Optional[str] = None) -> Path:
    """The folder or archive from which an interpreter imports ``mindspore``: one that is named, or this one, or that
    of the active virtual environment. Raises RefreshError."""
    if python is None:
        try:
            return _asked(sys.executable)
        except RefreshError:
            environment = os.environ.get("VIRTUAL_ENV", "")
            folder, name = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
            active = Path(environment, folder, name)
            if not environment or not active.exists():
                raise
            return _asked(str(active))
    return _asked(python)


def _asked(python: str) -> Path:
    try:
        answer = subprocess.run(
            [python, "-c", _QUESTION],
            capture_output=True,
            text=True,
            timeout=_WAIT,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        places = json.loads(answer.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        raise RefreshError(f"{python}: cannot be asked for its MindSpore: {type(error).__name__}") from error
    if not places:
        raise RefreshError(f"{python}: no MindSpore is installed there; name another with --python or --path")
    return Path(places[0])


def refresh(place: Path) -> Refreshed:
    """Read a MindSpore and keep what it has. ``place`` is its folder, the folder that it lies in, or a wheel.

    Raises RefreshError, and OSError where the tables cannot be written.
    """
    sources, version = _open(place)
    states = mindspore.read(sources, _bound_members(version))
    lacking = [name for name, kind in _ESSENTIAL.items() if _kind(states, f"{_TOP}.{name}") != kind]
    if lacking or len(states) < _FEWEST_NAMES:
        what = f"no {_TOP}.{lacking[0]}" if lacking else f"only {len(states)} names"
        raise RefreshError(f"{place}: cannot be read as a MindSpore: {what} in it")
    comments = [
        f"public names of MindSpore {version}, read from an installed one",
        "the format is that of the shipped table",
    ]
    path = _write(version, _TOP, comments, states)
    _write(version, "graph", comments, graph_facts(sources))
    forget()
    before, known = _shipped_before(version)
    return Refreshed(version, len(states), path.parent, before, len(states.keys() - known), len(known - states.keys()))


def _kind(states: Mapping[str, State], name: str) -> Optional[str]:
    state = states.get(name)
    while state is not None and state[0] == "=":
        state = states.get(state[1])
    return state[0] if state is not None else None


def _write(version: str, name: str, comments: list[str], states: Mapping[str, State]) -> Path:
    return write_own_table(version, name, render(comments, [version], merge([states])))


def _open(place: Path) -> tuple[Sources, str]:
    """The sources, and the version that they are of."""
    try:
        if place.is_file():
            sources = from_archive(place)
            texts = [name for name in zipfile.ZipFile(place).namelist() if _DISTRIBUTION.search(name)]
            version = _DISTRIBUTION.search(texts[0]) if texts else None
        else:
            if place.name == _TOP and (place / "__init__.py").exists():
                place = place.parent
            sources = from_folder(place, [_TOP])
            version = _version_of_folder(place)
    except (OSError, zipfile.BadZipFile) as error:
        raise RefreshError(f"{place}: cannot be read: {error}") from error
    if "mindspore/__init__.py" not in sources.paths:
        raise RefreshError(f"{place}: there is no MindSpore in it")
    version = version or _ASSIGNED.search(
        sources.text("mindspore/version.py") if "mindspore/version.py" in sources.paths else ""
    )
    if version is None:
        raise RefreshError(f"{place}: which version it is of is not said there")
    number = release_of(version[1])
    return sources, number if number.count(".") > 1 else f"{number}.0"


def _version_of_folder(folder: Path) -> Optional[re.Match[str]]:
    for path in sorted(folder.glob("*.dist-info/METADATA")):
        if _DISTRIBUTION.search(path.as_posix()):
            return _VERSION.search(path.read_text(encoding="utf-8", errors="replace"))
    return None


def _shipped_table() -> Package:
    return Package(DATA / f"{_TOP}.tsv")


def _position(versions: Sequence[str], version: str) -> int:
    """The position of the version, or of the nearest earlier one; -1 where all are later."""
    return sum(version_key(known) <= version_key(version) for known in versions) - 1


def _bound_members(version: str) -> list[tuple[str, str]]:
    """The members of Tensor that no source names, with their kinds: those of the shipped table."""
    shipped = _shipped_table()
    at = max(_position(shipped.versions, version), 0)
    return [
        (name.rpartition(".")[2], segment[2])
        for name in shipped.names("mindspore.Tensor.")
        if (segment := shipped.segment(name, at)) is not None and "t" in (segment[7:8] or [""])[0]
    ]


def _shipped_before(version: str) -> tuple[str, set[str]]:
    """The shipped version that is nearest to a version from below, and its names."""
    shipped = _shipped_table()
    at = _position(shipped.versions, version)
    if at < 0:
        return "", set()
    return shipped.versions[at], {name for name in shipped.names() if shipped.segment(name, at) is not None}
