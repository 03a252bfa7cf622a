"""The layers of a pickled torch module, by the classes and attributes that the pickle has."""

from __future__ import annotations

from collections.abc import Sequence

from ms_lint.compare.frameworks import describe
from ms_lint.compare.model import Layer
from ms_lint.compare.readers.torch_file import Module

_NORM_ROLES = {"weight": "gamma", "bias": "beta", "running_mean": "mean", "running_var": "variance"}
_NORMS = ("batch_norm", "layer_norm", "group_norm", "instance_norm", "rms_norm")


def layers_of(modules: Sequence[Module]) -> list[Layer]:
    """The layers in the order in which they are registered. How data flows through them is not in the file."""
    layers = []
    for module in modules:
        described = None if module.is_shared else describe(module.name, module.attributes)
        if described is None:
            continue
        kind, facts = described
        weights = dict(module.parameters)
        if kind in ("conv", "conv_transpose", "dense"):
            facts = {**facts, "bias": "bias" in weights}
        elif kind in _NORMS:
            weights = {_NORM_ROLES.get(role, role): weight for role, weight in weights.items()}
            weights.pop("num_batches_tracked", None)
        op = module.name.rpartition(".")[2]
        layers.append(Layer(module.path, kind, op, facts, weights, None, None))
    return layers
