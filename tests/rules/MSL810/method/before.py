"""The method that is differentiated returns a pair."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


net = Net()
class Trainer:
    def __init__(self, net):
        self.net = net
        self.grad_fn = ms.value_and_grad(self.forward, None, net.trainable_params(), False)  # expect: MSL810

    def forward(self, x, y):
        prediction = self.net(x)
        output = ((prediction - y) ** 2).mean(), prediction
        return output

    def step(self, x, y):
        return self.grad_fn(x, y)


_, gradients = Trainer(net).step(Tensor([1.0, 1.0], ms.float32), Tensor([0.0, 0.0], ms.float32))
result = gradients[0]
