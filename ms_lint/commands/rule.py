"""``ms-lint rule``: the pages of rules."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ms_lint import __version__
from ms_lint.commands import CLEAN, UsageError
from ms_lint.commands.options import add_language, speak
from ms_lint.commands.terminal import has_color
from ms_lint.languages import ENGLISH, tell, use_language
from ms_lint.messages import say

if TYPE_CHECKING:
    from ms_lint.reports import RuleDescription


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.description = tell("Show the pages of rules.")
    parser.add_argument("rules", nargs="*", metavar="RULE", help=tell("code or name of a rule"))
    parser.add_argument("--all", action="store_true", help=tell("all rules"))
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help=tell("default: text"))
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from ms_lint import pages
    from ms_lint.settings import load_settings

    asked = getattr(arguments, "language", None)
    speak(".", {"language": asked} if asked else {})
    if arguments.output_format == "json" and asked is None:
        use_language(ENGLISH)
    descriptions = pages.descriptions(load_settings(".").plugins)
    if arguments.all:
        chosen = descriptions
    elif arguments.rules:
        chosen = tuple(_find(word, descriptions) for word in arguments.rules)
    else:
        raise UsageError(say("name a rule, such as MSL701, or give --all"))
    evidence = pages.evidence()
    if arguments.output_format == "json":
        import json

        rules = [{**vars(rule), "evidence": evidence.get(rule.code)} for rule in chosen]
        print(json.dumps({"version": __version__, "rules": rules}, indent=2))
        return CLEAN
    shown = [pages.page(rule, evidence.get(rule.code)) for rule in chosen]
    if has_color(sys.stdout):
        from rich.console import Console
        from rich.markdown import Markdown

        console = Console(force_terminal=True)
        for page in shown:
            console.print(Markdown(page))
            console.print()
    else:
        print("\n\n".join(shown))
    return CLEAN


def _find(word: str, descriptions: Sequence[RuleDescription]) -> RuleDescription:
    for rule in descriptions:
        if word.upper() == rule.code or word.lower().replace("_", "-") == rule.name:
            return rule
    names = [text for rule in descriptions for text in (rule.code, rule.name)]
    import difflib

    close = difflib.get_close_matches(word.upper(), names, 1) or difflib.get_close_matches(
        word.lower().replace("_", "-"), names, 1
    )
    if close:
        raise UsageError(say('no rule has the code or name "{word}"; did you mean "{near}"?', word=word, near=close[0]))
    raise UsageError(say('no rule has the code or name "{word}"; `ms-lint rule --all` shows all', word=word))
