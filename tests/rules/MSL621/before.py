"""Outputs that are kept where a tensor is large."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):
    def construct(self, x):
        kept = [x]
        if x.sum() > 0:
            kept.append(x + 1)  # expect: MSL621
        return ops.stack(kept).sum()


net = Net()
first = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
result = first, net(ms.Tensor(np.array([3.0, -4.0], np.float32)))
