"""Where the layer is made. What is no layer of this kind keeps its numbers."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Optimizer:
    momentum = 0.9


class Net(nn.Cell):
    def __init__(self, optimizer=None):
        super().__init__()
        self.bn = nn.BatchNorm2d(1, eps=0.5)
        for _, m in self.cells_and_names():
            if isinstance(m, nn.BatchNorm2d):
                m.gamma.requires_grad = True
        if isinstance(optimizer, Optimizer):
            optimizer.momentum = 0.8

    def construct(self, x):
        return self.bn(x)


net = Net()
net.set_train()
result = net(ms.Tensor(np.arange(32, dtype=np.float32).reshape(2, 1, 4, 4)))
