"""The deviation is named."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops
from mindspore.common.initializer import Normal


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(100, 100, weight_init=Normal(sigma=0.5, mean=0.0), has_bias=False)

    def construct(self, x):
        return self.fc(x)


result = round(float(Net().fc.weight.asnumpy().std()), 1)
