"""What a torch, torchvision, TensorFlow or Keras name became in MindSpore.

``data/mappings.tsv`` is made by ``tools/knowledge/mappings.py`` out of the hand-kept facts in ``facts/mappings``
and the signatures of the catalog; every text to write in it was bound to the signatures of the versions that it
is suggested for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Optional

from ms_lint.knowledge.catalog import DATA, catalog_for, package
from ms_lint.knowledge.comparison import Differences
from ms_lint.knowledge.table import Table
from ms_lint.knowledge.versions import known_versions, version_key
from ms_lint.messages import say, verbatim

#: Names that frameworks have in two places: beginning of the one, of the other.
_SPELLINGS = (
    (re.compile(r"^(tf_keras|keras)\."), "tensorflow.keras."),
    (re.compile(r"^tensorflow\.(compat\.v[12]|python)\."), "tensorflow."),
    (re.compile(r"^torch\.nn\.modules\.\w+\.(?=[A-Z])"), "torch.nn."),
    (re.compile(r"^torch\.optim\.(?!lr_scheduler|swa_utils)\w+\.(?=[A-Z]\w*$)"), "torch.optim."),
    (re.compile(r"^torch\.utils\.data\.(dataset|dataloader|sampler)\.(?=\w)"), "torch.utils.data."),
)
VERDICTS = {"s": "same", "d": "differs", "r": "rewrite", "n": "none"}
_FAMILIES = {"n": "nn", "m": "mint", "*": ""}


@dataclass(frozen=True)
class Counterpart:
    """What to write in MindSpore for a name of another framework, in some versions.

    ``target`` is the text to write, empty where MindSpore has nothing; ``x`` in it is the tensor whose method was
    called. ``hint`` is what to mind, as the end of a sentence; without a target, what to do instead. ``verdict``
    is ``same``, ``differs`` (one name, something about its parameters or its meaning differs), ``rewrite`` (other
    code) or ``none``. ``family`` is ``nn`` (with ``ops``), ``mint``, or empty where it is the same for both.
    ``by_version`` has the known MindSpore versions that it holds for, oldest first, each with the differences
    between the parameters where both signatures are known. ``exact`` is False where the name is known only as
    one of its namespace.
    """

    target: str
    hint: str = ""
    verdict: str = "differs"
    family: str = "nn"
    by_version: Mapping[str, Optional[Differences]] = field(default_factory=dict, repr=False)
    exact: bool = True

    @property
    def versions(self) -> tuple[str, ...]:
        """The known MindSpore versions that have it, oldest first."""
        return tuple(self.by_version)

    @property
    def differences(self) -> Optional[Differences]:
        """The differences between the parameters in the newest of the versions."""
        return self.by_version[self.versions[-1]] if self.by_version else None

    @property
    def advice(self) -> str:
        """A sentence: what to write, or what to do instead."""
        if not self.target:
            return say("MindSpore has no counterpart; {hint}.", hint=self.hint)
        if not self.hint:
            return say("In MindSpore write `{target}`.", target=self.target)
        return say("In MindSpore write `{target}`, {hint}.", target=self.target, hint=self.hint)

    @property
    def name(self) -> Optional[str]:
        """The qualified name of the single counterpart; None where other code stands for it."""
        return single_name(self.target)


@cache
def table() -> Table:
    """The generated table of counterparts."""
    return Table(DATA / "mappings.tsv")


def normalized(name: str) -> str:
    """A qualified name under the spelling that the table has: of aliases the first, Keras below TensorFlow."""
    for pattern, prefix in _SPELLINGS:
        name = pattern.sub(prefix, name)
    return catalog_for(()).canonical(name)


@cache
def counterparts(name: str) -> tuple[Counterpart, ...]:
    """All that is known to stand for a qualified name, preferred ones first; empty where nothing is known."""
    return tuple(_read(name))


def _read(name: str) -> Iterator[Counterpart]:
    values, exact, namespace = table().values(name), True, name
    if not values:
        namespace = normalized(name)
        values = table().values(namespace) or _inherited(namespace)
    while not values and "." in namespace:
        namespace, exact = namespace.rpartition(".")[0], False
        values = table().values(f"{namespace}.*")
    for family, target, hint, verdict, segments in values:
        by_version: dict[str, Optional[Differences]] = {}
        for first, last, *fields in segments:
            differences = read_differences(fields[0]) if fields else None
            by_version.update(dict.fromkeys(table().versions[first : last + 1], differences))
        _add_own_versions(by_version, target)
        yield Counterpart(target, verbatim(hint), VERDICTS[verdict], _FAMILIES[family], by_version, exact)


def _add_own_versions(by_version: dict[str, Optional[Differences]], target: str) -> None:
    """Add the versions that only the user's own knowledge has: what holds for the shipped version before one
    holds for it too where it has the name."""
    own = [version for version in known_versions() if version not in table().versions]
    if not own or not by_version:
        return
    data, single = package("mindspore"), single_name(target)
    for version in own:
        before = [shipped for shipped in table().versions if version_key(shipped) < version_key(version)]
        if not before or before[-1] not in by_version or data is None:
            continue
        if single is None or data.find(single, data.versions.index(version)) is not None:
            by_version[version] = by_version[before[-1]]
    for version in sorted(by_version, key=version_key):
        by_version[version] = by_version.pop(version)


def _inherited(name: str) -> list[Any]:
    """The line of a method under the class that it is inherited from: that of ``Optimizer.step`` for ``SGD.step``."""
    owner, _, leaf = name.rpartition(".")
    entry = catalog_for(()).find(owner) if name.startswith("torch.") else None
    for base in entry.bases if entry is not None and entry.name != "torch" else ():
        values = table().values(f"{base}.{leaf}") or _inherited(f"{base}.{leaf}")
        if values:
            return values
    return []


def read_differences(fields: list[Any]) -> Differences:
    """The differences of one segment of a line."""
    renamed, lost, required, added, defaults, same_positions = (fields + [None] * 6)[:6]
    return Differences(
        tuple((a, b) for a, b in renamed or ()),
        tuple(lost or ()),
        tuple(required or ()),
        tuple(added or ()),
        tuple((a, b, c) for a, b, c in defaults or ()),
        same_positions,
    )


def counterpart(name: str, versions: Sequence[str] = (), family: str = "nn") -> Optional[Counterpart]:
    """The counterpart of a qualified name for the targeted versions (the newest known when empty) and the api
    family; one that all of the versions have where there is one, else one of the newest, and one of the other
    family only where its own has none. None where nothing is known, or no targeted version has it."""
    targets = [version for version in versions if version in known_versions()] or [table().versions[-1]]
    fitting = [item for item in counterparts(name) if targets[-1] in item.versions]
    if not fitting:
        fitting = [item for item in counterparts(name) if not set(targets).isdisjoint(item.versions)]
    # sorted keeps the order of preference between equals
    fitting.sort(key=lambda item: (item.family not in ("", family), not set(targets) <= set(item.versions)))
    return fitting[0] if fitting else None


# ---------------------------------------------------------------- texts to write

_PREFIXES = {
    "nn": "mindspore.nn",
    "ops": "mindspore.ops",
    "mint": "mindspore.mint",
    "optim": "mindspore.experimental.optim",
    "ms": "mindspore",
    "mindspore": "mindspore",
    "x": "mindspore.Tensor",
}
_SINGLE = re.compile(r"([A-Za-z_]\w*(?:\.\w+)+)(?:\(\.\.\.\))?")


def qualified(text: str) -> Optional[str]:
    """The qualified name of a dotted name in a text to write: ``mindspore.ops.abs`` for ``ops.abs``,
    ``mindspore.Tensor.abs`` for ``x.abs``; None for another name."""
    root, dot, rest = text.partition(".")
    return f"{_PREFIXES[root]}.{rest}" if dot and root in _PREFIXES else None


def single_name(text: str) -> Optional[str]:
    """The qualified name that a text to write consists of, with open arguments or none: ``ops.abs``,
    ``x.abs(...)``. None where it is other code."""
    match = _SINGLE.fullmatch(text)
    return qualified(match[1]) if match else None
