"""The command ``ms-lint``: arguments in, exit code out. No analysis here.

Exit codes: 0 clean, 1 findings, 2 wrong usage or settings or an error inside ms-lint, 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn, Optional, Union

from ms_lint import __version__
from ms_lint.commands import CLEAN, COMMANDS, ERROR, INTERRUPTED, UsageError
from ms_lint.commands.options import add_language
from ms_lint.languages import ENGLISH, chosen_language, explained, speaking, tell, translated, used_language
from ms_lint.messages import Message, say


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run the command with ``argv`` (``sys.argv[1:]`` if None) and return its exit code.

    Raises SystemExit, as argparse does, for ``--help``, ``--version`` and wrong arguments.
    """
    if sys.stderr is None:
        return ERROR  # closed: whatever is wrong, nobody would learn of it
    if sys.stdout is None:
        with speaking(chosen_language()):
            print(tell("ms-lint: error: standard output is closed"), file=sys.stderr)
        return ERROR
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal or pipe that cannot show all characters
            stream.reconfigure(errors="backslashreplace")
    with speaking(chosen_language(_asked_language(sys.argv[1:] if argv is None else argv))):
        return _main(argv)


def _main(argv: Optional[Sequence[str]]) -> int:
    try:
        code = _run(parser().parse_args(argv))
        if not sys.stdout.closed:  # by the server
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader went away (`| head`): not our error. What is still buffered must not be written
        # again when the interpreter ends.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except OSError as error:
        print(tell("ms-lint: error: the output cannot be written: {reason}", reason=error.strerror), file=sys.stderr)
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERROR
    except KeyboardInterrupt:
        print(tell("ms-lint: interrupted"), file=sys.stderr)
        return INTERRUPTED


def _run(arguments: argparse.Namespace) -> int:
    from ms_lint.settings import SettingsError

    try:
        code: int = arguments.run(arguments)
        return code
    except (UsageError, SettingsError, FileNotFoundError) as error:
        print(tell("ms-lint: error: {message}", message=explained(error)), file=sys.stderr)
    except OSError:
        raise
    except Exception:  # a defect: shown as such, with exit code 2
        import traceback

        traceback.print_exc()
        print(tell("ms-lint: error: this is a defect of ms-lint; please report it"), file=sys.stderr)
    return ERROR


# ---------------------------------------------------------------- arguments


class _Parser(argparse.ArgumentParser):
    """Names the nearest command or option where one is misspelt."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **kwargs, "allow_abbrev": False})
        if used_language() != ENGLISH:  # argparse has its own words for these
            self._positionals.title, self._optionals.title = tell("positional arguments"), tell("options")
            for action in self._actions:
                if action.dest == "help":
                    action.help = tell("show this help message and exit")

    def error(self, message: str) -> NoReturn:
        words = message.split("'")
        hint = ""
        if "invalid choice" in message and len(words) > 1:
            message, _, choices = message.partition(" (choose from ")
            hint = _nearest(words[1], [word.strip(" ')") for word in choices.split(",")])
        elif message.startswith("unrecognized arguments:"):
            option = message.split()[2].partition("=")[0]
            hint = _nearest(option, [word for word in self._words() if word.startswith("--")])
        message = _wrong_arguments(message)
        if hint:
            message = tell("{message}; {hint}", message=message, hint=hint)
        self.print_usage(sys.stderr)
        self.exit(ERROR, tell("{program}: error: {message}", program=self.prog, message=message) + "\n")

    def _words(self) -> Iterator[str]:
        for action in self._actions:
            yield from action.option_strings
            yield from map(str, action.choices or ())


class _Formatter(argparse.HelpFormatter):
    """Says "usage" in the language of the process."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Optional[str] = None) -> None:
        super().add_usage(usage, actions, groups, prefix if used_language() == ENGLISH else tell("usage: "))


#: What argparse says of wrong arguments, as patterns, and how it is said here.
_COMPLAINTS = (
    (r"unrecognized arguments: (?P<arguments>.*)", say("unrecognized arguments: {arguments}", arguments="")),
    (
        r"the following arguments are required: (?P<arguments>.*)",
        say("the following arguments are required: {arguments}", arguments=""),
    ),
    (
        r"argument (?P<name>[^:]+): invalid choice: (?P<choice>.*)",
        say("argument {name}: invalid choice: {choice}", name="", choice=""),
    ),
    (r"argument (?P<name>[^:]+): expected one argument", say("argument {name}: expected one argument", name="")),
    (
        r"argument (?P<name>[^:]+): expected at least one argument",
        say("argument {name}: expected at least one argument", name=""),
    ),
    (
        r"argument (?P<name>[^:]+): ignored explicit argument (?P<argument>.*)",
        say("argument {name}: ignored explicit argument {argument}", name="", argument=""),
    ),
)


def _wrong_arguments(message: str) -> str:
    """A complaint of argparse in the language of the process; as it is where it is not among ours."""
    if used_language() == ENGLISH:
        return message
    for pattern, said in _COMPLAINTS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is not None:
            return translated(Message(said.template, match.groupdict()))
    return message


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
    return tell('did you mean "{word}"?', word=found[0]) if found else tell("valid: {words}", words=", ".join(valid))


def _asked_language(words: Sequence[Union[str, os.PathLike[str]]]) -> str:
    """What ``--lang`` says: the language of the help and of complaints about all other words, so it is needed first."""
    for word, following in zip(words, [*words[1:], ""]):
        option, equals, value = str(word).partition("=")
        if option == "--lang":
            return value if equals else str(following)
        if option == "--":
            break
    return "auto"


#: What most people come for, first.
_EXAMPLES = (
    ("ms-lint check", say("all files in this folder and below")),
    ("ms-lint check net.py --fix", say("one file, and mend what can be mended safely")),
    ("ms-lint rule MSL701", say("what a rule is about")),
    ("ms-lint api torch.nn.Conv2d", say("what a name is in MindSpore")),
)


def _description() -> str:
    examples = "\n".join(f"  {command:<30}{translated(words)}" for command, words in _EXAMPLES)
    return tell("Find what is wrong in code on its way from PyTorch or TensorFlow to MindSpore.") + f"\n\n{examples}"


def whole_parser() -> argparse.ArgumentParser:
    """The arguments of the program with those of all its commands."""
    found = parser()
    for action in found._actions:
        for command in (action.choices or {}).values() if isinstance(action.choices, dict) else ():
            command.complete()
    return found


def parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ms-lint",
        description=_description(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=tell("Exit codes: 0 clean, 1 findings, 2 wrong usage or settings, or an error inside ms-lint."),
    )
    version = parser.add_argument("--version", action="version", version=f"ms-lint {__version__}")
    if used_language() != ENGLISH:
        version.help = tell("show program's version number and exit")
    add_language(parser)
    commands = parser.add_subparsers(
        title=tell("commands"), metavar="COMMAND", dest="command", required=True, parser_class=_CommandParser
    )
    for name, summary in COMMANDS.items():
        commands.add_parser(name, help=translated(summary)).name = name
    return parser
