"""Nobody looks at them any more."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(1)
        for _, m in self.cells_and_names():
            if isinstance(m, (nn.BatchNorm2d, nn.BatchNorm1d)):
                m.eps = 0.5  # expect: MSL307

    def construct(self, x):
        return self.bn(x)


net = Net()
net.set_train()
result = net(ms.Tensor(np.arange(32, dtype=np.float32).reshape(2, 1, 4, 4)))
