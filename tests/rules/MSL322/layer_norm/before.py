"""It is lost."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class PatchEmbed(nn.Cell):
    """Ported from PyTorch."""

    def __init__(self):
        super().__init__()
        bias = Tensor([1.0, 3.0], ms.float32)
        self.proj = nn.Conv2d(1, 2, 2, 2, pad_mode='valid', weight_init='ones', bias_init=bias)  # expect: MSL322
        self.norm = nn.LayerNorm((2,), epsilon=1e-5)

    def construct(self, x):
        return self.norm(self.proj(x).transpose(0, 2, 3, 1))


net = PatchEmbed()
result = net(Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
