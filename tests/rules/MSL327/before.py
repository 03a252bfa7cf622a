"""Other weights at each call."""

from mindspore import nn, ops


class Head(nn.Cell):
    def construct(self, x):
        drop = nn.Dropout(p=0.5)  # expect: MSL327
        return nn.Dense(8, 4)(drop(x))  # expect: MSL327


head = Head()
x = ops.ones((2, 8))
result = bool((head(x) == head(x)).all())
