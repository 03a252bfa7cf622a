"""They are made with other defaults."""

import mindspore as ms
import numpy as np
from mindspore import nn
from functools import partial


class Mlp(nn.Cell):
    def __init__(self, act_layer=partial(nn.GELU, approximate=False), norm_layer: type[nn.Cell] = partial(nn.LayerNorm, epsilon=1e-5)):
        super().__init__()
        self.act = act_layer()
        self.norm = norm_layer((4,))

    def construct(self, x):
        return self.norm(self.act(x) / 1000)


result = Mlp()(ms.Tensor(np.arange(8, dtype=np.float32).reshape(2, 4)))
