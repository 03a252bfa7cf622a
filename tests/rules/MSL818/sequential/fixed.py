"""A SequentialCell does not, nor what is in it."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn

net = nn.SequentialCell([nn.BatchNorm1d(2)])
x = Tensor(np.array([[1.0, 2.0], [3.0, 6.0]]), ms.float32)
optimizer = nn.SGD(net.trainable_params(), 0.1)


def forward_fn(x):
    return net(x).square().mean()


net.set_train()
grad_fn = ms.value_and_grad(forward_fn, None, net.trainable_params())
for _ in range(2):
    loss, gradients = grad_fn(x)
    optimizer(gradients)
result = net[0].moving_mean
