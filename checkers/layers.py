"""MSL3xx: layers that mean something else than the layer that they were ported from."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from ms_lint.findings import Confidence
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around, origin_of, original_of
from ms_lint.semantics.values import (
    Argument,
    Constant,
    Instance,
    Scalar,
    Sequence,
    Value,
    alternatives,
    walk_values,
)

_LARGEST_TORCH_MOMENTUM = 0.5
_MAXIMUM_COMBINATIONS = 16
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


# ---------------------------------------------------------------- values of arguments


def _owner(call: Call) -> Optional[ClassInfo]:
    return call.function.owner if call.function is not None else None


def _python_values(value: Value, owner: Optional[ClassInfo]) -> list[Any]:
    """The Python values that a value may have; raises ValueError where one of them is not known."""
    if owner is not None:
        value = owner.decide(value)
    found: list[Any] = []
    for each in alternatives(value):
        if owner is not None:
            each = owner.decide(each)
        if isinstance(each, Constant):
            found.append(each.value)
        elif isinstance(each, Sequence) and each.kind in ("tuple", "list"):
            combinations = itertools.product(*(_python_values(item, owner) for item in each.items))
            kind = tuple if each.kind == "tuple" else list
            found += [kind(items) for items in itertools.islice(combinations, _MAXIMUM_COMBINATIONS)]
        else:
            raise ValueError("not known")
    return found


def _known(call: Call, name: str) -> Optional[list[Any]]:
    """The values that the argument may have; None where it is not given or not known."""
    value = call.argument(name)
    if value is None:
        return None
    try:
        return _python_values(value, _owner(call))
    except ValueError:
        return None


def _confidence(call: Call, *names: str) -> Optional[Confidence]:
    """Likely where an argument is one of several, or decided by the callers in sight; else the rule's own."""
    for name in names:
        value = call.argument(name)
        if value is not None and (
            len(alternatives(value)) > 1 or any(isinstance(v, Argument) for v in walk_values(value))
        ):
            return Confidence.LIKELY
    return None


def _shown(call: Call, name: str, value: Any) -> str:
    """An argument as it is written, with its value where that is not the same: ``padding=p`` and 1."""
    expression = call.expression(name)
    text = repr(value) if expression is None else call.module.text_of(expression)
    return f"`{name}={text}`" + ("" if _same_text(text, value) else f" (here {value!r})")


def _same_text(text: str, value: Any) -> bool:
    try:
        return bool(ast.literal_eval(text) == value)
    except (ValueError, SyntaxError):
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_numeric(value: Any) -> bool:
    """Whether it is a number, or a tuple or list of numbers."""
    if isinstance(value, (tuple, list)):
        return bool(value) and all(_is_number(item) for item in value)
    return _is_number(value)


def _is_zero(value: Any) -> bool:
    return not any(value) if isinstance(value, (tuple, list)) else value == 0


def _per_axis(value: Any, axes: int) -> Optional[tuple[int, ...]]:
    """A size for each axis, from a number or one number an axis; None for what is neither."""
    if isinstance(value, (tuple, list)):
        items = tuple(value) * axes if len(value) == 1 else tuple(value)
    else:
        items = (value,) * axes
    whole = all(isinstance(item, int) and not isinstance(item, bool) for item in items)
    return items if whole and len(items) == axes else None


def _axes(call: Call) -> int:
    """How many axes a layer moves along, by its name: ``Conv2d``, ``AvgPool3D``; primitives without a
    number have two."""
    name = call.qualified_name.rpartition(".")[2]
    return next((int(letter) for letter in name if letter in "123"), 2)


# ---------------------------------------------------------------- originals


@dataclass(frozen=True)
class _Original:
    """What a layer may have been ported from: the layer of the same attribute of the original class
    ``owner``, or all layers that this class makes. ``is_known`` says that there are originals at all."""

    layer: Optional[Instance]
    layers: tuple[Instance, ...]
    owner: Optional[ClassInfo]
    is_known: bool


