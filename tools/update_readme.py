"""Fill the READMEs with real output: the block below ``<!-- output: COMMAND -->`` is what COMMAND prints.

``python tools/update_readme.py`` from the root of the repository writes them.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
_BLOCK = re.compile(r"(<!-- output: ms-lint (?P<arguments>[^\n]*) -->\n```text\n).*?(```\n)", re.DOTALL)


def with_output(text: str) -> str:
    """The text of a README with each output block as the command prints it now."""

    def block(match: re.Match[str]) -> str:
        command = [sys.executable, "-m", "ms_lint", *shlex.split(match["arguments"])]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
        if run.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(command)}: {run.stderr}")
        return match[1] + run.stdout + match[3]

    return _BLOCK.sub(block, text)


def main() -> None:
    """Write the READMEs."""
    for name in READMES:
        path = ROOT / name
        path.write_text(with_output(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
