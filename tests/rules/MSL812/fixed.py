"""What comes out is a pair: the gradient of the input, and those of the weights."""

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
def total(x):
    return net(x).sum()


grad_fn = ms.value_and_grad(total, weights=net.trainable_params(), grad_position=None)
loss, gradients = grad_fn(Tensor([3.0, 4.0], ms.float32))
result = gradients
