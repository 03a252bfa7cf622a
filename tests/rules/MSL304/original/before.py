"""One is forgotten, one is taken for 0.9."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(1)  # expect: MSL304
        self.bn2 = nn.BatchNorm2d(1, momentum=0.75)  # expect: MSL304, MSL731
        self.bn3 = nn.BatchNorm2d(1)

    def construct(self, x):
        return self.bn3(self.bn2(self.bn1(x)))


net = Net()
net.set_train()
net(ms.Tensor(np.arange(32, dtype=np.float32).reshape(2, 1, 4, 4)))
result = net.bn1.moving_mean, net.bn2.moving_mean
