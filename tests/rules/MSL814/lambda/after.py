"""A function that computes it."""

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
def compute():
    prediction = net(Tensor([3.0, 4.0], ms.float32))
    loss = prediction * prediction
    return loss.mean()


value, gradients = ms.value_and_grad(compute, None, net.trainable_params())()
result = gradients[0]
