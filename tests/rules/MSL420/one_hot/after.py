"""Softmax cross entropy of class numbers, and of one-hot labels."""

import mindspore as ms
from mindspore import Tensor, nn, ops

logits = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = Tensor([0, 2], ms.int32)
sparse = nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction="mean")
dense = nn.SoftmaxCrossEntropyWithLogits(reduction="mean")
one_hot = ops.one_hot(labels, 3, Tensor(1.0), Tensor(0.0))
result = (sparse(logits, labels) + dense(logits, one_hot)) / 2
