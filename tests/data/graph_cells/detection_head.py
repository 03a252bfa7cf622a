"""A detection head that keeps the boxes above a threshold."""

import numpy as np
from mindspore import Tensor, nn, ops


class Head(nn.Cell):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def construct(self, boxes, scores):
        kept = []
        for i in range(scores.shape[0]):
            if scores[i] > self.threshold:
                kept.append(boxes[i])
        return ops.stack(kept)


net = Head(0.5)
boxes = Tensor(np.arange(12, dtype=np.float32).reshape(3, 4))
result = net(boxes, Tensor(np.array([0.9, 0.1, 0.7], np.float32)))
