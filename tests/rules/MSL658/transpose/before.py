"""Two axes of a matrix, swapped as in torch."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return x.transpose(0, 1)  # expect: MSL658, MSL404


net = Net()
result = net(Tensor(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)))
