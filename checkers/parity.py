"""MSL9xx: a class held against a reference of its original: a graph, a checkpoint, an exported model, source code.

What differs was found by ``ms_lint.compare``; a rule says it in words. It has a place in the code and a name in the
reference.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar, Optional

from ms_lint.call_fix import AS_ORIGINAL
from ms_lint.compare.checks import Difference
from ms_lint.compare.comparison import Comparison
from ms_lint.compare.wording import expected_text, got_text, listed, written
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import Message, say
from ms_lint.place_fix import names_of, replaced, with_keyword
from ms_lint.rules import Problem, Rewrite, Rule


class Parity(Rule):
    """What the rules have in common: a topic, and words for a difference of it."""

    topic: ClassVar[str] = ""
    confidence = Confidence.LIKELY

    def check_comparison(self, comparison: Comparison) -> Iterator[Problem]:
        for place, group in comparison.groups(self.topic):
            yield self.problem(place, group, comparison)

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        """One finding for differences that have their place and their values in common."""
        difference = group[0]
        if difference.fact == "in_per_group":
            message = say(
                "A filter of `{cell}` sees {got} channels; one of {theirs} in {file} sees {expected}.",
                got=difference.got,
                expected=difference.expected,
                **_names(difference, comparison),
            )
        else:
            message = say(
                "`{cell}` has {got}; {theirs} in {file} has {expected}.",
                got=got_text(difference),
                expected=expected_text(difference),
                **_names(difference, comparison),
            )
        code = written(difference)
        advice, fix = say("Write `{code}`.", code=code), as_in_original(comparison, place, group, code)
        return Problem(place, _with_others(message, group), advice, fix=fix)


def as_in_original(comparison: Comparison, place: ast.AST, group: Sequence[Difference], code: str) -> Optional[Rewrite]:
    """The fix that gives a layer of MindSpore, which is made there and nowhere else, the value of the original."""
    module = comparison.info.module
    name, _, value = code.partition("=")
    if len(group) > 1 or not isinstance(place, ast.Call) or place not in module.parents or "," in code:
        return None
    leaf = module.text_of(place.func).rpartition(".")[2]
    signatures = module.catalog.signatures(f"mindspore.nn.{leaf}")
    missing: set[str] = set()
    is_own = names_of(module).spelled(f"nn.{leaf}", missing) == module.text_of(place.func)
    if not is_own or missing or not signatures:
        return None
    bound = signatures[-1][0].bind(place)
    if name not in {parameter.name for parameter in signatures[-1][0].parameters} or not bound.fits:
        return None
    given = bound.arguments.get(name)
    if given is None:
        return with_keyword(module, place, code, AS_ORIGINAL)
    return replaced(module, given, value, AS_ORIGINAL)


def _names(difference: Difference, comparison: Comparison) -> dict[str, str]:
    """The layer of the Cell, that of the reference with its kind, and the reference's file."""
    cell, reference = difference.cell, difference.reference
    return {
        "cell": cell.name if cell is not None else comparison.info.name,
        "theirs": f"{reference.op} `{reference.name}`" if reference is not None else "",
        "file": comparison.file,
    }


def _with_others(message: Message, group: Sequence[Difference]) -> Message:
    """The message for the first of a group, with how many more there are."""
    if len(group) == 1:
        return message
    return say("{message.open} (and {count} more like it).", message=message, count=len(group) - 1)


class OtherKind(Parity):
    """A layer of another kind than the one of the same name in the reference.

    The names agree, the kinds do not: average pooling where the original has max pooling, a plain
    convolution for a transposed one.

    ```python
    self.pool1 = nn.AvgPool2d(3, 2)  # MaxPool pool1 in the graph
    ```
    """

    code = "MSL901"
    name = "other-kind-of-layer"
    unfixed = "the arguments of the other kind of layer may be others"
    topic = "kind"

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        difference = group[0]
        own = difference.cell.op if difference.cell is not None else ""
        message = say(
            "`{cell}` is `{own}`; {theirs} in {file} is a layer of another kind.",
            own=own,
            **_names(difference, comparison),
        )
        return Problem(
            place, _with_others(message, group), say("Use the layer of the original, or give it another name.")
        )


