"""No input is asked for; where the pair is asked for, it is taken apart."""

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


grad_fn = ms.value_and_grad(total, grad_position=None, weights=net.trainable_params())
pair_fn = ms.value_and_grad(total, weights=net.trainable_params())
loss, gradients = grad_fn(Tensor([3.0, 4.0], ms.float32))
loss, (of_input, same) = pair_fn(Tensor([3.0, 4.0], ms.float32))
loss, pair = pair_fn(Tensor([3.0, 4.0], ms.float32))
result = list(gradients) if (pair[1][0] == same[0]).all() else of_input
