"""``ms-lint check``: the findings of files, folders or standard input."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Optional, TextIO

from ms_lint import __version__
from ms_lint.commands import CLEAN, ERROR, FINDINGS, UsageError
from ms_lint.commands.lines import Lines
from ms_lint.commands.options import add_settings, overrides_of, speak
from ms_lint.commands.terminal import Progress, has_color, terminal_width
from ms_lint.languages import ENGLISH, speaking, tell, used_language
from ms_lint.messages import say

if TYPE_CHECKING:
    from ms_lint.findings import Left
    from ms_lint.runner import Run

#: Formats that programs read, which get the English texts; what the others say, a service shows to people.
_FOR_PROGRAMS = ("json", "sarif")


def add(parser: argparse.ArgumentParser, baseline: bool = True) -> None:
    """Add the options of the command; without ``--baseline`` if the caller has its own."""
    parser.usage = "ms-lint check [OPTIONS] [PATH ...]"
    parser.description = tell("Check Python files, notebooks (.ipynb) and the Python in Markdown (.md).")
    parser.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help=tell('files or folders; "-" is standard input')
    )
    add_settings(parser.add_argument_group(tell("settings, stronger than those in files")))

    fixing = parser.add_argument_group(tell("fixing"))
    fixing.add_argument("--fix", action="store_true", help=tell("mend what can be mended safely, in the files"))
    fixing.add_argument("--unsafe-fixes", action="store_true", help=tell("mend also what needs a look afterwards"))
    fixing.add_argument("--fix-only", action="store_true", help=tell("as --fix, without reporting what is left"))
    fixing.add_argument("--diff", action="store_true", help=tell("show what --fix would change and write nothing"))

    add_output(parser.add_argument_group(tell("output")))

    leaving = parser.add_argument_group(tell("only what is new"))
    leaving.add_argument(
        "--diff-base", metavar="REV", help=tell("only findings on lines changed since this revision of git")
    )
    if baseline:
        leaving.add_argument(
            "--baseline",
            metavar="FILE",
            help=tell("only findings that this file of `ms-lint baseline write` does not have"),
        )

    running = parser.add_argument_group(tell("running"))
    running.add_argument(
        "--stdin-filename", metavar="FILE", help=tell("the path of what comes on standard input, for its settings")
    )
    running.add_argument(
        "--jobs", type=jobs, default=1, metavar="N", help=tell("processes (default 1; 0: one per processor)")
    )
    running.add_argument(
        "--force-exclude",
        action="store_true",
        help=tell("leave out by settings also files that are named, as hooks do"),
    )
    running.add_argument("--no-cache", action="store_true", help=tell("reserved: nothing is cached yet"))
    parser.set_defaults(run=run)


def add_output(output: argparse._ArgumentGroup) -> None:
    """Add the options for how findings are shown."""
    output.add_argument(
        "--output-format",
        choices=("text", "json", "github", "gitlab", "junit", "checkstyle", "sarif"),
        default="text",
        help=tell(
            "text (default), json, github (annotations of GitHub Actions), gitlab (code quality), junit, checkstyle or "
            "sarif (SARIF 2.1.0)"
        ),
    )
    output.add_argument("--output-file", metavar="FILE", help=tell("write the report to a file (UTF-8)"))
    output.add_argument("--statistics", action="store_true", help=tell("also count the findings per rule"))
    output.add_argument("--exit-zero", action="store_true", help=tell("exit with 0 even if there are findings"))
    output.add_argument("-q", "--quiet", action="store_true", help=tell("findings only: no summary, no warnings"))
    output.add_argument("-v", "--verbose", action="store_true", help=tell("say what is done, on standard error"))


def jobs(text: str) -> int:
    """A number of processes, as ``--jobs`` takes it."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(tell("{text} is not a number of processes", text=repr(text)))
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from ms_lint import runner

    started = time.perf_counter()
    if arguments.verbose:
        import logging

        logging.basicConfig(level=logging.INFO, format="%(message)s")
    overrides = overrides_of(arguments)
    speak(arguments.stdin_filename or "." if arguments.paths[0] == "-" else arguments.paths[0], overrides)
    if arguments.unsafe_fixes and not (arguments.fix or arguments.fix_only or arguments.diff):
        raise UsageError(say("--unsafe-fixes needs --fix, --fix-only or --diff"))
    if (arguments.diff_base or arguments.baseline) and (arguments.fix or arguments.fix_only or arguments.diff):
        raise UsageError(
            say("--diff-base and --baseline only choose what is shown: they cannot be combined with fixing")
        )
    content: Optional[bytes] = None
    if "-" in arguments.paths:
        if len(arguments.paths) > 1:
            raise UsageError(say('"-" (standard input) cannot be checked together with other paths'))
        content = sys.stdin.buffer.read()
        run = _check_content(content, arguments.stdin_filename or "<stdin>", overrides)
    else:
        if arguments.stdin_filename:
            raise UsageError(say('--stdin-filename needs the path "-" (standard input)'))
        if arguments.force_exclude:
            arguments.paths = list(_not_excluded(arguments.paths, overrides))
        run = check_paths(arguments, overrides)
    if arguments.verbose:
        _explain_run(arguments, overrides, run, time.perf_counter() - started)
    if arguments.diff:
        return _show_diff(arguments, run, overrides, content)
    fixed = 0
    if arguments.fix or arguments.fix_only:
        if content is not None:
            path = arguments.stdin_filename or "<stdin>"
            content, fixed = _fix_standard_input(content, path, arguments, overrides)
            run = _check_content(content, path, overrides)
        else:
            fixed = _fix_files(run, arguments, overrides)
            run = check_paths(arguments, overrides) if fixed else run
    lines = Lines(content)
    known, unchanged = 0, 0
    if arguments.baseline:
        run, known = _without_known(run, arguments, lines)
    if arguments.diff_base:
        run, unchanged = _on_changed_lines(run, arguments, content)
    if not arguments.fix_only:
        write_report(arguments, run, lines, content, fixed=fixed, known=known, unchanged=unchanged)
    elif not arguments.quiet:
        print(tell("Fixed 1 finding.") if fixed == 1 else tell("Fixed {count} findings.", count=fixed), file=sys.stderr)
    if any(finding.code == runner.INTERNAL_ERROR for finding in run.findings):
        return ERROR
    return FINDINGS if run.findings and not (arguments.exit_zero or arguments.fix_only) else CLEAN


