"""A train step that adds up gradients in a list of the Cell."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


class Accumulator(nn.Cell):
    def __init__(self, net, steps):
        super().__init__()
        self.net = net
        self.steps = steps
        self.losses = []
        self.grad = ops.GradOperation(get_by_list=True)
        self.weights = ms.ParameterTuple(net.trainable_params())

    def construct(self, x):
        loss = self.net(x).sum()
        grads = self.grad(self.net, self.weights)(x)
        self.losses.append(loss)
        return grads[0], len(self.losses)


net = Accumulator(nn.Dense(2, 1, "ones", "zeros"), 2)
x = Tensor(np.array([[1.0, 2.0]], np.float32))
result = net(x), net(x)
