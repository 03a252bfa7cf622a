"""Two results in a dict."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn

ms.set_context(jit_syntax_level=ms.STRICT)


class Net(nn.Cell):
    def construct(self, x):
        return {"logits": x, "loss": x.sum()}  # expect: MSL661


net = Net()
outputs = net(Tensor(np.array([1.0, 2.0], np.float32)))
result = isinstance(outputs, dict)
