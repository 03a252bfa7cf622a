"""An import in `construct` makes no tensors of MindSpore's."""

from mindspore import nn


class Norm(nn.Cell):
    def construct(self, x):
        import torch

        return torch.norm(x)  # expect: MSL103
