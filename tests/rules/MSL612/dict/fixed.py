"""A default in a dict."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = {"logits": x}
        if "hidden" not in outputs:
            outputs["hidden"] = x + 3
        hidden = outputs["hidden"]
        return outputs["logits"] * hidden


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
