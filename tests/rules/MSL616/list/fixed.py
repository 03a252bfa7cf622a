"""Numbers chosen by a tensor."""

import numpy as np
from mindspore import Tensor, nn
import mindspore as ms


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scales = [10, 20]

    def construct(self, x):
        level = x.sum() > 2
        return x * ms.Tensor(self.scales)[level.astype(ms.int32)]


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32))), net(Tensor(np.array([1.0, -2.0], np.float32)))
