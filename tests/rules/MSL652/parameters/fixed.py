"""Parameters that are listed in construct."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.dense = nn.Dense(2, 2, weight_init="ones", bias_init="zeros")
        self.dense_params = ms.ParameterTuple(self.dense.trainable_params())

    def construct(self, x):
        total = x.sum() * 0
        for weight in self.dense_params:
            total = total + weight.sum()
        return total


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
