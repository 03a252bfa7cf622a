"""The later stage calls it; until then it is not among the parameters that are trained."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, stage):
        super().__init__()
        self.stage = stage
        self.main = nn.Dense(2, 1, weight_init="ones", has_bias=False)
        self.projection = nn.Dense(2, 1, weight_init="ones", has_bias=False)

    def construct(self, x):
        if self.stage > 1:
            return self.main(x) + self.projection(x)
        return self.main(x)


net = Block(1)
net.projection.weight.requires_grad = False
optimizer = nn.SGD(net.trainable_params(), learning_rate=0.5, weight_decay=0.1)


def loss(x):
    return net(x).sum()


step = ms.value_and_grad(loss, None, optimizer.parameters)
optimizer(step(ms.Tensor([[1.0, 2.0]]))[1])
result = net.main.weight, net.projection.weight
