"""Cross entropy of logits, and of a log-softmax, which changes nothing."""

import mindspore as ms
from mindspore import Tensor, nn, ops


class Classifier(nn.Cell):
    def __init__(self):
        super().__init__()
        self.softmax = nn.Softmax(axis=-1)

    def construct(self, x):
        return self.softmax(x) if not self.training else x


x = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = Tensor([0, 2], ms.int32)
loss_fn = nn.CrossEntropyLoss()
network = Classifier()
network.set_train()
losses = [
    loss_fn(network(x), labels),
    ops.cross_entropy(ops.log_softmax(x, -1), labels),
    ops.nll_loss(ops.log_softmax(x, -1), labels),
]
result = sum(losses) / len(losses)
