"""A result that a tensor decides about."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn

ms.set_context(jit_syntax_level=ms.STRICT)


class Net(nn.Cell):
    def construct(self, x):
        if x.sum() > 0:
            return x + 1  # expect: MSL625


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
