"""What the layers of MindSpore (and torch) make of the shape that arrives, and what they refuse.

One function for each kind of layer, by the last part of its name. It is given the layer and the arguments of its
call; it reports what cannot fit and returns what comes out, as the layer was written: one mistake is said once.
"""

from __future__ import annotations

from typing import Any, Callable

from ms_lint.semantics.wiring.layers.features import (
    batch_norm,
    check_norm_groups,
    dense,
    flatten,
    glu,
    layer_norm,
    prelu,
)
from ms_lint.semantics.wiring.layers.images import (
    adaptive_pooling,
    check_groups,
    convolution,
    pad,
    pixel_shuffle,
    pixel_unshuffle,
    pooling,
    upsample,
)
from ms_lint.semantics.wiring.layers.results import not_modelled, unchanged
from ms_lint.semantics.wiring.layers.sequences import attention, check_heads, embedding, recurrent
from ms_lint.semantics.wiring.model import Layer

_SAME = (
    "CELU ELU FastGelu GELU GeLU HShrink HSigmoid HSwish Hardshrink Hardsigmoid Hardswish Hardtanh Identity LRN "
    "LeakyReLU LocalResponseNorm LogSigmoid LogSoftmax Mish ReLU ReLU6 RReLU SELU SeLU SiLU Sigmoid SoftShrink "
    "Softmax Softmax2d Softmin Softplus Softshrink Softsign Tanh Tanhshrink Threshold "
    "Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout QuickGELU Hardtanh ReLU6"
).split()


LAYERS: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(_SAME, unchanged),
    "Conv1d": convolution(1),
    "Conv2d": convolution(2),
    "Conv3d": convolution(3),
    "Conv1dTranspose": convolution(1),
    "Conv2dTranspose": convolution(2),
    "Conv3dTranspose": convolution(3),
    "ConvTranspose1d": convolution(1),
    "ConvTranspose2d": convolution(2),
    "ConvTranspose3d": convolution(3),
    "MaxPool1d": pooling(1),
    "MaxPool2d": pooling(2),
    "MaxPool3d": pooling(3),
    "AvgPool1d": pooling(1),
    "AvgPool2d": pooling(2),
    "AvgPool3d": pooling(3),
    "AdaptiveAvgPool1d": adaptive_pooling(1),
    "AdaptiveAvgPool2d": adaptive_pooling(2),
    "AdaptiveAvgPool3d": adaptive_pooling(3),
    "AdaptiveMaxPool1d": adaptive_pooling(1),
    "AdaptiveMaxPool2d": adaptive_pooling(2),
    "AdaptiveMaxPool3d": adaptive_pooling(3),
    "Dense": dense,
    "Linear": dense,
    "BatchNorm1d": batch_norm((2, 3)),
    "BatchNorm2d": batch_norm((4,)),
    "BatchNorm3d": batch_norm((5,)),
    "SyncBatchNorm": batch_norm((2, 3, 4, 5)),
    "InstanceNorm1d": batch_norm((2, 3)),
    "InstanceNorm2d": batch_norm((4,)),
    "InstanceNorm3d": batch_norm((5,)),
    "GroupNorm": batch_norm((2, 3, 4, 5)),
    "LayerNorm": layer_norm,
    "PReLU": prelu,
    "LSTM": recurrent,
    "GRU": recurrent,
    "RNN": recurrent,
    "MultiheadAttention": attention,
    "Embedding": embedding,
    "Flatten": flatten,
    "PixelShuffle": pixel_shuffle,
    "PixelUnshuffle": pixel_unshuffle,
    "Upsample": upsample,
    "UpsamplingNearest2d": upsample,
    "UpsamplingBilinear2d": upsample,
    "Pad": pad,
    **dict.fromkeys(
        [f"{kind}Pad{axes}d" for kind in ("Zero", "Reflection", "Replication", "Constant") for axes in (1, 2, 3)], pad
    ),
    "GLU": glu,
}


CHECKS: dict[str, Callable[[Any, Layer], None]] = {
    **dict.fromkeys((name for name in LAYERS if name.startswith("Conv")), check_groups),
    "GroupNorm": check_norm_groups,
    "MultiheadAttention": check_heads,
}


def handler(kind: str) -> Callable[..., Any]:
    """The function for a kind of layer."""
    return LAYERS.get(kind.rpartition(".")[2], not_modelled)
