"""Count how many uses of torch in real code have a counterpart, a rewrite, or an honest "none, do this instead".

``python tools/measure_coverage.py`` downloads the packages below by name into a throw-away folder and reads them;
``python tools/measure_coverage.py PATH...`` reads what is there. Uses are what ms-lint resolves: calls and
references of torch and torchvision names, and methods of values that are known to be tensors.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from ms_lint.knowledge.counterparts import counterpart
from ms_lint.usage import find_uses

PACKAGES = ("timm", "vit-pytorch", "segmentation-models-pytorch", "diffusers", "torchvision")
#: Where the code of torchvision itself is what is counted, its own names are not.
ROOTS = {"torchvision": ("torch.",)}


def download(package: str, folder: Path) -> Path:
    """The folder that a package was unpacked into; its wheel is not installed. Raises CalledProcessError."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), package]
    subprocess.run(command, check=True)
    wheel = next(folder.glob(f"{package.replace('-', '_')}-*.whl"))
    unpacked = folder / wheel.stem
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    return unpacked


def count_uses(folder: Path, roots: tuple[str, ...] = ("torch.", "torchvision.")) -> Counter[str]:
    """How often each name is used below a folder."""
    return Counter(use.name for use in find_uses([str(folder)]) if use.name.startswith(roots))


def coverage(uses: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """The uses by what is known: ``same``, ``differs``, ``rewrite``, ``none``, ``namespace`` (only of its namespace
    something is known) and ``missing``; and the missing names with their uses."""
    kinds: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for name, count in uses.items():
        found = counterpart(name)
        if found is None:
            missing[name] += count
        kinds["missing" if found is None else found.verdict if found.exact else "namespace"] += count
    return kinds, missing


def report(title: str, uses: Counter[str], most: int) -> str:
    """One line on the uses, and one for each of the most used missing names."""
    kinds, missing = coverage(uses)
    total = sum(uses.values())
    shares = ", ".join(
        f"{kind} {kinds[kind]}" for kind in ("same", "differs", "rewrite", "none", "namespace", "missing")
    )
    covered = 100 * (total - kinds["missing"]) / total if total else 0.0
    lines = [f"{title}: {total} uses of {len(uses)} names, {covered:.2f} % covered ({shares})"]
    lines += [f"    {count:5} {name}" for name, count in missing.most_common(most)]
    return "\n".join(lines)


def measure(folders: Iterable[tuple[str, Path]], most: int) -> None:
    """Print a report on each folder, and one on all."""
    everything: Counter[str] = Counter()
    for title, folder in folders:
        uses = count_uses(folder, ROOTS.get(title, ("torch.", "torchvision.")))
        everything += uses
        print(report(title, uses, most), flush=True)
    print(report("all", everything, 0))


def main() -> None:
    """Print the reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folders to read instead of downloads")
    parser.add_argument("--missing", type=int, default=10, metavar="N", help="missing names to show (default: 10)")
    arguments = parser.parse_args()
    if arguments.paths:
        measure(((path.name, path) for path in arguments.paths), arguments.missing)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(((package, download(package, Path(folder))) for package in PACKAGES), arguments.missing)


if __name__ == "__main__":
    main()
