"""Each rate for all batches of its epoch."""

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
epochs, steps = 3, 4
rates = np.repeat(np.geomspace(0.1, 0.025, epochs), steps)
optimizer = nn.SGD(net.trainable_params(), Tensor(rates, ms.float32))
def total(x):
    return net(x).sum()


grad_fn = ms.grad(total, None, optimizer.parameters)
for epoch in range(epochs):
    for batch in range(steps):
        optimizer(grad_fn(Tensor([0.3, 0.4], ms.float32)))
result = net.w
