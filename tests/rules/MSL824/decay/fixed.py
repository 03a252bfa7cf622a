"""It is shrunk."""

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
net.insert_param_to_cell("other", Parameter(Tensor([1.0], ms.float32), name="other"))
optimizer = nn.SGD([{"params": net.trainable_params(), "weight_decay": 0.5}], 0.1)
net = Net()
net.insert_param_to_cell("other", Parameter(Tensor([1.0], ms.float32), name="other"))
net.w.requires_grad = False
optimizer = nn.SGD(net.trainable_params(), 0.1, weight_decay=0.5)


def total(x):
    return net(x).sum()


gradients = ms.grad(total, None, optimizer.parameters)(ops.ones(2))
optimizer(gradients)
result = net.w
