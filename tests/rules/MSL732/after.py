"""Kernels that go on from class to class are a design."""

import mindspore as ms
import numpy as np
from mindspore import nn



class StageA(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, weight_init=0.1)
        self.norm = nn.BatchNorm2d(channels)
        self.act = nn.LeakyReLU(0.1)

    def construct(self, x):
        return self.act(self.norm(self.conv(x)))


class StageB(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, weight_init=0.1)
        self.norm = nn.BatchNorm2d(channels)
        self.act = nn.LeakyReLU(0.1)

    def construct(self, x):
        return self.act(self.norm(self.conv(x)))


class StageC(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, weight_init=0.1)
        self.norm = nn.BatchNorm2d(channels)
        self.act = nn.LeakyReLU(0.1)

    def construct(self, x):
        return self.act(self.norm(self.conv(x)))


class Head1(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 1)

    def construct(self, x):
        return self.conv(x)


class Head2(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3)

    def construct(self, x):
        return self.conv(x)


class Head3(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 5)

    def construct(self, x):
        return self.conv(x)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = StageA(2)
        self.second = StageB(2)
        self.last = StageC(2)

    def construct(self, x):
        return self.last(self.second(self.first(x)))


result = Net().set_train(False)(ms.Tensor(np.arange(-16, 16, dtype=np.float32).reshape(1, 2, 4, 4)))
