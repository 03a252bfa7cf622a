"""A DCGAN: a generator and a discriminator."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Generator(nn.Cell):
    def __init__(self, latent=20, width=8, channels=3):
        super().__init__()
        self.width = width
        self.project = nn.Dense(latent, width * 4 * 4 * 4)
        self.bn0 = nn.BatchNorm1d(width * 4 * 4 * 4)
        self.deconv1 = nn.Conv2dTranspose(width * 4, width * 2, 4, 2, pad_mode="pad", padding=1)
        self.bn1 = nn.BatchNorm2d(width * 2)
        self.deconv2 = nn.Conv2dTranspose(width * 2, width, 4, 2, pad_mode="pad", padding=1)
        self.bn2 = nn.BatchNorm2d(width)
        self.deconv3 = nn.Conv2dTranspose(width, channels, 4, 2, pad_mode="pad", padding=1)
        self.relu = nn.ReLU()
        self.tanh = nn.Tanh()

    def construct(self, z):
        x = self.relu(self.bn0(self.project(z)))
        x = x.view(-1, self.width * 4, 4, 4)
        x = self.relu(self.bn1(self.deconv1(x)))
        x = self.relu(self.bn2(self.deconv2(x)))
        return self.tanh(self.deconv3(x))


class Discriminator(nn.Cell):
    def __init__(self, width=8, channels=3):
        super().__init__()
        layers = []
        for index, (before, after) in enumerate([(channels, width), (width, width * 2), (width * 2, width * 4)]):
            layers.append(nn.Conv2d(before, after, 4, 2, pad_mode="pad", padding=1))
            if index:
                layers.append(nn.BatchNorm2d(after))
            layers.append(nn.LeakyReLU(0.2))
        self.main = nn.SequentialCell(layers)
        self.flatten = nn.Flatten()
        self.judge = nn.Dense(width * 4 * 4 * 4, 1)

    def construct(self, x):
        x = self.main(x)
        x = self.flatten(x)
        return self.judge(x)


fake = Generator()(ms.Tensor(np.ones((2, 20), np.float32)))
result = (fake, Discriminator()(fake))
