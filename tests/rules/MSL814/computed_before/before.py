"""The output is a constant in the function that is differentiated."""

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
output = net(Tensor([3.0, 4.0], ms.float32))  # expect: MSL814
loss, gradients = ms.value_and_grad(lambda: output.sum(), None, net.trainable_params())()
result = gradients[0]
