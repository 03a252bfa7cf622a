"""A list that is appended to."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = [x]
        outputs.append(x + 1)
        return outputs[1]


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
