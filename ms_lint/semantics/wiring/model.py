"""What following a class gives: its layers, the calls in their order, what flows between them, and what cannot fit.

This is the data that the wiring rules report from, and that a Cell is compared by with its original.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.semantics.wiring.sizes import Dim, Shape, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.classes import ClassInfo
    from ms_lint.semantics.module import Module


_MAXIMUM_LISTS = 200


class Unknown:
    """Nothing is known."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("nothing is known: not even whether it is true")


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Place:
    """Where something stands in the code."""

    node: ast.AST
    module: Module


@dataclass(eq=False)
class Tensor:
    """A tensor: its shape as far as it is known, and the call that made it.

    ``shape`` is None where not even the rank is known; ``last`` is the size of the last axis then, if that is known,
    as behind a Dense. ``step`` is None for inputs of ``construct`` and for what is
    made outside of layers and functions. ``dtype`` is ``bool``, ``int`` or ``float`` where it is known.
    """

    shape: Optional[Shape] = None
    step: Optional[Step] = None
    name: str = ""
    dtype: Optional[str] = None
    last: Dim = None

    def __repr__(self) -> str:
        return f"Tensor{show_shape(self.shape, self.last)}"


@dataclass(eq=False)
class Parameter(Tensor):
    """A Parameter, made by the class itself; ``name`` is the name that it was given, ``path`` its attribute path.
    ``trainable`` is False with ``requires_grad=False``, None where that is not known."""

    place: Optional[Place] = None
    path: str = ""
    trainable: Optional[bool] = True


@dataclass(eq=False)
class Layer:
    """A layer or operator object of a library: ``nn.Conv2d(3, 64, 3)``, ``ops.Concat(1)``.

    ``kind`` is the canonical qualified name (``mindspore.nn.Conv2d``). ``arguments`` has every parameter of its
    signature in the targeted version, defaults filled in, by name: Python values, sizes (``Dim``), tensors, other
    layers, ``UNKNOWN``. ``given`` are the names that the code gives; None where the signature is not known or the
    arguments do not fit it. ``path`` is the first attribute path from the root Cell, as parameters are named
    (``features.0.conv``); a layer that is reached under several paths is one object. ``items`` are the layers of a
    ``SequentialCell``, ``CellList``, ``ModuleList`` ..., by name in order; None for other kinds, and where they are
    not known.
    """

    kind: str
    arguments: dict[str, Any]
    place: Place
    given: Optional[frozenset[str]] = None
    path: str = ""
    items: Optional[dict[str, Any]] = None
    calls: int = 0
    #: The calls in the module asked for that led to this layer, its own last.
    callers: tuple[ast.AST, ...] = ()
    #: Of a layer of Keras: the shape of what it was called with first, which tells its sizes.
    received: Optional[Shape] = None

    @property
    def class_name(self) -> str:
        """The last part of the name of its class."""
        return self.kind.rpartition(".")[2]

    def __repr__(self) -> str:
        return f"Layer({self.kind}, {self.path})"


@dataclass(eq=False)
class CellObject:
    """An object of a class of the project.

    ``attributes`` is what ``__init__`` left on ``self``: layers, Cells, Parameters, lists, plain Python values,
    ``UNKNOWN``. ``layer`` is the library layer that it is where its class derives from one (``class Conv(nn.Conv2d)``),
    made by ``super().__init__``. ``complete`` says that ``__init__`` was followed to its end.
    """

    info: ClassInfo
    attributes: dict[str, Any] = field(default_factory=dict)
    place: Optional[Place] = None
    layer: Optional[Layer] = None
    path: str = ""
    complete: bool = False
    calls: int = 0

    def __repr__(self) -> str:
        return f"CellObject({self.info.name}, {self.path})"


@dataclass(eq=False)
class Step:
    """One call of a layer, function or tensor method in ``construct``, in the order in which they run.

    ``operation`` is the canonical qualified name of the function or of the layer's class (``mindspore.ops.concat``,
    ``mindspore.nn.Conv2d``, ``mindspore.Tensor.view``), or ``+``, ``*``, ``[]`` ... ``inputs`` are the tensors that go
    in, in order; the edges of the graph go from the steps of these. ``text`` is how the code calls it (``self.conv1``).
    ``certain`` is False in a branch whose condition is not known. ``layer`` is None for functions.
    """

    operation: str
    text: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    place: Place
    layer: Optional[Layer] = None
    certain: bool = True


