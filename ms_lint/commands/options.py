"""Options that several commands have: those that override settings."""

from __future__ import annotations

import argparse

#: Options that override a setting, and what the setting takes.
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


def add_settings(group: argparse._ArgumentGroup) -> None:
    """Add the options that override settings."""
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


def overrides_of(arguments: argparse.Namespace) -> dict[str, object]:
    """What of these options was given, by the key of its setting, as ``load_settings`` takes it."""
    values = {key: getattr(arguments, key.replace("-", "_")) for key in (*_LISTS, *_VALUES)}
    return {
        key: ",".join(value) if isinstance(value, list) else value for key, value in values.items() if value is not None
    }
