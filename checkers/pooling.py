"""MSL3xx: poolings that mean something else than those that they were ported from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import Message, say
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Instance

from .arguments import axes_of, confidence_of, known_values, per_axis, shown
from .originals import Original, given, origin_with, original_layer
from .padding import number_as_pad_mode, origin_by_padding, padding_without_pad

_POOLS = tuple(f"mindspore.nn.{kind}Pool{axes}d" for kind in ("Max", "Avg") for axes in (1, 2, 3))
_POOL_FUNCTIONS = tuple(f"mindspore.ops.avg_pool{axes}d" for axes in (1, 2, 3))
_POOL_PRIMITIVES = tuple(f"mindspore.ops.{name}" for name in ("MaxPool", "AvgPool", "MaxPool3D", "AvgPool3D"))
_TORCH_POOLS = tuple(f"torch.nn.{kind}Pool{axes}d" for kind in ("Max", "Avg") for axes in (1, 2, 3))
_SMALLEST_GLOBAL_KERNEL = 4
#: Networks of torch whose poolings have no padding and `ceil_mode=True`.
_ROUNDS_UP = re.compile(r"\bSENet|SE-?ResNe|SqueezeNet|GoogLeNet|Inception|ceil_mode", re.IGNORECASE)
#: What a pooling does in words, how the original's is written, and the arguments of that.
_Windows = tuple[str, str, dict[str, str]]
#: Of the max pooling layers: refused, like padding, without pad_mode='pad'.
_ONLY_WITH_PAD = {"ceil_mode": False, "return_indices": False, "dilation": 1}


class PoolStride(Rule):
    """Pooling without `stride`, or with torch's padding.

    torch and Keras move the window by its own size where no stride is given; MindSpore moves it by one,
    and the result is larger. `ops.max_pool2d` and `ops.max_pool3d` do as torch does. An average over a
    large kernel is most often one over the whole map, which moves nowhere.

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
    fix = Applicability.SAFE
    calls = (*_POOLS, *_POOL_FUNCTIONS, *_POOL_PRIMITIVES)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits_by_place or any("pad" in name for name in bound.unexpected):
            return
        problem = number_as_pad_mode(call, pairs=False)
        if problem is None and call.qualified_name in _POOLS:
            problem = self._padding(call)
        if problem is not None:
            yield problem
        if bound.fits and not bound.star:
            yield from self._stride(call)

    def _padding(self, call: Call) -> Optional[Problem]:
        refused = padding_without_pad(call)
        expression = call.expression("padding")
        if refused is not None and expression is not None:
            padding, mode, confidence = refused
            text = call.module.text_of(expression)
            said = (
                say("`padding={text}`, where it is not 0,", text=text)
                if padding is None
                else shown(call, "padding", padding)
            )
            return Problem(
                expression,
                say(
                    "`{call}` takes {said} only with `pad_mode='pad'`; with {mode} it raises a ValueError.",
                    call=call.text,
                    said=said,
                    mode=mode,
                ),
                say("Write `pad_mode='pad', padding={text}`.", text=text),
                confidence=confidence,
                fix=_with(call, RAISES, "pad"),
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
                say(
                    "`{call}` takes {known} only with `pad_mode='pad'`; with {modes} it raises a ValueError.",
                    call=call.text,
                    known=shown(call, name, known[0]),
                    modes=repr(modes[0]),
                ),
                say("Add `pad_mode='pad'`."),
                confidence=confidence_of(call, name, "pad_mode"),
                fix=_with(call, RAISES, "pad"),
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
        original = original_layer(call, _TORCH_POOLS)
        if original.layer is not None and given(original.layer, 1, "stride", original.owner) not in ([None], kernels):
            return
        origin = origin_with(call, original)
        text = call.module.text_of(kernel)
        smallest = min(min(size) for size in sizes if size is not None)
        is_average = "max" not in call.qualified_name.lower()
        # over the whole map, as a head does, there is but one step
        unsure = is_average and axes > 1 and smallest >= _SMALLEST_GLOBAL_KERNEL
        if origin is None:
            # wrong for both frameworks; an average may be meant to smooth
            unsure = is_average or smallest >= _SMALLEST_GLOBAL_KERNEL
            other = say("torch and Keras move by the size of the kernel")
        else:
            unsure = unsure or (is_average and origin.by_names)
            other = say(
                "{framework} moves by the size of the kernel ({evidence})",
                framework="torch" if origin.framework == "torch" else "Keras",
                evidence=origin.evidence,
            )
        yield Problem(
            call.node,
            say(
                "`{call}` with {kernel} and no `{stride}` moves by 1; {other}.",
                call=call.text,
                kernel=shown(call, "kernel_size", kernels[0]),
                stride=stride,
                other=other,
            ),
            say("Add `{stride}={text}`.", stride=stride, text=text),
            confidence=Confidence.POSSIBLE if unsure else Confidence.LIKELY,
            origin=origin,
            fix=CallFix(call).put(stride, text).rewrite(AS_ORIGINAL),
        )


def _with(call: Call, reason: Message, pad_mode: str, **others: str) -> Optional[Rewrite]:
    """The fix that gives a pooling a mode, and other arguments."""
    fix = CallFix(call)
    if reason is RAISES and call.expression("pad_mode") is not None:
        fix.doubt(say("the mode that is written says otherwise"))
    fix.put("pad_mode", fix.quoted(pad_mode))
    for name, value in others.items():
        fix.put(name, value)
    return fix.rewrite(reason)


class PoolWindows(Rule):
    """A pooling that lays its windows elsewhere than the torch original.

    `pad_mode='same'` is not torch's padding of half the kernel: with a stride it puts less above and left than below
    and right, and an average counts only what is inside, where torch counts the zeros around it, too. And without
    `ceil_mode` the last, incomplete window is left out. The shapes often agree.

    Where the original is at hand (its class, or a comment beside the layer) and comes to the same, nothing is said.
    Without it, a port from torch that pads to 'same' with a stride, or an average, is meant; but not a maximum in a
    file that names a network such as SENet or GoogLeNet, whose poolings round up. A class that pads a convolution
    with a stride by half of its kernel is taken for such a port.

    ```python
    nn.MaxPool2d(3, 2, padding=1)  # torch
    nn.MaxPool2d(3, 2, pad_mode='pad', padding=1)  # mindspore
    nn.AvgPool2d(3, 1, padding=1)  # torch
    nn.AvgPool2d(3, 1, pad_mode='pad', padding=1)  # mindspore
    ```
    """

    code = "MSL320"
    name = "pool-windows"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = (*_POOLS, *_POOL_PRIMITIVES)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits or bound.star:
            return
        modes = ["valid"] if call.expression("pad_mode") is None else known_values(call, "pad_mode")
        if modes is None or len(modes) != 1 or not isinstance(modes[0], str):
            return
        mode = modes[0].lower()
        original = original_layer(call, _TORCH_POOLS)
        origin = origin_with(call, original) or origin_by_padding(call)
        if origin is None or origin.framework != "torch" or mode not in ("same", "valid"):
            return
        if original.layer is not None:
            found = self._against(call, mode, original, original.layer)
        else:
            found = self._same(call) if mode == "same" and not original.is_known else None
        if found is not None:
            said, written, changes = found
            yield Problem(
                call.expression("pad_mode") or call.node,
                say("`{call}` {said} ({evidence}).", call=call.text, said=said, evidence=origin.evidence),
                say("Write {written}.", written=written),
                origin=origin,
                fix=_with(call, AS_ORIGINAL, **changes) if changes else None,
            )

    def _against(self, call: Call, mode: str, original: Original, layer: Instance) -> Optional[_Windows]:
        """What the windows do, and how the original's are written, where they differ."""
        is_average = "Avg" in call.qualified_name
        place = 3 if is_average else 5
        rounds_up = given(layer, place, "ceil_mode", original.owner)
        if rounds_up not in ([None], [False]):
            if rounds_up == [True] and mode == "valid" and call.expression("ceil_mode") is None:
                return (
                    say("leaves out the last, incomplete window; the original has `ceil_mode=True`"),
                    "`pad_mode='pad', ceil_mode=True`",
                    {"pad_mode": "pad", "ceil_mode": "True"},
                )
            return None
        paddings = given(layer, 2, "padding", original.owner)
        sizes = _windows(call)
        if paddings is None or len(paddings) != 1 or sizes is None:
            return None
        padding = per_axis(paddings[0] or 0, axes_of(call))
        if padding is None or (mode == "valid" and not any(padding)):
            return None
        written = f"`pad_mode='pad', padding={paddings[0]}`" if any(padding) else "`pad_mode='valid'`"
        changes = {"pad_mode": "pad", "padding": str(paddings[0])} if any(padding) else {"pad_mode": "valid"}
        if mode == "valid":
            return say("pads nothing; the original pads `{padding}`", padding=paddings[0]), written, changes
        inside = given(layer, 4, "count_include_pad", original.owner) if is_average else [False]
        centered = all(stride == 1 and 2 * by == kernel - 1 for kernel, stride, by in zip(*sizes, padding))
        if (centered and inside == [False]) or (
            not any(padding) and all(kernel <= stride for kernel, stride in zip(*sizes))
        ):
            return None
        if any(padding):
            if is_average and inside != [False]:
                said = say(
                    "pads to 'same'; the original pads `{padding}` on all sides and counts the zeros",
                    padding=paddings[0],
                )
            else:
                said = say("pads to 'same'; the original pads `{padding}` on all sides", padding=paddings[0])
            return said, written, changes
        return say("pads to 'same'; the original pads nothing"), written, changes

    def _same(self, call: Call) -> Optional[_Windows]:
        """The same, where the original is not at hand."""
        sizes = _windows(call)
        if sizes is None or all(kernel <= stride for kernel, stride in zip(*sizes)):
            return None
        if max(sizes[1]) > 1 and not any((kernel - stride) % 2 for kernel, stride in zip(*sizes)):
            return None  # as much on one side as on the other
        written = say("`pad_mode='pad'` with the original's padding")
        if max(sizes[1]) > 1:
            if "Max" in call.qualified_name and call.module.mentions(_ROUNDS_UP):
                return None  # for an input that the stride divides, 'same' is torch's `ceil_mode=True`
            return say("pads to 'same', with less above and left than torch's padding of both sides"), written, {}
        if "Avg" in call.qualified_name:
            return say("averages over what is inside; torch counts the zeros of its padding, too"), written, {}
        return None


def _windows(call: Call) -> Optional[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Kernel and stride of a pooling, one number an axis; None where they are not known."""
    axes = axes_of(call)
    name = "strides" if call.expression("strides") is not None else "stride"
    kernels = known_values(call, "kernel_size")
    strides = known_values(call, name) if call.expression(name) is not None else [1]
    if not kernels or not strides or len(kernels) != 1 or len(strides) != 1:
        return None
    kernel, stride = per_axis(kernels[0], axes), per_axis(strides[0], axes)
    return None if kernel is None or stride is None else (kernel, stride)
