"""One of them. A loss of the project may take both, and one output is what it takes."""

from mindspore import nn, ops


class Net(nn.Cell):
    def construct(self, x):
        return x * 2, x + 1


class One(nn.Cell):
    def construct(self, x):
        return x * 2


class OfBoth(nn.Cell):
    def construct(self, outputs, label):
        return ((outputs[0] - label) ** 2).mean()


class WithLoss(nn.Cell):
    def __init__(self, net, loss_fn):
        super().__init__()
        self.net = net
        self.loss_fn = loss_fn

    def construct(self, x, label):
        logits, _ = self.net(x)
        return self.loss_fn(logits, label)


same = nn.WithLossCell(Net(), OfBoth())(ops.ones(3), ops.zeros(3))
plain = nn.WithLossCell(One(), nn.MSELoss())(ops.ones(3), ops.zeros(3))
result = WithLoss(Net(), nn.MSELoss())(ops.ones(3), ops.zeros(3))
