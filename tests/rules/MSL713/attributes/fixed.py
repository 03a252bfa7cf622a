"""Two Parameters of one name."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = Parameter(Tensor(np.ones(3), ms.float32), name="weight")
        self.shift = Parameter(Tensor(np.zeros(3), ms.float32), name="shift")

    def construct(self, x):
        return x * self.scale + self.shift


result = len(Net().parameters_dict())
