"""Items of containers, shapes and tensors."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Optional, Union

from ms_lint.messages import say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Layer, Tensor
from ms_lint.semantics.wiring.objects import Items, Member, Table, is_plain
from ms_lint.semantics.wiring.sizes import Dim, Shape, Size, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State

_AXES = ("N", "C", "H", "W")
_MAXIMUM_ROWS = 64


class ShapeOf:
    """``x.shape`` of a tensor whose rank is not known yet."""

    __slots__ = ("tensor",)

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor

    def unpacked(self, state: State, count: int, node: ast.AST) -> list[Any]:
        """The sizes in ``n, c, h, w = x.shape``: that tells the rank."""
        if self.tensor.shape is None:
            names = _AXES if count == 4 else [f"{self.tensor.name or 'd'}.{index}" for index in range(count)]
            state.force(self.tensor, tuple(sizes.symbol(name) for name in names))
        shape = state.shape(self.tensor)
        if shape is None or len(shape) != count:
            return [UNKNOWN] * count
        return [known(size) for size in shape]


def known(size: Dim) -> Any:
    """A size as a value of the code."""
    return UNKNOWN if size is None else size


def dim(value: Any) -> Dim:
    """A value of the code as a size."""
    return value if isinstance(value, (int, Size)) and not isinstance(value, bool) else None


def tensor_attribute(state: State, tensor: Tensor, name: str) -> Any:
    """An attribute of a tensor."""
    shape = state.shape(tensor)
    if name == "shape":
        return ShapeOf(tensor) if shape is None else tuple(known(size) for size in shape)
    if name in ("ndim",):
        return UNKNOWN if shape is None else len(shape)
    if name == "dtype":
        return UNKNOWN
    if name in ("T", "mT"):
        if shape is None or (name == "T" and len(shape) != 2):
            return Tensor(None if shape is None else tuple(reversed(shape)))
        return Tensor((*shape[:-2], shape[-1], shape[-2]))
    if name in ("data", "value") and name == "data":
        return tensor
    return Member(tensor, name)


def item(state: State, owner: Any, index: Any, node: ast.AST) -> Any:
    """``owner[index]``."""
    if isinstance(owner, CellObject) and owner.layer is not None:
        owner = owner.layer
    if isinstance(owner, Tensor):
        return _tensor_item(state, owner, index, node)
    if isinstance(owner, ShapeOf):
        return UNKNOWN
    if isinstance(owner, Layer) and owner.items is not None:
        return _layer_item(owner, index)
    if isinstance(owner, (Items, tuple)) and (isinstance(index, (int, slice))):
        if isinstance(owner, Items) and owner.is_open:
            return UNKNOWN if isinstance(index, int) else Items(is_open=True)
        try:
            found = list.__getitem__(owner, index) if isinstance(owner, Items) else owner[index]
        except (IndexError, TypeError, ValueError):
            return UNKNOWN
        return Items(found) if isinstance(owner, Items) and isinstance(index, slice) else found
    if isinstance(owner, Table) and is_plain(index) and not isinstance(index, slice):
        return owner.get(index, UNKNOWN)
    if isinstance(owner, (str, range)) and isinstance(index, (int, slice)):
        try:
            return owner[index]
        except (IndexError, TypeError, ValueError):
            return UNKNOWN
    return UNKNOWN


def _layer_item(layer: Layer, index: Any) -> Any:
    assert layer.items is not None
    if isinstance(index, str):
        return layer.items.get(index, UNKNOWN)
    items = list(layer.items.values())
    try:
        if isinstance(index, int):
            return items[index]
        if isinstance(index, slice):
            part = list(layer.items.items())[index]
            return Layer(layer.kind, {}, layer.place, path=layer.path, items=dict(part))
    except (IndexError, TypeError, ValueError):
        pass
    return UNKNOWN


def rows(state: State, tensor: Tensor) -> Optional[list[Any]]:
    """What a loop over a tensor sees."""
    shape = state.shape(tensor)
    if not shape or not isinstance(shape[0], int) or shape[0] > _MAXIMUM_ROWS:
        return None
    return [Tensor(shape[1:], tensor.step, dtype=tensor.dtype) for _ in range(shape[0])]


def unpacked(state: State, tensor: Tensor, count: int, node: ast.AST) -> list[Any]:
    """The tensors in ``a, b = x``."""
    shape = state.shape(tensor)
    if shape is None:
        return [Tensor(name=f"{tensor.name}[{index}]" if tensor.name else "") for index in range(count)]
    return [Tensor(shape[1:], tensor.step, dtype=tensor.dtype) for _ in range(count)]


def _tensor_item(state: State, tensor: Tensor, index: Any, node: ast.AST) -> Any:
    shape = state.shape(tensor)
    if shape is None:
        if isinstance(index, int) and tensor.step is None:
            parts = tensor.__dict__.setdefault("parts", {})
            if index not in parts:
                parts[index] = Tensor(name=f"{tensor.name}[{index}]" if tensor.name else "")
            return parts[index]
        return Tensor()
    found = _sliced(state, shape, index if isinstance(index, tuple) else (index,), node, tensor)
    (output,) = state.record("[]", node, (tensor,), (found,), text=state.text(node), dtype=tensor.dtype)
    return output


def _sliced(state: State, shape: Shape, index: tuple[Any, ...], node: ast.AST, tensor: Tensor) -> Optional[Shape]:
    if any(part is UNKNOWN or isinstance(part, (Tensor, Items)) for part in index):
        if len(index) == 1 and isinstance(index[0], Tensor):
            inner = state.shape(index[0])
            if inner is not None and index[0].dtype == "int":
                return (*inner, *shape[1:])
        return None
    taken = sum(1 for part in index if part is not None and part is not Ellipsis)
    if taken > len(shape):
        state.report(
            "rank",
            node,
            say(
                "`{text}` takes {taken} axes of a tensor that has {count}: {shape}.",
                text=state.text(node),
                taken=taken,
                count=len(shape),
                shape=show_shape(shape),
            ),
            tensor,
        )
        return None
    result: list[Dim] = []
    at = 0
    for part in index:
        if part is None:
            result.append(1)
        elif part is Ellipsis:
            after = len(shape) - taken
            result += shape[at : at + after]
            at += after
        elif isinstance(part, slice):
            result.append(_slice_size(shape[at], part))
            at += 1
        else:
            at += 1
    return (*result, *shape[at:])


def _slice_size(size: Dim, part: slice) -> Dim:
    if part == slice(None):
        return size
    if isinstance(size, int) and all(piece is None or isinstance(piece, int) for piece in _pieces(part)):
        return len(range(*part.indices(size))) if part.step != 0 else None
    step = 1 if part.step is None else part.step
    if not isinstance(step, int) or step < 1 or size is None:
        return None
    start: Any = 0 if part.start is None else part.start
    if not isinstance(start, (int, Size)):
        return None
    if _may_be_negative(start) or (isinstance(part.stop, Size) and _may_be_negative(part.stop)):
        # `x[:, -n:]` has n channels; where else it counts from the end is not followed
        is_tail = part.stop is None and step == 1 and _is_negative(start)
        return sizes.multiply(start, -1) if is_tail else None
    if part.stop is None:
        length = sizes.add(size, start, -1)
    elif isinstance(part.stop, int) and part.stop < 0:
        length = sizes.add(sizes.add(size, part.stop), start, -1)
    elif isinstance(part.stop, (int, Size)):
        # as far as the axis goes: a longer one is what the code counts on
        length = None if isinstance(part.stop, int) else sizes.add(part.stop, start, -1)
        if sizes.equal(part.stop, size) is not True:
            length = None
    else:
        return None
    return sizes.ceil_divide(length, step)


def _is_negative(size: Union[int, Size]) -> bool:
    return size < 0 if isinstance(size, int) else all(factor < 0 for factor in size.terms.values())


def _may_be_negative(size: Union[int, Size]) -> bool:
    return size < 0 if isinstance(size, int) else any(factor < 0 for factor in size.terms.values())


def _pieces(part: slice) -> tuple[Any, ...]:
    return (part.start, part.stop, part.step)
