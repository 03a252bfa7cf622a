"""A message that is logged around the Cell."""

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
        print("forward", x.shape)
        return x + 1


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
later = ms.Tensor(np.array([3.0, -4.0], np.float32))
for images in (x, later):
    logger.warning("forward")
    net(images)
result = records.count
