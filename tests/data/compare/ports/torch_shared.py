"""A faithful port of the model in originals/torch_shared.py."""

from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.shared = nn.Conv2d(3, 6, 3, pad_mode="pad", padding=1, has_bias=True)
        self.norm = nn.BatchNorm2d(6, eps=1e-5, momentum=0.9)
        self.pool = nn.MaxPool2d(4, 4)
        self.head = nn.Dense(12 * 4 * 4, 2)

    def construct(self, first, second):
        left = self.pool(self.norm(self.shared(first)))
        right = self.pool(self.norm(self.shared(second)))
        return self.head(ops.flatten(ops.cat((left, right), 1), start_dim=1))
