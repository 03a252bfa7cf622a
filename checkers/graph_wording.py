"""What messages for graph mode have in common. It has no rules."""

from __future__ import annotations

from typing import Optional

from ms_lint.findings import Severity
from ms_lint.messages import say
from ms_lint.rules import Place, Problem, Rewrite
from ms_lint.semantics.compiled import Compiled

LONGEST_CHAIN = 4


def graph_problem(
    compiled: Compiled, place: Place, message: str, suggestion: str, fix: Optional[Rewrite] = None
) -> Problem:
    """A problem of compiled code: the message ends with the way by which the code is reached.

    It is an error where the code is compiled for certain, else the warning that the rule's severity says.
    """
    severity = Severity.ERROR if compiled.entry.certain else Severity.WARNING
    said = say("{message} ({way})", message=message, way=reached(compiled))
    return Problem(place, said, suggestion, severity=severity, fix=fix)


def reached(compiled: Compiled) -> str:
    """``compiled as PoseNet.construct -> Neck.fuse``."""
    chain = list(compiled.chain)
    if len(chain) > LONGEST_CHAIN:
        chain = [chain[0], "...", *chain[2 - LONGEST_CHAIN :]]
    way = " -> ".join(chain)
    return (
        say("compiled by jit: `{way}`", way=way)
        if compiled.entry.reason == "jit"
        else say("compiled in graph mode: `{way}`", way=way)
    )
