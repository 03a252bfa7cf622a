"""It learns to say less."""

import mindspore as ms
from mindspore import nn, ops

net = nn.SequentialCell([nn.Dense(2, 1, weight_init=0.5, bias_init=0.0), nn.Sigmoid()])
optimizer = nn.SGD(net.trainable_params(), 1.0)
loss_fn = nn.BCELoss(reduction="mean")
grad_fn = ms.value_and_grad(net, None, optimizer.parameters)  # expect: MSL820 (no fix)
loss = loss_fn(net(ops.ones((1, 2))), ops.ones((1, 1)))
_, gradients = grad_fn(ops.ones((1, 2)))
optimizer(gradients)
result = net[0].weight
