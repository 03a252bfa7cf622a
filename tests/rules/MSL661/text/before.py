"""The kind of a block, taken out of its name."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn

ms.set_context(jit_syntax_level=ms.STRICT)


class Net(nn.Cell):
    def __init__(self, name):
        super().__init__()
        self.name = "conv_bn"

    def construct(self, x):
        if self.name.startswith("conv"):  # expect: MSL661
            return x + 1
        return x


net = Net("conv_bn")
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
