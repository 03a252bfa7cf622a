"""Functions of Python that the graph has in another form."""

import mindspore as ms
import numpy as np
from mindspore import nn

SCALE = 3


class Net(nn.Cell):
    def construct(self, x):
        rows = list(map(lambda row: row * 2, x))  # expect: MSL609
        truthy = list(filter(None, (0, 1, 2)))  # expect: MSL609
        sizes = []
        largest = max(sizes, default=4)  # expect: MSL609
        factor = globals()["SCALE"]  # expect: MSL609
        total = rows[0] * len(truthy) * largest + factor
        return eval("total + 1")  # expect: MSL609


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
