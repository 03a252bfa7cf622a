"""Writes a page for each rule, and an index of them by family, to docs/rules.

    python tools/make_rule_pages.py [--check]

A page is what `ms-lint rule CODE` shows: the documentation, the rows of the table of differences, and the evidence
that the oracle measured. It is what findings link to: `mkdocs.yml` makes the site of `docs`. `--check` writes nothing;
exit code 1 where a page is not up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from ms_lint import pages
from ms_lint.languages import ENGLISH, speaking
from ms_lint.reports import RuleDescription

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "rules"
FAMILIES = {
    "0": "The file itself",
    "1": "Leftovers of PyTorch and TensorFlow",
    "2": "Signatures",
    "3": "Layers and their numbers",
    "4": "Operators, tensors and losses that mean something else",
    "5": "In-place operations and aliases",
    "6": "Python that graph mode rejects or changes",
    "7": "The structure of the Cell",
    "8": "Training",
    "9": "Parity with the original",
}


def made() -> dict[str, str]:
    """The text of each file in docs/rules by its name."""
    evidence = pages.evidence()
    with speaking(ENGLISH):
        rules = pages.descriptions(())
        files = {f"{rule.code}.md": pages.page(rule, evidence.get(rule.code)) + "\n" for rule in rules}
    files["README.md"] = index(rules)
    return files


def index(rules: Sequence[RuleDescription]) -> str:
    """The rules by family, a line for each."""
    parts = ["# Rules", "Made by `tools/make_rule_pages.py`; `ms-lint rule CODE` shows the same pages."]
    for digit, family in FAMILIES.items():
        lines = [
            f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.summary} | {rule.fix} |"
            for rule in rules
            if rule.code.startswith(f"MSL{digit}")
        ]
        if lines:
            parts.append(
                f"## {family}\n\n| code | name | what it finds | fix |\n| --- | --- | --- | --- |\n" + "\n".join(lines)
            )
    return "\n\n".join(parts) + "\n"


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Write the pages, or say which are not up to date."""
    files = made()
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")} if FOLDER.is_dir() else {}
    changed = sorted(name for name in {*files, *kept} if files.get(name) != kept.get(name))
    if "--check" in (sys.argv[1:] if arguments is None else arguments):
        for name in changed:
            print(f"docs/rules/{name} is not up to date")
        if changed:
            print("run: python tools/make_rule_pages.py")
        return 1 if changed else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in files:
            (FOLDER / name).write_text(files[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    print(f"{len(files)} files, {len(changed)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
