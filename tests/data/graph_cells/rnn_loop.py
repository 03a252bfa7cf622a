"""A recurrent loop over time, with outputs in a list."""

import numpy as np
from mindspore import Tensor, nn, ops


class Rnn(nn.Cell):
    def __init__(self, dim):
        super().__init__()
        self.input = nn.Dense(dim, dim, "ones", "zeros")
        self.hidden = nn.Dense(dim, dim, "ones", "zeros")

    def construct(self, x):
        state = ops.zeros((x.shape[1], x.shape[2]), x.dtype)
        outputs = []
        for t in range(x.shape[0]):
            state = ops.tanh(self.input(x[t]) + self.hidden(state))
            outputs.append(state)
        return ops.stack(outputs), state


net = Rnn(2)
result = net(Tensor(np.full((3, 1, 2), 0.1, np.float32)))
