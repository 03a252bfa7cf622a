"""Joining tensors and splitting them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from ms_lint.messages import conjunction, say
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.functions.results import Arguments, Use, axis_of, output, text_of
from ms_lint.semantics.wiring.indexing import dim
from ms_lint.semantics.wiring.model import UNKNOWN
from ms_lint.semantics.wiring.objects import Items
from ms_lint.semantics.wiring.sizes import Dim, Shape, Size, divide, show, show_shape

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


_MAXIMUM_PARTS = 256


def concat(state: State, arguments: Arguments, use: Use) -> Any:
    given, axis = arguments["tensors"], arguments["axis"]
    if (isinstance(given, Items) and given.is_open) or not isinstance(given, (tuple, list)):
        return output(state, use, (), None)
    tensors = list(given)
    shapes = [state.shape(tensor) for tensor in tensors]
    if not tensors or any(shape is None for shape in shapes) or not isinstance(axis, int):
        return output(state, use, tensors, _concat_partly(tensors, shapes, axis))
    first = shapes[0]
    assert first is not None
    at = axis_of(axis, len(first))
    if at is None:
        return output(state, use, tensors, None)
    result: list[Dim] = list(first)
    for tensor, shape in zip(tensors[1:], shapes[1:]):
        assert shape is not None
        wrong = len(shape) != len(first)
        if not wrong:
            for index, size in enumerate(shape):
                if index == at:
                    result[at] = sizes.add(result[at], size)
                elif state.same(result[index], size) is False:
                    wrong = True
        if wrong:
            listed = conjunction([show_shape(tuple(state.resolve(size) for size in known)) for known in (first, shape)])
            what = (
                say("which have not the same number of axes")
                if len(shape) != len(first)
                else say("which differ in another")
            )
            other = say("; the other: {chain}", chain=state.chain(tensor)) if tensor.step is not None else ""
            state.report(
                "concat",
                use.node,
                say(
                    "`{text}` joins {listed} along axis {axis}, {what}{other}.",
                    text=text_of(state, use),
                    listed=listed,
                    axis=axis,
                    what=what,
                    other=other,
                ),
                tensors[0],
            )
            return output(state, use, tensors, None)
    return output(state, use, tensors, tuple(result))


def _concat_partly(tensors: list[Any], shapes: list[Optional[Shape]], axis: Any) -> Optional[Shape]:
    """Where some shapes are known: the number of axes, and what is not joined."""
    some = next((shape for shape in shapes if shape is not None), None)
    at = axis_of(axis, len(some)) if some is not None else None
    if some is None or at is None:
        return None
    return tuple(None if index == at else size for index, size in enumerate(some))


def stack(state: State, arguments: Arguments, use: Use) -> Any:
    given, axis = arguments["tensors"], arguments["axis"]
    if (isinstance(given, Items) and given.is_open) or not isinstance(given, (tuple, list)) or not given:
        return output(state, use, (), None)
    shapes = [state.shape(tensor) for tensor in given]
    first = shapes[0]
    if first is None or not isinstance(axis, int) or any(shape is None for shape in shapes):
        return output(state, use, given, None)
    for shape in shapes[1:]:
        assert shape is not None
        if len(shape) != len(first) or any(state.same(*pair) is False for pair in zip(first, shape)):
            state.report(
                "concat",
                use.node,
                say(
                    "`{text}` stacks {shape} and {other_shape}, which have to be the same.",
                    text=text_of(state, use),
                    shape=show_shape(first),
                    other_shape=show_shape(shape),
                ),
                given[0],
            )
            return output(state, use, given, None)
    at = axis_of(axis, len(first) + 1)
    shape = None if at is None else (*first[:at], len(given), *first[at:])
    return output(state, use, given, shape)


def split(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, size, axis = arguments["tensor"], arguments["size"], arguments["axis"]
    if use.operation.startswith("mindspore.numpy."):
        return UNKNOWN  # a number counts the parts there, a list has their borders
    shape = state.shape(tensor)
    at = axis_of(axis, len(shape)) if shape is not None else None
    parts: Optional[list[Dim]] = None
    if isinstance(size, (tuple, list)) and not (isinstance(size, Items) and size.is_open):
        parts = [dim(item) for item in size]
        if shape is not None and at is not None:
            total: Dim = 0
            for part in parts:
                total = sizes.add(total, part)
            if state.same(total, shape[at]) is False:
                state.report(
                    "split",
                    use.node,
                    say(
                        "`{text}` splits {size} into parts of {other_size} together: {shape}.",
                        text=text_of(state, use),
                        size=show(shape[at]),
                        other_size=show(total),
                        shape=show_shape(shape),
                    ),
                    tensor,
                )
    elif shape is not None and at is not None and isinstance(size, int) and size > 0 and isinstance(shape[at], int):
        whole = shape[at]
        assert isinstance(whole, int)
        parts = [min(size, whole - start) for start in range(0, whole, size)]
    elif shape is not None and at is not None and isinstance(size, Size):
        count = sizes.exact(shape[at], size)
        parts = [size] * count if isinstance(count, int) and 0 < count <= _MAXIMUM_PARTS else None
    return _parts(state, use, tensor, shape, at, parts)


def _parts(
    state: State, use: Use, tensor: Any, shape: Optional[Shape], at: Optional[int], parts: Optional[list[Dim]]
) -> Any:
    if parts is None or len(parts) > _MAXIMUM_PARTS:
        return UNKNOWN
    made = []
    for part in parts:
        out = None if shape is None or at is None else (*shape[:at], part, *shape[at + 1 :])
        made.append(output(state, use, (tensor,), out))
    return tuple(made)


def chunk(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, count, axis = arguments["tensor"], arguments["count"], arguments["axis"]
    shape = state.shape(tensor)
    if not isinstance(count, int) or not 0 < count <= _MAXIMUM_PARTS:
        return UNKNOWN
    at = axis_of(axis, len(shape)) if shape is not None else None
    if shape is None or at is None:
        return _parts(state, use, tensor, shape, None, [None] * count)
    whole = state.resolve(shape[at])
    if isinstance(whole, int):
        size = -(-whole // count)
        return _parts(state, use, tensor, shape, at, [min(size, whole - start) for start in range(0, whole, size or 1)])
    return _parts(state, use, tensor, shape, at, [divide(whole, count)] * count)


def split_evenly(state: State, arguments: Arguments, use: Use) -> Any:
    """`ops.Split(axis, output_num)`."""
    tensor, count, axis = arguments["tensor"], arguments["count"], arguments["axis"]
    shape = state.shape(tensor)
    at = axis_of(axis, len(shape)) if shape is not None else None
    if shape is not None and at is not None and isinstance(count, int) and count > 0:
        whole = state.resolve(shape[at])
        if isinstance(whole, int) and whole % count:
            state.report(
                "split",
                use.node,
                say(
                    "`{text}` splits {whole} into {count} parts, which do not divide it: {shape}.",
                    text=text_of(state, use),
                    whole=whole,
                    count=count,
                    shape=show_shape(shape),
                ),
                tensor,
            )
            return UNKNOWN
    return chunk(state, arguments, use)


def unstack(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, axis = arguments["tensor"], arguments["axis"]
    shape = state.shape(tensor)
    at = axis_of(axis, len(shape)) if shape is not None else None
    if shape is None or at is None:
        return UNKNOWN
    count = state.resolve(shape[at])
    if not isinstance(count, int) or count > _MAXIMUM_PARTS:
        return UNKNOWN
    return tuple(output(state, use, (tensor,), (*shape[:at], *shape[at + 1 :])) for _ in range(count))
