"""A faithful port of the small front end that tools/make_compare_fixtures.py makes: what has weights in the file."""

from mindspore import nn, ops


class Small(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 7, 2, has_bias=True)
        self.pool1 = nn.MaxPool2d(3, 2, pad_mode="same")
        self.norm1 = ops.LRN(2, 1.0, 2e-05, 0.75)
        self.fc = nn.Dense(512, 5)

    def construct(self, images):
        x = self.norm1(self.pool1(ops.relu(self.conv1(images))))
        return self.fc(ops.flatten(x.permute(0, 2, 3, 1)))
