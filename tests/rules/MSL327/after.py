"""Made once. What has no mode may be made anywhere."""

from mindspore import nn, ops


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.999)

    def construct(self, x):
        return nn.ReLU()(self.drop(x))


head = Head()
head.set_train()
result = float((head(ops.ones(100)) == 0).sum()) > 50
