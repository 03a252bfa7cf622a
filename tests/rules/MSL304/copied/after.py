"""The weight of the running value; 0.9 is the default."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(1, momentum=0.9)
        self.norm2 = nn.BatchNorm2d(1, momentum=0.8)

    def construct(self, x):
        return self.norm2(self.norm1(x))


images = ms.Tensor(np.arange(8, dtype=np.float32).reshape(2, 1, 2, 2))
net = Stem()
net.set_train(True)
net(images)
net.set_train(False)
result = net(images)
