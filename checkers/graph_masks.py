"""MSL511: elements that a mask chooses, and that compiled code puts back in other places than PyNative mode."""

from __future__ import annotations

import ast
from typing import Optional, Union

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Problems, Rule
from ms_lint.semantics.compiled import Compiled, Kind
from ms_lint.semantics.reads import assigned_expression

from .graph_fixes import chosen
from .graph_wording import graph_problem

_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
#: Functions and methods that give a mask for a tensor, and those that give one for a mask.
_TESTS = frozenset(
    "eq equal ge greater greater_equal gt isfinite isinf isnan le less less_equal lt ne not_equal signbit".split()
)
_JOINS = frozenset("bool logical_and logical_not logical_or logical_xor bitwise_and bitwise_or".split())
_ELEMENTWISE = frozenset(
    "abs ceil clamp clip cos erf exp floor log neg reciprocal relu round rsqrt sigmoid sin sqrt square tanh".split()
)
_LONGEST_CHAIN = 4


class MaskedElementsAssigned(Rule):
    """Elements that a mask chooses are changed one by one, in compiled code.

    `y[y > 2] *= 2` takes as many elements as the mask has, and puts them back. In graph mode what is put back is
    broadcast to the shape of `y` first, as if it were one value for all: every place of the mask gets an element of
    the same row, mostly a wrong one, or a ValueError is raised where the numbers do not happen to fit. PyNative mode
    and torch put each element in its own place. One value for the whole mask (`y[y > 2] = 0`) is right everywhere.

        y[y > 2] *= 2

    Use instead:

        y = ops.where(y > 2, y * 2, y)

    Measured on MindSpore 2.7.0 and 2.10.0. A mask that is one index of several (`y[mask, 0] *= 2`) is right, and
    not reported.
    """

    code = "MSL511"
    name = "masked-elements-assigned"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for statement in compiled.nodes(ast.Assign, ast.AugAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if not (isinstance(target, ast.Subscript) and compiled.is_tensor(target.value)):
                continue
            if not is_mask(compiled, target.slice):
                continue
            masks = {ast.dump(target.slice), ast.dump(_followed(compiled, target.slice))}
            if isinstance(statement, ast.AugAssign) or _is_chosen(compiled, statement.value, masks):
                yield self._problem(compiled, statement, target)

    def _problem(
        self, compiled: Compiled, statement: Union[ast.Assign, ast.AugAssign], target: ast.Subscript
    ) -> Problem:
        base, mask = compiled.module.text_of(target.value), compiled.module.text_of(target.slice)
        return graph_problem(
            compiled,
            statement,
            say(
                "`{target}` is given what is broadcast to the shape of `{base}` in the graph: the elements that the "
                "mask chooses land in other places, or a ValueError is raised.",
                target=compiled.module.text_of(target),
                base=base,
            ),
            say("Write `{base} = ops.where({mask}, ..., {base})`.", base=base, mask=mask),
            chosen(compiled, statement, target, lambda mask: _followed(compiled, mask)),
        )


def _followed(compiled: Compiled, node: ast.expr) -> ast.expr:
    """A mask, or what was assigned to its name."""
    assigned = assigned_expression(compiled.module, node) if isinstance(node, ast.Name) else None
    return assigned if assigned is not None else node


def is_mask(compiled: Compiled, node: ast.expr, depth: int = _LONGEST_CHAIN) -> bool:
    """Whether an index is a tensor of truth values: made of a comparison of a tensor or Parameter."""
    if depth == 0:
        return False
    if isinstance(node, ast.Name):
        assigned = _followed(compiled, node)
        return assigned is not node and is_mask(compiled, assigned, depth - 1)
    if isinstance(node, ast.Compare):
        return (
            len(node.ops) == 1
            and isinstance(node.ops[0], _COMPARISONS)
            and any(_is_compared(compiled, side) for side in (node.left, node.comparators[0]))
        )
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        return is_mask(compiled, node.operand, depth - 1)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr, ast.BitXor)):
        return any(is_mask(compiled, side, depth - 1) for side in (node.left, node.right))
    if isinstance(node, ast.Call):
        name = _called(node)
        if name in _TESTS:
            return any(_is_compared(compiled, item) for item in _operands(node))
        return name in _JOINS and any(is_mask(compiled, item, depth - 1) for item in _operands(node))
    return False


def _is_compared(compiled: Compiled, node: ast.expr) -> bool:
    return compiled.is_tensor(node) or compiled.kind(node) is Kind.PARAMETER


def _is_chosen(compiled: Compiled, node: ast.expr, masks: set[str], depth: int = _LONGEST_CHAIN) -> bool:
    """Whether a value has an element for each place of the mask: ``z[mask]``, or what is computed of it."""
    if depth == 0:
        return False
    parts: tuple[ast.expr, ...] = ()
    if isinstance(node, ast.Subscript):
        index = {ast.dump(node.slice), ast.dump(_followed(compiled, node.slice))}
        return compiled.is_tensor(node.value) and bool(masks & index)
    if isinstance(node, ast.BinOp):
        parts = (node.left, node.right)
    elif isinstance(node, ast.UnaryOp):
        parts = (node.operand,)
    elif isinstance(node, ast.Call) and _called(node) in _ELEMENTWISE:
        parts = tuple(_operands(node)[:2])
    elif isinstance(node, ast.Name):
        assigned = _followed(compiled, node)
        parts = () if assigned is node else (assigned,)
    return any(_is_chosen(compiled, part, masks, depth - 1) for part in parts)


def _called(node: ast.Call) -> Optional[str]:
    """The last name of what is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", None))


def _operands(node: ast.Call) -> list[ast.expr]:
    """What a function or method works on: the object of a method, or the module of a function, and the arguments."""
    func = node.func
    own = [func.value] if isinstance(func, ast.Attribute) else []
    return [*own, *node.args]
