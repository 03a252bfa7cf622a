"""What a whole module becomes: for each use of torch its edits or what is in the way, and those that belong together.

In a file that is all torch everything goes together: in a file that is converted in part a tensor of the one framework
would meet functions of the other. In other files what stands in torch's Modules goes together, all else by itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Callable, Optional, Union

from ms_lint.conversion import methods, protocol, scripting, training
from ms_lint.conversion.calls import converted_call, converted_method, converted_reference, labelled
from ms_lint.conversion.forms import Written
from ms_lint.conversion.imports import Names
from ms_lint.conversion.kinds import Refused
from ms_lint.conversion.mapped import Mapped
from ms_lint.conversion.pieces import Piece, Pieces, compose, start_of
from ms_lint.edits import remove_argument
from ms_lint.findings import Applicability
from ms_lint.knowledge.conversions import BASES
from ms_lint.messages import Message, say
from ms_lint.rules import Rewrite
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import UNKNOWN, Symbol

Use = Union[Call, Reference]
Spell = Callable[[str], str]
_SUPPRESSED = re.compile(r"#\s*(noqa(?!:)|noqa:.*MSL|ms-lint:\s*ignore)", re.IGNORECASE)
_MAXIMUM_DOUBTS = 3


@dataclass(frozen=True, eq=False)
class Conversion:
    """The edits of one node. ``needed`` are import statements; ``doubts`` make them unsafe."""

    pieces: Pieces
    needed: frozenset[str] = frozenset()
    doubts: tuple[Message, ...] = ()


Outcome = Union[Conversion, Refused]


def plan_of(module: Module) -> Plan:
    """The plan of a module, made when it is first asked for."""
    if not isinstance(module.plan, Plan):
        module.plan = Plan(module)
    return module.plan


class Plan:
    """The conversions of a module. To be asked for when the module was followed."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.names = Names(module)
        self.mapped = Mapped(module, self.names)

    # ------------------------------------------------------------ uses

    @cached_property
    def outcomes(self) -> dict[ast.AST, Outcome]:
        """What becomes of each use, by its node: that of a call, or of a name that is not called."""
        found: dict[ast.AST, Outcome] = {}
        names: dict[ast.AST, str] = {}
        for use in self.module.uses:
            names.setdefault(use.node, use.qualified_name)
        for node, (use, item) in self.mapped.uses.items():
            needed: set[str] = set()
            add = partial(self.mapped.written, use, item, needed.add)
            self._add(found, node, lambda spell, add=add: add())  # type: ignore[misc]
            made = found.get(node)
            if isinstance(made, Conversion):
                found[node] = Conversion(made.pieces, frozenset(needed), made.doubts)
        pending = (protocol.without_recording, scripting.without_scripting)
        for node, make in (
            *(item for find in pending for item in find(self.module, names)),
            *protocol.of_classes(self.module),
        ):
            self._add(found, node, lambda spell, make=make: make())  # type: ignore[misc]
        if self.is_foreign:
            for node, make in protocol.without_moves(self.module):
                self._add(found, node, lambda spell, make=make: make())  # type: ignore[misc]
            for step, write in training.training_steps(self.module, self.names):
                self._add(found, step, write)
        for use in self.module.uses:
            if use.node in found:
                if use.node in self.mapped.uses:
                    continue
                if names[use.node] != use.qualified_name:
                    found[use.node] = Refused(say("it stands for several things"))
                continue
            self._add(found, use.node, lambda spell, use=use: _converted(use, spell))  # type: ignore[misc]
        if self.is_foreign:
            for call in methods.of_probable_modules(self.module, found):
                self._add(found, call, lambda spell, call=call: self._probable_module(call))  # type: ignore[misc]
            for call in methods.of_probable_losses(self.module, found):
                self._add(found, call, lambda spell, call=call: labelled(call, self.module, lambda node: UNKNOWN))  # type: ignore[misc]
            for call in methods.of_probable_tensors(self.module, found):
                self._add(found, call, lambda spell, call=call: self._probable(call, spell))  # type: ignore[misc]
            for call, keyword in methods.with_inplace(self.module, found):
                self._add(found, call, lambda spell, call=call, word=keyword: self._without(call, word))  # type: ignore[misc]
        if self.is_foreign and self.module.imports_framework("tensorflow"):
            self._drop_part_of_tensorflow(found)
        return self._without_silent(found)

    def _drop_part_of_tensorflow(self, found: dict[ast.AST, Outcome]) -> None:
        """A file that is all TensorFlow is converted as a whole or not at all: nothing says of its tensors what is
        between its functions, and its classes are not converted."""
        uses = [use for use in self.module.uses if use.qualified_name.startswith("tensorflow.")]
        if all(isinstance(found.get(use.node), Conversion) for use in uses if "." in use.qualified_name):
            return
        for use in uses:
            found.pop(use.node, None)

    def _without_silent(self, found: dict[ast.AST, Outcome]) -> dict[ast.AST, Outcome]:
        """Leave alone the classes and functions in which something would silently mean something else."""
        lines = [node.lineno for node, item in found.items() if getattr(item, "is_silent", False)]  # type: ignore[attr-defined]
        for statement in self.module.source.tree.body if lines else ():
            first, last = statement.lineno, statement.end_lineno or statement.lineno
            is_definition = isinstance(statement, (ast.ClassDef, ast.FunctionDef))
            if is_definition and any(first <= line <= last for line in lines):
                self._kept.append((first, last))
        return {
            node: item
            if isinstance(item, Refused) or not self._is_kept(node)
            else Refused(say("its class stays as it is"))
            for node, item in found.items()
        }

    def _add(self, found: dict[ast.AST, Outcome], node: ast.AST, make: Callable[[Spell], Optional[Written]]) -> None:
        if node in found or not self._is_free(node):
            return
        needed: set[str] = set()
        try:
            written = make(lambda text: self.names.spelled(text, needed))
        except Refused as refusal:
            found[node] = refusal
            return
        if written is not None:
            found[node] = Conversion(written.pieces, frozenset(needed), written.doubts)

    def _probable(self, call: ast.Call, spell: Spell) -> Optional[Written]:
        assert isinstance(call.func, ast.Attribute)
        written = converted_method(self.module, call, call.func.attr, lambda node: UNKNOWN, spell)
        if written is None:
            return None
        text = self.module.text_of(call.func.value)
        return Written(written.pieces, (*written.doubts, say("`{text}` is taken for a tensor", text=text)))

    def _probable_module(self, call: ast.Call) -> Optional[Written]:
        assert isinstance(call.func, ast.Attribute)
        written = protocol.module_member(self.module, call)
        if written is None:
            return None
        text = self.module.text_of(call.func.value)
        return Written(written.pieces, (*written.doubts, say("`{text}` is taken for a Module", text=text)))

    def _without(self, call: ast.Call, keyword: ast.keyword) -> Written:
        edits = remove_argument(call, keyword, self.module.source)
        if edits is None:
            raise Refused(say("`inplace` cannot be taken out of the call"))
        pieces = [Piece((a, b), (c, d), (text,)) for (a, b, c, d), text in edits]  # type: ignore[misc]
        return Written(
            Pieces(call, tuple(pieces)), (say("`{func}` is taken for a layer", func=self.module.text_of(call.func)),)
        )

    def _is_kept(self, node: ast.AST) -> bool:
        """Whether a node stands in a class that stays torch's, since what it derives from cannot be converted."""
        line = getattr(node, "lineno", 0)
        return any(first <= line <= last for first, last in self._kept)

    @cached_property
    def _kept(self) -> list[tuple[int, int]]:
        return [
            (info.node.lineno, info.node.end_lineno or info.node.lineno)
            for info in self._module_classes
            for value in info.bases
            if isinstance(value, Symbol)
            and value.name.startswith("torch.")
            and self.module.canonical(value.name) not in BASES
        ]

    def _is_free(self, node: ast.AST) -> bool:
        """Whether a node may be touched: not suppressed, and not in an f-string."""
        return not self._is_kept(node) and self._lines[node.lineno - 1] and node not in self._in_strings  # type: ignore[attr-defined]

    @cached_property
    def _lines(self) -> list[bool]:
        return [_SUPPRESSED.search(line) is None for line in self.module.source.lines]

    @cached_property
    def _in_strings(self) -> frozenset[ast.AST]:
        """What stands in f-strings: older versions of Python misplace it, and quotes may not be put in."""
        strings = (node for node in self.module.parents if isinstance(node, ast.JoinedStr))
        return frozenset(part for string in strings for part in ast.walk(string))

    # ------------------------------------------------------------ what goes together

    @cached_property
    def is_foreign(self) -> bool:
        """Whether the file is all torch."""
        return not self.module.imports_framework("mindspore")

    @cached_property
    def _module_classes(self) -> list[ClassInfo]:
        return [info for info in self.module.classes if info.kind == "module"]

    @cached_property
    def _ranges(self) -> list[tuple[int, int]]:
        return [(info.node.lineno, info.node.end_lineno or info.node.lineno) for info in self._module_classes]

    def in_unit(self, node: ast.AST) -> bool:
        """Whether a node is converted with others, or by itself."""
        line = getattr(node, "lineno", 0)
        return self.is_foreign or any(first <= line <= last for first, last in self._ranges)

    @cached_property
    def unit(self) -> Optional[Rewrite]:
        """The edits of all that goes together; None where there is none, or where something in it would silently
        mean something else."""
        chosen = [item for node, item in self.outcomes.items() if self.in_unit(node)]
        made = [item for item in chosen if isinstance(item, Conversion)]
        refused = [item for item in chosen if isinstance(item, Refused)]
        is_silent = any(
            getattr(item, "is_silent", False) and not self._is_kept(node) for node, item in self.outcomes.items()
        )
        if is_silent or not any(item.pieces.items for item in made):
            return None
        left = len(refused) + len(self._kept)
        doubts = list(dict.fromkeys(doubt for item in made for doubt in item.doubts))
        if left:
            doubts.append(say("{left} things of torch are left, which cannot be converted", left=left))
        return self._rewrite(made, doubts)

    @cached_property
    def holder(self) -> Optional[ast.AST]:
        """The node whose finding has the fix of the unit: the base of the first Module, else the first use."""
        if self.unit is None:
            return None
        for info in self._module_classes:
            for node in info.node.bases:
                if isinstance(self.outcomes.get(node), Conversion):
                    return node
        reported = {use.node for use in self.module.uses if _is_reported(use)} | set(self.mapped.uses)
        nodes = [node for node in reported if isinstance(self.outcomes.get(node), Conversion)]
        if not nodes:
            return None
        return min(nodes, key=start_of) if self.is_foreign else None  # type: ignore[arg-type]

    def fix(self, node: ast.AST) -> Optional[Rewrite]:
        """The fix of the finding about a node."""
        if self.in_unit(node) and (self.holder is not None or self.is_foreign):
            return self.unit if node is self.holder else None
        if node in self.mapped.uses:
            return self._of_mapping if node is self._first_mapped else None
        item = self.outcomes.get(node)
        if not isinstance(item, Conversion) or not item.pieces.items:
            return None
        return self._rewrite([item], list(item.doubts))

    @cached_property
    def _first_mapped(self) -> Optional[ast.AST]:
        """Of the uses that the mapping converts by themselves, together, the one whose finding has the fix."""
        found = (
            node
            for node in self.mapped.uses
            if isinstance(self.outcomes.get(node), Conversion)
            and not (self.in_unit(node) and (self.holder is not None or self.is_foreign))
        )
        return next(found, None)

    @cached_property
    def _of_mapping(self) -> Rewrite:
        made = [
            item
            for node, item in self.outcomes.items()
            if node in self.mapped.uses and isinstance(item, Conversion) and not self.in_unit(node)
        ]
        return self._rewrite(made, [])

    def obstacle(self, node: ast.AST) -> Optional[Message]:
        """What is in the way of converting a node, as the end of a sentence."""
        item = self.outcomes.get(node)
        return item.words if isinstance(item, Refused) else None

    def _rewrite(self, made: Iterable[Conversion], doubts: list[Message]) -> Rewrite:
        made = list(made)
        edits = compose(self.module.source, [item.pieces for item in made])
        needed = {text for item in made for text in item.needed}
        of_mapping = {item.pieces.node: item.needed for item in made if item.pieces.node in self.mapped.uses}
        imports, needed = self.mapped.imports(of_mapping, needed)
        added = (*self.names.edits(needed), *imports)
        if not doubts:
            reason = say("what MindSpore then computes was compared with torch")
            if len(of_mapping) == len(made):
                reason = say("the mapping of the settings says so")
            return Rewrite((*added, *edits), reason)
        reason = doubts[0]
        for doubt in doubts[1:_MAXIMUM_DOUBTS]:
            reason = say("{first}; {second}", first=reason, second=doubt)
        if len(doubts) > _MAXIMUM_DOUBTS:
            rest = len(doubts) - _MAXIMUM_DOUBTS
            reason = say("{first}; {number} things more are to be looked at", first=reason, number=rest)
        return Rewrite((*added, *edits), reason, Applicability.UNSAFE)


def _is_reported(use: Use) -> bool:
    """Whether a leftover is reported by itself: a name of torch's, not what is read from an object."""
    if isinstance(use, Call):
        return isinstance(use.callee, Symbol) and use.qualified_name.startswith(("torch.", "tensorflow."))
    return use.owner is None and use.qualified_name.startswith("torch.")


def _converted(use: Use, spell: Spell) -> Optional[Written]:
    return converted_call(use, spell) if isinstance(use, Call) else converted_reference(use, spell)
