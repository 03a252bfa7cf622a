"""Two small models in torch: an image classifier with residual blocks, and a text classifier."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.03)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.03)
        self.relu = nn.ReLU()
        self.shortcut = None
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels, eps=1e-3, momentum=0.03),
            )

    def forward(self, x):
        identity = x if self.shortcut is None else self.shortcut(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return self.relu(out + identity)


class Net(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 7, stride=2, padding=3)
        self.stem_norm = nn.BatchNorm2d(8)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.blocks = nn.Sequential(Block(8, 8), Block(8, 16, 2))
        self.depthwise = nn.Conv2d(16, 16, 5, padding=2, groups=16)
        self.dilated = nn.Conv2d(16, 12, 3, padding=2, dilation=2)
        self.up = nn.ConvTranspose2d(12, 6, 2, stride=2)
        self.left = nn.Conv2d(6, 4, 1)
        self.right = nn.Conv2d(6, 5, (1, 3), padding=(0, 1))
        self.norm = nn.GroupNorm(3, 9)
        self.shrink = nn.AvgPool2d(2)
        self.hidden = nn.Linear(9 * 4 * 4, 20)
        self.drop = nn.Dropout(0.3)
        self.head = nn.Linear(20, classes)

    def forward(self, x):
        x = self.pool(torch.relu(self.stem_norm(self.stem(x))))
        x = self.blocks(x)
        x = torch.sigmoid(self.depthwise(x))
        x = self.up(torch.relu(self.dilated(x)))
        x = torch.cat([self.left(x), self.right(x)], 1)
        x = self.shrink(self.norm(x))
        x = torch.flatten(x, 1)
        return self.head(self.drop(torch.tanh(self.hidden(x))))


class TextNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(100, 16)
        self.encoder = nn.LSTM(16, 24, num_layers=2, batch_first=True)
        self.norm = nn.LayerNorm(24, eps=1e-6)
        self.out = nn.Linear(24, 4, bias=False)

    def forward(self, tokens):
        x = self.embed(tokens)
        x, _ = self.encoder(x)
        return self.out(self.norm(x[:, -1]))


def train(net):
    return torch.optim.Adam(net.parameters(), lr=3e-4, betas=(0.9, 0.98), eps=1e-6)
