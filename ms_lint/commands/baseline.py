"""``ms-lint baseline``: findings that are known and wait."""

from __future__ import annotations

import argparse
import os

from ms_lint.commands import CLEAN, UsageError, check
from ms_lint.commands.lines import Lines
from ms_lint.commands.options import add_settings, overrides_of, speak
from ms_lint.languages import tell
from ms_lint.messages import say


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.description = tell("Keep the findings that are there in a file, and see only what comes in addition.")
    commands = parser.add_subparsers(title=tell("commands"), metavar="COMMAND", required=True)
    writing = commands.add_parser("write", help=tell("write the findings that are there to the baseline"))
    writing.usage = "ms-lint baseline write [OPTIONS] [PATH ...]"
    writing.description = tell("Write the findings that are there to the baseline. Other paths' entries stay in it.")
    writing.add_argument("paths", nargs="*", default=["."], metavar="PATH", help=tell("files or folders"))
    _add_file(writing)
    writing.add_argument(
        "--jobs", type=check.jobs, default=1, metavar="N", help=tell("processes (0: one per processor)")
    )
    writing.add_argument("-q", "--quiet", action="store_true", help=tell("say nothing"))
    add_settings(writing.add_argument_group(tell("settings, as they are given to baseline check")))
    writing.set_defaults(run=_write)
    checking = commands.add_parser("check", help=tell("check, and show only what the baseline does not have"))
    check.add(checking, baseline=False)
    checking.usage = "ms-lint baseline check [OPTIONS] [PATH ...]"
    checking.description = tell("As `ms-lint check --baseline FILE`: also says which entries no longer occur.")
    _add_file(checking)


def _add_file(parser: argparse.ArgumentParser) -> None:
    from ms_lint.baseline import DEFAULT

    parser.add_argument("--baseline", metavar="FILE", default=DEFAULT, help=tell("default: {file}", file=DEFAULT))


def _write(arguments: argparse.Namespace) -> int:
    from collections import Counter

    from ms_lint import baseline, runner

    path = arguments.baseline
    overrides = overrides_of(arguments)
    speak(arguments.paths[0], overrides)
    folder = os.path.dirname(os.path.abspath(path))
    before = Counter[baseline.Entry]()
    if os.path.exists(path):
        try:
            before = baseline.read(path)
        except baseline.BaselineError as error:
            raise UsageError(*error.args) from None
    run = check.check_paths(arguments, overrides)
    findings = [finding for finding in run.findings if finding.code != runner.INTERNAL_ERROR]
    lines = Lines()
    known = Counter(baseline.entry_of(finding, folder, lines) for finding in findings)
    for entry, number in before.items():
        if not baseline.is_below(entry, folder, arguments.paths):
            known[entry] += number
    try:
        baseline.write(path, known)
    except OSError as error:
        raise UsageError(say("{path}: cannot be written: {reason}", path=path, reason=error.strerror)) from None
    if not arguments.quiet:
        added, gone = sum((known - before).values()), sum((before - known).values())
        number = sum(known.values())
        if number == 1:
            message = tell("Wrote 1 finding to {path}: {added} new, {gone} gone.", path=path, added=added, gone=gone)
        else:
            message = tell(
                "Wrote {count} findings to {path}: {added} new, {gone} gone.",
                count=number,
                path=path,
                added=added,
                gone=gone,
            )
        print(message)
    return CLEAN
