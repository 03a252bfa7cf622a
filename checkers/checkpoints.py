"""MSL8xx: checkpoints that are written elsewhere, cannot be read, or load in part."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import Origin
from ms_lint.semantics.reads import followed, is_discarded, reads_of, target_of
from ms_lint.semantics.values import Constant

from .networks import origin_of_call
from .unfixed import SEVERAL, VALUE

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
    unfixed = SEVERAL
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
    unfixed = VALUE
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
            yield self._from_file(call, into, what, origin)
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
        )

    def _from_file(self, call: Call, net: ast.expr, what: str, origin: Origin) -> Problem:
        path = call.expression("ckpt_file_name")
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
        )
