"""In MindSpore the layer that is never called gets a gradient of zero, and weight decay moves it."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.main = nn.Dense(2, 1, weight_init="ones", has_bias=False)
        self.projection = nn.Dense(2, 1, weight_init="ones", has_bias=False)  # expect: MSL703

    def construct(self, x):
        return self.main(x)


net = Block()
parameters = net.trainable_params()
optimizer = nn.SGD(parameters, learning_rate=0.5, weight_decay=0.1)


def loss(x):
    return net(x).sum()


step = ms.value_and_grad(loss, None, optimizer.parameters)
optimizer(step(ms.Tensor([[1.0, 2.0]]))[1])
result = tuple(parameters)
