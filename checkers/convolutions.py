"""MSL3xx: convolutions that mean something else than those that they were ported from."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around
from ms_lint.semantics.values import Constant, Instance, Sequence

from .arguments import axes_of, confidence_of, is_number, is_numeric, is_zero, known_values, owner_of, per_axis, shown
from .made_layers import layers_of
from .originals import Original, given, origin_with, original_layer
from .padding import expanded, number_as_pad_mode, origin_by_padding, padding_without_pad

CONVOLUTIONS = tuple(f"mindspore.nn.Conv{axes}d{kind}" for axes in (1, 2, 3) for kind in ("", "Transpose"))
_FUNCTIONS = tuple(f"mindspore.ops.conv{axes}d" for axes in (1, 2, 3))
_PRIMITIVES = tuple(
    f"mindspore.ops.{name}"
    for name in ("Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose", "Conv2DBackpropInput")
)
TORCH_CONVOLUTIONS = tuple(f"torch.nn.Conv{kind}{axes}d" for axes in (1, 2, 3) for kind in ("", "Transpose"))
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


def _may_compute(call: Call) -> bool:
    """Whether a primitive may be given tensors, as if it were a function: then more is wrong than its padding."""
    is_made = call.function is None or call.function.name == "__init__"
    return (
        call.qualified_name in _PRIMITIVES
        and not is_made
        and not isinstance(call.argument("kernel_size"), (Constant, Sequence))
    )


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
    fix = Applicability.SAFE
    calls = (*CONVOLUTIONS, *_FUNCTIONS, *_PRIMITIVES)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits_by_place or any("pad" in name for name in bound.unexpected):
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
                    say(
                        "`{call}` has no {mode}: it raises a ValueError.",
                        call=call.text,
                        mode=shown(call, "pad_mode", mode),
                    ),
                    say("Write 'pad', 'same' or 'valid'."),
                    confidence=confidence_of(call, "pad_mode"),
                    fix=_with(call, pad_mode="pad") if mode == "zeros" and call.expression(form.name) else None,
                )
            if mode != mode.lower() and not form.takes_upper:
                return Problem(
                    expression,
                    say(
                        "`{call}` wants its `pad_mode` in lower case: {mode} raises a ValueError.",
                        call=call.text,
                        mode=repr(mode),
                    ),
                    say("Write `pad_mode={lower}`.", lower=repr(mode.lower())),
                    confidence=confidence_of(call, "pad_mode"),
                    fix=_with(call, pad_mode=mode.lower()) if isinstance(expression, ast.Constant) else None,
                )
        expression = call.expression(form.name)
        words = known_values(call, form.name)
        if expression is not None and words is not None and len(words) == 1 and isinstance(words[0], str):
            return Problem(
                expression,
                say(
                    "`{form}` of `{call}` is a number: {words} raises a TypeError.",
                    form=form.name,
                    call=call.text,
                    words=repr(words[0]),
                ),
                say("Write `pad_mode={lower}` in its place.", lower=repr(words[0].lower())),
                confidence=confidence_of(call, form.name),
                fix=_word_as_mode(call, form.name, words[0].lower()),
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
            wanted, written = say("one number"), f"{form.name}={_first(one)}"
        elif form.count == axes:
            wanted = say("one number or a tuple of {axes}, one an axis", axes=axes)
            written = f"{form.name}={_first(one)}" if one and len(set(one)) == 1 else f"{form.name}=(...)"
            if one is not None and count == 2 * axes and one[::2] == one[1::2]:
                written = f"{form.name}={tuple(one[::2])}"
        else:
            names = "(top, bottom, left, right)" if axes == 2 else "(front, back, top, bottom, left, right)"
            wanted = say("one number or a tuple of {number}, `{names}`", number=2 * axes, names=names)
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
        size = written.rpartition(f"{form.name}=")[2]
        is_known = "..." not in size and "top" not in size and not _may_compute(call)
        fix = (
            _with(call, pad_mode="pad" if written.startswith("pad_mode") else "", **{form.name: size})
            if is_known
            else None
        )
        seen = (
            say("is a {kind}", kind=value.kind)
            if value.kind == "list" or form.count == 0
            else say("has {count}", count=count)
        )
        return Problem(
            expression,
            say(
                "`{form}` of `{call}` is {wanted}; `{expression}` {seen} and raises an error.",
                form=form.name,
                call=call.text,
                wanted=wanted,
                expression=call.module.text_of(expression),
                seen=seen,
            ),
            say("Write `{written}`.", written=written),
            fix=fix,
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
            said: str = say("`{form}={text}`, where it is not 0,", form=form.name, text=text)
        else:
            said = shown(call, form.name, padding)
        return Problem(
            expression,
            say(
                "`{call}` takes {said} only with `pad_mode='pad'`; with {mode} it raises a ValueError.",
                call=call.text,
                said=said,
                mode=mode,
            ),
            say("Write `pad_mode='pad', padding={shortened}` without `output_padding`.", shortened=shortened)
            if shortened is not None
            else say("Write `pad_mode='pad', {form}={text}`.", form=form.name, text=text),
            confidence=confidence,
            fix=_with(call, pad_mode="pad")
            if shortened is None
            else _with(call, "output_padding", pad_mode="pad", padding=shortened),
        )


def _with(call: Call, *dropped: str, pad_mode: str = "", **sizes: str) -> Optional[Rewrite]:
    """The fix that gives a convolution a mode and a padding."""
    fix = CallFix(call)
    if pad_mode:
        if (
            pad_mode == "pad"
            and call.expression("pad_mode") is not None
            and known_values(call, "pad_mode") != ["zeros"]
        ):
            fix.doubt(say("the mode that is written says otherwise"))
        fix.put("pad_mode", fix.quoted(pad_mode))
    for name, size in sizes.items():
        fix.put(name, size)
    return fix.drop(*dropped).rewrite(RAISES)


def _word_as_mode(call: Call, name: str, mode: str) -> Optional[Rewrite]:
    """The fix of a word for the padding: it is the mode."""
    if mode not in _PAD_MODES or call.expression("pad_mode") is not None:
        return None
    fix = CallFix(call)
    return fix.rename(name, "pad_mode", fix.quoted(mode)).rewrite(RAISES)


def _first(value: Any) -> str:
    return str(value[0]) if isinstance(value, (tuple, list)) and value else "..."


def _shortened(call: Call, padding: Any) -> Optional[str]:
    """The padding that does what torch's `output_padding` does: less of it below and to the right. None where the
    call has none, or it is not known."""
    beyond = known_values(call, "output_padding")
    if beyond is None or len(beyond) != 1 or not beyond[0] or axes_of(call) != 2:
        return None
    return _shortened_by(padding, beyond[0])


def _shortened_by(padding: Any, beyond: Any) -> Optional[str]:
    sizes, less = per_axis(padding, 2), per_axis(beyond, 2)
    if sizes is None or less is None or any(size < by for size, by in zip(sizes, less)):
        return None
    return f"({sizes[0]}, {sizes[0] - less[0]}, {sizes[1]}, {sizes[1] - less[1]})"


# ---------------------------------------------------------------- padding to 'same'


@dataclass(frozen=True)
class _Steps:
    """What a convolution does along each axis: the span of its kernel, and how far it moves. ``is_transposed`` is its
    kind."""

    spans: tuple[int, ...]
    strides: tuple[int, ...]
    is_transposed: bool

    @property
    def keeps_size(self) -> bool:
        """Whether torch, with half of the kernel as padding, does the same as 'same'."""
        return max(self.strides) == 1 and all(span % 2 for span in self.spans)

    @property
    def has_border(self) -> bool:
        """Whether an input whose size the stride divides is padded by 'same'."""
        return any(span > stride for span, stride in zip(self.spans, self.strides))

    def is_same(self, padding: Any, beyond: Any) -> bool:
        """Whether 'same' comes to torch's ``padding`` (with its ``output_padding``)."""
        axes = len(self.spans)
        sizes = per_axis(padding or 0, axes)
        if isinstance(padding, str) or sizes is None:
            return bool(padding == "same")
        if not self.is_transposed and not any(sizes):
            return not self.has_border
        beyond = beyond if self.is_transposed else None
        return not beyond and all(2 * size == by for size, by in zip(sizes, self._borders))

    @property
    def is_lopsided(self) -> bool:
        """Whether 'same' pads more on one side than on the other, which no number of torch's does."""
        return not self.is_transposed and any(by > 0 and by % 2 for by in self._borders)

    @property
    def _borders(self) -> list[int]:
        """What 'same' adds along each axis where the stride divides the size."""
        return [span - stride for span, stride in zip(self.spans, self.strides)]


