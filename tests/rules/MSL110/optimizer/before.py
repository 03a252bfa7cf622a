"""The optimizer is MindSpore's, the loop is still torch's."""

import mindspore as ms
from mindspore import nn

net = nn.Dense(2, 1, weight_init="ones", has_bias=False)
optimizer = nn.SGD(net.trainable_params(), learning_rate=0.1)


def forward(x, y):
    return nn.MSELoss()(net(x), y)


optimizer.zero_grad()  # expect: MSL110 (no fix)
_, gradients = ms.value_and_grad(forward, None, optimizer.parameters)(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]]))
optimizer.step()  # expect: MSL110 (no fix)
result = net.weight
