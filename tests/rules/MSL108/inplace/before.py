"""Neither is a method of MindSpore's tensors, in place or not."""

import mindspore as ms
from mindspore import nn


class Magnitude(nn.Cell):
    def construct(self, x):
        x = x + 0.0
        x.abs_()  # expect: MSL108 (no fix)
        return x.relu()  # expect: MSL108


result = Magnitude()(ms.Tensor([-2.0, 0.5, 3.0]))
