"""A tensor that is looked for among numbers, and is not to be there."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        other = (x != 1 and x != 4)
        if other and x > 0:
            return x * 10
        return x


net = Net()
result = net(Tensor(np.array(4, np.int32)))
