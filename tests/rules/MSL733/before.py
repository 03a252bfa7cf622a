"""The norm and the convolution in the middle have changed places."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stack(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layers = nn.SequentialCell(
            nn.Conv2d(4, 4, 1, weight_init=0.1),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.BatchNorm2d(4),  # expect: MSL733
            nn.Conv2d(4, 4, 3, weight_init=0.1),
            nn.ReLU(),
            nn.Conv2d(4, 4, 1, weight_init=0.1),
            nn.BatchNorm2d(4),
        )

    def construct(self, x):
        return self.layers(x)


result = Stack().set_train()(ms.Tensor(np.arange(-64, 64, dtype=np.float32).reshape(2, 4, 4, 4)))
