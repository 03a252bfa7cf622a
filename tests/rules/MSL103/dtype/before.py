"""The type is still torch's: nothing is called, the name alone is enough to fail."""

import mindspore as ms
import torch
from mindspore import nn


class Count(nn.Cell):
    def construct(self, x):
        return (x > 0).astype(torch.float32).mean(-1)  # expect: MSL103


result = Count()(ms.Tensor([[-1.0, 2.0, 3.0, 4.0]]))
