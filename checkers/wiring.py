"""MSL720-MSL730: layers of a Cell whose shapes do not meet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar, Optional

from ms_lint.findings import Confidence
from ms_lint.messages import say
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.wiring.model import Mismatch

from .unfixed import EITHER


class FollowedRule(Rule):
    """The base of these rules: what they say was found while the Cells of the module were followed."""

    kinds: ClassVar[tuple[str, ...]] = ()

    def mended(self, module: Module, node: ast.AST) -> Optional[Rewrite]:
        """The fix of what is wrong at a node; None where what to write is not determined."""
        return None

    def check_module(self, module: Module) -> Iterator[Problem]:
        for mismatch in _mismatches(module):
            if mismatch.kind in self.kinds:
                yield Problem(
                    mismatch.place.node,
                    say("{message} The value: {chain}.", message=mismatch.message, chain=mismatch.chain)
                    if mismatch.chain
                    else mismatch.message,
                    mismatch.suggestion or None,
                    confidence=None if mismatch.certain else Confidence.LIKELY,
                    fix=self.mended(module, mismatch.place.node) if self.fix is not None else None,
                )


def _mismatches(module: Module) -> Iterator[Mismatch]:
    """What does not fit, once: what a class has wrong by itself is not said again for each that uses it."""
    found = [mismatch for wiring in module.wirings for mismatch in wiring.mismatches]
    own = {id(item.inner.node) for item in found if item.inner is not None and item.inner.node is item.place.node}
    seen: set[tuple[int, int]] = set()
    for item in found:
        inner: ast.AST = item.inner.node if item.inner is not None else item.place.node
        key = (id(inner), id(item.place.node))
        if key in seen or (id(inner) in own and inner is not item.place.node):
            continue
        seen.add(key)
        yield item


class ChannelsDoNotMeet(FollowedRule):
    """A convolution takes another number of channels than it gets.

    The Cells of a module are followed with the arguments that they are given: loops over lists are unrolled, helper
    Cells of the project are made and called, and the shapes flow through layers and functions. Sizes are numbers,
    symbols or unknown; where something is unknown nothing is said. Of the input nothing is assumed besides what the
    layers demand: the first convolution tells its channels.

        self.conv1 = nn.Conv2d(3, 32, 3)
        self.conv2 = nn.Conv2d(64, 64, 3)  # gets 32

    The message shows the way of the value, each layer with the shape that it gives. How many statements are followed
    for a class is bounded by the setting `wiring-steps`.
    """

    code = "MSL720"
    name = "channels-do-not-meet"
    unfixed = EITHER
    kinds = ("channels",)

    def check_module(self, module: Module) -> Iterator[Problem]:
        yield from super().check_module(module)
        if module.wiring_failure is not None:
            raise module.wiring_failure


class DenseInputSize(FollowedRule):
    """A Dense takes another number of features than it gets in the last axis.

    After a Flatten that number is channels x height x width: with an image size that is not known it is judged where
    no size can give it, or where pooling to a fixed size decides it.

        self.pool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.fc = nn.Dense(512 * 7 * 7, 10)  # gets 512

    How values are followed is told in MSL720.
    """

    code = "MSL721"
    name = "dense-input-size"
    unfixed = EITHER
    kinds = ("features",)


class NormSize(FollowedRule):
    """A BatchNorm, GroupNorm, InstanceNorm or PReLU is made for another number of channels than it gets.

        self.conv = nn.Conv2d(3, 32, 3)
        self.bn = nn.BatchNorm2d(64)

    How values are followed is told in MSL720.
    """

    code = "MSL722"
    name = "norm-size"
    unfixed = EITHER
    kinds = ("norm",)


class LayerNormSize(FollowedRule):
    """A LayerNorm is made for other last axes than those of what it gets.

    MindSpore normalizes the axes from `begin_norm_axis` on, -1 by default: the shape has to be that of these axes.
    For channels in front, as in `(N, C, H, W)`, the tensor has to be transposed first.

    How values are followed is told in MSL720.
    """

    code = "MSL723"
    name = "layer-norm-size"
    unfixed = EITHER
    kinds = ("layer-norm",)


class OperandsDoNotFit(FollowedRule):
    """Two tensors are added, multiplied ... whose shapes do not fit: mostly a residual of other channels.

    Axes fit where they are equal or one of them is 1. Height and width of an input are symbols: where one branch
    halves them and the other does not, they fit for no image larger than one pixel.

        return x + self.conv(x)  # a convolution with stride 2, or with other channels

    How values are followed is told in MSL720.
    """

    code = "MSL724"
    name = "operands-do-not-fit"
    unfixed = EITHER
    kinds = ("broadcast",)


class JoinedShapesDiffer(FollowedRule):
    """Tensors are concatenated or stacked that differ in more than the axis that they are joined along.

    How values are followed is told in MSL720.
    """

    code = "MSL725"
    name = "joined-shapes-differ"
    unfixed = EITHER
    kinds = ("concat",)


class GroupsDoNotDivide(FollowedRule):
    """The groups of a convolution or GroupNorm, or the heads of an attention, do not divide its channels.

    The layer raises a ValueError when it is made. How values are followed is told in MSL720.
    """

    code = "MSL726"
    name = "groups-do-not-divide"
    unfixed = EITHER
    kinds = ("groups",)


class MatricesDoNotFit(FollowedRule):
    """A matrix product whose two shapes do not fit.

    The last axis of the first has to be the one before the last of the second. Mostly a transposition was lost on the
    way: `ops.matmul(q, k)` for `q @ k.transpose(-2, -1)`. How values are followed is told in MSL720.
    """

    code = "MSL727"
    name = "matrices-do-not-fit"
    unfixed = EITHER
    kinds = ("matmul",)


class ReshapeDoesNotFit(FollowedRule):
    """A tensor is given a shape with another number of elements, or split into parts that it does not have.

    How values are followed is told in MSL720.
    """

    code = "MSL728"
    name = "reshape-does-not-fit"
    unfixed = EITHER
    kinds = ("reshape", "split")


class RankDoesNotFit(FollowedRule):
    """A layer or function gets a tensor with another number of axes than it takes.

    A convolution that gets what was flattened, a transposition of four axes of a tensor with three, an axis that is
    not there. How values are followed is told in MSL720.
    """

    code = "MSL729"
    name = "rank-does-not-fit"
    unfixed = EITHER
    kinds = ("rank",)


class SequenceLayerSize(FollowedRule):
    """An LSTM, GRU, RNN or attention takes another number of features than it gets.

    How values are followed is told in MSL720.
    """

    code = "MSL730"
    name = "sequence-layer-size"
    unfixed = EITHER
    kinds = ("recurrent", "attention")
