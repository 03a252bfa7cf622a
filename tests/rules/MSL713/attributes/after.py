"""Names of their own, or none: then they are called as their attributes."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Part(nn.Cell):
    def __init__(self):
        super().__init__()
        self.shift = Parameter(Tensor(np.zeros(3), ms.float32), name="weight")

    def construct(self, x):
        return x + self.shift


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = Parameter(Tensor(np.ones(3), ms.float32), name="weight")
        self.part = Part()

    def construct(self, x):
        return self.part(x * self.scale)


result = len(Net().parameters_dict())