def _not_excluded(paths: Sequence[str], overrides: dict[str, object]) -> Iterator[str]:
    from ms_lint.settings import is_excluded, load_settings

    for path in paths:
        if os.path.isdir(path) or not is_excluded(load_settings(path, overrides), path):
            yield path


def check_paths(arguments: argparse.Namespace, overrides: dict[str, object]) -> Run:
    """Check the paths that were given, with a progress bar, and warn of what could not be searched."""
    from ms_lint import runner

    with Progress(shown=not arguments.quiet and sys.stderr.isatty()) as progress:
        run = runner.check_paths(arguments.paths, None, overrides, progress, arguments.jobs)
    if not arguments.quiet:
        for problem in run.problems:
            warning = tell("ms-lint: warning: {path}: {message}", path=problem.path, message=problem.message)
            print(warning, file=sys.stderr)
        for target in run.target_versions:
            _warn_of_newer(target)
        if not run.files and arguments.paths:
            where = ", ".join(arguments.paths)
            print(
                tell("ms-lint: warning: no Python file, notebook or Markdown in {paths}", paths=where), file=sys.stderr
            )
    return run


def _warn_of_newer(target: str) -> None:
    """Say that a target is newer than all versions that are known, and what helps."""
    from ms_lint.settings import newest_where_newer

    newest = newest_where_newer(target)
    if newest is not None:
        text = tell(
            "ms-lint: warning: MindSpore {target} is newer than all versions that are known, and is judged as "
            "{newest}; `ms-lint api refresh` reads what an installed MindSpore or a wheel has",
            target=target,
            newest=newest,
        )
        print(text, file=sys.stderr)


