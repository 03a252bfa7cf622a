"""The loss is in the function that is differentiated."""

import mindspore as ms
from mindspore import nn, ops

net = nn.SequentialCell([nn.Dense(2, 1, weight_init=0.5, bias_init=0.0), nn.Sigmoid()])
optimizer = nn.SGD(net.trainable_params(), 1.0)
loss_fn = nn.BCELoss(reduction="mean")


def forward_fn(x, y):
    return loss_fn(net(x), y)


grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)
_, gradients = grad_fn(ops.ones((1, 2)), ops.ones((1, 1)))
optimizer(gradients)
result = net[0].weight
