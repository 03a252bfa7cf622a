"""Layers in a plain list: none of them is trained."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Dense(4, 4) for _ in range(2)]  # expect: MSL710

    def construct(self, x):
        for block in self.blocks:
            x = block(x)
        return x


net = Net()
result = (sum(p.size for p in net.trainable_params()), net(ms.Tensor(np.ones((2, 4), np.float32))).shape)
