"""``ms-lint completion``: commands and options completed by the shell."""

from __future__ import annotations

import argparse

from ms_lint.commands import CLEAN, UsageError
from ms_lint.languages import tell
from ms_lint.messages import say


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.description = tell("Write a script that completes commands and options, for one shell.")
    parser.epilog = "\n".join(
        [
            "bash: ms-lint completion bash > ~/.local/share/bash-completion/completions/ms-lint",
            f"zsh:  ms-lint completion zsh > {tell('a file _ms-lint in a folder of $fpath')}",
            f"tcsh: ms-lint completion tcsh > {tell('a file that ~/.tcshrc sources')}",
        ]
    )
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help=tell("for which shell"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    try:
        import shtab
    except ImportError:
        raise UsageError(say("completion needs shtab: install ms-lint with the extra `completion`")) from None
    from ms_lint.cli import whole_parser

    print(shtab.complete(whole_parser(), arguments.shell))
    return CLEAN
