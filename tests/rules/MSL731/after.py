"""Settings that go on, a stem, a head and a bottleneck are meant so."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stack(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 3, weight_init=0.1)
        self.conv2 = nn.Conv2d(1, 1, 3, weight_init=0.1)
        self.conv3 = nn.Conv2d(1, 1, 3, weight_init=0.1)
        self.conv4 = nn.Conv2d(1, 1, 3, weight_init=0.1)
        self.norm1 = nn.LayerNorm((6,), epsilon=1e-5)
        self.norm2 = nn.LayerNorm((6,), epsilon=1e-5)
        self.norm3 = nn.LayerNorm((6,), epsilon=1e-5)
        self.act1 = nn.Tanh()
        self.act2 = nn.Tanh()
        self.act3 = nn.Tanh()
        self.atrous1 = nn.Conv2d(1, 1, 3, dilation=6, weight_init="zeros")
        self.atrous2 = nn.Conv2d(1, 1, 3, dilation=12, weight_init="zeros")
        self.atrous3 = nn.Conv2d(1, 1, 3, dilation=18, weight_init="zeros")
        self.branch1 = nn.Conv2d(1, 1, 1, weight_init="zeros")
        self.branch2 = nn.Conv2d(1, 1, 3, weight_init="zeros")
        self.branch3 = nn.Conv2d(1, 1, 5, weight_init="zeros")
        self.stage1 = nn.Conv2d(1, 1, 7, stride=2, weight_init="zeros")
        self.stage2 = nn.Conv2d(1, 1, 3, weight_init="zeros")
        self.stage3 = nn.Conv2d(1, 1, 3, weight_init="zeros")
        self.part1 = nn.Conv2d(1, 4, 1, weight_init="zeros")
        self.part2 = nn.Conv2d(4, 4, 3, weight_init="zeros")
        self.part3 = nn.Conv2d(4, 1, 1, weight_init="zeros")
        self.head1 = nn.Dense(6, 6, weight_init="zeros")
        self.head2 = nn.Dense(6, 6, weight_init="zeros")
        self.head3 = nn.Dense(6, 6, weight_init="zeros", has_bias=False)

    def construct(self, x):
        x = self.act1(self.norm1(self.conv1(x)))
        x = self.act2(self.norm2(self.conv2(x)))
        x = self.conv4(self.act3(self.norm3(self.conv3(x))))
        x = x + self.atrous1(x) + self.atrous2(x) + self.atrous3(x)
        x = x + self.branch1(x) + self.branch2(x) + self.branch3(x) + self.part3(self.part2(self.part1(x)))
        return x + self.stage3(self.stage2(self.stage1(x))).mean() + self.head3(self.head2(self.head1(x)))


result = Stack()(ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6)))
