"""Attention in torch form: heads split by view, axes swapped by transpose."""

import numpy as np
from mindspore import Tensor, nn, ops


class Attention(nn.Cell):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.scale = (dim // heads) ** -0.5
        self.qkv = nn.Dense(dim, dim * 3, "ones", "zeros")

    def construct(self, x):
        b, n, c = x.shape
        qkv = self.qkv(x).reshape(b, n, 3, self.heads, c // self.heads)
        q, k, v = qkv[:, :, 0], qkv[:, :, 1], qkv[:, :, 2]
        q, k, v = q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)
        scores = ops.softmax(ops.matmul(q, k.transpose(-2, -1)) * self.scale)
        return ops.matmul(scores, v).transpose(1, 2).reshape(b, n, c)


net = Attention(4, 2)
result = net(Tensor(np.arange(8, dtype=np.float32).reshape(1, 2, 4) / 10))
