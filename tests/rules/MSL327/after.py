"""Made once. What has no weights may be made anywhere."""

from mindspore import nn, ops


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.dense = nn.Dense(8, 4)
        self.drop = nn.Dropout(p=0.5)

    def construct(self, x):
        return nn.ReLU()(self.dense(self.drop(x)))


head = Head()
x = ops.ones((2, 8))
result = bool((head(x) == head(x)).all())
