"""The tensor is MindSpore's, the library knows it not."""

import mindspore as ms
from einops import rearrange
from mindspore import ops

x = ops.arange(12).astype(ms.float32).reshape(1, 2, 6)
result = rearrange(x, "b n (h d) -> b h n d", h=3)  # expect: MSL118
