"""And the statistics."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(2)

    def construct(self, x):
        return self.bn(x)


net = Net()
x = Tensor(np.array([[1.0, 2.0], [3.0, 6.0]]), ms.float32)
optimizer = nn.SGD(net.get_parameters(), 0.1)  # expect: MSL833 (no fix)
result = len(optimizer.parameters)
