"""Lines that only look as if they did nothing."""

import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Counter(nn.Cell):
    def __init__(self):
        super().__init__()
        self.count = Parameter(Tensor(0.0), name="count")
        self.norm = nn.BatchNorm1d(3)

    def construct(self, x):
        ops.assign_add(self.count, Tensor(1.0))
        self.norm(x)
        return x


x = Tensor(np.ones((2, 3), np.float32))
counter = Counter()
counter(x)
nn.ReLU()(x)
try:
    x.reshape(6)
except ValueError:
    print("not this shape")
numbers = [3, 1]
numbers.sort()
result = numbers
