"""The mode of the Cell. An argument that is read may do what it wants, and so may one of a Cell without such layers."""

from mindspore import nn, ops


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.999)

    def construct(self, x):
        return self.drop(x)


class Other(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.999)

    def construct(self, x, training=False):
        return self.drop(x) if training else x


class Plain(nn.Cell):
    def construct(self, x, training=False):
        return x


head = Head()
head.set_train(True)
result = float((head(ops.ones(100)) == 0).sum()) > 50
