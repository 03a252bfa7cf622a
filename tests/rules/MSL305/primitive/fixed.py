"""The primitive takes the share that is kept."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Head(nn.Cell):
    def __init__(self, drop):
        super().__init__()
        self.drop1 = ops.Dropout(0.8)
        self.drop2 = ops.Dropout(keep_prob=1 - drop)

    def construct(self, x):
        return self.drop1(x)[0], self.drop2(x)[0]


net = Head(0.3)
net.set_train()
dropped = net(ms.Tensor(np.ones(1000000, np.float32)))
result = [round(float((part.asnumpy() == 0).mean()), 1) for part in dropped]