def _original(call: Call, names: tuple[str, ...]) -> _Original:
    """The original of a layer among the torch layers of these names."""
    owner = _owner(call)
    if owner is None:  # a function's original is not looked into, but it may be there
        cells = [info for info in call.module.classes if info.kind == "cell"]
        return _Original(None, (), None, any(original_of(info) is not None for info in cells))
    original = original_of(owner)
    if original is None:
        return _Original(None, (), None, False)
    original.module.follow_class(original)
    made = tuple(dict.fromkeys(instance for instance in original.instances_made() if instance.of in names))
    for attribute, assignments in owner.assignments.items():
        if any(isinstance(item.value, Instance) and item.value.call is call.node for item in assignments):
            same = [item.value for item in original.assignments.get(attribute, ())]
            if len(same) == 1:
                known = isinstance(same[0], Instance) and same[0].of in names
                return _Original(same[0] if known else None, (), original, True)  # type: ignore[arg-type]
    return _Original(None, made, original, True)


def _given(instance: Instance, position: int, name: str, original: Optional[ClassInfo]) -> Optional[list[Any]]:
    """The values of an argument of an original layer, [None] where it is not given; None if not known."""
    value = instance.arguments.get(position, instance.arguments.get(name))
    if value is None:
        return [None]
    try:
        return _python_values(value, original)
    except ValueError:
        return None


# ---------------------------------------------------------------- padding


def _expanded(value: Any, axes: int) -> str:
    """torch's padding, one number an axis, as MindSpore's convolutions want it: before and after each axis."""
    numbers = _per_axis(value, axes)
    if numbers is None:
        return "padding=(top, bottom, left, right)" if axes == 2 else "padding=..."
    if len(set(numbers)) == 1:
        return f"padding={numbers[0]}"
    return f"padding=({', '.join(f'{number}, {number}' for number in numbers)})"


def _number_as_pad_mode(call: Call, padding: str) -> Optional[Problem]:
    """torch's padding, given by position, where MindSpore has ``pad_mode``. ``padding`` says how the layer
    writes it: ``pairs`` (two numbers an axis) or ``plain``."""
    expression = call.expression("pad_mode")
    value = call.argument("pad_mode")
    if expression is None or value is None:
        return None
    known = _known(call, "pad_mode")
    text = call.module.text_of(expression)
    if known is not None:
        if not all(_is_numeric(item) for item in known):
            return None
    elif not (isinstance(value, Scalar) and value.type in ("int", "float")) and not (
        isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.FloorDiv)
    ):
        return None
    one = known[0] if known is not None and len(known) == 1 else None
    if one is not None and _is_zero(one):
        written = "pad_mode='valid'"
    elif one is not None and isinstance(one, (tuple, list)) and padding == "pairs":
        written = f"pad_mode='pad', {_expanded(one, _axes(call))}"
    else:
        written = f"pad_mode='pad', padding={text}"
    position = next((index for index, item in enumerate(call.node.args) if item is expression), None)
    if position is None:
        said = f"`{call.text}` is given the number `{text}` as `pad_mode`, which is a word: it raises an error."
    else:
        said = (
            f"The {_ORDINALS[min(position, 5)]} argument of `{call.text}` is `pad_mode`, not the padding: "
            f"`{text}`{'' if one is None or _same_text(text, one) else f' (here {one!r})'} raises an error."
        )
    more = position is not None and len(call.node.args) > position + 1
    return Problem(
        expression,
        said,
        f"Write `{written}`" + (" and name the arguments after it." if more else "."),
        confidence=Confidence.LIKELY if isinstance(value, Scalar) else _confidence(call, "pad_mode"),
    )


def _padding_without_pad(call: Call) -> Optional[tuple[Any, str]]:
    """The nonzero padding, and the mode in words, where the mode is not 'pad' and so refuses it."""
    padding = _known(call, "padding")
    bound = call.bound
    if padding is None or bound is None or not all(_is_numeric(item) for item in padding):
        return None
    nonzero = [item for item in padding if not _is_zero(item)]
    if call.expression("pad_mode") is None:
        if bound.star or not nonzero:
            return None
        default = next((p.default for s, _ in call.attempts for p in s.parameters if p.name == "pad_mode"), None)
        return nonzero[0], f"the default {default}"
    modes = _known(call, "pad_mode")
    if modes is None or len(nonzero) < len(padding):
        return None
    if not all(isinstance(mode, str) and mode.lower() in ("same", "valid") for mode in modes):
        return None
    return nonzero[0], f"{modes[0]!r}"


