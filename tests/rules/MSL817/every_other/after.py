"""They are added up."""

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
optimizer = nn.SGD(net.trainable_params(), 0.1)
batches = [Tensor([float(n), 1.0], ms.float32) for n in range(4)]


def total(x):
    return net(x).sum()


grad_fn = ms.value_and_grad(total, None, optimizer.parameters)
total = None
for step, batch in enumerate(batches):
    loss, gradients = grad_fn(batch)
    total = gradients if total is None else tuple(a + b for a, b in zip(total, gradients))
    if (step + 1) % 2 == 0:
        optimizer(total)
        total = None
result = net.w