def _steps(call: Call, usual_stride: Optional[int] = None) -> list[_Steps]:
    """What a convolution may do, by its known arguments, or by what its class is made with in this module; empty where
    that is not known. ``usual_stride`` stands for a stride that is not."""
    axes = axes_of(call)
    kernels, dilations = known_values(call, "kernel_size"), known_values(call, "dilation")
    strides = known_values(call, "stride") if call.expression("stride") is not None else [1]
    if call.expression("dilation") is None:
        dilations = [1]
    made = [] if _is_certain(call, "kernel_size", "stride", "dilation") else _followed(call)
    if not made:
        made += itertools.product(kernels or (), strides or (usual_stride,), dilations or ())
    found = []
    for kernel, stride, dilation in made:
        sizes, steps, gaps = per_axis(kernel, axes), per_axis(stride, axes), per_axis(dilation, axes)
        if sizes is None or steps is None or gaps is None or min(steps) < 1:
            return []
        spans = tuple(by * (size - 1) + 1 for size, by in zip(sizes, gaps))
        found.append(_Steps(spans, steps, "Transpose" in call.qualified_name))
    return found


def _is_certain(call: Call, *names: str) -> bool:
    """Whether arguments are what they are for each caller."""
    given = [name for name in names if call.expression(name) is not None]
    return confidence_of(call, *given) is None and all(known_values(call, name) is not None for name in given)


