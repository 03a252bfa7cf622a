"""A scale by its number, in a tensor."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        scales = Tensor([10, 20])
        return x * scales[int(x.sum() > 2)]


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
