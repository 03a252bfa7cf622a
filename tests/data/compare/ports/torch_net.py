"""Faithful ports of the models in originals/torch_net.py."""

import mindspore as ms
from mindspore import nn, ops


def conv(in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True, **others):
    """A convolution with torch's defaults."""
    return nn.Conv2d(
        in_channels, out_channels, kernel_size, stride, pad_mode="pad", padding=padding, has_bias=bias, **others
    )


class Block(nn.Cell):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = conv(in_channels, out_channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.97)
        self.conv2 = conv(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.97)
        self.relu = nn.ReLU()
        self.shortcut = None
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.SequentialCell(
                conv(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.97),
            )

    def construct(self, x):
        identity = x if self.shortcut is None else self.shortcut(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return self.relu(out + identity)


class Net(nn.Cell):
    def __init__(self, classes=10):
        super().__init__()
        self.stem = conv(3, 8, 7, 2, 3)
        self.stem_norm = nn.BatchNorm2d(8, eps=1e-5, momentum=0.9)
        self.pool = nn.MaxPool2d(3, stride=2, pad_mode="pad", padding=1)
        self.blocks = nn.SequentialCell(Block(8, 8), Block(8, 16, 2))
        self.depthwise = conv(16, 16, 5, padding=2, group=16)
        self.dilated = conv(16, 12, 3, padding=2, dilation=2)
        self.up = nn.Conv2dTranspose(12, 6, 2, stride=2, pad_mode="valid", has_bias=True)
        self.left = conv(6, 4, 1)
        self.right = nn.Conv2d(6, 5, (1, 3), pad_mode="pad", padding=(0, 0, 1, 1), has_bias=True)
        self.norm = nn.GroupNorm(3, 9)
        self.shrink = nn.AvgPool2d(2, stride=2)
        self.hidden = nn.Dense(9 * 4 * 4, 20)
        self.drop = nn.Dropout(p=0.3)
        self.head = nn.Dense(20, classes)

    def construct(self, x):
        x = self.pool(ops.relu(self.stem_norm(self.stem(x))))
        x = self.blocks(x)
        x = ops.sigmoid(self.depthwise(x))
        x = self.up(ops.relu(self.dilated(x)))
        x = ops.cat([self.left(x), self.right(x)], 1)
        x = self.shrink(self.norm(x))
        x = ops.flatten(x, start_dim=1)
        return self.head(self.drop(ops.tanh(self.hidden(x))))


class TextNet(nn.Cell):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(100, 16)
        self.encoder = nn.LSTM(16, 24, num_layers=2, batch_first=True)
        self.norm = nn.LayerNorm((24,), epsilon=1e-6)
        self.out = nn.Dense(24, 4, has_bias=False)

    def construct(self, tokens):
        x = self.embed(tokens)
        x, _ = self.encoder(x)
        return self.out(self.norm(x[:, -1]))


def train(net):
    return nn.Adam(net.trainable_params(), learning_rate=3e-4, beta1=0.9, beta2=0.98, eps=1e-6)
