"""MSL640: attributes of objects that compiled code sets or that change between the calls."""

from __future__ import annotations

import ast
from dataclasses import replace

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import AttributeSet, Compiled, Kind, depends_on_tensor, kind_of
from ms_lint.semantics.values import Constant, Instance, SelfValue, Value

from .graph_fixes_state import as_kept
from .graph_wording import graph_problem


class AttributeSetInGraph(Rule):
    """An attribute that compiled code sets does not keep what it is given.

    Graph mode turns `construct` into a graph once. An attribute of the Cell that is no Parameter is not part
    of that graph: a tensor that is assigned to it stays the one of the first call, and what reads it
    afterwards in the same graph is cut off from the gradient.

        self.aux_loss = loss

    Return the value, or keep it in a Parameter that `__init__` makes:

        self.aux_loss = Parameter(Tensor(0.0), name="aux_loss", requires_grad=False)

    An attribute of a Cell within (`self.encoder.scale = 2`) cannot be set in the graph at all: it raises an error.

    At the syntax level `strict`, and before MindSpore 2.1, the assignment is refused. Measured on 2.0.0, 2.7.0
    and 2.10.0. A counter that nothing reads does count, and is not reported.
    """

    code = "MSL640"
    name = "attribute-set-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for item in compiled.attributes_set:
            problem = _attribute_problem(compiled, item)
            if problem is not None:
                yield replace(problem, fix=_fix(compiled, item))


def _fix(compiled: Compiled, item: AttributeSet) -> Rewrite | None:
    """None for what belongs to another Cell, which has to be given it."""
    owner = _owner(item.owner)
    belongs = isinstance(item.owner, Instance) and owner is not None and owner.kind == "cell"
    return None if belongs else as_kept(compiled, item)


def _attribute_problem(compiled: Compiled, item: AttributeSet) -> Problem | None:
    if item.initial is not None and _may_be_parameter(compiled, item.initial):
        return None
    owner = _owner(item.owner)
    if item.initial is None and (owner is None or not _is_whole(owner)):
        return None
    name = compiled.module.text_of(item.node)
    keep = say(
        "Return the value, or make `{name}` a Parameter in `__init__`: `Parameter(..., requires_grad=False)`.",
        name=name,
    )
    is_cell = owner is not None and owner.kind == "cell"
    if compiled.level == "strict" or (compiled.targets_before("2.1") and is_cell):
        return graph_problem(
            compiled, item.node, say("`{name}` is no Parameter: setting it is refused in the graph.", name=name), keep
        )
    if not compiled.targets_from("2.1"):
        return None
    if is_cell and isinstance(item.owner, Instance):
        message = say(
            "`{name}` is no Parameter, and belongs to another Cell: setting it in the graph raises an error.", name=name
        )
        return graph_problem(
            compiled, item.node, message, say("Give it to the call as an argument, or set it outside of the graph.")
        )
    if _is_computed(compiled, item):
        message = say(
            "`{name}` keeps the tensor of the first call, or what reads it in the graph is cut off from its gradient.",
            name=name,
        )
        return graph_problem(compiled, item.node, message, keep)
    if _is_flag(compiled, item):
        message = say(
            "The graph sees only the first value of `{name}`: the branch that it opens is taken in every call.",
            name=name,
        )
        return graph_problem(compiled, item.node, message, say("Pass it as an argument, or keep it in a Parameter."))
    if item.node in compiled.mixed:
        message = say(
            "`{name}` is set and read in one graph: what is computed with it has a gradient of zero.", name=name
        )
        return graph_problem(
            compiled, item.node, message, say("Use a local variable, and set the attribute outside of the graph.")
        )
    return None


def _may_be_parameter(compiled: Compiled, value: Value) -> bool:
    return kind_of(value, compiled.module) in (Kind.PARAMETER, Kind.UNKNOWN)


def _is_whole(info: ClassInfo) -> bool:
    """Whether all that sets attributes of a class is in sight: it derives from nothing but Cell itself."""
    return all(
        isinstance(ancestor, ClassInfo) or ancestor in ("mindspore.nn.Cell", "builtins.object")
        for ancestor in info.ancestors
    )


def _is_computed(compiled: Compiled, item: AttributeSet) -> bool:
    """Whether a tensor is set that is computed from another one, and not made of constants in each graph."""
    if not depends_on_tensor(item.value):
        return False
    right = getattr(item.statement, "value", None)
    if isinstance(item.statement, ast.AugAssign) or right is None:
        return True
    return _is_made_of_tensors(compiled, right, set())


def _is_made_of_tensors(compiled: Compiled, node: ast.expr, seen: set[str]) -> bool:
    """Whether an expression is computed from tensors that the graph is given, and not from constants only."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and depends_on_tensor(compiled.value(part)):
            return True
        if not isinstance(part, ast.Name) or not depends_on_tensor(compiled.value(part)) or part.id in seen:
            continue
        made = [
            statement.value
            for statement in compiled.nodes(ast.Assign)
            if any(isinstance(target, ast.Name) and target.id == part.id for target in statement.targets)
        ]
        seen.add(part.id)
        if not made or any(_is_made_of_tensors(compiled, value, seen) for value in made):
            return True
    return False


def _owner(value: Value) -> ClassInfo | None:
    info = value.info if isinstance(value, SelfValue) else value.of if isinstance(value, Instance) else None
    return info if isinstance(info, ClassInfo) else None


def _is_flag(compiled: Compiled, item: AttributeSet) -> bool:
    """Whether an attribute decides if it is set: `if self.first: self.first = False`."""
    if not isinstance(item.value, Constant):
        return False
    name = ast.dump(ast.Attribute(item.node.value, item.node.attr, ast.Load()))
    return any(
        isinstance(condition.node, ast.If) and any(ast.dump(part) == name for part in ast.walk(condition.node.test))
        for condition in compiled.conditions(item.node)
    )
