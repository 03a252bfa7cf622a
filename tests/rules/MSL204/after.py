"""The value is there. A written-out `...` is an index, not a placeholder."""

import mindspore as ms
from mindspore import nn

learning_rate = ...
learning_rate = 0.5
net = nn.Dense(2, 1, weight_init="ones", has_bias=False)
optimizer = nn.SGD(net.trainable_params(), learning_rate=learning_rate)


def loss(x):
    return net(x)[..., 0].sum()


step = ms.value_and_grad(loss, None, optimizer.parameters)
_, gradients = step(ms.Tensor([[1.0, 2.0]]))
optimizer(gradients)
result = net.weight
