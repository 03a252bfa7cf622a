"""The training steps of a file of torch: what computes the loss, what stands between, and whether the shape is plain
enough to be written in MindSpore."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Optional

from ms_lint.conversion.blocks import (
    Loop,
    block_of,
    blocks,
    bound_in,
    dotted,
    only_moves,
    read_in,
)
from ms_lint.conversion.kinds import Refused
from ms_lint.messages import say
from ms_lint.semantics.module import Module
from ms_lint.semantics.reads import ancestors, loops_around, scope_of
from ms_lint.semantics.values import Symbol

_SCHEDULER = re.compile(r"sched|lr|warmup", re.IGNORECASE)
_NETWORK = re.compile(r"net|model|module|backbone|encoder|decoder|head", re.IGNORECASE)
#: Functions of Python that neither compute with the network nor change what they are given.
_BUILTINS = frozenset("print len int float str range enumerate zip tuple list isinstance min max".split())
#: Methods of tensors and containers that prepare data.
_OF_DATA = frozenset(
    "to cuda cpu float long int half double bool squeeze unsqueeze view reshape permute transpose flatten contiguous "
    "size dim detach clone items keys values get pop type".split()
)
_ALLOWED = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.If, ast.For, ast.Pass)


def losses(module: Module) -> Iterator[ast.Call]:
    """The calls of ``backward`` of a loss that are statements."""
    for block in blocks(module.source.tree):
        for statement in block:
            call = _method_call(statement)
            if call is not None and _method(statement) == "backward" and _is_of_a_loss(call):
                yield call


def _method_call(statement: ast.stmt) -> Optional[ast.Call]:
    """The call of a method that a statement is."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return call if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None


def _method(statement: ast.stmt) -> str:
    call = _method_call(statement)
    return call.func.attr if call is not None and isinstance(call.func, ast.Attribute) else ""


def _receiver(statement: ast.stmt) -> Optional[str]:
    call = _method_call(statement)
    return dotted(call.func.value) if call is not None and isinstance(call.func, ast.Attribute) else None


def _is_of_a_loss(call: ast.Call) -> bool:
    """Not ``super().backward()``, ``self.backward()`` or ``engine.backward(loss)``."""
    assert isinstance(call.func, ast.Attribute)
    receiver = call.func.value
    inner = receiver.func if isinstance(receiver, ast.Call) else receiver
    return not (isinstance(inner, ast.Name) and inner.id in ("self", "cls", "super"))


# ---------------------------------------------------------------- what the step is


@dataclass
class Step:
    """A training step: ``first`` to ``last`` are the statements of the block that it replaces."""

    block: list[ast.stmt]
    backward: ast.Expr
    loss: ast.expr
    optimizer: str
    first: int
    last: int
    at: int  # of `backward`
    forward: list[ast.stmt] = field(default_factory=list)
    kept: list[ast.stmt] = field(default_factory=list)
    zeros: list[ast.stmt] = field(default_factory=list)  # outside of what is replaced too
    loop: Optional[Loop] = None


def step_of(module: Module, call: ast.Call) -> Step:
    """The step around a ``backward``. Raises Refused where it has another shape."""
    statement = module.parents[call]
    assert isinstance(statement, ast.Expr)
    assert isinstance(call.func, ast.Attribute)
    block = block_of(module, statement)
    loss, at = call.func.value, block.index(statement)
    if call.args or call.keywords:
        text = " ".join(ast.unparse(call.func).split())
        raise Refused(say("`{text}` is given arguments", text=text))
    if isinstance(loss, ast.Call) and isinstance(loss.func, ast.Attribute) and loss.func.attr == "scale":
        raise Refused(say("the loss is scaled: `ms.amp.DynamicLossScaler` does that to loss and gradients"))
    if sum(_method(node) == "backward" for item in block for node in ast.walk(item) if isinstance(node, ast.Expr)) > 1:
        raise Refused(say("more than one loss is differentiated here"))
    if any(isinstance(node, ast.Attribute) and node.attr == "grad" for item in block for node in ast.walk(item)):
        raise Refused(say("the gradients are read as `grad`"))
    last, optimizer = _optimizer_step(block, at)
    zeros = [item for item in block if _method(item) == "zero_grad" and _zeroes(item, optimizer)]
    if not zeros:
        raise Refused(say("no `zero_grad` stands beside it: the gradients of several rounds add up"))
    if any(at < block.index(item) < last for item in zeros):
        raise Refused(say("`zero_grad` stands between `backward` and `step`"))
    step = Step(block, statement, loss, optimizer, at, last, at, zeros=zeros)
    _find_forward(module, step)
    _check_scope(module, step)
    step.loop = _loop_to_stand_before(module, step)
    return step


