"""A small GPT: tokens and positions, causal attention, a head for the next token."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


class CausalAttention(nn.Cell):
    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.width = width
        self.c_attn = nn.Dense(width, 3 * width)
        self.c_proj = nn.Dense(width, width)
        self.mask = Tensor(np.tril(np.ones((1, 1, length, length))), ms.float32)

    def construct(self, x):
        b, t, c = x.shape
        q, k, v = ops.split(self.c_attn(x), self.width, axis=2)
        q = q.view(b, t, self.heads, c // self.heads).swapaxes(1, 2)
        k = k.view(b, t, self.heads, c // self.heads).swapaxes(1, 2)
        v = v.view(b, t, self.heads, c // self.heads).swapaxes(1, 2)
        scores = ops.matmul(q, k.swapaxes(-2, -1)) / (c // self.heads) ** 0.5
        scores = scores.masked_fill(self.mask[:, :, :t, :t] == 0, -1e9)
        scores = ops.softmax(scores, axis=-1)
        y = ops.matmul(scores, v)
        y = y.swapaxes(1, 2).reshape(b, t, c)
        return self.c_proj(y)


class Block(nn.Cell):
    def __init__(self, width, heads, length):
        super().__init__()
        self.ln_1 = nn.LayerNorm((width,), epsilon=1e-5)
        self.attn = CausalAttention(width, heads, length)
        self.ln_2 = nn.LayerNorm((width,), epsilon=1e-5)
        self.c_fc = nn.Dense(width, 4 * width)
        self.gelu = nn.GELU()
        self.c_proj = nn.Dense(4 * width, width)

    def construct(self, x):
        x = x + self.attn(self.ln_1(x))
        y = self.c_fc(self.ln_2(x))
        y = self.gelu(y)
        y = self.c_proj(y)
        return x + y


class GPT(nn.Cell):
    def __init__(self, vocabulary=50, length=16, width=32, heads=4, depth=2):
        super().__init__()
        self.wte = nn.Embedding(vocabulary, width)
        self.wpe = nn.Embedding(length, width)
        self.h = nn.CellList([Block(width, heads, length) for _ in range(depth)])
        self.ln_f = nn.LayerNorm((width,), epsilon=1e-5)
        self.lm_head = nn.Dense(width, vocabulary, has_bias=False)

    def construct(self, tokens):
        t = tokens.shape[1]
        positions = ops.arange(t)
        x = self.wte(tokens) + self.wpe(positions)
        for block in self.h:
            x = block(x)
        x = self.ln_f(x)
        return self.lm_head(x)


result = GPT()(Tensor(np.arange(16).reshape(2, 8), ms.int32))
