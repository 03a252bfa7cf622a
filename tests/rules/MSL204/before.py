"""The value that the page left out is still left out."""

import mindspore as ms
from mindspore import nn

learning_rate = ...
net = nn.Dense(2, 1, weight_init="ones", has_bias=False)
optimizer = nn.SGD(net.trainable_params(), learning_rate=learning_rate)  # expect: MSL204


def loss(x):
    return net(x).sum()


step = ms.value_and_grad(loss, None, optimizer.parameters)
_, gradients = step(ms.Tensor([[1.0, 2.0]]))
optimizer(gradients)
result = net.weight