def _followed(call: Call) -> list[tuple[Any, Any, Any]]:
    """Kernel, stride and dilation of the layers that a call makes where the Cells of its module are followed."""
    found = {}
    for layer in layers_of(call):
        made = tuple(layer.arguments.get(name) for name in ("kernel_size", "stride", "dilation"))
        found[repr(made)] = made
    return list(found.values())  # type: ignore[arg-type]


def _originals_paddings(call: Call, original: Original) -> list[tuple[Any, Any]]:
    """Padding and output_padding of what a convolution may have been, as far as that is known."""
    layers = (original.layer,) if original.layer is not None else alike(call, original)
    found = []
    for layer in layers:
        padding = given(layer, 4, "padding", original.owner)
        is_transposed = isinstance(layer.of, str) and "Transpose" in layer.of
        beyond = given(layer, 5, "output_padding", original.owner) if is_transposed else [None]
        if padding is None or beyond is None or len(padding) != 1 or len(beyond) != 1:
            return []
        found.append((padding[0], beyond[0]))
    return found


def alike(call: Call, original: Original) -> tuple[Instance, ...]:
    """The layers of the original class with the kernel and stride of this one."""
    kernels = known_values(call, "kernel_size")
    strides = known_values(call, "stride") if call.expression("stride") is not None else [None]
    return tuple(
        layer
        for layer in original.layers
        if given(layer, 2, "kernel_size", original.owner) in (kernels, None)
        and given(layer, 3, "stride", original.owner) in (strides, None, *([[None]] if strides == [1] else ()))
    )


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
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = CONVOLUTIONS

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits or bound.star or call.expression("pad_mode") is not None:
            return
        if call.expression("padding") is not None:
            padding = known_values(call, "padding")
            if padding is None or not all(is_number(item) and item == 0 for item in padding):
                return
        steps = _steps(call, usual_stride=2)
        if not steps or any(not each.has_border and (each.is_transposed or max(each.spans) == 1) for each in steps):
            return
        original = original_layer(call, TORCH_CONVOLUTIONS)
        origin = origin_with(call, original)
        if origin is None or origin.framework != "torch":
            return
        # without a border: only an input that the stride does not divide
        confidence = None if all(each.has_border for each in steps) else Confidence.POSSIBLE
        paddings = _originals_paddings(call, original)
        if paddings:
            if all(any(each.is_same(*padding) for padding in paddings) for each in steps):
                return
            said, written = _otherwise(call, *paddings[0])
            fix = _as_original(call, *paddings[0])
        elif original.is_known:
            return
        else:
            said = say("torch's padding is 0 unless told")
            fix = None  # whether the original had a padding is not known
            written = say("`pad_mode='valid'`, or `pad_mode='pad'` with the original's padding")
            if all(each.keeps_size for each in steps) and origin.confidence is not Confidence.PROVED:
                confidence = Confidence.POSSIBLE  # whoever knows both leaves 'same' to stand for half of the kernel
        kernels = known_values(call, "kernel_size")
        kernel = shown(call, "kernel_size", kernels[0] if kernels else None)
        yield Problem(
            call.node,
            say(
                "`{call}` with {kernel} and no `pad_mode` pads to 'same' in MindSpore; {said} ({evidence}).",
                call=call.text,
                kernel=kernel,
                said=said,
                evidence=origin.evidence,
            ),
            say("Add {written}.", written=written),
            confidence=confidence,
            origin=origin,
            fix=fix,
        )


