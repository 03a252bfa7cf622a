"""The plugin for flake8: the same findings as ``ms-lint check``, under the codes MSL001 to MSL999.

The settings of the project, ``[tool.ms-lint]``, apply; the options ``--ms-lint-...`` of flake8, on
its command line or in its own file, override them. Files that do not parse are flake8's E999.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from ms_lint import __version__

if TYPE_CHECKING:
    from ms_lint.findings import Finding
    from ms_lint.runner import Projects

#: Settings that are options of flake8 and pylint too: those of rules, then those of the analysis.
CODE_OPTIONS = ("select", "ignore", "extend-select")
VALUE_OPTIONS = (
    "target-version",
    "execution-mode",
    "jit-syntax-level",
    "device-target",
    "api-family",
    "origin",
    "confidence",
    "language",
)


HELP = frozenset(("-h", "--help", "--long-help", "--help-msg", "--generate-rcfile", "--generate-toml-config"))


def option_help(key: str) -> str:
    """One line about an option that overrides the setting ``key``, in the language of the environment where it is
    read: each run of flake8 asks for it."""
    if HELP.isdisjoint(sys.argv):
        return ""
    from ms_lint.languages import chosen_language, translated
    from ms_lint.messages import say

    return translated(say("overrides {key} of [tool.ms-lint]", key=key), chosen_language())


class Plugin:
    """flake8 makes one per file and calls ``run``.

    Raises ``ms_lint.settings.SettingsError``, which flake8 shows, if the settings are wrong.
    """

    name = "ms-lint"
    version = __version__
    _overrides: ClassVar[dict[str, Any]] = {}
    _respect_noqa: ClassVar[bool] = True
    _stdin_name: ClassVar[str] = "stdin"
    _projects: ClassVar[Projects] = {}

    @staticmethod
    def add_options(manager: Any) -> None:
        """Declare the options; flake8 calls this."""
        for key in (*CODE_OPTIONS, *VALUE_OPTIONS):
            manager.add_option(
                f"--ms-lint-{key}",
                default=None,
                metavar="CODES" if key in CODE_OPTIONS else "VALUE",
                parse_from_config=True,
                help=option_help(key),
            )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take over the options; flake8 calls this, in each of its processes."""
        cls._overrides = {
            key: getattr(options, f"ms_lint_{key.replace('-', '_')}") for key in (*CODE_OPTIONS, *VALUE_OPTIONS)
        }
        cls._respect_noqa = not options.disable_noqa
        cls._stdin_name = options.stdin_display_name

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:
        from ms_lint.traces import has_framework_trace

        self._findings: Sequence[Finding] = ()
        self._language = "auto"
        text = "".join(lines)
        if not has_framework_trace(text):
            return  # nothing more of us is imported
        from ms_lint.runner import check_in_host, check_rules
        from ms_lint.settings import SettingsError, load_settings

        if filename in ("-", "stdin"):
            filename = self._stdin_name
        try:
            settings = load_settings(filename, self._overrides)
            check_rules(settings)
        except SettingsError as error:
            from ms_lint.languages import chosen_language, explained

            raise SettingsError(explained(error, chosen_language())) from None
        self._language = settings.language
        self._findings = check_in_host(
            text,
            filename,
            settings,
            self._projects,
            kind="python",
            tree=tree if isinstance(tree, ast.Module) else None,
            respect_noqa=self._respect_noqa,
        )

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Line from 1, column from 0, code and message, and the plugin, of each finding."""
        if not self._findings:
            return
        from ms_lint.languages import chosen_language, translated

        language = chosen_language(setting=self._language)
        for finding in self._findings:
            at = finding.location
            yield at.line, at.column - 1, f"{finding.code} {translated(finding.message, language)}", type(self)
