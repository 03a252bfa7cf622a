"""1 minus it, where it is used or where it is set; what is not known is left alone."""

import mindspore as ms
import numpy as np
from mindspore import nn

BN_MOMENTUM = 0.1
CONFIG = {'bn_momentum': 0.99}


def conv_bn(channels, eps=1e-5, momentum=0.9):
    return nn.SequentialCell(nn.Conv2d(channels, channels, 1), nn.BatchNorm2d(channels, eps, momentum))


def head(channels):
    return nn.SequentialCell(nn.ReLU(), nn.BatchNorm2d(channels, momentum=1 - BN_MOMENTUM))


def tail(channels, config=CONFIG):
    return nn.SequentialCell(
        nn.BatchNorm2d(channels, momentum=CONFIG['bn_momentum']),
        nn.BatchNorm2d(channels, momentum=config['bn_momentum']),
    )


images = ms.Tensor(np.arange(32, dtype=np.float32).reshape(2, 1, 4, 4))
net = head(1)
net.set_train()
net(images)
result = net[1].moving_mean
