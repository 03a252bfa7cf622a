"""What is left of one; the other layers take the share to drop."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Head(nn.Cell):
    def __init__(self, drop):
        super().__init__()
        self.drop1 = ops.Dropout(0.8)
        self.drop2 = ops.Dropout(keep_prob=1 - drop)
        self.planes = nn.Dropout2d(0.2)

    def construct(self, x):
        nothing = 0 * self.planes(ops.ones((1, 2, 2, 2), ms.float32)).sum()
        return self.drop1(x)[0] + nothing, self.drop2(x)[0]


net = Head(0.3)
net.set_train()
dropped = net(ms.Tensor(np.ones(1000000, np.float32)))
result = [round(float((part.asnumpy() == 0).mean()), 1) for part in dropped]
