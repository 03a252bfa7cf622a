"""torch's numbers, where MindSpore wants the weight of the running value."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(1, momentum=0.1)  # expect: MSL304
        self.norm2 = nn.BatchNorm2d(1, momentum=0.2)  # expect: MSL304

    def construct(self, x):
        return self.norm2(self.norm1(x))


images = ms.Tensor(np.arange(8, dtype=np.float32).reshape(2, 1, 2, 2))
net = Stem()
net.set_train(True)
net(images)
net.set_train(False)
result = net(images)
