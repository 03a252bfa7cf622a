"""Non-maximum suppression, one box after the other."""

import numpy as np
from mindspore import Tensor, nn, ops


class Nms(nn.Cell):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def construct(self, starts, ends, scores):
        order = scores.argsort(descending=True)
        keep = []
        while order.shape[0] > 0:
            best = order[0]
            keep.append(best)
            overlap = ops.minimum(ends[best], ends[order]) - ops.maximum(starts[best], starts[order])
            order = order[overlap <= self.threshold]
        return ops.stack(keep)


net = Nms(0.5)
starts = Tensor(np.array([0.0, 0.1, 5.0], np.float32))
result = net(starts, starts + 1, Tensor(np.array([0.9, 0.8, 0.7], np.float32)))
