"""MSL0xx: the file itself. The engine reports these; the classes carry their documentation."""

from __future__ import annotations

from ms_lint.findings import Severity
from ms_lint.rules import Rule

from .unfixed import FILE


class UnreadableFile(Rule):
    """A file that cannot be decoded or parsed is not checked at all.

    The finding names the place where reading stopped: a byte that does not fit the declared
    encoding, a syntax error, a notebook that is no JSON. The other files of the run are checked.

    Python fences in Markdown that do not parse are fragments of prose and are passed over without
    a finding.
    """

    code = "MSL001"
    name = "unreadable-file"
    unfixed = FILE


class UnusedSuppression(Rule):
    """A suppression comment that names our codes but silences nothing.

    It hides the next finding on that line from you. Foreign codes and a bare `# noqa` are left
    alone, and so are codes of rules that are not selected in this run.
    """

    code = "MSL002"
    name = "unused-suppression"
    severity = Severity.INFO
    unfixed = FILE


class InternalError(Rule):
    """A rule of ms-lint, or of a plugin, failed on this file.

    The other rules and the other files are not affected. Please report it with the file, or with
    the part of it that makes the rule fail.
    """

    code = "MSL003"
    name = "internal-error"
    unfixed = FILE


class UnreadableReference(Rule):
    """A reference that the settings name cannot be read, or nothing can be compared with it.

    `[tool.ms-lint.compare]` holds classes of this file against files of their originals. The message
    says what is wrong: a file that is not there, truncated, or of another format, or a class that the
    file does not have. Until that is mended nothing is compared.
    """

    code = "MSL004"
    name = "unreadable-reference"
    unfixed = FILE
