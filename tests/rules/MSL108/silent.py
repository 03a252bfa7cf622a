"""Asked for first, and methods that MindSpore has as torch has them."""

import mindspore as ms
from mindspore import nn


def to_numpy(x):
    if hasattr(x, "detach"):
        x = x.detach().cpu()
    return x.numpy()


class Flat(nn.Cell):
    def construct(self, x):
        return x.contiguous().view(x.shape[0], -1).float().permute(1, 0).unsqueeze(0).clamp(0, 4)


result = to_numpy(Flat()(ms.Tensor([[1.0, 2.0], [3.0, 6.0]])))
