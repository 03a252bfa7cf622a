"""All have."""

from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 1, has_bias=True)
        self.second = nn.Conv2d(4, 4, 3, pad_mode="pad", padding=1, has_bias=True)
        self.third = nn.Conv2d(4, 2, 1, has_bias=True)
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.third(self.relu(self.second(self.relu(self.first(x)))))


result = len(Net().trainable_params())
