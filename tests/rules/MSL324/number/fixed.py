"""A number raises."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, dim=4, eps=1e-6):
        super().__init__()
        self.norm1 = nn.LayerNorm((dim,), epsilon=1e-5)
        self.norm3 = nn.LayerNorm((4,), epsilon=eps)

    def construct(self, x):
        return self.norm1(x) if x.ndim == 3 else self.norm3(x)


def head(config, widths):
    # torch
    return nn.SequentialCell(
        nn.LayerNorm((config.hidden_size,), epsilon=1e-5),
        nn.LayerNorm((widths[0] * 2,), epsilon=1e-5),
        nn.LayerNorm((64,), epsilon=1e-5),
    )


result = Block()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(2, 2, 4)))
