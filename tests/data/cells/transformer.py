"""A transformer for translation, of MindSpore's own attention layers."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class EncoderLayer(nn.Cell):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.norm1 = nn.LayerNorm((width,), epsilon=1e-5)
        self.norm2 = nn.LayerNorm((width,), epsilon=1e-5)
        self.linear1 = nn.Dense(width, inner)
        self.linear2 = nn.Dense(inner, width)

    def construct(self, x):
        y, _ = self.attention(x, x, x)
        x = self.norm1(x + y)
        y = self.linear2(ops.relu(self.linear1(x)))
        return self.norm2(x + y)


class DecoderLayer(nn.Cell):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.self_attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.cross_attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.norm1 = nn.LayerNorm((width,), epsilon=1e-5)
        self.norm2 = nn.LayerNorm((width,), epsilon=1e-5)
        self.norm3 = nn.LayerNorm((width,), epsilon=1e-5)
        self.linear1 = nn.Dense(width, inner)
        self.linear2 = nn.Dense(inner, width)

    def construct(self, x, memory):
        y, _ = self.self_attention(x, x, x)
        x = self.norm1(x + y)
        y, _ = self.cross_attention(x, memory, memory)
        x = self.norm2(x + y)
        y = self.linear2(ops.relu(self.linear1(x)))
        return self.norm3(x + y)


class Translator(nn.Cell):
    def __init__(self, source=40, target=30, width=16, heads=2, inner=32, depth=2):
        super().__init__()
        self.source_embedding = nn.Embedding(source, width)
        self.target_embedding = nn.Embedding(target, width)
        self.encoder = nn.CellList([EncoderLayer(width, heads, inner) for _ in range(depth)])
        self.decoder = nn.CellList([DecoderLayer(width, heads, inner) for _ in range(depth)])
        self.generator = nn.Dense(width, target)

    def construct(self, source, target):
        memory = self.source_embedding(source)
        for layer in self.encoder:
            memory = layer(memory)
        x = self.target_embedding(target)
        for layer in self.decoder:
            x = layer(x, memory)
        return self.generator(x)


source = ms.Tensor(np.arange(10).reshape(2, 5), ms.int32)
result = Translator()(source, ms.Tensor(np.arange(12).reshape(2, 6), ms.int32))
