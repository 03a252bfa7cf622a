"""MSL3xx: poolings that mean something else than those that they were ported from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Confidence
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around

from .arguments import axes_of, confidence_of, known_values, owner_of, per_axis, shown
from .originals import given, original_layer
from .padding import number_as_pad_mode, padding_without_pad

_POOLS = tuple(f"mindspore.nn.{kind}Pool{axes}d" for kind in ("Max", "Avg") for axes in (1, 2, 3))
_POOL_FUNCTIONS = tuple(f"mindspore.ops.avg_pool{axes}d" for axes in (1, 2, 3))
_POOL_PRIMITIVES = tuple(f"mindspore.ops.{name}" for name in ("MaxPool", "AvgPool", "MaxPool3D", "AvgPool3D"))
_TORCH_POOLS = tuple(f"torch.nn.{kind}Pool{axes}d" for kind in ("Max", "Avg") for axes in (1, 2, 3))
_SMALLEST_GLOBAL_KERNEL = 4
#: Of the max pooling layers: refused, like padding, without pad_mode='pad'.
_ONLY_WITH_PAD = {"ceil_mode": False, "return_indices": False, "dilation": 1}


class PoolStride(Rule):
    """Pooling without `stride`, or with torch's padding.

    torch and Keras move the window by its own size where no stride is given; MindSpore moves it by one,
    and the result is larger. `ops.max_pool2d` and `ops.max_pool3d` do as torch does. This is said where the
    origin is known.

    A padding is refused unless `pad_mode='pad'` is written with it, and the third positional argument is
    `pad_mode`, where torch has the padding: both raise when the layer is made.

    ```python
    nn.MaxPool2d(2)  # torch
    nn.MaxPool2d(2, stride=2)  # mindspore
    nn.MaxPool2d(3, 2, 1)  # torch
    nn.MaxPool2d(3, 2, pad_mode='pad', padding=1)  # mindspore
    ```
    """

    code = "MSL303"
    name = "pool-stride"
    calls = (*_POOLS, *_POOL_FUNCTIONS, *_POOL_PRIMITIVES)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits:
            return
        problem = number_as_pad_mode(call, pairs=False)
        if problem is None and call.qualified_name in _POOLS:
            problem = self._padding(call)
        if problem is not None:
            yield problem
        if not bound.star:
            yield from self._stride(call)

    def _padding(self, call: Call) -> Optional[Problem]:
        refused = padding_without_pad(call)
        expression = call.expression("padding")
        if refused is not None and expression is not None:
            padding, mode, confidence = refused
            text = call.module.text_of(expression)
            said = f"`padding={text}`, where it is not 0," if padding is None else shown(call, "padding", padding)
            return Problem(
                expression,
                f"`{call.text}` takes {said} only with `pad_mode='pad'`; with {mode} it raises a ValueError.",
                f"Write `pad_mode='pad', padding={text}`.",
                confidence=confidence,
            )
        if ".MaxPool" not in call.qualified_name or call.bound is None or call.bound.star:
            return None
        modes = ["valid"] if call.expression("pad_mode") is None else known_values(call, "pad_mode")
        if modes is None or not all(isinstance(mode, str) and mode.lower() in ("same", "valid") for mode in modes):
            return None
        for name, default in _ONLY_WITH_PAD.items():
            expression, known = call.expression(name), known_values(call, name)
            if expression is None or known is None or any(item == default or not item for item in known):
                continue
            return Problem(
                expression,
                f"`{call.text}` takes {shown(call, name, known[0])} only with `pad_mode='pad'`; with "
                f"{modes[0]!r} it raises a ValueError.",
                "Add `pad_mode='pad'`.",
                confidence=confidence_of(call, name, "pad_mode"),
            )
        return None

    def _stride(self, call: Call) -> Iterator[Problem]:
        signature = next(signature for signature, bound in reversed(call.attempts) if bound is call.bound)
        stride = "strides" if any(p.name == "strides" for p in signature.parameters) else "stride"
        kernel = call.expression("kernel_size")
        kernels = known_values(call, "kernel_size")
        if call.expression(stride) is not None or kernel is None or kernels is None:
            return
        axes = axes_of(call)
        sizes = [per_axis(item, axes) for item in kernels]
        if any(size is None or max(size) == 1 for size in sizes):
            return
        modes = known_values(call, "pad_mode")
        if modes is not None and any(isinstance(mode, str) and mode.lower() == "same" for mode in modes):
            return  # the same size is what is wanted
        origin = origin_around(call.module, owner_of(call))
        if origin is None:
            return
        original = original_layer(call, _TORCH_POOLS)
        if original.layer is not None and given(original.layer, 1, "stride", original.owner) not in (
            [None],
            kernels,
        ):
            return
        text = call.module.text_of(kernel)
        mover = "torch" if origin.framework == "torch" else "Keras"
        # over the whole map, as a head does, there is but one step
        is_global = "max" not in call.qualified_name.lower() and all(
            size is not None and len(set(size)) == 1 and axes > 1 and size[0] >= _SMALLEST_GLOBAL_KERNEL
            for size in sizes
        )
        yield Problem(
            call.node,
            f"`{call.text}` with {shown(call, 'kernel_size', kernels[0])} and no `{stride}` moves by 1; {mover} moves "
            f"by the size of the kernel ({origin.evidence}).",
            f"Add `{stride}={text}`.",
            confidence=Confidence.POSSIBLE if is_global else Confidence.LIKELY,
            origin=origin,
        )