_CONVOLUTIONS = tuple(f"mindspore.nn.Conv{axes}d{kind}" for axes in (1, 2, 3) for kind in ("", "Transpose"))
_TORCH_CONVOLUTIONS = tuple(f"torch.nn.Conv{kind}{axes}d" for axes in (1, 2, 3) for kind in ("", "Transpose"))
_PAD_MODES = ("pad", "same", "valid")


class ConvPadding(Rule):
    """The padding of a convolution in torch's form, which MindSpore refuses.

    In MindSpore the kind of padding and its size are two parameters. A size is refused unless
    `pad_mode='pad'` is written with it; the fifth positional argument is `pad_mode`, where torch has the
    padding; and a tuple counts both sides of each axis, four numbers for an image. All of these raise
    when the layer is made.

    ```python
    nn.Conv2d(3, 64, 7, 2, 3)  # torch
    nn.Conv2d(3, 64, 7, 2, pad_mode='pad', padding=3)  # mindspore
    nn.Conv2d(3, 64, (3, 5), padding=(1, 2))  # torch
    nn.Conv2d(3, 64, (3, 5), pad_mode='pad', padding=(1, 1, 2, 2))  # mindspore
    ```
    """

    code = "MSL301"
    name = "conv-padding"
    calls = _CONVOLUTIONS

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits:
            return
        problem = _number_as_pad_mode(call, "pairs") or self._word(call) or self._form(call) or self._size(call)
        if problem is not None:
            yield problem

    def _word(self, call: Call) -> Optional[Problem]:
        """A pad_mode that is no mode, or a word for the padding."""
        expression = call.expression("pad_mode")
        modes = _known(call, "pad_mode")
        if expression is not None and modes is not None and len(modes) == 1 and isinstance(modes[0], str):
            mode = modes[0]
            if mode.lower() not in _PAD_MODES:
                return Problem(
                    expression,
                    f"`{call.text}` has no {_shown(call, 'pad_mode', mode)}: it raises a ValueError.",
                    "Write 'pad', 'same' or 'valid'.",
                    confidence=_confidence(call, "pad_mode"),
                )
            # the three-dimensional layers lower it themselves
            if mode != mode.lower() and _axes(call) < 3:
                return Problem(
                    expression,
                    f"`{call.text}` wants its `pad_mode` in lower case: {mode!r} raises a ValueError.",
                    f"Write `pad_mode={mode.lower()!r}`.",
                    confidence=_confidence(call, "pad_mode"),
                )
        expression = call.expression("padding")
        words = _known(call, "padding")
        if expression is not None and words is not None and len(words) == 1 and isinstance(words[0], str):
            return Problem(
                expression,
                f"`padding` of `{call.text}` is a number: {words[0]!r} raises a TypeError.",
                f"Write `pad_mode={words[0].lower()!r}` in its place.",
                confidence=_confidence(call, "padding"),
            )
        return None

    def _form(self, call: Call) -> Optional[Problem]:
        """A tuple or list that does not have two numbers an axis."""
        expression = call.expression("padding")
        value = call.argument("padding")
        if expression is None or not (isinstance(value, Sequence) and value.kind in ("tuple", "list")):
            return None
        axes, count = _axes(call), len(value.items)
        known = _known(call, "padding")
        one = known[0] if known is not None and len(known) == 1 else None
        if axes == 1:
            wanted, written = "one number", f"padding={_first(one)}"
        else:
            if count == 2 * axes and value.kind == "tuple":
                return None
            names = "(top, bottom, left, right)" if axes == 2 else "(front, back, top, bottom, left, right)"
            wanted = f"one number or a tuple of {2 * axes}, `{names}`"
            written = f"padding={names}"
            if one is not None and count == axes:
                written = _expanded(one, axes)
            elif one is not None and count == 2 * axes:
                written = f"padding={tuple(one)}"
            elif one is None and isinstance(expression, ast.Tuple) and count == axes:
                texts = [call.module.text_of(item) for item in expression.elts]
                written = f"padding=({', '.join(f'{text}, {text}' for text in texts)})"
        if call.expression("pad_mode") is None and not (one is not None and _is_zero(one)):
            written = f"pad_mode='pad', {written}"
        given = f"is a {value.kind}" if value.kind == "list" or axes == 1 else f"has {count}"
        return Problem(
            expression,
            f"`padding` of `{call.text}` is {wanted}; `{call.module.text_of(expression)}` {given} and raises an error.",
            f"Write `{written}`.",
        )

    def _size(self, call: Call) -> Optional[Problem]:
        """A padding without pad_mode='pad'."""
        refused = _padding_without_pad(call)
        expression = call.expression("padding")
        if refused is None or expression is None:
            return None
        padding, mode = refused
        text = call.module.text_of(expression)
        written = f"padding={text}"
        beyond = _known(call, "output_padding")
        if beyond is not None and len(beyond) == 1 and _is_number(beyond[0]) and beyond[0] and _is_number(padding):
            less = padding - beyond[0]
            if _axes(call) == 2 and less >= 0:
                # with `output_padding` MindSpore appends zeros where torch computes
                written = f"padding=({padding}, {less}, {padding}, {less})"
        return Problem(
            expression,
            f"`{call.text}` takes {_shown(call, 'padding', padding)} only with `pad_mode='pad'`; with {mode} it "
            "raises a ValueError.",
            f"Write `pad_mode='pad', {written}`"
            + (" without `output_padding`." if written != f"padding={text}" else "."),
            confidence=_confidence(call, "padding", "pad_mode"),
        )


