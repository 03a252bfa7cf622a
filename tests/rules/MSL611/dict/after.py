"""An item that is taken out of a dict, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = {"hidden": x + 1}
        return x * len(outputs)


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
