"""The commands of ``ms-lint``, a module each, with ``add`` (its options) and ``run`` (its exit code).

A module is imported only when its command is given.
"""

from __future__ import annotations

CLEAN, FINDINGS, ERROR, INTERRUPTED = 0, 1, 2, 130

#: Each command by its module's name, and what the overview says of it; the common case first.
COMMANDS = {
    "check": "check files, folders or standard input",
    "baseline": "keep the findings that are there, and see only new ones",
    "rule": "show what a rule is about",
    "config": "show the settings that apply to a file or folder",
    "api": "show what a name of torch, TensorFlow or MindSpore is in MindSpore",
    "report": "show how far a migration is, on one page",
}


class UsageError(Exception):
    """Wrong arguments. ``str()`` is a complete message."""
