"""CPU time of looking names up in the knowledge beside ``ast.parse`` of one file, and the sizes of the data.

``python benchmarks/lookups.py`` from an installed ms-lint. Each measurement is a process of its own, in which only
the work is timed; the median of the runs counts. Ratios can be compared across machines, seconds cannot.
"""

from __future__ import annotations

import argparse
import ast
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable

TORCH = (
    "abs add arange bmm cat chunk clamp cos cumsum einsum exp eye flatten flip full gather isnan linspace log matmul "
    "max mean min norm ones permute pow prod rand relu reshape roll sigmoid sin sort split sqrt squeeze stack sum "
    "tanh tensor tile topk transpose tril unique unsqueeze where zeros"
).split()
LAYERS = (
    "Linear Conv2d BatchNorm2d LayerNorm ReLU GELU Dropout Embedding LSTM GRU MaxPool2d AvgPool2d Softmax Module"
).split()
NAMES = [*(f"torch.{name}" for name in TORCH), *(f"torch.nn.{name}" for name in LAYERS)]


def look_up_counterparts() -> None:
    """The counterparts of 64 names."""
    from ms_lint.knowledge.counterparts import counterpart

    assert all(counterpart(name) is not None for name in NAMES)


def look_up_entries() -> None:
    """What 64 names of MindSpore are in the newest version."""
    from ms_lint.knowledge.catalog import Catalog

    catalog = Catalog(())
    names = [name.replace("torch.nn.", "mindspore.nn.").replace("torch.", "mindspore.ops.") for name in NAMES]
    assert sum(catalog.find(name) is not None for name in names) > 50


def parse_a_file() -> None:
    """One file of ordinary length."""
    ast.parse(Path(ast.__file__).read_bytes())


WORK: dict[str, Callable[[], None]] = {
    "counterparts of 64 names": look_up_counterparts,
    "entries of 64 names": look_up_entries,
    "ast.parse of ast.py": parse_a_file,
}


def work(label: str) -> None:
    """Do one piece of work twice and print both CPU times: with opening the data, and when it is open."""
    import ms_lint.knowledge.counterparts  # noqa: F401 - the modules are imported before, as in a check

    for _ in range(2):
        start = time.process_time()
        WORK[label]()
        print(time.process_time() - start)


def measure(label: str, runs: int) -> tuple[float, float]:
    """Medians of the first and the second time, in CPU seconds."""
    times: list[tuple[float, float]] = []
    for _ in range(runs):
        command = [sys.executable, __file__, "--work", label]
        first, second = map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
        times.append((first, second))
    return statistics.median(first for first, _ in times), statistics.median(second for _, second in times)


def main() -> None:
    """Print ratios and sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9, metavar="N", help="processes for each (default: 9)")
    parser.add_argument("--work", choices=list(WORK), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work)
        return
    from ms_lint.knowledge.catalog import DATA

    lines = Path(ast.__file__).read_bytes().count(b"\n")
    print(f"Python {platform.python_version()}; median of {options.runs} runs; ast.py has {lines} lines\n")
    medians = {label: measure(label, options.runs) for label in WORK}
    parsed = medians["ast.parse of ast.py"][0]
    print(f"{'ratio':>8}{'CPU ms':>9}  to ast.parse of ast.py")
    for label, (first, _) in medians.items():
        print(f"{first / parsed:8.2f}{first * 1000:9.2f}  {label}")
    print()
    for path in sorted(DATA.iterdir()):
        print(f"{path.stat().st_size // 1024:8} KiB  {path.name}")


if __name__ == "__main__":
    main()
