"""An item that is taken out of a dict."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = {"logits": x, "hidden": x + 1}
        logits = outputs.pop("logits")  # expect: MSL611
        return logits * len(outputs)


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
