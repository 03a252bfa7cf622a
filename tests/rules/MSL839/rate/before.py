"""A schedule for the rate."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn
from mindspore.experimental import optim


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


net = Net()
schedule = nn.PolynomialDecayLR(0.1, 0.01, 1000, 1.0)
optimizer = optim.SGD(net.trainable_params(), schedule)  # expect: MSL839
result = float(optimizer.param_groups[0]["lr"])
