"""Max pooling again."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(2, stride=2)

    def construct(self, x):
        return self.pool(x)


net = Net()
net.set_train(False)
for parameter in net.trainable_params():
    values = np.linspace(-1.0, 1.0, parameter.size).astype(np.float32)
    parameter.set_data(ms.Tensor(values.reshape(parameter.shape)))
images = np.linspace(0.0, 1.0, 2 * 3 * 8 * 8).astype(np.float32).reshape(2, 3, 8, 8)
result = net(ms.Tensor(images))
