"""``ms-lint server``: the language server for editors."""

from __future__ import annotations

import argparse

from ms_lint.commands import CLEAN, UsageError
from ms_lint.commands.options import add_language
from ms_lint.languages import tell
from ms_lint.messages import say


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.description = tell("Serve an editor by the Language Server Protocol, on standard input and output.")
    parser.add_argument(
        "--stdio", action="store_true", help=tell("the default, and the only way; editors like to say it")
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    try:
        from ms_lint.server.app import create
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise UsageError(say("the server needs pygls: install ms-lint with the extra `lsp`")) from None
    create().start_io()
    return CLEAN
