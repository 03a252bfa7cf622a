"""A SequentialCell gives back what it is given."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.SequentialCell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, 2, weight_init=0.5, bias_init=0.5)  # expect: MSL753
        self.act = nn.ReLU()  # expect: MSL753


result = Block()(ms.Tensor(np.arange(-3, 3, dtype=np.float32).reshape(2, 3)))
