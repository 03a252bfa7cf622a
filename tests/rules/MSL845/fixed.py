"""A list of gradients."""

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
net.insert_param_to_cell("other", Parameter(Tensor([1.0], ms.float32), name="other"))
optimizer = nn.SGD(net.trainable_params(), 0.1)


def total(x):
    return net(x).sum()


gradients = ms.grad(total, None, optimizer.parameters)(Tensor([0.3, 0.4], ms.float32))
gradients = [gradient * 0.5 for gradient in gradients]
optimizer(tuple(gradients))
result = net.w
