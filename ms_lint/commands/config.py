"""``ms-lint config``: the settings that apply to a file or folder."""

from __future__ import annotations

import argparse
import os

from ms_lint.commands import CLEAN
from ms_lint.commands.options import add_settings, overrides_of, speak
from ms_lint.languages import tell, translated
from ms_lint.messages import say


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.usage = "ms-lint config [SETTINGS] [PATH]"
    parser.description = tell("Show each setting that applies to a file or folder, and where it comes from.")
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help=tell("default: the current folder"))
    add_settings(parser.add_argument_group(tell("settings, as they would be given to check")))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from ms_lint import runner
    from ms_lint.settings import explain, load_settings

    if not os.path.exists(arguments.path):
        raise FileNotFoundError(say("{path}: no such file or folder", path=arguments.path))
    overrides = overrides_of(arguments)
    speak(arguments.path, overrides)
    settings = load_settings(arguments.path, overrides)
    runner.check_rules(settings)
    rows = explain(settings)
    width = max(len(key) for key, _, _ in rows)
    indent = max(len(value) for _, value, _ in rows if len(value) <= 40)
    for key, value, where in rows:
        print(f"{key:<{width}} = {value:<{indent}}  # {translated(where)}")
    print(f"{tell('(project root)'):<{width}} = {settings.root}")
    return CLEAN
