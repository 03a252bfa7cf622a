"""Branches on flags, None and shapes that the compiler decides."""

import numpy as np
from mindspore import Tensor, nn


class Block(nn.Cell):
    def __init__(self, dim, down=None, norm=True):
        super().__init__()
        self.conv = nn.Dense(dim, dim, "ones", "zeros")
        self.down = down
        self.norm = norm
        self.ln = nn.LayerNorm((dim,))

    def construct(self, x):
        identity = x
        out = self.conv(x)
        if self.norm:
            out = self.ln(out)
        if self.down is not None:
            identity = self.down(x)
        if x.ndim == 2 and x.shape[1] > 1:
            out = out * 2
        out += identity
        return out


net = Block(2)
result = net(Tensor(np.array([[0.1, 0.2]], np.float32)))
