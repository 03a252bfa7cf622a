"""Build the knowledge: ``python tools/build_knowledge.py [build] [--only STEP ...] [--cache FOLDER]``.

Downloads the released packages (once; what is kept lies in the cache folder), reads their sources without
importing them, and writes ``ms_lint/knowledge/data``. The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Callable

from fetch_packages import RELEASES, Release, fetch
from knowledge import mappings
from knowledge.differences import COMPILED, compile_rows
from knowledge.rows import read_rows

from ms_lint.knowledge.catalog import DATA
from ms_lint.knowledge.extraction.graph import graph_facts
from ms_lint.knowledge.extraction.intervals import merge, render
from ms_lint.knowledge.extraction.sources import Sources, from_archive

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "packages"


def releases_of(top: str) -> list[Release]:
    """The releases of a package, oldest first."""
    return [release for release in RELEASES if release.top == top]


def _sources(releases: Iterable[Release], cache: Path) -> Iterable[Sources]:
    for release in releases:
        yield from_archive(fetch(release, cache))


def build_graph(cache: Path) -> None:
    """Write what graph mode supports and forbids."""
    releases = releases_of("mindspore")
    facts = [graph_facts(sources) for sources in _sources(releases, cache)]
    comments = [
        "what graph mode supports and forbids, read from the parser in the released packages of mindspore",
        "a line: TABLE/KEY, TAB, one or more segments [first, last, value] of positions in the list of versions",
        "the tables are described in ms_lint/knowledge/graph.py",
    ]
    (DATA / "graph.tsv").write_bytes(render(comments, [release.version for release in releases], merge(facts)))


def write_manifest(cache: Path) -> None:
    """Write which files the knowledge was read from."""
    packages = []
    for release in RELEASES:
        origin = json.loads(fetch(release, cache).with_suffix(".json").read_text(encoding="utf-8"))
        packages.append({"package": release.distribution, "version": release.version, **origin})
    text = json.dumps({"packages": packages}, indent=1)
    (DATA / "manifest.json").write_text(f"{text}\n", encoding="utf-8")


def build_differences(cache: Path) -> None:
    """Compile the rows that are kept by hand; needs no packages."""
    COMPILED.write_text(compile_rows(read_rows()), encoding="utf-8")


def build_mappings(cache: Path) -> None:
    """Check the counterparts that are kept by hand against the catalog, and write them; needs no packages."""
    mappings.write()


STEPS: dict[str, Callable[[Path], None]] = {
    "graph": build_graph,
    "differences": build_differences,
    "mappings": build_mappings,
    "manifest": write_manifest,
}


def main() -> None:
    """Run the steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", nargs="?", choices=["build"], default="build")
    parser.add_argument("--only", nargs="+", choices=sorted(STEPS), default=list(STEPS), metavar="STEP")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where downloads are kept (default: %(default)s)")
    arguments = parser.parse_args()
    for name in arguments.only:
        STEPS[name](arguments.cache)


if __name__ == "__main__":
    main()
