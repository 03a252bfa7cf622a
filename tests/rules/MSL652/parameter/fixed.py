"""A Parameter that is set with set_data."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.last = Parameter(ms.Tensor(np.zeros(2, np.float32)), name="last")

    def construct(self, x):
        ops.assign(self.last, x * 2)
        return self.last + 1


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
