"""A Swin transformer: attention in windows, and patches that are merged."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


def shift(x, by):
    x = ops.concat((x[:, by:], x[:, :by]), axis=1)
    return ops.concat((x[:, :, by:], x[:, :, :by]), axis=2)


class WindowAttention(nn.Cell):
    def __init__(self, dim, window, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.scale = (dim // num_heads) ** -0.5
        self.q = nn.Dense(dim, dim)
        self.k = nn.Dense(dim, dim)
        self.v = nn.Dense(dim, dim)
        self.bias = ms.Parameter(ops.zeros((num_heads, window * window, window * window), ms.float32), name="bias")
        self.proj = nn.Dense(dim, dim)
        self.softmax = nn.Softmax(axis=-1)

    def construct(self, x):
        b, n, c = x.shape
        q = self.q(x).reshape(b, n, self.num_heads, c // self.num_heads).transpose(0, 2, 1, 3)
        k = self.k(x).reshape(b, n, self.num_heads, c // self.num_heads).transpose(0, 2, 3, 1)
        v = self.v(x).reshape(b, n, self.num_heads, c // self.num_heads).transpose(0, 2, 1, 3)
        attn = ops.matmul(q * self.scale, k) + self.bias
        attn = self.softmax(attn)
        x = ops.matmul(attn, v).transpose(0, 2, 1, 3).reshape(b, n, c)
        return self.proj(x)


class SwinBlock(nn.Cell):
    def __init__(self, dim, size, num_heads, window=4, shift=0):
        super().__init__()
        self.dim = dim
        self.size = size
        self.window = window
        self.shift = shift
        self.norm1 = nn.LayerNorm((dim,), epsilon=1e-5)
        self.attn = WindowAttention(dim, window, num_heads)
        self.norm2 = nn.LayerNorm((dim,), epsilon=1e-5)
        self.mlp = nn.SequentialCell(nn.Dense(dim, 4 * dim), nn.GELU(), nn.Dense(4 * dim, dim))

    def construct(self, x):
        size, window = self.size, self.window
        count = size // window
        shortcut = x
        x = self.norm1(x)
        x = x.reshape(-1, size, size, self.dim)
        if self.shift > 0:
            x = shift(x, self.shift)
        x = x.reshape(-1, count, window, count, window, self.dim).transpose(0, 1, 3, 2, 4, 5)
        x = x.reshape(-1, window * window, self.dim)
        x = self.attn(x)
        x = x.reshape(-1, count, count, window, window, self.dim).transpose(0, 1, 3, 2, 4, 5)
        x = x.reshape(-1, size, size, self.dim)
        if self.shift > 0:
            x = shift(x, size - self.shift)
        x = x.reshape(-1, size * size, self.dim)
        x = shortcut + x
        return x + self.mlp(self.norm2(x))


class PatchMerging(nn.Cell):
    def __init__(self, size, dim):
        super().__init__()
        self.size = size
        self.dim = dim
        self.norm = nn.LayerNorm((4 * dim,), epsilon=1e-5)
        self.reduction = nn.Dense(4 * dim, 2 * dim, has_bias=False)

    def construct(self, x):
        x = x.reshape(-1, self.size // 2, 2, self.size // 2, 2, self.dim)
        x = x.transpose(0, 1, 3, 4, 2, 5).reshape(-1, self.size * self.size // 4, 4 * self.dim)
        x = self.norm(x)
        return self.reduction(x)


class Swin(nn.Cell):
    def __init__(self, image_size=32, dim=24, num_heads=(3, 6), num_classes=10):
        super().__init__()
        self.patch_embed = nn.Conv2d(3, dim, 4, 4, pad_mode="valid", has_bias=True)
        size = image_size // 4
        layers = []
        for index, heads in enumerate(num_heads):
            layers.append(SwinBlock(dim, size, heads, window=4))
            layers.append(SwinBlock(dim, size, heads, window=4, shift=2))
            if index < len(num_heads) - 1:
                layers.append(PatchMerging(size, dim))
                dim, size = 2 * dim, size // 2
        self.layers = nn.SequentialCell(layers)
        self.norm = nn.LayerNorm((dim,), epsilon=1e-5)
        self.head = nn.Dense(dim, num_classes)

    def construct(self, x):
        x = self.patch_embed(x)
        x = x.flatten(start_dim=2).swapaxes(1, 2)
        x = self.layers(x)
        x = self.norm(x)
        x = ops.mean(x, 1)
        return self.head(x)


result = Swin()(ms.Tensor(np.ones((2, 3, 32, 32), np.float32)))
