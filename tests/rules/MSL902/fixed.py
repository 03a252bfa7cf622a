"""Both have a kernel of 3."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.narrow = nn.Conv2d(3, 4, 1, pad_mode="valid", has_bias=True)
        self.wide = nn.Conv2d(3, 4, 3, pad_mode="same", has_bias=True)

    def construct(self, x):
        return self.narrow(x) + self.wide(x)


net = Net()
net.set_train(False)
for parameter in net.trainable_params():
    values = np.linspace(-1.0, 1.0, parameter.size).astype(np.float32)
    parameter.set_data(ms.Tensor(values.reshape(parameter.shape)))
images = np.linspace(0.0, 1.0, 2 * 3 * 8 * 8).astype(np.float32).reshape(2, 3, 8, 8)
result = net(ms.Tensor(images))
