"""One class held against one reference: what is compared, and where in the code each difference is."""

from __future__ import annotations

import ast
import difflib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.compare.cell import as_reference, places_of
from ms_lint.compare.checks import Difference, differences
from ms_lint.compare.matching import Matching, match
from ms_lint.compare.model import Layer, Reference
from ms_lint.messages import disjunction, say
from ms_lint.semantics.wiring.follow import follow, follow_function
from ms_lint.semantics.wiring.model import Place, Wiring

if TYPE_CHECKING:
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.module import Module
    from ms_lint.semantics.scopes import Function

_MAXIMUM_CANDIDATES = 20
_MAXIMUM_NAMES = 8_000_000


class ComparisonError(Exception):
    """What was asked for cannot be compared. ``str()`` is a complete message."""


@dataclass(frozen=True)
class Comparison:
    """A class of ``module`` and a reference, their layers matched, and the differences."""

    reference: Reference
    cell: Reference
    matching: Matching
    differences: tuple[Difference, ...]
    info: ClassInfo
    module: Module
    #: For each layer of the Cell the calls that made it, from the layer's own to that in the class itself.
    places: Mapping[str, tuple[ast.AST, ...]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of the reference's file, for messages."""
        return os.path.basename(self.reference.path)

    def groups(self, topic: str) -> Iterator[tuple[ast.AST, list[Difference]]]:
        """The differences of a topic with their place in the module. What all layers that one line makes have in
        common is one group."""
        found = [each for each in self.differences if each.topic == topic]
        waiting = list(found)
        while waiting:
            first = waiting.pop(0)
            group = [first]
            place = self._inner(first)
            if place is not None and first.cell is not None:
                alike = [each for each in waiting if self._is_alike(first, each)]
                if alike and len(alike) + 1 == self._made_at(place.node, first.cell.kind):
                    group += alike
                    waiting = [each for each in waiting if each not in alike]
                    yield place.node, group
                    continue
            yield self._place(first), group

    def _is_alike(self, first: Difference, other: Difference) -> bool:
        mine, theirs = self._inner(first), self._inner(other)
        return (
            (first.fact, first.expected, first.got) == (other.fact, other.expected, other.got)
            and mine is not None
            and theirs is not None
            and mine.node is theirs.node
        )

    def _inner(self, difference: Difference) -> Optional[Place]:
        place = difference.place
        return place if isinstance(place, Place) and place.module is self.module else None

    def _made_at(self, node: ast.AST, kind: str) -> int:
        """How many layers a line makes that could differ: those that were matched."""
        cells = [pair.cell for pair in self.matching.pairs if pair.cell.kind == kind]
        return sum(isinstance(cell.place, Place) and cell.place.node is node for cell in cells)

    def _place(self, difference: Difference) -> ast.AST:
        """The innermost call that makes this layer alone, of those that made it; the class where there is none."""
        cell = difference.cell
        if cell is None:
            return self.info.node
        if (difference.topic == "activation" or difference.fact == "inputs") and self._is_used_alone(cell):
            used: ast.AST = cell.used.node
            return used
        chain = self.places.get(cell.name, ())
        if not chain:
            place = self._inner(difference)
            return self.info.node if place is None else place.node
        others = [self.places.get(other.name, ()) for other in self.cell.layers if other.name != cell.name]
        shared = {id(node) for nodes in others if nodes and nodes[0] is chain[0] for node in nodes}
        return next((node for node in chain if id(node) not in shared), chain[-1])

    def _is_used_alone(self, cell: Layer) -> bool:
        """Whether a line of the module calls this layer and no other."""
        used = cell.used
        if not isinstance(used, Place) or used.module is not self.module:
            return False
        users = [each for each in self.cell.layers if isinstance(each.used, Place) and each.used.node is used.node]
        return len(users) == 1


def compare_wiring(reference: Reference, module: Module, wiring: Wiring, names: Mapping[str, str] = {}) -> Comparison:
    """A followed class held against a reference. ``names`` are a user's own map of the reference's names to paths in
    the Cell."""
    cell = as_reference(wiring, module.path, "mindspore")
    matching = match(reference, cell, names)
    found = tuple(differences(reference, cell, matching))
    return Comparison(reference, cell, matching, found, wiring.root.info, module, places_of(wiring))


def compare_module(reference: Reference, module: Module, target: str = "", names: Mapping[str, str] = {}) -> Comparison:
    """A module's class held against a reference.

    ``target`` is the name of a class, or of a function that makes one, with arguments where it needs some
    (``ResNet(depth=18)``). Without a name it is the Cell that no other one is made of; of several the one that has most
    layers in common with the reference. Raises ComparisonError.
    """
    wirings = wirings_of(module, target, ("cell",))
    compared = [compare_wiring(reference, module, wiring, names) for wiring in wirings]
    if len(compared) == 1:
        return compared[0]
    compared.sort(key=lambda each: -len(each.matching.pairs))
    if len(compared[0].matching.pairs) == len(compared[1].matching.pairs):
        listed = [wiring.root.info.name for wiring in wirings[:8]]
        raise ComparisonError(
            say(
                "{path} has several Cells ({names}): name one, as in {path}:{first}",
                path=module.path,
                names=", ".join(listed),
                first=listed[0],
            )
        )
    return compared[0]


def wirings_of(module: Module, target: str, kinds: tuple[str, ...]) -> list[Wiring]:
    """What a target may mean, followed: a class of one of these kinds, or what a function returns; without a name the
    classes that no other one is made of. Raises ComparisonError where there is none."""
    name, arguments = parsed(target)
    classes = [info for info in module.classes if info.kind in kinds and (info.entry or info.kind == "keras")]
    if name:
        named = [info for info in classes if info.name == name]
        if named:
            check_arguments(name, named[-1].method("__init__"), arguments)
            return [follow(named[-1], module, arguments)]
        # a decorator, as registries of models have, may hide what the name is
        functions = [each for each in module.functions if each.name == name and each.cls is None]
        check_arguments(name, functions[-1] if functions else None, arguments)
        made = follow_function(functions[-1], module, arguments) if functions else None
        if isinstance(made, Wiring) and made.root.info.kind in kinds:
            return [made]
        raise _no_model(module, name, [info.name for info in classes], bool(functions))
    parts = {
        node.id
        for info in classes
        for node in ast.walk(info.node)
        if isinstance(node, ast.Name) and node.id != info.name
    }
    roots = [info for info in classes if info.name not in parts] or classes
    if not roots:
        raise ComparisonError(say("{path} has no class with layers", path=module.path))
    return [follow(info, module) for info in roots[:_MAXIMUM_CANDIDATES]]


def check_arguments(name: str, function: Optional[Function], arguments: Optional[Mapping[str, Any]]) -> None:
    """Whether a class or function takes the arguments that it is to be followed with. Raises ComparisonError."""
    if function is None or any(parameter.kind == "**" for parameter in function.signature.parameters):
        return
    have = [parameter.name for parameter in function.signature.parameters if parameter.kind != "*"]
    for given in arguments or ():
        if given not in have:
            raise ComparisonError(
                say(
                    "{name} has no parameter {parameter}; it has {have}",
                    name=name,
                    parameter=given,
                    have=", ".join(have) or say("none"),
                )
            )


def _no_model(module: Module, name: str, classes: list[str], is_function: bool) -> ComparisonError:
    """Why a name is no model, with what may have been meant."""
    if is_function:
        return ComparisonError(
            say("{path}: what {name} returns is not known; name the class instead", path=module.path, name=name)
        )
    functions = [each.name for each in module.functions if each.cls is None]
    near = difflib.get_close_matches(name, [*classes, *functions], n=3, cutoff=0.7)
    if near:
        meant = disjunction([f"{each}" for each in near])
        return ComparisonError(
            say("{path} has no model called {name}; did you mean {near}?", path=module.path, name=name, near=meant)
        )
    have = ", ".join(dict.fromkeys(classes)) or say("none")
    return ComparisonError(
        say("{path} has no model called {name}; it has {have}", path=module.path, name=name, have=have)
    )


def parsed(target: str) -> tuple[str, Optional[dict[str, Any]]]:
    """``ResNet(depth=18)`` as a name and arguments. Raises ComparisonError."""
    if "(" not in target:
        return target, None
    try:
        call = ast.parse(target, mode="eval").body
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and not call.args:
            return call.func.id, {str(each.arg): ast.literal_eval(each.value) for each in call.keywords if each.arg}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    raise ComparisonError(
        say("{target} is no class with arguments by name, such as ResNet(depth=18)", target=repr(target))
    )


def read_names(path: str) -> dict[str, str]:
    """A map from the reference's names to paths in the Cell, from JSON: one table, or what ``--write-map`` wrote.
    Raises ComparisonError."""
    try:
        with open(path, "rb") as file:
            content = file.read(_MAXIMUM_NAMES)
        data = json.loads(content)
    except OSError as error:
        raise ComparisonError(say("{path} cannot be read: {reason}", path=path, reason=error.strerror)) from None
    except (ValueError, RecursionError) as error:
        raise ComparisonError(say("{path} is no JSON: {error}", path=path, error=str(error))) from None
    table = data.get("layers", data) if isinstance(data, dict) else None
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise ComparisonError(say("{path} must be a table of names in the reference and paths in the Cell", path=path))
    return table
