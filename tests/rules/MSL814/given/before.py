"""The prediction is given to the gradient function."""

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
grad_fn = ms.value_and_grad(loss_fn, None, optimizer.parameters)  # expect: MSL814
loss, gradients = grad_fn(net(Tensor([3.0, 4.0], ms.float32)), ops.ones(2))
optimizer(gradients)
result = net.w
