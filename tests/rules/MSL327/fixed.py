"""A layer that is in inference mode each time."""

from mindspore import nn, ops


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.999)

    def construct(self, x):
        drop = self.drop
        return drop(x)


head = Head()
head.set_train()
result = float((head(ops.ones(100)) == 0).sum()) > 50
