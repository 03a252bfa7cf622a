"""MSL703: layers of a Cell that nothing calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.values import Instance, alternatives
from ms_lint.semantics.wiring.model import Layer, walk
from ms_lint.semantics.wiring.model import has_weights as has_layer_weights

from .registration import followed
from .shared_layers import replaced_layers
from .structure import has_construct, is_made_of, is_misspelt_elsewhere, is_read_by_family

_CELL = "mindspore.nn.Cell"
_WEIGHTED = re.compile(
    r"Dense|Conv|BatchNorm|SyncBatchNorm|LayerNorm|GroupNorm|InstanceNorm|Embedding|PReLU|LSTM|GRU|RNN|Multihead|Transformer|BiDense"
)


class LayerNeverCalled(Rule):
    """A sub-cell is made in `__init__` and never used.

    Its parameters are still among `trainable_params()`: they get zero gradients, weight decay moves
    them, and they fill the checkpoint. Mostly a line of `construct` was not carried over.

    A layer counts as used when any method, base class or subclass of the project reads it, when
    another object's attribute of that name is read anywhere in the project, or when its name appears
    in a string there.
    """

    code = "MSL703"
    name = "layer-never-called"
    unfixed = "whether the call got lost, or the layer is no longer needed, is not in the code"

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell" or not has_construct(cls) or cls.dynamic_get:
            return
        unread = [
            (name, assignments)
            for name, assignments in cls.assignments.items()
            if name not in cls.reads
            and name not in cls.guarded
            and (is_made_of(assignments, _CELL, cls.module) or _followed_layer(cls, name) is not None)
        ]
        replaced = replaced_layers(cls) if unread else frozenset()
        for name, assignments in unread:
            if cls.module.index.is_read(name) or is_read_by_family(cls, name):
                continue
            if is_misspelt_elsewhere(cls, name) or name in replaced:
                continue
            first = assignments[0]
            layers = [value for value in alternatives(first.value) if isinstance(value, Instance)]
            made = _followed_layer(cls, name)
            what = layers[0].class_name if layers else made.class_name if made is not None else say("layer")
            has_weights = any(_has_weights(layer) for layer in layers) or any(
                isinstance(item, Layer) and has_layer_weights(item) for _, item in walk(made)
            )
            consequence = (
                say("its weights are saved and decayed, but never trained") if has_weights else say("it has no effect")
            )
            yield Problem(
                first.node,
                say(
                    "`self.{name}` ({what}) is declared in {qualified_name} and never called in {cls}: {consequence}.",
                    name=name,
                    what=what,
                    qualified_name=first.function.qualified_name,
                    cls=cls.name,
                    consequence=consequence,
                ),
                say("Call it in `construct`, or remove it."),
                severity=None if has_weights else Severity.WARNING,
            )


def _followed_layer(cls: ClassInfo, name: str) -> Optional[Layer]:
    """The layer of a library that an attribute holds in the end, where a method of the class makes it."""
    wiring = followed(cls)
    value = wiring.root.attributes.get(name) if wiring is not None else None
    return value if isinstance(value, Layer) and ".nn." in value.kind else None


def _has_weights(layer: Instance, depth: int = 3) -> bool:
    """Whether a layer holds parameters: by its kind, for a Cell of the project by its own layers."""
    if isinstance(layer.of, str):
        return bool(_WEIGHTED.match(layer.class_name))
    return depth > 0 and any(
        inner.of == "mindspore.Parameter" or _has_weights(inner, depth - 1) for inner in layer.of.instances_made()
    )
