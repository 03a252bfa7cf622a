"""torch's name of a layer, read from mindspore.nn."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Up(nn.Cell):
    def __init__(self):
        super().__init__()
        layer = nn.Conv2dTranspose(1, 1, 2, stride=2, weight_init="ones")
        self.layers = nn.SequentialCell(layer, nn.ReLU())

    def construct(self, x):
        return self.layers(x)


result = Up()(ms.Tensor(np.arange(4, dtype=np.float32).reshape(1, 1, 2, 2)))
