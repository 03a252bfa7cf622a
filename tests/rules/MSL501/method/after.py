"""Clamp, shift and cut labels."""

from mindspore import Tensor, nn, ops


class Targets(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def construct(self, labels):
        labels = labels.clip(0, None)
        labels = labels - 1
        labels = self.relu(labels)
        return labels.triu()


result = Targets()(Tensor([[-1.0, 2.0], [3.0, -4.0]]))