class ConvSamePadding(Rule):
    """A convolution that pads to 'same' where the torch original pads by a number.

    With a stride, the two are not the same: for an even input, a kernel of 3 and a stride of 2, torch's
    `padding=1` puts one row above and none below, `pad_mode='same'` none above and one below. The shape
    agrees, each value is computed from a window that lies one pixel off, and weights of the original give other
    results. torch itself has no 'same' for a stride. A port from TensorFlow, whose `padding='same'` is
    MindSpore's, is right.

    Where the original is at hand (its class, or a comment beside the layer) and pads to the same result, nothing
    is said; without the original, layers are meant where 'same' pads more on one side than on the other, as for a
    kernel of 3, but not of 4, and a stride of 2. What the Cells of the module are made with counts.

    ```python
    nn.Conv2d(3, 64, 3, stride=2, padding=1)  # torch
    nn.Conv2d(3, 64, 3, stride=2, pad_mode='pad', padding=1)  # mindspore
    ```
    """

    code = "MSL306"
    name = "conv-same-padding"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = CONVOLUTIONS

    def check_call(self, call: Call) -> Iterator[Problem]:
        expression = call.expression("pad_mode")
        if expression is None or call.bound is None or not call.bound.fits:
            return
        modes = known_values(call, "pad_mode")
        if modes is None or any(not isinstance(mode, str) or mode.lower() != "same" for mode in modes):
            return
        steps = _steps(call)
        if not steps:
            return
        original = original_layer(call, TORCH_CONVOLUTIONS)
        origin = origin_with(call, original) or origin_by_padding(call)
        if origin is None or origin.framework != "torch":
            return
        paddings = _originals_paddings(call, original)
        if paddings:
            if all(any(each.is_same(*padding) for padding in paddings) for each in steps):
                return
            said, written = _otherwise(call, *paddings[0])
            fix = _as_original(call, *paddings[0])
        else:
            fix = None
            if original.is_known or not any(each.is_lopsided and max(each.strides) > 1 for each in steps):
                return
            said = say("'same' pads more on one side there, which torch never does")
            written = say("`pad_mode='pad'` with the original's padding")
        mode = call.module.text_of(expression)
        yield Problem(
            expression,
            say(
                "`{call}` with `pad_mode={mode}` places its windows elsewhere than the original: {said} ({evidence}).",
                call=call.text,
                mode=mode,
                said=said,
                evidence=origin.evidence,
            ),
            say("Write {written}.", written=written),
            origin=origin,
            fix=fix,
        )