def _first(value: Any) -> str:
    return str(value[0]) if isinstance(value, (tuple, list)) and value else "..."


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
        axes = _axes(call)
        if call.expression("padding") is not None:
            padding = _known(call, "padding")
            if padding is None or not all(_is_number(item) and item == 0 for item in padding):
                return
        kernels = _known(call, "kernel_size")
        strides = _known(call, "stride") if call.expression("stride") is not None else [1]
        dilations = _known(call, "dilation") if call.expression("dilation") is not None else [1]
        if kernels is None or dilations is None:
            return
        if strides is None:
            strides = [2]  # not known: what a kernel of 3 or more meets in practice
        confidence: Optional[Confidence] = None
        for kernel, stride, dilation in itertools.product(kernels, strides, dilations):
            sizes = _per_axis(kernel, axes), _per_axis(stride, axes), _per_axis(dilation, axes)
            if sizes[0] is None or sizes[1] is None or sizes[2] is None:
                return
            spans = [by * (size - 1) + 1 for size, by in zip(sizes[0], sizes[2])]
            if any(span > step for span, step in zip(spans, sizes[1])):
                continue
            if max(sizes[0]) == 1 or "Transpose" in call.qualified_name:
                return
            confidence = Confidence.POSSIBLE  # only an input that the stride does not divide
        origin = origin_around(call.module, _owner(call))
        if origin is None or origin.framework != "torch":
            return
        padded = self._original_padding(call, kernels)
        if padded is None:
            return
        kernel = _shown(call, "kernel_size", kernels[0])
        if padded == "0":
            said, written = "torch pads nothing", "`pad_mode='valid'`"
        elif padded == "":
            said = "torch pads nothing unless told"
            written = "`pad_mode='valid'`, or `pad_mode='pad'` with the original's padding"
        else:
            said = f"the original pads `{padded}` on all sides, which is not the same with a stride"
            written = f"`pad_mode='pad', padding={padded}`"
        yield Problem(
            call.node,
            f"`{call.text}` with {kernel} and no `pad_mode` pads to 'same' in MindSpore; {said} ({origin.evidence}).",
            f"Add {written}.",
            confidence=confidence,
        )

    def _original_padding(self, call: Call, kernels: list[Any]) -> Optional[str]:
        """The padding of the original layer, "" where there is no original to look at; None where it
        comes to the same, or cannot be told."""
        original = _original(call, _TORCH_CONVOLUTIONS)
        layer, owner = original.layer, original.owner
        if not original.is_known:
            return ""
        if layer is None:
            same_kernel = [item for item in original.layers if _given(item, 2, "kernel_size", owner) in (kernels, None)]
            paddings = [_given(item, 4, "padding", owner) for item in same_kernel]
            unpadded = all(found is not None and all(not item for item in found) for found in paddings)
            return "0" if paddings and unpadded else None
        padding = _given(layer, 4, "padding", owner)
        stride = _given(layer, 3, "stride", owner)
        if padding is None or len(padding) != 1:
            return None
        if not padding[0] or (_is_numeric(padding[0]) and _is_zero(padding[0])):
            return "0"
        if not isinstance(padding[0], int) or stride is None or len(stride) != 1 or stride[0] in (None, 1, (1, 1)):
            return None
        return str(padding[0])


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
        problem = _number_as_pad_mode(call, "plain")
        if problem is None and call.qualified_name in _POOLS:
            problem = self._padding(call)
        if problem is not None:
            yield problem
        if not bound.star:
            yield from self._stride(call)

    def _padding(self, call: Call) -> Optional[Problem]:
        refused = _padding_without_pad(call)
        expression = call.expression("padding")
        if refused is not None and expression is not None:
            padding, mode = refused
            return Problem(
                expression,
                f"`{call.text}` takes {_shown(call, 'padding', padding)} only with `pad_mode='pad'`; with {mode} "
                "it raises a ValueError.",
                f"Write `pad_mode='pad', padding={call.module.text_of(expression)}`.",
                confidence=_confidence(call, "padding", "pad_mode"),
            )
        if ".MaxPool" not in call.qualified_name or call.bound is None or call.bound.star:
            return None
        modes = ["valid"] if call.expression("pad_mode") is None else _known(call, "pad_mode")
        if modes is None or not all(isinstance(mode, str) and mode.lower() in ("same", "valid") for mode in modes):
            return None
        for name, default in _ONLY_WITH_PAD.items():
            expression, known = call.expression(name), _known(call, name)
            if expression is None or known is None or any(item == default or not item for item in known):
                continue
            return Problem(
                expression,
                f"`{call.text}` takes {_shown(call, name, known[0])} only with `pad_mode='pad'`; with "
                f"{modes[0]!r} it raises a ValueError.",
                "Add `pad_mode='pad'`.",
                confidence=_confidence(call, name, "pad_mode"),
            )
        return None

    def _stride(self, call: Call) -> Iterator[Problem]:
        signature = next(signature for signature, bound in reversed(call.attempts) if bound is call.bound)
        stride = "strides" if any(p.name == "strides" for p in signature.parameters) else "stride"
        kernel = call.expression("kernel_size")
        kernels = _known(call, "kernel_size")
        if call.expression(stride) is not None or kernel is None or kernels is None:
            return
        axes = _axes(call)
        sizes = [_per_axis(item, axes) for item in kernels]
        if any(size is None or max(size) == 1 for size in sizes):
            return
        modes = _known(call, "pad_mode")
        if modes is not None and any(isinstance(mode, str) and mode.lower() == "same" for mode in modes):
            return  # the same size is what is wanted
        origin = origin_around(call.module, _owner(call))
        if origin is None:
            return
        original = _original(call, _TORCH_POOLS)
        if original.layer is not None and _given(original.layer, 1, "stride", original.owner) not in ([None], kernels):
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
            f"`{call.text}` with {_shown(call, 'kernel_size', kernels[0])} and no `{stride}` moves by 1; {mover} moves "
            f"by the size of the kernel ({origin.evidence}).",
            f"Add `{stride}={text}`.",
            confidence=Confidence.POSSIBLE if is_global else Confidence.LIKELY,
        )


