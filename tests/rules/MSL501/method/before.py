"""Clamp, shift and cut labels."""

from mindspore import Tensor, nn, ops


class Targets(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()
        self.reshape = ops.Reshape()

    def construct(self, labels):
        labels.clip(0, None)  # expect: MSL501
        labels = labels - 1
        self.relu(labels)  # expect: MSL501
        self.reshape(labels, (2, 2))  # expect: MSL501
        labels.triu()  # expect: MSL501
        return labels


result = Targets()(Tensor([[-1.0, 2.0], [3.0, -4.0]]))
