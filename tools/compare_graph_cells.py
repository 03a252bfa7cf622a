"""The Cells of tests/data/graph_cells: what ms-lint says of them against what the real compiler does.

    python tools/compare_graph_cells.py [--python PYTHON] [--write] [NAME...]

Each file is a Cell as a port from torch is written, with calls of it; it ends in a variable `result`. It is run in
PyNative mode and in graph mode, in workers that a crash may end, and the results are compared, those of calls with
other inputs, gradients, attributes, output and files too (tests/oracle_observation.py). `--write` puts the table into
docs/graph.md. Needs an environment with mindspore; `--python` names another one.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from result_difference import difference, first_line, observed_differences  # noqa: E402
from run_oracle import Batch, Outcome, run_batch  # noqa: E402

from ms_lint.analysis import analyze  # noqa: E402
from ms_lint.findings import Finding  # noqa: E402
from ms_lint.settings import Settings  # noqa: E402

CELLS = ROOT / "tests" / "data" / "graph_cells"
TABLE = ROOT / "docs" / "graph.md"
_BEGIN, _END = "<!-- cells -->", "<!-- end of cells -->"


@dataclass(frozen=True)
class Comparison:
    """One Cell: what it is, what becomes of it in graph mode (``same``, ``other result: ...``,
    ``other gradients: ...``, ``raises ...``), and what ms-lint finds."""

    name: str
    about: str
    compiler: str
    findings: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether ms-lint finds something if and only if graph mode is not PyNative mode."""
        return bool(self.findings) == (self.compiler != "same")


def cells(names: Sequence[str] = ()) -> list[Path]:
    """The files of the Cells, or of those with these names."""
    return [path for path in sorted(CELLS.glob("*.py")) if not names or path.stem in names]


def findings(path: Path, version: str = "2.10.0") -> list[Finding]:
    """What the rules for graph mode say of a Cell."""
    settings = Settings(select=("MSL6",), target_version=version, execution_mode="graph")
    return analyze(path.read_text(encoding="utf-8"), path.name, settings)


def compare(paths: Sequence[Path], python: str) -> tuple[str, list[Comparison]]:
    """The version of MindSpore, and how each Cell does in both modes. Raises OracleError without mindspore."""
    version, pynative = run_batch(Batch(python, "mindspore", "pynative", observe=True, files=list(paths)))
    _, graph = run_batch(Batch(python, "mindspore", "graph", observe=True, files=list(paths)))
    found = []
    for path in paths:
        about = path.read_text(encoding="utf-8").split('"""')[1]
        told = dict.fromkeys(f"{item.code} (line {item.location.line})" for item in findings(path, version))
        found.append(Comparison(path.stem, about, verdict(pynative[path], graph[path]), tuple(told)))
    return version, found


def verdict(pynative: Outcome, graph: Outcome) -> str:
    """What became of a program in graph mode, in words; ``same`` where that is what PyNative mode does."""
    if pynative.result is None:
        return f"does not run in PyNative mode: {first_line(pynative.message)}"
    if graph.result is None:
        return f"{graph.status} {graph.error}: {first_line(graph.message)}".strip()
    agrees, apart = difference(pynative.result, graph.result)
    if not agrees:
        return f"other result: {apart if isinstance(apart, str) else f'differs by {apart:.3g}'}"
    if pynative.observed is None or graph.observed is None:
        return "same"
    besides = observed_differences(pynative.observed, graph.observed)
    return next((f"other {aspect}: {words}" for aspect, words in besides.items()), "same")


def table(version: str, found: Sequence[Comparison]) -> str:
    """The comparisons as a table of Markdown."""
    lines = [f"MindSpore {version} on the CPU: ms-lint and the compiler agree on {sum(c.agrees for c in found)} of"]
    lines[0] += f" {len(found)} Cells."
    lines += ["", "| Cell | about | graph mode against PyNative mode | ms-lint |", "| --- | --- | --- | --- |"]
    for item in found:
        said = ", ".join(item.findings) or "nothing"
        compiler = re.sub(r"\s+", " ", item.compiler).replace("|", "\\|")
        lines.append(
            f"| `{item.name}` | {item.about} | {compiler[:110]} | {said}{'' if item.agrees else ' **(wrong)**'} |"
        )
    return "\n".join(lines)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print the table; 1 if ms-lint and the compiler do not agree somewhere."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--python", default=sys.executable, help="a Python with mindspore (this one by default)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/graph.md")
    options = parser.parse_args(arguments)
    version, found = compare(cells(options.names), options.python)
    text = table(version, found)
    print(text)
    if options.write:
        page = TABLE.read_text(encoding="utf-8")
        before, after = page.split(_BEGIN)[0], page.split(_END)[1]
        TABLE.write_text(f"{before}{_BEGIN}\n{text}\n{_END}{after}", encoding="utf-8")
    return 0 if all(item.agrees for item in found) else 1


if __name__ == "__main__":
    sys.exit(main())
