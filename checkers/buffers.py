"""MSL718: buffers of the original that a port does not save."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import spelled
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.place_fix import around, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.origin import original_of
from ms_lint.semantics.values import Tensor, alternatives


class BufferNotSaved(Rule):
    """A buffer of the original is a plain tensor.

    `register_buffer` keeps a tensor in the checkpoint. A tensor that is only assigned to an attribute of a Cell is in
    no checkpoint: it is made anew with the Cell, and a converted checkpoint has a name more than the Cell. For what is
    computed once and never changes that may be meant.

        self.register_buffer("mean", torch.zeros(3))  # torch
        self.mean = Parameter(ops.zeros(3), requires_grad=False)  # mindspore

    Buffers with `persistent=False` are not meant: torch does not save those either.
    """

    code = "MSL718"
    name = "buffer-not-saved"
    severity = Severity.INFO
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell" or not any(_is_tensor(item) for items in cls.assignments.values() for item in items):
            return
        original = original_of(cls)
        if original is None or original.kind != "module":
            return
        original.module.follow_class(original)
        for name, assignments in cls.assignments.items():
            if not all(_is_tensor(item) for item in assignments):
                continue
            if any(_is_saved_buffer(item) for item in original.assignments.get(name, ())):
                yield Problem(
                    assignments[0].node,
                    say(
                        "`self.{name}` is a plain tensor, which no checkpoint has; in the original {cls} it is a "
                        "buffer, which is saved.",
                        name=name,
                        cls=original.name,
                    ),
                    say("Write `Parameter(..., requires_grad=False)` if it has to be loaded."),
                    fix=_as_parameter(cls.module, assignments[0]) if len(assignments) == 1 else None,
                )


def _as_parameter(module: Module, assignment: Assignment) -> Optional[Rewrite]:
    """The fix that makes a Parameter of a tensor, which is not trained."""
    statement = module.parents.get(assignment.node)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    if any(isinstance(item, ast.Starred) for item in ast.walk(statement.value)):
        return None
    needed = set[str]()
    text = spelled(module, "mindspore.Parameter", needed)
    doubt = say("checkpoints that were saved before have one name less")
    return unsafe(around(module, statement.value, f"{text}(", ", requires_grad=False)", doubt, needed), doubt)


def _is_tensor(assignment: Assignment) -> bool:
    """Whether a tensor is assigned to an attribute, and nothing else."""
    return isinstance(assignment.node, ast.Attribute) and all(
        isinstance(value, Tensor) and value.framework == "mindspore" for value in alternatives(assignment.value)
    )


def _is_saved_buffer(assignment: Assignment) -> bool:
    node = assignment.node
    if not (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "register_buffer"
    ):
        return False
    persistent = [item.value for item in node.keywords if item.arg == "persistent"] + node.args[2:3]
    return all(isinstance(item, ast.Constant) and item.value is True for item in persistent)