class GeometryDiffers(Parity):
    """Kernel, stride, padding or dilation other than in the reference.

    Where shapes still meet, nothing raises: a kernel of 5 that pads to 'same' gives what one of 1 gives,
    with other numbers in it, and a checkpoint of the original no longer fits.

    Padding is compared as it comes out: `pad_mode="same"` with a kernel of 3 and a stride of 1 is torch's
    `padding=1`. Where what 'same' pads depends on the size of the image, only what is wrong for every size is
    reported.

    ```python
    self.mix1_out3 = ConvReLU(192, 5, 32, 1)  # Conv2D mix1_out3 in the graph has a kernel of 1
    ```
    """

    code = "MSL902"
    name = "geometry-differs"
    fix = Applicability.UNSAFE
    topic = "geometry"


class ChannelsDiffer(Parity):
    """Channels, features or sizes other than in the reference.

    The number of channels that go in and come out, the groups of a convolution, the size of a normalization, of
    an embedding or of a parameter.

    ```python
    self.conv2 = nn.Conv2d(64, 96, 3)  # the kernel in the checkpoint is (3, 3, 64, 192)
    ```
    """

    code = "MSL903"
    name = "channels-differ"
    fix = Applicability.UNSAFE
    topic = "channels"


class BiasDiffers(Parity):
    """A bias that the reference has not, or the other way round.

    Convolutions of torch and Keras have a bias by default, those of MindSpore have none. Where an exporter
    folded a normalization into the layer before it, which gives it a bias, nothing is said.

    ```python
    self.conv1 = nn.Conv2d(3, 64, 7, 2)  # conv1 in the graph adds one: has_bias=True
    ```
    """

    code = "MSL904"
    name = "bias-differs"
    fix = Applicability.UNSAFE
    topic = "bias"

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        difference = group[0]
        names = _names(difference, comparison)
        if difference.expected:
            message = say("`{cell}` has no bias; {theirs} in {file} has one.", **names)
        else:
            message = say("`{cell}` has a bias; {theirs} in {file} has none.", **names)
        code = written(difference)
        advice, fix = say("Write `{code}`.", code=code), as_in_original(comparison, place, group, code)
        return Problem(place, _with_others(message, group), advice, fix=fix)


class ActivationDiffers(Parity):
    """Another activation behind a layer than in the reference, or none.

    Compared is what the output of a layer goes through next, where it is used in one way only. A softmax or
    sigmoid at the end that the Cell leaves out is not reported: the loss may take it.

    ```python
    x = ops.relu(self.depthwise(x))  # the original has a sigmoid there
    ```
    """

    code = "MSL905"
    name = "activation-differs"
    unfixed = "the activation may be missing, or be shared with other layers"
    topic = "activation"

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        difference = group[0]
        names = _names(difference, comparison)
        got, expected = difference.got, difference.expected
        if got == "none":
            message = say("Behind `{cell}` there is no activation; behind {theirs} in {file} is {expected}.",
                          expected=expected, **names)  # fmt: skip
        elif expected == "none":
            message = say(
                "Behind `{cell}` there is {got}; behind {theirs} in {file} is no activation.", got=got, **names
            )
        else:
            message = say("Behind `{cell}` there is {got}; behind {theirs} in {file} is {expected}.",
                          got=got, expected=expected, **names)  # fmt: skip
        advice = (
            say("Leave {got} out.", got=got) if expected == "none" else say("Put {expected} there.", expected=expected)
        )
        return Problem(place, _with_others(message, group), advice)


class ConstantDiffers(Parity):
    """A number of a layer other than in the reference: epsilon, momentum, the rate of dropout, of an LRN.

    Momentum is compared as MindSpore has it, the share of the old value: torch's 0.1 is 0.9. `alpha` of a
    local response normalization is compared undivided: torch and ONNX divide it by the size of the window.

    ```python
    self.bn1 = nn.BatchNorm2d(16)  # eps of the original is 1e-3, the default here 1e-5
    ```
    """

    code = "MSL906"
    name = "constant-differs"
    fix = Applicability.UNSAFE
    topic = "constants"


