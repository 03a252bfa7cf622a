"""Build the knowledge: ``python tools/build_knowledge.py [build] [--only STEP ...] [--cache FOLDER]``.

Downloads the released packages (once; what is kept lies in the cache folder), reads their sources without
importing them, and writes ``ms_lint/knowledge/data``. The same packages give the same bytes.

``python tools/build_knowledge.py check`` compares the data with the mindspore, torch and tensorflow that are installed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Callable

from fetch_packages import KERAS, RELEASES, Release, fetch
from knowledge import mappings
from knowledge.differences import COMPILED, compile_rows
from knowledge.rows import read_rows

from ms_lint.knowledge.catalog import DATA
from ms_lint.knowledge.extraction import mindspore, tensorflow, torch
from ms_lint.knowledge.extraction.graph import graph_facts
from ms_lint.knowledge.extraction.intervals import State, merge, release_of, render
from ms_lint.knowledge.extraction.sources import Sources, combined, from_archive

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "packages"
BOUND_MEMBERS = Path(__file__).with_name("bound_members.toml")
_FORMAT = (
    "public names of {top} with the versions that have them, read statically from the released packages",
    "a line: name, TAB, one or more segments [first, last, kind, signatures, call, deprecated, platforms, flags, "
    "bases]; trailing nulls are left out",
    'first and last are positions in the list of versions; [first, last, "=", other] says: the same object as the '
    "other name",
    "kind: c class, f function or method, i instance that is called like a function, v value, m module, p property, "
    "a instance attribute, x bound by C",
    "signatures: text between the parentheses, or a list of texts for overloads; a default of ? is not known; call: "
    "the same for calling an instance",
    "deprecated: [since, use instead, removed after]; platforms: A Ascend, G GPU, C CPU as documented",
    "flags: r reachable but not exported, s static, k class method, i has to be imported by its name, o a module with "
    "names that are not listed here, t seen at run time only",
    "lines are sorted by byte value, so that a reader can bisect the mapped file",
)


def releases_of(top: str) -> list[Release]:
    """The releases of a package, oldest first."""
    return [release for release in RELEASES if release.top == top]


def _sources(release: Release, cache: Path) -> Sources:
    sources = from_archive(fetch(release, cache))
    if release.top == "tensorflow" and release.version in KERAS:
        keras = next(item for item in releases_of("keras") if item.version == KERAS[release.version])
        sources = combined(sources, from_archive(fetch(keras, cache)))
    return sources


def bound_members(top: str, version: str) -> list[tuple[str, str]]:
    """Names that no source has, with their kinds, in a version: members of MindSpore's Tensor, and names of torch."""
    import tomllib

    versions = [release_of(release.version) for release in releases_of(top)]
    at = versions.index(release_of(version))
    rows = tomllib.loads(BOUND_MEMBERS.read_text(encoding="utf-8"))[top]
    return [
        (name, kind)
        for name, (kind, first, last) in sorted(rows.items())
        if versions.index(first) <= at <= versions.index(last)
    ]


def read_release(release: Release, cache: Path) -> Mapping[str, State]:
    """What each name is in a release."""
    sources = _sources(release, cache)
    if release.top == "tensorflow":
        return tensorflow.read(sources)
    read = mindspore.read if release.top == "mindspore" else torch.read
    return read(sources, bound_members(release.top, release.version))


def build_catalog(top: str, cache: Path, jobs: int) -> None:
    """Write the public names of a package."""
    releases = releases_of(top)
    with ProcessPoolExecutor(jobs) as pool:
        states = list(pool.map(partial(read_release, cache=cache), releases))
    _write(f"{top}.tsv", [line.format(top=top) for line in _FORMAT], releases, states)


def build_graph(cache: Path, jobs: int) -> None:
    """Write what graph mode supports and forbids."""
    releases = releases_of("mindspore")
    facts = [graph_facts(_sources(release, cache)) for release in releases]
    comments = [
        "what graph mode supports and forbids, read from the parser in the released packages of mindspore",
        "a line: TABLE/KEY, TAB, one or more segments [first, last, value] of positions in the list of versions",
        "the tables are described in ms_lint/knowledge/graph.py",
    ]
    _write("graph.tsv", comments, releases, facts)


def _write(
    name: str, comments: Sequence[str], releases: Sequence[Release], states: Sequence[Mapping[str, State]]
) -> None:
    versions = [release.version for release in releases]
    (DATA / name).write_bytes(render(comments, versions, merge(states)))


def write_manifest(cache: Path, jobs: int) -> None:
    """Write which files the knowledge was read from."""
    packages = []
    for release in RELEASES:
        origin = json.loads(fetch(release, cache).with_suffix(".json").read_text(encoding="utf-8"))
        packages.append({"package": release.distribution, "version": release.version, **origin})
    text = json.dumps({"packages": packages}, indent=1)
    (DATA / "manifest.json").write_text(f"{text}\n", encoding="utf-8")


def build_differences(cache: Path, jobs: int) -> None:
    """Compile the rows that are kept by hand; needs no packages."""
    COMPILED.write_text(compile_rows(read_rows()), encoding="utf-8")


def build_mappings(cache: Path, jobs: int) -> None:
    """Check the counterparts that are kept by hand against the catalog, and write them; needs no packages."""
    mappings.write()


STEPS: dict[str, Callable[[Path, int], None]] = {
    "mindspore": partial(build_catalog, "mindspore"),
    "torch": partial(build_catalog, "torch"),
    "tensorflow": partial(build_catalog, "tensorflow"),
    "graph": build_graph,
    "differences": build_differences,
    "mappings": build_mappings,
    "manifest": write_manifest,
}


def main() -> int:
    """Run the steps, or the check, and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", choices=["build", "check"], default="build")
    parser.add_argument("--only", nargs="+", choices=list(STEPS), default=list(STEPS), metavar="STEP")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where downloads are kept (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read releases (default: %(default)s)")
    arguments = parser.parse_args()
    if arguments.command == "check":
        import check_knowledge

        return check_knowledge.main([name for name in arguments.only if name in check_knowledge.COMPARED])
    for name in arguments.only:
        STEPS[name](arguments.cache, arguments.jobs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
