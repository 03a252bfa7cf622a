"""The network is called in the function that is differentiated."""

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
optimizer = nn.SGD(net.trainable_params(), 0.5)
loss_fn = nn.MSELoss()


def forward_fn(x, y):
    return loss_fn(net(x), y)


grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)
loss, gradients = grad_fn(Tensor([3.0, 4.0], ms.float32), ops.ones(2))
optimizer(gradients)
result = net.w
