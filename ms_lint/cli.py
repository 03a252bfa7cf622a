"""The command ``ms-lint``: arguments in, exit code out. No analysis here.

Exit codes: 0 clean, 1 findings, 2 wrong usage or settings or an error inside ms-lint, 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Optional, TextIO

from ms_lint import __version__

if TYPE_CHECKING:
    from ms_lint.reports import RuleDescription
    from ms_lint.rules import Rule
    from ms_lint.runner import Run

CLEAN, FINDINGS, ERROR, INTERRUPTED = 0, 1, 2, 130
_PATIENCE = 1  # seconds before a progress bar is shown

#: Options of ``check`` that override a setting, and what the setting takes.
_LISTS = ("select", "ignore", "extend-select", "fixable", "unfixable", "exclude")
_VALUES = (
    "target-version",
    "execution-mode",
    "jit-syntax-level",
    "device-target",
    "api-family",
    "origin",
    "confidence",
)


class UsageError(Exception):
    """Wrong arguments. ``str()`` is a complete message."""


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run the command with ``argv`` (``sys.argv[1:]`` if None) and return its exit code.

    Raises SystemExit, as argparse does, for ``--help``, ``--version`` and wrong arguments.
    """
    if sys.stdout is None or sys.stderr is None:
        return ERROR  # closed: whatever is found, nobody would learn of it
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal or pipe that cannot show all characters
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _run(_parser().parse_args(argv))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader went away (`| head`): not our error. What is still buffered must not be written
        # again when the interpreter ends.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except OSError as error:
        print(f"ms-lint: error: the output cannot be written: {error.strerror}", file=sys.stderr)
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERROR
    except KeyboardInterrupt:
        print("ms-lint: interrupted", file=sys.stderr)
        return INTERRUPTED


def _run(arguments: argparse.Namespace) -> int:
    from ms_lint.settings import SettingsError

    try:
        code: int = arguments.run(arguments)
        return code
    except (UsageError, SettingsError, FileNotFoundError) as error:
        print(f"ms-lint: error: {error}", file=sys.stderr)
    except OSError:
        raise
    except Exception:  # a defect: shown as such, with exit code 2
        import traceback

        traceback.print_exc()
        print("ms-lint: error: this is a defect of ms-lint; please report it", file=sys.stderr)
    return ERROR


# ---------------------------------------------------------------- arguments


