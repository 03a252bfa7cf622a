"""Layers and Parameters in plain lists: none of them is trained."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Dense(4, 4) for _ in range(2)]  # expect: MSL710
        self.scales = (Parameter(Tensor(np.ones(4), ms.float32)),)  # expect: MSL710 (no fix)

    def construct(self, x):
        for block in self.blocks:
            x = block(x)
        return x * self.scales[0]


net = Net()
result = (sum(p.size for p in net.trainable_params()), net(ms.Tensor(np.ones((2, 4), np.float32))).shape)
