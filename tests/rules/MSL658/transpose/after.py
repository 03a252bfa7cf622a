"""Two axes of a matrix, swapped."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return x.swapaxes(0, 1) + x.transpose(1, 0) - x.transpose((1, 0))


net = Net()
result = net(Tensor(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)))
