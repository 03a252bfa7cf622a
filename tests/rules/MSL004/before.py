"""A pair in the settings whose reference is not there."""  # expect: MSL004

from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.head = nn.Dense(8, 4)

    def construct(self, x):
        return self.head(x)
