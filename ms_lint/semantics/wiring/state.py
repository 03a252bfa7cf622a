"""The lowest layer of following a class: what is written, what is counted, what is reported."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Callable, Optional

from ms_lint.messages import say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.copies import Memory
from ms_lint.semantics.wiring.model import CellObject, Layer, Mismatch, Place, Step, Tensor
from ms_lint.semantics.wiring.objects import Frame, Items, Journal, join_places, read, write
from ms_lint.semantics.wiring.sizes import Atom, Dim, Shape, Size, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module

NORMAL, RETURNED, LEFT, CONTINUED, STOPPED, MAYBE_LEFT = range(6)
_MAXIMUM_CHAIN = 6


class Exhausted(Exception):
    """The bound for one class is reached."""


class Aborted(Exception):
    """What follows never runs: the code raises here."""


class State:
    """What one run over a class knows, and the ways to change it.

    ``left`` counts down with each statement and expression. All changes of names, attributes, lists and
    shapes go through ``set``, ``change`` and ``bind``, so that a branch whose condition is not known can be
    taken back and joined with the other one. ``memory`` is what runs for one module share.
    """

    def __init__(self, module: Module, limit: int, memory: Optional[Memory] = None) -> None:
        self.module = module
        self.left = limit
        self.memory = Memory() if memory is None else memory
        self.memory.start()
        self.frame = Frame(module)
        self.journal: Optional[Journal] = None
        self.uncertain = 0
        self.depth = 0
        self.values: dict[Atom, Dim] = {}
        self.globals: dict[tuple[str, str], Any] = {}
        self.steps: list[Step] = []
        self.mismatches: list[Mismatch] = []
        self.objects: list[CellObject] = []  # those whose methods are running, outermost first
        self.making: list[CellObject] = []  # those whose `__init__` is running
        self.places: list[ast.AST] = []  # the calls in the module asked for that lead to where we are
        self.in_construct = False

    def spend(self, count: int) -> None:
        """So many objects are about to be made, or were, at once."""
        self.left -= count
        if self.left < 0:
            raise Exhausted

    # ------------------------------------------------------------------ changes

    def set(self, container: dict[Any, Any], key: Any, value: Any) -> None:
        """Write a name, an attribute or a key."""
        if self.journal is not None:
            self.journal.note(container, key)
        container[key] = value

    def change(self, items: Items) -> Items:
        """A list that is about to be changed."""
        if self.journal is not None:
            self.journal.note_list(items)
        return items

    def fork(self, branches: list[Callable[[], int]]) -> int:
        """Run each of some branches from the same state, of which one is taken, and join what they leave."""
        live, ended, maybe = [], [], False
        for branch in branches:
            outer, self.journal = self.journal, Journal()
            self.uncertain += 1
            try:
                status = branch()
            except Aborted:
                status = STOPPED
            finally:
                self.uncertain -= 1
                journal, self.journal = self.journal, outer
                written = journal.take_back()
            if status in (NORMAL, MAYBE_LEFT):
                live.append(written)
                maybe = maybe or status == MAYBE_LEFT
            elif status != STOPPED:
                ended.append((status, written))
        if not live and not ended:
            return STOPPED
        if not live:
            statuses = {status for status, _ in ended}
            self._merge([written for _, written in ended])
            return statuses.pop() if len(statuses) == 1 else MAYBE_LEFT if statuses != {RETURNED} else RETURNED
        left = [written for status, written in ended if status in (LEFT, CONTINUED)]
        self._merge(live + left)
        return MAYBE_LEFT if left or maybe else NORMAL

    def _merge(self, alternatives: list[dict[tuple[int, Any], tuple[Any, Any, Any]]]) -> None:
        places: dict[tuple[int, Any], tuple[Any, Any]] = {}
        for written in alternatives:
            for place, (container, key, _) in written.items():
                places[place] = (container, key)
        for place, (container, key) in places.items():
            before = read(container, key)
            values = [written[place][2] if place in written else before for written in alternatives]
            joined = join_places(container, key, values)
            if self.journal is not None:
                if isinstance(container, Items):
                    self.journal.note_list(container)
                else:
                    self.journal.note(container, key)
            write(container, key, joined)

    # ------------------------------------------------------------------ sizes

    def resolve(self, size: Dim) -> Dim:
        """A size with what its symbols were found to be."""
        return sizes.substitute(size, self.values) if self.values else size

    def shape(self, tensor: Any) -> Optional[Shape]:
        """The shape of a tensor as far as it is known by now."""
        if not isinstance(tensor, Tensor) or tensor.shape is None:
            return None
        return tuple(self.resolve(size) for size in tensor.shape) if self.values else tensor.shape

    def last(self, tensor: Any) -> Dim:
        """The size of the last axis of a tensor, which may be known where its rank is not."""
        if not isinstance(tensor, Tensor):
            return None
        if tensor.shape is None:
            return self.resolve(tensor.last)
        return self.resolve(tensor.shape[-1]) if tensor.shape else None

    def force(self, tensor: Any, shape: Shape) -> None:
        """What takes a tensor tells its shape, where that was not known at all."""
        if isinstance(tensor, Tensor) and tensor.shape is None:
            if tensor.last is not None and shape:
                shape = (*shape[:-1], tensor.last)
            self.set(tensor.__dict__, "shape", shape)

    def force_last(self, tensor: Any, size: Dim) -> None:
        """What takes a tensor tells its last axis, where that was not known."""
        if isinstance(tensor, Tensor) and tensor.shape is None and tensor.last is None and size is not None:
            self.set(tensor.__dict__, "last", size)

    def same(self, first: Dim, second: Dim) -> Optional[bool]:
        """Whether two sizes that have to be equal can be. Where that decides a symbol, it keeps that value."""
        first, second = self.resolve(first), self.resolve(second)
        if any(isinstance(size, int) and size <= 0 for size in (first, second)):
            return None  # a default that stands for nothing
        known = sizes.equal(first, second)
        if known is None and first is not None and second is not None:
            self._decide(first, second)
        return known

    def _decide(self, first: Dim, second: Dim) -> None:
        difference = sizes.add(first, second, -1)
        if not isinstance(difference, Size):
            return
        names = {atom for atom in difference.atoms() if atom.inner is None}
        if len(names) == 1:
            (name,) = names
            factor = difference.terms.get((name,))
            if factor and name.is_free and set(difference.terms) <= {(name,), ()}:
                self.set(self.values, name, -difference.constant // factor)
                return
        for one, other in ((first, second), (second, first)):
            atom = one.atom if isinstance(one, Size) else None
            within = set(other.atoms()) if isinstance(other, Size) else ()
            if atom is not None and atom.is_free and atom.is_size and atom not in within:
                self.set(self.values, atom, other)
                return

    # ------------------------------------------------------------------ reports

    def record(
        self,
        operation: str,
        node: ast.AST,
        inputs: tuple[Tensor, ...],
        shapes: tuple[Optional[Shape], ...],
        layer: Optional[Layer] = None,
        text: str = "",
        dtype: Optional[str] = None,
        last: Dim = None,
    ) -> tuple[Tensor, ...]:
        """Remember a step; its output tensors are made. ``last`` is their last axis where the shape is not known."""
        step = Step(operation, text, inputs, (), Place(node, self.frame.module), layer, certain=self.uncertain == 0)
        shapes = tuple(shape if shape is None or None not in shape else _named(shape) for shape in shapes)
        step.outputs = tuple(
            Tensor(shape, step, dtype=dtype, last=None if shape is not None else last) for shape in shapes
        )
        self.steps.append(step)
        return step.outputs

    def text(self, node: ast.AST) -> str:
        """The source text of an expression, or of ``x += y``, shortened."""
        text = self.frame.module.text_of(node) if isinstance(node, (ast.expr, ast.AugAssign)) else ""
        return text if len(text) <= 60 else text[:57] + "..."

    def report(
        self,
        kind: str,
        node: ast.AST,
        message: str,
        tensor: Optional[Tensor] = None,
        layer: Optional[Layer] = None,
        suggestion: str = "",
    ) -> None:
        """Something cannot fit. It is said at the layer or expression, where that stands in the class that was
        asked for; else where this class makes or calls what it is in."""
        here = Place(node, self.frame.module)
        inner = layer.place if layer is not None else here
        place = inner
        root = self.objects[0] if self.objects else None
        if len(self.objects) > 1:
            for inside in self.objects[1:]:
                if inside.place is not None and inside.place.module is self.module:
                    place = inside.place
                    break
        if place.module is not self.module:
            place = Place(self.places[-1], self.module) if self.places else place
        if place.module is not self.module:
            return
        if len(self.objects) > 1 and root is not None:
            where = self.objects[-1].path or self.objects[-1].info.name
            message = say(
                "In `{where}` ({info}): {message}", where=where, info=self.objects[-1].info.name, message=message
            )
        chain = self.chain(tensor) if tensor is not None else ""
        self.mismatches.append(
            Mismatch(kind, place, message, chain, suggestion, certain=self.uncertain == 0, inner=inner)
        )

    def chain(self, tensor: Tensor) -> str:
        """How a tensor came to be: where it was made, each layer with its shape."""
        parts: list[str] = []
        current: Optional[Tensor] = tensor
        while current is not None and len(parts) < _MAXIMUM_CHAIN:
            shown = show_shape(self.shape(current), self.resolve(current.last))
            step = current.step
            if step is None:
                parts.append(f"`{current.name}` {shown}" if current.name else shown)
                break
            parts.append(f"`{step.text}` {shown}")
            current = step.inputs[0] if step.inputs else None
        if current is not None and current.step is not None and len(parts) >= _MAXIMUM_CHAIN:
            parts.append("...")
        return " -> ".join(reversed(parts))


def _named(shape: Shape) -> Shape:
    """A shape whose unknown axes are symbols: each is the same size wherever it goes."""
    return tuple(sizes.opaque("?", is_size=True) if size is None else size for size in shape)
