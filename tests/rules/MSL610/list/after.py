"""Two names of one list, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = [x]
        outputs.append(x + 1)
        return len(outputs) * x


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