def _as_original(call: Call, padding: Any, beyond: Any) -> Optional[Rewrite]:
    """The fix that pads as the original does."""
    fix = CallFix(call)
    if call.expression("output_padding") is not None:
        fix.drop("output_padding")
    if not padding or (is_numeric(padding) and is_zero(padding)):
        return None if beyond else fix.put("pad_mode", fix.quoted("valid")).rewrite(AS_ORIGINAL)
    if isinstance(padding, str):
        return None
    sizes = _shortened_by(padding, beyond) if beyond else expanded(padding, axes_of(call)).removeprefix("padding=")
    if sizes is None or "top" in sizes or "..." in sizes:
        return None
    return fix.put("pad_mode", fix.quoted("pad")).put("padding", sizes).rewrite(AS_ORIGINAL)


def _otherwise(call: Call, padding: Any, beyond: Any) -> tuple[str, str]:
    """What the original does in place of 'same', and how that is written."""
    if not padding or (is_numeric(padding) and is_zero(padding)):
        return say("the padding of the original is 0"), "`pad_mode='valid'`"
    if beyond:
        said = say("the original pads `{padding}` with `output_padding={beyond}`", padding=padding, beyond=beyond)
    else:
        said = say("the original pads `{padding}` on all sides", padding=padding)
    sizes = _shortened_by(padding, beyond) if beyond else None
    if sizes is not None:
        return said, f"`pad_mode='pad', padding={sizes}`"
    return said, f"`pad_mode='pad', {expanded(padding, axes_of(call))}`"


class ConvOutputPadding(Rule):
    """`output_padding` of a transposed convolution, which appends zeros.

    torch computes the rows that `output_padding` adds; MindSpore appends zeros (and adds no bias to them). With less
    padding below and to the right the convolution itself yields those rows. Without `pad_mode='pad'` any
    `output_padding` raises a ValueError.

    ```python
    nn.ConvTranspose2d(8, 8, 3, 2, padding=1, output_padding=1)  # torch
    nn.Conv2dTranspose(8, 8, 3, 2, pad_mode='pad', padding=(1, 0, 1, 0), has_bias=True)  # mindspore
    ```
    """

    code = "MSL309"
    name = "conv-output-padding"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = ("mindspore.nn.Conv2dTranspose",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        expression = call.expression("output_padding")
        beyond = known_values(call, "output_padding")
        if expression is None or beyond is None or not call.bound or not call.bound.fits:
            return
        if not all(is_numeric(item) and not is_zero(item) for item in beyond):
            return
        given_mode = call.expression("pad_mode") is not None
        modes = known_values(call, "pad_mode") if given_mode else ["same"]
        if modes is None or padding_without_pad(call) is not None:
            return  # MSL301 says it all
        text = shown(call, "output_padding", beyond[0])
        if all(mode in ("same", "valid") for mode in modes):
            yield Problem(
                expression,
                say(
                    "`{call}` takes {text} only with `pad_mode='pad'`; with {modes} it raises a ValueError.",
                    call=call.text,
                    text=text,
                    modes=repr(modes[0]),
                ),
                say("Write `pad_mode='pad'` with the original's padding, less of it below and to the right."),
                confidence=confidence_of(call, "output_padding", "pad_mode") or Confidence.PROVED,
            )
            return
        origin = origin_around(call.module, owner_of(call))
        if modes != ["pad"] or (origin is not None and origin.framework == "tensorflow"):
            return
        padding = known_values(call, "padding") or []
        shortened = _shortened(call, padding[0]) if len(padding) == 1 else None
        written = f"`padding={shortened}`" if shortened else say("the padding less below and to the right")
        yield Problem(
            expression,
            say("`{call}` appends zeros for {text}, where torch computes.", call=call.text, text=text),
            say("Write {written} in place of `output_padding`.", written=written),
            fix=CallFix(call).put("padding", shortened).drop("output_padding").rewrite(AS_ORIGINAL)
            if shortened
            else None,
        )
