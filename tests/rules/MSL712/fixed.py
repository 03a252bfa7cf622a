"""A Dense that is new at each call."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(4, 3)

    def construct(self, x):
        fc = self.fc
        return nn.ReLU()(fc(x))


net = Net()
x = ms.Tensor(np.ones((2, 4), np.float32))
result = (sum(p.size for p in net.trainable_params()), bool((net(x) == net(x)).all()))
