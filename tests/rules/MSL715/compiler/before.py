"""`get_flags` is a method of Cell, which graph mode calls."""

import mindspore as ms
import numpy as np
from mindspore import nn

ms.set_context(mode=ms.GRAPH_MODE)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.get_flags = False  # expect: MSL715 (no fix)
        self.fc = nn.Dense(4, 3)

    def construct(self, x):
        return self.fc(x)


result = Net()(ms.Tensor(np.ones((2, 4), np.float32))).shape
