"""It is kept. What changes something may be called as a statement."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Count(nn.Cell):
    def __init__(self):
        super().__init__()
        self.seen = Parameter(Tensor(0, ms.int32), name="seen", requires_grad=False)

    def construct(self, x):
        ops.assign(self.seen, self.seen + 1)
        return x


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(4, 4, weight_init="ones", has_bias=False)

    def construct(self, x):
        return self.fc(x)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.count = Count()
        self.blocks = nn.CellList([Block() for _ in range(2)])

    def construct(self, x):
        self.count(x)
        for block in self.blocks:
            x = block(x)
        return x


result = Net()(ms.Tensor(np.ones((2, 4), np.float32))).asnumpy()
