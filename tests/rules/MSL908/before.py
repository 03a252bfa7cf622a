"""One dense layer, called twice."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.Dense(8, 8)  # expect: MSL908

    def construct(self, x):
        return self.first(ops.tanh(self.first(x)))  # expect: MSL719


net = Net()
net.set_train(False)
for parameter in net.trainable_params():
    values = np.linspace(-1.0, 1.0, parameter.size).astype(np.float32)
    parameter.set_data(ms.Tensor(values.reshape(parameter.shape)))
for parameter in net.trainable_params():
    if parameter.name == "second.bias":
        parameter.set_data(ms.Tensor(np.full(8, 0.5, np.float32)))
images = np.linspace(0.0, 1.0, 2 * 3 * 8 * 8).astype(np.float32).reshape(2, 3, 8, 8)
result = net(ms.Tensor(images))
