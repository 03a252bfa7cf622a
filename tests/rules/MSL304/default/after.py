"""With MindSpore's number."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self, norm_layer=nn.BatchNorm2d):
        super().__init__()
        self.norm1 = norm_layer(1, momentum=0.9)

    def construct(self, x):
        return self.norm1(x)


images = ms.Tensor(np.arange(32, dtype=np.float32).reshape(2, 1, 4, 4))
net = Stem()
net.set_train()
net(images)
result = net.norm1.moving_mean
