"""A message that is logged in construct."""

import logging

import mindspore as ms
import numpy as np
from mindspore import nn


class Records(logging.Handler):
    def __init__(self):
        super().__init__()
        self.count = 0

    def emit(self, record):
        self.count += 1


records = Records()
logger = logging.getLogger("net")
logger.addHandler(records)


class Net(nn.Cell):
    def construct(self, x):
        logger.warning("forward")  # expect: MSL643 (no fix)
        return x + 1


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
later = ms.Tensor(np.array([3.0, -4.0], np.float32))
net(x)
net(later)
result = records.count
