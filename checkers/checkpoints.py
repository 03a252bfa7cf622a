"""MSL8xx: checkpoints that are written elsewhere, cannot be read, or load in part."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import spelled
from ms_lint.conversion.blocks import dotted, read_in
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.frameworks import FRAMEWORKS
from ms_lint.messages import say
from ms_lint.place_fix import assigned, replaced
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import Origin
from ms_lint.semantics.reads import ancestors, followed, is_discarded, reads_of, target_of
from ms_lint.semantics.values import Constant, Symbol

from .graph_statements import lines_behind
from .networks import origin_of_call

_FOREIGN = re.compile(r"\.(pth|pt|pth\.tar|pkl|bin|t7|h5|hdf5|pb|npz)$")


def _file_name(call: Call, name: str) -> Optional[str]:
    """The name of a file, or its end where only that is known: ``f"{epoch}.pth"``, ``os.path.join(d, "a.pth")``."""
    value, expression = call.argument(name), call.expression(name)
    if isinstance(value, Constant):
        return value.value if isinstance(value.value, str) else None
    if expression is None:
        return None
    return _end_of_text(followed(call.module, expression))


def _end_of_text(node: ast.expr) -> Optional[str]:
    """What a text ends in, where that is written down."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return _end_of_text(node.values[-1])
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Div)):
        return _end_of_text(node.right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "join" and node.args:
            return _end_of_text(node.args[-1])
        if node.func.attr == "format":
            return _end_of_text(node.func.value)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


class CheckpointFileName(Rule):
    """A checkpoint under a name that MindSpore changes or refuses.

    `ms.save_checkpoint` appends `.ckpt` to a name that does not end in it: the file `model.pth` is not
    there afterwards. `ms.load_checkpoint` reads MindSpore's own files and raises an error for a
    `.pth`; what torch or Keras wrote has to be converted.

    ```python
    ms.save_checkpoint(net, 'model.pth')  # writes model.pth.ckpt
    ms.save_checkpoint(net, 'model.ckpt')
    ```
    """

    code = "MSL844"
    name = "checkpoint-file-name"
    fix = Applicability.UNSAFE
    calls = ("mindspore.save_checkpoint", "mindspore.load_checkpoint")

    def check_call(self, call: Call) -> Iterator[Problem]:
        saves = call.qualified_name == "mindspore.save_checkpoint"
        place = call.expression("ckpt_file_name")
        name = _file_name(call, "ckpt_file_name")
        if name is None or place is None or call.expression("format") is not None:
            return
        match = _FOREIGN.search(name)
        if match is None:
            return
        if saves:
            yield Problem(
                place,
                say("`{call}` appends `.ckpt`: what is written is `{last}.ckpt`.", call=call.text, last=_last(name)),
                say("Write `{last}`, here and where it is read.", last=_last(_FOREIGN.sub(".ckpt", name))),
                fix=_own_name(call.module, place),
            )
        else:
            yield Problem(
                place,
                say(
                    "`{call}` reads checkpoints of MindSpore alone: `{last}` raises a ValueError.",
                    call=call.text,
                    last=_last(name),
                ),
                say("Convert it, name by name, and save it with `ms.save_checkpoint`; or give the `.ckpt`."),
            )


def _own_name(module: Module, place: ast.expr) -> Optional[Rewrite]:
    """The fix of a name that is written out."""
    while isinstance(place, ast.Call) and place.args and not place.keywords:
        if not (dotted(place.func) or "").endswith(("path.join", "Path")):
            return None
        place = place.args[-1]
    if not isinstance(place, (ast.Constant, ast.JoinedStr)):
        return None
    text = module.text_of(place)
    quote = text[-3:] if text.endswith(('"""', "'''")) else text[-1:]
    name = text[: -len(quote)]
    match = _FOREIGN.search(name)
    if match is None:
        return None
    doubt = say("whatever reads the file has to take the new name")
    new = f"{name[: match.start()]}.ckpt{quote}"
    edits = [
        rewrite.edits
        for node in ast.walk(module.source.tree)
        if node is place or (isinstance(node, ast.Constant) and isinstance(place, ast.Constant) and _same(node, place))
        if module.text_of(node) == text and not _is_of_others(module, node)
        if (rewrite := replaced(module, node, new, doubt)) is not None
    ]
    return Rewrite(tuple(edit for each in edits for edit in each), doubt, Applicability.UNSAFE) if edits else None


def _is_of_others(module: Module, node: ast.AST) -> bool:
    """Whether a name is given to another framework, whose file keeps it."""
    calls = (dotted(item.func) for item in ancestors(module, node) if isinstance(item, ast.Call))
    roots = (module.scope.env.get(name.partition(".")[0]) for name in calls if name is not None)
    names = {root.name.partition(".")[0] for root in roots if isinstance(root, Symbol)} - {"mindspore"}
    return not names.isdisjoint(FRAMEWORKS)


def _same(node: ast.Constant, other: ast.Constant) -> bool:
    return isinstance(node.value, str) and node.value == other.value


def _last(path: str) -> str:
    return path.rpartition("/")[2] or path


class PartialLoadUnnoticed(Rule):
    """A checkpoint is loaded, and nobody looks at what did not fit.

    torch's `load_state_dict` and `saver.restore` of TensorFlow raise an error for a missing weight.
    `ms.load_param_into_net` loads the names that match and returns those that do not; so it does with
    `strict_load=True`, which is about types. A converted checkpoint with `weight` in place of `gamma`
    loads without a word. `ms.load_checkpoint(path, net)` does the same, and returns no such list.

    ```python
    ms.load_checkpoint(path, net)
    ms.load_param_into_net(net, parameters)

    not_loaded, unused = ms.load_param_into_net(net, parameters)
    assert not not_loaded
    ```

    Reported in code that is known to be ported.
    """

    code = "MSL846"
    name = "partial-load-unnoticed"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.load_param_into_net", "mindspore.load_checkpoint")

    def check_call(self, call: Call) -> Iterator[Problem]:
        module = call.module
        origin = origin_of_call(call)
        reads_file = call.qualified_name == "mindspore.load_checkpoint"
        into = call.expression("net")
        if into is None or (isinstance(into, ast.Constant) and into.value is None):
            return
        if origin is None or origin.confidence is not Confidence.PROVED:
            return
        target = target_of(module, call.node)
        is_unread = isinstance(target, ast.Name) and not reads_of(module, target)
        if not (is_discarded(module, call.node) or is_unread):
            return
        what = "`load_state_dict`" if origin.framework == "torch" else "`restore`"
        if reads_file:
            yield self._from_file(call, into, what, origin, target)
            return
        net, parameters = (module.text_of(item) for item in (*call.node.args[:2], *[call.node.func] * 2)[:2])
        yield Problem(
            call.node,
            say(
                "`{call}` loads the names that fit and returns the others, where {what} raised an error.",
                call=call.text,
                what=what,
            ),
            say(
                "Write `not_loaded, _ = {call}({net}, {parameters})` and look at `not_loaded`.",
                call=call.text,
                net=net,
                parameters=parameters,
            )
            if len(call.node.args) == 2
            else say("Take its result, and look at the first list in it: what was not loaded."),
            origin=origin,
            fix=_looked_at(module, call.node, target),
        )

    def _from_file(self, call: Call, net: ast.expr, what: str, origin: Origin, target: Optional[ast.expr]) -> Problem:
        path = call.expression("ckpt_file_name")
        loaded = _loaded(call, net, path)
        return Problem(
            call.node,
            say(
                "`{call}` loads the names that fit into `{net}` and leaves out the others, where {what} raised an "
                "error.",
                call=call.text,
                net=call.module.text_of(net),
                what=what,
            ),
            say(
                "Write `not_loaded, _ = ms.load_param_into_net({net}, {call}({path}))` and look at `not_loaded`.",
                net=call.module.text_of(net),
                call=call.text,
                path=call.module.text_of(path) if path is not None else "...",
            ),
            origin=origin,
            fix=_looked_at(call.module, call.node, target, loaded) if loaded is not None else None,
        )


def _loaded(call: Call, net: ast.expr, path: Optional[ast.expr]) -> Optional[Rewrite]:
    """The fix that reads a file and gives what is in it to a network in two calls."""
    if path is None or len(call.node.args) + len(call.node.keywords) != 2:
        return None
    needed = set[str]()
    module = call.module
    load = spelled(module, "mindspore.load_param_into_net", needed)
    text = f"{load}({module.text_of(net)}, {call.text}({module.text_of(path)}))"
    return replaced(module, call.node, text, say("it is read first"), needed)


def _looked_at(
    module: Module, call: ast.Call, target: Optional[ast.expr], written: Optional[Rewrite] = None
) -> Optional[Rewrite]:
    """The fix that raises an error for what was not loaded, as the original does; ``written``: the call anew."""
    doubt = say("it raises an error where a weight of the network is not in the file")
    statement = module.parents.get(call)
    if target is not None or not isinstance(statement, ast.Expr) or "not_loaded" in module.source.code:
        return None
    if "_" in read_in(module.source.tree):  # it would be bound here
        return None
    if any(version.startswith("1.") for version in module.catalog.versions):  # what it returned then was not run
        return None
    named = assigned(module, call, "not_loaded, _", doubt)
    raised = ["if not_loaded:", '\traise RuntimeError(f"not loaded: {not_loaded}")']
    checked = lines_behind(module, statement, raised)
    if named is None or checked is None:
        return None
    return Rewrite((*named.edits, *(written.edits if written else ()), *checked), doubt, Applicability.UNSAFE)
