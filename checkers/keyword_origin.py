"""Whose keywords a call of MindSpore has that MindSpore lacks: torch's, TensorFlow's or Keras'. It has no rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.knowledge.catalog import Catalog
from ms_lint.messages import conjunction, say
from ms_lint.semantics.observer import Call

#: Where the others have what a namespace of MindSpore is for, the likelier ones first.
_PLACES: dict[str, tuple[str, ...]] = {
    "mindspore.nn": (
        "torch.nn",
        "torch.optim",
        "torch.optim.lr_scheduler",
        "tensorflow.keras.layers",
        "tensorflow.keras.optimizers",
        "tensorflow.keras.losses",
    ),
    "mindspore.ops": ("torch", "torch.nn.functional", "tensorflow", "tensorflow.nn", "tensorflow.math"),
    "mindspore.Tensor": ("torch.Tensor",),
    "mindspore.mint": ("torch", "torch.nn", "torch.nn.functional"),
    "mindspore.mint.nn": ("torch.nn",),
    "mindspore.mint.nn.functional": ("torch.nn.functional",),
    "mindspore": ("torch", "torch.nn", "tensorflow"),
    "mindspore.dataset": ("torch.utils.data", "tensorflow.data.Dataset"),
    "mindspore.dataset.Dataset": ("tensorflow.data.Dataset", "torch.utils.data"),
    "mindspore.dataset.vision": ("torchvision.transforms", "tensorflow.image"),
    "mindspore.numpy": ("torch", "tensorflow"),
}
#: What the others call it, where that is not the same word.
_OTHERS: dict[str, tuple[str, ...]] = {
    "BatchNorm1d": ("BatchNormalization",),
    "BatchNorm2d": ("BatchNormalization",),
    "BatchNorm3d": ("BatchNormalization",),
    "Conv2dTranspose": ("ConvTranspose2d", "Conv2DTranspose"),
    "Conv3dTranspose": ("ConvTranspose3d", "Conv3DTranspose"),
    "Dense": ("Linear",),
    "LayerNorm": ("LayerNormalization",),
    "SequentialCell": ("Sequential",),
    "batch": ("DataLoader",),
    "concat": ("cat",),
}
_REDUCTION = re.compile(r"Reduce(?=[A-Z])")
_DIMENSION = re.compile(r"(?<=[a-z])(\d)d$")


def whose_keywords(call: Call, keywords: tuple[str, ...]) -> Optional[str]:
    """A sentence that says whose names for parameters the keywords are; None where nobody's that is known."""
    found: dict[str, list[str]] = {}
    for keyword in keywords:
        owner = _owner(call.module.catalog, call.qualified_name, keyword)
        if owner is not None:
            found.setdefault(owner, []).append(f"`{keyword}`")
    clauses = [
        say("{names} are keywords of {owner}", names=conjunction(names), owner=owner)
        if len(names) > 1
        else say("{names} is a keyword of {owner}", names=names[0], owner=owner)
        for owner, names in found.items()
    ]
    return say("{clauses}.", clauses=conjunction(clauses)) if clauses else None


def _owner(catalog: Catalog, name: str, keyword: str) -> Optional[str]:
    of_instance = name.endswith(".__call__")
    namespace, _, leaf = name[: -len(".__call__")].rpartition(".") if of_instance else name.rpartition(".")
    for place in _PLACES.get(namespace, ()):
        for other in _leaves(leaf):
            entry = catalog.find(f"{place}.{other}")
            for signature in entry.signatures if entry is not None else ():
                if any(parameter.name == keyword for parameter in signature.parameters):
                    return f"`{place}.{other}`"
    return None


def _leaves(leaf: str) -> Iterator[str]:
    yield leaf
    yield from _OTHERS.get(leaf, ())
    yield _DIMENSION.sub(r"\1D", leaf)
    plain = _REDUCTION.sub("", leaf)
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain).lower()
    yield words
    yield f"reduce_{words}"