@dataclass(frozen=True)
class Mismatch:
    """Something that cannot fit.

    ``kind`` is ``channels``, ``features``, ``norm``, ``layer-norm``, ``broadcast``, ``concat``, ``groups``, ``matmul``,
    ``reshape``, ``split``, ``rank``, ``recurrent`` or ``attention``; or else ``signature`` for a call that `construct`
    does not take, ``made`` for what is made in it, ``discarded`` for a result that nobody keeps. ``place`` is in the
    module that was asked for: the call that breaks, or, where that is in another file, the call that leads to it.
    ``message`` says what is wrong there, ``chain`` how the value came there, ``suggestion`` what would fit.
    ``certain`` is False in a branch whose condition is not known. ``inner`` is the layer or expression itself, in
    whatever file: what a class gets wrong by itself is seen again in each that uses it.
    """

    kind: str
    place: Place
    message: str
    chain: str = ""
    suggestion: str = ""
    certain: bool = True
    inner: Optional[Place] = None


@dataclass(eq=False)
class Followed:
    """A model followed with one set of arguments.

    ``root`` is the object, or the ``Layer`` with items of a Keras model that a function puts together; ``inputs`` and
    ``outputs`` are those of ``construct`` (or ``forward``), ``steps`` all calls in it, ``mismatches`` what cannot fit,
    ``cut`` why it was not followed to its end, empty where it was: the bound of the settings (``is_bounded``), or code
    that raises. ``followed`` counts the statements and expressions that were followed, and the objects that were
    copied instead.
    """

    root: Any
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: Any = UNKNOWN
    steps: list[Step] = field(default_factory=list)
    mismatches: list[Mismatch] = field(default_factory=list)
    cut: str = ""
    is_bounded: bool = False
    followed: int = 0

    def layers(self) -> dict[str, Layer]:
        """The layers of the Cell by their path, each once, in the order of their attributes."""
        found: dict[str, Layer] = {}
        for path, value in walk(self.root):
            if isinstance(value, Layer) and value.items is None:
                found[path] = value
        return found

    def parameters(self) -> dict[str, Parameter]:
        """The Parameters that the classes of the project make themselves, by path. Those of library layers follow
        from the layers."""
        return {path: value for path, value in walk(self.root) if isinstance(value, Parameter)}


@dataclass(eq=False)
class Wiring(Followed):
    """One class followed with one set of arguments: ``root`` is an object of it."""

    root: CellObject


_WEIGHTED = re.compile(
    r"Dense|Linear|Conv|BatchNorm|SyncBatchNorm|LayerNorm|GroupNorm|InstanceNorm|Embedding|PReLU|LSTM|GRU|RNN|Multihead"
    r"|Transformer|BiDense|Bilinear"
)


def has_weights(layer: Layer) -> bool:
    """Whether a layer of a library holds parameters, by its kind."""
    return layer.items is None and ".nn." in layer.kind and bool(_WEIGHTED.match(layer.class_name))


def walk(root: object, path: str = "") -> list[tuple[str, Any]]:
    """The Cells, layers and Parameters below an object with their paths, each object once, in order."""
    found: list[tuple[str, Any]] = []
    seen: set[int] = set()

    def visit(value: object, path: str) -> None:
        if id(value) in seen:
            return
        if isinstance(value, CellObject):
            seen.add(id(value))
            found.append((path, value))
            children = value.attributes
            if value.layer is not None:
                visit(value.layer, path)
            if value.info.kind == "keras":  # it keeps track of layers in lists, too
                children = dict(_listed(children))
        elif isinstance(value, Layer):
            seen.add(id(value))
            found.append((path, value))
            children = value.items or {}
        elif isinstance(value, Parameter):
            seen.add(id(value))
            found.append((path, value))
            return
        else:
            return
        for name, child in children.items():
            visit(child, f"{path}.{name}" if path else name)

    visit(root, path)
    return found


def _listed(children: Mapping[Any, Any], seen: Optional[set[int]] = None) -> Iterator[tuple[str, Any]]:
    """Attributes with what their lists and dicts have in it, by its place in them."""
    seen = set() if seen is None else seen
    for name, value in children.items():
        if not isinstance(value, (list, tuple, dict)):
            yield str(name), value
        elif id(value) not in seen and len(seen) < _MAXIMUM_LISTS:
            seen.add(id(value))
            for key, item in _listed(value if isinstance(value, dict) else dict(enumerate(value)), seen):
                yield f"{name}.{key}", item


__all__ = [
    "UNKNOWN",
    "CellObject",
    "Dim",
    "Followed",
    "Layer",
    "Mismatch",
    "Parameter",
    "Place",
    "Step",
    "Tensor",
    "Wiring",
    "has_weights",
    "walk",
]
