"""One of each row was carried over with another setting. No shape tells."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stack(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 3, weight_init=0.1)
        self.conv2 = nn.Conv2d(1, 1, 3, weight_init=0.1)
        self.conv3 = nn.Conv2d(1, 1, 5, weight_init=0.1)  # expect: MSL731
        self.conv4 = nn.Conv2d(1, 1, 3, weight_init=0.1)
        self.norm1 = nn.LayerNorm((6,), epsilon=1e-5)
        self.norm2 = nn.LayerNorm((6,), epsilon=1e-5)
        self.norm3 = nn.LayerNorm((6,), epsilon=1e-3)  # expect: MSL731
        self.act1 = nn.Tanh()
        self.act2 = nn.ReLU()  # expect: MSL731
        self.act3 = nn.Tanh()

    def construct(self, x):
        x = self.act1(self.norm1(self.conv1(x)))
        x = self.act2(self.norm2(self.conv2(x)))
        return self.conv4(self.act3(self.norm3(self.conv3(x))))


result = Stack()(ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6)))
