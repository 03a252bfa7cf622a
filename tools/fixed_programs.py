"""What fixes make of the half-migrated programs of tests/rules.

    python tools/fixed_programs.py [CODE...]

Where all findings of a folder's `before.py` have fixes and the result is not the code of its `after.py`, which may
show more, it is written as `fixed.py` beside it: the oracle runs that too. Lines whose finding has no fix are marked
`(no fix)`; the tests check that no others are left.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Optional

from run_oracle import ABOUT_GRAPH_MODE, Case, find_cases

import ms_lint
from ms_lint.findings import Finding
from ms_lint.fixing import Fixed
from ms_lint.rules import load_rules
from ms_lint.runner import fix_content
from ms_lint.settings import load_settings

#: Rules about versions other than the one that the programs run on.
TARGETS = {"MSL207": ">=2.0", "MSL208": ">=1.8", "MSL209": "2.0"}
NO_FIX = " (no fix)"
_MARK = re.compile(r"\s*#\s*expect:.*$", re.MULTILINE)


def write_settings(folder: Path, program: Path, original: Optional[Path]) -> None:
    """The settings that a program of a folder is checked with."""
    mode = "graph" if any(part.startswith(ABOUT_GRAPH_MODE) for part in program.parts) else "auto"
    target = next((TARGETS[part] for part in program.parts if part in TARGETS), "2.10.0")
    settings = f'target-version = "{target}"\nexecution-mode = "{mode}"\n'
    if original is not None and any(part.startswith("MSL9") for part in program.parts):
        settings += f'[compare]\n"{program.name}:Net" = "{original.name}:Net"\n'
    if "MSL119" in program.parts:
        settings += '[mapping]\n"torch.nn.functional.relu" = "mindspore.ops.relu"\n'
    if "MSL004" in program.parts:
        settings += '[compare]\n"before.py" = "none.pb"\n'
    off = [rule.code for rule in load_rules() if not rule.default and rule.code in program.parts]
    settings = f"extend-select = {off}\n{settings}"
    (folder / "ms-lint.toml").write_text(settings, encoding="utf-8")


def fixed(case: Case) -> tuple[list[Finding], Fixed]:
    """The findings of the half-migrated program of a case, and the program after all fixes."""
    program = case.folder / "before.py"
    with tempfile.TemporaryDirectory() as name, _inside(name):
        folder = Path(name)
        for file in (program, case.original):
            if file is not None:
                shutil.copy(file, folder)
        write_settings(folder, program, case.original)
        found = ms_lint.check_paths([program.name])
        return found, fix_content(program.read_bytes(), program.name, load_settings(program.name), unsafe=True)


@contextlib.contextmanager
def _inside(folder: str) -> Iterator[None]:
    here = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)


def normal(code: str) -> str:
    """Code without what makes no difference: formatting, comments, the docstring, and the order of keywords."""
    tree = ast.parse(code)
    if ast.get_docstring(tree):
        del tree.body[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and all(keyword.arg for keyword in node.keywords):
            node.keywords.sort(key=lambda keyword: keyword.arg or "")
    return ast.unparse(tree)


def without_marks(code: str) -> str:
    """A program without the marks of its findings."""
    return _MARK.sub("", code)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Write the programs of the named rules, or of all that have fixes."""
    codes = set(sys.argv[1:] if arguments is None else arguments)
    with_fix = {rule.code for rule in load_rules() if rule.fix is not None}
    for case in find_cases():
        if case.code not in with_fix or (codes and case.code not in codes):
            continue
        found, result = fixed(case)
        before = (case.folder / "before.py").read_text(encoding="utf-8")
        marked = _with_marks(before, _unfixed(case, found))
        if marked != before:
            print(f"{case.name}: not all have fixes")
            (case.folder / "before.py").write_text(marked, encoding="utf-8")
        path = case.folder / "fixed.py"
        text = without_marks(result.content.decode())
        path.unlink(missing_ok=True)
        if not result.left and normal(text) != normal((case.folder / "after.py").read_text(encoding="utf-8")):
            print(f"{case.name}: fixed.py")
            path.write_text(text, encoding="utf-8")
    return 0


def _unfixed(case: Case, found: Sequence[Finding]) -> set[int]:
    """The lines with findings of the rule that have no fix."""
    return {finding.location.line for finding in found if finding.code == case.code and finding.fix is None}


def _with_marks(code: str, lines: set[int]) -> str:
    """The program with marks at the lines whose findings have no fix, and nowhere else."""
    made = []
    for number, line in enumerate(code.splitlines(keepends=True), 1):
        line = line.replace(NO_FIX, "")
        made.append(line.rstrip("\n") + NO_FIX + "\n" if number in lines and "# expect:" in line else line)
    return "".join(made)


if __name__ == "__main__":
    sys.exit(main())
