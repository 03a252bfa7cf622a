"""Label smoothing through one_hot."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


class Smooth(nn.Cell):
    def __init__(self, classes, smoothing=0.1):
        super().__init__()
        self.classes = classes
        self.confidence = 1.0 - smoothing
        self.rest = smoothing / (classes - 1)

    def construct(self, logits, labels):
        log = ops.log_softmax(logits, -1)
        target = ops.one_hot(labels, self.classes, Tensor(self.confidence), Tensor(self.rest))
        return ops.mean(ops.sum(-target * log, -1))


net = Smooth(3)
result = net(Tensor(np.array([[1.0, 2.0, 0.5]], np.float32)), Tensor([1], ms.int32))
