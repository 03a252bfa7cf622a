"""Rules of an imaginary team, a plugin of ms-lint, for tests that must not depend on our own rules."""

from __future__ import annotations

import ast
import os

from ms_lint.findings import Confidence, Severity
from ms_lint.rules import Problem, Problems, Rewrite, Rule
from ms_lint.semantics.module import Module


class _NamedCall(Rule):
    function: str
    nodes = (ast.Call,)

    def check_node(self, node: ast.AST, module: Module) -> Problems:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == self.function:
            yield self.problem(node.func, module)

    def problem(self, name: ast.Name, module: Module) -> Problem:
        return Problem(name, f"`{self.function}` is called.")


class OldName(_NamedCall):
    """`old_name` has another name now.

    Call `new_name`.
    """

    code = "MSL951"
    name = "old-name"
    function = "old_name"

    def problem(self, name: ast.Name, module: Module) -> Problem:
        fix = Rewrite(((name, "new_name"),), "It is the same function.")
        return Problem(name, "`old_name` has another name.", "Write `new_name`.", fix=fix)


class Guess(_NamedCall):
    """A guess, to be looked at."""

    code = "MSL952"
    name = "house-guess"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    function = "guess"


class Note(_NamedCall):
    """A note that nobody wants by default."""

    code = "MSL953"
    name = "house-note"
    severity = Severity.INFO
    default = False
    function = "note"


class Broken(_NamedCall):
    """A rule with a defect."""

    code = "MSL954"
    name = "house-broken"
    function = "break_rule"

    def problem(self, name: ast.Name, module: Module) -> Problem:
        raise ValueError("as the test wants it")


class Deadly(_NamedCall):
    """A rule that takes the process with it."""

    code = "MSL955"
    name = "house-deadly"
    default = False
    function = "end_process"

    def problem(self, name: ast.Name, module: Module) -> Problem:
        os._exit(3)


class Stopped(_NamedCall):
    """A rule at which the user presses Ctrl-C."""

    code = "MSL956"
    name = "house-stopped"
    default = False
    function = "press_ctrl_c"

    def problem(self, name: ast.Name, module: Module) -> Problem:
        raise KeyboardInterrupt
