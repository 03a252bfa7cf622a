"""``ms-lint compare``: a class held against a file of its original."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from ms_lint.commands import CLEAN, ERROR, FINDINGS, UsageError
from ms_lint.commands.lines import Lines
from ms_lint.commands.options import add_settings, overrides_of, speak
from ms_lint.languages import tell
from ms_lint.messages import say

if TYPE_CHECKING:
    from ms_lint.compare.comparison import Comparison
    from ms_lint.findings import Finding
    from ms_lint.semantics.module import Module
    from ms_lint.settings import Settings

_SELECTED = ("MSL001", "MSL003", "MSL9")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    from ms_lint.commands.check import add_output

    parser.usage = "ms-lint compare [OPTIONS] REFERENCE TARGET[:CLASS]"
    parser.description = tell(
        "Hold a Cell against a file of its original. Nothing is imported or run, and no framework is needed."
    )
    parser.epilog = tell("Exit codes: 0 no difference, 1 differences, 2 wrong usage, or a file that cannot be read.")
    parser.add_argument(
        "reference",
        metavar="REFERENCE",
        help=tell(
            "a graph (.pb, .pbtxt, .meta, an event file), a checkpoint (.index, .pth, .pt, .safetensors, .ckpt), a "
            "model (.keras, .h5, .onnx), or source code with a class (original.py:Net)"
        ),
    )
    parser.add_argument(
        "target",
        metavar="TARGET[:CLASS]",
        help=tell(
            "the .py file, notebook or folder with the Cell, its name, and the arguments that it needs: "
            '"net.py:Net(depth=18)"'
        ),
    )
    comparing = parser.add_argument_group(tell("comparing"))
    comparing.add_argument(
        "--names", metavar="FILE", help=tell("a map (JSON) of layers in the reference to paths in the Cell")
    )
    comparing.add_argument("--table", action="store_true", help=tell("show all layers side by side"))
    comparing.add_argument("--html", metavar="FILE", help=tell("write the table as a page of HTML"))
    comparing.add_argument(
        "--write-map",
        metavar="FILE",
        help=tell("propose, as JSON, which tensor is which Parameter, and how it is laid out"),
    )
    add_output(parser.add_argument_group(tell("output")))
    add_settings(parser.add_argument_group(tell("settings, stronger than those in files")))
    parser.set_defaults(run=run, fix=False, stdin_filename=None, paths=[])


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from ms_lint import runner
    from ms_lint.commands.check import write_report

    path, name = _target(arguments.target)
    overrides = overrides_of(arguments)
    speak(path, overrides)
    if not arguments.select:
        overrides["select"] = ",".join(_SELECTED)
    settings, comparison, findings = _compare(arguments, path, name, overrides)
    if arguments.write_map:
        from ms_lint.compare.name_map import as_json

        _write(arguments.write_map, as_json(comparison))
    if arguments.html:
        from ms_lint.compare.tables import as_html

        _write(arguments.html, as_html(comparison))
    if arguments.table:
        from ms_lint.commands.terminal import has_color, terminal_width
        from ms_lint.compare.tables import print_table

        width = terminal_width() if sys.stdout.isatty() else 120
        print_table(comparison, sys.stdout, has_color(sys.stdout), width)
    elif not arguments.quiet:
        from ms_lint.compare.tables import summary

        print("\n".join(summary(comparison)), file=sys.stderr)
    arguments.paths = [path]
    run = runner.Run(tuple(findings), 1, (settings.target_version,))
    write_report(arguments, run, Lines(None))
    if any(finding.code == runner.INTERNAL_ERROR for finding in findings):
        return ERROR
    return FINDINGS if findings and not arguments.exit_zero else CLEAN


def _compare(
    arguments: argparse.Namespace, path: str, name: str, overrides: dict[str, object]
) -> tuple[Settings, Comparison, list[Finding]]:
    from ms_lint.analysis import compare
    from ms_lint.compare.comparison import ComparisonError, compare_module, read_names
    from ms_lint.compare.model import UnreadableReference
    from ms_lint.compare.sources import load_reference
    from ms_lint.runner import check_rules
    from ms_lint.settings import load_settings
    from ms_lint.sources import SourceError

    settings = load_settings(path, overrides)
    check_rules(settings)

    def compared(module: Module) -> Comparison:
        reference = load_reference(arguments.reference, module.catalog, default=name.partition("(")[0])
        return compare_module(reference, module, name, read_names(arguments.names) if arguments.names else {})

    try:
        comparison, findings = compare(path, settings, compared)
        return settings, comparison, findings
    except UnreadableReference as error:
        raise UsageError(say("{path}: {reason}", path=arguments.reference, reason=error.args[0])) from None
    except SourceError as error:
        raise UsageError(error.message) from None
    except ComparisonError as error:
        raise UsageError(*error.args) from None
    except OSError as error:
        raise UsageError(f"{error.filename or path}: {(error.strerror or 'cannot be read').lower()}") from None


def _target(text: str) -> tuple[str, str]:
    """The file and the name of the class; in a package the file that has a class of this name."""
    from ms_lint.compare.sources import split_target

    path, name = split_target(text)
    if not os.path.isdir(path):
        return path, name
    wanted = name.partition("(")[0]
    if not wanted:
        raise UsageError(say("{path} is a folder: name the class, as in {path}:Net", path=path))
    from ms_lint.files import discover
    from ms_lint.settings import load_settings

    found = [file.path for file in discover([path], load_settings(path), []) if _has_class(file.path, wanted)]
    if len(found) != 1:
        if not found:
            raise UsageError(say("{path}: no file has a class or function {name}", path=path, name=wanted))
        raise UsageError(
            say(
                "{path}: several files have a {name} ({files}): name one of them instead of the folder",
                path=path,
                name=wanted,
                files=", ".join(found[:5]),
            )
        )
    return found[0], name


def _has_class(path: str, name: str) -> bool:
    import re

    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            beginning = rf"(^\s*(\"\s*)?class|^(\s*\")?def) {re.escape(name)}\b"
            return re.search(beginning, file.read(), re.MULTILINE) is not None
    except OSError:
        return False


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(say("{path}: cannot be written: {reason}", path=path, reason=error.strerror)) from None
