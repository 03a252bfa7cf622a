"""A ConvNeXt: depthwise convolutions, norms over the channels, layer scale."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class ChannelNorm(nn.Cell):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm((dim,), epsilon=1e-6)

    def construct(self, x):
        x = ops.transpose(x, (0, 2, 3, 1))
        x = self.norm(x)
        return ops.transpose(x, (0, 3, 1, 2))


class Block(nn.Cell):
    def __init__(self, dim, scale=1e-6):
        super().__init__()
        self.depth_conv = nn.Conv2d(dim, dim, 7, pad_mode="pad", padding=3, group=dim, has_bias=True)
        self.norm = nn.LayerNorm((dim,), epsilon=1e-6)
        self.point_conv1 = nn.Dense(dim, 4 * dim)
        self.act = nn.GELU()
        self.point_conv2 = nn.Dense(4 * dim, dim)
        self.gamma = Parameter(Tensor(scale * np.ones((dim,)), dtype=ms.float32), name="gamma")

    def construct(self, x):
        shortcut = x
        x = self.depth_conv(x)
        x = ops.transpose(x, (0, 2, 3, 1))
        x = self.norm(x)
        x = self.point_conv1(x)
        x = self.act(x)
        x = self.point_conv2(x)
        x = self.gamma * x
        x = ops.transpose(x, (0, 3, 1, 2))
        return shortcut + x


class ConvNeXt(nn.Cell):
    def __init__(self, depths=(1, 2, 1), dims=(12, 24, 48), num_classes=10):
        super().__init__()
        self.downsample = nn.CellList()
        self.stages = nn.CellList()
        self.downsample.append(
            nn.SequentialCell(nn.Conv2d(3, dims[0], 4, 4, pad_mode="valid", has_bias=True), ChannelNorm(dims[0]))
        )
        for index in range(len(dims) - 1):
            self.downsample.append(
                nn.SequentialCell(
                    ChannelNorm(dims[index]),
                    nn.Conv2d(dims[index], dims[index + 1], 2, 2, pad_mode="valid", has_bias=True),
                )
            )
        for dim, depth in zip(dims, depths):
            self.stages.append(nn.SequentialCell([Block(dim) for _ in range(depth)]))
        self.norm = nn.LayerNorm((dims[-1],), epsilon=1e-6)
        self.head = nn.Dense(dims[-1], num_classes)

    def construct(self, x):
        for down, stage in zip(self.downsample, self.stages):
            x = down(x)
            x = stage(x)
        x = self.norm(x.mean((2, 3)))
        return self.head(x)


result = ConvNeXt()(ms.Tensor(np.ones((2, 3, 64, 64), np.float32)))
