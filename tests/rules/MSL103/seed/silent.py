"""A module of one's own may be named after torch, and words in a string are no calls."""

import mindspore as ms
from mindspore import nn, ops


class torch:
    """Not torch, but it is spelt so."""

    @staticmethod
    def cat(tensors, dim):
        return ops.cat(tensors, axis=dim)


class Branches(nn.Cell):
    """Written as torch.cat([...], dim=1) in the original."""

    def __init__(self):
        super().__init__()
        self.direct = nn.Identity()
        self.relu = nn.ReLU()

    def construct(self, x):
        return torch.cat([self.direct(x), self.relu(x)], dim=1)


result = Branches()(ms.Tensor([[-1.0, 2.0]]))
