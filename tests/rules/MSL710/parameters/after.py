"""All of them registered; a list of what is registered elsewhere, or has no weights, is as good."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        layers = []
        for _ in range(2):
            layers.append(nn.Dense(4, 4))
        self.blocks = nn.CellList(layers)
        self.scales = ms.ParameterTuple([Parameter(Tensor(np.ones(4), ms.float32), name="scale")])
        self.again = [self.blocks[0]]
        self.activations = [nn.Identity(), nn.Identity()]
        self.sizes = [4, 4]

    def construct(self, x):
        for block, activation in zip(self.blocks, self.activations):
            x = activation(block(x))
        return x * self.scales[0]


net = Net()
result = (sum(p.size for p in net.trainable_params()), net(ms.Tensor(np.ones((2, 4), np.float32))).shape)
