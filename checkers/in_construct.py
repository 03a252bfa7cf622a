"""MSL32x: the training mode of TensorFlow, which goes from call to call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import readers
from ms_lint.semantics.values import Instance

from .made_in_init import made_in_init
from .networks import layers_within

_DROPOUTS = tuple(f"mindspore.nn.Dropout{axes}" for axes in ("", "1d", "2d", "3d"))


class DropoutMadeInConstruct(Rule):
    """A Dropout that is made where it is called.

    `tf.nn.dropout` and `tf.layers.dropout` are functions. A Cell that is made in `construct` is in inference mode,
    whatever the network around it is in: its Dropout never drops.

    ```python
    def construct(self, x):
        return nn.Dropout(p=0.5)(x)  # never drops
    ```

    Use instead:

    ```python
    def __init__(self):
        super().__init__()
        self.dropout = nn.Dropout(p=0.5)

    def construct(self, x):
        return self.dropout(x)
    ```
    """

    code = "MSL327"
    name = "dropout-made-in-construct"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = _DROPOUTS

    def check_call(self, call: Call) -> Iterator[Problem]:
        function = call.function
        if function is None or function.name != "construct" or function.cls is None or function.cls.kind != "cell":
            return
        module = call.module
        if not any(_is_called(module.parents.get(item), item) for item in readers(module, call.node)):
            return
        yield Problem(
            call.node,
            say(
                "`{layer}` is made anew at each call of `construct`, in inference mode: it never drops anything.",
                layer=module.text_of(call.node),
            ),
            say("Make it in `__init__`, as an attribute."),
            fix=made_in_init(module, call.node, say("it drops from then on, where the network is in training mode")),
        )


def _is_called(parent: Optional[ast.AST], node: ast.expr) -> bool:
    return isinstance(parent, ast.Call) and parent.func is node


_MODE_NAMES = frozenset({"training", "is_training", "train", "is_train"})
_BY_MODE = ("Dropout", "BatchNorm", "SyncBatchNorm")


class TrainingArgumentUnused(Rule):
    """`construct` takes the training mode as an argument, and does nothing with it.

    Keras and TensorFlow 1 hand the mode from call to call: `call(x, training=None)`. In MindSpore the mode is a state
    of the Cell: dropout and batch normalization look at it, and `net.set_train()` sets it for all layers below.
    An argument that is not read changes nothing.

    ```python
    def construct(self, x, training=False):
        return self.dropout(x)  # does not look at `training`

    net.set_train(True)
    net(x)
    ```
    """

    code = "MSL328"
    name = "training-argument-unused"
    confidence = Confidence.LIKELY
    unfixed = (
        "the calls that give the argument have to change with it, and `set_train` belongs where the network is used"
    )

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        entry = cls.methods.get("construct") if cls.kind == "cell" else None
        if entry is None or isinstance(entry.node, ast.Lambda):
            return
        arguments = entry.node.args
        given = [item for item in (*arguments.args, *arguments.kwonlyargs) if item.arg in _MODE_NAMES]
        if not given:
            return
        names = {item.id for item in ast.walk(entry.node) if isinstance(item, ast.Name)}
        if given[0].arg in names:
            return
        layers = (layer for layer in layers_within(cls) if isinstance(layer, Instance) and isinstance(layer.of, str))
        by_mode = next((layer.of for layer in layers if str(layer.of).rpartition(".")[2].startswith(_BY_MODE)), None)
        if by_mode is None:
            return
        name = given[0].arg
        yield Problem(
            given[0],
            say(
                "`{name}` is not read: `{layer}` of `{cls}` goes by the mode of the Cell.",
                name=name,
                layer=f"nn.{str(by_mode).rpartition('.')[2]}",
                cls=cls.name,
            ),
            say("Leave `{name}` out, and call `set_train(True)` or `set_train(False)` of the network.", name=name),
        )
