"""A test of both frameworks: torch is meant, but not inside of a Cell."""

import mindspore as ms
import numpy as np
import torch
from mindspore import nn


class Gate(nn.Cell):
    def construct(self, x):
        return torch.sigmoid(x)  # expect: MSL103


def test_gate():
    x = np.ones((2, 2), np.float32)
    expected = torch.sigmoid(torch.tensor(x))
    assert np.allclose(Gate()(ms.Tensor(x)).asnumpy(), expected.numpy())
