"""The released packages that the knowledge is read from, and how their sources are brought here.

Nothing that is downloaded is installed or imported. Of each wheel only the Python sources are kept,
and what its libraries say about the calls that they accept.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ms_lint.knowledge.extraction.native import FILE, find_forms

_LINUX = (
    "manylinux_2_17_x86_64",
    "manylinux_2_27_x86_64",
    "manylinux1_x86_64",
    "manylinux2010_x86_64",
    "manylinux2014_x86_64",
    "manylinux_2_28_x86_64",
    "any",
)
# the wheels of torch for macOS hold the same Python files and are a tenth of the size
_MACOS = ("macosx_10_9_x86_64", "macosx_11_0_arm64", "macosx_12_0_arm64", "macosx_14_0_arm64", "any")
_KEPT = (".py", ".pyi", ".yaml")


@dataclass(frozen=True)
class Release:
    """A wheel of a package index. ``top`` names the package of the knowledge that it belongs to; ``folders`` are
    the importable packages in it that are kept."""

    top: str
    distribution: str
    version: str
    python: str
    folders: tuple[str, ...]
    platforms: tuple[str, ...] = _LINUX

    @property
    def label(self) -> str:
        """Name and version, as file names have them."""
        return f"{self.distribution}-{self.version}"


def _mindspore(distribution: str, version: str, python: str) -> Release:
    return Release("mindspore", distribution, version, python, ("mindspore",))


def _torch(version: str, python: str) -> Release:
    return Release("torch", "torch", version, python, ("torch",), _MACOS)


def _tensorflow(version: str, python: str, folders: tuple[str, ...] = ("tensorflow",)) -> Release:
    return Release("tensorflow", "tensorflow-cpu", version, python, folders)


def _keras(version: str, python: str) -> Release:
    return Release("keras", "keras", version, python, ("keras",))


#: In ascending order of the versions of each package.
RELEASES = (
    _mindspore("mindspore-gpu", "1.8.1", "3.9"),
    _mindspore("mindspore-gpu", "1.9.0", "3.9"),
    _mindspore("mindspore-gpu", "1.10.0", "3.9"),
    _mindspore("mindspore", "2.0.0", "3.9"),
    _mindspore("mindspore-dev", "2.5.0.dev20250119", "3.9"),
    _mindspore("mindspore-dev", "2.6.0.dev20250323", "3.9"),
    _mindspore("mindspore", "2.7.0", "3.11"),
    _mindspore("mindspore", "2.7.1", "3.11"),
    _mindspore("mindspore", "2.7.2", "3.11"),
    _mindspore("mindspore", "2.8.0", "3.11"),
    _mindspore("mindspore", "2.9.0", "3.11"),
    _mindspore("mindspore", "2.10.0", "3.11"),
    _torch("1.8.1", "3.9"),
    _torch("1.9.1", "3.9"),
    _torch("1.10.2", "3.9"),
    _torch("1.11.0", "3.9"),
    _torch("1.12.1", "3.9"),
    _torch("1.13.1", "3.9"),
    _torch("2.0.1", "3.9"),
    _torch("2.1.2", "3.9"),
    _torch("2.2.2", "3.9"),
    _torch("2.3.1", "3.9"),
    _torch("2.4.1", "3.9"),
    _torch("2.5.1", "3.9"),
    _torch("2.6.0", "3.9"),
    _torch("2.7.1", "3.9"),
    _torch("2.8.0", "3.9"),
    _torch("2.9.1", "3.11"),
    _torch("2.10.0", "3.11"),
    _torch("2.11.0", "3.11"),
    _torch("2.12.1", "3.11"),
    _torch("2.13.0", "3.11"),
    _tensorflow("1.15.0", "3.7", ("tensorflow_core",)),
    _tensorflow("2.6.0", "3.9"),
    _tensorflow("2.15.1", "3.11"),
    _tensorflow("2.21.0", "3.11"),
    _keras("2.6.0", "3.9"),
    _keras("2.15.0", "3.11"),
    _keras("3.15.1", "3.11"),
)
#: The Keras that a TensorFlow brings, where it is a package of its own.
KERAS = {"2.6.0": "2.6.0", "2.15.1": "2.15.0", "2.21.0": "3.15.1"}


def fetch(release: Release, cache: Path) -> Path:
    """The archive with the sources of a release below ``cache``; downloaded where it is not there yet.

    Beside it lies a ``.json`` with the wheel's file name and its SHA-256. Raises CalledProcessError where the
    download fails.
    """
    archive = cache / f"{release.label}.zip"
    if archive.exists():
        return archive
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        platforms = [option for platform in release.platforms for option in ("--platform", platform)]
        command = [sys.executable, "-m", "pip", "download", "--quiet", f"{release.distribution}=={release.version}"]
        command += ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--dest", folder]
        command += ["--implementation", "cp", "--python-version", release.python, *platforms]
        subprocess.run(command, check=True)
        (wheel,) = Path(folder).glob("*.whl")
        kept = Path(folder) / "kept.zip"
        _keep_sources(wheel, kept, release.folders)
        origin = {"file": wheel.name, "sha256": _digest(wheel)}
        archive.with_suffix(".json").write_text(json.dumps(origin), encoding="utf-8")
        kept.replace(archive)
    return archive


def _keep_sources(wheel: Path, kept: Path, folders: tuple[str, ...]) -> None:
    forms: set[str] = set()
    prefixes = tuple(f"{folder}/" for folder in folders)
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            # some wheels have packages below `NAME.data/purelib/`
            name = item.filename.split(".data/purelib/")[-1].split(".data/platlib/")[-1]
            if name.startswith(prefixes) and name.endswith(_KEPT):
                target.writestr(zipfile.ZipInfo(name), source.read(item), zipfile.ZIP_DEFLATED)
            elif name.startswith("mindspore/lib/libmindspore"):
                forms.update(find_forms(source.read(item)))
        if forms:
            text = "".join(f"{form}\n" for form in sorted(forms))
            target.writestr(zipfile.ZipInfo(f"mindspore/{FILE}"), text, zipfile.ZIP_DEFLATED)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()
