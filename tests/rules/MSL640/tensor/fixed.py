"""A loss that is left on the Cell for later: the one of the first call stays."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Gate(nn.Cell):
    def __init__(self):
        super().__init__()
        self.aux_loss = ms.Parameter(ms.Tensor(0.0, ms.float32), name="aux_loss", requires_grad=False)

    def construct(self, x):
        self.aux_loss = (x * x).sum()
        return x * 2


gate = Gate()
gate(ms.Tensor(np.array([1.0, 2.0], np.float32)))
gate(ms.Tensor(np.array([3.0, 4.0], np.float32)))
result = gate.aux_loss
