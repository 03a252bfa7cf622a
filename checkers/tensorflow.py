"""MSL106, MSL107, MSL114 and MSL116: what is left of TensorFlow and Keras."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.call_fix import RAISES
from ms_lint.conversion.plan import plan_of
from ms_lint.findings import Applicability, Left, Severity
from ms_lint.messages import say
from ms_lint.place_fix import swapped, without_argument
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Constant, Instance, Symbol

from .migration import is_given_mindspore, is_known, leftover_severity, what_to_write
from .purpose import is_meant, left_of


class TensorFlowCall(Rule):
    """A call of a TensorFlow or Keras function or class, or a use of a name of theirs.

    TensorFlow images are NHWC and MindSpore layers are NCHW: axis 3 becomes 1, axes 1 and 2 become
    2 and 3, in every call that has an axis.
    """

    code = "MSL106"
    name = "tensorflow-call"
    severity = Severity.INFO
    fix = Applicability.SAFE
    calls = ("tensorflow.*",)
    references = ("tensorflow.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        name = call.qualified_name
        if isinstance(call.callee, Symbol) and is_known(call.module, name):
            yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        name = reference.qualified_name
        if name.count(".") > 0 and reference.owner is None and is_known(reference.module, name):
            yield from self._problem(reference, reference.node)

    def left(self, module: Module) -> Iterator[Left]:
        yield from left_of(module, "tensorflow")

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        if is_meant(use.module, "tensorflow", use.function):
            return
        text, severity = use.module.text_of(node), leftover_severity(use)
        message = say("`{text}` is still TensorFlow.", text=text)
        if isinstance(use, Call) and severity is Severity.WARNING and is_given_mindspore(use):
            message, severity = (
                say("`{text}` is TensorFlow, and is given what MindSpore made.", text=text),
                Severity.ERROR,
            )
        plan = plan_of(use.module)
        obstacle = plan.obstacle(use.node)
        if obstacle is not None:
            message = say("{message} It is not converted by itself: {obstacle}.", message=message, obstacle=obstacle)
        is_sure = plan.is_foreign or (isinstance(use, Call) and is_given_mindspore(use))
        fix = plan.fix(use.node) if is_sure else None
        yield Problem(node, message, what_to_write(use), severity=severity, fix=fix)


class TensorFlowArgumentOrder(Rule):
    """`tf.concat(axis, values)` and `tf.split(axis, parts, value)`: the order before TensorFlow 1.0.

    Since 1.0 the tensors come first and the axis last; the old order raises. Whoever ports such a
    line must not carry the order over: `ops.concat(tensors, axis)`, and `ops.split(tensor, size,
    axis)`, whose second argument is the size of a part, not the number of parts.
    """

    code = "MSL107"
    name = "tensorflow-argument-order"
    fix = Applicability.SAFE
    calls = ("tensorflow.concat", "tensorflow.split")

    def check_call(self, call: Call) -> Iterator[Problem]:
        first, second = call.arguments.get(0), call.arguments.get(1)
        if not (isinstance(first, Constant) and isinstance(first.value, int)) or second is None or call.partial:
            return
        module, arguments = call.module, [call.module.text_of(argument) for argument in call.node.args]
        if call.qualified_name == "tensorflow.concat":
            if isinstance(second, Constant):
                return
            axis = 1 if first.value == 3 else first.value
            suggestion = (
                say("Write `ops.concat({arguments}, axis={axis})` for NCHW.", arguments=arguments[1], axis=axis)
                if axis != first.value
                else say("Write `ops.concat({arguments}, axis={axis})`.", arguments=arguments[1], axis=axis)
            )
        elif len(arguments) == 3:
            axis = 1 if first.value == 3 else first.value
            suggestion = say(
                "In MindSpore `{arguments}` comes first, the axis last ({axis} for NCHW), and the size of a "
                "part stands for the number of parts: `ops.split({arguments}, size, axis={axis})`.",
                arguments=arguments[2],
                axis=axis,
            )
        else:
            return
        yield Problem(
            call.node,
            say(
                "`{func}` has the axis ({first}) first, the order before TensorFlow 1.0; this raises in every "
                "later version.",
                func=module.text_of(call.node.func),
                first=first.value,
            ),
            suggestion,
            fix=_axis_last(call),
        )


def _axis_last(call: Call) -> Optional[Rewrite]:
    node = call.node
    if node.keywords or any(isinstance(item, ast.Starred) for item in node.args):
        return None
    return swapped(call.module, node.args[0], node.args[-1], RAISES) if len(node.args) in (2, 3) else None


def _named_construct(cls: ClassInfo, node: ast.AST) -> Optional[Rewrite]:
    if not isinstance(node, ast.FunctionDef):
        return None
    line = cls.module.source.lines[node.lineno - 1]
    match = re.match(r"(\s*def\s+)call(?=\s*\()", line)
    if match is None:
        return None
    start = len(match[1].encode())
    return Rewrite((((node.lineno, start, node.lineno, start + 4), "construct"),), say("a Cell runs `construct`"))


class KerasEntry(Rule):
    """A Cell with Keras' methods `call` or `build`, which MindSpore never calls.

    A Cell runs `construct`, and has its layers from `__init__` on: what `build` would make does not exist.

    ```python
    class Block(nn.Cell):
        def call(self, x, training=None):
            ...
    ```

    Use instead:

    ```python
    class Block(nn.Cell):
        def construct(self, x):
            ...
    ```
    """

    code = "MSL114"
    name = "keras-entry"
    fix = Applicability.SAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell":
            return
        call, build = cls.methods.get("call"), cls.methods.get("build")
        if call is not None and cls.method("construct") is None and not self._is_called(cls, "call"):
            yield Problem(
                call.node,
                say("MindSpore never calls `{cls}.call`: a Cell runs `construct`, and there is none.", cls=cls.name),
                say("Rename it to `construct`."),
                fix=_named_construct(cls, call.node),
            )
        if build is not None and not self._is_called(cls, "build"):
            parameters = build.signature.positional
            if len(parameters) == 1 and parameters[0].name in ("input_shape", "input_shapes", "shape"):
                yield Problem(
                    build.node,
                    say(
                        "MindSpore never calls `{cls}.build`: a Cell gets its layers and Parameters in `__init__`.",
                        cls=cls.name,
                    ),
                    say("Make in `__init__` what it makes, with the number of input channels as a parameter."),
                )

    def _is_called(self, cls: ClassInfo, name: str) -> bool:
        return name in cls.reads or cls.module.index.is_read(name)


class KerasTrainingArgument(Rule):
    """A Cell is called with Keras' argument `training`, which its `construct` does not have.

    The call raises a TypeError. The mode is a state of a Cell, which `net.set_train()` sets for it and all Cells
    in it, and which it reads as `self.training`.

    ```python
    x = self.block(x, training=training)
    ```

    Use instead:

    ```python
    x = self.block(x)
    ```
    """

    code = "MSL116"
    name = "keras-training-argument"
    fix = Applicability.SAFE
    calls = ("mindspore.nn.Cell.__call__",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        given = next((keyword for keyword in call.node.keywords if keyword.arg == "training"), None)
        if given is None or not isinstance(call.callee, Instance) or isinstance(call.callee.of, str):
            return
        info = call.callee.of
        entry = info.entry
        if entry is None or entry.node.args.kwarg is not None or not _is_plain(info):
            return
        if all(parameter.name != "training" for parameter in entry.signature.parameters):
            yield Problem(
                given.value,
                say(
                    "`{call}` is called with `training`, which `{info}.construct` does not have: the call raises "
                    "a TypeError.",
                    call=call.text,
                    info=info.name,
                ),
                say("Leave it out: `set_train` sets the mode, and a Cell reads it as `self.training`."),
                fix=without_argument(call.module, call.node, "training", RAISES),
            )


def _is_plain(info: ClassInfo) -> bool:
    """Whether a call of the Cell runs `construct` with the same arguments."""
    return info.method("__call__") is None