def _optimizer_step(block: list[ast.stmt], at: int) -> tuple[int, str]:
    steps: dict[int, str] = {}
    for index, item in enumerate(block[at + 1 :], at + 1):
        if _method(item) == "step" and not _SCHEDULER.search(_receiver(item) or "lr"):
            call = _method_call(item)
            assert call is not None
            if call.args or call.keywords:
                raise Refused(say("`step` is given arguments"))
            steps[index] = _receiver(item) or ""
        elif any(_method(node) == "step" for node in ast.walk(item) if isinstance(node, ast.Expr) and node is not item):
            receivers = [_receiver(node) or "" for node in ast.walk(item) if isinstance(node, ast.Expr)]
            if not steps and any(name and not _SCHEDULER.search(name) and "optim" in name for name in receivers):
                raise Refused(say("the optimizer steps in some rounds only"))
    if not steps:
        raise Refused(say("no `step` of an optimizer stands behind it in the same block"))
    if len(steps) > 1:
        raise Refused(say("several optimizers step with these gradients"))
    return next(iter(steps.items()))


def _zeroes(statement: ast.stmt, optimizer: str) -> bool:
    receiver = _receiver(statement) or ""
    return receiver == optimizer or _NETWORK.search(receiver) is not None


def _find_forward(module: Module, step: Step) -> None:
    """Which statements compute the loss, and which of those between stay where they are."""
    block, at = step.block, step.at
    needed = set(read_in(step.loss))
    used: list[ast.stmt] = []
    for item in reversed(block[:at]):
        bound = bound_in(item)
        if not (bound & needed) or item in step.zeros or only_moves(item):
            continue
        used.append(item)
        if isinstance(item, ast.Assign):
            needed -= bound
        needed |= set(read_in(item))
    used.reverse()
    computed = [item for item in used if not _prepares_data(module, item, step)]
    if computed:
        step.first = block.index(computed[0])
    elif not any(isinstance(node, ast.Call) and _computes(node) for node in ast.walk(step.loss)):
        raise Refused(say("`{loss}` is not computed in this block", loss=" ".join(ast.unparse(step.loss).split())))
    zeros = [block.index(item) for item in step.zeros]
    if step.first - 1 in zeros:
        step.first -= 1
    for index in range(step.first, at):
        item = block[index]
        if item in step.zeros or only_moves(item):
            continue
        if item in used:
            _check_forward(item)
            step.forward.append(item)
        else:
            step.kept.append(item)
    _check_kept(step)
    for item in block[at + 1 : step.last]:
        if only_moves(item) or _method(item) == "zero_grad":
            continue
        step.kept.append(item)


def _computes(node: ast.Call) -> bool:
    """Whether a call may be that of a network or a loss: not only a method of a tensor that is there."""
    if isinstance(node.func, ast.Name):
        return node.func.id not in _BUILTINS
    return bool(node.args) and isinstance(node.func, ast.Attribute)


