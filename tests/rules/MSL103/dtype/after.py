"""The type of the same name in MindSpore."""

import mindspore as ms
from mindspore import nn


class Count(nn.Cell):
    def construct(self, x):
        return (x > 0).astype(ms.float32).mean(-1)


result = Count()(ms.Tensor([[-1.0, 2.0, 3.0, 4.0]]))