class _Parser(argparse.ArgumentParser):
    """Names the nearest command or option where one is misspelt."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "allow_abbrev": False})

    def error(self, message: str) -> NoReturn:
        words = message.split("'")
        if "invalid choice" in message and len(words) > 1:
            message, _, choices = message.partition(" (choose from ")
            valid = [word.strip(" ')") for word in choices.split(",")]
            message = f"{message}; {_nearest(words[1], valid)}"
        elif message.startswith("unrecognized arguments:"):
            option = message.split()[2].partition("=")[0]
            message += f"; {_nearest(option, [word for word in self._words() if word.startswith('--')])}"
        super().error(message)

    def _words(self) -> Iterator[str]:
        for action in self._actions:
            yield from action.option_strings
            yield from map(str, action.choices or ())

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As in the base class, but a sub-command reports what it does not know by itself."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown and self.prog.count(" "):
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown


def _nearest(word: str, valid: Sequence[str]) -> str:
    import difflib

    found = difflib.get_close_matches(word, valid, 1)
    return f'did you mean "{found[0]}"?' if found else f"valid: {', '.join(valid)}"


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ms-lint",
        description="Find what is wrong in code on its way from PyTorch or TensorFlow to MindSpore.",
        epilog="Exit codes: 0 clean, 1 findings, 2 wrong usage or settings, or an error inside ms-lint.",
    )
    parser.add_argument("--version", action="version", version=f"ms-lint {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    _add_check(commands.add_parser("check", help="check files, folders or standard input"))
    _add_rule(commands.add_parser("rule", help="show what a rule is about"))
    _add_config(commands.add_parser("config", help="show the settings that apply to a file or folder"))
    _add_api(commands.add_parser("api", help="show what a name of torch, TensorFlow or MindSpore is in MindSpore"))
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.usage = "ms-lint check [OPTIONS] [PATH ...]"
    parser.description = "Check Python files, notebooks (.ipynb) and the Python in Markdown (.md)."
    parser.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help='files or folders; "-" is standard input'
    )
    _add_settings(parser.add_argument_group("settings, stronger than those in files"))

    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="mend what can be mended safely, in the files")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="mend also what needs a look afterwards")
    fixing.add_argument("--fix-only", action="store_true", help="as --fix, without reporting what is left")
    fixing.add_argument("--diff", action="store_true", help="show what --fix would change and write nothing")

    output = parser.add_argument_group("output")
    output.add_argument(
        "--output-format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="text (default), json, github (annotations of GitHub Actions) or sarif (SARIF 2.1.0)",
    )
    output.add_argument("--output-file", metavar="FILE", help="write the report to a file (UTF-8)")
    output.add_argument("--statistics", action="store_true", help="also count the findings per rule")
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    output.add_argument("-q", "--quiet", action="store_true", help="findings only: no summary, no warnings")
    output.add_argument("-v", "--verbose", action="store_true", help="say what is done, on standard error")

    running = parser.add_argument_group("running")
    running.add_argument(
        "--stdin-filename", metavar="FILE", help="the path of what comes on standard input, for its settings"
    )
    running.add_argument(
        "--jobs", type=_jobs, default=1, metavar="N", help="processes (default 1; 0: one per processor)"
    )
    running.add_argument("--no-cache", action="store_true", help="reserved: nothing is cached yet")
    parser.set_defaults(run=_check)


def _add_settings(group: argparse._ArgumentGroup) -> None:
    codes = "codes, prefixes or names of rules, separated by commas"
    group.add_argument("--select", action="append", metavar="CODES", help=f"only these: {codes}")
    group.add_argument("--ignore", action="append", metavar="CODES", help="all but these")
    group.add_argument("--extend-select", action="append", metavar="CODES", help="these too")
    group.add_argument("--fixable", action="append", metavar="CODES", help="fix only these (default: ALL)")
    group.add_argument("--unfixable", action="append", metavar="CODES", help="do not fix these")
    group.add_argument("--exclude", action="append", metavar="PATTERNS", help="leave out files, as in .gitignore")
    group.add_argument(
        "--target-version", metavar="VERSION", help='the MindSpore version to judge for: "2.7", ">=2.2,<2.8"'
    )
    group.add_argument("--execution-mode", choices=("auto", "graph", "pynative"), help="how the code will be run")
    group.add_argument(
        "--jit-syntax-level",
        choices=("auto", "strict", "compatible", "lax"),
        help="how much Python the graph compiler is told to accept",
    )
    group.add_argument("--device-target", choices=("Ascend", "GPU", "CPU"), help="where it will be run")
    group.add_argument("--api-family", choices=("nn", "mint"), help="mindspore.nn or mindspore.mint in suggestions")
    group.add_argument(
        "--origin", choices=("auto", "torch", "tensorflow"), help="the framework that the code comes from"
    )
    group.add_argument(
        "--confidence",
        choices=("proved", "likely", "possible"),
        help="show findings at least this sure (default: likely)",
    )


def _add_rule(parser: argparse.ArgumentParser) -> None:
    parser.description = "Show the pages of rules."
    parser.add_argument("rules", nargs="*", metavar="RULE", help="code or name of a rule")
    parser.add_argument("--all", action="store_true", help="all rules")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default: text")
    parser.set_defaults(run=_rule)


def _add_config(parser: argparse.ArgumentParser) -> None:
    parser.usage = "ms-lint config [SETTINGS] [PATH]"
    parser.description = "Show each setting that applies to a file or folder, and where it comes from."
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="default: the current folder")
    _add_settings(parser.add_argument_group("settings, as they would be given to check"))
    parser.set_defaults(run=_config)


def _add_api(parser: argparse.ArgumentParser) -> None:
    parser.usage = "ms-lint api [OPTIONS] NAME ...\n       ms-lint api [OPTIONS] --missing PATH ..."
    parser.description = "Show names: counterparts, signatures side by side, versions and devices."
    parser.epilog = "Exit codes: 0 all known, 1 a name is not known or something is missing, 2 wrong usage."
    parser.add_argument("names", nargs="*", metavar="NAME", help='such as "torch.nn.Conv2d", "F.relu", "ops.max"')
    parser.add_argument(
        "--missing",
        nargs="+",
        metavar="PATH",
        help="list the torch and TensorFlow names that these files use and that have no counterpart",
    )
    parser.add_argument("--target-version", metavar="VERSION", help='the MindSpore version: "2.7", ">=2.2,<2.8"')
    parser.add_argument("--api-family", choices=("nn", "mint"), help="mindspore.nn or mindspore.mint")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default: text")
    parser.set_defaults(run=_api)


def _jobs(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)


def _overrides(arguments: argparse.Namespace) -> dict[str, object]:
    values = {key: getattr(arguments, key.replace("-", "_")) for key in (*_LISTS, *_VALUES)}
    return {
        key: ",".join(value) if isinstance(value, list) else value for key, value in values.items() if value is not None
    }


# ---------------------------------------------------------------- check


def _check(arguments: argparse.Namespace) -> int:
    from ms_lint import runner

    started = time.perf_counter()
    overrides = _overrides(arguments)
    if arguments.unsafe_fixes and not (arguments.fix or arguments.fix_only or arguments.diff):
        raise UsageError("--unsafe-fixes needs --fix, --fix-only or --diff")
    content: Optional[bytes] = None
    if "-" in arguments.paths:
        if len(arguments.paths) > 1:
            raise UsageError('"-" (standard input) cannot be checked together with other paths')
        content = sys.stdin.buffer.read()
        run = _check_content(content, arguments.stdin_filename or "<stdin>", overrides)
    else:
        if arguments.stdin_filename:
            raise UsageError('--stdin-filename needs the path "-" (standard input)')
        run = _check_paths(arguments, overrides)
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
            run = _check_paths(arguments, overrides) if fixed else run
    if not arguments.fix_only:
        _write_report(arguments, run, content, fixed)
    elif not arguments.quiet:
        print(f"Fixed {_count(fixed, 'finding')}.", file=sys.stderr)
    if any(finding.code == runner.INTERNAL_ERROR for finding in run.findings):
        return ERROR
    return FINDINGS if run.findings and not (arguments.exit_zero or arguments.fix_only) else CLEAN


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _check_paths(arguments: argparse.Namespace, overrides: dict[str, object]) -> Run:
    from ms_lint import runner

    with _Progress(shown=not arguments.quiet and sys.stderr.isatty()) as progress:
        run = runner.check_paths(arguments.paths, None, overrides, progress, arguments.jobs)
    if not arguments.quiet:
        for problem in run.problems:
            print(f"ms-lint: warning: {problem.path}: {problem.message}", file=sys.stderr)
        if not run.files:
            where = ", ".join(arguments.paths)
            print(f"ms-lint: warning: no Python file, notebook or Markdown in {where}", file=sys.stderr)
    return run


# ---------------------------------------------------------------- fixes


def _fix_files(run: Run, arguments: argparse.Namespace, overrides: dict[str, object]) -> int:
    """Mend the files and say how many findings are gone."""
    from ms_lint import runner
    from ms_lint.fixing import write_atomically

    mended = 0
    for path, _, fixed in runner.fix_files(run.findings, overrides, arguments.unsafe_fixes):
        try:
            write_atomically(path, fixed.content)
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
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
        print(f"Would fix {_count(mended, 'finding')}.", file=sys.stderr)
    return FINDINGS if mended else CLEAN


# ---------------------------------------------------------------- report


def _check_content(content: bytes, path: str, overrides: dict[str, object]) -> Run:
    from ms_lint import runner
    from ms_lint.settings import load_settings

    settings = load_settings(path, overrides)
    runner.check_rules(settings)
    findings = runner.check_content(content, path, settings)
    return runner.Run(tuple(findings), 1, (settings.target_version,))


def _explain_run(arguments: argparse.Namespace, overrides: dict[str, object], run: Run, seconds: float) -> None:
    from ms_lint.settings import explain, load_settings

    for path in arguments.paths:
        name = arguments.stdin_filename or "." if path == "-" else path
        print(f"settings for {name}:", file=sys.stderr)
        for key, value, where in explain(load_settings(name, overrides)):
            if where != "default":
                print(f"  {key} = {value}  ({where})", file=sys.stderr)
    files = f"{run.files} file{'' if run.files == 1 else 's'}"
    print(f"checked {files} in {seconds:.1f} s", file=sys.stderr)


def _write_report(arguments: argparse.Namespace, run: Run, content: Optional[bytes], fixed: int) -> None:
    from ms_lint import reports

    # what was mended on standard input is on standard output
    stream: TextIO = sys.stderr if arguments.fix and content is not None else sys.stdout
    is_terminal = stream.isatty() and not arguments.output_file
    report = reports.Report(
        version=__version__,
        findings=run.findings,
        files=run.files,
        target_version=", ".join(run.target_versions) or _target_here(arguments),
        read_lines=_Lines(content),
        rules=_descriptions(_plugins(arguments)) if arguments.output_format == "sarif" else (),
        statistics=arguments.statistics,
        fixed=fixed,
        quiet=arguments.quiet,
        color=not arguments.output_file and _has_color(stream),
        width=_terminal_width() if is_terminal else 120,
    )
    with contextlib.ExitStack() as stack:
        if arguments.output_file:
            try:
                stream = stack.enter_context(
                    open(arguments.output_file, "w", encoding="utf-8", errors="backslashreplace")
                )
            except OSError as error:
                raise UsageError(f"{arguments.output_file}: cannot be written: {error.strerror}") from None
        for piece in reports.render(report, arguments.output_format):
            stream.write(piece)


def _target_here(arguments: argparse.Namespace) -> str:
    from ms_lint.settings import load_settings

    return load_settings(".", _overrides(arguments)).target_version


def _plugins(arguments: argparse.Namespace) -> tuple[str, ...]:
    from ms_lint.settings import load_settings

    paths = [path for path in arguments.paths if path != "-"] or [arguments.stdin_filename or "."]
    return tuple(dict.fromkeys(plugin for path in paths for plugin in load_settings(path).plugins))


class _Lines:
    """Reads the source lines that a report shows, keeping the last file."""

    def __init__(self, content: Optional[bytes]) -> None:
        self._content = content  # of standard input
        self._last: tuple[Optional[tuple[str, Optional[int]]], list[str]] = None, []

    def __call__(self, path: str, cell: Optional[int]) -> list[str]:
        from ms_lint.sources import read_lines

        key = (path, cell)
        if self._last[0] != key:
            lines: list[str] = []
            with contextlib.suppress(OSError):
                lines = read_lines(self._read(path), path, cell)
            self._last = key, lines
        return self._last[1]

    def _read(self, path: str) -> bytes:
        if self._content is not None:
            return self._content
        if not os.path.isfile(path):
            raise FileNotFoundError(path)  # a pipe, say: reading could wait for ever
        with open(path, "rb") as file:
            return file.read()


def _has_color(stream: TextIO) -> bool:
    """https://no-color.org and https://force-color.org"""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or bool({"WT_SESSION", "ANSICON", "TERM"} & set(os.environ))


