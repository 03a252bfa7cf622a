"""Not a port of anything in sight: as likely a share to keep."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Detector(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop1 = nn.Dropout(0.8)
        self.drop2 = nn.Dropout(keep_prob=0.6)

    def construct(self, x):
        return self.drop1(x), self.drop2(x)


net = Detector()
net.set_train()
dropped = net(ms.Tensor(np.ones(1000000, np.float32)))
result = [round(float((part.asnumpy() == 0).mean()), 1) for part in dropped]
