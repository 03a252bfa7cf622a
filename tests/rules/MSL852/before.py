"""Both go to it."""

from mindspore import nn, ops


class Net(nn.Cell):
    def construct(self, x):
        return x * 2, x + 1


result = nn.WithLossCell(Net(), nn.MSELoss())(ops.ones(3), ops.zeros(3))  # expect: MSL852
