"""A tuple indexed by item()."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        level = x.astype(ms.int32)[0]
        return x * (10.0, 20.0)[level.item()]  # expect: MSL616


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
