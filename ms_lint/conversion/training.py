"""Training steps of torch: ``loss.backward(); optimizer.step()`` in a loop becomes a forward function, which
``value_and_grad`` differentiates, and a call of the optimizer with the gradients."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Callable, Optional, Union

from ms_lint.conversion.blocks import FUNCTIONS, Loop, blocks_of, bound_in, dotted, read_in, removal
from ms_lint.conversion.forms import Written
from ms_lint.conversion.imports import Names
from ms_lint.conversion.kinds import Refused
from ms_lint.conversion.pieces import Moved, Part, Piece, Pieces, end_of, start_of, text_between
from ms_lint.conversion.steps import Step, losses, step_of
from ms_lint.messages import say
from ms_lint.semantics.module import Module
from ms_lint.semantics.reads import ancestors, loops_around, scope_of

Spell = Callable[[str], str]
#: A node, and what makes its edits.
Pending = tuple[ast.AST, Callable[[Spell], Optional[Written]]]
_ABOUT_ZEROS = re.compile(r"zero|clear|reset", re.IGNORECASE)
_CLIPS = {"clip_grad_norm_": "clip_by_global_norm", "clip_grad_norm": "clip_by_global_norm", "clip_grad_value_": ""}


def training_steps(module: Module, names: Names) -> Iterator[Pending]:
    """What becomes of each training step, by its call of ``backward``."""
    for call in losses(module):
        yield call, _converted(module, names, call)


def _converted(module: Module, names: Names, call: ast.Call) -> Callable[[Spell], Optional[Written]]:
    return lambda spell: _written(module, names, step_of(module, call), spell)


# ---------------------------------------------------------------- what it becomes


def _written(module: Module, names: Names, step: Step, spell: Spell) -> Written:
    block = step.block
    around = step.loop if step.loop is not None else block[step.first]
    margin = _margin(module, around)
    unit = _unit(module, around, margin)
    here = _margin(module, step.backward)
    forward, gradient, grads = (_free(names, text) for text in ("forward_fn", "grad_fn", "grads"))

    parameters = _parameters(module, step)
    results = _results(module, step)
    loss_name = step.loss.id if isinstance(step.loss, ast.Name) else _free(names, "loss")
    given = ", ".join(parameters)
    returned: list[Part] = [step.loss, *(f", {name}" for name in results)]
    body: list[Part] = []
    at, stay = start_of(block[step.first]), []
    if block[step.first] in step.zeros:  # comments about zeros go, those about the next statement stay
        line = _above_comments(module, block[step.first])
        above = module.source.lines[line - 1 : at[0] - 1]
        at = (line, at[1]) if above and all(_ABOUT_ZEROS.search(text) for text in above) else at
        stay = _comments_above(module, step, block[step.first + 1])
    for item in step.forward:
        if item.lineno > block[step.first + bool(stay)].lineno:
            body += [f"{margin}{unit}{line}\n" for line in _comments_above(module, step, item)]
        body += [f"{margin}{unit}", Moved(item, here, margin + unit), _comment_behind(module, item), "\n"]
    auxiliary = ", has_aux=True" if results else ""
    gap, maker = "\n" if margin else "\n\n", spell("ms.value_and_grad")
    made: list[Part] = [
        f"def {forward}({given}):\n",
        *body,
        f"{margin}{unit}return ",
        *returned,
        f"\n{gap}{margin}{gradient} = {maker}({forward}, None, {step.optimizer}.parameters{auxiliary})\n",
    ]
    value = f"({', '.join([loss_name, *results])})" if results else loss_name
    call: list[Part] = [f"{value}, {grads} = {gradient}({given})", _comment_behind(module, step.backward)]
    after: list[Part] = []
    for item in step.kept:
        after += [f"\n{here}{line}" for line in _comments_above(module, step, item)]
        clipped = _clipped(module, item, grads, spell, step)
        after += [f"\n{here}", *clipped, _comment_behind(module, item)]
    comments = _comments_above(module, step, step.backward) if step.forward else []
    about_step = [
        line
        for item in (*(zero for zero in step.zeros if zero in block[step.first : step.last]), block[step.last])
        for line in _comments_above(module, step, item)
        if not _ABOUT_ZEROS.search(line)
    ]
    replaced: list[Part] = [
        *(f"{line}\n{here}" for line in (*stay, *comments)),
        *call,
        *after,
        *(f"\n{here}{line}" for line in about_step),
        f"\n{here}{step.optimizer}({grads})",
    ]
    pieces: list[Piece] = []
    if step.loop is None:
        replaced = [*made, gap if margin else "\n", here, *replaced]
    else:
        top = _above_comments(module, step.loop)
        empty = _empty_above(module, top)
        pieces.append(Piece((top, 0), (top, 0), ("\n" * max(len(gap) - empty, 0), margin, *made, "\n"), before=True))
    pieces.append(Piece(at, end_of(block[step.last]), tuple(replaced)))
    for item in step.zeros:
        index = block.index(item)
        if not step.first <= index <= step.last:
            piece = removal(module, item, with_comments=True)
            if piece is None:
                raise Refused(say("several statements stand on one line"))
            pieces.append(piece)
    return _finished(step, pieces, forward)


def _finished(step: Step, pieces: list[Piece], forward: str) -> Written:
    doubts = [say("the loss is computed by a function of its own, `{name}`", name=forward)]
    return Written(Pieces(step.backward.value, tuple(pieces)), tuple(doubts))


def _clipped(module: Module, item: ast.stmt, grads: str, spell: Spell, step: Step) -> list[Part]:
    """A statement between `backward` and `step`: clipping is done to the gradients. Raises Refused."""
    here = _margin(module, item)
    call = item.value if isinstance(item, ast.Expr) else None
    leaf = (dotted(call.func) or "").rpartition(".")[2] if isinstance(call, ast.Call) else ""
    is_between = step.block.index(item) > step.at
    if isinstance(call, ast.Call) and leaf in _CLIPS:
        words = {keyword.arg: keyword.value for keyword in call.keywords}
        limit = call.args[1] if len(call.args) > 1 else words.get("max_norm", words.get("clip_value"))
        kind = call.args[2] if len(call.args) > 2 else words.get("norm_type")
        is_second = kind is None or (isinstance(kind, ast.Constant) and kind.value in (2, 2.0))
        others = set(words) - {"max_norm", "clip_value", "norm_type", "parameters", "error_if_nonfinite", "foreach"}
        if limit is None or not is_second or others or not is_between:
            raise Refused(say("`{leaf}` is given something else than a limit", leaf=leaf))
        if _CLIPS[leaf]:
            return [f"{grads} = {spell('ops.clip_by_global_norm')}({grads}, ", limit, ")"]
        if not isinstance(limit, (ast.Constant, ast.Name, ast.Attribute)):
            raise Refused(say("`{leaf}` is given something else than a limit", leaf=leaf))
        return [f"{grads} = {spell('ops.clip_by_value')}({grads}, -", limit, ", ", limit, ")"]
    text = ast.unparse(item).split("\n")[0]
    touches = any(
        isinstance(node, ast.Attribute) and (node.attr.startswith("clip_grad") or "parameters" in node.attr)
        for node in ast.walk(item)
    )
    if is_between and (touches or step.optimizer in ast.unparse(item) or "scaler" in text):
        raise Refused(say("`{text}` stands between `backward` and `step`", text=text))
    if any(
        isinstance(node, (ast.Constant, ast.JoinedStr)) and (node.end_lineno or 0) > node.lineno
        for node in ast.walk(item)
    ):
        raise Refused(say("a string over several lines stands in it"))
    return [Moved(item, here, here)]


def _parameters(module: Module, step: Step) -> list[str]:
    """The names that the forward function takes as arguments: those that change from round to round."""
    around: ast.AST = step.loop if step.loop is not None else scope_of(module, step.backward)
    local = bound_in(around) if step.loop is not None else _local_names(around)
    certain: set[str] = set()
    found: list[str] = []
    called = {
        node.func.id
        for item in (*step.forward, step.loss)
        for node in ast.walk(item)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    own = {name for item in step.forward for name in bound_in(item)}
    for item in (*step.forward, step.loss):
        for name in read_in(item):
            is_given = name in local and (step.loop is not None or name not in (*called, "self") or name in own)
            if name not in certain and is_given:
                found.append(name)
        if isinstance(item, ast.For):
            found = [name for name in found if name not in bound_in(item.target)]
        if not isinstance(item, (ast.If, ast.For)):
            certain |= bound_in(item)
    return list(dict.fromkeys(found))


def _local_names(scope: ast.AST) -> set[str]:
    if not isinstance(scope, FUNCTIONS):
        return {name for item in getattr(scope, "body", ()) for name in bound_in(item)}
    arguments = {item.arg for item in ast.walk(scope.args) if isinstance(item, ast.arg)}
    body = scope.body if isinstance(scope.body, list) else []
    return arguments | {name for item in body for name in bound_in(item)}


def _results(module: Module, step: Step) -> list[str]:
    """The names besides the loss that are bound in the forward function and read elsewhere."""
    loss = step.loss.id if isinstance(step.loss, ast.Name) else None
    scope = scope_of(module, step.backward)
    inside = {id(node) for item in (*step.forward, step.backward) for node in ast.walk(item)}
    found: list[str] = []
    bound = dict.fromkeys(
        name for item in step.forward for name in sorted(bound_in(item), key=read_order(item)) if name != loss
    )
    parameters = set(_parameters(module, step))
    for name in bound:
        reads = [
            node
            for node in ast.walk(scope)
            if isinstance(node, ast.Name)
            and node.id == name
            and isinstance(node.ctx, ast.Load)
            and id(node) not in inside
        ]
        carried = name in parameters and name in bound and step.loop is not None and _is_carried(step, name)
        if carried or any(_sees(module, step, node) for node in reads):
            found.append(name)
    return found


def read_order(item: ast.AST) -> Callable[[str], int]:
    """The order in which a statement binds names."""
    places = {
        node.id: node.lineno * 10000 + node.col_offset
        for node in ast.walk(item)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    return lambda name: places.get(name, 0)


def _is_carried(step: Step, name: str) -> bool:
    """Whether the next round reads what this one binds: nothing in the block binds it before."""
    before = step.block[: step.first]
    targets = bound_in(step.loop.target) if isinstance(step.loop, ast.For) else set()
    return name not in targets and not any(name in bound_in(item) for item in before)


def _sees(module: Module, step: Step, node: ast.Name) -> bool:
    """Whether a read may see what the step binds: nothing certain binds the name in between."""
    first = step.block[step.first]
    child: ast.AST = node
    for parent in ancestors(module, node):
        if any(_binds_again(step, items, child, node.id) for items in blocks_of(parent) if child in items):
            return False
        if isinstance(parent, ast.For) and node.id in bound_in(parent.target) and child in parent.body:
            return False
        if any(node.id in bound_in(part.target) for part in getattr(parent, "generators", ())):
            return False
        if isinstance(parent, FUNCTIONS):
            break
        child = parent
    loops = loops_around(module, step.backward)
    return node.lineno >= first.lineno or any(loop.lineno <= node.lineno <= (loop.end_lineno or 0) for loop in loops)


def _binds_again(step: Step, items: list[ast.stmt], child: ast.AST, name: str) -> bool:
    """Whether what stands before a statement of a block, and behind the step, certainly binds a name."""
    before = items[: items.index(child)]  # type: ignore[arg-type]
    if items is step.block and len(before) >= step.first:
        before = before[step.last + 1 :]
    return any(isinstance(item, ast.Assign) and name in bound_in(item) for item in before) and not any(
        isinstance(item, ast.AugAssign) and name in bound_in(item) for item in before
    )


# ---------------------------------------------------------------- the text around


def _free(names: Names, text: str) -> str:
    """A name that the file does not bind."""
    number, free = 2, text
    while free in names.bound:
        free, number = f"{text}_{number}", number + 1
    return free


def _margin(module: Module, node: Union[ast.stmt, Loop]) -> str:
    return module.source.lines[node.lineno - 1].encode()[: node.col_offset].decode()


def _unit(module: Module, around: ast.stmt, margin: str) -> str:
    """What one level of indentation is in this file."""
    body = getattr(around, "body", None)
    if body:
        inner = _margin(module, body[0])
        if inner.startswith(margin) and len(inner) > len(margin) and not inner.strip():
            return inner[len(margin) :]
    return "\t" if "\t" in margin else "    "


def _above_comments(module: Module, node: ast.stmt) -> int:
    """The first of the lines of comments right above a statement, or its own line."""
    margin = _margin(module, node)
    lines, at = module.source.lines, node.lineno
    first = module.source.region(node.lineno).first_line
    while at > first + 0 and at > 1 and lines[at - 2].startswith(f"{margin}#"):
        at -= 1
    return at


def _empty_above(module: Module, line: int) -> int:
    """How many empty lines stand above a line; the head of a block counts as enough of them."""
    count = 0
    while count < line - 1 and not module.source.lines[line - 2 - count].strip():
        count += 1
    above = module.source.lines[line - 2 - count].strip() if line - 1 > count else ":"
    return 2 if above.endswith(":") else count


def _comments_above(module: Module, step: Step, item: ast.stmt) -> list[str]:
    """The comments right above a statement of the block, without their margin; those above the first stay there."""
    if item is step.block[step.first]:
        return []
    index = step.block.index(item)
    before = step.block[index - 1]
    lines = module.source.lines[(before.end_lineno or before.lineno) : item.lineno - 1]
    return [line.strip() for line in lines if line.strip().startswith("#")]


def _comment_behind(module: Module, item: ast.stmt) -> str:
    end = end_of(item)
    line = module.source.lines[end[0] - 1]
    rest = text_between(module.source, end, (end[0], len(line.encode())))
    return rest.rstrip() if rest.strip().startswith("#") else ""