def _terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size((120, 24)).columns


class _Progress:
    """A progress bar on standard error, once a run takes longer than ``_PATIENCE``."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._started = time.perf_counter()
        self._bar: Any = None

    def __enter__(self) -> Optional[_Progress]:
        return self if self._shown else None

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int, path: str) -> None:
        if self._bar is None:
            if time.perf_counter() - self._started < _PATIENCE or done == total:
                return
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("Checking", total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)


# ---------------------------------------------------------------- rule


def _rule(arguments: argparse.Namespace) -> int:
    descriptions = _descriptions(_settings_here().plugins)
    if arguments.all:
        chosen = descriptions
    elif arguments.rules:
        chosen = tuple(_find(word, descriptions) for word in arguments.rules)
    else:
        raise UsageError("name a rule, such as MSL701, or give --all")
    evidence = _evidence()
    if arguments.output_format == "json":
        import json

        rules = [{**vars(rule), "evidence": evidence.get(rule.code)} for rule in chosen]
        print(json.dumps({"version": __version__, "rules": rules}, indent=2))
        return CLEAN
    pages = [_page(rule, evidence.get(rule.code)) for rule in chosen]
    if _has_color(sys.stdout):
        from rich.console import Console
        from rich.markdown import Markdown

        console = Console(force_terminal=True)
        for page in pages:
            console.print(Markdown(page))
            console.print()
    else:
        print("\n\n".join(pages))
    return CLEAN


def _settings_here() -> Any:
    from ms_lint.settings import load_settings

    return load_settings(".")


def _find(word: str, descriptions: Sequence[RuleDescription]) -> RuleDescription:
    for rule in descriptions:
        if word.upper() == rule.code or word.lower().replace("_", "-") == rule.name:
            return rule
    names = [text for rule in descriptions for text in (rule.code, rule.name)]
    import difflib

    close = difflib.get_close_matches(word.upper(), names, 1) or difflib.get_close_matches(
        word.lower().replace("_", "-"), names, 1
    )
    hint = f'; did you mean "{close[0]}"?' if close else "; `ms-lint rule --all` shows all"
    raise UsageError(f'no rule has the code or name "{word}"{hint}')


def _descriptions(plugins: tuple[str, ...]) -> tuple[RuleDescription, ...]:
    from ms_lint.rules import load_rules
    from ms_lint.settings import SettingsError

    try:
        return tuple(map(_describe, load_rules(plugins)))
    except (ImportError, ValueError) as error:
        raise SettingsError(f'"plugins": {error}') from error


def _describe(rule: type[Rule]) -> RuleDescription:
    import inspect

    from ms_lint.reports import RuleDescription
    from ms_lint.rules import rule_url

    documentation = inspect.cleandoc(rule.__doc__ or "")
    summary = documentation.partition("\n\n")[0].replace("\n", " ")
    return RuleDescription(
        rule.code,
        rule.name,
        rule.severity.value,
        rule.confidence.value,
        rule.default,
        summary,
        documentation,
        rule_url(rule.code),
    )


def _page(rule: RuleDescription, evidence: Optional[dict[str, Any]]) -> str:
    default = "on by default" if rule.default else "off by default"
    facts = f"Severity: {rule.severity}. Confidence: {rule.confidence}. {default.capitalize()}."
    parts = [f"# {rule.code} {rule.name}", facts, rule.documentation]
    if evidence:
        rows = "\n".join(_rows(rule.code))
        if rows:
            parts.append(f"## What it knows\n\n{rows}")
        lines = "\n".join(_measured(evidence))
        parts.append(f"## Evidence\n\nMeasured on MindSpore {evidence['mindspore']}:\n\n{lines}")
    return "\n\n".join([*parts, rule.url])


def _rows(code: str) -> Iterator[str]:
    """What the table of differences has for a rule, a line for each row."""
    import re

    from ms_lint.knowledge.differences import names_for, rows_of

    names: dict[str, list[str]] = {}
    rows = {}
    for name in names_for(code):
        for row in rows_of(name, code):
            names.setdefault(row.id, []).append(f"`{name.removesuffix('.__call__')}`")
            rows[row.id] = row
    for key, row in sorted(rows.items()):
        where = {"any": "", "torch": " from torch", "tensorflow": " from TensorFlow"}[row.origin]
        versions = " ".join(filter(None, [row.since and f"since {row.since}", row.until and f"until {row.until}"]))
        notes = f" ({', '.join(filter(None, [where.strip(), versions]))})" if where or versions else ""
        text = re.sub(
            r"\{(\w+)[^}]*\}", r"\1", row.message.replace("{call}", names[key][0].strip("`").rpartition(".")[2])
        )
        yield f"- {key}, {', '.join(names[key])}{notes}: {text}"


def _measured(evidence: dict[str, Any]) -> Iterator[str]:
    """What the oracle measured, a line for each program and mode."""
    for case, programs in evidence["cases"].items():
        original = programs["original"]
        yield f"- {case}, against {original['framework']} {original['version']}"
        for program, name in (("before", "half-migrated"), ("after", "repaired")):
            for mode, outcome in programs.get(program, {}).items():
                yield f"  - {name}, {mode}: {_outcome(outcome)}"


def _outcome(outcome: dict[str, Any]) -> str:
    if outcome["kind"] == "raises":
        return f"raises {outcome['error']}: {outcome['message']}"
    difference = outcome.get("difference", 0.0)
    shown = f"{difference:.2g}" if isinstance(difference, float) else difference
    return f"{outcome['kind']} (largest difference {shown})"


def _evidence() -> dict[str, Any]:
    """What the oracle measured, by code of the rule; empty where there is nothing yet."""
    import json

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "knowledge", "data", "evidence.json")
    try:
        with open(path, encoding="utf-8") as file:
            measured = json.load(file)
    except FileNotFoundError:
        return {}
    by_code: dict[str, Any] = {}
    for key, entry in measured.items():  # a code, or the code and the row of the table of differences
        known = by_code.setdefault(key.partition("/")[0], {**entry, "cases": {}})
        known["cases"].update(entry["cases"])
    return by_code


# ---------------------------------------------------------------- config


def _config(arguments: argparse.Namespace) -> int:
    from ms_lint import runner
    from ms_lint.settings import explain, load_settings

    if not os.path.exists(arguments.path):
        raise FileNotFoundError(f"{arguments.path}: no such file or folder")
    settings = load_settings(arguments.path, _overrides(arguments))
    runner.check_rules(settings)
    rows = explain(settings)
    width = max(len(key) for key, _, _ in rows)
    indent = max(len(value) for _, value, _ in rows if len(value) <= 40)
    for key, value, where in rows:
        print(f"{key:<{width}} = {value:<{indent}}  # {where}")
    print(f"{'(project root)':<{width}} = {settings.root}")
    return CLEAN


# ---------------------------------------------------------------- api


def _api(arguments: argparse.Namespace) -> int:
    from ms_lint import api
    from ms_lint.settings import load_settings, target_versions

    given = {"target-version": arguments.target_version, "api-family": arguments.api_family}
    overrides: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    if arguments.missing:
        if arguments.names:
            raise UsageError("give names, or --missing with paths, but not both")
        lacking = api.missing(arguments.missing, overrides)
        print(api.as_json(lacking) if arguments.output_format == "json" else api.missing_as_text(lacking))
        return FINDINGS if lacking["missing"] else CLEAN
    if not arguments.names:
        raise UsageError("name something, such as torch.nn.Conv2d, or give --missing with paths")
    settings = load_settings(".", overrides)
    target = api.Target(target_versions(settings.target_version), settings.api_family)
    known = {name: api.resolve(name) for name in arguments.names}
    names = dict.fromkeys(name for found in known.values() for name in found)
    described = [api.describe(name, target) for name in names]
    unknown = {name: api.nearest_names(name) for name, found in known.items() if not found}
    if arguments.output_format == "json":
        print(api.as_json({"version": __version__, "names": described, "unknown": unknown}))
    elif described:
        print("\n\n".join(map(api.as_text, described)))
    if arguments.output_format == "text":
        for name, nearest in unknown.items():
            hint = f"; the nearest are {', '.join(nearest)}" if nearest else ""
            print(f'ms-lint: "{name}" is not known{hint}', file=sys.stderr)
    return FINDINGS if unknown else CLEAN
