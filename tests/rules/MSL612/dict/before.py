"""A dict by names, and a default."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = dict(logits=x, weight=2)  # expect: MSL612
        hidden = outputs.setdefault("hidden", x + 3)  # expect: MSL612
        return outputs["logits"] * outputs["weight"] * hidden


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
