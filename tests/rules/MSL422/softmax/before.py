"""Cross entropy of what comes out of a softmax."""

import mindspore as ms
from mindspore import Tensor, nn, ops


class Classifier(nn.Cell):
    def __init__(self):
        super().__init__()
        self.softmax = nn.Softmax(axis=-1)

    def construct(self, x):
        return self.softmax(x)


x = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = Tensor([0, 2], ms.int32)
loss_fn = nn.CrossEntropyLoss()
network = Classifier()
sequence = nn.SequentialCell([nn.ReLU(), nn.Softmax(axis=-1)])
losses = [
    loss_fn(network(x), labels),  # expect: MSL422 (no fix)
    ops.cross_entropy(ops.softmax(x, -1), labels),  # expect: MSL422
    nn.WithLossCell(network, loss_fn)(x, labels),  # expect: MSL422 (no fix)
    nn.WithLossCell(sequence, loss_fn)(x, labels),  # expect: MSL422 (no fix)
]
result = sum(losses) / len(losses)