class BatchNormMomentum(Rule):
    """A BatchNorm with torch's momentum in a port from torch.

    torch's momentum is the weight of the new batch, MindSpore's the weight of the running value: torch's
    0.1 is MindSpore's 0.9. Copied over, the running statistics follow each batch almost at once, and
    evaluation differs from training without an error. TensorFlow has MindSpore's meaning, so a port
    from TensorFlow keeps its number: this rule speaks only where the origin is known to be torch.

    ```python
    nn.BatchNorm2d(64, momentum=0.1)  # torch
    nn.BatchNorm2d(64, momentum=0.9)  # mindspore
    ```
    """

    code = "MSL304"
    name = "batch-norm-momentum"
    calls = (
        "mindspore.nn.BatchNorm1d",
        "mindspore.nn.BatchNorm2d",
        "mindspore.nn.BatchNorm3d",
        "mindspore.nn.SyncBatchNorm",
    )

    def check_call(self, call: Call) -> Iterator[Problem]:
        momentum = call.argument("momentum")
        owner = call.function.owner if call.function is not None else None
        expression = call.expression("momentum")
        if momentum is None or owner is None or expression is None:
            return
        momentum = owner.decide(momentum)
        if not (isinstance(momentum, Constant) and isinstance(momentum.value, float)):
            return
        if not 0 < momentum.value < _LARGEST_TORCH_MOMENTUM:
            return
        origin = origin_of(owner)
        if origin is None or origin.framework != "torch":
            return
        yield Problem(
            expression,
            f"`{call.text}` keeps {momentum.value:g} of the running statistics at each step; torch's momentum "
            f"{momentum.value:g} keeps {1 - momentum.value:g} ({origin.evidence}).",
            f"Write `momentum={1 - momentum.value:g}`.",
        )


