"""The rate of the original."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.head = nn.Dense(8, 1, has_bias=False)

    def construct(self, x):
        return self.head(x).mean()


net = Net()
net.set_train(False)
for parameter in net.trainable_params():
    values = np.linspace(-1.0, 1.0, parameter.size).astype(np.float32)
    parameter.set_data(ms.Tensor(values.reshape(parameter.shape)))
optimizer = nn.Adam(net.trainable_params(), learning_rate=0.01)
gradients = ms.grad(net, None, optimizer.parameters)(ms.Tensor(np.ones((2, 8), np.float32)))
optimizer(gradients)
result = net.head.weight