def _fix_files(run: Run, arguments: argparse.Namespace, overrides: dict[str, object]) -> int:
    """Mend the files and say how many findings are gone."""
    from ms_lint import runner
    from ms_lint.fixing import write_atomically

    mended = 0
    for path, _, fixed in runner.fix_files(run.findings, overrides, arguments.unsafe_fixes):
        try:
            write_atomically(path, fixed.content)
        except OSError as error:
            raise UsageError(say("{path}: cannot be written: {reason}", path=path, reason=error.strerror)) from None
        mended += len(fixed.mended)
    return mended


def _fix_standard_input(
    content: bytes, path: str, arguments: argparse.Namespace, overrides: dict[str, object]
) -> tuple[bytes, int]:
    """Write what came on standard input, mended, to standard output; the report goes to standard error."""
    from ms_lint import runner
    from ms_lint.settings import load_settings

    fixed = runner.fix_content(content, path, load_settings(path, overrides), arguments.unsafe_fixes)
    sys.stdout.flush()
    sys.stdout.buffer.write(fixed.content)
    sys.stdout.buffer.flush()
    return fixed.content, len(fixed.mended)


def _show_diff(arguments: argparse.Namespace, run: Run, overrides: dict[str, object], content: Optional[bytes]) -> int:
    """Print the changes that fixes would make; exit code 1 if there are any."""
    from ms_lint import runner
    from ms_lint.fixing import diff
    from ms_lint.settings import load_settings

    mended = 0
    if content is not None:
        path = arguments.stdin_filename or "<stdin>"
        settings = load_settings(path, overrides)
        changes = [(path, content, runner.fix_content(content, path, settings, arguments.unsafe_fixes))]
    else:
        changes = list(runner.fix_files(run.findings, overrides, arguments.unsafe_fixes))
    for path, before, fixed in changes:
        sys.stdout.writelines(diff(before, fixed.content, path))
        mended += len(fixed.mended)
    if not arguments.quiet:
        would = tell("Would fix 1 finding.") if mended == 1 else tell("Would fix {count} findings.", count=mended)
        print(would, file=sys.stderr)
    return FINDINGS if mended else CLEAN


def _check_content(content: bytes, path: str, overrides: dict[str, object]) -> Run:
    from ms_lint import runner
    from ms_lint.settings import load_settings

    settings = load_settings(path, overrides)
    runner.check_rules(settings)
    left: list[Left] = []
    findings = runner.check_content(content, path, settings, left=left)
    return runner.Run(tuple(findings), 1, (settings.target_version,), left=tuple(left))


def _explain_run(arguments: argparse.Namespace, overrides: dict[str, object], run: Run, seconds: float) -> None:
    from ms_lint.settings import explain, load_settings

    for path in arguments.paths:
        name = arguments.stdin_filename or "." if path == "-" else path
        print(tell("settings for {path}:", path=name), file=sys.stderr)
        for key, value, where in explain(load_settings(name, overrides)):
            if where != "default":
                print(f"  {key} = {value}  ({where})", file=sys.stderr)
    took = f"{seconds:.1f}"
    if run.files == 1:
        print(tell("checked 1 file in {seconds} s", seconds=took), file=sys.stderr)
    else:
        print(tell("checked {count} files in {seconds} s", count=run.files, seconds=took), file=sys.stderr)


