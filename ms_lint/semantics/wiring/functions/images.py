"""Images made larger and smaller, and pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.functions.results import Arguments, Use, as_dims, output
from ms_lint.semantics.wiring.geometry import each, paddings, window
from ms_lint.semantics.wiring.indexing import ShapeOf, dim
from ms_lint.semantics.wiring.sizes import Dim, Shape, divide

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


def resized(shape: Optional[Shape], size: Any, scale: Any) -> Optional[Shape]:
    """The shape after the axes behind the channels were made larger or smaller."""
    if shape is None or len(shape) < 3:
        return None
    axes = len(shape) - 2
    if size is not None:
        wanted = as_dims(size) if not isinstance(size, ShapeOf) else None
        if wanted is None:
            return (*shape[:2], *[None] * axes)
        wanted = wanted * axes if len(wanted) == 1 else wanted
        return (*shape[:2], *(wanted if len(wanted) == axes else [None] * axes))
    factors: list[Any] = list(scale) if isinstance(scale, (tuple, list)) else [scale] * axes
    spatial: list[Dim] = []
    for old, factor in zip(shape[2:], factors):
        is_whole = isinstance(factor, (int, float)) and not isinstance(factor, bool) and float(factor).is_integer()
        if is_whole:
            spatial.append(sizes.multiply(old, int(factor)))
        elif isinstance(factor, float) and factor > 0 and (1 / factor).is_integer():
            spatial.append(divide(old, int(1 / factor)))
        else:
            spatial.append(None)
    return (*shape[:2], *spatial) if len(spatial) == axes else None


def interpolate(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    return output(state, use, (tensor,), resized(state.shape(tensor), arguments["size"], arguments["scale"]))


def resize(state: State, arguments: Arguments, use: Use) -> Any:
    tensor = arguments["tensor"]
    return output(state, use, (tensor,), resized(state.shape(tensor), arguments["size"], None))


def pool(state: State, arguments: Arguments, use: Use) -> Any:
    """`ops.max_pool2d`, `ops.avg_pool2d` and those of mint and torch."""
    tensor = arguments["tensor"]
    shape = state.shape(tensor)
    if shape is None or len(shape) not in (3, 4):
        return output(state, use, (tensor,), None)
    kernel = each(arguments["kernel"], 2)
    stride = kernel if arguments["stride"] is None else each(arguments["stride"], 2)
    if use.operation == "mindspore.ops.avg_pool2d" and arguments["stride"] == "1":
        stride = [1, 1]
    added = paddings("pad", arguments["padding"], 2)
    ceil = arguments["ceil"]
    if added is None or not isinstance(ceil, bool):
        return output(state, use, (tensor,), (*shape[:-2], None, None))
    spatial = [window(size, kernel[at], stride[at], added[at], 1, False, ceil) for at, size in enumerate(shape[-2:])]
    return output(state, use, (tensor,), (*shape[:-2], *spatial))


def adaptive_pool(state: State, arguments: Arguments, use: Use) -> Any:
    tensor, wanted = arguments["tensor"], arguments["size"]
    shape = state.shape(tensor)
    if shape is None or len(shape) not in (3, 4):
        return output(state, use, (tensor,), None)
    parts = list(wanted) if isinstance(wanted, (tuple, list)) else [wanted] * 2
    if len(parts) != 2:
        return output(state, use, (tensor,), None)
    spatial = [size if part is None else dim(part) for size, part in zip(shape[-2:], parts)]
    return output(state, use, (tensor,), (*shape[:-2], *spatial))
