"""Taken for the share that is kept."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop1 = nn.Dropout(0.2)  # expect: MSL305
        self.drop2 = nn.Dropout(0.5)
        self.drop3 = nn.Dropout(0.9)

    def construct(self, x):
        return self.drop1(x), self.drop2(x), self.drop3(x)


net = Head()
net.set_train()
dropped = net(ms.Tensor(np.ones(1000000, np.float32)))
result = [round(float((part.asnumpy() == 0).mean()), 1) for part in dropped]
