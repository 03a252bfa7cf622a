"""Features that are joined to a list."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        features = [x]
        features.extend([x * 2, x * 4])  # expect: MSL612
        return features[0] * features[1] + features[2]


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
