"""How the parameters of two callables differ: what a call of one must change to be a call of the other."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Optional

from ms_lint.knowledge.catalog import Entry, Parameter, Signature
from ms_lint.knowledge.keywords import RENAMED

#: Parameters for the machinery of torch and TensorFlow (where and how to store, what to record, names in a
#: graph): MindSpore says such things elsewhere, and a call without them means the same.
MACHINERY = frozenset(
    "activity_regularizer async_op bias_constraint capturable device differentiable dtype_policy foreach fused "
    "generator inplace kernel_constraint layout maximize memory_format name names non_blocking out pin_memory "
    "reduce requires_grad size_average sparse_grad stable trainable use_locking verbose".split()
)

#: What the texts to write call the tensor whose method they are.
RECEIVER = Parameter("x")


@dataclass(frozen=True)
class Differences:
    """What differs between the parameters of an original and those of its counterpart.

    ``renamed``: (original's name, counterpart's name). ``lost``: the original's parameters that the counterpart
    lacks. ``required``: the counterpart's that a call must give and the original lacks. ``added``: its other own
    ones. ``defaults``: (counterpart's name, original's default, counterpart's default), as source text;
    ``required`` stands for no default. ``same_positions``: how many positional arguments mean the same in
    both; None where all do.
    """

    renamed: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    defaults: tuple[tuple[str, str, str], ...] = ()
    same_positions: Optional[int] = None

    @property
    def matter(self) -> bool:
        """Whether any call that is not about machinery may have to change."""
        lost = [name for name in self.lost if name not in MACHINERY]
        return bool(self.renamed or lost or self.required or self.defaults or self.same_positions is not None)

    @property
    def cost(self) -> int:
        """How far apart the two are, to choose between overloads."""
        positions = 0 if self.same_positions is None else 3
        names = len(self.renamed) + 4 * len(self.lost) + 6 * len(self.required)
        return names + 2 * len(self.added) + 2 * len(self.defaults) + positions


def compare(
    original: Iterable[Signature], counterpart: Iterable[Signature], renames: Mapping[str, str]
) -> Optional[Differences]:
    """The differences between the two overloads that are nearest to each other; None where one side has no
    known signature. ``renames`` are those that names and the table of keywords do not tell. What is renamed is
    that of all overloads."""
    theirs, ours = list(original), list(counterpart)
    nearest = nearest_overloads(theirs, ours, renames)
    if nearest is None:
        return None
    found = _compare(nearest[0], nearest[1], renames)
    renamed = dict(found.renamed)
    kept = {parameter.name for parameter in nearest[0].parameters} - set(renamed)
    for other in theirs:
        chosen = nearest_overloads([other], ours, renames)
        assert chosen is not None
        pairs = _compare(other, chosen[1], renames).renamed
        renamed.update((name, new) for name, new in pairs if name not in kept and name not in renamed)
    return replace(found, renamed=tuple(renamed.items()))


def is_method_of_first(name: str, write: str) -> bool:
    """Whether a text to write is a method (``x.trace(...)``) of what an original function is given first."""
    return write.startswith("x.") and not name.startswith("torch.Tensor.")


def with_receiver(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """The signatures of a method as those of a function whose first parameter is the tensor, ``x``."""
    return tuple(Signature((RECEIVER, *signature.parameters)) for signature in signatures)


def receivers(original: Entry) -> dict[str, str]:
    """The first parameters of a function, renamed to the tensor that has the method."""
    return {signature.parameters[0].name: RECEIVER.name for signature in original.signatures if signature.parameters}


def nearest_overloads(
    original: Iterable[Signature], counterpart: Iterable[Signature], renames: Mapping[str, str]
) -> Optional[tuple[Signature, Signature]]:
    """The overloads that are nearest to each other; None where one side has no known signature."""
    targets = list(counterpart)
    pairs = ((theirs, ours) for theirs in original for ours in targets)
    return min(pairs, key=lambda both: _compare(both[0], both[1], renames).cost, default=None)


def _compare(theirs: Signature, ours: Signature, renames: Mapping[str, str]) -> Differences:
    pairs = pair(theirs, ours, renames)
    mine = {parameter.name: parameter for parameter in ours.parameters}
    named = [parameter for parameter in theirs.parameters if parameter.kind in ("positional", "keyword")]
    taken = set(pairs.values())
    own = [p for p in ours.parameters if p.kind in ("positional", "keyword") and p.name not in taken]
    variadic = any(parameter.kind == "**" for parameter in ours.parameters)
    # fills what comes first
    spread = any(p.kind == "*" and pairs.get(f"*{p.name}", "*")[0] == "*" for p in theirs.parameters)
    return Differences(
        tuple((name, other) for name, other in pairs.items() if name != other and other[0] != "*"),
        tuple(p.name for p in named if p.name not in pairs and not variadic),
        tuple(p.name for p in own if p.required and not (spread and p.kind == "positional")),
        tuple(parameter.name for parameter in own if not parameter.required),
        tuple(_default_differences(named, mine, pairs)),
        _same_positions(theirs, ours, pairs),
    )


def pair(theirs: Signature, ours: Signature, renames: Mapping[str, str]) -> dict[str, str]:
    """The original's parameters and the counterpart's that mean the same: by hand-kept renames, by name, by
    the table of keywords, and where each side has one required parameter left, these two."""
    free = [p.name for p in ours.parameters if p.kind in ("positional", "keyword")]
    theirs_named = [p for p in theirs.parameters if p.kind in ("positional", "keyword")]
    renames = {name: other for name, other in renames.items() if other in free}  # others are for other versions
    pairs: dict[str, str] = {}

    def take(name: str, other: str) -> None:
        pairs[name] = other
        free.remove(other)

    for parameter in theirs_named:
        if parameter.name in renames and renames[parameter.name] in free:
            take(parameter.name, renames[parameter.name])
    for parameter in theirs_named:
        if parameter.name not in pairs and parameter.name in free and parameter.name not in renames:
            take(parameter.name, parameter.name)
    for parameter in theirs_named:
        if parameter.name not in pairs and parameter.name not in renames:
            for other in RENAMED.get(parameter.name, ()):
                if other in free:
                    take(parameter.name, other)
                    break
    stars = [parameter.name for parameter in ours.parameters if parameter.kind == "*"]
    for parameter in theirs.parameters:
        sizes = [p.name for p in ours.positional if p.name in free]
        if parameter.kind == "*" and stars:
            pairs[f"*{parameter.name}"] = f"*{stars[0]}"
        elif parameter.kind == "*" and sizes:  # one tuple stands for many arguments
            take(f"*{parameter.name}", sizes[0])
    left = [p.name for p in theirs_named if p.required and p.name not in pairs and p.name not in renames]
    wanted = [p.name for p in ours.parameters if p.required and p.name in free]
    if len(left) == len(wanted) == 1:
        take(left[0], wanted[0])
    return pairs


def _default_differences(
    named: list[Parameter], mine: Mapping[str, Parameter], pairs: Mapping[str, str]
) -> Iterable[tuple[str, str, str]]:
    for parameter in named:
        if parameter.name not in pairs:
            continue
        other = mine[pairs[parameter.name]]
        if parameter.default == "..." or other.default == "..." or parameter.name in MACHINERY:
            continue
        # an argument that torch demands is always given
        if parameter.default is not None and not _equal(parameter.default, other.default):
            yield other.name, parameter.default, "required" if other.default is None else other.default


def _equal(first: str, second: Optional[str]) -> bool:
    if first == second or second is None:
        return second is not None
    a, b = _value(first), _value(second)
    if a is None or b is None:
        return first.rpartition(".")[2] == second.rpartition(".")[2]
    if isinstance(a, tuple) != isinstance(b, tuple):  # one size for each axis, or one for all
        several, one = (a, b) if isinstance(a, tuple) else (b, a)
        return bool(several) and all(item == one for item in several)
    return bool(a == b) and isinstance(a, bool) == isinstance(b, bool)


def _value(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None


def _same_positions(theirs: Signature, ours: Signature, pairs: Mapping[str, str]) -> Optional[int]:
    """How many positional arguments mean the same; None where all do that the counterpart has a place for."""
    variadic = any(parameter.kind == "**" for parameter in ours.parameters)
    for index, parameter in enumerate(theirs.positional):
        other = pairs.get(parameter.name, pairs.get(f"*{parameter.name}"))
        place = ours.positional[index].name if index < len(ours.positional) else None
        if other is not None and other == place:
            continue
        if other is not None or variadic:
            return index
        return None if place is None or parameter.name in MACHINERY else index
    return None
