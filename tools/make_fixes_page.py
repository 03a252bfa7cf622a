"""Writes the table of rules that have fixes into docs/fixes.md.

    python tools/make_fixes_page.py [--check]

The text around the table is kept. `--check` writes nothing; exit code 1 where the table is not up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from ms_lint import pages
from ms_lint.languages import ENGLISH, speaking
from ms_lint.rules import load_rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "fixes.md"
BEGIN, END = "<!-- made by tools/make_fixes_page.py -->\n", "<!-- end -->\n"


def table() -> str:
    """A line for each rule with fixes, and how many there are."""
    with speaking(ENGLISH):
        rules = pages.descriptions(())
    lines = [f"| {rule.code} | {rule.name} | {rule.fix} |" for rule in rules if rule.fix != "none"]
    head = f"{len(lines)} of {len(rules)} rules have fixes.\n\n| code | name | fix |\n| --- | --- | --- |\n"
    return head + "\n".join(lines) + "\n" + _without()


def _without() -> str:
    """A line for each rule without fixes, with the reason that the rule gives."""
    lines = [f"| {rule.code} | {rule.name} | {rule.unfixed or '-'} |" for rule in load_rules() if rule.fix is None]
    head = "\n## Which rules have none, and why\n\n| code | name | reason |\n| --- | --- | --- |\n"
    return head + "\n".join(lines) + "\n" if lines else ""


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Write the page, or say that it is not up to date."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    made = f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}"
    if "--check" in (sys.argv[1:] if arguments is None else arguments):
        if made != text:
            print("docs/fixes.md is not up to date: run tools/make_fixes_page.py")
        return int(made != text)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
