"""A cross entropy that leaves out padded tokens."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


class MaskedLoss(nn.Cell):
    def __init__(self, pad):
        super().__init__()
        self.pad = pad

    def construct(self, logits, labels):
        losses = ops.cross_entropy(logits, labels, reduction="none")
        mask = (labels != self.pad).astype(losses.dtype)
        total = mask.sum()
        if total == 0:
            return losses.sum() * 0
        return (losses * mask).sum() / total


net = MaskedLoss(0)
logits = Tensor(np.array([[1.0, 2.0, 0.5], [0.1, 0.2, 0.3]], np.float32))
result = net(logits, Tensor([1, 0], ms.int32)), net(logits, Tensor([0, 0], ms.int32))
