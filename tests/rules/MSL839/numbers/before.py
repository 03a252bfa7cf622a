"""A schedule is not."""

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
optimizer = nn.SGD(net.trainable_params(), 0.1)
schedule = nn.ExponentialDecayLR(optimizer, 0.9, 1000)  # expect: MSL839
result = float(schedule(Tensor(0, ms.int32)))