_KEEP_PROB_PRIMITIVES = tuple(f"mindspore.ops.{name}" for name in ("Dropout", "Dropout2D", "Dropout3D"))
_DROP_LAYERS = tuple(f"mindspore.nn.Dropout{axes}d" for axes in (1, 2, 3))
_DROP_FUNCTIONS = tuple(f"mindspore.ops.dropout{axes}" for axes in ("", "1d", "2d", "3d"))
_TORCH_DROPOUTS = ("torch.nn.Dropout", "torch.nn.Dropout1d", "torch.nn.Dropout2d", "torch.nn.Dropout3d")


def _meaning(expression: ast.expr) -> Optional[str]:
    """What a rate is by its name: ``drop`` or ``keep``; None where the name tells nothing. ``1 - x`` is the
    other one of ``x``."""
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Sub):
        if isinstance(expression.left, ast.Constant) and expression.left.value == 1:
            other = _meaning(expression.right)
            return {"drop": "keep", "keep": "drop"}.get(other) if other else None
        return None
    if isinstance(expression, ast.IfExp):
        meanings = {_meaning(expression.body), _meaning(expression.orelse)} - {None}
        return meanings.pop() if len(meanings) == 1 else None
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and len(expression.args) == 1:
        return _meaning(expression.args[0]) if expression.func.id == "float" else None
    if isinstance(expression, ast.Name):
        name = expression.id
    elif isinstance(expression, ast.Attribute):
        name = expression.attr
    elif isinstance(expression, ast.Subscript):
        index = expression.slice
        if not (isinstance(index, ast.Constant) and isinstance(index.value, str)):
            return _meaning(expression.value)
        name = index.value
    else:
        return None
    name = name.lower()
    if "keep" in name or "retain" in name:
        return "keep"
    return "drop" if "drop" in name else None


def _complement(text: str, value: Any) -> str:
    """1 minus a rate: its number where it is written as one, else as an expression."""
    return str(float(f"{1 - value:g}")) if _is_number(value) and _same_text(text, value) else f"1 - {text}"


