"""``ms-lint api``: names of torch, TensorFlow and MindSpore."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ms_lint import __version__
from ms_lint.commands import CLEAN, FINDINGS, UsageError
from ms_lint.commands.options import add_language, speak
from ms_lint.languages import ENGLISH, tell, use_language
from ms_lint.messages import say


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.usage = (
        "ms-lint api [OPTIONS] NAME ...\n       ms-lint api [OPTIONS] --missing PATH ...\n"
        "       ms-lint api refresh [--python PYTHON | --path PATH]"
    )
    parser.description = tell(
        "Show names: counterparts, signatures side by side, versions and devices. `refresh` reads the API of an "
        "installed MindSpore, without importing it, so that its version can be targeted."
    )
    parser.epilog = tell("Exit codes: 0 all known, 1 a name is not known or something is missing, 2 wrong usage.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=tell('such as "torch.nn.Conv2d", "F.relu", "ops.max"'))
    parser.add_argument(
        "--missing",
        nargs="+",
        metavar="PATH",
        help=tell("list the torch and TensorFlow names that these files use and that have no counterpart"),
    )
    parser.add_argument("--target-version", metavar="VERSION", help=tell('the MindSpore version: "2.7", ">=2.2,<2.8"'))
    parser.add_argument("--api-family", choices=("nn", "mint"), help=tell("mindspore.nn or mindspore.mint"))
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help=tell("default: text"))
    installed = parser.add_argument_group(tell("which MindSpore `refresh` reads (default: that of this environment)"))
    place = installed.add_mutually_exclusive_group()
    place.add_argument("--python", metavar="PYTHON", help=tell("the one that this interpreter would import"))
    place.add_argument("--path", metavar="PATH", help=tell("one in a folder, such as site-packages, or in a wheel"))
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from ms_lint import api
    from ms_lint.settings import load_settings, target_versions

    if arguments.names == ["refresh"]:
        speak(".", {"language": arguments.language} if getattr(arguments, "language", None) else {})
        return _refresh(arguments)
    if arguments.python or arguments.path:
        raise UsageError(say("--python and --path are for `ms-lint api refresh`"))
    given = {"target-version": arguments.target_version, "api-family": arguments.api_family}
    overrides: dict[str, object] = {key: value for key, value in given.items() if value is not None}
    asked = getattr(arguments, "language", None)
    speak(".", {**overrides, **({"language": asked} if asked else {})})
    if arguments.output_format == "json" and asked is None:
        use_language(ENGLISH)
    if arguments.missing:
        if arguments.names:
            raise UsageError(say("give names, or --missing with paths, but not both"))
        lacking = api.missing(arguments.missing, overrides)
        print(api.as_json(lacking) if arguments.output_format == "json" else api.missing_as_text(lacking))
        return FINDINGS if lacking["missing"] else CLEAN
    if not arguments.names:
        raise UsageError(say("name something, such as torch.nn.Conv2d, or give --missing with paths"))
    settings = load_settings(".", overrides)
    mapping = {item.name: item for item in settings.mapping}
    target = api.Target(target_versions(settings.target_version), settings.api_family, mapping)
    known = {name: [name] if name in mapping else api.resolve(name) for name in arguments.names}
    names = dict.fromkeys(name for found in known.values() for name in found)
    described = [api.describe(name, target) for name in names]
    unknown = {name: api.nearest_names(name) for name, found in known.items() if not found}
    if arguments.output_format == "json":
        print(api.as_json({"version": __version__, "names": described, "unknown": unknown}))
    elif described:
        print("\n\n".join(map(api.as_text, described)))
    if arguments.output_format == "text":
        for name, nearest in unknown.items():
            if api.is_package(name):
                print(tell('ms-lint: "{name}" is a whole package; name something in it', name=name), file=sys.stderr)
                continue
            near = ", ".join(nearest)
            known_not = tell('ms-lint: "{name}" is not known', name=name)
            said = tell("{message}; the nearest are {names}", message=known_not, names=near) if near else known_not
            print(said, file=sys.stderr)
    return FINDINGS if unknown else CLEAN


def _refresh(arguments: argparse.Namespace) -> int:
    from ms_lint.knowledge.refresh import RefreshError, locate, refresh

    try:
        done = refresh(Path(arguments.path) if arguments.path else locate(arguments.python))
    except RefreshError as error:
        raise UsageError(str(error)) from error
    if arguments.output_format == "json":
        import json

        print(json.dumps({**vars(done), "folder": str(done.folder)}, indent=2))
        return CLEAN
    print(
        tell(
            "Read MindSpore {version}: {count} names, kept in {folder}.",
            version=done.version,
            count=done.names,
            folder=done.folder,
        )
    )
    if done.before:
        print(
            tell(
                "Against MindSpore {before} as it is shipped with ms-lint {new} are new and {gone} gone.",
                before=done.before,
                new=done.new,
                gone=done.gone,
            )
        )
    print(tell('Target it with `target-version = "{version}"`.', version=done.version))
    return CLEAN
