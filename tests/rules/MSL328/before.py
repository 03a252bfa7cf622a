"""The layer does not look at it."""

from mindspore import nn, ops


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.999)

    def construct(self, x, training=False):  # expect: MSL328
        return self.drop(x)


result = float((Head()(ops.ones(100), training=True) == 0).sum()) > 50
