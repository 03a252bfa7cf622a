"""``ms-lint baseline``: findings that are known and wait."""

from __future__ import annotations

import argparse
import os

from ms_lint.commands import CLEAN, UsageError, check
from ms_lint.commands.lines import Lines
from ms_lint.commands.options import add_settings, overrides_of
from ms_lint.commands.terminal import count


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.description = "Keep the findings that are there in a file, and see only what comes in addition."
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    writing = commands.add_parser("write", help="write the findings that are there to the baseline")
    writing.usage = "ms-lint baseline write [OPTIONS] [PATH ...]"
    writing.description = "Write the findings that are there to the baseline. Other paths' entries stay in it."
    writing.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files or folders")
    _add_file(writing)
    writing.add_argument("--jobs", type=check.jobs, default=1, metavar="N", help="processes (0: one per processor)")
    writing.add_argument("-q", "--quiet", action="store_true", help="say nothing")
    add_settings(writing.add_argument_group("settings, as they are given to baseline check"))
    writing.set_defaults(run=_write)
    checking = commands.add_parser("check", help="check, and show only what the baseline does not have")
    check.add(checking, baseline=False)
    checking.usage = "ms-lint baseline check [OPTIONS] [PATH ...]"
    checking.description = "As `ms-lint check --baseline FILE`: also says which entries no longer occur."
    _add_file(checking)


def _add_file(parser: argparse.ArgumentParser) -> None:
    from ms_lint.baseline import DEFAULT

    parser.add_argument("--baseline", metavar="FILE", default=DEFAULT, help=f"default: {DEFAULT}")


def _write(arguments: argparse.Namespace) -> int:
    from collections import Counter

    from ms_lint import baseline, runner

    path = arguments.baseline
    folder = os.path.dirname(os.path.abspath(path))
    before = Counter[baseline.Entry]()
    if os.path.exists(path):
        try:
            before = baseline.read(path)
        except baseline.BaselineError as error:
            raise UsageError(str(error)) from None
    run = check.check_paths(arguments, overrides_of(arguments))
    findings = [finding for finding in run.findings if finding.code != runner.INTERNAL_ERROR]
    lines = Lines()
    known = Counter(baseline.entry_of(finding, folder, lines) for finding in findings)
    for entry, number in before.items():
        if not baseline.is_below(entry, folder, arguments.paths):
            known[entry] += number
    try:
        baseline.write(path, known)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
    if not arguments.quiet:
        added, gone = sum((known - before).values()), sum((before - known).values())
        print(f"Wrote {count(sum(known.values()), 'finding')} to {path}: {added} new, {gone} gone.")
    return CLEAN
