"""The parameters stand where the positions of inputs belong."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


net = Net()
weights = net.trainable_params()


def total(x):
    return net(x).sum()


gradients = ms.grad(total, grad_position=None, weights=weights)(Tensor([1.0, 1.0], ms.float32))
result = gradients[0]
