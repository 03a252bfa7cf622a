"""Functions of Python that the graph has in another form."""

import mindspore as ms
import numpy as np
from mindspore import nn

SCALE = 3


class Net(nn.Cell):
    def construct(self, x):
        rows = list([row * 2 for row in x])
        truthy = list(filter(lambda item: item, (0, 1, 2)))
        sizes = []
        largest = (max(sizes) if sizes else 4)
        factor = SCALE
        total = rows[0] * len(truthy) * largest + factor
        return (total + 1)


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
