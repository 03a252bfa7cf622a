"""The commands of ``ms-lint``, a module each, with ``add`` (its options) and ``run`` (its exit code).

A module is imported only when its command is given.
"""

from __future__ import annotations

from ms_lint.messages import say

CLEAN, FINDINGS, ERROR, INTERRUPTED = 0, 1, 2, 130

#: Each command by its module's name, and what the overview says of it; the common case first.
COMMANDS = {
    "check": say("check files, folders or standard input"),
    "baseline": say("keep the findings that are there, and see only new ones"),
    "server": say("serve an editor by the Language Server Protocol"),
    "rule": say("show what a rule is about"),
    "config": say("show the settings that apply to a file or folder"),
    "api": say("show what a name of torch, TensorFlow or MindSpore is in MindSpore"),
    "compare": say("hold a class against a graph, checkpoint or exported model of its original"),
    "report": say("show how far a migration is, on one page"),
    "completion": say("write what a shell needs to complete commands and options"),
}


class UsageError(Exception):
    """Wrong arguments; made with a complete message."""