class DropoutPolarity(Rule):
    """Dropout given the share to drop where it takes the share to keep, or the other way round.

    The first parameter of `nn.Dropout` is `keep_prob`, the share of the values that is kept; torch and Keras
    give the share that is dropped. `nn.Dropout(0.1)` drops nine values of ten. The primitives `ops.Dropout`,
    `ops.Dropout2D` and `ops.Dropout3D` are the same; `nn.Dropout2d` and `ops.dropout` take the share to drop.
    From MindSpore 2.0 on, `nn.Dropout` has the parameter `p`, which is torch's.

    A variable is judged by its name: one that says `drop` is the share to drop, one that says `keep` the
    share to keep, and `1 - x` the other one.

    ```python
    nn.Dropout(0.1)  # torch
    nn.Dropout(p=0.1)  # mindspore
    ```
    """

    code = "MSL305"
    name = "dropout-polarity"
    calls = ("mindspore.nn.Dropout", *_KEEP_PROB_PRIMITIVES, *_DROP_LAYERS, *_DROP_FUNCTIONS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if bound is None or not bound.fits:
            return
        p = call.expression("p")
        if p is not None and call.argument("p") != Constant(None):
            yield from self._given_to_p(call, p)
        elif call.expression("keep_prob") is not None:
            yield from self._given_to_keep_prob(call, bound.arguments["keep_prob"])

    def _given_to_p(self, call: Call, expression: ast.expr) -> Iterator[Problem]:
        # before 2.0 these took the share to keep under the same name
        is_layer = call.qualified_name == "mindspore.nn.Dropout"
        if not is_layer and any(version.startswith("1.") for version in call.module.catalog.versions):
            return
        if _meaning(expression) != "keep" or _known(call, "p") == [0.5]:
            return
        text = call.module.text_of(expression)
        yield Problem(
            expression,
            f"`{call.text}` drops the share `p`; by its name `{text}` is the share that is kept.",
            f"Write `p={_other(expression, call)}`.",
            confidence=Confidence.LIKELY,
        )

    def _given_to_keep_prob(self, call: Call, expression: ast.expr) -> Iterator[Problem]:
        text = call.module.text_of(expression)
        known = _known(call, "keep_prob")
        value = known[0] if known is not None and len(known) == 1 and _is_number(known[0]) else None
        is_written = isinstance(call.argument("keep_prob"), Constant)
        meaning = _meaning(expression)
        if meaning == "keep" or (value == 0.5 and is_written):
            return
        has_p = all(any(p.name == "p" for p in signature.parameters) for signature, _ in call.attempts)
        by_name = not any(item is expression for item in call.node.args)
        call_text = f"`{call.text}({'keep_prob=' if by_name else ''}{text})`"
        if meaning == "drop":
            number = "" if value is None else f" With {value:g} it drops {_percent(1 - value)}."
            written = f"p={text}" if has_p else f"keep_prob={_other(expression, call)}"
            yield Problem(
                expression,
                f"{call_text} takes `{text}` as `keep_prob`, the share that is kept; by its name it is the share "
                f"to drop.{number}",
                f"Write `{written}`.",
                # a large one may well be a share to keep under a poor name
                confidence=Confidence.POSSIBLE if value is not None and value > 0.5 else Confidence.LIKELY,
            )
            return
        if value is None or not 0 <= value < 1:
            return
        written = f"p={text}" if has_p else f"keep_prob={_complement(text, value)}"
        if value == 0:
            yield Problem(
                expression,
                f"{call_text} keeps nothing and raises an error: `keep_prob` is the share that is kept.",
                f"Write `{written}`.",
                confidence=None if is_written else Confidence.LIKELY,
            )
            return
        origin = origin_around(call.module, _owner(call))
        is_torch = origin is not None and origin.framework == "torch"
        original = _original(call, _TORCH_DROPOUTS)
        dropouts = original.layers if original.layer is None else (original.layer,)
        rates = [rate for item in dropouts for rate in _given(item, 0, "p", original.owner) or ()]
        if value not in rates and any(_is_number(rate) and abs(1 - rate - value) < 1e-9 for rate in rates):
            return
        if value in rates or (is_torch and value < 0.5):
            confidence = Confidence.PROVED if is_written else Confidence.LIKELY
        else:
            # hardly anyone keeps less than half
            confidence = Confidence.LIKELY if value < 0.5 else Confidence.POSSIBLE
        if confidence is Confidence.POSSIBLE and not is_torch:
            return
        because = (
            f"; torch's `Dropout({value:g})` drops {_percent(value)} ({origin.evidence})" if is_torch and origin else ""
        )
        yield Problem(
            expression,
            f"{call_text} keeps {_percent(value)} of the values and drops {_percent(1 - value)}{because}.",
            f"Write `{written}`.",
            confidence=confidence,
        )


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %"


def _other(expression: ast.expr, call: Call) -> str:
    """The other one of a rate: ``x`` for ``1 - x``, ``1 - x`` for ``x``."""
    if isinstance(expression, ast.BinOp) and _meaning(expression.right) is not None:
        return call.module.text_of(expression.right)
    return f"1 - {call.module.text_of(expression)}"
