"""The computation is a comment, and `loss` is found outside: it is the loss itself, not its value."""

import mindspore as ms
from mindspore import nn, ops


class Distance(nn.Cell):
    def __init__(self, weight):
        super().__init__()
        self.weight = weight  # expect: MSL702

    def construct(self, output, label):
        # weight times the absolute difference
        return loss  # expect: MSL705


loss = Distance(3.0)
result = loss(ms.Tensor([[1.0, 2.0]]), ops.zeros((1, 2)))