def _prepares_data(module: Module, item: ast.stmt, step: Step) -> bool:
    """Whether a statement only takes data apart or makes it ready: it calls nothing but methods of data, functions of
    Python and of libraries, and computes nothing with what was made outside of the loop."""
    if not isinstance(item, (ast.Assign, ast.AnnAssign)) or item.value is None:
        return False
    places = {part for node in ast.walk(item.value) if isinstance(node, ast.Subscript) for part in ast.walk(node.slice)}
    for node in ast.walk(item.value):
        if node in places:
            continue
        if isinstance(node, (ast.BinOp, ast.Lambda, ast.Await)):
            return False
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and dotted(node.func) is not None:
            root = (dotted(node.func) or "").partition(".")[0]
            if isinstance(module.scope.env.get(root), Symbol):
                return not _is_functional(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in _OF_DATA:
            continue
        if isinstance(node.func, ast.Name) and node.func.id in _BUILTINS:
            continue
        return False
    return True


def _is_functional(node: ast.Call) -> bool:
    """Whether a library's function computes with what it is given: not one that only makes tensors."""
    leaf = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    return leaf not in ("tensor", "as_tensor", "from_numpy", "zeros", "ones", "rand", "randn", "randint", "arange")


def _check_forward(item: ast.stmt) -> None:
    """Whether a statement can stand in a function of its own. Raises Refused."""
    text = ast.unparse(item).split("\n")[0]
    for node in ast.walk(item):
        if isinstance(node, ast.stmt) and not isinstance(node, (*_ALLOWED, ast.Expr)):
            raise Refused(say("`{text}` stands between the forward pass and `backward`", text=text))
        if isinstance(node, (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await)):
            raise Refused(say("`{text}` stands between the forward pass and `backward`", text=text))
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            raise Refused(say("`{text}` is assigned to, to compute the loss", text=ast.unparse(node)))
        if isinstance(node, ast.Attribute) and node.attr in ("requires_grad", "requires_grad_", "retain_grad"):
            raise Refused(say("`{text}` stands between the forward pass and `backward`", text=text))
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and (node.end_lineno or 0) > node.lineno:
            raise Refused(say("a string over several lines stands in it"))


def _check_kept(step: Step) -> None:
    """Whether what is not needed for the loss can come after it. Raises Refused."""
    for item in step.kept:
        later = [other for other in step.forward if other.lineno > item.lineno]
        changed = {name for other in later for name in bound_in(other)}
        read = {name for other in later for name in read_in(other)} | set(read_in(step.loss))
        text = ast.unparse(item).split("\n")[0]
        roots = set(read_in(item)) if _may_change(item) else set()
        if changed & set(read_in(item)) or bound_in(item) & read or roots & read:
            raise Refused(say("`{text}` stands between the forward pass and `backward`", text=text))


def _may_change(item: ast.stmt) -> bool:
    """Whether a statement may change what it reads: a call that is no question, print or log."""
    for node in ast.walk(item):
        if isinstance(node, ast.Call):
            name = dotted(node.func) or ast.unparse(node.func)
            leaf = name.rpartition(".")[2]
            if leaf.endswith("_") or (isinstance(item, ast.Expr) and leaf not in ("print", "info", "debug")):
                return True
    return isinstance(item, ast.Assign) and any(
        not isinstance(target, (ast.Name, ast.Tuple)) for target in item.targets
    )


def _check_scope(module: Module, step: Step) -> None:
    stored = {
        ast.unparse(node)
        for item in step.block[: step.at]
        for node in ast.walk(item)
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load)
    }
    for node in (part for item in (*step.forward, step.loss) for part in ast.walk(item)):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and ast.unparse(node) in stored:
            raise Refused(say("`{text}` is assigned to, to compute the loss", text=ast.unparse(node)))
    declared = {
        name
        for node in ast.walk(scope_of(module, step.backward))
        if isinstance(node, (ast.Global, ast.Nonlocal))
        for name in node.names
    }
    bound = {name for item in step.forward for name in bound_in(item)}
    if declared & bound:
        raise Refused(say("`{name}` is global", name=sorted(declared & bound)[0]))
    for item in step.block[step.first : step.last + 1]:
        line = module.source.lines[item.lineno - 1].encode()
        end = module.source.lines[(item.end_lineno or 1) - 1].encode()[item.end_col_offset or 0 :].strip()
        if line[: item.col_offset].strip() or (end and not end.startswith(b"#")):
            raise Refused(say("several statements stand on one line"))
    conditional = {name for item in step.forward if isinstance(item, (ast.If, ast.For)) for name in bound_in(item)}
    certain: set[str] = set()
    for item in step.forward:
        if isinstance(item, (ast.If, ast.For)):
            unsure = bound_in(item) - certain
            rest = step.block[step.block.index(item) + 1 :]
            used = {name for other in rest for name in read_in(other)} | set(read_in(step.loss))
            if unsure & conditional & used:
                raise Refused(say("`{name}` is bound in some cases only", name=sorted(unsure & used)[0]))
        else:
            certain |= bound_in(item)


def _loop_to_stand_before(module: Module, step: Step) -> Optional[Loop]:
    """The outermost loop around the step before which everything is made that the forward function takes from
    around it; None where there is no such loop."""
    scope, found = scope_of(module, step.backward), None
    called = {
        dotted(node.func) or ""
        for item in (*step.forward, step.loss)
        for node in ast.walk(item)
        if isinstance(node, ast.Call)
    }
    fixed = {step.optimizer, *called} - {""}
    loops = [loop for loop in loops_around(module, step.backward) if isinstance(loop, ast.For)]
    data = {name for item in (*step.block, *(loop.target for loop in loops)) for name in bound_in(item)}
    for loop in loops_around(module, step.backward):
        if isinstance(loop, ast.AsyncFor):
            break
        bound = bound_in(loop)
        stored = {
            dotted(node)
            for node in ast.walk(loop)
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
        }
        roots = {name.partition(".")[0] for name in fixed} - data
        if roots & bound or step.optimizer.partition(".")[0] in bound or fixed & stored:
            break
        if any(isinstance(item, ast.With) and _takes_apart(item) for item in ancestors(module, loop)):
            break
        free = {name for item in step.forward for name in read_in(item)} | set(read_in(step.loss))
        late = {name for name in free - bound if not _is_bound_before(scope, name, loop)}
        if late:
            break
        found = loop
    return found


def _takes_apart(node: ast.With) -> bool:
    return any("grad" in ast.unparse(item.context_expr) for item in node.items)


def _is_bound_before(scope: ast.AST, name: str, loop: Loop) -> bool:
    """Whether the scope binds a name above the loop, or not at all."""
    lines = [
        node.lineno
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
    ]
    return not lines or min(lines) < loop.lineno
