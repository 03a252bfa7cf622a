"""MindSpore's names; another one is asked for first, or set by the code itself."""

import mindspore as ms
import numpy as np
from mindspore import nn

nn.Chain = nn.SequentialCell
Sequential = nn.Sequential if hasattr(nn, "Sequential") else nn.Chain

try:
    Relu = nn.Relu
except AttributeError:
    Relu = nn.ReLU


class Up(nn.Cell):
    def __init__(self):
        super().__init__()
        layer = nn.Conv2dTranspose(1, 1, 2, stride=2, pad_mode="valid", weight_init="ones")
        self.layers = Sequential(layer, Relu())

    def construct(self, x):
        return self.layers(x)


result = Up()(ms.Tensor(np.arange(4, dtype=np.float32).reshape(1, 1, 2, 2)))
