"""A Cell without an import."""

from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = float(np.sqrt(4.0))  # expect: MSL704

    def construct(self, x):
        return x * self.scale


result = Net()(Tensor([1.0, 2.0]))
