"""The layers become children of the chain, which does not run them."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self, depth=2):
        super().__init__()
        self.layers = nn.SequentialCell(nn.ReLU())
        for index in range(depth):
            self.layers.insert_child_to_cell(  # expect: MSL753
                f"fc{index}", nn.Dense(3, 3, weight_init=0.5, bias_init=0.5)
            )

    def construct(self, x):
        return self.layers(x)


result = Net()(ms.Tensor(np.arange(-3, 3, dtype=np.float32).reshape(2, 3)))
