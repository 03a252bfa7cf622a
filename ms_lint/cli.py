"""The command ``ms-lint``: arguments in, exit code out. No analysis here.

Exit codes: 0 clean, 1 findings, 2 wrong usage or settings or an error inside ms-lint, 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn, Optional

from ms_lint import __version__
from ms_lint.commands import CLEAN, COMMANDS, ERROR, INTERRUPTED, UsageError


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
        code = _run(parser().parse_args(argv))
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


class _CommandParser(_Parser):
    """The arguments of one command, whose module is imported when they are needed."""

    name = ""

    def complete(self) -> None:
        """Add the options of the command, once."""
        name, self.name = self.name, ""
        if name:
            importlib.import_module(f"ms_lint.commands.{name}").add(self)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As in the base class, but what is not known is reported here."""
        self.complete()
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown


def _nearest(word: str, valid: Sequence[str]) -> str:
    import difflib

    found = difflib.get_close_matches(word, valid, 1)
    return f'did you mean "{found[0]}"?' if found else f"valid: {', '.join(valid)}"


def parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ms-lint",
        description="Find what is wrong in code on its way from PyTorch or TensorFlow to MindSpore.",
        epilog="Exit codes: 0 clean, 1 findings, 2 wrong usage or settings, or an error inside ms-lint.",
    )
    parser.add_argument("--version", action="version", version=f"ms-lint {__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True, parser_class=_CommandParser
    )
    for name, summary in COMMANDS.items():
        commands.add_parser(name, help=summary).name = name
    return parser
