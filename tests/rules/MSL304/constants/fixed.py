"""A constant, the default of a parameter, an entry of a configuration: nobody said where it comes from."""

import mindspore as ms
import numpy as np
from mindspore import nn

BN_MOMENTUM = 0.1
CONFIG = {'bn_momentum': 0.01}


def conv_bn(channels, eps=1e-5, momentum=0.1):
    return nn.SequentialCell(
        nn.Conv2d(channels, channels, 1), nn.BatchNorm2d(channels, eps, 1 - momentum)
    )


def head(channels):
    return nn.SequentialCell(nn.ReLU(), nn.BatchNorm2d(channels, momentum=1 - BN_MOMENTUM))


def tail(channels):
    return nn.BatchNorm2d(channels, momentum=1 - CONFIG['bn_momentum'])


images = ms.Tensor(np.arange(32, dtype=np.float32).reshape(2, 1, 4, 4))
net = head(1)
net.set_train()
net(images)
result = net[1].moving_mean
