"""A default in a dict."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = {"logits": x}
        hidden = outputs.setdefault("hidden", x + 3)  # expect: MSL612
        return outputs["logits"] * hidden


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
