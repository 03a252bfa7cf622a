"""A loss that is left on the Cell for later, in a Parameter."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, nn


class Gate(nn.Cell):
    def __init__(self):
        super().__init__()
        self.aux_loss = Parameter(ms.Tensor(0.0, ms.float32), name="aux_loss", requires_grad=False)
        self.calls = 0

    def construct(self, x):
        self.aux_loss = (x * x).sum()
        self.calls += 1
        return x * 2


gate = Gate()
gate(ms.Tensor(np.array([1.0, 2.0], np.float32)))
gate(ms.Tensor(np.array([3.0, 4.0], np.float32)))
result = gate.aux_loss
