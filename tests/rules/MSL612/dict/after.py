"""A default in a dict, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = {"logits": x}
        outputs["hidden"] = x + 3
        return outputs["logits"] * outputs["hidden"]


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
