"""MSL3xx: convolutions that mean something else than those that they were ported from."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from ms_lint.findings import Confidence
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around
from ms_lint.semantics.values import Sequence

from .arguments import (
    axes_of,
    confidence_of,
    is_number,
    is_numeric,
    is_zero,
    known_values,
    owner_of,
    per_axis,
    shown,
)
from .originals import given, original_layer
from .padding import expanded, number_as_pad_mode, padding_without_pad

_CONVOLUTIONS = tuple(f"mindspore.nn.Conv{axes}d{kind}" for axes in (1, 2, 3) for kind in ("", "Transpose"))
_FUNCTIONS = tuple(f"mindspore.ops.conv{axes}d" for axes in (1, 2, 3))
_PRIMITIVES = tuple(
    f"mindspore.ops.{name}"
    for name in ("Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose", "Conv2DBackpropInput")
)
_TORCH_CONVOLUTIONS = tuple(f"torch.nn.Conv{kind}{axes}d" for axes in (1, 2, 3) for kind in ("", "Transpose"))
_PAD_MODES = ("pad", "same", "valid")


@dataclass(frozen=True)
class _Form:
    """How a convolution takes its padding: under which name; as a tuple of how many numbers (0: only as one number); as
    a list, too; and whether ``pad_mode`` may be in upper case."""

    name: str
    count: int
    takes_list: bool
    takes_upper: bool


def _form_of(call: Call) -> _Form:
    axes = axes_of(call)
    if call.qualified_name in _FUNCTIONS:
        return _Form("padding", axes, True, axes == 3)
    if call.qualified_name in _PRIMITIVES:
        return _Form("pad", 2 * axes, False, not call.qualified_name.endswith("Conv2D"))
    return _Form("padding", 2 * axes if axes > 1 else 0, False, axes == 3)


class ConvPadding(Rule):
    """The padding of a convolution in torch's form, which MindSpore refuses.

    In MindSpore the kind of padding and its size are two parameters. A size is refused unless
    `pad_mode='pad'` is written with it; the fifth positional argument is `pad_mode`, where torch has the
    padding; and a tuple counts both sides of each axis, four numbers for an image. All of these raise
    when the layer is made. The functions `ops.conv1d`, `ops.conv2d` and `ops.conv3d` and the primitives such as
    `ops.Conv2D`, whose parameter is `pad`, have the same two parameters; the functions take one number an axis.

    ```python
    nn.Conv2d(3, 64, 7, 2, 3)  # torch
    nn.Conv2d(3, 64, 7, 2, pad_mode='pad', padding=3)  # mindspore
    nn.Conv2d(3, 64, (3, 5), padding=(1, 2))  # torch
    nn.Conv2d(3, 64, (3, 5), pad_mode='pad', padding=(1, 1, 2, 2))  # mindspore
    ```
    """

    code = "MSL301"
    name = "conv-padding"
    calls = (*_CONVOLUTIONS, *_FUNCTIONS, *_PRIMITIVES)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits:
            return
        form = _form_of(call)
        problem = (
            number_as_pad_mode(call, form.count > axes_of(call), form.name)
            or self._word(call, form)
            or self._tuple(call, form)
            or self._size(call, form)
        )
        if problem is not None:
            yield problem

    def _word(self, call: Call, form: _Form) -> Optional[Problem]:
        """A pad_mode that is no mode, or a word for the padding."""
        expression = call.expression("pad_mode")
        modes = known_values(call, "pad_mode")
        if expression is not None and modes is not None and len(modes) == 1 and isinstance(modes[0], str):
            mode = modes[0]
            if mode.lower() not in _PAD_MODES:
                return Problem(
                    expression,
                    f"`{call.text}` has no {shown(call, 'pad_mode', mode)}: it raises a ValueError.",
                    "Write 'pad', 'same' or 'valid'.",
                    confidence=confidence_of(call, "pad_mode"),
                )
            if mode != mode.lower() and not form.takes_upper:
                return Problem(
                    expression,
                    f"`{call.text}` wants its `pad_mode` in lower case: {mode!r} raises a ValueError.",
                    f"Write `pad_mode={mode.lower()!r}`.",
                    confidence=confidence_of(call, "pad_mode"),
                )
        expression = call.expression(form.name)
        words = known_values(call, form.name)
        if expression is not None and words is not None and len(words) == 1 and isinstance(words[0], str):
            return Problem(
                expression,
                f"`{form.name}` of `{call.text}` is a number: {words[0]!r} raises a TypeError.",
                f"Write `pad_mode={words[0].lower()!r}` in its place.",
                confidence=confidence_of(call, form.name),
            )
        return None

    def _tuple(self, call: Call, form: _Form) -> Optional[Problem]:
        """A tuple or list that does not have as many numbers as it takes."""
        expression = call.expression(form.name)
        value = call.argument(form.name)
        if expression is None or not (isinstance(value, Sequence) and value.kind in ("tuple", "list")):
            return None
        axes, count = axes_of(call), len(value.items)
        if count == form.count and (value.kind == "tuple" or form.takes_list):
            return None
        known = known_values(call, form.name)
        one = known[0] if known is not None and len(known) == 1 else None
        if form.count <= 1:
            wanted, written = "one number", f"{form.name}={_first(one)}"
        elif form.count == axes:
            wanted = f"one number or a tuple of {axes}, one an axis"
            written = f"{form.name}={_first(one)}" if one and len(set(one)) == 1 else f"{form.name}=(...)"
            if one is not None and count == 2 * axes and one[::2] == one[1::2]:
                written = f"{form.name}={tuple(one[::2])}"
        else:
            names = "(top, bottom, left, right)" if axes == 2 else "(front, back, top, bottom, left, right)"
            wanted = f"one number or a tuple of {2 * axes}, `{names}`"
            written = f"{form.name}={names}"
            if one is not None and count == axes:
                written = expanded(one, axes, form.name)
            elif one is not None and count == 2 * axes:
                written = f"{form.name}={tuple(one)}"
            elif one is None and isinstance(expression, ast.Tuple) and count == axes:
                texts = [call.module.text_of(item) for item in expression.elts]
                written = f"{form.name}=({', '.join(f'{text}, {text}' for text in texts)})"
        if call.expression("pad_mode") is None and not (one is not None and is_zero(one)):
            written = f"pad_mode='pad', {written}"
        seen = f"is a {value.kind}" if value.kind == "list" or form.count == 0 else f"has {count}"
        return Problem(
            expression,
            f"`{form.name}` of `{call.text}` is {wanted}; `{call.module.text_of(expression)}` {seen} and raises an "
            "error.",
            f"Write `{written}`.",
        )

    def _size(self, call: Call, form: _Form) -> Optional[Problem]:
        """A padding without pad_mode='pad'."""
        refused = padding_without_pad(call, form.name)
        expression = call.expression(form.name)
        if refused is None or expression is None:
            return None
        padding, mode, confidence = refused
        text = call.module.text_of(expression)
        shortened = _shortened(call, padding)
        if padding is None:
            said = f"`{form.name}={text}`, where it is not 0,"
        else:
            said = shown(call, form.name, padding)
        return Problem(
            expression,
            f"`{call.text}` takes {said} only with `pad_mode='pad'`; with {mode} it raises a ValueError.",
            f"Write `pad_mode='pad', padding={shortened}` without `output_padding`."
            if shortened is not None
            else f"Write `pad_mode='pad', {form.name}={text}`.",
            confidence=confidence,
        )


def _first(value: Any) -> str:
    return str(value[0]) if isinstance(value, (tuple, list)) and value else "..."


def _shortened(call: Call, padding: Any) -> Optional[str]:
    """The padding that does what torch's `output_padding` does: less of it below and to the right. None where the
    call has none, or it is not known."""
    beyond = known_values(call, "output_padding")
    if beyond is None or len(beyond) != 1 or not beyond[0] or axes_of(call) != 2:
        return None
    sizes, less = per_axis(padding, 2), per_axis(beyond[0], 2)
    if sizes is None or less is None or any(size < by for size, by in zip(sizes, less)):
        return None
    return f"({sizes[0]}, {sizes[0] - less[0]}, {sizes[1]}, {sizes[1] - less[1]})"


class ConvPadModeDefault(Rule):
    """A convolution of a port from torch without `pad_mode`: MindSpore pads, torch did not.

    torch's convolution pads nothing unless told. MindSpore's default is `pad_mode='same'`: the output has
    the size of the input divided by the stride, and the values at the border differ. Where the original is
    at hand and pads to the same result, as `padding=1` does for a kernel of 3 and stride 1, nothing is said.
    Nor is it where the kernel is not larger than the stride, since an input whose size the stride
    divides then gives the same.

    ```python
    nn.Conv2d(3, 64, 3)  # torch
    nn.Conv2d(3, 64, 3, pad_mode='valid')  # mindspore
    ```
    """

    code = "MSL302"
    name = "conv-pad-mode-default"
    confidence = Confidence.LIKELY
    calls = _CONVOLUTIONS

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits or bound.star or call.expression("pad_mode") is not None:
            return
        axes = axes_of(call)
        if call.expression("padding") is not None:
            padding = known_values(call, "padding")
            if padding is None or not all(is_number(item) and item == 0 for item in padding):
                return
        kernels = known_values(call, "kernel_size")
        strides = known_values(call, "stride") if call.expression("stride") is not None else [1]
        dilations = known_values(call, "dilation") if call.expression("dilation") is not None else [1]
        if kernels is None or dilations is None:
            return
        if strides is None:
            strides = [2]  # not known: what a kernel of 3 or more meets in practice
        confidence: Optional[Confidence] = None
        keeps_size = True  # as torch does with half of the kernel as padding
        for kernel, stride, dilation in itertools.product(kernels, strides, dilations):
            sizes = per_axis(kernel, axes), per_axis(stride, axes), per_axis(dilation, axes)
            if sizes[0] is None or sizes[1] is None or sizes[2] is None:
                return
            spans = [by * (size - 1) + 1 for size, by in zip(sizes[0], sizes[2])]
            keeps_size &= max(sizes[1]) == 1 and all(span % 2 for span in spans)
            if any(span > step for span, step in zip(spans, sizes[1])):
                continue
            if max(sizes[0]) == 1 or "Transpose" in call.qualified_name:
                return
            confidence = Confidence.POSSIBLE  # only an input that the stride does not divide
        origin = origin_around(call.module, owner_of(call))
        if origin is None or origin.framework != "torch":
            return
        padded = self._original_padding(call, kernels)
        if padded is None:
            return
        kernel = shown(call, "kernel_size", kernels[0])
        if padded == "0":
            said, written = "torch pads nothing", "`pad_mode='valid'`"
        elif padded == "":
            said = "torch pads nothing unless told"
            written = "`pad_mode='valid'`, or `pad_mode='pad'` with the original's padding"
            if keeps_size and origin.confidence is not Confidence.PROVED:
                confidence = Confidence.POSSIBLE  # whoever knows both leaves 'same' to stand for half of the kernel
        else:
            said = f"the original pads `{padded}` on all sides, which is not the same with a stride"
            written = f"`pad_mode='pad', padding={padded}`"
        yield Problem(
            call.node,
            f"`{call.text}` with {kernel} and no `pad_mode` pads to 'same' in MindSpore; {said} ({origin.evidence}).",
            f"Add {written}.",
            confidence=confidence,
            origin=origin,
        )

    def _original_padding(self, call: Call, kernels: list[Any]) -> Optional[str]:
        """The padding of the original layer, "" where there is no original to look at; None where it
        comes to the same, or cannot be told."""
        original = original_layer(call, _TORCH_CONVOLUTIONS)
        layer, owner = original.layer, original.owner
        if not original.is_known:
            return ""
        if layer is None:
            same_kernel = [item for item in original.layers if given(item, 2, "kernel_size", owner) in (kernels, None)]
            paddings = [given(item, 4, "padding", owner) for item in same_kernel]
            unpadded = all(found is not None and all(not item for item in found) for found in paddings)
            return "0" if paddings and unpadded else None
        padding = given(layer, 4, "padding", owner)
        stride = given(layer, 3, "stride", owner)
        if padding is None or len(padding) != 1:
            return None
        if not padding[0] or (is_numeric(padding[0]) and is_zero(padding[0])):
            return "0"
        if not isinstance(padding[0], int) or stride is None or len(stride) != 1 or stride[0] in (None, 1, (1, 1)):
            return None
        return str(padding[0])
