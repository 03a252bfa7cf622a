"""With the argument, where they are handed down or where they are made."""

from functools import partial

import mindspore as ms
import numpy as np
from mindspore import nn


class Mlp(nn.Cell):
    def __init__(self, act_layer=partial(nn.GELU, approximate=False), norm_layer=nn.LayerNorm):
        super().__init__()
        self.act = act_layer()
        self.norm = norm_layer((4,), epsilon=1e-5)

    def construct(self, x):
        if isinstance(self.act, nn.GELU):
            x = x + 0
        return self.norm(self.act(x) / 1000)


result = Mlp()(ms.Tensor(np.arange(8, dtype=np.float32).reshape(2, 4)))