class OrderDiffers(Parity):
    """Tensors joined in another order, or along another axis, than in the reference.

    The shape is the same and the channels are other ones. Axes of images are compared as NCHW has them: axis 3
    of TensorFlow is axis 1.

    ```python
    x = self.concat((out1, out0, out2, out3))  # the graph joins out0, out1, out2, out3
    ```
    """

    code = "MSL907"
    name = "order-differs"
    unfixed = "the statements that call the layers have to change places"
    topic = "order"

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        difference = group[0]
        if difference.fact == "axis":
            return super().problem(place, group, comparison)
        message = say(
            "`{cell}` joins {got}; {theirs} in {file} joins {expected}.",
            got=listed(difference.got),
            expected=listed(difference.expected),
            **_names(difference, comparison),
        )
        return Problem(place, message, say("Put them in that order."))


class SharingDiffers(Parity):
    """One layer that is called several times where the reference has several, or the other way round.

    A layer called twice has one set of weights. In the reference each call has weights of its own (or they
    share, and the Cell has two layers).

    ```python
    x = self.conv(self.conv(x))  # conv2 and conv3 in the graph have weights of their own
    ```
    """

    code = "MSL908"
    name = "sharing-differs"
    unfixed = "a layer has to be made, or one left out, and the calls with it"
    topic = "sharing"

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        difference = group[0]
        names = _names(difference, comparison)
        layers = listed(difference.names)
        if difference.got > difference.expected:
            message = say(
                "`{cell}` is called {count} times; {file} has layers of their own for that: {layers}.",
                count=difference.got,
                layers=layers,
                **names,
            )
            return Problem(place, message, say("Make a layer for each."))
        message = say(
            "{layers} have weights of their own; {theirs} in {file} is one layer, used {count} times.",
            count=difference.expected,
            layers=layers,
            **names,
        )
        return Problem(place, message, say("Call one layer as often."))


class LayerMissing(Parity):
    """Layers of the reference that the Cell does not have.

    Reported where the whole Cell is understood and no layer of that kind is left over; where some are left that
    could not be told apart, by their number.

    ```python
    # the graph has cls1_fc1 and two dense layers behind it; the port ends at the pooling
    ```
    """

    code = "MSL910"
    name = "layer-missing"
    unfixed = "where the layer is called has to be ported with it"
    topic = "missing"

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        difference = group[0]
        numbers = {"layers": listed(difference.names), "got": difference.got, "expected": difference.expected}
        names = _names(difference, comparison)
        if difference.fact == "count":
            message = say(
                "`{cell}` has {got} layers of a kind of which {file} has {expected}; not found are some of {layers}.",
                **numbers,
                **names,
            )
        else:
            message = say(
                "`{cell}` lacks layers of {file}: {layers} (it has {got} of {expected} of this kind).",
                **numbers,
                **names,
            )
        return Problem(place, message, say("Port them, or say by a map of names which layers of the Cell they are."))


class LayerExtra(Parity):
    """Layers that the Cell has and the reference has not.

    ```python
    self.norm = nn.BatchNorm2d(64)  # there is no normalization in the graph
    ```
    """

    code = "MSL911"
    name = "layer-extra"
    unfixed = "whether the layer is too much, or the reference incomplete, is not in the files"
    topic = "extra"

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        difference = group[0]
        numbers = {"layers": listed(difference.names), "got": difference.got, "expected": difference.expected}
        if difference.fact == "count":
            message = say(
                "The Cell has {got} layers of a kind of which {file} has {expected}; too many are some of {layers}.",
                file=comparison.file,
                **numbers,
            )
        else:
            message = say(
                "{file} lacks layers that the Cell has: {layers} (it has {expected} of this kind, the Cell {got}).",
                file=comparison.file,
                **numbers,
            )
        return Problem(place, message, say("Leave them out, or say by a map of names which layers they are."))


class LayerUncalled(Parity):
    """A layer that is made and never called, where the reference uses it.

    Its parameters are in a checkpoint and among the trainable ones; what it should compute is left out.

    ```python
    self.mix2_out3 = ConvReLU(256, 1, 64, 1)  # construct ends before it
    ```
    """

    code = "MSL912"
    name = "layer-uncalled"
    unfixed = "where the layer is called has to be ported"
    topic = "uncalled"

    def problem(self, place: ast.AST, group: Sequence[Difference], comparison: Comparison) -> Problem:
        message = say("`{cell}` is made and never called; {theirs} in {file} is used.", **_names(group[0], comparison))
        return Problem(place, _with_others(message, group), say("Call it in `construct`."))
