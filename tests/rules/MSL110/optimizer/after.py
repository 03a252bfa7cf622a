"""The optimizer is called with the gradients, which are new each time."""

import mindspore as ms
from mindspore import nn

net = nn.Dense(2, 1, weight_init="ones", has_bias=False)
optimizer = nn.SGD(net.trainable_params(), learning_rate=0.1)


def forward(x, y):
    return nn.MSELoss()(net(x), y)


grad_fn = ms.value_and_grad(forward, None, optimizer.parameters)
_, gradients = grad_fn(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]]))
optimizer(gradients)
result = net.weight
