"""A tensor that is looked for among numbers, and is not to be there."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        other = x not in (1, 4)  # expect: MSL617
        if other and x > 0:
            return x * 10
        return x


net = Net()
result = net(Tensor(np.array(4, np.int32)))
