"""``ms-lint report``: the picture of a migration as a page, as Markdown or as JSON."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from typing import Any, Optional

from ms_lint.commands import CLEAN, UsageError
from ms_lint.commands.options import add_settings, overrides_of, speak
from ms_lint.languages import tell, translated_data
from ms_lint.messages import say


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.usage = "ms-lint report [OPTIONS] [PATH ...] -o FILE"
    parser.description = tell("Show how far a migration is: one page that needs no network.")
    parser.epilog = tell("Exit codes: 0 written, whatever was found; 2 wrong usage or settings.")
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help=tell("files or folders"))
    parser.add_argument(
        "-o", "--output-file", metavar="FILE", help=tell("where to write; JSON and Markdown can be printed")
    )
    parser.add_argument(
        "--output-format", choices=("html", "json", "md"), help=tell("default: by the ending of FILE, else html")
    )
    parser.add_argument(
        "--earlier",
        nargs="+",
        action="extend",
        default=[],
        metavar="JSON",
        help=tell("earlier reports, made with --output-format json: shows the way from there to here"),
    )
    parser.add_argument(
        "--date",
        type=_day,
        metavar="DAY",
        help=tell("the day that the report is of, such as 2026-03-31, for one of an older revision; default: today"),
    )
    add_settings(parser.add_argument_group(tell("settings, stronger than those in files")))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from ms_lint.picture.data import EarlierError, picture, trend

    output_format = arguments.output_format or _format_of(arguments.output_file)
    if output_format == "html":
        if arguments.output_file is None:
            raise UsageError(say("name the file to write: -o report.html"))
        _need_jinja()
    overrides = overrides_of(arguments)
    speak(arguments.paths[0], overrides)
    earlier = [(path, _read(path)) for path in arguments.earlier]
    data = picture(arguments.paths, overrides, (arguments.date or datetime.date.today()).isoformat())
    try:
        points = trend(data, earlier)
    except EarlierError as error:
        raise UsageError(*error.args) from error
    language = getattr(arguments, "language", None)
    _write(_rendered(data, points, output_format, language), arguments.output_file)
    return CLEAN


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            tell("`{text}` is no day: write it as {example}", text=text, example="2026-03-31")
        ) from None


def _format_of(path: str | None) -> str:
    ending = os.path.splitext(path or "")[1].lower()
    return {".json": "json", ".md": "md"}.get(ending, "html")


def _need_jinja() -> None:
    from importlib.util import find_spec

    if find_spec("jinja2") is None:
        raise UsageError(say("the page needs Jinja2: pip install 'ms-lint[report]'"))


def _read(path: str) -> Any:
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except OSError as error:
        raise UsageError(say("{path}: {reason}", path=path, reason=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(say("{path}: this is not JSON", path=path)) from error


def _rendered(data: dict[str, Any], points: list[dict[str, Any]], output_format: str, language: Optional[str]) -> str:
    """The picture; as JSON it has English texts unless a language was asked for."""
    if output_format == "json":
        return json.dumps(data if language is None else translated_data(data), indent=2) + "\n"
    if output_format == "md":
        from ms_lint.picture import markdown

        return markdown.render(data, points)
    from ms_lint.picture import page

    return page.render(data, points)


def _write(text: str, path: str | None) -> None:
    if path is None:
        sys.stdout.write(text)
        return
    try:
        # Names of files may hold bytes that are no UTF-8; they are shown as "?".
        with open(path, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(say("{path}: cannot be written: {reason}", path=path, reason=error.strerror)) from error
