"""Its name says that it is not the share that is kept."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Head(nn.Cell):
    def __init__(self, drop_rate, keep):
        super().__init__()
        self.drop1 = nn.Dropout(p=drop_rate)
        self.drop2 = nn.Dropout(p=drop_rate)
        self.drop3 = nn.Dropout(p=1 - keep)

    def construct(self, x):
        return self.drop1(x), self.drop2(x), self.drop3(x)


net = Head(0.2, 0.8)
net.set_train()
dropped = net(ms.Tensor(np.ones(1000000, np.float32)))
result = [round(float((part.asnumpy() == 0).mean()), 1) for part in dropped]
