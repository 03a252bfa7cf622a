"""MSL8xx: parameters that were to be frozen, and are trained."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.conversion.blocks import block_of, bound_in, read_in
from ms_lint.conversion.pieces import start_of, text_between
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.place_fix import has_own_lines
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around
from ms_lint.semantics.reads import ancestors, followed, loops_around, scope_of, statement_of

from .graph_statements import without_lines, written_anew
from .networks import (
    OPTIMIZERS,
    network_text,
)

_GRADIENT_OF_TRAINABLE = re.compile(r"grad\([^\n]*trainable_params\(\)")


class SetGradDoesNotFreeze(Rule):
    """`set_grad(False)` freezes nothing.

    torch's `requires_grad_(False)` takes the parameters of a module out of training. `Cell.set_grad`
    says whether the Cell itself is prepared for a gradient; all its parameters stay trainable.

    ```python
    backbone.set_grad(False)  # still trained

    for parameter in backbone.get_parameters():
        parameter.requires_grad = False
    ```
    """

    code = "MSL823"
    name = "set-grad-does-not-freeze"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_module(self, module: Module) -> Iterator[Problem]:
        if "set_grad(" not in module.source.code:
            return
        for node in ast.walk(module.source.tree):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "set_grad"
            ):
                continue
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if len(given) != 1 or not (isinstance(given[0], ast.Constant) and given[0].value is False):
                continue
            if self._ends_training(module, node):
                continue
            owner = self._owner(module, node)
            origin = origin_around(module, owner)
            if origin is None or origin.framework != "torch":
                continue
            text = module.text_of(node.func.value)
            yield Problem(
                node,
                say(
                    "`{text}.set_grad(False)` leaves the parameters of `{text}` trainable, unlike torch's "
                    "`requires_grad_(False)`.",
                    text=text,
                ),
                say("Write `for parameter in {text}.get_parameters(): parameter.requires_grad = False`.", text=text),
                origin=origin,
                fix=self._frozen(module, node, text),
            )

    def _frozen(self, module: Module, node: ast.Call, text: str) -> Optional[Rewrite]:
        """The fix that freezes each parameter, where the call is a statement with lines of its own."""
        statement = module.parents.get(node)
        if not isinstance(statement, ast.Expr):
            return None
        loop = [f"for parameter in {text}.get_parameters():", "\tparameter.requires_grad = False"]
        edits = written_anew(module, statement, loop)
        doubt = say("an optimizer that was made before keeps them")
        return None if edits is None else Rewrite(edits, doubt, Applicability.UNSAFE)

    def _ends_training(self, module: Module, node: ast.Call) -> bool:
        """Whether it stands beside `set_train(False)`: the Cell leaves training, and nothing is to be frozen."""
        assert isinstance(node.func, ast.Attribute)
        around = scope_of(module, node)
        text = f"{module.text_of(node.func.value)}.set_train"
        return any(isinstance(item, ast.Call) and module.text_of(item.func) == text for item in ast.walk(around))

    def _owner(self, module: Module, node: ast.AST) -> Optional[ClassInfo]:
        around = next((item for item in ancestors(module, node) if isinstance(item, ast.ClassDef)), None)
        return next((info for info in module.classes if info.node is around), None)


def _frozen_before(module: Module, frozen: ast.Assign, params: ast.expr) -> Optional[Rewrite]:
    """The fix that moves the statement which freezes, or the loop that does nothing else, before the parameters are
    taken, where both stand in one block."""
    moved: ast.stmt = frozen
    above = module.parents.get(frozen)
    if isinstance(above, ast.For) and above.body == [frozen] and not above.orelse:
        moved = above
    taken = statement_of(module, params)
    block = block_of(module, moved)
    if taken not in block or not has_own_lines(module, moved):
        return None
    between = block[block.index(taken) : block.index(moved)]
    start, last = start_of(taken), moved.end_lineno or moved.lineno
    margin = text_between(module.source, (taken.lineno, 0), start)
    if not between or not has_own_lines(module, taken) or getattr(taken, "decorator_list", None):
        return None
    written = "\n".join(module.source.lines[moved.lineno - 1 : last]).lstrip()
    parts = (item for statement in between for item in ast.walk(statement) if isinstance(item, ast.Attribute))
    stored = {module.text_of(item) for item in parts if isinstance(item.ctx, ast.Store)}
    if any(module.text_of(item) in stored for item in ast.walk(moved) if isinstance(item, ast.Attribute)):
        return None
    if any(bound_in(statement) & set(read_in(moved)) for statement in between):
        return None
    edits = (((*start, *start), f"{written}\n{margin}"), *without_lines(module, moved.lineno, last))
    return Rewrite(edits, say("what stands in between runs with frozen parameters"), Applicability.UNSAFE)


class FrozenAfterOptimizer(Rule):
    """Parameters are frozen after the optimizer was made with them.

    torch skips parameters without a gradient. A MindSpore optimizer keeps the parameters that it was
    made with: their gradients become zero, and weight decay still shrinks them. A gradient function of
    `net.trainable_params()` gives fewer gradients than the optimizer has parameters, which raises an
    error.

    ```python
    for parameter in net.backbone.get_parameters():
        parameter.requires_grad = False
    optimizer = nn.SGD(net.trainable_params(), learning_rate=0.1, weight_decay=1e-4)  # after freezing
    ```
    """

    code = "MSL824"
    name = "frozen-after-optimizer"
    severity = Severity.ERROR
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = OPTIMIZERS

    def check_call(self, call: Call) -> Iterator[Problem]:
        module = call.module
        if "requires_grad" not in module.source.code:
            return
        params = call.expression("params")
        network = network_text(module, params)
        decays = call.expression("weight_decay") is not None and _may_decay(call)
        if params is None or network is None or not (decays or module.mentions(_GRADIENT_OF_TRAINABLE)):
            return
        scope = scope_of(module, call.node)
        params = followed(module, params)
        taken = min(params.lineno, call.node.lineno) if scope_of(module, params) is scope else call.node.lineno
        for node in ast.walk(scope):
            if (
                isinstance(node, ast.Assign)
                and node.lineno > taken
                and scope_of(module, node) is scope
                and isinstance(node.targets[0], ast.Attribute)
                and node.targets[0].attr == "requires_grad"
                and isinstance(node.value, ast.Constant)
                and node.value.value is False
                and self._is_of(module, node, network)
            ):
                yield Problem(
                    node,
                    say(
                        "`{call}` has the parameters of line {lineno}, also this one: its gradient becomes zero, "
                        "and weight decay still changes it.",
                        call=call.text,
                        lineno=taken,
                    )
                    if decays
                    else say(
                        "`{call}` has the parameters of line {lineno}, also this one, which `trainable_params()` no "
                        "longer gives.",
                        call=call.text,
                        lineno=taken,
                    ),
                    say("Freeze first, then take the parameters and make the optimizer."),
                    fix=_frozen_before(module, node, params if params.lineno == taken else call.node),
                )
                return

    def _is_of(self, module: Module, node: ast.Assign, network: str) -> bool:
        """Whether the parameter belongs to the network: by its name, or by the loop that it comes from."""
        target = node.targets[0]
        assert isinstance(target, ast.Attribute)
        pattern = re.compile(rf"^{re.escape(network)}\.")
        if pattern.match(module.text_of(target.value)):
            return True
        if any(isinstance(item, (ast.If, ast.While)) for item in ancestors(module, node)):
            return False
        return any(
            isinstance(loop, ast.For) and pattern.match(module.text_of(loop.iter))
            for loop in loops_around(module, node)
        )


def _may_decay(call: Call) -> bool:
    value = getattr(call.argument("weight_decay"), "value", None)
    return value is None or bool(value)
