"""The plugin for pylint: ``load-plugins = ["ms_lint.pylint"]``.

The same findings as ``ms-lint check``. MSL701 is E7701, W7701 or C7701 here, by the rule's severity,
and its symbol is the rule's name. The settings of the project, ``[tool.ms-lint]``, apply; the options
``ms-lint-...`` of pylint override them. Files that do not parse are pylint's E0001.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from pylint.checkers import BaseRawFileChecker
from pylint.interfaces import HIGH, INFERENCE, UNDEFINED

from ms_lint.findings import Confidence, Finding, Severity
from ms_lint.flake8 import CODE_OPTIONS, VALUE_OPTIONS, option_help
from ms_lint.languages import ENGLISH, chosen_language, translated
from ms_lint.messages import say
from ms_lint.rules import Rule, load_rules, rule_url
from ms_lint.runner import check_in_host, check_rules
from ms_lint.settings import Settings, SettingsError, is_code_selected, load_settings
from ms_lint.traces import has_framework_trace

if TYPE_CHECKING:
    from astroid import nodes
    from pylint.lint import PyLinter
    from pylint.typing import MessageDefinitionTuple, Options

    from ms_lint.runner import Projects

_LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "C"}
_CONFIDENCES = {Confidence.PROVED: HIGH, Confidence.LIKELY: INFERENCE, Confidence.POSSIBLE: UNDEFINED}

_USAGE_ERROR = 32  # pylint's own exit code for it

_OPTIONS: Options = tuple(
    (
        f"ms-lint-{key}",
        {"type": "string", "default": None, "metavar": "<value>", "help": option_help(key)},
    )
    for key in (*CODE_OPTIONS, *VALUE_OPTIONS)
)


def register(linter: PyLinter) -> None:
    """Add our checkers, one per family, since the ids of one checker must begin alike.

    pylint calls this, and again in each of its processes.
    """
    if any(isinstance(checker, Family) for checker in linter.get_checkers()):
        return
    settings = _settings(".", {})
    families: dict[str, list[type[Rule]]] = {}
    for rule in load_rules(settings.plugins):
        families.setdefault(rule.code[3], []).append(rule)
    analysis = _Analysis()
    for digit, rules in families.items():
        linter.register_checker(Family(linter, digit, rules, settings, analysis))


def message_id(rule: type[Rule]) -> str:
    """The id of a rule in pylint: E7701 for MSL701."""
    return f"{_LETTERS[rule.severity]}7{rule.code[3:]}"


class _Analysis:
    """The findings of the module at hand, made once for all families."""

    def __init__(self) -> None:
        self._module: Optional[nodes.Module] = None
        self._findings: Sequence[Finding] = ()
        self._projects: Projects = {}
        self._overrides: Optional[dict[str, object]] = None
        self.language = ENGLISH

    def reset(self) -> None:
        """Forget what the options of pylint were."""
        self._overrides = None

    def findings(self, module: nodes.Module, linter: PyLinter) -> Sequence[Finding]:
        """All findings of a module."""
        if module is not self._module:
            self._module, self._findings = module, ()
            self._findings = self._analyze(module, linter)
        return self._findings

    def _analyze(self, module: nodes.Module, linter: PyLinter) -> Sequence[Finding]:
        stream = module.stream()
        if stream is None:  # a compiled module
            return ()
        with stream:
            content: bytes = stream.read()
        if not has_framework_trace(content):
            return ()
        if self._overrides is None:
            self._overrides = _overrides(linter)
        settings = _settings(module.file, self._overrides)
        self.language = chosen_language(setting=settings.language)
        # From standard input the text comes decoded, whatever encoding it declares.
        text = content.decode("utf-8", "replace") if linter.config.from_stdin else content
        return check_in_host(text, module.file, settings, self._projects, kind="python")


def _settings(path: str, overrides: dict[str, object]) -> Settings:
    try:
        settings = load_settings(path, overrides)
        check_rules(settings)
    except SettingsError as error:
        message = say("ms-lint: error: {message}", message=error.args[0])
        print(translated(message, chosen_language()), file=sys.stderr)
        raise SystemExit(_USAGE_ERROR) from None  # any other exception is "a crash" to pylint
    return settings


def _overrides(linter: PyLinter) -> dict[str, object]:
    keys = (*CODE_OPTIONS, *VALUE_OPTIONS)
    overrides = {key: getattr(linter.config, f"ms_lint_{key.replace('-', '_')}", None) for key in keys}
    enabled = [
        rule.code
        for checker in linter.get_checkers()
        if isinstance(checker, Family)
        for rule in checker.rules
        if not rule.default and linter.is_message_enabled(rule.name)
    ]
    if enabled:
        overrides["extend-select"] = ",".join([overrides["extend-select"] or "", *enabled])
    return overrides


class Family(BaseRawFileChecker):
    """Rules whose codes agree in their first digit."""

    def __init__(
        self,
        linter: PyLinter,
        digit: str,
        rules: Sequence[type[Rule]],
        settings: Settings,
        analysis: _Analysis,
    ) -> None:
        self.name = f"ms-lint-{digit}"
        self.rules = rules
        self.msgs = {message_id(rule): _message(rule, settings) for rule in rules}
        self._codes = {rule.code: message_id(rule) for rule in rules}
        self._analysis = analysis
        if not any(isinstance(checker, Family) for checker in linter.get_checkers()):
            self.options = _OPTIONS  # declared once
        super().__init__(linter)

    def open(self) -> None:
        """Get ready for a run; pylint calls this once its options are known."""
        self._analysis.reset()

    def process_module(self, node: nodes.Module) -> None:
        """Report the findings of this family; pylint calls this."""
        for finding in self._analysis.findings(node, self.linter):
            if finding.code in self._codes:
                at = finding.location
                self.add_message(
                    self._codes[finding.code],
                    line=at.line,
                    col_offset=at.column - 1,
                    end_lineno=at.end_line,
                    end_col_offset=at.end_column - 1,
                    args=(translated(finding.message, self._analysis.language),),
                    confidence=_CONFIDENCES[finding.confidence],
                )


def _message(rule: type[Rule], settings: Settings) -> MessageDefinitionTuple:
    summary = (rule.__doc__ or "").strip().partition("\n")[0]
    # What the settings of the project switch on must not be held back by pylint.
    is_on = rule.default or is_code_selected(settings, rule.code, rule.name, rule.default, ".")
    return "%s", rule.name, f"{summary} {rule_url(rule.code)}", {"default_enabled": is_on}
