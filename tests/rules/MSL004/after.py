"""A class that no pair in the settings names."""

from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.head = nn.Dense(8, 4)

    def construct(self, x):
        return self.head(x)
