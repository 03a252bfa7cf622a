"""A step that makes the output smaller."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


net = Net()
train_step = nn.TrainOneStepCell(net, nn.SGD(net.trainable_params(), 0.1))  # expect: MSL820 (no fix)
train_step(ops.ones(2))
result = net.w
