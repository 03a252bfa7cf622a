"""Metrics that are counted in a dict of the Cell."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class WithMetrics(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.metrics = {"steps": 0, "correct": 0}

    def construct(self, x, y):
        out = self.net(x)
        self.metrics["steps"] += 1
        correct = (out.argmax(-1) == y).sum()
        self.metrics["correct"] += correct
        return out


net = WithMetrics(nn.Dense(2, 2, "ones", "zeros"))
x = Tensor(np.array([[0.1, 0.2]], np.float32))
net(x, Tensor([0], ms.int32))
net(x, Tensor([0], ms.int32))
result = net.metrics["steps"]
