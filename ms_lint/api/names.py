"""The known names that a spelling may stand for, and those that are spelled much like it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Optional

from ms_lint.knowledge.catalog import Entry, package
from ms_lint.knowledge.counterparts import counterparts, normalized, table
from ms_lint.knowledge.frameworks import FRAMEWORKS

#: What the beginning of a spelling may stand for.
_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "F": ("torch.nn.functional",),
    "T": ("torchvision.transforms",),
    "Tensor": ("torch.Tensor", "mindspore.Tensor"),
    "dist": ("torch.distributed",),
    "init": ("torch.nn.init",),
    "keras": ("tensorflow.keras",),
    "mint": ("mindspore.mint",),
    "ms": ("mindspore",),
    "nn": ("torch.nn", "mindspore.nn"),
    "ops": ("mindspore.ops", "torchvision.ops"),
    "optim": ("torch.optim", "mindspore.experimental.optim"),
    "tf": ("tensorflow",),
    "transforms": ("torchvision.transforms", "mindspore.dataset.transforms"),
    "vision": ("mindspore.dataset.vision",),
    "x": ("torch.Tensor", "mindspore.Tensor"),
}
#: Where a name without any dot is looked for.
_NAMESPACES = (
    "torch",
    "torch.nn",
    "torch.nn.functional",
    "torch.Tensor",
    "torch.nn.init",
    "torch.optim",
    "torch.optim.lr_scheduler",
    "torch.utils.data",
    "torchvision.transforms",
    "tensorflow",
    "tensorflow.nn",
    "tensorflow.math",
    "tensorflow.keras.layers",
    "mindspore",
    "mindspore.nn",
    "mindspore.ops",
    "mindspore.mint",
    "mindspore.mint.nn",
    "mindspore.Tensor",
)


def resolve(spelling: str) -> list[str]:
    """The known qualified names that a spelling may stand for: ``nn.Conv2d`` is torch's and MindSpore's."""
    spelling = spelling.strip().rstrip("()")
    beginning, dot, rest = spelling.partition(".")
    if dot:
        candidates = [spelling, *(f"{namespace}.{rest}" for namespace in _BEGINNINGS.get(beginning, ()))]
    else:
        candidates = [spelling, *(f"{namespace}.{beginning}" for namespace in _NAMESPACES)]
    known: dict[str, str] = {}
    for name in candidates:
        if _is_known(name):
            known.setdefault(normalized(name), name)
    if not known and package(beginning) is None and counterparts(spelling):  # something of torchvision.models
        return [spelling]
    return list(known.values())


def _is_known(name: str) -> bool:
    root, _, rest = name.partition(".")
    if not rest.strip(".") or name.endswith(".") or rest.rpartition(".")[2] == root:
        return False  # torch.nn.init.torch is torch itself
    return any(entries_of(name)) or any(item.exact for item in counterparts(name))


def is_package(spelling: str) -> bool:
    """Whether a spelling is the name of a whole package, about which nothing can be said."""
    return _BEGINNINGS.get(spelling, (spelling,))[0] in FRAMEWORKS or spelling == "mindspore"


def entries_of(name: str) -> list[Optional[Entry]]:
    """What a name is in each known version of its package; empty where the package is not known."""
    data = package(name.partition(".")[0])
    return [] if data is None else [data.find(name, position) for position in range(len(data.versions))]


def nearest_names(spelling: str, most: int = 3) -> list[str]:
    """Known names that are spelled much like one that is not known."""
    beginning, dot, rest = spelling.strip().partition(".")
    namespaces = _BEGINNINGS.get(beginning, (beginning,)) if dot else _NAMESPACES
    namespaces = tuple(f"{namespace}.{rest}".rpartition(".")[0] if dot else namespace for namespace in namespaces)
    leaf = spelling.rpartition(".")[2]
    found: dict[str, list[str]] = {}
    for namespace in (*namespaces, *_NAMESPACES):
        for name in sorted(_members(namespace)):
            found.setdefault(name.lower(), []).append(f"{namespace}.{name}")
    near = difflib.get_close_matches(leaf.lower(), found, most, 0.7)

    def unlikeness(name: str) -> tuple[bool, bool]:
        place, _, other = name.rpartition(".")
        return place not in namespaces, other.islower() != leaf.islower()

    best = ((unlikeness(min(found[name], key=unlikeness)), found[name]) for name in near)
    alike = [name for least, names in best for name in dict.fromkeys(names) if unlikeness(name) == least]
    return alike[:most]


def _members(namespace: str) -> set[str]:
    """Names right below a namespace, in any version or only in the table of counterparts."""
    data = package(namespace.partition(".")[0])
    names = set(table().names(f"{namespace}."))
    if data is not None:
        names.update(data.names(f"{namespace}."))
    leaves = (name[len(namespace) + 1 :] for name in names)
    return {leaf for leaf in leaves if leaf and "." not in leaf and leaf[0] not in "_*"}
