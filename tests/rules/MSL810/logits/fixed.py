"""The logits are differentiated as well."""

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
x = Tensor(np.array([[3.0, 4.0], [5.0, 6.0]]), ms.float32)


def forward_fn(x):
    logits = net(x)
    loss = logits.mean()
    return loss, logits


grad_fn = ms.value_and_grad(forward_fn, None, net.trainable_params(), has_aux=True)
(loss, logits), gradients = grad_fn(x)
result = gradients[0]
