"""What is appended is run."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.SequentialCell):
    def __init__(self):
        super().__init__()
        self.append(nn.Dense(3, 2, weight_init=0.5, bias_init=0.5))
        self.append(nn.ReLU())


result = Block()(ms.Tensor(np.arange(-3, 3, dtype=np.float32).reshape(2, 3)))
