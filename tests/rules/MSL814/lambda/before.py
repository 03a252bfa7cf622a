"""A function that returns what was computed long before."""

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
prediction = net(Tensor([3.0, 4.0], ms.float32))
loss = prediction * prediction
loss = loss.mean()
grad_fn = ms.value_and_grad(lambda: loss, None, net.trainable_params())  # expect: MSL814
value, gradients = grad_fn()
result = gradients[0]
