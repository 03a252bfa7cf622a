"""A decoder that takes the right token or its own by a random number."""

import numpy as np
from mindspore import Tensor, nn, ops


class Decoder(nn.Cell):
    def __init__(self, dim, ratio):
        super().__init__()
        self.cell = nn.Dense(dim, dim, "ones", "zeros")
        self.ratio = ratio

    def construct(self, x, targets):
        token = x
        outputs = []
        for t in range(targets.shape[0]):
            token = self.cell(token)
            outputs.append(token)
            if np.random.rand() < self.ratio:
                token = targets[t]
        return ops.stack(outputs)


np.random.seed(0)
net = Decoder(1, 0.5)
x = Tensor(np.array([[1.0]], np.float32))
targets = Tensor(np.arange(4, dtype=np.float32).reshape(4, 1, 1) + 10)
result = [net(x, targets).sum() for _ in range(6)]
