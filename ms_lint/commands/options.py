"""Options that several commands have: those that override settings."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Union

from ms_lint.languages import CHINESE, ENGLISH, chosen_language, language_of, tell, use_language

#: Options that override a setting, and what the setting takes.
_LISTS = ("select", "ignore", "extend-select", "fixable", "unfixable", "exclude")
_VALUES = (
    "target-version",
    "execution-mode",
    "jit-syntax-level",
    "device-target",
    "api-family",
    "origin",
    "originals",
    "confidence",
    "language",
)


def add_language(parser: Union[argparse.ArgumentParser, argparse._ArgumentGroup]) -> None:
    """Add ``--lang``, which ``ms_lint.cli`` looks for before all others."""
    parser.add_argument(
        "--lang",
        dest="language",
        type=_language,
        default=argparse.SUPPRESS,
        metavar="LANG",
        help=tell("the language to speak: en or zh (default: by the environment)"),
    )


def _language(name: str) -> str:
    language = language_of(name)
    if language is None and name != "auto":
        message = tell("{name} is no language that ms-lint speaks; valid: en, zh", name=repr(name))
        raise argparse.ArgumentTypeError(message)
    return {ENGLISH: "en", CHINESE: "zh"}.get(language or "", "auto")


def add_settings(group: argparse._ArgumentGroup) -> None:
    """Add the options that override settings."""
    group.add_argument(
        "--select",
        action="append",
        metavar="CODES",
        help=tell("only these: codes, prefixes or names of rules, separated by commas"),
    )
    group.add_argument("--ignore", action="append", metavar="CODES", help=tell("all but these"))
    group.add_argument("--extend-select", action="append", metavar="CODES", help=tell("these too"))
    group.add_argument("--fixable", action="append", metavar="CODES", help=tell("fix only these (default: ALL)"))
    group.add_argument("--unfixable", action="append", metavar="CODES", help=tell("do not fix these"))
    group.add_argument("--exclude", action="append", metavar="PATTERNS", help=tell("leave out files, as in .gitignore"))
    group.add_argument(
        "--target-version", metavar="VERSION", help=tell('the MindSpore version to judge for: "2.7", ">=2.2,<2.8"')
    )
    group.add_argument("--execution-mode", choices=("auto", "graph", "pynative"), help=tell("how the code will be run"))
    group.add_argument(
        "--jit-syntax-level",
        choices=("auto", "strict", "compatible", "lax"),
        help=tell("how much Python the graph compiler is told to accept"),
    )
    group.add_argument("--device-target", choices=("Ascend", "GPU", "CPU"), help=tell("where it will be run"))
    group.add_argument(
        "--api-family", choices=("nn", "mint"), help=tell("mindspore.nn or mindspore.mint in suggestions")
    )
    group.add_argument(
        "--origin", choices=("auto", "torch", "tensorflow"), help=tell("the framework that the code comes from")
    )
    group.add_argument("--originals", metavar="PATH", help=tell("the file or folder with the code that was ported"))
    group.add_argument(
        "--confidence",
        choices=("proved", "likely", "possible"),
        help=tell("show findings at least this sure (default: likely)"),
    )
    add_language(group)


def overrides_of(arguments: argparse.Namespace) -> dict[str, object]:
    """What of these options was given, by the key of its setting, as ``load_settings`` takes it."""
    values = {key: getattr(arguments, key.replace("-", "_"), None) for key in (*_LISTS, *_VALUES)}
    return {
        key: ",".join(value) if isinstance(value, list) else value for key, value in values.items() if value is not None
    }


def speak(path: str, overrides: Mapping[str, object]) -> None:
    """Speak the language that the settings for a path, the options and the environment agree on from now on.

    Raises SettingsError.
    """
    from ms_lint.settings import load_settings

    setting = load_settings(path, overrides).language
    use_language(chosen_language(setting if "language" in overrides else "auto", setting))
