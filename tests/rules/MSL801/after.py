"""The rate is written out."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, 1)

    def construct(self, x):
        return self.fc(x)


optimizer = nn.SGD(Net().trainable_params(), learning_rate=0.001)
result = float(optimizer.learning_rate.asnumpy())
