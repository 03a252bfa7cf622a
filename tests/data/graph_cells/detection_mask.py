"""The same head, with a mask in place of the dynamic boxes."""

import numpy as np
from mindspore import Tensor, nn


class Head(nn.Cell):
    def __init__(self, threshold):
        super().__init__()
        self.threshold = threshold

    def construct(self, boxes, scores):
        mask = (scores > self.threshold).astype(boxes.dtype)
        return boxes * mask.expand_dims(1), mask


net = Head(0.5)
boxes = Tensor(np.arange(12, dtype=np.float32).reshape(3, 4))
result = net(boxes, Tensor(np.array([0.9, 0.1, 0.7], np.float32)))