def _without_known(run: Run, arguments: argparse.Namespace, lines: Lines) -> tuple[Run, int]:
    """The run without the findings of the baseline, and their number; what is gone is said."""
    from ms_lint import baseline, runner
    from ms_lint.rules import load_rules
    from ms_lint.settings import is_code_selected, load_settings

    folder = os.path.dirname(os.path.abspath(arguments.baseline))
    overrides = overrides_of(arguments)
    paths = [arguments.stdin_filename or "." if path == "-" else path for path in arguments.paths]
    rules = {rule.code: rule for rule in load_rules(_plugins(arguments))}

    def was_checked(entry: baseline.Entry) -> bool:
        if not baseline.is_below(entry, folder, paths):
            return False
        rule, file = rules.get(entry.code), os.path.join(folder, entry.path)
        return rule is None or is_code_selected(
            load_settings(file, overrides), rule.code, rule.name, rule.default, file
        )

    try:
        known = baseline.read(arguments.baseline)
    except baseline.BaselineError as error:
        raise UsageError(*error.args) from None
    judged = [finding for finding in run.findings if finding.code != runner.INTERNAL_ERROR]
    failures = [finding for finding in run.findings if finding.code == runner.INTERNAL_ERROR]
    compared = baseline.compare(judged, known, folder, lines, was_checked)
    if compared.gone and not arguments.quiet:
        for entry in compared.gone:
            gone = f"{entry.path}: {entry.code} {entry.line}"
            print(
                tell("ms-lint: {file}: no longer there: {entry}", file=arguments.baseline, entry=gone), file=sys.stderr
            )
        if len(compared.gone) == 1:
            message = tell(
                "ms-lint: {file}: 1 finding no longer there; `ms-lint baseline write` takes them out",
                file=arguments.baseline,
            )
        else:
            message = tell(
                "ms-lint: {file}: {count} findings no longer there; `ms-lint baseline write` takes them out",
                file=arguments.baseline,
                count=len(compared.gone),
            )
        print(message, file=sys.stderr)
    left = sorted([*compared.new, *failures], key=lambda finding: finding.sort_key)
    return replace(run, findings=tuple(left)), compared.known


def _on_changed_lines(run: Run, arguments: argparse.Namespace, content: Optional[bytes]) -> tuple[Run, int]:
    """The run without the findings that are not on changed lines, and their number."""
    from ms_lint.changes import Changes, ChangesError

    contents = {} if content is None else {arguments.stdin_filename or "<stdin>": content}
    changes = Changes(arguments.diff_base, contents)
    try:
        changes.check(path for path in arguments.paths if path != "-")
        left = tuple(filter(changes.has, run.findings))
    except ChangesError as error:
        raise UsageError(say("--diff-base: {problem}", problem=error.args[0])) from None
    return replace(run, findings=left), len(run.findings) - len(left)


def write_report(
    arguments: argparse.Namespace, run: Run, lines: Lines, content: Optional[bytes] = None, **numbers: int
) -> None:
    """Write the report; what programs read has English texts unless ``--lang`` asks for others."""
    is_english = arguments.output_format in _FOR_PROGRAMS and not hasattr(arguments, "language")
    with speaking(ENGLISH if is_english else used_language()):
        _write(arguments, run, lines, content, **numbers)


def _write(arguments: argparse.Namespace, run: Run, lines: Lines, content: Optional[bytes], **numbers: int) -> None:
    from ms_lint import reports
    from ms_lint.pages import descriptions

    # what was mended on standard input is on standard output
    stream: TextIO = sys.stderr if arguments.fix and content is not None else sys.stdout
    is_terminal = stream.isatty() and not arguments.output_file
    report = reports.Report(
        version=__version__,
        findings=run.findings,
        files=run.files,
        left=run.left,
        target_version=", ".join(run.target_versions) or _target_here(arguments),
        read_lines=lines,
        file_line=lines.in_file,
        file_edits=lines.edits_in_file,
        rules=descriptions(_plugins(arguments)) if arguments.output_format == "sarif" else (),
        statistics=arguments.statistics,
        **numbers,
        quiet=arguments.quiet,
        color=not arguments.output_file and has_color(stream),
        width=terminal_width() if is_terminal else 120,
    )
    with contextlib.ExitStack() as stack:
        if arguments.output_file:
            try:
                stream = stack.enter_context(
                    open(arguments.output_file, "w", encoding="utf-8", errors="backslashreplace")
                )
            except OSError as error:
                path, reason = arguments.output_file, error.strerror
                raise UsageError(say("{path}: cannot be written: {reason}", path=path, reason=reason)) from None
        for piece in reports.render(report, arguments.output_format):
            stream.write(piece)


def _target_here(arguments: argparse.Namespace) -> str:
    from ms_lint.settings import load_settings

    return load_settings(".", overrides_of(arguments)).target_version


def _plugins(arguments: argparse.Namespace) -> tuple[str, ...]:
    from ms_lint.settings import load_settings

    paths = [path for path in arguments.paths if path != "-"] or [arguments.stdin_filename or "."]
    return tuple(dict.fromkeys(plugin for path in paths for plugin in load_settings(path).plugins))
