"""Numbers and flags that change from call to call."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Counter(nn.Cell):
    def __init__(self):
        super().__init__()
        self.calls = ms.Parameter(ms.Tensor(0), name="calls", requires_grad=False)
        self.first = ms.Parameter(ms.Tensor(True), name="first", requires_grad=False)

    def construct(self, x):
        self.calls = self.calls + 1
        if self.first:
            self.first = ms.Tensor(False)
            return x * self.calls
        return x * self.calls * 100


net = Counter()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), net(x), ms.grad(net)(x)
