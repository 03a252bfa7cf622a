"""A port of originals/keras_net.py with slips of the kinds that a port by hand brings. Images are NCHW here."""

from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 5, 2)
        self.stem_norm = nn.BatchNorm2d(8, momentum=0.9)
        self.reduce = nn.Conv2d(8, 8, 3, 2, has_bias=True)
        self.depthwise = nn.Conv2d(8, 8, 3, group=8, has_bias=True)
        self.left = nn.Conv2d(8, 6, 1, has_bias=True)
        self.right = nn.Conv2d(8, 4, 3, dilation=2, has_bias=True)
        self.pool = nn.MaxPool2d(2, 2)
        self.up = nn.Conv2dTranspose(10, 5, 3, 2, has_bias=True)
        self.norm = nn.LayerNorm((5,), epsilon=1e-5)
        self.shrink = nn.AvgPool2d(2, 2)
        self.hidden = nn.Dense(80, 12, activation="tanh")
        self.drop = nn.Dropout(p=0.25)
        self.head = nn.Dense(12, 10)

    def construct(self, image):
        x = ops.relu(self.stem_norm(self.stem(image)))
        x = self.depthwise(ops.relu(self.reduce(x)))
        x = ops.cat((ops.sigmoid(self.right(x)), ops.relu(self.left(x))), 1)
        x = self.up(self.pool(x))
        x = self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
        x = self.shrink(x)
        # Keras flattens NHWC
        x = ops.flatten(x.permute(0, 2, 3, 1))
        return self.head(self.drop(self.hidden(x)))


def train(net, loss_fn):
    optimizer = nn.Adam(net.trainable_params(), learning_rate=2e-3, beta1=0.85, beta2=0.999, eps=1e-7)
    return nn.TrainOneStepCell(nn.WithLossCell(net, loss_fn), optimizer)
