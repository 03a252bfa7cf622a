"""How long the server works after a key was pressed.

    python benchmarks/server.py FILE... [--keys 5]

Each file is checked as when it is opened, then with one more character in a line of its second half, again and again,
then after it was saved. Times are seconds of CPU, without the time for which nothing must have been typed (200 ms).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Optional

from ms_lint.server.documents import Document
from ms_lint.server.engine import Engine


def timed(work: Callable[..., object], *arguments: object) -> float:
    """The seconds of CPU that a call takes."""
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


def main(arguments: Optional[Sequence[str]] = None) -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--keys", type=int, default=5)
    options = parser.parse_args(arguments)
    print(f"{'opened':>8} {'key':>8} {'slowest':>8} {'saved':>8} {'lines':>6}  file")
    for name in options.files:
        path = Path(name).resolve()
        lines = path.read_text(encoding="utf-8").split("\n")
        middle = next(number for number in range(len(lines) // 2, len(lines)) if lines[number].strip())
        engine = Engine()
        typed = [Document(path.as_uri(), 0, str(path), "python", "\n".join(lines))]
        for number in range(1, options.keys + 1):
            lines[middle] += "x" if number > 1 else "  # x"
            typed.append(Document(path.as_uri(), number, str(path), "python", "\n".join(lines)))
        opened, *keys = (timed(engine.check, document, {}) for document in typed)
        saved = timed(engine.refresh, True) + timed(engine.check, typed[0], {})
        times = f"{opened:8.2f} {statistics.median(keys):8.2f} {max(keys):8.2f} {saved:8.2f}"
        print(f"{times} {len(lines) - 1:6d}  {name}")


if __name__ == "__main__":
    main()
