"""What has no BatchNorm behind it needs its bias, even if others have one. From PyTorch."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Painter(nn.Cell):
    def __init__(self):
        super().__init__()
        self.main = nn.SequentialCell(
            nn.Conv2d(1, 2, 1, weight_init='ones'),
            nn.BatchNorm2d(2),
            nn.ReLU(),
            nn.Conv2d(2, 1, 1, weight_init='ones', bias_init='ones'),  # expect: MSL322
            nn.Tanh(),
        )
        shift = ms.Tensor([0.0, 0.5], ms.float32)
        self.proj = nn.Conv2d(1, 2, 2, 2, weight_init='ones', bias_init=shift)  # expect: MSL322
        self.norm = nn.LayerNorm((2,), epsilon=1e-5)

    def construct(self, x):
        patches = self.proj(self.main(x))
        patches = patches.reshape(patches.shape[0], patches.shape[1], -1).swapaxes(1, 2)
        return self.norm(patches)


def base():
    return nn.Cell


class Encoder(base()):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv1d(8, 4, 1)  # expect: MSL322
        self.conv2 = nn.Conv1d(4, 4, 1)
        self.norm = nn.LayerNorm((4,), epsilon=1e-5)
        self.bn = nn.BatchNorm1d(4)

    def construct(self, x):
        x = self.conv2(ops.relu(self.conv1(x)))
        return self.norm(self.bn(x))


result = Painter().set_train(False)(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4) / 16))
