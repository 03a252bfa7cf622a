"""A faithful port of the model in originals/keras_shared.py. Images are NCHW here."""

from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.shared = nn.Conv2d(3, 6, 3, has_bias=True)
        self.norm = nn.BatchNorm2d(6, eps=1e-3, momentum=0.99)
        self.pool = nn.MaxPool2d(4, 4)
        self.head = nn.Dense(192, 2)

    def construct(self, first, second):
        left = self.pool(self.norm(self.shared(first)))
        right = self.pool(self.norm(self.shared(second)))
        x = ops.cat((left, right), 1)
        return self.head(ops.flatten(x.permute(0, 2, 3, 1)))


def train(net):
    return nn.SGD(net.trainable_params(), learning_rate=0.01, momentum=0.9)
